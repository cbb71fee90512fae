"""From all candidates to the few that matter, without losing the proof.

1. A linear programme over a part of the candidates, to which pricing adds whoever would improve it.
2. A first answer among that part.
3. The bound that the prices give for each candidate drops all who cannot be in a better answer.
4. Branch and bound over those who are left.

What was dropped is part of the bound reported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from matcher.formulation import Formulation, LinearModel, Rival
from matcher.pricing import Market, Priced, Prices
from matcher.search import Found, Relaxation, branch_and_bound

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from matcher.problem import Problem

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

FEW = 80
"""So many candidates are solved as they are; also the size of the first part of more."""

_ADDED = 40
_ROUNDS = 40
_CLOSE = 2e-4
_SURELY = 1e-9
_FIRST_GAP = 5e-3
_FIRST_STEPS = 60
_WORTH_DROPPING = 0.7


class _Patience:
    """Says stop after so many questions, or when time is out; counting keeps answers the same."""

    def __init__(self, steps: int, out_of_time: Callable[[], bool]) -> None:
        self.steps, self.out_of_time = steps, out_of_time

    def __call__(self) -> bool:
        self.steps -= 1
        return self.steps < 0 or self.out_of_time()


class LinearSolver(Relaxation, Protocol):
    """A relaxation that also tells the prices of its rows, by block, after a solve."""

    def row_prices(self) -> Mapping[str, Floats]:
        """The last solve's price of each row: what one more unit of its limit would gain."""


