"""When no line-up satisfies a brief: a smallest set of its rules that cannot all be kept.

The set is irreducible: without any one of its rules there is a line-up. It is found by leaving out
rules one at a time and keeping out those that are not needed for the conflict (a deletion filter:
Chinneck and Dravnieks 1991).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.gates import GateKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from matcher.case import Case
    from matcher.problem import Problem

    Lift = Callable[[Problem], Problem]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a brief, in words, and the problem without it."""

    sentence: str
    lift: Lift


def rules_of(case: Case, problem: Problem) -> tuple[Rule, ...]:
    """The rules that a brief and its gates put on a problem, those that bind most first."""
    return tuple(_rules(case, problem))


def _rules(case: Case, problem: Problem) -> Iterator[Rule]:
    brief, bodies = case.brief.brief, case.snapshot.organisations
    for member in problem.locked:
        name = bodies[case.candidates[member]].name
        field = "lead" if case.candidates[member] == case.brief.lead else "must"
        yield Rule(f"{field}: {name} is a member", _unlock(member))
    everybody = np.ones(problem.candidates, dtype=bool)
    gates = [gate for key, gate in case.brief.gates.gates.items() if gate.on]
    of_leads = [g.key for g in gates if g.key in case.leads.fails]
    asked = f" ({', '.join(of_leads)})" if of_leads else ""
    yield Rule(
        f"lead: a member can hold the contract{asked}", lambda p: replace(p, may_lead=everybody)
    )
    if problem.min_vcse_share > 0:
        share = f"min_vcse_share: VCSEs do at least {problem.min_vcse_share:.0%} of the work"
        yield Rule(share, lambda p: replace(p, min_vcse_share=0.0))
    if problem.min_volume.any():
        promise = f"min_work: every member gets {brief.min_work:.0%} of what it could do"
        yield Rule(promise, lambda p: replace(p, min_volume=0.0 * p.min_volume))
    for quota in problem.quotas:
        sentence = f"{GateKey.LOCAL_OR_SMALL}: at least {quota.at_least} local or small members"
        yield Rule(sentence, lambda p: replace(p, quotas=()))
    limited = np.isfinite(problem.value_limit)
    if limited.any():
        sentence = f"{GateKey.EXPOSURE}: nobody puts too much of its turnover into the contract"
        yield Rule(sentence, lambda p: replace(p, value_limit=np.full(p.candidates, np.inf)))
    most = f"max_members: at most {problem.max_members} members"
    yield Rule(most, lambda p: replace(p, max_members=max(p.candidates, 1)))


def _unlock(member: int) -> Lift:
    return lambda p: replace(p, locked=tuple(i for i in p.locked if i != member))


def smallest_conflict(
    problem: Problem, rules: Sequence[Rule], satisfiable: Callable[[Problem], bool | None]
) -> tuple[str, ...]:
    """A smallest set of rules in conflict, in words; none where they can all be kept.

    `satisfiable` says whether a problem has a line-up, None where it did not find out in time; then
    the rule tried stays in the set, which may be larger than needed.
    """
    kept = list(rules)
    for rule in rules:
        without = [other for other in kept if other is not rule]
        lifted = problem
        for other in rules:
            if other not in without:
                lifted = other.lift(lifted)
        if satisfiable(lifted) is False:
            kept = without
    return tuple(rule.sentence for rule in kept)
