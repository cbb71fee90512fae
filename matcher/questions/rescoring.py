"""A line-up changed by hand: its new score, and the new best with what is locked, in a moment.

What takes long is done once for a brief, whoever must be in or out: `open_bench` reads the problem
and finds its best line-up. What that found out about bounds holds for every line-up with further
rules about who is a member, so `rescore` starts from there. If the new best is not proven within
its moment, the best so far is told with its gap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from matcher.answer.describe import coverage_of, describe
from matcher.answer.place_work import place_work
from matcher.brief.gates import GateKey
from matcher.brief.names import Directory
from matcher.case.build import RIVALS
from matcher.engine.solver import Memory, score
from matcher.errors import BriefError, BriefMistake, MembersError
from matcher.inquiry.contributions import parts_of
from matcher.inquiry.inquiry import Inquiry
from matcher.inquiry.pressure import pressure_of
from matcher.inquiry.remedies import check_case
from matcher.lineups import heading, open_case
from matcher.problem.merging import merge_cells
from matcher.questions.given import broken_by_name, given_line_up, rules_kept, under
from matcher.questions.rescoring_records import BestWithLocks, Comparison, Rescored
from matcher.questions.ties import ties_between

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.request import Brief, ResolvedBrief
    from matcher.case.build import Case
    from matcher.inquiry.inquiry import Solved
    from matcher.problem.merging import MergedProblem
    from matcher.problem.model import Problem, Solution
    from matcher.questions.given import Given

WITHIN_S = 0.4
"""How long the new best is looked for, in seconds; the rest of a second is for all else."""
_DIGITS, _SHARE_DIGITS = 6, 4
_LEAST = 1e-9
_NOTHING = "these members cannot share out any work"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bench:
    """A brief's problem where nobody must be in or out, and what is known of it.

    `best` is its best line-up, over the case's own cells.
    """

    case: Case
    merged: MergedProblem
    memory: Memory
    best: Solved


def free_brief(brief: Brief) -> Brief:
    """The brief whose bench serves another, whoever that says must be in or out."""
    return replace(brief, must=(), never=(), k=1, min_difference=1)


def open_bench(
    snapshot: Snapshot,
    brief: Brief,
    *,
    directory: Directory | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Bench:
    """Read a brief's problem and find its best line-up, within the brief's time.

    Raises
    ------
    BriefError
        With all the mistakes of the brief at once.
    NoLineUpError
        If the area needs nothing, or nobody is known there.
    """
    case = open_case(snapshot, free_brief(brief), directory=directory)
    check_case(case)
    merged, memory = merge_cells(case.problem), Memory()
    best = Inquiry(case, merged=merged, memory=memory, stop=stop).best
    return Bench(case=case, merged=merged, memory=memory, best=best)


def rescore(
    bench: Bench,
    brief: Brief,
    members: Sequence[str],
    *,
    before: Sequence[str] = (),
    within_s: float = WITHIN_S,
    directory: Directory | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Rescored:
    """Score a line-up, and find the best one that keeps the brief's must-haves.

    Parameters
    ----------
    bench : of the same brief; see `free_brief`
    brief : its must-haves are locked, its never-haves may not come
    members : by identifier, name or alias; the brief's lead is one of them
    before : the members before the last change, if there was one
    within_s : how long the new best is looked for, in seconds
    directory : the snapshot's names, where the caller keeps them
    stop : asked often; once it says yes the best found so far counts

    Raises
    ------
    BriefError
        With all the mistakes at once, unknown members included.
    """
    snapshot, names = bench.case.snapshot, directory or Directory(bench.case.snapshot)
    given = given_line_up(snapshot, brief, members, names)
    merged = merge_cells(given.case.problem)
    broken, kept = rules_kept(given, merged.problem)
    own = _scored(kept, given.members, merged)
    found = _best(bench, given, within_s=within_s, directory=names, stop=stop)
    best = bench.best.solution
    top = None if best is None else _rounded(best)
    return Rescored(
        **heading(replace(given.case, brief=given.brief)),
        broken=(*broken_by_name(given), *broken),
        **_told(replace(given.case, problem=under(given.case.problem, kept)), own),
        score_before=_score_of(snapshot, brief, before, names) if before else None,
        best=found.told(given),
        best_sure=found.solved.sure,
        best_of_all=top,
        best_of_all_proven=bench.best.sure,
        share_of_best=round(own.objective / top, _SHARE_DIGITS) if own and top else None,
    )


def _told(case: Case, own: Solution | None) -> dict[str, Any]:
    """What is told of a line-up in hand itself, as fields of `Rescored`."""
    if own is None:
        return {"line_up": None, "parts": (), "work": (), "ties": (), "pressure": None}
    inquiry, whom = Inquiry(case), case.candidates[list(own.members)].tolist()
    return {
        "line_up": describe(case, own, own.volume, rank=1),
        "parts": parts_of(inquiry, own),
        "work": place_work(case, own),
        "ties": ties_between(case.snapshot, whom, as_of=case.brief.as_of),
        "pressure": pressure_of(inquiry, own),
    }


def compare(
    snapshot: Snapshot,
    brief: Brief,
    line_ups: Sequence[Sequence[str]],
    *,
    directory: Directory | None = None,
) -> Comparison:
    """Score line-ups of one area beside each other, each without the rules that it breaks.

    Raises
    ------
    BriefError
        With all the mistakes of a line-up at once, unknown members included.
    """
    names = directory or Directory(snapshot)
    found, broken = [], []
    for rank, members in enumerate(line_ups, 1):
        given = given_line_up(snapshot, brief, members, names)
        merged = merge_cells(given.case.problem)
        unkept, kept = rules_kept(given, merged.problem)
        own = _scored(kept, given.members, merged)
        if own is None:
            raise BriefError([BriefMistake("members", _NOTHING)])
        found.append(describe(given.case, own, own.volume, rank=rank, reasons=False))
        broken.append((*broken_by_name(given), *unkept))
    return Comparison(
        **heading(replace(given.case, brief=given.brief)),
        line_ups=tuple(found),
        broken=tuple(broken),
    )


def _scored(problem: Problem, members: tuple[int, ...], merged: MergedProblem) -> Solution | None:
    """Give members their best volumes over the case's own cells; None where they break a rule."""
    try:
        own = score(problem, members)
    except MembersError:
        return None
    return replace(own, volume=merged.spread(own.volume))


