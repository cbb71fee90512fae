"""Bounding all candidates at once by prices: a Lagrangian relaxation, whatever the prices.

Put a price on each cell's need, on the VCSE share, on leading, on each rival line-up, on each quota
and on pairs.
Then every candidate stands alone: its worth is the best fractional knapsack of its own cells at
those prices, plus its credits for pairs and leading, less its risk; and no line-up is worth more
than

    sum of cell prices - lead price + rivals' allowances + quotas' limits + the K largest worths

each limit times its price. Any prices at least 0 (of quotas: any) give a valid bound; those of a
linear programme over a good part of the candidates a tight one (docs/decisions/0005-pricing.md).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.gather import sums_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matcher.formulation import Formulation, Rival

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_DIFFUSION_ROUNDS = 25


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prices:
    """Prices of what candidates share; all but the quotas' at least 0.

    Attributes
    ----------
    cell : for the whole need of each cell, shape (C,)
    vcse : for one person's volume
    lead : for the lead
    rivals : for each member kept of a rival line-up, shape (rivals,)
    quotas : for each member that counts; below 0 where the least bites, shape (quotas,)
    star : for each pair of a candidate, shape (N,)
    credit : what the first end of each pair gets of it, NaN where undecided, shape (pairs,)
    """

    cell: Floats
    vcse: float
    lead: float
    rivals: Floats
    quotas: Floats
    star: Floats
    credit: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Priced:
    """Every candidate's worth at some prices, the bound they give, and the K-th largest worth."""

    worth: Floats
    bound: float
    threshold: float
    chosen: Flags

    def bound_with(self) -> Floats:
        """The bound on line-ups with each candidate in it, shape (N,)."""
        return np.where(self.chosen, self.bound, self.bound - self.threshold + self.worth)


class Market:
    """A problem's candidates in the order in which prices need them."""

    def __init__(self, formulation: Formulation, rivals: Sequence[Rival]) -> None:
        """Prepare what does not depend on the prices."""
        problem = formulation.problem
        self.formulation, self.problem = formulation, problem
        self.rivals = [np.array(rival.members, dtype=np.int64) for rival in rivals]
        self.allowance = np.array([rival.allowance for rival in rivals], np.float64)
        self.need = formulation.entry_need
        self.unit_gain = formulation.entry_gain() / self.need
        self.people = np.minimum(problem.cell_capacity.data, self.need)
        owned = problem.is_vcse[formulation.entry_candidate] - problem.min_vcse_share
        self.unit_vcse = owned if problem.min_vcse_share > 0 else np.zeros_like(owned)
        self.pair_gain = problem.pair_weight * formulation.pair_affinity / problem.pairs
        self.fixed_cost = problem.risk_weight * problem.risk / problem.max_members
        self.end = np.concatenate([formulation.pair_first, formulation.pair_second])
        self.degree = np.bincount(self.end, minlength=problem.candidates)
        self.crowded = np.flatnonzero(self.degree[self.end] >= problem.max_members)

    def price(self, prices: Prices) -> Priced:
        """Give every candidate's worth and the bound."""
        worth = self._knapsacks(prices) - self.fixed_cost
        worth += prices.lead * self.problem.may_lead
        for rival, price in zip(self.rivals, prices.rivals, strict=True):
            worth[rival] -= price
        for quota, price in zip(self.problem.quotas, prices.quotas, strict=True):
            worth[list(quota.candidates)] -= price
        worth += self._pair_credits(worth, prices)
        constant = prices.cell.sum() - prices.lead + float(self.allowance @ prices.rivals)
        constant += self._quota_limits(prices)
        return self._bounded(worth, constant)

    def _quota_limits(self, prices: Prices) -> float:
        """Each quota's limit on the side on which its price bites, times the price."""
        most = self.problem.max_members
        return math.fsum(
            price * ((most if q.at_most is None else q.at_most) if price > 0 else q.at_least)
            for q, price in zip(self.problem.quotas, prices.quotas.tolist(), strict=True)
        )

    def _knapsacks(self, prices: Prices) -> Floats:
        """Fill each candidate's capacity with its dearest cells first."""
        formulation, problem = self.formulation, self.problem
        unit = self.unit_gain - (prices.cell / problem.need)[formulation.entry_cell]
        unit = unit + prices.vcse * self.unit_vcse
        good = np.flatnonzero(unit > 0)
        owner = formulation.entry_candidate[good]
        order = np.lexsort((-unit[good], owner))
        good, owner = good[order], owner[order]
        people = self.people[good]
        before = np.cumsum(people) - people
        first = np.searchsorted(owner, owner, side="left")
        before -= before[first]
        room = np.clip(problem.total_capacity[owner] - before, 0.0, people)
        return sums_by(owner, unit[good] * room, problem.candidates)

    def _pair_credits(self, base: Floats, prices: Prices) -> Floats:
        """Share each pair's gain between its ends, so that nobody is worth more than needed."""
        first, second = self.formulation.pair_first, self.formulation.pair_second
        if not len(first):
            return np.zeros_like(base)
        star = prices.star
        left = np.maximum(self.pair_gain - star[first] - star[second], 0.0)
        decided = ~np.isnan(prices.credit)
        base = base + (self.problem.max_members - 1) * star
        full = base + self._shares(left, 2 * left)
        lighter = np.where(full[first] < full[second], left, 0.0)
        credit = np.where(decided, np.minimum(np.nan_to_num(prices.credit), left), lighter)
        degree = np.minimum(
            np.maximum(self.degree[first], self.degree[second]), self.problem.max_members
        )
        step = 0.5 / degree
        for _ in range(_DIFFUSION_ROUNDS):
            load = base + self._shares(credit, left)
            shift = np.where(decided, 0.0, step * (load[second] - load[first]))
            credit = np.clip(credit + shift, 0.0, left)
        return self._shares(credit, left) + (self.problem.max_members - 1) * star

    def _shares(self, credit: Floats, left: Floats) -> Floats:
        """Each candidate's credits; of many only the K - 1 largest, as it has no more partners."""
        each = np.concatenate([credit, left - credit])
        many, most = self.crowded, self.problem.max_members - 1
        if len(many):
            order = many[np.lexsort((-each[many], self.end[many]))]
            owner = self.end[order]
            rank = np.arange(len(order)) - np.searchsorted(owner, owner, side="left")
            each[order[rank >= most]] = 0.0
        return sums_by(self.end, each, self.problem.candidates)

    def _bounded(self, worth: Floats, constant: float) -> Priced:
        problem = self.problem
        free = worth.copy()
        free[list(problem.excluded)] = -np.inf
        locked = list(problem.locked)
        free[locked] = -np.inf
        places = max(problem.max_members - len(locked), 0)
        top = np.argpartition(-free, min(places, len(free) - 1))[:places]
        top = top[free[top] > 0]
        threshold = float(free[top].min()) if len(top) == places and places else 0.0
        chosen = np.zeros(len(worth), dtype=bool)
        chosen[top] = True
        chosen[locked] = True
        bound = constant + float(worth[chosen].sum())
        return Priced(worth=free, bound=bound, threshold=threshold, chosen=chosen)
