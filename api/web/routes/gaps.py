"""Where needs are that nobody known could meet."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.formats.gap_rows import GAP_COLUMNS, gap_rows
from api.formats.words import Words
from api.web import examples, forms, gap_examples
from api.web.addresses import address_to
from api.web.asking import read_gaps_query
from api.web.choices import gaps_form
from api.web.description import gaps_parameters
from api.web.drawing import svg
from api.web.forms import Sheet
from api.web.maps import LINE, Picture, Spot, draw
from api.web.parameters import GAPS_LABELS
from api.web.problems import STORE_PROBLEMS, Problem, responses
from api.web.rendering import Page
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    MapsNow,
    ServiceNow,
)
from matcher.questions.gap_records import Gaps, GapsQuery

if TYPE_CHECKING:
    from api.service.maps import MapShapes
    from api.service.service import Service

router = APIRouter(tags=["gaps"])

_MEASURE = "Share of the needs that all known organisations together could meet"


@router.get(
    "/gaps",
    operation_id="listGaps",
    summary="Where needs are that nobody known could meet",
    response_model=Gaps,
    responses={
        200: forms.also_csv(examples.response(gap_examples.GAPS)),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": gaps_parameters()},
)
def list_gaps(request: Request, service: ServiceNow, maps: MapsNow) -> Response:
    """List needs by area or authority, pathway and cohort, those with the most unmet first.

    What could be met is an expectation over all organisations known by the day; no line-up is
    chosen. As CSV with `Accept: text/csv`.
    """
    forms.on_problem(request, lambda problem: _page(request, service, problem=problem))
    found = service.gaps.find(read_gaps_query(request.query_params))

    def picture() -> Picture:
        return _picture(request, found, maps.of(service))

    return forms.give(
        request,
        found,
        page=lambda: _page(request, service, found=found, picture=picture()),
        sheet=Sheet(GAP_COLUMNS, lambda: gap_rows(found)),
        files={"svg": lambda: svg(picture())},
    )


def _page(
    request: Request,
    service: Service,
    *,
    found: Gaps | None = None,
    picture: Picture | None = None,
    problem: Problem | None = None,
) -> Page:
    default = GapsQuery(as_of=service.default_as_of)
    fields = gaps_form(service).filled(request.query_params, default, problem=problem)
    values = {"found": found, "problem": problem, "labels": GAPS_LABELS, "fields": fields}
    drawn = {"picture": picture, "line": LINE}
    return Page("gaps.html", {**values, **drawn, "words": Words(service.snapshot)})


def _picture(request: Request, found: Gaps, shapes: MapShapes) -> Picture:
    """Draw the areas, each a link to its own gaps, or the authorities of the area asked about."""
    asked = {"pathway": found.pathway, "cohort": found.cohort, "as_of": found.as_of}
    kept = {name: value for name, value in asked.items() if value}
    spots = [
        Spot(
            key=each.code,
            name=each.name,
            share=each.share_met,
            href=""
            if found.area
            else address_to(request.scope, "/gaps", urlencode({"area": each.code, **kept})),
        )
        for each in found.places
    ]
    layer, title = "areas", f"Map of {len(spots)} contract areas"
    if found.area:
        layer, title = "authorities", f"Map of the local authorities of {found.area.name}"
    return draw(spots, shapes, layer, title=title, measure=_MEASURE)