class MakeSolver(Protocol):
    """Makes a solver of a model whose first `decisions` columns are yes-or-no."""

    def __call__(self, model: LinearModel, decisions: int) -> LinearSolver:
        """Make it."""


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Some candidates, their own formulation and a solver for it."""

    candidates: Indices
    formulation: Formulation
    solver: LinearSolver


class Narrowing:
    """The search for the best line-up of one problem beside its rivals."""

    def __init__(self, problem: Problem, rivals: Sequence[Rival], make: MakeSolver) -> None:
        """Prepare the pricing of all candidates."""
        self.problem, self.rivals, self.make = problem, rivals, make
        self.market = Market(Formulation(problem), rivals)
        self.bounds = np.full(problem.candidates, np.inf)
        self.bound = np.inf

    def best(self, *, gap: float, out_of_time: Callable[[], bool]) -> Found:
        """Find the best line-up; its decisions are over all candidates."""
        if self.problem.candidates <= FEW:
            return self._search(self._part(self._everybody()), gap, out_of_time)
        part = self._priced_part(out_of_time)
        first = None if part is None else self._first(part, out_of_time)
        if first is None or (first.decisions is None and first.finished):
            return self._search(self._part(self._everybody()), gap, out_of_time)
        if first.decisions is None:
            return replace(first, bound=self.bound)
        return self._proven(first, gap, out_of_time)

    def _first(self, part: _Part, out_of_time: Callable[[], bool]) -> Found:
        """A first answer among a part: soon, and good enough to drop most others."""
        steps = _FIRST_STEPS
        while True:
            patience = _Patience(steps, out_of_time)
            found = self._search(part, _FIRST_GAP, patience, hurry=True)
            if found.decisions is not None or found.finished or out_of_time():
                return found
            steps *= 4

    def _proven(self, first: Found, gap: float, out_of_time: Callable[[], bool]) -> Found:
        """Search again among all who could be in a better line-up than the first."""
        core = self._core(first, gap, out_of_time)
        dropped = float(np.where(self._hopeful(first, gap), -np.inf, self.bounds).max())
        bound = max(first.value, min(dropped, self.bound))
        if core is None:
            return replace(first, bound=bound, finished=True)
        found = self._search(core, gap, out_of_time, known=first.value)
        bound = max(bound, min(found.bound, self.bound))
        better = first.decisions if found.decisions is None else found.decisions
        return replace(found, decisions=better, value=max(found.value, first.value), bound=bound)

    def _core(self, first: Found, gap: float, out_of_time: Callable[[], bool]) -> _Part | None:
        """Those who could be in a better line-up; priced again while that drops many of them."""
        hopeful = self._hopeful(first, gap)
        while hopeful.any():
            core = self._part(np.flatnonzero(hopeful))
            if len(core.candidates) <= FEW or out_of_time() or self._priced(core) is None:
                return core
            fewer = self._hopeful(first, gap)
            if fewer.sum() > _WORTH_DROPPING * hopeful.sum():
                return self._part(np.flatnonzero(fewer)) if fewer.any() else None
            hopeful = fewer
        return None

    def _hopeful(self, first: Found, gap: float) -> NDArray[np.bool_]:
        hopeful = self.bounds > first.value + gap * abs(first.value)
        if self.bound <= first.value + gap * abs(first.value):
            hopeful[:] = False
        elif hopeful.any():
            hopeful[list(self.problem.locked)] = True
        return np.asarray(hopeful)

    def _priced(self, part: _Part) -> tuple[float, Priced, float] | None:
        """Solve a part's linear programme and bound all candidates by its prices."""
        relaxed = part.solver(())
        if relaxed is None:
            return None
        prices, size_price = self._prices(part)
        priced = self.market.price(prices)
        self.bounds = np.minimum(self.bounds, priced.bound_with())
        self.bound = min(self.bound, priced.bound)
        return relaxed.bound, priced, size_price

    def _everybody(self) -> Indices:
        return np.arange(self.problem.candidates)

    def _part(self, candidates: Indices) -> _Part:
        formulation = Formulation(self.problem.only(candidates))
        new = {int(old): position for position, old in enumerate(candidates)}
        rivals = [
            Rival(members=tuple(new[m] for m in r.members if m in new), allowance=r.allowance)
            for r in self.rivals
        ]
        model = formulation.model(rivals=rivals)
        return _Part(candidates, formulation, self.make(model, len(candidates)))

    def _search(
        self,
        part: _Part,
        gap: float,
        out_of_time: Callable[[], bool],
        *,
        known: float = -np.inf,
        hurry: bool = False,
    ) -> Found:
        found = branch_and_bound(
            part.solver, gap=gap, out_of_time=out_of_time, known=known, hurry=hurry
        )
        if found.decisions is None:
            return found
        decisions = np.zeros(self.problem.candidates, dtype=bool)
        decisions[part.candidates[found.decisions]] = True
        return replace(found, decisions=decisions)

    def _priced_part(self, out_of_time: Callable[[], bool]) -> _Part | None:
        """Add whoever the prices want until nobody would improve the linear programme much."""
        inside = self._first_part()
        for _ in range(_ROUNDS):
            part = self._part(np.flatnonzero(inside))
            found = self._priced(part)
            if found is None:
                return None
            relaxed, priced, size_price = found
            if self.bound - relaxed <= _CLOSE * abs(relaxed) or out_of_time():
                return part
            wanted = np.where(inside, -np.inf, priced.worth)
            newcomers = np.argpartition(-wanted, min(_ADDED, len(wanted) - 1))[:_ADDED]
            newcomers = newcomers[wanted[newcomers] > size_price + _SURELY]
            if not len(newcomers):
                return part
            inside[newcomers] = True
        return part

    def _first_part(self) -> NDArray[np.bool_]:
        """The most worth at no prices: of all, of those who may lead, of VCSEs; and those named."""
        problem, pairs = self.problem, len(self.market.pair_gain)
        free = Prices(
            cell=np.zeros(problem.cells),
            vcse=0.0,
            lead=0.0,
            rivals=np.zeros(len(self.rivals)),
            quotas=np.zeros(len(problem.quotas)),
            star=np.zeros(problem.candidates),
            credit=np.full(pairs, np.nan),
        )
        worth = self.market.price(free).worth
        inside = np.zeros(problem.candidates, dtype=bool)
        groups = (np.ones_like(inside), problem.may_lead, problem.is_vcse)
        for group, count in zip(groups, (FEW // 2, FEW // 8, FEW // 4), strict=True):
            order = np.argsort(-np.where(group, worth, -np.inf), kind="stable")[:count]
            inside[order[group[order]]] = True
        for rival in self.rivals:
            inside[list(rival.members)] = True
        for quota in problem.quotas:
            named = np.array(quota.candidates, dtype=np.int64)
            most = max(quota.at_least, FEW // 8)
            if quota.at_least:
                inside[named[np.argsort(-worth[named], kind="stable")[:most]]] = True
        inside[list(problem.excluded)] = False
        inside[list(problem.locked)] = True
        return inside

    def _prices(self, part: _Part) -> tuple[Prices, float]:
        """Read the prices of a part's linear programme, in the terms of all candidates."""
        rows, own = part.solver.row_prices(), part.formulation
        star = np.zeros(self.problem.candidates)
        linked = np.unique(np.concatenate([own.pair_first, own.pair_second]))
        star[part.candidates[linked]] = np.maximum(rows["star"], 0.0)
        credit = np.full(len(self.market.pair_gain), np.nan)
        credit[self._pairs_of(part)] = np.maximum(rows["first"], 0.0)
        prices = Prices(
            cell=np.maximum(rows["cells"], 0.0),
            vcse=float(np.maximum(-rows["vcse"], 0.0).sum()) if "vcse" in rows else 0.0,
            lead=float(np.maximum(-rows["lead"], 0.0).sum()),
            rivals=np.maximum(rows["rivals"], 0.0) if "rivals" in rows else np.zeros(0),
            quotas=rows.get("quotas", np.zeros(0)),
            star=star,
            credit=credit,
        )
        return prices, float(np.maximum(rows["size"], 0.0).sum())

    def _pairs_of(self, part: _Part) -> Indices:
        """The positions of a part's pairs among all pairs."""
        everyone, own, count = self.market.formulation, part.formulation, self.problem.candidates
        keys = everyone.pair_first * count + everyone.pair_second
        ends = part.candidates[own.pair_first], part.candidates[own.pair_second]
        return np.searchsorted(keys, ends[0] * count + ends[1])
