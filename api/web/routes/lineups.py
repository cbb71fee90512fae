"""Line-ups recommended for a contract area."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.formats.line_up_document import line_up_document
from api.formats.line_up_workbook import line_up_workbook
from api.formats.serialise import (
    CONTRIBUTION_COLUMNS,
    LINE_UP_COLUMNS,
    line_up_rows,
    record_rows,
)
from api.formats.words import Words
from api.service.queries import area_summary
from api.service.questions import LineUps
from api.web import examples, forms
from api.web.asking import find_area, read_brief
from api.web.briefing import Briefing
from api.web.drawing import authorities_map
from api.web.forms import Sheet
from api.web.maps import LINE
from api.web.offer_links import offer_queries
from api.web.parameters import BRIEF_LABELS, MEMBERS, OTHER
from api.web.problems import (
    STORE_PROBLEMS,
    BusyProblem,
    NoAnswerProblem,
    NoLineUpProblem,
    responses,
)
from api.web.rendering import Page, asked_again
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    MapsNow,
    NameInPath,
    ServiceNow,
    SettingsNow,
)
from matcher.answer.grid import coverage_grid
from matcher.answer.records import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from api.service.maps import Maps
    from api.service.service import Service

router = APIRouter(tags=["line-ups"])

_COULD_MEET = "Share of the need that this line-up could meet"
STATUS = {"X-Partnership-Status": "suggested"}
"""Says of every answer with line-ups what it is: nobody named in it has been asked."""


@router.get(
    "/areas/{area:name}/lineups",
    operation_id="recommendLineUps",
    summary="Recommend line-ups for a contract area",
    response_model=Answer,
    responses={
        200: forms.also_csv(examples.response(examples.ANSWER)),
        **responses(
            NoLineUpProblem,
            NoAnswerProblem,
            BusyProblem,
            *STORE_PROBLEMS,
        ),
    },
)
async def recommend_lineups(
    area: NameInPath,
    request: Request,
    service: ServiceNow,
    settings: SettingsNow,
    maps: MapsNow,
) -> Response:
    """Recommend the k best line-ups, each proven or with its gap.

    **Every line-up is a suggestion.** Nobody named in one has been asked or has consented; do
    not present them as partners. The header `X-Partnership-Status: suggested` says so too. As CSV
    with `Accept: text/csv`; with `.docx` or `.xlsx` behind the path as a document or a workbook.
    """
    index, asked = find_area(service, area), request.query_params
    code = str(service.snapshot.areas[index].id)
    briefing = Briefing(service=service, settings=settings, area=index, asked=asked)
    forms.on_problem(request, briefing.check_page)
    resolved = await run_in_threadpool(read_brief, service, code, asked, settings)
    answer = await forms.searched(request, service, LineUps(resolved.brief))
    return await run_in_threadpool(
        forms.give,
        request,
        answer,
        page=lambda: _page(request, service, index, answer, maps),
        sheet=Sheet(LINE_UP_COLUMNS, lambda: line_up_rows([answer])),
        files=_files(answer, service),
        headers=STATUS,
    )


def _files(answer: Answer, service: Service) -> dict[str, Callable[[], bytes]]:
    """What a bid director hands on."""
    words = Words(service.snapshot)
    return {
        "docx": lambda: line_up_document(answer, words),
        "xlsx": lambda: line_up_workbook(answer, words),
    }


@router.get(
    "/areas/{area:name}/explanation",
    operation_id="explainLineUp",
    summary="What the best line-up rests on",
    response_model=Answer,
    responses={
        200: forms.also_csv(examples.response(examples.ANSWER)),
        **responses(
            NoLineUpProblem,
            NoAnswerProblem,
            BusyProblem,
            *STORE_PROBLEMS,
        ),
    },
)
async def explain_line_up(
    area: NameInPath, request: Request, service: ServiceNow, settings: SettingsNow
) -> Response:
    """Solve again without each member, gate and weight: what each is worth to the best line-up.

    The answer has one line-up, whatever `k` asks for. As CSV, a row for each member.
    """
    index, asked = find_area(service, area), request.query_params
    code = str(service.snapshot.areas[index].id)
    briefing = Briefing(service=service, settings=settings, area=index, asked=asked)
    forms.on_problem(request, briefing.check_page)
    resolved = await run_in_threadpool(read_brief, service, code, asked, settings)
    question = LineUps(replace(resolved.brief, k=1), explain=True)
    answer: Answer = await forms.searched(request, service, question)
    explanation = answer.lineups[0].explanation
    worth = () if explanation is None else explanation.contributions
    values = {
        "area": area_summary(service, index),
        "answer": answer,
        "labels": BRIEF_LABELS,
        "words": Words(service.snapshot),
    }
    return await run_in_threadpool(
        forms.give,
        request,
        answer,
        page=lambda: Page("explanation.html", values),
        sheet=Sheet(CONTRIBUTION_COLUMNS, lambda: record_rows(worth)),
        headers=STATUS,
    )


def _page(request: Request, service: Service, index: int, answer: Answer, maps: Maps) -> Page:
    area = area_summary(service, index)
    grids = {one.rank: coverage_grid(service.snapshot, area.id, one) for one in answer.lineups}
    asked = asked_again(request.query_params)
    members = {one.rank: [member.id for member in one.members] for one in answer.lineups}
    words, best = Words(service.snapshot), answer.lineups[0]
    met = best.coverage.by_place
    marks = {code: number for number, code in enumerate(met, start=1)}
    title = f"Map of what line-up {best.rank} could meet, by local authority"
    values = {
        "area": area,
        "answer": answer,
        "grids": grids,
        "offers": {one.rank: offer_queries(one, answer.area, words) for one in answer.lineups},
        "picture": authorities_map(
            met, words.place, maps.of(service), title=title, measure=_COULD_MEET
        ),
        "line": LINE,
        "marked": lambda code: f"{marks[code]}. {words.place(code)}",
        "opened": {rank: _also({MEMBERS: own}, asked) for rank, own in members.items()},
        "compared": {
            rank: _also({MEMBERS: members[1], OTHER: own}, asked) for rank, own in members.items()
        },
    }
    return Page("lineups.html", {**values, "words": words})


def _also(names: Mapping[str, list[str]], asked: str) -> str:
    """Write names as parameters before what was asked already."""
    query = urlencode(names, doseq=True)
    return f"{query}&{asked}" if asked else query