def _score_of(
    snapshot: Snapshot, brief: Brief, members: Sequence[str], names: Directory
) -> float | None:
    """The score of another line-up, without the rules that it breaks."""
    given = given_line_up(snapshot, brief, members, names)
    merged = merge_cells(given.case.problem)
    own = _scored(rules_kept(given, merged.problem)[1], given.members, merged)
    return None if own is None else _rounded(own)


def _rounded(solution: Solution) -> float:
    """The score as answers tell it: the sum of its rounded parts."""
    return round(sum(round(value, _DIGITS) for value in solution.criteria.values()), _DIGITS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Found:
    """The best line-up found under the locks, in the rows of a case."""

    case: Case
    solved: Solved

    def told(self, given: Given) -> BestWithLocks | None:
        """Say how it differs from the line-up in hand."""
        best, case = self.solved.solution, self.case
        if best is None:
            return None
        ids = [str(case.organisation(row).id) for row in best.members]
        own = [str(given.case.organisation(row).id) for row in given.members]
        return BestWithLocks(
            score=_rounded(best),
            gap=round(best.gap, _DIGITS),
            proven=best.proven_optimal,
            coverage=coverage_of(case, best.volume).overall,
            lead=str(case.organisation(best.lead).id),
            members=tuple(ids),
            comes=tuple(each for each in ids if each not in own),
            goes=tuple(each for each in own if each not in ids),
        )


def _best(
    bench: Bench,
    given: Given,
    *,
    within_s: float,
    directory: Directory,
    stop: Callable[[], bool],
) -> _Found:
    """The best line-up of a brief, from the bench's knowledge where its problem only adds rules."""
    brief = given.brief
    locks, top = _locks(bench.case, brief), bench.best.solution
    if locks is not None and top is not None:
        members = set(top.members)
        if members.issuperset(locks[0]) and members.isdisjoint(locks[1]):
            return _Found(case=bench.case, solved=bench.best)
    if locks is None:
        case = open_case(bench.case.snapshot, brief.brief, directory=directory)
        inquiry = Inquiry(_in_a_moment(case, within_s), stop=stop)
        problem = case.problem
    else:
        case = bench.case
        inquiry = Inquiry(
            _in_a_moment(case, within_s), merged=bench.merged, memory=bench.memory, stop=stop
        )
        locked = tuple(sorted({*case.problem.locked, *locks[0]}))
        problem = replace(case.problem, locked=locked, excluded=locks[1])
    solved = inquiry.solve(problem, starts=_starts(bench, given, case, problem))
    return _Found(case=case, solved=solved if locks is None else _bounded(solved, bench.best))


def _bounded(solved: Solved, free: Solved) -> Solved:
    """What is known of a line-up under further rules: none scores more than without them."""
    best, most = solved.solution, free.solution
    if best is None or most is None or most.bound >= best.bound:
        return solved
    bound = max(most.bound, best.objective)
    gap = (bound - best.objective) / max(abs(best.objective), _LEAST)
    return replace(solved, solution=replace(best, bound=bound, gap=gap))


def _in_a_moment(case: Case, within_s: float) -> Case:
    """The case with less time to search."""
    brief = replace(case.brief.brief, time_limit_s=within_s)
    return replace(case, brief=replace(case.brief, brief=brief))


def _locks(case: Case, brief: ResolvedBrief) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The rows that must be in and must not; None where that changes more than who is a member.

    It does where somebody who must be in is no candidate otherwise or had to consent, or is one of
    two rivals, and where nobody else is left who works for women only.
    """
    locked = [case.candidate(organisation) for organisation in brief.locked]
    excluded = {case.candidate(organisation) for organisation in brief.never} - {None}
    if None in locked or brief.gates.on(GateKey.CONSENT):
        return None
    for quota in case.problem.quotas:
        if quota.rule == RIVALS and len(set(quota.candidates) & set(locked)) > 1:
            return None
        if quota.rule == GateKey.WOMENS_PROVIDER and excluded >= set(quota.candidates):
            return None
    rows = tuple(row for row in locked if row is not None)
    return rows, tuple(sorted(row for row in excluded if row is not None))


def _starts(
    bench: Bench, given: Given, case: Case, problem: Problem
) -> tuple[tuple[int, ...], ...]:
    """Line-ups that may be good: the one in hand, and the best of all with the locks kept."""
    ours = {int(given.case.candidates[row]) for row in given.members}
    best = bench.best.solution
    top = set() if best is None else {int(bench.case.candidates[row]) for row in best.members}
    found = []
    for organisations in (ours, top):
        rows = {case.candidate(each) for each in organisations} | set(problem.locked)
        known = tuple(sorted(row for row in rows if row is not None))
        found.append(tuple(row for row in known if row not in problem.excluded))
    return tuple(found)
