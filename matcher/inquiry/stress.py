"""The standing stress tests: less need, less capacity, late results money, members that leave.

Three happened: volumes fell 34 % and were projected to fall 48 %, cash for results came two years
after the work, and partners left or failed. The figures are the programme's rules. The fourth asks
what hangs on our estimates of capacity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.records.rules import rule_value
from matcher.answer.stress_records import Departure, LatePayment, MoneyOwed, Stress
from matcher.inquiry.falls import falls_of, money_behind, rounded_share
from matcher.inquiry.inquiry import in_parallel, near, without
from matcher.inquiry.low_capacity import low_capacity_of
from matcher.problem.rows import sums_by
from matcher.problem.totals import volume_by_cell

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.inquiry.inquiry import Inquiry
    from matcher.problem.model import Solution

    Floats = NDArray[np.float64]

_DELAY = "results_delay_months"
_MONTHS = 12.0
_DIGITS, _SHARE_DIGITS = 6, 4
_MET = 0.05


def stress_of(inquiry: Inquiry, solution: Solution) -> Stress:
    """Put a line-up, with its volumes over the case's own cells, to the tests."""
    departures = in_parallel(lambda m: _departure(inquiry, solution, m), solution.members)
    return Stress(
        volume=tuple(falls_of(inquiry, solution)),
        low_capacity=low_capacity_of(inquiry, solution),
        late_payment=late_payment_of(inquiry, solution),
        departures=tuple(departures),
    )


def late_payment_of(inquiry: Inquiry, solution: Solution) -> LatePayment | None:
    """A steady year's results money, owed for as long as the delay."""
    months = rule_value(inquiry.case.snapshot.facts, _DELAY, without=0.0)
    money = money_behind(inquiry, solution)
    if not months or not money.results_money:
        return None
    owed = money.borne * months / _MONTHS
    return LatePayment(
        months=months,
        members=tuple(
            MoneyOwed(
                member=inquiry.case.organisation(m).id,
                owed_gbp=round(float(owed[m])),
                share_of_turnover=rounded_share(money.share_of_turnover(float(owed[m]), m)),
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
        coverage_lost_alone=coverage_lost(inquiry, solution, alone),
        coverage_lost=coverage_lost(inquiry, solution, after),
        kinds_lost=lost,
        single_point=found.none or bool(lost),
        proven=found.sure,
    )


def coverage_lost(inquiry: Inquiry, before: Solution, after: Solution | None) -> float | None:
    """Say which share of all needs could be met no more; None where nothing goes on."""
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
