"""Bounding every candidate by the prices of a linear programme over a few of them.

A linear programme over a part of the candidates gives prices; at these prices all candidates are
bounded (`matcher.engine.pricing`), and whoever is worth more than a place costs joins the part. The
least bound of all rounds counts, candidate by candidate: who is not bounded above the best line-up
known cannot be in a better one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.engine.formulation import Formulation
from matcher.engine.pricing import (
    DIFFUSION_ROUNDS,
    PairPrices,
    Prices,
    Pricing,
    Spared,
    Surcharge,
    Toll,
)
from matcher.engine.relaxation import Relaxation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from matcher.engine.covers import Cover
    from matcher.engine.formulation import EarlierLineUp
    from matcher.engine.linear import LinearSolver
    from matcher.engine.relaxation import Restriction
    from matcher.problem.model import Problem

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Indices = NDArray[np.int64]

FEW = 80
"""So many candidates are solved as they are; also the size of the first part of more."""

_ADDED, _PER_NEWCOMER = 40, 2_000
_ROUNDS = 40
_CLOSE = 5e-4
_MINOR = 0.1
_SURELY = 1e-9
_COVER_ROUNDS, _COVERED = 20, 1e-3


class Narrowing:
    """The bounds of a problem's candidates, tighter with every round.

    Attributes
    ----------
    bounds : no line-up with this candidate is worth more, shape (N,)
    bound : no line-up is worth more
    prices : of every round
    worth, shares : every candidate's worth, and how pairs are shared, at the last prices
    inside : who is in the last part, shape (N,); nobody before the first
    covers : those that cost something in the last part that had covers
    """

    def __init__(self, problem: Problem, linear: LinearSolver) -> None:
        """Prepare the pricing of all candidates."""
        self.problem, self.linear = problem, linear
        self.market = Pricing(Formulation(problem))
        self.bounds = np.full(problem.candidates, np.inf)
        self.bounds[list(problem.excluded)] = -np.inf
        self.bound = np.inf
        self.prices: list[Prices] = []
        self.worth = np.zeros(problem.candidates)
        self.shares = np.zeros(0), np.zeros(0)
        self.inside: Flags = np.zeros(problem.candidates, dtype=bool)
        self.covers: list[Cover] = []

    def learn(self, other: Narrowing) -> None:
        """Take over what is known of the same problem with fewer rules and no earlier line-ups."""
        self.bounds = np.minimum(self.bounds, other.bounds)
        self.bound, self.prices = other.bound, list(other.prices)
        self.worth, self.shares, self.inside = other.worth, other.shares, other.inside
        self.covers = list(other.covers)

    def copy(self) -> Narrowing:
        """What is known now, whatever is learnt later."""
        known = Narrowing.__new__(Narrowing)
        known.__dict__.update(self.__dict__)
        known.prices = list(self.prices)
        return known

    def narrow(
        self,
        earlier: Sequence[EarlierLineUp],
        known: Callable[[Restriction], float],
        out_of_time: Callable[[], bool],
        *,
        covered: bool = False,
    ) -> Restriction | None:
        """Add whoever the prices want until nobody would improve the linear programme much.

        `known` makes a line-up of a part and says what the best known is worth: when the distance
        to it is mostly not the prices' fault, better prices would not help much. Covers
        (`matcher.engine.covers`) make the linear programme dearer and tighter. Gives the last part,
        None where nothing satisfies its rows.
        """
        inside = self._first_part(earlier)
        part: Restriction | None = None
        for _ in range(_ROUNDS):
            part = self._part(np.flatnonzero(inside), earlier, covered=covered)
            if part is None:
                return None
            best = known(part)
            rounds = 0 if out_of_time() else DIFFUSION_ROUNDS
            size_price = self._price(part, earlier, rounds, best)
            above, distance = self.bound - part.answer.value, self.bound - best
            near = max(_CLOSE * abs(self.bound), _MINOR * distance if distance < np.inf else 0.0)
            if above <= near or out_of_time():
                break
            wanted = np.where(inside, -np.inf, self.worth)
            newcomers = _largest(wanted, max(_ADDED, self.problem.candidates // _PER_NEWCOMER))
            newcomers = newcomers[wanted[newcomers] > size_price + _SURELY]
            if not len(newcomers):
                break
            inside[newcomers] = True
        self.inside = inside
        return part

    def _part(
        self, candidates: Indices, earlier: Sequence[EarlierLineUp], *, covered: bool
    ) -> Restriction | None:
        """Solve the linear programme over some candidates, with covers where asked for."""
        relaxation = Relaxation(self.problem, self.linear, candidates, earlier, self.covers)
        part = relaxation.solve()
        if part is None or not covered:
            return part
        part = relaxation.tightened(part, rounds=_COVER_ROUNDS, least=_COVERED)
        if part is not None:
            self.covers = part.priced_covers()
        return part

    def _price(
        self, part: Restriction, earlier: Sequence[EarlierLineUp], rounds: int, best: float
    ) -> float:
        """Bound all candidates by a part's prices; gives the price of a place.

        The bound will be no less than the part's value, so only who is worth so much less than the
        price of a place can be ruled out as the `best` known is below that value. All others that
        are worth no place are spared.
        """
        prices, pair_prices = self.prices_of(part, earlier)
        size_price = _above_0(part.answer.prices["size"])
        spared = Spared(most=size_price, least=size_price - (part.answer.value - best))
        priced = self.market.price(prices, pair_prices, rounds=rounds, spared=spared)
        self.bounds = np.minimum(self.bounds, priced.bound_with())
        self.bound = min(self.bound, priced.bound)
        self.prices.append(prices)
        self.worth, self.shares = priced.worth, (priced.first_share, priced.second_share)
        return size_price

    def _first_part(self, earlier: Sequence[EarlierLineUp]) -> Flags:
        """The most worth at no prices: of all, of those who may lead, of VCSEs; and those named."""
        problem = self.problem
        inside = np.zeros(problem.candidates, dtype=bool)
        if self.inside.any():
            inside |= self.inside
        elif problem.candidates <= FEW:
            inside[:] = True
        else:
            self._add_promising(inside)
        for line_up in earlier:
            inside[list(line_up.members)] = True
        inside[list(problem.excluded)] = False
        inside[list(problem.locked)] = True
        return inside

    def _add_promising(self, inside: Flags) -> None:
        problem = self.problem
        everybody = np.arange(problem.candidates)
        worth = self.market.alone(Prices(cell=np.zeros(problem.cells)), everybody)
        groups = (np.ones_like(inside), problem.may_lead, problem.is_vcse)
        for group, count in zip(groups, (FEW // 2, FEW // 8, FEW // 4), strict=True):
            largest = _largest(np.where(group, worth, -np.inf), count)
            inside[largest[group[largest]]] = True
        for quota in problem.quotas:
            named = np.array(quota.candidates, dtype=np.int64)
            if quota.at_least:
                most = max(quota.at_least, FEW // 8)
                inside[named[_largest(worth[named], most)]] = True

    def prices_of(
        self, part: Restriction, earlier: Sequence[EarlierLineUp]
    ) -> tuple[Prices, PairPrices]:
        """Read the prices of a part's linear programme, in the terms of all candidates."""
        rows, own = part.answer.prices, part.formulation
        star = np.zeros(self.problem.candidates)
        linked = np.unique(np.concatenate([own.pair_first, own.pair_second]))
        star[part.candidates[linked]] = np.maximum(rows["star"], 0.0)
        credit = np.full(len(self.market.pair_gain), np.nan)
        of_first = np.zeros(len(own.pair_first))
        of_first[own.first_open] = np.maximum(rows["first"], 0.0)
        credit[self._pairs_of(part)] = of_first
        prices = Prices(
            cell=np.maximum(rows["cells"], 0.0),
            vcse=_above_0(-rows["vcse"]) if "vcse" in rows else 0.0,
            lead=_above_0(-rows["lead"]) - _above_0(rows.get("one lead", np.zeros(0))),
            tolls=(*self._earlier_tolls(part, earlier), *self._quota_tolls(part)),
            surcharge=Surcharge.of(part.covers, np.maximum(rows["covers"], 0.0)),
        )
        return prices, PairPrices(star=star, credit=credit)

    def _earlier_tolls(self, part: Restriction, earlier: Sequence[EarlierLineUp]) -> Iterator[Toll]:
        prices = np.maximum(part.answer.prices.get("earlier", np.zeros(0)), 0.0)
        for line_up, price in zip(earlier, prices.tolist(), strict=True):
            yield Toll(line_up.members, float(line_up.allowance), price)

    def _quota_tolls(self, part: Restriction) -> Iterator[Toll]:
        """A quota's limit is the one on the side on which its price bites."""
        prices = part.answer.prices.get("quotas", np.zeros(0))
        for quota, price in zip(self.problem.quotas, prices.tolist(), strict=True):
            most = self.problem.max_members if quota.at_most is None else quota.at_most
            yield Toll(quota.candidates, float(most if price > 0 else quota.at_least), price)

    def _pairs_of(self, part: Restriction) -> Indices:
        """The positions of a part's pairs among all pairs."""
        everyone, own, count = self.market.formulation, part.formulation, self.problem.candidates
        keys = everyone.pair_first * count + everyone.pair_second
        ends = part.candidates[own.pair_first], part.candidates[own.pair_second]
        return np.searchsorted(keys, ends[0] * count + ends[1])


def _above_0(prices: Floats) -> float:
    """The prices of one row, which a solver's rounding can put below 0."""
    return float(np.maximum(prices, 0.0).sum())


def _largest(values: Floats, count: int) -> Indices:
    """The positions of the largest values, in no order."""
    if count >= len(values):
        return np.arange(len(values))
    return np.argpartition(-values, count)[:count]
