"""Finding the best line-up, with its proof.

1. Bound all candidates (`matcher.narrowing`).
2. Make a first line-up of those that the linear programme takes most of.
3. Search those that could be in a better one (`matcher.search`), first only for much better ones,
   then for slightly better ones: each time the search ends the bound is as low as was searched for.

Whatever was learnt of a problem serves its next line-ups too: bounds, prices, line-ups priced.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.enumeration import DONE, LINE_UP
from matcher.formulation import span
from matcher.narrowing import Narrowing
from matcher.search import Search
from matcher.volumes import best_volumes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from matcher.formulation import Rival
    from matcher.linear import LinearSolver
    from matcher.narrowing import Part
    from matcher.problem import Problem
    from matcher.volumes import BestVolumes

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_PATIENCE = 20_000
_FINER = 4.0
_SMALL_CORE = 300
_ROUNDS = 4
_TIE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best line-up found (None where there is none), its value, and a bound over all.

    `finished` says whether the bound is within the gap, or that there is no line-up.
    """

    members: tuple[int, ...] | None
    value: float
    bound: float
    finished: bool


class Engine:
    """Finds line-ups of one problem, one after another."""

    def __init__(self, problem: Problem, linear: LinearSolver) -> None:
        """Prepare; nothing is solved yet."""
        self.problem, self.linear = problem, linear
        self.narrowing = Narrowing(problem, linear)
        self.known: dict[tuple[int, ...], BestVolumes] = {}
        self._worst = -2.0 * span(problem)

    def best(
        self, rivals: Sequence[Rival], *, gap: float, out_of_time: Callable[[], bool]
    ) -> Found:
        """Find the best line-up that keeps no more of each rival than it allows."""
        if not self._locks_are_possible(rivals):
            return Found(members=None, value=-np.inf, bound=-np.inf, finished=True)
        part = self.narrowing.narrow(rivals, out_of_time)
        if part is None:
            return Found(members=None, value=-np.inf, bound=-np.inf, finished=True)
        first = self._rounded(part, rivals)
        if first is not None:
            self._priced(first)
        return self._proven(rivals, gap, out_of_time)

    def _proven(
        self, rivals: Sequence[Rival], gap: float, out_of_time: Callable[[], bool]
    ) -> Found:
        bound = self.narrowing.bound
        members, value = self._incumbent(rivals)
        step = max((bound - value) / max(abs(value), 1e-9) / _FINER, gap) if members else gap
        core = self.narrowing.bounds > value + gap * abs(value)
        step = gap if core.sum() <= _SMALL_CORE else step
        while True:
            found = self._pass(rivals, members, value, step, out_of_time)
            members, value = found.members, found.value
            bound = min(bound, found.bound) if found.finished else bound
            bound = max(bound, value)
            if not found.finished or step <= gap:
                finished = found.finished
                return Found(members=members, value=value, bound=bound, finished=finished)
            step = max(step / _FINER, gap)

    def _pass(
        self,
        rivals: Sequence[Rival],
        members: tuple[int, ...] | None,
        value: float,
        step: float,
        out_of_time: Callable[[], bool],
    ) -> Found:
        """Search for line-ups that are better than the best known by more than a step."""

        def threshold() -> float:
            return self._worst if members is None else value + max(step, _TIE) * abs(value)

        core = np.flatnonzero(self.narrowing.bounds > threshold())
        priced = self.narrowing.priced
        assert priced is not None
        search = Search(self.narrowing.market, core, priced, rivals)
        for prices in self.narrowing.prices[-_ROUNDS:]:
            search.add(prices)
        for volumes in list(self.known.values())[-search.most_ceilings :]:
            search.add(volumes.prices)
        while True:
            status = search.go_on(threshold(), _PATIENCE)
            if status == DONE:
                return Found(members=members, value=value, bound=threshold(), finished=True)
            if status == LINE_UP:
                found = search.members
                volumes = self._priced(found)
                if volumes.objective > value:
                    members, value = found, volumes.objective
                search.add(volumes.prices)
            if out_of_time():
                return Found(members=members, value=value, bound=np.inf, finished=False)

    def _priced(self, members: tuple[int, ...]) -> BestVolumes:
        """Price a line-up exactly, once."""
        if members not in self.known:
            self.known[members] = best_volumes(self.problem, members, self.linear)
        return self.known[members]

    def _incumbent(self, rivals: Iterable[Rival]) -> tuple[tuple[int, ...] | None, float]:
        """The best line-up priced so far that is different enough."""
        best, value = None, -np.inf
        for members, volumes in self.known.items():
            if volumes.objective > value and all(
                len(set(rival.members) & set(members)) <= rival.allowance for rival in rivals
            ):
                best, value = members, volumes.objective
        return best, value

    def _locks_are_possible(self, rivals: Iterable[Rival]) -> bool:
        problem = self.problem
        locked = set(problem.locked)
        return (
            len(locked) <= problem.max_members
            and not any(set(pair) <= locked for pair in problem.conflicts)
            and all(
                quota.at_most is None or len(set(quota.candidates) & locked) <= quota.at_most
                for quota in problem.quotas
            )
            and all(len(set(rival.members) & locked) <= rival.allowance for rival in rivals)
        )

    def _rounded(self, part: Part, rivals: Sequence[Rival]) -> tuple[int, ...] | None:
        """The candidates that a linear programme takes most of, as far as the rules allow."""
        problem = self.problem
        priced = self.narrowing.priced
        assert priced is not None
        order = part.candidates[
            np.lexsort((-priced.worth[part.candidates], -np.round(part.chosen, 6)))
        ]
        chosen: list[int] = list(problem.locked)
        leads = set(np.flatnonzero(problem.may_lead).tolist())
        lower = [(leads, 1), *((set(q.candidates), q.at_least) for q in problem.quotas)]
        upper = [
            *((set(q.candidates), q.at_most) for q in problem.quotas if q.at_most is not None),
            *((set(r.members), r.allowance) for r in rivals),
        ]
        against: dict[int, set[int]] = {}
        for a, b in problem.conflicts:
            against.setdefault(a, set()).add(b)
            against.setdefault(b, set()).add(a)
        for candidate in order.tolist():
            places = problem.max_members - len(chosen)
            if places == 0:
                break
            held = set(chosen)
            if candidate in held or against.get(candidate, set()) & held:
                continue
            if any(candidate in who and len(who & held) >= most for who, most in upper):
                continue
            if any(
                least - len(who & held) >= places and candidate not in who for who, least in lower
            ):
                continue
            if priced.worth[candidate] <= 0 and all(len(who & held) >= n for who, n in lower):
                continue
            chosen.append(candidate)
        held = set(chosen)
        if not chosen or any(len(who & held) < least for who, least in lower):
            return None
        return tuple(sorted(chosen))
