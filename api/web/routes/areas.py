"""The contract areas."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from api.formats.area_codes import schemes_of
from api.formats.listed_rows import AREA_COLUMNS, listed_rows
from api.formats.words import Words
from api.records.listed import AreaDetail, AreaSummary
from api.service.queries import area_detail, area_summary
from api.web import examples, forms
from api.web.asking import find_area, read_as_of
from api.web.description import as_of_parameter
from api.web.drawing import areas_map, authorities_map, svg
from api.web.forms import Sheet
from api.web.maps import LINE, Picture
from api.web.problems import STORE_PROBLEMS, responses
from api.web.rendering import Page
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    MapsNow,
    NameInPath,
    ServiceNow,
)

router = APIRouter(tags=["areas"])


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaList:
    """All contract areas, in the order of the programme."""

    programme: str
    data_version: str
    areas: tuple[AreaSummary, ...]


@router.get(
    "/areas",
    operation_id="listAreas",
    summary="List the contract areas",
    response_model=AreaList,
    responses={
        200: forms.also_csv(examples.response(examples.AREA_LIST)),
        **responses(*STORE_PROBLEMS),
    },
)
def list_areas(request: Request, service: ServiceNow, maps: MapsNow) -> Response:
    """List all areas with their codes, in the order of the programme."""
    snapshot = service.snapshot
    areas = tuple(area_summary(service, index) for index in range(len(snapshot.areas)))

    def picture() -> Picture:
        return areas_map(request.scope, areas, maps.of(service))

    return forms.give(
        request,
        AreaList(
            programme=snapshot.facts.programme.id,
            data_version=snapshot.data_version,
            areas=areas,
        ),
        page=lambda: Page(
            "areas.html",
            {"areas": areas, "schemes": schemes_of(areas), "picture": picture(), "line": LINE},
        ),
        sheet=Sheet(AREA_COLUMNS, lambda: listed_rows(areas)),
        files={"svg": lambda: svg(picture())},
    )


@router.get(
    "/areas/{area:name}",
    operation_id="getArea",
    summary="Describe a contract area",
    response_model=AreaDetail,
    responses={
        200: examples.response(examples.AREA_DETAIL),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": as_of_parameter()},
)
def get_area(area: NameInPath, request: Request, service: ServiceNow, maps: MapsNow) -> Response:
    """Describe an area by its identifier, one of its codes or its name."""
    index = find_area(service, area)
    detail = area_detail(service, index, as_of=read_as_of(request.query_params))
    words = Words(service.snapshot)

    def picture() -> Picture:
        shares = {row.code: row.could_be_met for row in detail.authorities}
        title = f"Map of the local authorities of {detail.name}"
        return authorities_map(shares, words.place, maps.of(service), title=title)

    return forms.give(
        request,
        detail,
        page=lambda: Page(
            "area.html", {"area": detail, "words": words, "picture": picture(), "line": LINE}
        ),
        files={"svg": lambda: svg(picture())},
    )
