"""Judging a given line-up, complete or not, own or a rival's.

The rules that it breaks are named, and it is scored without those; then it is compared with the
best line-up there is, and with the best ones that differ from it by one member.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from matcher.answer.describe import describe
from matcher.brief.names import Directory
from matcher.inquiry.inquiry import Inquiry, near
from matcher.lineups import heading
from matcher.questions.findings import Change, Judgement
from matcher.questions.given import broken_by_name, given_line_up, rules_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.request import Brief
    from matcher.case.build import Case
    from matcher.inquiry.inquiry import Solved
    from matcher.problem.model import Problem, Solution
    from matcher.questions.given import Given

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
    given = given_line_up(snapshot, brief, members, directory or Directory(snapshot))
    case, inquiry = given.case, Inquiry(given.case, stop=stop)
    broken, kept = rules_kept(given, case.problem)
    solution = inquiry.score(given.members, kept)
    score = 0.0 if solution is None else solution.objective
    best = inquiry.solve(given.strict)
    removals = _removals(inquiry, given.members, kept, score)
    weakest = max(removals, key=lambda change: change.score, default=None)
    line_up = None if solution is None else describe(case, solution, solution.volume, rank=1)
    return Judgement(
        **heading(replace(case, brief=given.brief)),
        broken=(*broken_by_name(given), *broken),
        line_up=line_up,
        best_score=None if best.score is None else round(best.score, _DIGITS),
        best_proven=best.sure,
        share_of_best=round(score / best.score, _SHARE_DIGITS) if best.score else None,
        weakest=weakest,
        addition=_addition(inquiry, given, score),
        swap=_swap(inquiry, given, score),
        removal=weakest if weakest is not None and weakest.gain > 0 else None,
    )


def _addition(inquiry: Inquiry, given: Given, score: float) -> Change | None:
    """The best one more, all rules kept; None where the line-up is full."""
    size = len(given.members)
    if size >= given.strict.max_members:
        return None
    tried = near(given.strict, given.members, kept=size, size=size + 1, new=1)
    return _change(inquiry, given, inquiry.solve(tried), score)


def _swap(inquiry: Inquiry, given: Given, score: float) -> Change | None:
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


def _change(inquiry: Inquiry, given: Given, found: Solved, score: float) -> Change | None:
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
