"""Judging a given line-up, complete or not, own or a rival's.

It is scored as it stands, without the rules that it breaks, which are named; then compared with
the best line-up there is, and with the best ones that differ from it by one member.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.describe import describe
from matcher.errors import BriefError, BriefMistake
from matcher.findings import Change, Judgement
from matcher.gates import GateKey, read_gates
from matcher.inquiry import Inquiry, near
from matcher.lineups import heading, open_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.snapshot import Snapshot
    from matcher.brief import Brief
    from matcher.case import Case
    from matcher.inquiry import Found
    from matcher.names import Directory
    from matcher.problem import Problem, Solution

_DIGITS, _SHARE_DIGITS = 6, 4


def judge(
    snapshot: Snapshot,
    brief: Brief,
    members: Sequence[str],
    *,
    directory: Directory | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Judgement:
    """Judge the line-up of these members by a brief's area, weights and gates.

    Parameters
    ----------
    members : by identifier, name or alias; the brief's lead is one of them
    stop : asked often; once it says yes the rest is left unproven

    Raises
    ------
    BriefError
        With all the mistakes at once, unknown members included.
    """
    case = _case_of(snapshot, brief, members, directory)
    chosen = tuple(int(i) for i in np.searchsorted(case.candidates, case.brief.locked))
    refused = _refused(case, brief)
    others = tuple(i for i in refused if i not in chosen)
    free = replace(case.problem, locked=(), excluded=others)
    inquiry = Inquiry(replace(case, problem=free), stop=stop)
    relaxed = _without_rules(inquiry.problem)
    solution = inquiry.score(chosen, relaxed)
    best = inquiry.solve(replace(inquiry.problem, excluded=refused))
    weakest = max(_removals(inquiry, chosen), key=lambda change: change.score, default=None)
    line_up = None if solution is None else describe(case, solution, solution.volume, rank=1)
    score = None if solution is None else solution.objective
    return Judgement(
        **heading(case),
        broken=(
            *_broken_by_name(case, brief, chosen, refused),
            *_broken_by_volume(case, inquiry, relaxed, chosen),
        ),
        line_up=line_up,
        best_score=None if best.score is None else round(best.score, _DIGITS),
        best_proven=best.sure,
        share_of_best=_share(score, best.score),
        weakest=weakest,
        addition=_addition(inquiry, chosen, solution),
        swap=_swap(inquiry, chosen, solution),
        removal=weakest if weakest is not None and weakest.gain > 0 else None,
    )


def _share(score: float | None, best: float | None) -> float | None:
    return None if score is None or not best else round(score / best, _SHARE_DIGITS)


def _case_of(
    snapshot: Snapshot, brief: Brief, members: Sequence[str], directory: Directory | None
) -> Case:
    """The case in which these members are certainly candidates, whatever the gates say."""
    if not members:
        raise BriefError([BriefMistake("members", "name at least one organisation")])
    named = replace(
        brief,
        must=tuple(members),
        max_members=max(brief.max_members, len(members)),
        gates=(*brief.gates, f"{GateKey.CONSENT}=off"),
    )
    try:
        return open_case(snapshot, named, directory=directory)
    except BriefError as error:
        renamed = [
            replace(mistake, field="members") if mistake.field == "must" else mistake
            for mistake in error.mistakes
        ]
        raise BriefError(renamed) from None


def _refused(case: Case, brief: Brief) -> tuple[int, ...]:
    """The candidates that the gate of consent drops."""
    gates, _ = read_gates(case.snapshot, brief.gates)
    if not gates.on(GateKey.CONSENT):
        return ()
    agreed = {*case.brief.consented, case.brief.lead}
    return tuple(i for i, body in enumerate(case.candidates.tolist()) if body not in agreed)


def _without_rules(problem: Problem) -> Problem:
    """The same problem with only need, capacity and membership left."""
    return replace(
        problem,
        may_lead=np.ones(problem.candidates, dtype=bool),
        min_volume=np.zeros(problem.candidates),
        value_limit=np.full(problem.candidates, np.inf),
        min_vcse_share=0.0,
        quotas=(),
        excluded=(),
        conflicts=(),
    )


def _broken_by_name(
    case: Case, brief: Brief, members: tuple[int, ...], refused: tuple[int, ...]
) -> Iterator[str]:
    """The rules that are broken by who is in it."""
    if len(members) > brief.max_members:
        yield f"max_members: it has {len(members)} members, and {brief.max_members} are allowed"
    if not case.problem.may_lead[list(members)].any():
        yield f"lead: no member can hold the contract ({_lead_gates(case)})"
    names = [case.snapshot.organisations[case.candidates[i]].name for i in members if i in refused]
    if names:
        yield f"consent: {', '.join(names)} did not consent, and the gate asks for it"


def _broken_by_volume(
    case: Case, inquiry: Inquiry, relaxed: Problem, members: tuple[int, ...]
) -> Iterator[str]:
    """The rules that no sharing out of the work keeps, each tried alone."""
    brief, problem = case.brief.brief, inquiry.problem
    rules: dict[str, dict[str, object]] = {
        f"min_vcse_share: less than {brief.min_vcse_share:.0%} of the volume goes to VCSEs": {
            "min_vcse_share": problem.min_vcse_share
        },
        f"min_work: not every member gets {brief.min_work:.0%} of what it could do": {
            "min_volume": problem.min_volume
        },
        "local_or_small: too few members are local or small": {"quotas": problem.quotas},
    }
    for sentence, rule in rules.items():
        if inquiry.score(members, replace(relaxed, **rule)) is None:  # type: ignore[arg-type]
            yield sentence


def _lead_gates(case: Case) -> str:
    on = [
        gate.name.lower()
        for key, gate in case.brief.gates.gates.items()
        if gate.on and key in {GateKey.FUNDING_ACCESS, GateKey.GUARANTEE, GateKey.MARKET_SHARE}
    ]
    return f"gates: {', '.join(on)}" if on else "no gate is on"


def _addition(
    inquiry: Inquiry, members: tuple[int, ...], solution: Solution | None
) -> Change | None:
    """The best one more, all rules kept; None where the line-up is full."""
    size = len(members)
    if size >= inquiry.problem.max_members:
        return None
    found = inquiry.solve(near(inquiry.problem, members, kept=size, size=size + 1))
    return _change(inquiry, members, found, solution)


def _swap(inquiry: Inquiry, members: tuple[int, ...], solution: Solution | None) -> Change | None:
    """The best exchange of one for another, all rules kept."""
    size = len(members)
    found = inquiry.solve(near(inquiry.problem, members, kept=size - 1, size=size))
    return _change(inquiry, members, found, solution)


def _removals(inquiry: Inquiry, members: tuple[int, ...]) -> list[Change]:
    """The line-up without each of its members, scored as it stands, rules aside."""
    relaxed = _without_rules(inquiry.problem)
    whole = inquiry.score(members, relaxed)
    changes = []
    for member in members:
        rest = tuple(m for m in members if m != member)
        without = inquiry.score(rest, relaxed) if rest else None
        if without is not None and whole is not None:
            changes.append(_as_change(inquiry, None, member, without, whole.objective, proven=True))
    return changes


def _change(
    inquiry: Inquiry, members: tuple[int, ...], found: Found, before: Solution | None
) -> Change | None:
    if found.solution is None:
        return None
    comes = sorted(set(found.solution.members) - set(members))
    goes = sorted(set(members) - set(found.solution.members))
    if not comes:
        return None
    return _as_change(
        inquiry,
        comes[0],
        goes[0] if goes else None,
        found.solution,
        0.0 if before is None else before.objective,
        proven=found.sure,
    )


def _as_change(
    inquiry: Inquiry,
    comes: int | None,
    goes: int | None,
    solution: Solution,
    score: float,
    *,
    proven: bool,
) -> Change:
    bodies = [inquiry.case.snapshot.organisations[i] for i in inquiry.case.candidates]
    covered = float(solution.volume.sum()) / float(inquiry.problem.need.sum())
    return Change(
        comes=None if comes is None else bodies[comes].id,
        comes_name=None if comes is None else bodies[comes].name,
        goes=None if goes is None else bodies[goes].id,
        goes_name=None if goes is None else bodies[goes].name,
        score=round(solution.objective, _DIGITS),
        gain=round(solution.objective - score, _DIGITS),
        coverage=round(covered, _SHARE_DIGITS),
        proven=proven,
    )
