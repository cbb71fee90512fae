"""Choosing areas that are worth most together within a few budgets: a knapsack, exactly.

Depth first, the areas of most worth first; a branch is left where even parts of areas, within each
budget alone, could not better the best choice found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Budget:
    """What the areas bid for use of something of which there is only so much.

    `use` is each area's, shape (A,).
    """

    name: str
    use: Floats
    limit: float

    def allows(self, areas: Sequence[int]) -> bool:
        """Whether these areas keep within it."""
        return float(self.use[list(areas)].sum()) <= self.limit * (1 + _TOLERANCE)


def choose(worth: Floats, budgets: Sequence[Budget]) -> tuple[int, ...]:
    """Give the areas that are worth most and keep within all budgets; none of no worth.

    >>> import numpy as np
    >>> use = Budget(name="money", use=np.array([4.0, 3.0, 3.0]), limit=6.0)
    >>> choose(np.array([5.0, 3.0, 3.0]), [use])
    (1, 2)
    """
    order = [int(i) for i in np.argsort(-worth, kind="stable") if worth[i] > 0]
    ratios = [
        [int(i) for i in np.argsort(-worth / np.maximum(budget.use, _TOLERANCE)) if worth[i] > 0]
        for budget in budgets
    ]
    best: tuple[float, tuple[int, ...]] = (0.0, ())

    def most(depth: int, left: Sequence[float]) -> float:
        """What the areas from `depth` on could add, parts of areas allowed."""
        rest = set(order[depth:])
        bounds = [sum(float(worth[i]) for i in rest)]
        for budget, ranked, room in zip(budgets, ratios, left, strict=True):
            bounds.append(_fractional([i for i in ranked if i in rest], worth, budget.use, room))
        return min(bounds)

    def search(depth: int, value: float, taken: tuple[int, ...], left: Sequence[float]) -> None:
        nonlocal best
        if value > best[0] + _TOLERANCE:
            best = value, taken
        if depth == len(order) or value + most(depth, left) <= best[0] + _TOLERANCE:
            return
        area = order[depth]
        after = [room - float(b.use[area]) for b, room in zip(budgets, left, strict=True)]
        if all(room >= -_TOLERANCE * b.limit for b, room in zip(budgets, after, strict=True)):
            search(depth + 1, value + float(worth[area]), (*taken, area), after)
        search(depth + 1, value, taken, left)

    search(0, 0.0, (), [budget.limit for budget in budgets])
    return tuple(sorted(best[1]))


def _fractional(ranked: Sequence[int], worth: Floats, use: Floats, room: float) -> float:
    """The worth of the best areas within `room`, the last one in part."""
    total = 0.0
    for area in ranked:
        if use[area] <= room:
            total += float(worth[area])
            room -= float(use[area])
        else:
            return total + float(worth[area]) * max(room, 0.0) / float(use[area])
    return total
