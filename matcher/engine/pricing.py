"""Bounding all candidates at once by prices: a Lagrangian relaxation, whatever the prices.

Put a price on each cell's need, on the VCSE share, on leading, on each earlier line-up, on each
quota, on covers (`matcher.engine.covers`) and on pairs.
Then every candidate stands alone: its worth is the best fractional knapsack of its own cells at
those prices, plus its credits for pairs and leading, less its cost; and no line-up is worth more
than

    sum of cell prices - lead price + earlier line-ups' allowances + quotas' and covers' limits
    + the K largest worths

each limit times its price. The lead price is what is paid to whoever could lead: its credit is its
`lead_worth` and the price, where that is above 0. Any prices at least 0 (of the lead and of quotas:
any) give a valid bound; those of a linear programme over a good part of the candidates a tight one
(docs/decisions/0005-pricing.md).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.engine.worths import Offers, Pairs, diffused, knapsacks, loads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matcher.engine.covers import Cover
    from matcher.engine.formulation import Formulation
    from matcher.problem.model import Problem

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Indices = NDArray[np.int64]

DIFFUSION_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Toll:
    """A price for each of these candidates that is a member, of whom `limit` are allowed.

    Where at least `limit` are asked for the price is below 0: a reward.
    """

    candidates: tuple[int, ...]
    limit: float
    price: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surcharge:
    """What covers (`matcher.engine.covers`) make of prices.

    Attributes
    ----------
    entry, price : stored entries of `Problem.quality` that cost more, and how much for a whole cell
    candidate, back : members that get something back, and how much
    limit : what the covers cost a line-up, whatever its members are
    """

    entry: Indices
    price: Floats
    candidate: Indices
    back: Floats
    limit: float

    @classmethod
    def of(cls, covers: Sequence[Cover], prices: Floats) -> Surcharge | None:
        """Add up what covers at these prices, at least 0, come to; None for nothing."""
        dear = [pair for pair in zip(covers, prices.tolist(), strict=True) if pair[1] > 0]
        if not dear:
            return None
        entry, each = _gathered([(c.entries, np.full(len(c.entries), p)) for c, p in dear])
        candidate, back = _gathered([(c.candidates, p * c.credit) for c, p in dear])
        limit = math.fsum(cover.limit * price for cover, price in dear)
        return cls(entry=entry, price=each, candidate=candidate, back=back, limit=limit)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prices:
    """Prices of what candidates share, at least 0 but for the lead and quotas.

    Attributes
    ----------
    cell : for the whole need of each cell, shape (C,)
    vcse : for one person's volume
    lead : for leading; below 0 where more than one would be worth leading
    tolls : for members of earlier line-ups and quotas
    surcharge : of covers
    """

    cell: Floats
    vcse: float = 0.0
    lead: float = 0.0
    tolls: tuple[Toll, ...] = ()
    surcharge: Surcharge | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairPrices:
    """How the gains of pairs are shared between their ends.

    Attributes
    ----------
    star : for each pair of a candidate, at least 0, shape (N,)
    credit : what the first end of each pair gets of it, NaN where undecided, shape (pairs,)
    """

    star: Floats
    credit: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Priced:
    """Every candidate's worth at some prices, and the bound that they give.

    Attributes
    ----------
    worth : -inf for those that cannot be chosen, shape (N,)
    bound : no line-up is worth more
    threshold, replacement : the K-th largest worth and the next, 0 where so many are not above 0
    chosen : the K largest and the locked, shape (N,)
    inside : those of them who were members before, shape (N,)
    first_share, second_share : what each end gets of each pair's gain, shape (pairs,) each
    """

    worth: Floats
    bound: float
    threshold: float
    replacement: float
    chosen: Flags
    inside: Flags
    first_share: Floats
    second_share: Floats

    def bound_with(self) -> Floats:
        """The bound on line-ups with each candidate in it, shape (N,)."""
        return np.where(self.chosen, self.bound, self.bound - self.threshold + self.worth)

    def bound_without(self) -> Floats:
        """The bound on line-ups without each candidate, -inf for members, shape (N,)."""
        missed = np.where(self.chosen, self.bound - self.worth + self.replacement, self.bound)
        return np.where(self.inside, -np.inf, missed)


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Who is a member and who is not, as far as that is settled, shape (N,) each."""

    inside: Flags
    outside: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Spared:
    """Who is worth at most `most` with all of every pair, and at least `least` without any.

    Such candidates make a bound no larger, and cannot be ruled out, whoever gets their pairs. So
    they take all of them, and the pairs between the others are shared much faster.
    """

    most: float
    least: float


