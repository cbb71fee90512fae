"""A line-up in hand: scored, changed, and scored again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from api.formats.network_rows import works_in_words
from api.formats.own_line_up import own_line_up_document, own_line_up_workbook
from api.formats.serialise import LINE_UP_COLUMNS, rows_of_line_up
from api.formats.words import Words
from api.service.line_up_questions import Rescore
from api.service.queries import area_summary
from api.web import examples, forms, line_up_examples
from api.web.addresses import address_to
from api.web.asking import find_area
from api.web.choices import offered_names
from api.web.forms import Sheet
from api.web.line_up_asking import CHANGES, InHand, read_change, read_in_hand
from api.web.line_up_forms import Asking
from api.web.maps import LINE
from api.web.offer_links import offer_queries
from api.web.parameters import MEMBERS, OTHER
from api.web.problems import (
    STORE_PROBLEMS,
    BusyProblem,
    NoLineUpProblem,
    responses,
)
from api.web.rendering import Page
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    MapsNow,
    NameInPath,
    ServiceNow,
    SettingsNow,
)
from api.web.routes.lineups import STATUS
from api.web.teams import places_of, team_of, who_covers
from matcher.answer.grid import coverage_grid
from matcher.questions.rescoring_records import Rescored

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.service.maps import Maps
    from api.service.service import Service
    from matcher.answer.records import LineUp

router = APIRouter(tags=["line-ups"])


@router.get(
    "/areas/{area:name}/line-up",
    operation_id="rescoreLineUp",
    summary="Score a line-up in hand",
    response_model=Rescored,
    responses={
        200: forms.also_csv(examples.response(line_up_examples.RESCORED)),
        **responses(NoLineUpProblem, BusyProblem, *STORE_PROBLEMS),
    },
)
async def rescore_line_up(
    area: NameInPath,
    request: Request,
    service: ServiceNow,
    settings: SettingsNow,
    maps: MapsNow,
) -> Response:
    """Score the line-up of these members, and find the best with the same locks.

    Whoever the brief says must be in is locked. The first question about a brief takes a search;
    after that, changes of members and locks take a moment. CSV has the rows of `/lineups`; with
    `.docx` or `.xlsx` behind the path it is a document or a workbook.
    **Every line-up is a suggestion.**
    """
    index, asked = find_area(service, area), request.query_params
    code = str(service.snapshot.areas[index].id)
    asking = Asking(service=service, area=index, asked=asked, action="line-up")
    forms.on_problem(request, asking.members)
    if not asked.getlist(MEMBERS) and forms.page_wanted(request):
        return forms.give_page(request, asking.members())
    hand = await run_in_threadpool(read_in_hand, service, code, asked, settings)
    question = Rescore(hand.brief, hand.members, hand.before)
    found: Rescored = await forms.searched(request, service, question)
    return await run_in_threadpool(
        forms.give,
        request,
        found,
        page=lambda: _page(service, index, hand, found, maps),
        sheet=Sheet(
            LINE_UP_COLUMNS,
            lambda: () if found.line_up is None else rows_of_line_up(found.area, found.line_up),
        ),
        files=_files(found, service),
        headers=STATUS,
    )


@router.get("/areas/{area:name}/line-up/change", include_in_schema=False)
def change_line_up(
    area: NameInPath, request: Request, service: ServiceNow, settings: SettingsNow
) -> Response:
    """Change the line-up, and lead to the address of the one after the change."""
    index, asked = find_area(service, area), request.query_params
    code = str(service.snapshot.areas[index].id)
    start = Asking(service=service, area=index, asked=asked, action="line-up")
    forms.on_problem(request, start.members)
    hand = read_in_hand(service, code, asked, settings, besides=CHANGES)
    asking = replace(start, action="line-up/change")
    forms.on_problem(request, lambda problem: asking.newcomer(hand, problem))
    after = urlencode(read_change(service, asked, hand))
    return RedirectResponse(address_to(request.scope, f"/areas/{code}/line-up", after), 303)


def _files(found: Rescored, service: Service) -> dict[str, Callable[[], bytes]]:
    """What a bid director hands on."""
    words = Words(service.snapshot)
    return {
        "docx": lambda: own_line_up_document(found, words),
        "xlsx": lambda: own_line_up_workbook(found, words),
    }


def _page(service: Service, index: int, hand: InHand, found: Rescored, maps: Maps) -> Page:
    """Show it with what can be done about it."""
    area, line_up, words = area_summary(service, index), found.line_up, Words(service.snapshot)
    parts: dict[str, float] = {}
    for part in found.parts:
        parts[part.member] = parts.get(part.member, 0.0) + part.value
    best = found.best
    return Page(
        "line_up.html",
        {
            "area": area,
            "found": found,
            "hand": hand,
            "offers": offer_queries(line_up, found.area, words),
            "parts": parts,
            "taken": urlencode(
                hand.changed(
                    () if best is None else best.members,
                    must=hand.brief.must,
                    never=hand.brief.never,
                ).written()
            ),
            "undone": urlencode(hand.undone().written()) if hand.before else "",
            "brief_query": urlencode(hand.written_brief()),
            "own_query": urlencode(hand.written()),
            "other_query": ""
            if best is None
            else f"&{urlencode({OTHER: best.members}, doseq=True)}",
            "names": offered_names(service),
            "words": words,
            **({} if line_up is None else _pictures(service, found, line_up, words, maps)),
        },
    )


def _pictures(
    service: Service, found: Rescored, line_up: LineUp, words: Words, maps: Maps
) -> dict[str, object]:
    """Give what is drawn of a line-up, and the tables of the same."""
    grid = coverage_grid(service.snapshot, found.area.id, line_up)
    places = places_of(found, grid)
    return {
        "grid": grid,
        "places": places,
        "series": who_covers(line_up, places, maps.of(service), words.place),
        "team": team_of(line_up, found.ties),
        "line": LINE,
        "works_in_words": works_in_words,
    }
