"""Pages for people, at the addresses of the JSON with ``.html`` behind: no script, one style.

``/`` lists the areas, ``/areas/{area}.html`` shows an area's line-ups and the form to change the
brief, ``/organisations/{organisation}.html`` what is known of an organisation,
``/organisations/{organisation}/partners.html`` who would work well with it, ``/fairness.html`` who
is shown in such lists, and
``/problems/{kind}`` explains an error. The whole state of a page is in its address.
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse

from api.formats.area_codes import schemes_of
from api.formats.words import (
    Words,
    chance_words,
    date_words,
    fixed_words,
    gain_words,
    number_words,
    percent_words,
)
from api.service.queries import area_detail, area_summary, organisation_detail
from api.web.addresses import PROGRAMME, address_to, own_path, root_of, segment
from api.web.asking import (
    BRIEF_LABELS,
    BRIEF_WORDS,
    FAIRNESS_LABELS,
    FAIRNESS_WORDS,
    PARTNER_LABELS,
    PARTNER_WORDS,
    default_brief,
    find_area,
    find_organisation,
    read_as_of,
    read_brief,
    read_fairness_query,
    read_partner_query,
)
from api.web.negotiation import media_weight
from api.web.problems import KINDS, NotFoundProblem, Problem, as_problem
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    SearchesNow,
    ServiceNow,
    SettingsNow,
)
from api.web.routes.lineups import STATUS
from graph.records.provenance import Confidence
from graph.snapshot.columns import CONFIDENCES
from matcher.errors import MatcherError
from matcher.questions.fairness_records import FairnessQuery
from matcher.questions.partner_records import PartnerQuery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import QueryParams

    from api.service.service import Service

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {
    "number": number_words,
    "percent": percent_words,
    "date": date_words,
    "fixed": fixed_words,
    "segment": segment,
    "chance": chance_words,
    "gain": gain_words,
}


def wants_page(request: Request) -> bool:
    """Whether the client prefers a page to JSON, by the Accept header.

    At the address of a page JSON is for those who refuse pages; elsewhere a page is for those who
    prefer it, as browsers do, or name it where JSON is only one of all kinds.
    """
    accept = ", ".join(request.headers.getlist("Accept"))
    page, json = (media_weight(accept, kind) for kind in ("text/html", "application/json"))
    path = own_path(request.scope)
    if path == "/" or path.endswith(".html"):
        return page[0] > 0 or json[0] == 0
    return page[0] > 0 and page > json


def problem_page(document: Mapping[str, Any], request: Request) -> HTMLResponse:
    """Show a problem; its status is set by the caller."""
    unread = request.state.service is None
    no_programme = unread and document["status"] == HTTPStatus.NOT_FOUND and "nearest" in document
    if no_programme:
        request.state.programme = None  # no link leads there again
    path = own_path(request.scope)
    return _page(request, "problem.html", problem=document, path=path, no_programme=no_programme)


@router.get("/")
def start(request: Request, service: ServiceNow) -> HTMLResponse:
    """List the areas."""
    areas = [area_summary(service, index) for index in range(len(service.snapshot.areas))]
    return _page(request, "areas.html", areas=areas, schemes=schemes_of(areas))


@router.get("/areas/{area:name}.html")
async def area_page(
    area: str,
    request: Request,
    service: ServiceNow,
    settings: SettingsNow,
    searches: SearchesNow,
) -> HTMLResponse:
    """Show an area and its line-ups, or what is wrong with the brief."""
    index = find_area(service, area)
    code = str(service.snapshot.areas[index].id)
    answer, problem = None, None
    try:
        resolved = await run_in_threadpool(
            read_brief, service, code, request.query_params, settings
        )
        answer = await searches.recommend(request, service, resolved.brief)
    except (MatcherError, Problem) as error:
        problem = as_problem(error)
    response = _page(
        request,
        "area.html",
        area=await run_in_threadpool(area_detail, service, index),
        answer=answer,
        problem=problem,
        words=Words(service.snapshot),
        form=_filled(BRIEF_WORDS, request.query_params, default_brief(service, code, settings)),
        labels=BRIEF_LABELS,
        settings=settings,
        hints=BRIEF_WORDS,
        query=_understood(request.query_params, BRIEF_WORDS),
        names=_offered(service),
    )
    response.headers.update(STATUS if problem is None else problem.headers)
    response.status_code = 200 if problem is None else problem.status
    return response


@router.get("/organisations/{organisation:name}/partners.html")
def partners_page(organisation: str, request: Request, service: ServiceNow) -> HTMLResponse:
    """Show suggested partners of an organisation, or what is wrong with the question."""
    index, asked = find_organisation(service, organisation), request.query_params
    who = service.snapshot.organisations[index]
    found, problem = None, None
    try:
        found = service.partner_search.find(read_partner_query(service, str(who.id), asked))
    except MatcherError as error:
        problem = as_problem(error)
    default = PartnerQuery(organisation=str(who.id), as_of=service.default_as_of)
    response = _page(
        request,
        "partners.html",
        who=who,
        found=found,
        problem=problem,
        words=Words(service.snapshot),
        form=_filled(PARTNER_WORDS, asked, default),
        labels=PARTNER_LABELS,
        hints=PARTNER_WORDS,
        query=_understood(asked, PARTNER_WORDS),
    )
    response.headers.update(STATUS if problem is None else problem.headers)
    response.status_code = 200 if problem is None else problem.status
    return response


@router.get("/fairness.html")
def fairness_page(request: Request, service: ServiceNow) -> HTMLResponse:
    """Show who is shown against who could do the work, or what is wrong with the question."""
    asked, found, problem = request.query_params, None, None
    try:
        found = service.fairness(read_fairness_query(asked))
    except MatcherError as error:
        problem = as_problem(error)
    response = _page(
        request,
        "fairness.html",
        found=found,
        problem=problem,
        words=Words(service.snapshot),
        form=_filled(FAIRNESS_WORDS, asked, FairnessQuery(as_of=service.default_as_of)),
        labels=FAIRNESS_LABELS,
        hints=FAIRNESS_WORDS,
        query=_understood(asked, FAIRNESS_WORDS),
    )
    response.headers.update({} if problem is None else problem.headers)
    response.status_code = 200 if problem is None else problem.status
    return response


@router.get("/organisations/{organisation:name}.html")
def organisation_page(organisation: str, request: Request, service: ServiceNow) -> HTMLResponse:
    """Show what is known of an organisation."""
    index = find_organisation(service, organisation)
    detail = organisation_detail(service, index, as_of=read_as_of(request.query_params))
    return _page(request, "organisation.html", detail=detail, words=Words(service.snapshot))


@router.get("/problems/{kind}")
async def problem_kind(kind: str, request: Request) -> HTMLResponse:
    """Explain a kind of error."""
    for known in KINDS:
        if known.slug == kind:
            text = getdoc(known)
            return _page(request, "problem_kind.html", kind=known, text=text)
    message = "No error has this name."
    raise NotFoundProblem(message)


def _offered(service: Service) -> list[str]:
    """Give the names that the form offers: of those with stated work, a part in some, or interest.

    Of a register of 170,000 that is few enough for a page; the form takes any other name too.
    """
    snapshot = service.snapshot
    rows = snapshot.capabilities
    stated = rows.organisation[rows.confidence != CONFIDENCES.index(Confidence.INFERRED)]
    asking = [snapshot.organisation_index[row.organisation] for row in snapshot.facts.interests]
    known = {*stated.tolist(), *snapshot.memberships.organisation.tolist(), *asking}
    return sorted(snapshot.organisations[index].name for index in known)


def _understood(asked: QueryParams, words: Mapping[str, str]) -> str:
    """Write what was asked for as a query again, without what is no parameter."""
    return urlencode([(name, text) for name, text in asked.multi_items() if name in words])


def _filled(words: Mapping[str, str], asked: QueryParams, default: object) -> dict[str, str]:
    """Fill the form in with what was asked for, as it was typed, or else with the defaults."""
    values = {}
    for name in words:
        typed = [text for text in asked.getlist(name) if text.strip()]
        values[name] = "\n".join(typed) or _typed(getattr(default, name))
    return values


def _typed(value: object) -> str:
    """Write a default as somebody would type it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value in (None, ()) else str(value)


def _page(request: Request, template: str, **values: object) -> HTMLResponse:
    values |= {
        "service": request.state.service,
        "root": root_of(request.scope),
        "named": {PROGRAMME: programme} if (programme := request.state.programme) else {},
        "to": partial(address_to, request.scope),
    }
    return HTMLResponse(_environment.get_template(template).render(values))