class Pricing:
    """A problem's candidates in the order in which prices need them."""

    def __init__(self, formulation: Formulation) -> None:
        """Prepare what does not depend on the prices."""
        problem = formulation.problem
        self.formulation, self.problem = formulation, problem
        inside, outside = np.zeros((2, problem.candidates), dtype=bool)
        inside[list(problem.locked)] = True
        outside[list(problem.excluded)] = True
        self.settled = Settled(inside, outside)
        need = formulation.entry_need
        capacity, value_limit = _limits(problem)
        self.offers = Offers(
            indptr=problem.quality.indptr.astype(np.int64),
            cells=formulation.entry_cell,
            unit_gain=formulation.entry_gain() / need,
            people=np.minimum(problem.cell_capacity.data, need),
            of_vcse=problem.is_vcse.astype(np.float64) - problem.min_vcse_share,
            capacity=capacity,
            value_limit=value_limit,
            promise=problem.min_volume.astype(np.float64),
            cell_value=problem.cell_value.astype(np.float64),
        )
        self.pairs = _pairs(formulation)
        self.pair_gain = problem.pair_weight * formulation.pair_affinity / problem.pair_scale

    def price(
        self,
        prices: Prices,
        pair_prices: PairPrices,
        *,
        rounds: int = DIFFUSION_ROUNDS,
        settled: Settled | None = None,
        spared: Spared | None = None,
    ) -> Priced:
        """Give every candidate's worth and the bound; more rounds share pairs better.

        Where `settled` is given the bound is one on the line-ups that keep it.
        """
        everybody = np.arange(self.problem.candidates)
        settled = self.settled if settled is None else settled
        worth = self.alone(prices, everybody)
        credit, left = self._credits(worth, pair_prices, rounds, settled, spared)
        if len(left):
            worth += self.pairs.most * pair_prices.star + loads(self.pairs, credit, left)
        constant, shares = self.constant(prices), self._shares(pair_prices, credit, left)
        return self._bounded(worth, constant, *shares, settled)

    def alone(self, prices: Prices, candidates: Indices) -> Floats:
        """What candidates are worth without any credit for pairs, in the order asked for."""
        unit_price, charge = prices.cell / self.problem.need, prices.surcharge
        extra = np.zeros(0)
        if charge is not None:
            extra = np.zeros(len(self.offers.cells))
            extra[charge.entry] = charge.price / self.formulation.entry_need[charge.entry]
        worth = knapsacks(self.offers, candidates, unit_price, extra, prices.vcse)
        if charge is not None:
            back = np.zeros(self.problem.candidates)
            back[charge.candidate] = charge.back
            worth += back[candidates]
        worth -= self.problem.member_cost[candidates]
        leading = np.maximum(self.problem.lead_worth[candidates] + prices.lead, 0.0)
        worth += leading * self.problem.may_lead[candidates]
        for toll in prices.tolls:
            worth[np.isin(candidates, toll.candidates)] -= toll.price
        return worth

    def constant(self, prices: Prices) -> float:
        """What the prices cost a line-up, whatever its members are."""
        tolls = math.fsum(toll.limit * toll.price for toll in prices.tolls)
        covers = 0.0 if prices.surcharge is None else prices.surcharge.limit
        return math.fsum(prices.cell.tolist()) - prices.lead + tolls + covers

    def _credits(
        self,
        base: Floats,
        prices: PairPrices,
        rounds: int,
        settled: Settled,
        spared: Spared | None,
    ) -> tuple[Floats, Floats]:
        """Share each pair's gain between its ends, so that nobody is worth more than needed.

        Whoever is out takes all of a pair, whoever is in nothing of it: only the others choose. Who
        is spared takes it all at no cost.
        Returns the first end's credit and what there is to share after the stars, by pair.
        """
        first, second = self.pairs.first, self.pairs.second
        if not len(first):
            return np.zeros(0), np.zeros(0)
        star = prices.star
        left = np.maximum(self.pair_gain - star[first] - star[second], 0.0)
        decided = ~np.isnan(prices.credit)
        base = base + self.pairs.most * star
        full = base + loads(self.pairs, left, 2 * left)
        lighter = np.where(full[first] < full[second], left, 0.0)
        credit = np.where(decided, np.minimum(np.nan_to_num(prices.credit), left), lighter)
        for_first = settled.outside[first] | settled.inside[second]
        for_second = settled.outside[second] | settled.inside[first]
        one_sided = ~decided & (for_first != for_second)
        credit[one_sided] = np.where(for_first, left, 0.0)[one_sided]
        decided |= one_sided
        if spared is not None:
            takes = (full <= spared.most) & (base >= spared.least)
            taken = ~decided & (takes[first] | takes[second])
            credit[taken] = np.where(takes[first], left, 0.0)[taken]
            decided |= taken
        return diffused(self.pairs, base, credit, np.flatnonzero(~decided), left, rounds), left

    def _shares(self, prices: PairPrices, credit: Floats, left: Floats) -> tuple[Floats, Floats]:
        """Each pair's gain shared out whole, the prices of the stars with it."""
        first, second = self.pairs.first, self.pairs.second
        if not len(first):
            return credit, credit
        own, others = credit + prices.star[first], left - credit + prices.star[second]
        scale = self.pair_gain / np.maximum(own + others, self.pair_gain)
        return own * scale, others * scale

    def _bounded(
        self,
        worth: Floats,
        constant: float,
        first_share: Floats,
        second_share: Floats,
        settled: Settled,
    ) -> Priced:
        free = np.where(settled.inside | settled.outside, -np.inf, worth)
        places = max(self.problem.max_members - int(settled.inside.sum()), 0)
        largest = _largest(free, places + 1)
        top, next_one = largest[:places], largest[places:]
        top = top[free[top] > 0]
        full = len(top) == places
        chosen = settled.inside.copy()
        chosen[top] = True
        return Priced(
            worth=free,
            bound=constant + float(worth[chosen].sum()),
            threshold=float(free[top].min()) if full and places else 0.0,
            replacement=max(float(free[next_one].max(initial=0.0)), 0.0) if full else 0.0,
            chosen=chosen,
            inside=settled.inside,
            first_share=first_share,
            second_share=second_share,
        )


