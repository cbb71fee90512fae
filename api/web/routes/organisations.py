"""The organisations, filtered and paged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.formats.listed_rows import FACT_COLUMNS, ORGANISATION_COLUMNS, fact_rows, listed_rows
from api.formats.organisation_words import known_words, missing
from api.formats.partner_words import chance_note, filter_words
from api.formats.serialise import PARTNER_COLUMNS, partner_rows
from api.formats.words import Words
from api.records.listed import (
    OrganisationDetail,
    OrganisationSummary,
)
from api.service.queries import (
    OrganisationQuery,
    organisation_detail,
    organisation_summary,
)
from api.web import examples, forms
from api.web.addresses import PROGRAMME, written_path
from api.web.asking import Listing, find_organisation, read_as_of, read_partner_query, read_query
from api.web.choices import organisations_form, partner_form
from api.web.description import as_of_parameter, partner_parameters, query_parameters
from api.web.filling import written
from api.web.forms import Sheet
from api.web.paging import stretch
from api.web.parameters import PARTNER_LABELS, PARTNER_QUESTION, QUERY_LABELS
from api.web.problems import STORE_PROBLEMS, Problem, responses
from api.web.rendering import Page
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    NameInPath,
    ServiceNow,
)
from api.web.routes.lineups import STATUS
from matcher.questions.partner_records import PartnerQuery, Partners

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.formats.serialise import Row
    from api.service.service import Service

router = APIRouter(tags=["organisations"])

_NEAREST = 5
"""So many similar names are offered."""
_NOT_AGAIN = {"cursor", PROGRAMME}
"""What the addresses of other stretches of a list have not, or get with every link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestName:
    """An organisation whose name looks like the one that was typed."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """A stretch of the organisations asked for; `next_cursor` is None on the last.

    `nearest` are those of similar names, where a text was asked for and nobody fits.
    """

    programme: str
    data_version: str
    as_of: str
    query: str
    total: int
    organisations: tuple[OrganisationSummary, ...]
    next_cursor: str | None
    nearest: tuple[NearestName, ...]


@router.get(
    "/organisations",
    operation_id="listOrganisations",
    summary="List organisations",
    response_model=OrganisationPage,
    responses={
        200: forms.also_csv(examples.response(examples.ORGANISATION_PAGE)),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": query_parameters()},
)
def list_organisations(request: Request, service: ServiceNow) -> Response:
    """List the organisations that fit all filters, by name; the last are reached by cursor.

    Where nobody is called as asked, `nearest` names those of similar names. CSV (`Accept:
    text/csv`) has the whole list, or with `limit` or `cursor` the same stretch of it.
    """
    asked = request.query_params
    forms.on_problem(request, lambda problem: _list_page(request, service, problem))
    found = read_query(service, asked)
    query, headers = found.query, {}
    shown, next_cursor = stretch(service.snapshot, found.organisations, found.paging)
    if next_cursor is not None:
        following = request.url.include_query_params(cursor=next_cursor).query
        headers["Link"] = f'<{written_path(request.scope)}?{following}>; rel="next"'
    listed = OrganisationPage(
        programme=service.snapshot.facts.programme.id,
        data_version=service.snapshot.data_version,
        as_of=(query.as_of or service.default_as_of).isoformat(),
        query=str(query),
        total=len(found.organisations),
        organisations=_summaries(service, found, shown),
        next_cursor=next_cursor,
        nearest=_nearest(service, found),
    )

    def rows() -> Iterator[Row]:
        cut = "limit" in asked or "cursor" in asked
        every = () if cut else _summaries(service, found, found.organisations)
        return listed_rows(every or listed.organisations)

    return forms.give(
        request,
        listed,
        page=lambda: _list_page(request, service, listed, query),
        sheet=Sheet(ORGANISATION_COLUMNS, rows),
        headers=headers,
    )


def _summaries(
    service: Service, found: Listing, indices: Sequence[int]
) -> tuple[OrganisationSummary, ...]:
    as_of = found.query.as_of
    return tuple(organisation_summary(service, index, as_of=as_of) for index in indices)


def _nearest(service: Service, found: Listing) -> tuple[NearestName, ...]:
    if found.organisations or not found.query.text:
        return ()
    bodies, day = service.snapshot.organisations, found.query.as_of or service.default_as_of
    alike = (bodies[index] for index in service.directory.alike(found.query.text))
    known = [each for each in alike if each.provenance.is_known_by(day)]
    return tuple(NearestName(id=str(each.id), name=each.name) for each in known[:_NEAREST])


def _list_page(
    request: Request,
    service: Service,
    outcome: OrganisationPage | Problem,
    query: OrganisationQuery | None = None,
) -> Page:
    """Show a search and what it found, or what is wrong with it."""
    asked, problem, words = request.query_params, None, Words(service.snapshot)
    if isinstance(outcome, Problem):
        problem = outcome
    fields = organisations_form(service).filled(asked, OrganisationQuery(), problem=problem)
    filters = [field for field in fields if field.name != "text"]
    again = [(name, text) for name, text in asked.multi_items() if name not in _NOT_AGAIN]
    values = {
        "listed": None if problem else outcome,
        "problem": problem,
        "labels": QUERY_LABELS,
        "text": fields[0],
        "filters": filters,
        "filtered": any(field.value for field in filters),
        "first": urlencode(again),
        "every": urlencode([each for each in again if each[0] != "limit"]),
        "cut": "cursor" in asked,
        "words": words,
        "said": _said(query, words) if query else "",
    }
    return Page("organisations.html", values)


def _said(query: OrganisationQuery, words: Words) -> str:
    """Say a query with the names of what it asks for by key."""
    named = replace(
        query,
        kind=words.kind(query.kind),
        sector=words.sector(query.sector),
        pathway=words.pathway(query.pathway).lower(),
        cohort=words.cohort(query.cohort).lower(),
        area=words.area(query.area),
    )
    return str(named)


@router.get(
    "/organisations/{organisation:name}/partners",
    operation_id="suggestPartners",
    summary="Suggest partners for an organisation",
    response_model=Partners,
    responses={
        200: forms.also_csv(examples.response(examples.PARTNERS)),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": partner_parameters()},
)
def suggest_partners(organisation: NameInPath, request: Request, service: ServiceNow) -> Response:
    """Suggest who would work well with an organisation, each with the sum behind its chance.

    **Every partner is a suggestion.** Nobody named has been asked or has consented. The header
    `X-Partnership-Status: suggested` says so too. As CSV with `Accept: text/csv`.
    """
    index = find_organisation(service, organisation)
    forms.on_problem(request, lambda problem: _partners_page(request, service, index, problem))
    query = read_partner_query(service, organisation, request.query_params)
    found = service.partner_search.find(query)
    return forms.give(
        request,
        found,
        page=lambda: _partners_page(request, service, index, found),
        sheet=Sheet(PARTNER_COLUMNS, lambda: partner_rows(found)),
        headers=STATUS,
    )


def _partners_page(
    request: Request, service: Service, index: int, outcome: Partners | Problem
) -> Page:
    who = service.snapshot.organisations[index]
    problem = outcome if isinstance(outcome, Problem) else None
    default = PartnerQuery(organisation=str(who.id), as_of=service.default_as_of)
    fields = partner_form(service).filled(request.query_params, default, problem=problem)
    at = len(PARTNER_QUESTION)
    found = outcome if isinstance(outcome, Partners) else None
    values = {
        "who": who,
        "found": found,
        "filters": filter_words(found) if found else [],
        "chances": chance_note(found).replace(" %", "%") if found else "",
        "problem": problem,
        "labels": PARTNER_LABELS,
        "more": fields[at:],
        "more_is_open": any(
            one.mistakes or one.value != written(getattr(default, one.name)) for one in fields[at:]
        ),
    }
    return Page(
        "partners.html", {**values, "fields": fields[:at], "words": Words(service.snapshot)}
    )


@router.get(
    "/organisations/{organisation:name}",
    operation_id="getOrganisation",
    summary="Describe an organisation",
    response_model=OrganisationDetail,
    responses={
        200: forms.also_csv(examples.response(examples.ORGANISATION_DETAIL)),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": as_of_parameter()},
)
def get_organisation(organisation: NameInPath, request: Request, service: ServiceNow) -> Response:
    """Describe an organisation by its org-id, name or alias; every fact carries its origin.

    As CSV with `Accept: text/csv`, a row for each fact.
    """
    index = find_organisation(service, organisation)
    detail = organisation_detail(service, index, as_of=read_as_of(request.query_params))
    words = Words(service.snapshot)
    values = {
        "detail": detail,
        "words": words,
        "known": known_words(detail, words),
        "missing": tuple(missing(detail, words)),
    }
    return forms.give(
        request,
        detail,
        page=lambda: Page("organisation.html", values),
        sheet=Sheet(FACT_COLUMNS, lambda: fact_rows(detail)),
    )
