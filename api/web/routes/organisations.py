"""The organisations, filtered and paged."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from api.records.listed import (  # noqa: TC001  (FastAPI reads them while running)
    OrganisationDetail,
    OrganisationSummary,
)
from api.service.queries import (
    organisation_detail,
    organisation_summary,
)
from api.web import examples, sheets
from api.web.addresses import written_path
from api.web.asking import find_organisation, read_as_of, read_partner_query, read_query
from api.web.description import as_of_parameter, partner_parameters, query_parameters
from api.web.paging import stretch
from api.web.problems import STORE_PROBLEMS, responses
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    NameInPath,
    ServiceNow,
)
from api.web.routes.lineups import STATUS
from matcher.questions.partner_records import Partners

router = APIRouter(tags=["organisations"])


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """A stretch of the organisations asked for; `next_cursor` is None on the last."""

    programme: str
    data_version: str
    as_of: str
    query: str
    total: int
    organisations: tuple[OrganisationSummary, ...]
    next_cursor: str | None


@router.get(
    "/organisations",
    operation_id="listOrganisations",
    summary="List organisations",
    responses={
        200: examples.response(examples.ORGANISATION_PAGE),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": query_parameters()},
)
def list_organisations(
    request: Request, response: Response, service: ServiceNow
) -> OrganisationPage:
    """List the organisations that fit all filters, by name; the last are reached by cursor."""
    found = read_query(service, request.query_params)
    query = found.query
    shown, next_cursor = stretch(service.snapshot, found.organisations, found.paging)
    if next_cursor is not None:
        asked = request.url.include_query_params(cursor=next_cursor).query
        response.headers["Link"] = f'<{written_path(request.scope)}?{asked}>; rel="next"'
    return OrganisationPage(
        programme=service.snapshot.facts.programme.id,
        data_version=service.snapshot.data_version,
        as_of=(query.as_of or service.default_as_of).isoformat(),
        query=str(query),
        total=len(found.organisations),
        organisations=tuple(
            organisation_summary(service, index, as_of=query.as_of) for index in shown
        ),
        next_cursor=next_cursor,
    )


@router.get(
    "/organisations/{organisation:name}/partners",
    operation_id="suggestPartners",
    summary="Suggest partners for an organisation",
    response_model=Partners,
    responses={
        200: sheets.also(examples.response(examples.PARTNERS)),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": partner_parameters()},
)
def suggest_partners(
    organisation: NameInPath, request: Request, response: Response, service: ServiceNow
) -> Partners | Response:
    """Suggest who would work well with an organisation, each with the sum behind its chance.

    **Every partner is a suggestion.** Nobody named has been asked or has consented. The header
    `X-Partnership-Status: suggested` says so too. As CSV with `Accept: text/csv`.
    """
    query = read_partner_query(service, organisation, request.query_params)
    found = service.partner_search.find(query)
    if sheets.wants_sheet(request):
        return sheets.partner_sheet(found)
    response.headers.update(STATUS | {"Vary": "Accept"})
    return found


@router.get(
    "/organisations/{organisation:name}",
    operation_id="getOrganisation",
    summary="Describe an organisation",
    responses={
        200: examples.response(examples.ORGANISATION_DETAIL),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": as_of_parameter()},
)
def get_organisation(
    organisation: NameInPath, request: Request, service: ServiceNow
) -> OrganisationDetail:
    """Describe an organisation by its org-id, name or alias; every fact carries its origin."""
    index = find_organisation(service, organisation)
    return organisation_detail(service, index, as_of=read_as_of(request.query_params))
