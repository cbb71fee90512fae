"""When no line-up satisfies the rules: which rule stands in the way, and what would satisfy it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.brief.gates import GateKey
from matcher.engine.solver import solve
from matcher.errors import NoLineUpError, SolverError
from matcher.inquiry.conflicts import rules_of, smallest_conflict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matcher.brief.request import Brief
    from matcher.case.build import Case
    from matcher.inquiry.conflicts import Rule
    from matcher.problem.model import Problem

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
    lead, gates = case.brief.lead, case.brief.gates
    area = case.snapshot.areas[case.brief.area]
    if gates.on(GateKey.MARKET_SHARE) and case.leads.fails[GateKey.MARKET_SHARE].any():
        cap = gates.figure(GateKey.MARKET_SHARE, off=1.0)
        yield f"market_share: {area.name} alone is more than {cap:.0%} of the market; raise the cap"
    elif lead is not None:
        name = case.snapshot.organisations[lead].name
        yield f"lead: {name} cannot lead here: {_why_not_lead(case, lead)}; name another lead"
    elif gates.on(GateKey.CONSENT) and case.leads.may_lead.any():
        yield "consent: nobody in 'consented' can hold the contract; add somebody who can"
    else:
        yield _nobody_leads(case)


def _nobody_leads(case: Case) -> str:
    access = np.nan_to_num(case.leads.access_gbp, nan=-1.0)
    nearest = [i for i in np.argsort(-access, kind="stable")[:_NEAREST_LEADS] if access[i] > 0]
    names = ", ".join(case.snapshot.organisations[i].name for i in nearest)
    return (
        f"lead: the contract asks for {_asked_of_leads(case)}, and no organisation that may take "
        f"part is known to have it; the largest known are {names or 'none'}; take one out of "
        "'never', or choose a later as_of"
    )


def _asked_of_leads(case: Case) -> str:
    """The most that a gate asks of a lead, in words."""
    value, gates = case.snapshot.areas[case.brief.area].annual_value_gbp, case.brief.gates
    access = gates.figure(GateKey.FUNDING_ACCESS, off=0.0)
    guarantee = gates.figure(GateKey.GUARANTEE, off=0.0)
    what = "access to" if access >= guarantee else "a guarantee of"
    return f"{what} £{max(access, guarantee) * value / 1e6:,.1f}m"


def _why_not_lead(case: Case, organisation: int) -> str:
    snapshot, leads = case.snapshot, case.leads
    body = snapshot.organisations[organisation]
    if not body.kind.may_lead:
        return f"{body.kind.with_article} cannot hold the contract"
    if not body.provenance.is_known_by(case.brief.as_of):
        return f"nothing public shows that it existed on {case.brief.as_of}"
    if case.capacity.volunteers.unpaid[organisation]:
        return "it has volunteers and no paid staff"
    if not leads.could[organisation]:
        return "it publicly withdrew from bidding for the area"
    access = leads.access_gbp[organisation]
    known = (
        "its size is unknown" if np.isnan(access) else f"we estimate about £{access / 1e6:,.1f}m"
    )
    return f"{known}, and the contract asks for {_asked_of_leads(case)}"


def _member_problems(case: Case) -> Iterator[str]:
    for index in case.brief.locked:
        body, barred = case.snapshot.organisations[index], case.why_barred(index)
        if barred:
            later = ", or choose a later as_of" if body.kind.may_bid else ""
            yield f"must: {body.name} {barred}; leave it out{later}"


def no_line_up(case: Case, problem: Problem) -> NoLineUpError:
    """Say why no line-up satisfies a brief.

    A smallest set of rules that conflict is found (`matcher.inquiry.conflicts`); each rule of it is
    lifted alone, and where that helps it is told how far it has to give.
    """
    seconds = case.brief.brief.time_limit_s / (_STEPS * _LIFTED)

    def works(tried: Problem) -> bool | None:
        return _has_line_up(tried, seconds)

    conflict = smallest_conflict(problem, rules_of(case, problem), works)
    remedies = [
        _remedy(case.brief.brief, problem, rule, works)
        for rule in conflict.rules
        if works(rule.lift(problem))
    ]
    sentences = [rule.sentence for rule in conflict.rules]
    return NoLineUpError(remedies, sentences, irreducible=conflict.irreducible)


def _remedy(
    brief: Brief, problem: Problem, rule: Rule, works: Callable[[Problem], bool | None]
) -> str:
    """How far a rule has to give so that there is a line-up."""
    if rule.key == "min_vcse_share":
        share = _most(
            lambda tried: works(replace(problem, min_vcse_share=tried)), brief.min_vcse_share
        )
        return (
            f"min_vcse_share: {brief.min_vcse_share:.0%} cannot be reached; "
            f"{share:.0%} can if the other wishes stay the same"
        )
    if rule.key == "min_work":
        part = _most(
            lambda tried: works(replace(problem, min_volume=tried * problem.min_volume)), 1.0
        )
        return (
            f"min_work: not every member can have {brief.min_work:.0%} of its capacity; "
            f"{part * brief.min_work:.0%} can if the other wishes stay the same"
        )
    if any(quota.rule == rule.key for quota in problem.quotas):
        return _fewer_of(problem, rule.key, works)
    if rule.key == "max_members":
        return _more_members(brief, problem, works)
    return rule.advice


def _fewer_of(problem: Problem, rule: str, works: Callable[[Problem], bool | None]) -> str:
    asked = next(quota.at_least for quota in problem.quotas if quota.rule == rule)

    def with_least(least: int) -> Problem:
        quotas = (replace(q, at_least=least) if q.rule == rule else q for q in problem.quotas)
        return replace(problem, quotas=tuple(quotas))

    fewer = next((n for n in range(asked - 1, 0, -1) if works(with_least(n))), 0)
    return f"{rule}: {_are(asked)} too many; {_are(fewer)} possible"


def _are(number: int) -> str:
    return "1 is" if number == 1 else f"{number} are"


def _more_members(brief: Brief, problem: Problem, works: Callable[[Problem], bool | None]) -> str:
    for members in range(brief.max_members + 1, brief.max_members + _MORE_MEMBERS + 1):
        if works(replace(problem, max_members=members)):
            return f"max_members: {brief.max_members} is too few; {members} is enough"
    return f"max_members: {brief.max_members + _MORE_MEMBERS} is too few; it takes many more"


def _most(works: Callable[[float], bool | None], top: float) -> float:
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
