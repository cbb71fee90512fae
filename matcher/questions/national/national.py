"""One line-up for every area, all together: each body's capacity and each lead's money count once.

Areas are weighed by their annual value. The supply chain's money is the same share of it in every
area, and a score is in units of that money: so a pound of work, and a pound of managing a
subcontract, count the same everywhere. How the best plan is found: `matcher.questions.national`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.brief.gates import GateKey
from matcher.brief.names import Directory
from matcher.engine.clock import Clock
from matcher.errors import BriefError, BriefMistake
from matcher.inquiry.inquiry import Inquiry, Solved, in_parallel
from matcher.lineups import heading, open_case
from matcher.questions.findings import National
from matcher.questions.national.country import country_of
from matcher.questions.national.report import Told
from matcher.questions.national.rounds import Rounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.request import Brief
    from matcher.case.build import Case
    from matcher.questions.national.country import Country

ROUNDS = 30
GAP = 2e-3
_CLOSER = 1e-3
"""Each area alone is solved to at most this gap, for comparison."""
_FOR_ROUNDS = 0.85
"""What is left of the time is for the areas alone."""
_DIGITS = 6


def national(
    snapshot: Snapshot,
    brief: Brief,
    areas: Sequence[str] = (),
    *,
    free: float = 1.0,
    directory: Directory | None = None,
    rounds: int = ROUNDS,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int, float], None] = lambda _round, _areas, _gap: None,
) -> National:
    """Recommend one line-up for each area, in which bodies share what they can do.

    Parameters
    ----------
    brief : what holds in every area; its area and its k are not used
    areas : identifiers or names of the areas; none for all
    free : the share of each capacity estimated from turnover that other contracts leave, in (0, 1];
        no fact says what it is, so all counts unless asked otherwise
    rounds : how often prices are bettered at most
    stop : asked often; once it says yes the best plan so far is the answer
    progress : told the round, how many areas it has solved, and the gap of the best plan so far;
        the last round solves each area for itself

    Raises
    ------
    BriefError
        With all the mistakes at once.
    """
    names = directory or Directory(snapshot)
    asked = areas or [str(area.id) for area in snapshot.areas]
    cases = _cases(snapshot, brief, asked, names, _free_mistakes(free))
    country = country_of(cases, free=free)
    clock = Clock(_FOR_ROUNDS * brief.time_limit_s)

    def ends() -> bool:
        return stop() or clock.has_passed

    inquiries = [Inquiry(case, stop=stop) for case in country.cases]
    search = Rounds(
        country=country,
        inquiries=inquiries,
        finest=max(brief.gap, GAP / 4),
        stop=ends,
        solved=lambda areas: progress(search.done + 1, areas, search.gap),
    )
    while search.done < rounds and search.gap > GAP and not search.settled:
        search.go_on()
        if ends():
            break
    alone = []
    for each in _alone(country, inquiries, search, max(brief.gap, _CLOSER)):
        alone.append(each)
        progress(search.done + 1, len(alone), search.gap)
    return _report(search, alone, free)


def _cases(
    snapshot: Snapshot,
    brief: Brief,
    areas: Sequence[str],
    names: Directory,
    mistakes: list[BriefMistake],
) -> tuple[Case, ...]:
    """One case for each area, in the order of the programme, unless there are mistakes."""
    cases: dict[int, Case] = {}
    for area in areas:
        try:
            case = open_case(snapshot, replace(brief, area=area, k=1), directory=names)
            cases[case.brief.area] = case
        except BriefError as error:
            mistakes += [mistake for mistake in error.mistakes if mistake not in mistakes]
    if mistakes:
        raise BriefError(mistakes)
    return tuple(cases[area] for area in sorted(cases))


def _free_mistakes(free: float) -> list[BriefMistake]:
    if 0 < free <= 1:
        return []
    return [BriefMistake("free", f"{free:g} is not a share above 0 and at most 1")]


def _alone(
    country: Country, inquiries: Sequence[Inquiry], search: Rounds, gap: float
) -> Iterator[Solved]:
    """Each area's best line-up for itself, solved more closely; together it can be no better."""

    def one(area: int) -> Solved:
        return inquiries[area].solve(country.cases[area].problem, gap=gap)

    for area, anew in enumerate(in_parallel(one, range(len(country.cases)))):
        loose, shared = search.alone[area].solution, search.best.line_ups.get(area)
        found = [each for each in (anew.solution, loose, shared) if each is not None]
        if not found:
            yield anew
            continue
        bound = min(each.bound for each in found if each is not shared)
        best = max(found, key=lambda each: each.objective)
        yield Solved(solution=replace(best, bound=max(bound, best.objective)), sure=anew.sure)


def _report(search: Rounds, alone: Sequence[Solved], free: float) -> National:
    country, plan = search.country, search.best
    first, snapshot = country.cases[0], country.cases[0].snapshot
    told = Told(country=country, together=plan.line_ups, alone=alone)
    cap = first.brief.gates.figure(GateKey.MARKET_SHARE, off=np.nan)
    apart = sum(
        float(value) * max(each.solution.objective, 0.0)
        for value, each in zip(country.value, alone, strict=True)
        if each.solution is not None
    )
    bodies, start = tuple(told.bodies()), heading(first)
    del start["area"]
    return National(
        **start,
        free_capacity=free,
        market_value_gbp=round(sum(area.annual_value_gbp for area in snapshot.areas)),
        market_share_cap=None if np.isnan(cap) else cap,
        score=round(plan.worth, 2),
        bound=round(max(search.bound, plan.worth), 2),
        gap=round(search.gap, _DIGITS),
        rounds=search.done,
        score_alone=round(apart, 2),
        cost=round(max(apart - plan.worth, 0.0) / max(apart, 1e-9), _DIGITS),
        seats=sum(len(one.members) for one in plan.line_ups.values()),
        different_bodies=sum(bool(body.areas) for body in bodies),
        areas=tuple(told.areas()),
        leads=tuple(told.leads()),
        bodies=bodies,
        coverage=told.coverage(),
    )
