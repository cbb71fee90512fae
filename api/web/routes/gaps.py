"""Where needs are that nobody known could meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from api.formats.gap_rows import GAP_COLUMNS, gap_rows
from api.formats.words import Words
from api.web import examples, forms, gap_examples
from api.web.asking import read_gaps_query
from api.web.choices import gaps_form
from api.web.description import gaps_parameters
from api.web.forms import Sheet
from api.web.parameters import GAPS_LABELS
from api.web.problems import STORE_PROBLEMS, Problem, responses
from api.web.rendering import Page
from api.web.routes.dependencies import ServiceNow  # noqa: TC001  (FastAPI reads it while running)
from matcher.questions.gap_records import Gaps, GapsQuery

if TYPE_CHECKING:
    from api.service.service import Service

router = APIRouter(tags=["gaps"])


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
def list_gaps(request: Request, service: ServiceNow) -> Response:
    """List needs by area or authority, pathway and cohort, those with the most unmet first.

    What could be met is an expectation over all organisations known by the day; no line-up is
    chosen. As CSV with `Accept: text/csv`.
    """
    forms.on_problem(request, lambda problem: _page(request, service, problem=problem))
    found = service.gaps.find(read_gaps_query(request.query_params))
    return forms.give(
        request,
        found,
        page=lambda: _page(request, service, found=found),
        sheet=Sheet(GAP_COLUMNS, lambda: gap_rows(found)),
    )


def _page(
    request: Request,
    service: Service,
    *,
    found: Gaps | None = None,
    problem: Problem | None = None,
) -> Page:
    default = GapsQuery(as_of=service.default_as_of)
    fields = gaps_form(service).filled(request.query_params, default, problem=problem)
    values = {"found": found, "problem": problem, "labels": GAPS_LABELS, "fields": fields}
    return Page("gaps.html", {**values, "words": Words(service.snapshot)})
