"""The contract areas."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request

from api.records.listed import AreaDetail, AreaSummary  # noqa: TC001  (FastAPI reads it while running)
from api.service.queries import area_detail, area_summary
from api.web import examples
from api.web.asking import find_area, read_as_of
from api.web.description import as_of_parameter
from api.web.problems import STORE_PROBLEMS, responses
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
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
    responses={200: examples.response(examples.AREA_LIST), **responses(*STORE_PROBLEMS)},
)
def list_areas(service: ServiceNow) -> AreaList:
    """List all areas with their codes, in the order of the programme."""
    snapshot = service.snapshot
    return AreaList(
        programme=snapshot.facts.programme.id,
        data_version=snapshot.data_version,
        areas=tuple(area_summary(service, index) for index in range(len(snapshot.areas))),
    )


@router.get(
    "/areas/{area:name}",
    operation_id="getArea",
    summary="Describe a contract area",
    responses={
        200: examples.response(examples.AREA_DETAIL),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": as_of_parameter()},
)
def get_area(area: NameInPath, request: Request, service: ServiceNow) -> AreaDetail:
    """Describe an area by its identifier, one of its codes or its name."""
    index = find_area(service, area)
    return area_detail(service, index, as_of=read_as_of(request.query_params))
