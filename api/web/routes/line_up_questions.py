"""What else is asked of line-ups: judged, completed, replaced, under stress, compared, and why not.

They are the questions of the command line, with the same answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.formats.serialise import (
    CHANGE_COLUMNS,
    DEPARTURE_COLUMNS,
    LINE_UP_COLUMNS,
    REMEDY_COLUMNS,
    REPLACEMENT_COLUMNS,
    TRADEOFF_COLUMNS,
    change_rows,
    line_up_rows,
    record_rows,
    rows_of_line_up,
)
from api.formats.words import Words
from api.service.line_up_questions import OfMembers, TradeOffs, WhyNot
from api.service.queries import area_summary
from api.web import examples, forms, line_up_examples
from api.web.asking import find_area, read_brief, read_organisations
from api.web.briefing import Briefing
from api.web.forms import Sheet
from api.web.line_up_asking import InHand, read_in_hand
from api.web.line_up_forms import Asking
from api.web.parameters import COMPARISON_WORDS, MEMBERS, OTHER, REPLACEMENT_WORDS, WHY_NOT_WORDS
from api.web.problems import (
    STORE_PROBLEMS,
    BusyProblem,
    NoAnswerProblem,
    NoLineUpProblem,
    responses,
)
from api.web.rendering import Page
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    NameInPath,
    ServiceNow,
    SettingsNow,
)
from api.web.routes.lineups import STATUS
from matcher.answer.grid import coverage_grid
from matcher.errors import BriefError, BriefMistake
from matcher.questions.findings import Completion, Counterfactual, Judgement, Tradeoffs
from matcher.questions.rescoring_records import Comparison, Replacements, Stressed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.datastructures import QueryParams

    from api.service.service import Service
    from api.service.settings import Settings

router = APIRouter(tags=["line-ups"])

_SEARCHED = responses(NoLineUpProblem, NoAnswerProblem, BusyProblem, *STORE_PROBLEMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    """A request about an area."""

    request: Request
    service: Service
    settings: Settings
    area: int

    @property
    def asked(self) -> QueryParams:
        return self.request.query_params

    @property
    def code(self) -> str:
        return str(self.service.snapshot.areas[self.area].id)

    def asking(self, action: str) -> Asking:
        return Asking(service=self.service, area=self.area, asked=self.asked, action=action)

    async def in_hand(self, action: str, besides: Mapping[str, str] | None = None) -> InHand | None:
        """Read the line-up; None where a page should ask who is in it."""
        asking = self.asking(action)
        forms.on_problem(self.request, asking.members)
        if not self.asked.getlist(MEMBERS) and forms.page_wanted(self.request):
            return None
        return await run_in_threadpool(
            read_in_hand, self.service, self.code, self.asked, self.settings, besides=besides
        )

    def page(self, template: str, found: object, **more: object) -> Page:
        around = {"area": area_summary(self.service, self.area), "found": found}
        return Page(template, {**around, "words": Words(self.service.snapshot), **more})

    async def of_members(
        self,
        action: str,
        template: str,
        sheet: Callable[[Any], Sheet],
        *,
        of: bool = False,
    ) -> Response:
        """Answer a question about the members of a line-up."""
        hand = await self.in_hand(action, REPLACEMENT_WORDS if of else None)
        if hand is None:
            return forms.give_page(self.request, self.asking(action).members())
        gone: tuple[str, ...] = ()
        if of:
            gone, mistakes = read_organisations(self.service, self.asked, "of")
            if mistakes:
                raise BriefError(mistakes)
        question = OfMembers(hand.brief, hand.members, action, gone)
        found = await forms.searched(self.request, self.service, question)
        more: dict[str, object] = {
            "hand": hand,
            "own_query": urlencode(hand.written()),
            "of": gone,
            "queries": _queries(hand, found),
        }
        return await run_in_threadpool(
            forms.give,
            self.request,
            found,
            page=lambda: self.page(template, found, **more),
            sheet=sheet(found),
            headers=STATUS,
        )


def _queries(hand: InHand, found: object) -> dict[int, str]:
    """Write each line-up of a completion as parameters."""
    line_ups = found.answer.lineups if isinstance(found, Completion) else ()
    return {
        one.rank: urlencode(
            hand.changed(
                tuple(member.id for member in one.members),
                must=hand.brief.must,
                never=hand.brief.never,
            ).written()
        )
        for one in line_ups
    }


def _here(area: str, request: Request, service: Service, settings: Settings) -> _Here:
    index = find_area(service, area)
    return _Here(request=request, service=service, settings=settings, area=index)


@router.get(
    "/areas/{area:name}/why-not",
    operation_id="explainAbsence",
    summary="Why an organisation is not in the best line-up",
    response_model=Counterfactual,
    responses={200: forms.also_csv(examples.response(line_up_examples.WHY_NOT)), **_SEARCHED},
)
async def why_not(
    area: NameInPath, request: Request, service: ServiceNow, settings: SettingsNow
) -> Response:
    """Tell why an organisation is not in the best line-up, and what would bring it in.

    CSV has a row for each change that would.
    """
    here = _here(area, request, service, settings)
    asking = here.asking("why-not")
    forms.on_problem(request, asking.organisation)
    if not here.asked.get("organisation", "").strip() and forms.page_wanted(request):
        return forms.give_page(request, asking.organisation())
    question = await run_in_threadpool(_why_not, here)
    found = await forms.searched(request, service, question)
    return await run_in_threadpool(
        forms.give,
        request,
        found,
        page=lambda: here.page("why_not.html", found),
        sheet=Sheet(REMEDY_COLUMNS, lambda: record_rows(found.remedies)),
        headers=STATUS,
    )


def _why_not(here: _Here) -> WhyNot:
    """Read the question, with all mistakes at once."""
    who, mistakes = read_organisations(here.service, here.asked, "organisation")
    if not who and not mistakes:
        mistakes = [BriefMistake("organisation", "name an organisation")]
    try:
        resolved = read_brief(
            here.service, here.code, here.asked, here.settings, besides=WHY_NOT_WORDS
        )
    except BriefError as error:
        raise BriefError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise BriefError(mistakes)
    return WhyNot(resolved.brief, who[0])


@router.get(
    "/areas/{area:name}/trade-offs",
    operation_id="listTradeOffs",
    summary="Line-ups that nothing betters on coverage, past work and inclusion",
    response_model=Tradeoffs,
    responses={200: forms.also_csv(examples.response(line_up_examples.TRADE_OFFS)), **_SEARCHED},
)
async def trade_offs(
    area: NameInPath, request: Request, service: ServiceNow, settings: SettingsNow
) -> Response:
    """Weigh coverage against past work together against inclusion; CSV has a row a line-up."""
    here = _here(area, request, service, settings)
    briefing = Briefing(service=service, settings=settings, area=here.area, asked=here.asked)
    forms.on_problem(request, briefing.check_page)
    resolved = await run_in_threadpool(read_brief, service, here.code, here.asked, settings)
    found = await forms.searched(request, service, TradeOffs(resolved.brief))
    return await run_in_threadpool(
        forms.give,
        request,
        found,
        page=lambda: here.page("tradeoffs.html", found),
        sheet=Sheet(TRADEOFF_COLUMNS, lambda: record_rows(found.line_ups)),
        headers=STATUS,
    )


@router.get(
    "/areas/{area:name}/complete",
    operation_id="completeLineUp",
    summary="The best line-ups that keep given members",
    response_model=Completion,
    responses={200: forms.also_csv(examples.response(line_up_examples.COMPLETION)), **_SEARCHED},
)
async def complete(
    area: NameInPath, request: Request, service: ServiceNow, settings: SettingsNow
) -> Response:
    """Recommend the best line-ups that keep these members; CSV has the rows of `/lineups`."""
    here = _here(area, request, service, settings)
    return await here.of_members(
        "complete",
        "completion.html",
        lambda found: Sheet(LINE_UP_COLUMNS, lambda: line_up_rows([found.answer])),
    )


@router.get(
    "/areas/{area:name}/judge",
    operation_id="judgeLineUp",
    summary="Judge a line-up",
    response_model=Judgement,
    responses={200: forms.also_csv(examples.response(line_up_examples.JUDGEMENT)), **_SEARCHED},
)
async def judge(
    area: NameInPath, request: Request, service: ServiceNow, settings: SettingsNow
) -> Response:
    """Tell the rules that a line-up breaks, its score, and the best change of one member.

    CSV has a row for each change.
    """
    here = _here(area, request, service, settings)
    return await here.of_members(
        "judge", "judgement.html", lambda found: Sheet(CHANGE_COLUMNS, lambda: change_rows(found))
    )


@router.get(
    "/areas/{area:name}/replacements",
    operation_id="listReplacements",
    summary="Who could replace members of a line-up",
    response_model=Replacements,
    responses={200: forms.also_csv(examples.response(line_up_examples.REPLACEMENTS)), **_SEARCHED},
)
async def replacements(
    area: NameInPath, request: Request, service: ServiceNow, settings: SettingsNow
) -> Response:
    """Give the best few in the place of each member, or of one, with the change of score."""
    here = _here(area, request, service, settings)
    return await here.of_members(
        "replacements",
        "replacements.html",
        lambda found: Sheet(REPLACEMENT_COLUMNS, lambda: record_rows(found.changes)),
        of=True,
    )


@router.get(
    "/areas/{area:name}/stress",
    operation_id="stressLineUp",
    summary="The standing stress tests of a line-up",
    response_model=Stressed,
    responses={200: forms.also_csv(examples.response(line_up_examples.STRESSED)), **_SEARCHED},
)
async def stress(
    area: NameInPath, request: Request, service: ServiceNow, settings: SettingsNow
) -> Response:
    """Test a line-up: less volume, less capacity, late results money, each member lost.

    CSV has a row for each member that could be lost.
    """
    here = _here(area, request, service, settings)
    return await here.of_members(
        "stress",
        "stress.html",
        lambda found: Sheet(
            DEPARTURE_COLUMNS,
            lambda: () if found.stress is None else record_rows(found.stress.departures),
        ),
    )


@router.get(
    "/areas/{area:name}/compare",
    operation_id="compareLineUps",
    summary="Two line-ups side by side",
    response_model=Comparison,
    responses={
        200: forms.also_csv(examples.response(line_up_examples.COMPARISON)),
        **responses(*STORE_PROBLEMS),
    },
)
def compare(
    area: NameInPath, request: Request, service: ServiceNow, settings: SettingsNow
) -> Response:
    """Score two line-ups beside each other; CSV has the rows of `/lineups`, by rank 1 and 2."""
    from matcher.questions.rescoring import compare as compared  # noqa: PLC0415  (the solver)

    here = _here(area, request, service, settings)
    asking = here.asking("compare")
    forms.on_problem(request, asking.two)
    if not {MEMBERS, OTHER} & set(here.asked) and forms.page_wanted(request):
        return forms.give_page(request, asking.two())
    other, mistakes = read_organisations(service, here.asked, OTHER)
    if not here.asked.getlist(OTHER):
        mistakes.append(BriefMistake(OTHER, "name at least one organisation"))
    try:
        hand = read_in_hand(service, here.code, here.asked, settings, besides=COMPARISON_WORDS)
    except BriefError as error:
        raise BriefError([*error.mistakes, *mistakes]) from None
    if mistakes:
        raise BriefError(mistakes)
    found = compared(
        service.snapshot, hand.brief, (hand.members, other), directory=service.directory
    )
    return forms.give(
        request,
        found,
        page=lambda: _comparison_page(here, hand, other, found),
        sheet=Sheet(
            LINE_UP_COLUMNS,
            lambda: [row for one in found.line_ups for row in rows_of_line_up(found.area, one)],
        ),
        headers=STATUS,
    )


def _comparison_page(here: _Here, hand: InHand, other: tuple[str, ...], found: Comparison) -> Page:
    second = hand.changed(other, must=hand.brief.must, never=hand.brief.never)
    queries = {1: urlencode(hand.written()), 2: urlencode(second.written())}
    grids = {
        one.rank: coverage_grid(here.service.snapshot, here.code, one) for one in found.line_ups
    }
    return here.page("comparison.html", found, queries=queries, grids=grids)
