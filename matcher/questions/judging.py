"""Judging a given line-up, complete or not, own or a rival's.

The rules that it breaks are named, and it is scored without those; then it is compared with the
best line-up there is, and with the best ones that differ from it by one member.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.answer.describe import describe
from matcher.brief.gates import GateKey
from matcher.brief.names import Directory
from matcher.brief.request import resolve
from matcher.case.build import RIVALS, build_case
from matcher.case.scoring import ScoringRules
from matcher.errors import BriefError, BriefMistake, UnknownNameError
from matcher.inquiry.inquiry import Inquiry, near
from matcher.lineups import heading
from matcher.questions.findings import Change, Judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.request import Brief, ResolvedBrief
    from matcher.case.build import Case
    from matcher.inquiry.inquiry import Solved
    from matcher.problem.model import Problem, Solution

_DIGITS, _SHARE_DIGITS = 6, 4
_RULES = ScoringRules()
_NOT_KEPT = {
    RIVALS: "more than one member is a firm that could lead itself",
    GateKey.LOCAL_OR_SMALL: "too few members are local or small",
    GateKey.WOMENS_PROVIDER: "no member works only for women, and one is known here",
}
_OF_LEADS = {GateKey.FUNDING_ACCESS, GateKey.GUARANTEE, GateKey.MARKET_SHARE}


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
    given = _given(snapshot, brief, members, directory or Directory(snapshot))
    case, inquiry = given.case, Inquiry(given.case, stop=stop)
    broken, kept = _rules_kept(given, inquiry)
    solution = inquiry.score(given.members, kept)
    score = 0.0 if solution is None else solution.objective
    best = inquiry.solve(given.strict)
    removals = _removals(inquiry, given.members, kept, score)
    weakest = max(removals, key=lambda change: change.score, default=None)
    line_up = None if solution is None else describe(case, solution, solution.volume, rank=1)
    return Judgement(
        **heading(replace(case, brief=given.brief)),
        broken=(*_broken_by_name(given), *broken),
        line_up=line_up,
        best_score=None if best.score is None else round(best.score, _DIGITS),
        best_proven=best.sure,
        share_of_best=round(score / best.score, _SHARE_DIGITS) if best.score else None,
        weakest=weakest,
        addition=_addition(inquiry, given, score),
        swap=_swap(inquiry, given, score),
        removal=weakest if weakest is not None and weakest.gain > 0 else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """A line-up to be judged by a brief.

    `case` is one in which its members are candidates, whatever the brief says of them; `strict` is
    the problem with all the brief's rules, must-haves and never-haves aside; `refused` are the
    candidates that the gate of consent drops.
    """

    brief: ResolvedBrief
    case: Case
    members: tuple[int, ...]
    refused: tuple[int, ...]
    strict: Problem

    def names(self, candidates: Sequence[int]) -> str:
        return ", ".join(self.case.organisation(candidate).name for candidate in candidates)


def _given(snapshot: Snapshot, brief: Brief, members: Sequence[str], names: Directory) -> _Given:
    resolved, chosen = _resolved(snapshot, brief, members, names)
    gates = resolved.gates.lifted(GateKey.CONSENT)
    allowed = replace(
        resolved,
        must=chosen,
        never=tuple(index for index in resolved.never if index not in chosen),
        gates=gates,
    )
    case = build_case(snapshot, allowed, rules=_RULES)
    rows = tuple(int(i) for i in np.searchsorted(case.candidates, sorted(chosen)))
    refused = tuple(_refused(case, resolved))
    strict = replace(case.problem, locked=(), excluded=refused)
    others = tuple(i for i in refused if i not in rows)
    wide = _wide_enough(replace(case.problem, locked=(), excluded=others), len(rows))
    return _Given(
        brief=resolved,
        case=replace(case, problem=wide),
        members=rows,
        refused=refused,
        strict=strict,
    )


def _resolved(
    snapshot: Snapshot, brief: Brief, members: Sequence[str], names: Directory
) -> tuple[ResolvedBrief, tuple[int, ...]]:
    """The brief and the members, with the mistakes of both at once."""
    mistakes: list[BriefMistake] = []
    chosen: list[int] = []
    for name in members:
        try:
            chosen.append(names.organisation(name))
        except UnknownNameError as error:
            mistakes.append(BriefMistake("members", str(error)))
    if not members:
        mistakes.append(BriefMistake("members", "name at least one organisation"))
    try:
        resolved = resolve(snapshot, brief, directory=names)
    except BriefError as error:
        raise BriefError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise BriefError(mistakes)
    lead = () if resolved.lead is None else (resolved.lead,)
    return resolved, tuple(dict.fromkeys((*chosen, *lead)))


def _refused(case: Case, brief: ResolvedBrief) -> Iterator[int]:
    """The candidates that the gate of consent drops."""
    if brief.gates.on(GateKey.CONSENT):
        agreed = {*brief.consented, brief.lead}
        for candidate, organisation in enumerate(case.candidates.tolist()):
            if organisation not in agreed:
                yield candidate


def _wide_enough(problem: Problem, size: int) -> Problem:
    """The problem with room for so many members."""
    return replace(problem, max_members=max(problem.max_members, size))


def _rules_kept(given: _Given, inquiry: Inquiry) -> tuple[list[str], Problem]:
    """Which rules no sharing out of the work keeps, and the problem with those that one keeps."""
    brief, problem, members = given.brief.brief, inquiry.problem, given.members
    kept, broken = _without_rules(problem, members), []
    for sentence, add in _rules(brief, problem):
        tried = add(kept)
        nobody = tried.min_vcse_share > 0 and not problem.is_vcse[list(members)].any()
        if nobody or inquiry.score(members, tried) is None:
            broken.append(sentence)
        else:
            kept = tried
    return broken, kept


def _rules(brief: Brief, problem: Problem) -> Iterator[tuple[str, Callable[[Problem], Problem]]]:
    """The rules that a line-up may break, and how each is added to a problem without it."""
    for quota in problem.quotas:
        yield (
            f"{quota.rule}: {_NOT_KEPT[quota.rule]}",
            lambda p, quota=quota: replace(p, quotas=(*p.quotas, quota)),  # type: ignore[misc]
        )
    yield (
        f"min_work: not every member can get {brief.min_work:.0%} of what it could do",
        lambda p: replace(p, min_volume=problem.min_volume),
    )
    yield (
        f"min_vcse_share: VCSEs cannot do {brief.min_vcse_share:.0%} of the work",
        lambda p: replace(p, min_vcse_share=problem.min_vcse_share),
    )


def _without_rules(problem: Problem, members: tuple[int, ...]) -> Problem:
    """The same problem with only need, capacity and membership left, and a lead if there is one."""
    led = bool(problem.may_lead[list(members)].any())
    return replace(
        problem,
        may_lead=problem.may_lead if led else np.ones(problem.candidates, dtype=bool),
        min_volume=np.zeros(problem.candidates),
        min_vcse_share=0.0,
        quotas=(),
        excluded=(),
    )


def _broken_by_name(given: _Given) -> Iterator[str]:
    """The rules that are broken by who is in it."""
    case, brief, members = given.case, given.brief, given.members
    most = brief.brief.max_members
    if len(members) > most:
        yield f"max_members: it has {len(members)} members, and {most} are allowed"
    indices = [int(case.candidates[member]) for member in members]
    for member, index in zip(members, indices, strict=True):
        if barred := case.why_barred(index):
            yield f"members: {case.organisation(member).name} {barred}"
    if missing := [case.snapshot.organisations[i].name for i in brief.must if i not in indices]:
        yield f"must: {', '.join(missing)} is missing"
    if named := [case.snapshot.organisations[i].name for i in brief.never if i in indices]:
        yield f"never: {', '.join(named)} is in it"
    if not case.problem.may_lead[list(members)].any():
        yield f"lead: no member can hold the contract ({_lead_gates(case)})"
    if refused := [member for member in members if member in given.refused]:
        yield f"consent: {given.names(refused)} did not consent, which the gate requires"


def _lead_gates(case: Case) -> str:
    gates = case.brief.gates.gates.items()
    on = [gate.name.lower() for key, gate in gates if gate.on and key in _OF_LEADS]
    return f"gates: {', '.join(on)}" if on else "no gate is on"


def _addition(inquiry: Inquiry, given: _Given, score: float) -> Change | None:
    """The best one more, all rules kept; None where the line-up is full."""
    size = len(given.members)
    if size >= given.strict.max_members:
        return None
    tried = near(given.strict, given.members, kept=size, size=size + 1, new=1)
    return _change(inquiry, given, inquiry.solve(tried), score)


def _swap(inquiry: Inquiry, given: _Given, score: float) -> Change | None:
    """The best exchange of one for another, all rules kept; None where it has too many."""
    size = len(given.members)
    if size > given.strict.max_members:
        return None
    tried = near(given.strict, given.members, kept=size - 1, size=size, new=1)
    return _change(inquiry, given, inquiry.solve(tried), score)


def _removals(
    inquiry: Inquiry, members: tuple[int, ...], kept: Problem, score: float
) -> Iterator[Change]:
    """The line-up without each of its members; those that break a rule which it keeps are not."""
    for member in members:
        rest = tuple(other for other in members if other != member)
        after = inquiry.score(rest, kept) if rest else None
        if after is not None:
            yield _as_change(inquiry.case, None, member, after, score, proven=True)


def _change(inquiry: Inquiry, given: _Given, found: Solved, score: float) -> Change | None:
    if found.solution is None:
        return None
    comes = min(set(found.solution.members) - set(given.members))
    goes = min(set(given.members) - set(found.solution.members), default=None)
    return _as_change(inquiry.case, comes, goes, found.solution, score, proven=found.sure)


def _as_change(
    case: Case,
    comes: int | None,
    goes: int | None,
    solution: Solution,
    score: float,
    *,
    proven: bool,
) -> Change:
    newcomer = None if comes is None else case.organisation(comes)
    leaver = None if goes is None else case.organisation(goes)
    covered = float(solution.volume.sum()) / float(case.problem.need.sum())
    return Change(
        comes=None if newcomer is None else newcomer.id,
        comes_name=None if newcomer is None else newcomer.name,
        goes=None if leaver is None else leaver.id,
        goes_name=None if leaver is None else leaver.name,
        score=round(solution.objective, _DIGITS),
        gain=round(solution.objective - score, _DIGITS),
        coverage=round(covered, _SHARE_DIGITS),
        proven=proven,
    )
