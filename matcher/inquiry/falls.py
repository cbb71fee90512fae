"""What less need, or less capacity, leaves of a line-up: its members' volumes and money."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graph.records.rules import rule_value
from matcher.answer.describe import roles_of
from matcher.answer.money import money_of, paid_for_a_need
from matcher.answer.stress_records import FallenVolumes, MemberFall, VolumeFall
from matcher.problem.totals import volume_by_candidate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from matcher.answer.money import Money
    from matcher.case.build import Case
    from matcher.inquiry.inquiry import Inquiry
    from matcher.problem.model import Problem, Solution

    Floats = NDArray[np.float64]

FALLS = ("volume_fall_actual", "volume_fall_projected")
_DIGITS, _SHARE_DIGITS = 6, 4
_MET = 0.05


def money_behind(inquiry: Inquiry, solution: Solution) -> Money:
    """The money behind a line-up."""
    people = volume_by_candidate(solution.volume)
    roles = roles_of(inquiry.case, solution.members, solution.lead, people)
    return money_of(inquiry.case, people, solution.lead, roles)


def falls_of(inquiry: Inquiry, solution: Solution) -> Iterator[VolumeFall]:
    """The line-up with as much less need as the programme's figures say."""
    for rule in FALLS:
        fall = rule_value(inquiry.case.snapshot.facts, rule, without=0.0)
        if fall:
            yield _fall(inquiry, solution, rule, fall)


def _fall(inquiry: Inquiry, solution: Solution, rule: str, fall: float) -> VolumeFall:
    """First everybody's volume falls by the same share, then the members share it out anew."""
    problem = _with_less_need(inquiry.case, 1.0 - fall)
    after = shared_anew(inquiry, solution, problem)
    less = volume_by_candidate(solution.volume) * (1.0 - fall)
    return VolumeFall(
        rule=rule,
        fall=fall,
        proportional=fallen_volumes(inquiry, solution, less, solution.objective, problem),
        shared_anew=fallen_volumes(
            inquiry, solution, volume_by_candidate(after.volume), after.objective, problem
        ),
    )


def shared_anew(inquiry: Inquiry, solution: Solution, problem: Problem) -> Solution:
    """Score the members again with less to share, without the rules that cannot be kept."""
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
        message = "members that have volumes keep some with less need or capacity"
        raise AssertionError(message)
    return after


def fallen_volumes(
    inquiry: Inquiry, solution: Solution, people: Floats, score: float, problem: Problem
) -> FallenVolumes:
    """Tell what these volumes, by candidate, mean for the members."""
    money = money_behind(inquiry, solution)
    before = volume_by_candidate(solution.volume)
    lost = (before - people) * paid_for_a_need(inquiry.case)
    return FallenVolumes(
        score=round(score, _DIGITS),
        coverage=round(float(people.sum() / problem.need.sum()), _SHARE_DIGITS),
        value_lost_gbp=round(float(lost.sum())),
        members=tuple(
            MemberFall(
                member=inquiry.case.organisation(m).id,
                volume_needs_a_year=round(float(people[m]), 1),
                value_lost_gbp=round(float(lost[m])),
                lost_share_of_turnover=rounded_share(money.share_of_turnover(float(lost[m]), m)),
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


def rounded_share(share: float | None) -> float | None:
    """Round a share, if it is known."""
    return None if share is None else round(share, _SHARE_DIGITS)
