"""Questions about one case, each answered by solving a changed problem.

Explanations, counterfactuals, stress tests and judgements all ask what the best line-up would be
if something were different. An `Inquiry` solves such problems within one time limit for all.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from matcher.engine.clock import Clock
from matcher.engine.solver import Memory, score, solve
from matcher.engine.threads import THREADS
from matcher.errors import MembersError, SolverError
from matcher.problem.merging import MergedProblem, merge_cells
from matcher.problem.model import RULES, Quota

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from matcher.case.build import Case
    from matcher.problem.model import Problem, Solution

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_LEAST_SECONDS = 0.05
WORTH = 1e-9
"""Differences in score below this are none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solved:
    """The best line-up of a changed problem, or None where there is none.

    `sure` is whether it was proven, or proven that there is none.
    """

    solution: Solution | None
    sure: bool

    @property
    def score(self) -> float | None:
        """The score of the best line-up."""
        return None if self.solution is None else self.solution.objective

    @property
    def none(self) -> bool:
        """Whether it was proven that there is no line-up."""
        return self.solution is None and self.sure

    def bound(self, problem: Problem) -> float:
        """What no line-up of the problem scores more, or leaving it unsolved, which scores 0.

        Full marks where time ran out before any line-up was found.
        """
        if self.solution is not None:
            return max(self.solution.bound, 0.0)
        if self.sure:
            return 0.0
        pairs = problem.max_members * (problem.max_members - 1) / 2 / problem.pair_scale
        best_lead = float(problem.lead_worth.max(initial=0.0))
        return float(problem.weight.sum()) + problem.pair_weight * pairs + best_lead


class Inquiry:
    """Solves variants of a case's problem."""

    def __init__(
        self,
        case: Case,
        *,
        best: Solution | None = None,
        merged: MergedProblem | None = None,
        memory: Memory | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Start the clock; the brief's time limit holds for all questions together.

        `best` is the best line-up of the case, where it is known already; then `merged` is the
        problem that was solved for it, and `memory` what that found out.
        """
        brief = case.brief.brief
        self.case, self.problem, self._known = case, case.problem, best
        self._clock = Clock(brief.time_limit_s)
        self._gap, self._seed, self._stop = brief.gap, brief.seed, stop
        self._merged, self._memory = merged or merge_cells(case.problem), memory or Memory()

    @cached_property
    def best(self) -> Solved:
        """The best line-up of the case itself."""
        if self._known is not None:
            return Solved(solution=self._known, sure=self._known.proven_optimal)
        return self.solve(self.problem)

    def _merge(self, problem: Problem) -> MergedProblem:
        """Merge cells; once for all problems that only add rules about who is a member."""
        if not problem.adds_rules_to(self.problem):
            return merge_cells(problem)
        rules = {name: getattr(problem, name) for name in RULES}
        return replace(self._merged, problem=replace(self._merged.problem, **rules))

    def solve(
        self,
        problem: Problem,
        *,
        gap: float | None = None,
        share: float = 1.0,
        starts: Sequence[tuple[int, ...]] = (),
    ) -> Solved:
        """Find the best line-up of a problem; `sure` is False where time ran out first.

        It takes at most the given share of all questions' time. `starts` are line-ups that may be
        good, see `matcher.engine.solver.solve`.
        """
        merged = self._merge(problem)
        most = share * self.case.brief.brief.time_limit_s
        seconds = max(min(self._clock.left_s, most), _LEAST_SECONDS)
        try:
            solutions = solve(
                merged.problem,
                time_limit_s=seconds,
                gap=self._gap if gap is None else gap,
                seed=self._seed,
                stop=self._stop,
                memory=self._memory,
                starts=starts,
            )
        except SolverError:
            return Solved(solution=None, sure=False)
        if not solutions:
            return Solved(solution=None, sure=True)
        best = solutions[0]
        spread = replace(best, volume=merged.spread(best.volume))
        return Solved(solution=spread, sure=best.proven_optimal)

    def score(self, members: Sequence[int], problem: Problem | None = None) -> Solution | None:
        """Give these members their best volumes; None where they break a rule."""
        try:
            return score(self.problem if problem is None else problem, members)
        except MembersError:
            return None


def in_parallel(question: Callable[[_Item], _Result], items: Iterable[_Item]) -> Iterator[_Result]:
    """Answer a question for each item, in their order.

    The solver lets go of Python while it works, so threads share the cores.
    """
    with ThreadPoolExecutor(THREADS) as pool:
        yield from pool.map(question, items)


def without(problem: Problem, candidate: int) -> Problem:
    """The same problem without one candidate, locked or not."""
    return replace(
        problem,
        locked=tuple(i for i in problem.locked if i != candidate),
        excluded=tuple(sorted({*problem.excluded, candidate})),
    )


def near(
    problem: Problem, members: Collection[int], *, kept: int, size: int, new: int = 0
) -> Problem:
    """Only line-ups of at most `size` that keep at least `kept` of these and have `new` others."""
    everybody = range(problem.candidates)
    quotas = [
        Quota(candidates=tuple(sorted(members)), at_least=kept),
        Quota(candidates=tuple(everybody), at_most=size),
    ]
    if new:
        others = tuple(sorted(set(everybody) - set(members)))
        quotas.append(Quota(candidates=others, at_least=new))
    return replace(problem, quotas=(*problem.quotas, *quotas))
