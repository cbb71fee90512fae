"""When no line-up satisfies the rules: which rule stands in the way, and what would satisfy it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.conflicts import rules_of, smallest_conflict
from matcher.errors import NoLineUpError, SolverError
from matcher.solver import solve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matcher.brief import Brief
    from matcher.case import Case
    from matcher.problem import Problem

_NEAREST_LEADS = 3
_LIFTED = 3
_STEPS = 8
_MORE_MEMBERS = 3


def check_case(case: Case) -> None:
    """Raise for what can be said without solving, all of it at once.

    Raises
    ------
    NoLineUpError
        If nobody may lead, or the lead or a must-have cannot take part.
    """
    found = [*_lead_problems(case), *_member_problems(case)]
    if found:
        raise NoLineUpError(found)


def _lead_problems(case: Case) -> Iterator[str]:
    if case.problem.may_lead.any():
        return
    required = f"£{case.leads.required_gbp / 1e6:,.1f}m"
    lead = case.brief.lead
    if lead is not None:
        name = case.snapshot.organisations[lead].name
        yield f"lead: {name} cannot lead here: {_why_not_lead(case, lead)}; name another lead"
        return
    access = np.nan_to_num(case.leads.access_gbp, nan=-1.0)
    nearest = [i for i in np.argsort(-access, kind="stable")[:_NEAREST_LEADS] if access[i] > 0]
    names = ", ".join(case.snapshot.organisations[i].name for i in nearest)
    yield (
        f"lead: nobody who may take part shows access to {required}, as the contract asks; "
        f"the largest known are {names or 'none'}; take one out of 'never', or choose a later as_of"
    )


def _why_not_lead(case: Case, organisation: int) -> str:
    snapshot = case.snapshot
    body = snapshot.organisations[organisation]
    if not body.kind.may_lead:
        return f"{body.kind.with_article} cannot hold the contract"
    if not body.provenance.is_known_by(case.brief.as_of):
        return f"nothing public shows that it existed on {case.brief.as_of}"
    access, required = case.leads.access_gbp[organisation], case.leads.required_gbp
    if np.isnan(access):
        return f"its size is unknown, and the contract asks for access to £{required / 1e6:,.1f}m"
    if access < required:
        return f"about £{access / 1e6:,.1f}m of funding, and £{required / 1e6:,.1f}m is asked for"
    return "it publicly withdrew from bidding"


def _member_problems(case: Case) -> Iterator[str]:
    for index in case.brief.locked:
        body, barred = case.snapshot.organisations[index], case.why_barred(index)
        if barred:
            later = ", or choose a later as_of" if body.kind.may_bid else ""
            yield f"must: {body.name} {barred}; leave it out{later}"


def no_line_up(case: Case, problem: Problem) -> NoLineUpError:
    """Say why no line-up satisfies a brief.

    Each rule is lifted alone, and where that helps it is told how far it has to give; and a
    smallest set of rules that conflict is found (`matcher.conflicts`).
    """
    seconds = case.brief.brief.time_limit_s / (_STEPS * _LIFTED)
    conflict = smallest_conflict(
        problem, rules_of(case, problem), lambda tried: _has_line_up(tried, seconds)
    )
    return NoLineUpError(tuple(_remedies(case.brief.brief, problem, seconds)), conflict)


def _remedies(brief: Brief, problem: Problem, seconds: float) -> Iterator[str]:
    def helps(**lifted: object) -> bool:
        return bool(_has_line_up(replace(problem, **lifted), seconds))  # type: ignore[arg-type]

    if helps(min_vcse_share=0.0):
        share = _most(lambda share: helps(min_vcse_share=share), brief.min_vcse_share)
        yield (
            f"min_vcse_share: {brief.min_vcse_share:.0%} cannot be reached; "
            f"{share:.0%} can with the other wishes as they are"
        )
    if helps(min_volume=0.0 * problem.min_volume):
        part = _most(lambda part: helps(min_volume=part * problem.min_volume), 1.0)
        yield (
            f"min_work: members cannot all be promised {brief.min_work:.0%} of their capacity; "
            f"{part * brief.min_work:.0%} can with the other wishes as they are"
        )
    for members in range(brief.max_members + 1, brief.max_members + _MORE_MEMBERS + 1):
        if helps(max_members=members):
            yield f"max_members: {brief.max_members} are too few; {members} are enough"
            return


def _most(works: Callable[[float], bool], top: float) -> float:
    """The largest whole percentage below `top` that works, by halving; 0 is known to."""
    low, high = 0, math.ceil(top * 100)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if works(middle / 100) else (low, middle)
    return low / 100


def _has_line_up(problem: Problem, seconds: float) -> bool | None:
    """Whether there is one; None where time runs out first."""
    try:
        return len(solve(problem, time_limit_s=seconds, gap=1.0)) > 0
    except SolverError:
        return None
