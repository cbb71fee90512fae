"""Why an organisation is not in the best line-up, and the smallest change that would bring it in.

Nothing here is a rule of thumb: each answer is the best line-up of a problem in which the
organisation is certain to be in and one thing about it is different. It comes in where that line-up
scores at least as much as the best one without it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.answer.describe import describe
from matcher.brief.gates import GateKey
from matcher.brief.names import Directory
from matcher.case.build import build_case
from matcher.errors import BriefError, BriefMistake, UnknownNameError
from matcher.inquiry.inquiry import Inquiry, Solved
from matcher.lineups import heading, open_case
from matcher.questions.findings import Counterfactual, Obstacle
from matcher.questions.smallest_changes import Bar, smallest_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.snapshot.snapshot import Snapshot
    from matcher.answer.records import LineUp
    from matcher.brief.request import Brief, ResolvedBrief
    from matcher.case.build import Case
    from matcher.questions.findings import Remedy

_DIGITS = 6


def why_not(
    snapshot: Snapshot,
    brief: Brief,
    organisation: str,
    *,
    directory: Directory | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Counterfactual:
    """Tell why an organisation is not in the best line-up of the brief's area.

    Raises
    ------
    BriefError
        With all the mistakes at once, an unknown organisation included.
    """
    names = directory or Directory(snapshot)
    case, index = _asked(snapshot, brief, organisation, names)
    inquiry = Inquiry(case, stop=stop)
    best = inquiry.best
    row = case.candidate(index)
    included = best.solution is not None and row in best.solution.members
    obstacles = tuple(_obstacles(case, index))
    remedies: tuple[Remedy, ...] = ()
    own, inside = best, case
    if case.why_barred(index):
        own = Solved(solution=None, sure=True)
    elif not included:
        inside = _with_it(case, index)
        own = inquiry.solve(inside.problem)
        locked = int(np.searchsorted(inside.candidates, index))
        bar = Bar(inquiry=inquiry, case=inside, candidate=locked, best=best)
        if not any(obstacle.kind == "max_members" for obstacle in obstacles):
            remedies = tuple(smallest_changes(bar))
    return Counterfactual(
        **heading(case),
        organisation=snapshot.organisations[index].id,
        name=snapshot.organisations[index].name,
        included=included,
        obstacles=obstacles,
        best=_described(case, best),
        with_it=_described(inside, own),
        cost=_cost(best, own, allowed=not {"never", "consent"} & {o.kind for o in obstacles}),
        cost_proven=best.sure and own.sure,
        remedies=remedies,
    )


def _asked(
    snapshot: Snapshot, brief: Brief, organisation: str, names: Directory
) -> tuple[Case, int]:
    """The case and the organisation, with the mistakes of both at once."""
    mistakes: list[BriefMistake] = []
    index = -1
    try:
        index = names.organisation(organisation)
    except UnknownNameError as error:
        mistakes.append(BriefMistake("organisation", str(error)))
    try:
        case = open_case(snapshot, brief, directory=names)
    except BriefError as error:
        raise BriefError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise BriefError(mistakes)
    return case, index


def _with_it(case: Case, index: int) -> Case:
    """The case in which the organisation is certainly a member, with its consent."""
    brief = case.brief
    inside: ResolvedBrief = replace(
        brief,
        must=tuple(dict.fromkeys((*brief.must, index))),
        never=tuple(other for other in brief.never if other != index),
        consented=(*brief.consented, index),
    )
    return build_case(case.snapshot, inside, rules=case.rules)


def _obstacles(case: Case, index: int) -> Iterator[Obstacle]:
    brief, quality = case.brief, case.supply.quality
    name, area = case.snapshot.organisations[index].name, case.snapshot.areas[brief.area].name
    if barred := case.why_barred(index):
        yield Obstacle(kind="barred", sentence=f"{name} {barred}.")
    if index in brief.never:
        yield Obstacle(kind="never", sentence="The brief rules it out ('never').")
    if len({*brief.locked, index}) > brief.brief.max_members:
        sentence = f"The lead and must-haves take all {brief.brief.max_members} places."
        yield Obstacle(kind="max_members", sentence=sentence)
    if quality.indptr[index] == quality.indptr[index + 1]:
        sentence = f"Nothing public by {brief.as_of} shows that it does work which {area} needs."
        yield Obstacle(kind="capability", sentence=sentence)
    for key, dropped in case.dropped.items():
        if brief.gates.on(key) and index in dropped:
            yield Obstacle(kind=key.value, sentence=_gate_sentence(case, key, index))


def _gate_sentence(case: Case, key: GateKey, index: int) -> str:
    gate = case.brief.gates.gates[key]
    if key is GateKey.CONSENT:
        return "The brief requires consent, and 'consented' does not name it."
    if key is GateKey.EXPOSURE:
        return f"The capacity that it states costs more than {gate.figure:.0%} of its turnover."
    area = case.snapshot.areas[case.brief.area]
    if key is GateKey.MARKET_SHARE:
        return f"Nobody can lead: {area.name} is more than {gate.figure:.0%} of the market."
    access, asked = float(case.leads.access_gbp[index]), gate.figure * area.annual_value_gbp
    known = (
        "its size is unknown" if np.isnan(access) else f"we estimate about £{access / 1e6:,.1f}m"
    )
    return (
        f"It cannot lead: the gate '{gate.name.lower()}' asks for £{asked / 1e6:,.1f}m "
        f"({gate.figure:.0%} of the annual value); {known}."
    )


def _described(case: Case, found: Solved) -> LineUp | None:
    if found.solution is None:
        return None
    return describe(case, found.solution, found.solution.volume, rank=1)


def _cost(best: Solved, own: Solved, *, allowed: bool) -> float | None:
    """What its best line-up scores less; it can score more only where the brief rules it out."""
    if best.score is None or own.score is None:
        return None
    cost = best.score - own.score
    return round(max(cost, 0.0) if allowed else cost, _DIGITS)
