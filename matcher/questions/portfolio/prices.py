"""Prices of what areas share, from the line-ups known so far.

The known line-ups of all areas, taken in parts, share each organisation's limit as well as they can
(the master problem of Dantzig and Wolfe 1960, Operations Research 8(1)); what one more pound of a
limit would gain is its price.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matcher.questions.portfolio.choosing import Budget

    Floats = NDArray[np.float64]


class Master:
    """Line-ups of several areas that share limits and budgets.

    `worth` is what the known line-ups, taken in parts, are worth together at the last prices: no
    better prices of what is known give a lower bound.
    """

    def __init__(self, areas: int, limit: Floats, budgets: Sequence[Budget]) -> None:
        """Start without line-ups; `limit` is each organisation's in pounds, shape (N,)."""
        self._areas, self._limit, self._budgets = areas, limit, budgets
        self._owner: list[int] = []
        self._worth: list[float] = []
        self._use: list[Floats] = []
        self.worth = 0.0

    def add(self, area: int, worth: float, use: Floats) -> None:
        """Add a line-up of an area: its worth, and what it uses of each limit, in pounds."""
        self._owner.append(area)
        self._worth.append(worth)
        self._use.append(use)

    def prices(self) -> Floats:
        """What one more pound of each organisation's limit would gain, shape (N,)."""
        use = np.array(self._use).T
        shared = np.flatnonzero(np.isfinite(self._limit) & use.any(axis=1))
        owner = np.array(self._owner)
        one_each = (np.arange(self._areas)[:, np.newaxis] == owner).astype(float)
        budgets = [budget.use[owner] for budget in self._budgets]
        rows = np.vstack([use[shared], one_each, *budgets])
        most = [*self._limit[shared], *np.ones(self._areas), *(b.limit for b in self._budgets)]
        solved = linprog(-np.array(self._worth), rows, most, bounds=(0.0, 1.0), method="highs")
        prices = np.zeros(len(self._limit))
        if solved.status == 0:
            self.worth = -float(solved.fun or 0.0)
            prices[shared] = np.maximum(-solved.ineqlin.marginals[: len(shared)], 0.0)
        return prices
