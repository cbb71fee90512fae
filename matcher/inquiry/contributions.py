"""A line-up's score as data that adds up, and what each member is really worth.

The parts share out each criterion: a member's coverage is that of its own volume, a pair's affinity
goes to its ends in halves. They add up to the score, but they do not say what a member is worth:
without it others would step in. So its contribution is computed by solving again without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.answer.records import Contribution, ScorePart
from matcher.inquiry.inquiry import in_parallel, without
from matcher.problem.totals import volume_by_candidate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from matcher.inquiry.inquiry import Inquiry
    from matcher.problem.model import Problem, Solution

    Floats = NDArray[np.float64]

_DIGITS = 6


def member_parts(problem: Problem, solution: Solution) -> Mapping[str, Floats]:
    """Each criterion's parts by member, in the order of `Solution.members`; not rounded."""
    members = list(solution.members)
    gain = problem.weight / problem.need
    worth = problem.quality.multiply(gain)
    coverage = volume_by_candidate(worth.multiply(solution.volume).tocsr())[members]
    together = problem.affinity[members][:, members].toarray()
    affinity = problem.pair_weight * together.sum(axis=1) / 2 / problem.pair_scale
    people = volume_by_candidate(solution.volume)[members]
    parts = {
        "coverage": coverage,
        "affinity": affinity,
        "lead": problem.lead_worth[members] * (np.array(members) == solution.lead),
        "contracts": -problem.member_cost[members],
        "volume price": -problem.volume_price[members] * people,
    }
    return {name: values for name, values in parts.items() if name in solution.criteria}


def parts_of(inquiry: Inquiry, solution: Solution) -> tuple[ScorePart, ...]:
    """The parts, rounded so that they still add up to the rounded criteria."""
    return tuple(_parts(inquiry, solution))


def _parts(inquiry: Inquiry, solution: Solution) -> Iterator[ScorePart]:
    ids = [inquiry.case.organisation(member).id for member in solution.members]
    for criterion, exact in member_parts(inquiry.problem, solution).items():
        rounded = np.round(exact, _DIGITS)
        rest = round(solution.criteria[criterion], _DIGITS) - rounded.sum()
        rounded[np.argmax(np.abs(exact))] += rest
        for member, value in zip(ids, rounded.tolist(), strict=True):
            yield ScorePart(member=member, criterion=criterion, value=round(value, _DIGITS))


def contributions(inquiry: Inquiry, solution: Solution) -> tuple[Contribution, ...]:
    """Each member's contribution, those that cost most first."""
    found = in_parallel(lambda member: _contribution(inquiry, solution, member), solution.members)
    return tuple(sorted(found, key=lambda c: -np.inf if c.loss is None else -c.loss))


def _contribution(inquiry: Inquiry, solution: Solution, member: int) -> Contribution:
    case = inquiry.case
    found = inquiry.solve(without(inquiry.problem, member))
    other = found.solution
    instead = () if other is None else sorted(set(other.members) - set(solution.members))
    return Contribution(
        member=case.organisation(member).id,
        score_without=None if other is None else round(other.objective, _DIGITS),
        loss=None if other is None else round(solution.objective - other.objective, _DIGITS),
        instead=tuple(case.organisation(i).id for i in instead),
        proven=found.sure,
    )
