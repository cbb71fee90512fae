"""All areas at once: the market, one plan for the country, and the bids of one lead."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.formats.serialise import (
    DEMANDED_COLUMNS,
    NATIONAL_COLUMNS,
    PORTFOLIO_COLUMNS,
    national_rows,
    portfolio_rows,
    record_rows,
)
from api.formats.words import Words
from api.service.questions import Bids, WholeCountry, WholeMarket
from api.web import forms, market_examples
from api.web.asking import default_brief, of_country, read_brief, read_country
from api.web.briefing import brief_form
from api.web.choices import offered_names
from api.web.description import country_parameters
from api.web.examples import response as example
from api.web.filling import Field, mistakes_of, typed
from api.web.forms import Sheet
from api.web.parameters import BRIEF_LABELS, COUNTRY_LABELS, COUNTRY_WORDS
from api.web.problems import STORE_PROBLEMS, BusyProblem, NoAnswerProblem, Problem, responses
from api.web.rendering import Page
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    ServiceNow,
    SettingsNow,
)
from api.web.routes.lineups import STATUS
from matcher.questions.findings import Market, National, Portfolio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.datastructures import QueryParams

    from api.service.service import Service
    from api.service.settings import Settings

router = APIRouter(tags=["market"])

_PROBLEMS = responses(NoAnswerProblem, BusyProblem, *STORE_PROBLEMS)
_ASKED = ("must", "never", "max_members", "min_vcse_share", "gates", "as_of", "time_limit_s")
"""The fields of the brief that the forms of these pages have; addresses take all others too."""


@router.get(
    "/market",
    operation_id="getMarket",
    summary="Every area's best line-up, each for itself",
    response_model=Market,
    responses={200: forms.also_csv(example(market_examples.MARKET)), **_PROBLEMS},
)
async def get_market(request: Request, service: ServiceNow, settings: SettingsNow) -> Response:
    """Show every area's best line-up, and who is in demand everywhere.

    Each area is solved for itself, so capacities are counted several times; `/national` counts
    each once. As CSV, a row for each organisation in demand.
    """

    def page(outcome: Market | Problem) -> Page:
        fields = _fields(service, settings, request.query_params, _ASKED, outcome)
        return _page("market.html", service, outcome, fields)

    forms.on_problem(request, page)
    asked = await run_in_threadpool(
        read_brief, service, _any_area(service), request.query_params, settings
    )
    found: Market = await forms.searched(request, service, WholeMarket(asked.brief))
    sheet = Sheet(DEMANDED_COLUMNS, lambda: record_rows(found.in_demand))
    return await run_in_threadpool(
        forms.give, request, found, page=lambda: page(found), sheet=sheet, headers=STATUS
    )


@router.get(
    "/national",
    operation_id="planCountry",
    summary="One line-up for each area, all together",
    response_model=National,
    responses={200: forms.also_csv(example(market_examples.NATIONAL)), **_PROBLEMS},
    openapi_extra={"parameters": country_parameters("areas", "free")},
)
async def plan_country(request: Request, service: ServiceNow, settings: SettingsNow) -> Response:
    """Recommend one line-up for each area; nobody's capacity counts twice.

    The answer says what sharing costs each area, and who is left out. The search ends once the
    plan is within 0.2% of the best, or when its time is over.
    """
    settings = of_country(settings)
    longest = settings.max_time_limit_s

    def page(outcome: National | Problem) -> Page:
        asked = request.query_params
        fields = [
            *_country_fields(asked, ("areas", "free"), outcome),
            *_fields(service, settings, asked, _ASKED, outcome, longest_s=longest),
        ]
        return _page("national.html", service, outcome, fields)

    forms.on_problem(request, page)
    asked = await run_in_threadpool(read_country, service, request.query_params, settings)
    brief = asked.brief
    if not request.query_params.get("time_limit_s", "").strip():
        brief = replace(brief, time_limit_s=longest)
    question = WholeCountry(brief, asked.areas, asked.free)
    found: National = await forms.searched(request, service, question)
    sheet = Sheet(NATIONAL_COLUMNS, lambda: national_rows(found))
    return await run_in_threadpool(
        forms.give, request, found, page=lambda: page(found), sheet=sheet, headers=STATUS
    )


@router.get(
    "/portfolio",
    operation_id="planBids",
    summary="Which areas one lead should bid for",
    response_model=Portfolio,
    responses={200: forms.also_csv(example(market_examples.PORTFOLIO)), **_PROBLEMS},
    openapi_extra={"parameters": country_parameters("areas")},
)
async def plan_bids(request: Request, service: ServiceNow, settings: SettingsNow) -> Response:
    """Choose the areas that one lead should bid for; its line-ups share their members."""

    def page(outcome: Portfolio | Problem | None) -> Page:
        asked = request.query_params
        fields = [
            *_fields(service, settings, asked, ("lead",), outcome),
            *_country_fields(asked, ("areas",), outcome),
            *_fields(service, settings, asked, _ASKED, outcome),
        ]
        return _page("portfolio.html", service, outcome, fields)

    if not request.query_params.get("lead", "").strip() and forms.page_wanted(request):
        return await run_in_threadpool(forms.give_page, request, page(None))
    forms.on_problem(request, page)
    asked = await run_in_threadpool(read_country, service, request.query_params, settings)
    found: Portfolio = await forms.searched(request, service, Bids(asked.brief, asked.areas))
    sheet = Sheet(PORTFOLIO_COLUMNS, lambda: portfolio_rows(found))
    return await run_in_threadpool(
        forms.give, request, found, page=lambda: page(found), sheet=sheet, headers=STATUS
    )


def _any_area(service: Service) -> str:
    return str(service.snapshot.areas[0].id)


def _page(template: str, service: Service, outcome: Any, fields: Sequence[Field]) -> Page:  # noqa: ANN401
    problem = outcome if isinstance(outcome, Problem) else None
    return Page(
        template,
        {
            "found": None if problem else outcome,
            "problem": problem,
            "fields": fields,
            "labels": {**BRIEF_LABELS, **COUNTRY_LABELS},
            "words": Words(service.snapshot),
            "names": offered_names(service) if template == "portfolio.html" else (),
        },
    )


def _fields(
    service: Service,
    settings: Settings,
    asked: QueryParams,
    names: tuple[str, ...],
    outcome: object,
    longest_s: float | None = None,
) -> list[Field]:
    problem = outcome if isinstance(outcome, Problem) else None
    default = default_brief(service, _any_area(service), settings)
    if longest_s is not None:
        default = replace(default, time_limit_s=longest_s)
    return brief_form(settings).filled(asked, default, problem=problem, names=names)


_COUNTRY_HINTS = {
    "areas": "Names or numbers of areas, one a line. Blank: all areas.",
    "free": COUNTRY_WORDS["free"],
}


def _country_fields(asked: QueryParams, names: tuple[str, ...], outcome: object) -> list[Field]:
    problem = outcome if isinstance(outcome, Problem) else None
    return [
        Field(
            name=name,
            label=COUNTRY_LABELS[name],
            hint=_COUNTRY_HINTS[name],
            value=typed(asked, name) or ("1" if name == "free" else ""),
            lines=4 if name == "areas" else 0,
            attributes={"type": "number", "min": 0, "max": 1, "step": "any"},
            mistakes=mistakes_of(problem, name),
        )
        for name in names
    ]
