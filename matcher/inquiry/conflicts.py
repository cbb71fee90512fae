"""When no line-up satisfies a brief: a smallest set of its rules that cannot all be kept.

The set is irreducible: without any one of its rules there is a line-up. It is found by leaving out
rules one at a time and keeping out those that are not needed for the conflict (a deletion filter:
Chinneck and Dravnieks 1991).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.brief.gates import GateKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from matcher.case.build import Case
    from matcher.problem.model import Problem

    Lift = Callable[[Problem], Problem]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a brief: its field or gate, in words, the problem without it, what to do."""

    key: str
    sentence: str
    lift: Lift
    advice: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that cannot all be kept; `irreducible` is whether without any one of them they can."""

    rules: tuple[Rule, ...]
    irreducible: bool


QUOTA_WORDS = {
    GateKey.LOCAL_OR_SMALL: "local or small member",
    GateKey.WOMENS_PROVIDER: "women-only provider",
}
"""Whom each gate wants at least some of."""


def rules_of(case: Case, problem: Problem) -> tuple[Rule, ...]:
    """The rules that a brief and its gates put on a problem, those that bind most first."""
    return tuple(_rules(case, problem))


def _rules(case: Case, problem: Problem) -> Iterator[Rule]:
    brief = case.brief.brief
    for member in problem.locked:
        yield _membership(case, member)
    yield _leadership(case)
    if problem.min_vcse_share > 0:
        share = f"VCSEs do at least {problem.min_vcse_share:.0%} of the work"
        yield _rule("min_vcse_share", share, lambda p: replace(p, min_vcse_share=0.0))
    if problem.min_volume.any():
        promise = f"every member gets {brief.min_work:.0%} of what it could do"
        yield _rule("min_work", promise, lambda p: replace(p, min_volume=0.0 * p.min_volume))
    for quota in problem.quotas:
        if quota.rule not in QUOTA_WORDS:
            continue
        least = f"at least {counted(quota.at_least, QUOTA_WORDS[GateKey(quota.rule)])}"
        yield _rule(quota.rule, least, _without(quota.rule))
    if np.isfinite(problem.value_limit).any():
        yield _rule(
            GateKey.EXPOSURE,
            "no member has work worth too much of its turnover",
            lambda p: replace(p, value_limit=np.full(p.candidates, np.inf)),
        )
    most = f"at most {counted(problem.max_members, 'member')}"
    yield _rule("max_members", most, lambda p: replace(p, max_members=max(p.candidates, 1)))


def _without(rule: str) -> Lift:
    """Lift one quota."""

    def lift(problem: Problem) -> Problem:
        return replace(problem, quotas=tuple(q for q in problem.quotas if q.rule != rule))

    return lift


def _rule(key: str, sentence: str, lift: Lift) -> Rule:
    return Rule(key, f"{key}: {sentence}", lift, f"{key}: a line-up exists without this rule")


def _membership(case: Case, member: int) -> Rule:
    name = case.organisation(member).name
    key = "lead" if case.candidates[member] == case.brief.lead else "must"
    return Rule(
        key,
        f"{key}: {name} is a member",
        lambda p: replace(p, locked=tuple(i for i in p.locked if i != member)),
        f"{key}: a line-up exists without {name}",
    )


def _leadership(case: Case) -> Rule:
    on = [
        key for key, gate in case.brief.gates.gates.items() if gate.on and key in case.leads.fails
    ]
    gates = f" ({', '.join(on)})" if on else ""
    ease = f"; ease {' or '.join(on)}" if on else ""
    everybody = np.ones(case.problem.candidates, dtype=bool)
    return Rule(
        "lead",
        f"lead: a member can hold the contract{gates}",
        lambda p: replace(p, may_lead=everybody),
        f"lead: a line-up would exist if any member could hold the contract{ease}",
    )


def counted(number: int, noun: str) -> str:
    """Write a number of things.

    >>> counted(1, "member"), counted(2, "member")
    ('1 member', '2 members')
    """
    return f"{number} {noun}" + ("" if number == 1 else "s")


def smallest_conflict(
    problem: Problem, rules: Sequence[Rule], satisfiable: Callable[[Problem], bool | None]
) -> Conflict:
    """A smallest set of rules in conflict, of rules that are known to be.

    `satisfiable` says whether a problem has a line-up, None where it did not find out in time; then
    the rule tried stays in the set, which may be larger than needed.
    """
    kept, sure = list(rules), True
    for rule in rules:
        without = [other for other in kept if other is not rule]
        lifted = problem
        for other in rules:
            if other not in without:
                lifted = other.lift(lifted)
        answer = satisfiable(lifted)
        sure = sure and answer is not None
        if answer is False:
            kept = without
    return Conflict(tuple(kept), irreducible=sure)
