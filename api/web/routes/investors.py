"""Who needs working capital for a seat in a line-up: the view of investors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.formats.investor_rows import (
    INVESTOR_COLUMNS,
    back_words,
    investor_rows,
    investors_words,
)
from api.formats.words import Words
from api.service.questions import CapitalOf
from api.web import forms, investor_examples
from api.web.choices import investor_form
from api.web.description import investor_parameters
from api.web.examples import response as example
from api.web.filling import Field, mistakes_of, typed
from api.web.forms import Sheet
from api.web.parameters import BRIEF_LABELS, COUNTRY_LABELS, COUNTRY_WORDS, INVESTOR_LABELS
from api.web.problems import STORE_PROBLEMS, BusyProblem, NoAnswerProblem, Problem, responses
from api.web.provider_asking import read_investors
from api.web.rendering import Page, asked_again
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    ServiceNow,
    SettingsNow,
)
from api.web.routes.lineups import STATUS
from matcher.readiness.investor_records import InvestorQuery, Investors

if TYPE_CHECKING:
    from api.service.service import Service

router = APIRouter(tags=["market"])


@router.get(
    "/investors",
    operation_id="findInvestors",
    summary="Who needs working capital for a seat in a line-up",
    response_model=Investors,
    responses={
        200: forms.also_csv(example(investor_examples.INVESTORS)),
        **responses(NoAnswerProblem, BusyProblem, *STORE_PROBLEMS),
    },
    openapi_extra={"parameters": investor_parameters()},
)
async def find_investors(request: Request, service: ServiceNow, settings: SettingsNow) -> Response:
    """Tell who needs working capital for a seat in the best line-up of an area.

    Each seat has how much it would tie up, by when, and when that is back. Amounts rest on the
    assumptions that the answer lists. Nobody named has been asked. All areas together take
    minutes; name some.
    """

    def page(outcome: Investors | Problem | None) -> Page:
        return _page(request, service, outcome)

    if not asked_again(request.query_params) and forms.page_wanted(request):
        return await run_in_threadpool(forms.give_page, request, page(None))
    forms.on_problem(request, page)
    query, asked = await run_in_threadpool(read_investors, service, request.query_params, settings)
    question = CapitalOf(asked.brief, asked.areas, query)
    found: Investors = await forms.searched(request, service, question)
    sheet = Sheet(INVESTOR_COLUMNS, lambda: investor_rows(found))
    return await run_in_threadpool(
        forms.give, request, found, page=lambda: page(found), sheet=sheet, headers=STATUS
    )


def _page(request: Request, service: Service, outcome: Investors | Problem | None) -> Page:
    found, problem = (None, outcome) if isinstance(outcome, Problem) else (outcome, None)
    asked = request.query_params
    areas = Field(
        name="areas",
        label=COUNTRY_LABELS["areas"],
        hint=COUNTRY_WORDS["areas"].replace("Repeat it for more.", "One a line."),
        value=typed(asked, "areas"),
        lines=3,
        mistakes=mistakes_of(problem, "areas"),
    )
    values = {
        "found": found,
        "problem": problem,
        "answer": investors_words(found) if found else "",
        "fields": [
            areas,
            *investor_form(service).filled(asked, InvestorQuery(), problem=problem),
        ],
        "labels": {**BRIEF_LABELS, **COUNTRY_LABELS, **INVESTOR_LABELS},
        "words": Words(service.snapshot),
        "back": back_words,
    }
    return Page("investors.html", values)
