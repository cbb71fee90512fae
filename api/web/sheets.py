"""Answers as CSV, at the addresses of the JSON with ``.csv`` behind, or where a client prefers it.

The columns are those of the command line's CSV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from api.formats.serialise import (
    FAIRNESS_COLUMNS,
    PARTNER_COLUMNS,
    fairness_rows,
    partner_rows,
    to_csv,
)
from api.web.asking import read_fairness_query, read_partner_query
from api.web.negotiation import media_weight
from api.web.routes.dependencies import ServiceNow  # noqa: TC001  (FastAPI reads it while running)
from api.web.routes.lineups import STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from api.formats.serialise import Row
    from matcher.questions.fairness_records import Fairness
    from matcher.questions.partner_records import Partners

MEDIA_TYPE = "text/csv"
router = APIRouter(include_in_schema=False)


def also(described: dict[str, Any]) -> dict[str, Any]:
    """Add CSV to what OpenAPI says of an answer."""
    content = {**described["content"], MEDIA_TYPE: {"schema": {"type": "string"}}}
    return {**described, "content": content}


def wants_sheet(request: Request) -> bool:
    """Whether the client prefers CSV to JSON, by the Accept header."""
    accept = ", ".join(request.headers.getlist("Accept"))
    sheet, json = (media_weight(accept, kind) for kind in (MEDIA_TYPE, "application/json"))
    return sheet[0] > 0 and sheet > json


def sheet(columns: Sequence[str], rows: Iterable[Row]) -> Response:
    """Write rows as an answer."""
    headers = {**STATUS, "Vary": "Accept"}
    return Response(
        to_csv(columns, rows), media_type=f"{MEDIA_TYPE}; header=present", headers=headers
    )


def partner_sheet(found: Partners) -> Response:
    """Write suggested partners."""
    return sheet(PARTNER_COLUMNS, partner_rows(found))


def fairness_sheet(found: Fairness) -> Response:
    """Write how groups are shown."""
    return sheet(FAIRNESS_COLUMNS, fairness_rows(found))


@router.get("/fairness.csv")
def fairness_csv(request: Request, service: ServiceNow) -> Response:
    """Report who is shown, as CSV."""
    return fairness_sheet(service.fairness(read_fairness_query(request.query_params)))


@router.get("/organisations/{organisation:name}/partners.csv")
def partners_csv(organisation: str, request: Request, service: ServiceNow) -> Response:
    """Suggest partners, as CSV."""
    query = read_partner_query(service, organisation, request.query_params)
    return partner_sheet(service.partner_search.find(query))
