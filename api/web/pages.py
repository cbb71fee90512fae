"""Pages for people, at the addresses of the JSON with ``.html`` behind: no script, one style.

``/`` lists the areas, ``/areas/{area}.html`` shows an area's line-ups and the form to change the
brief, ``/organisations/{organisation}.html`` what is known of an organisation, and
``/problems/{kind}`` explains an error. The whole state of a page is in its address.
"""

from __future__ import annotations

from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse

from api.formats.words import Words, date_words, number_words, percent_words
from api.service.queries import area_detail, area_summary, organisation_detail
from api.web.asking import BRIEF_LABELS, BRIEF_WORDS, default_brief, read_as_of, read_brief
from api.web.problems import KINDS, NotFoundProblem, Problem, as_problem
from api.web.routes.dependencies import (
    SearchesNow,
    ServiceNow,
    SettingsNow,
    find_area,
    find_organisation,
)
from api.web.routes.lineups import STATUS
from matcher.errors import MatcherError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import QueryParams

    from api.service.service import Service
    from matcher.brief.request import Brief

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {"number": number_words, "percent": percent_words, "date": date_words}


def wants_page(request: Request) -> bool:
    """Whether who asks is a person with a browser, by the address or the Accept header."""
    path = request.url.path
    accepted = request.headers.get("Accept", "")
    return path == "/" or path.endswith(".html") or "text/html" in accepted


def problem_page(document: Mapping[str, Any], service: Service | None) -> HTMLResponse:
    """Show a problem; its status is set by the caller."""
    return _page("problem.html", problem=document, service=service)


@router.get("/")
def start(service: ServiceNow) -> HTMLResponse:
    """List the areas."""
    areas = sorted(range(len(service.snapshot.areas)), key=lambda i: service.snapshot.areas[i].cpa)
    return _page(
        "areas.html",
        service=service,
        areas=[area_summary(service, index) for index in areas],
    )


@router.get("/areas/{area}.html")
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
        answer = await searches.recommend(service, resolved.brief)
    except (MatcherError, Problem) as error:
        problem = as_problem(error)
    response = _page(
        "area.html",
        service=service,
        area=await run_in_threadpool(area_detail, service, index),
        answer=answer,
        problem=problem,
        words=Words(service.snapshot),
        form=_form(request.query_params, default_brief(service, code, settings)),
        labels=BRIEF_LABELS,
        settings=settings,
        hints=BRIEF_WORDS,
        query=request.url.query,
        names=sorted(organisation.name for organisation in service.snapshot.organisations),
    )
    response.headers.update(STATUS if problem is None else problem.headers)
    response.status_code = 200 if problem is None else problem.status
    return response


@router.get("/organisations/{organisation}.html")
def organisation_page(organisation: str, request: Request, service: ServiceNow) -> HTMLResponse:
    """Show what is known of an organisation."""
    index = find_organisation(service, organisation)
    detail = organisation_detail(service, index, as_of=read_as_of(request.query_params))
    return _page("organisation.html", service=service, detail=detail, words=Words(service.snapshot))


@router.get("/problems/{kind}")
async def problem_kind(kind: str, request: Request) -> HTMLResponse:
    """Explain a kind of error."""
    for known in KINDS:
        if known.slug == kind:
            text = getdoc(known)
            return _page("problem_kind.html", kind=known, text=text, service=request.state.service)
    message = "No error has this name."
    raise NotFoundProblem(message)


def _form(asked: QueryParams, default: Brief) -> dict[str, str]:
    """Fill the form in with what was asked for, as it was typed, or else with the defaults."""
    values = {}
    for name in BRIEF_WORDS:
        typed = [text for text in asked.getlist(name) if text.strip()]
        values[name] = "\n".join(typed) or _typed(getattr(default, name))
    return values


def _typed(value: object) -> str:
    """Write a default as somebody would type it."""
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value in (None, ()) else str(value)


def _page(template: str, **values: object) -> HTMLResponse:
    values.setdefault("service", None)
    return HTMLResponse(_environment.get_template(template).render(values))