def _largest(values: Floats, count: int) -> Indices:
    """The positions of the largest values, the least of them last."""
    if count < len(values):
        largest = np.argpartition(-values, count - 1)[:count]
    else:
        largest = np.arange(len(values))
    return largest[np.argsort(-values[largest], kind="stable")]


def _gathered(parts: Sequence[tuple[Indices, Floats]]) -> tuple[Indices, Floats]:
    """Each index once, with the sum of its values."""
    index = np.concatenate([own for own, _ in parts])
    once, place = np.unique(index, return_inverse=True)
    total = np.bincount(place, np.concatenate([own for _, own in parts]), len(once))
    return once.astype(np.int64), total.astype(np.float64)


def _pairs(formulation: Formulation) -> Pairs:
    first, second = formulation.pair_first, formulation.pair_second
    ends = np.stack([first, second], axis=1).ravel()
    order = np.argsort(ends, kind="stable")
    counts = np.bincount(ends, minlength=formulation.problem.candidates)
    return Pairs(
        first=first,
        second=second,
        indptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        own=order // 2,
        is_first=order % 2 == 0,
        most=formulation.problem.max_members - 1,
    )


def _limits(problem: Problem) -> tuple[Floats, Floats]:
    """Capacity in people and value limits, merged where a person is worth the same everywhere."""
    value = problem.cell_value
    if len(value) and value.min() == value.max():
        most = (
            problem.value_limit / value[0]
            if value[0] > 0
            else np.full_like(problem.value_limit, np.inf)
        )
        return np.minimum(problem.total_capacity, most), np.full_like(most, np.inf)
    return problem.total_capacity.astype(np.float64), problem.value_limit.astype(np.float64)
