"""The standing stress tests: volumes fall, results money comes late, members leave.

All three happened: volumes fell 34 % and were projected to fall 48 %, cash for results came two
years after the work, and partners left or failed. The figures are the programme's rules.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graph.records.rules import rule_value
from matcher.answer.describe import roles_of
from matcher.answer.money import money_of
from matcher.answer.records import (
    Departure,
    FallenVolumes,
    LatePayment,
    MemberFall,
    MoneyOwed,
    Stress,
    VolumeFall,
)
from matcher.inquiry.inquiry import in_parallel, near, without
from matcher.problem.rows import sums_by
from matcher.problem.totals import volume_by_candidate, volume_by_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from matcher.answer.money import Money
    from matcher.case.build import Case
    from matcher.inquiry.inquiry import Inquiry
    from matcher.problem.model import Problem, Solution

    Floats = NDArray[np.float64]

FALLS = ("volume_fall_actual", "volume_fall_projected")
_DELAY = "results_delay_months"
_MONTHS = 12.0
_DIGITS, _SHARE_DIGITS = 6, 4
_MET = 0.05


def stress_of(inquiry: Inquiry, solution: Solution) -> Stress:
    """Put a line-up, with its volumes over the case's own cells, to the tests."""
    departures = in_parallel(lambda m: _departure(inquiry, solution, m), solution.members)
    return Stress(
        volume=tuple(_falls(inquiry, solution)),
        late_payment=_late(inquiry, solution),
        departures=tuple(departures),
    )


def _money(inquiry: Inquiry, solution: Solution) -> Money:
    people = volume_by_candidate(solution.volume)
    return money_of(inquiry.case, people, solution.lead, roles_of(inquiry.case, solution, people))


def _falls(inquiry: Inquiry, solution: Solution) -> Iterator[VolumeFall]:
    for rule in FALLS:
        fall = rule_value(inquiry.case.snapshot.facts, rule, without=0.0)
        if fall:
            yield _fall(inquiry, solution, rule, fall)


def _fall(inquiry: Inquiry, solution: Solution, rule: str, fall: float) -> VolumeFall:
    """First everybody's volume falls by the same share, then the members share it out anew."""
    problem = _with_less_need(inquiry.case, 1.0 - fall)
    after = _shared_anew(inquiry, solution, problem)
    less = volume_by_candidate(solution.volume) * (1.0 - fall)
    return VolumeFall(
        rule=rule,
        fall=fall,
        proportional=_volumes(inquiry, solution, less, solution.objective, problem),
        shared_anew=_volumes(
            inquiry, solution, volume_by_candidate(after.volume), after.objective, problem
        ),
    )


def _shared_anew(inquiry: Inquiry, solution: Solution, problem: Problem) -> Solution:
    """Score the members again with less need, without the minima that cannot be kept."""
    free = replace(
        problem, min_volume=np.zeros(problem.candidates), locked=(), quotas=(), min_vcse_share=0.0
    )
    after = (
        inquiry.score(solution.members, problem)
        or inquiry.score(
            solution.members, replace(free, min_vcse_share=inquiry.problem.min_vcse_share)
        )
        or inquiry.score(solution.members, free)
    )
    if after is None:
        message = "members that have volumes keep some with less need"
        raise AssertionError(message)
    return after


def _volumes(
    inquiry: Inquiry, solution: Solution, people: Floats, score: float, problem: Problem
) -> FallenVolumes:
    """Tell what these volumes, by candidate, mean for the members."""
    money = _money(inquiry, solution)
    before = volume_by_candidate(solution.volume)
    lost = (before - people) * inquiry.case.capacity.unit_cost_gbp
    return FallenVolumes(
        score=round(score, _DIGITS),
        coverage=round(float(people.sum() / problem.need.sum()), _SHARE_DIGITS),
        value_lost_gbp=round(float(lost.sum())),
        members=tuple(
            MemberFall(
                member=inquiry.case.organisation(m).id,
                volume_needs_a_year=round(float(people[m]), 1),
                value_lost_gbp=round(float(lost[m])),
                lost_share_of_turnover=_rounded(money.share_of_turnover(float(lost[m]), m)),
                below_modelled_minimum=bool(people[m] < inquiry.problem.min_volume[m] - _MET),
            )
            for m in solution.members
        ),
    )


def _with_less_need(case: Case, left: float) -> Problem:
    """The same market with only this share of everybody's need left."""
    problem, need = case.problem, case.problem.need * left
    capacity = problem.cell_capacity.copy()
    capacity.data = np.minimum(capacity.data, case.presence * need[capacity.indices])
    return replace(problem, need=need, cell_capacity=capacity)


def _late(inquiry: Inquiry, solution: Solution) -> LatePayment | None:
    """A steady year's results money, owed for as long as the delay."""
    months = rule_value(inquiry.case.snapshot.facts, _DELAY, without=0.0)
    money = _money(inquiry, solution)
    if not months or not money.results_money:
        return None
    owed = money.borne * months / _MONTHS
    return LatePayment(
        months=months,
        members=tuple(
            MoneyOwed(
                member=inquiry.case.organisation(m).id,
                owed_gbp=round(float(owed[m])),
                share_of_turnover=_rounded(money.share_of_turnover(float(owed[m]), m)),
            )
            for m in solution.members
        ),
    )


def _departure(inquiry: Inquiry, solution: Solution, member: int) -> Departure:
    rest = tuple(m for m in solution.members if m != member)
    problem = without(inquiry.problem, member)
    alone = inquiry.score(rest, problem) if rest else None
    found = inquiry.solve(near(problem, rest, kept=len(rest), size=len(solution.members)))
    after = found.solution
    newcomers = [] if after is None else sorted(set(after.members) - set(rest))
    replacement = inquiry.case.organisation(newcomers[0]) if newcomers else None
    lost = _kinds_lost(inquiry, solution, after)
    return Departure(
        member=inquiry.case.organisation(member).id,
        replacement=None if replacement is None else replacement.id,
        replacement_name=None if replacement is None else replacement.name,
        score=None if after is None else round(after.objective, _DIGITS),
        coverage_lost_alone=_coverage_lost(inquiry, solution, alone),
        coverage_lost=_coverage_lost(inquiry, solution, after),
        kinds_lost=lost,
        single_point=found.none or bool(lost),
        proven=found.sure,
    )


def _coverage_lost(inquiry: Inquiry, before: Solution, after: Solution | None) -> float | None:
    if after is None:
        return None
    lost = float(before.volume.sum() - after.volume.sum()) / float(inquiry.problem.need.sum())
    return round(lost, _SHARE_DIGITS)


def _kinds_lost(
    inquiry: Inquiry, before: Solution, after: Solution | None
) -> tuple[tuple[str, str], ...]:
    """The kinds of need (pathway, cohort) that could be met and could be by nobody any more."""
    cells, snapshot = inquiry.case.cells, inquiry.case.snapshot
    cohorts = len(snapshot.cohorts)
    kind = cells.pathway * cohorts + cells.cohort
    kinds = len(snapshot.pathways) * cohorts

    def met(solution: Solution) -> Floats:
        return sums_by(kind, volume_by_cell(solution.volume), kinds)

    if after is None:
        return ()
    lost = np.flatnonzero((met(before) > _MET) & (met(after) <= _MET))
    return tuple(
        (snapshot.pathways[i // cohorts].key, snapshot.cohorts[i % cohorts].key) for i in lost
    )


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, _SHARE_DIGITS)
