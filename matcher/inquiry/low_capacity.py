"""What the low end of capacity changes: the same members, then the best line-up of the kind.

Capacity is known as a range and the line-up is the best for its middle. Here every organisation,
candidates outside the line-up too, can do only what the low end says. Needs stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.answer.describe import coverage_of
from matcher.answer.stress_records import BestThen, LowCapacity, ShareFall
from matcher.case.build import with_capacity
from matcher.case.kinds import kinds_of
from matcher.inquiry.falls import fallen_volumes, shared_anew
from matcher.problem.totals import volume_by_candidate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcher.case.build import Case
    from matcher.inquiry.inquiry import Inquiry
    from matcher.problem.model import Problem, Solution

_DIGITS = 6


def low_capacity_of(inquiry: Inquiry, solution: Solution) -> LowCapacity:
    """Tell what a line-up, and its best rival, could do with every capacity at its low end."""
    case = inquiry.case
    problem = with_capacity(case, case.capacity.low)
    after = shared_anew(inquiry, solution, problem)
    before, then = (coverage_of(case, one.volume) for one in (solution, after))
    best, proven = _best_then(inquiry, solution, problem)
    return LowCapacity(
        coverage=before.overall,
        same=fallen_volumes(
            inquiry, solution, volume_by_candidate(after.volume), after.objective, problem
        ),
        pathway=_falls_most(before.by_pathway, then.by_pathway),
        place=_falls_most(before.by_place, then.by_place),
        best=best,
        proven=proven,
    )


def _falls_most(before: Mapping[str, float], after: Mapping[str, float]) -> ShareFall:
    """The first of those that fall most, by difference of their shares."""
    key = max(before, key=lambda each: round(before[each] - after[each], _DIGITS))
    return ShareFall(key=key, before=before[key], after=after[key])


def _best_then(
    inquiry: Inquiry, solution: Solution, problem: Problem
) -> tuple[BestThen | None, bool]:
    """The best line-up of the same kind for this problem, and whether that is proven."""
    case, kinds = inquiry.case, kinds_of(inquiry.case)
    of_kind = kinds.only(problem, kinds.of(solution.lead, solution.members))
    found = inquiry.solve(problem if of_kind is None else of_kind)
    best = found.solution
    if best is None:
        return None, found.sure
    then = BestThen(
        score=round(best.objective, _DIGITS),
        coverage=coverage_of(case, best.volume).overall,
        lead=case.organisation(best.lead).id,
        members=_ids(case, set(best.members)),
        comes=_ids(case, set(best.members) - set(solution.members)),
        goes=_ids(case, set(solution.members) - set(best.members)),
    )
    return then, found.sure


def _ids(case: Case, members: set[int]) -> tuple[str, ...]:
    return tuple(case.organisation(member).id for member in sorted(members))
