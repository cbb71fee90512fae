"""The line-ups that a bidder chooses between: the best one, then others of other kinds.

Rank 1 is the best line-up of all. Then comes the best of every other kind (`matcher.case.kinds`),
by score; then further line-ups of any kind, each of which leaves out at least `min_difference`
members of every earlier one, and at most half of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from matcher.case.kinds import Kinds, LineUpKind, kinds_of
from matcher.engine.clock import Clock
from matcher.engine.solver import Memory, solve
from matcher.errors import SolverError
from matcher.problem.model import Problem, Quota

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matcher.brief.request import Brief
    from matcher.case.build import Case
    from matcher.problem.model import Solution

_LEAST_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """Line-ups, the best first; `complete` says whether further ones are known not to exist."""

    line_ups: tuple[Solution, ...]
    kinds: tuple[LineUpKind, ...]
    complete: bool


class _Search:
    """Solves one problem after the other within the time of a brief."""

    def __init__(self, brief: Brief, stop: Callable[[], bool]) -> None:
        self.brief, self._stop, self._clock = brief, stop, Clock(brief.time_limit_s)

    def best(self, problem: Problem, memory: Memory | None = None) -> tuple[Solution | None, bool]:
        """The best line-up, and whether it is known that there is no better one."""
        try:
            found = solve(
                problem,
                time_limit_s=max(self._clock.left_s, _LEAST_SECONDS),
                gap=self.brief.gap,
                seed=self.brief.seed,
                stop=self._stop,
                memory=memory,
            )
        except SolverError:
            return None, False
        return (found[0], found[0].why_stopped == "optimal") if found else (None, True)


def choose(
    case: Case,
    problem: Problem,
    *,
    memory: Memory,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, float], None] = lambda _found, _score: None,
) -> Choice:
    """Find the k line-ups of a brief; `problem` is the case's, or the same with merged cells.

    `progress` is told how many are found, and the score of the best.

    Raises
    ------
    SolverError
        If time ran out before a first line-up was found.
    """
    brief, kinds = case.brief.brief, kinds_of(case)
    first = solve(
        problem,
        time_limit_s=brief.time_limit_s,
        gap=brief.gap,
        seed=brief.seed,
        stop=stop,
        memory=memory,
    )
    if not first:
        return Choice(line_ups=(), kinds=(), complete=True)
    search, found, sure = _Search(brief, stop), [first[0]], True

    def tell(count: int) -> None:
        progress(min(count, brief.k), first[0].objective)

    tell(1)
    if brief.k > 1:
        others, sure = _other_kinds(search, kinds, problem, found[0])
        found += others
        tell(len(found))
    found, complete = _variants(search, problem, found[: brief.k], memory, tell)
    return Choice(
        line_ups=tuple(found),
        kinds=tuple(kinds.of(one.lead, one.members) for one in found),
        complete=complete and sure,
    )


def _other_kinds(
    search: _Search, kinds: Kinds, problem: Problem, best: Solution
) -> tuple[list[Solution], bool]:
    """The best line-up of each other kind, the best first."""
    own = kinds.of(best.lead, best.members)
    asked = [kinds.only(problem, kind) for kind in LineUpKind if kind is not own]
    answers = [search.best(one) for one in asked if one is not None]
    found = [solution for solution, _ in answers if solution is not None]
    found.sort(key=lambda one: (-one.objective, one.members))
    return found, all(sure for _, sure in answers)


def _variants(
    search: _Search,
    problem: Problem,
    found: Sequence[Solution],
    memory: Memory,
    tell: Callable[[int], None],
) -> tuple[list[Solution], bool]:
    """Add line-ups of any kind until there are k, or no more."""
    line_ups, brief = list(found), search.brief
    while len(line_ups) < brief.k:
        apart = tuple(_apart(one, brief.min_difference) for one in line_ups)
        quotas = (*problem.quotas, *apart)
        solution, sure = search.best(replace(problem, quotas=quotas), memory)
        if solution is None:
            return line_ups, sure
        line_ups.append(solution)
        tell(len(line_ups))
        if not sure:
            break
    return line_ups, False


def _apart(line_up: Solution, min_difference: int) -> Quota:
    """Leave out so many of a line-up's members, at most half of them."""
    fewest = min(min_difference, (len(line_up.members) + 1) // 2)
    return Quota(candidates=line_up.members, at_most=len(line_up.members) - fewest)
