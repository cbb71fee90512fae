"""The rounds of prices that find the best plan of a country, and bound all plans.

    maximise   sum over areas of  annual value * score of its line-up
    subject to each area's own rules; for each body, its work in all areas together at most its
               one capacity; for each lead, what it holds in all areas at most what the gates allow

Put a price on everything that is shared: the areas fall apart into line-up problems, each solved
with its proof, and any prices give a bound on all plans. Better prices come from sharing the limits
among the line-ups found so far (`matcher.questions.portfolio.prices`), half way from the best
prices yet. Each round makes a plan that keeps all limits (`matcher.questions.national.plans`); the
best is the answer, and its distance from the bound its gap. While prices still move much, areas
are solved to a looser gap.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from matcher.inquiry.inquiry import in_parallel
from matcher.questions.national.allotting import first_prices
from matcher.questions.national.plans import NO_PLAN, Planner, Round, by_area
from matcher.questions.portfolio.prices import Master

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from matcher.inquiry.inquiry import Inquiry, Solved
    from matcher.problem.model import Solution
    from matcher.questions.national.country import Country
    from matcher.questions.national.plans import Plan

    Floats = NDArray[np.float64]

_LOOSE, _FINER, _ROUGH_ROUNDS = 1e-2, 3.0, 2
_TRUST = 0.5
_PROMISING = 1e-3
_PENNY = 0.5


@dataclass(slots=True, kw_only=True, eq=False)
class Rounds:
    """Goes from round to round.

    Attributes
    ----------
    alone : each area's answer without prices, which is its best line-up for itself
    best : the best plan so far
    bound : no plan is worth more, in pounds
    done : how many rounds there were
    """

    country: Country
    inquiries: Sequence[Inquiry]
    finest: float
    stop: Callable[[], bool]
    solved: Callable[[int], None] = lambda _areas: None
    planner: Planner = field(init=False)
    alone: Sequence[Solved] = ()
    best: Plan = NO_PLAN
    bound: float = np.inf
    done: int = 0
    _master: Master = field(init=False)
    _price: Floats = field(init=False)
    _centre: Floats = field(init=False)
    _trust: float = _TRUST
    _gap: float = _LOOSE

    def __post_init__(self) -> None:
        """Start without prices."""
        country = self.country
        self.planner = Planner(country=country, inquiries=self.inquiries, stop=self.stop)
        self._master = Master(len(country.cases), country.limit, ())
        self._price = self._centre = np.zeros(len(country.limit))
        self._gap = max(_LOOSE, self.finest)

    @property
    def gap(self) -> float:
        """How far the best plan could be below the best there is, as a share of it."""
        return max(self.bound - self.best.worth, 0.0) / max(self.best.worth, _PENNY)

    def go_on(self) -> None:
        """Solve the areas at the prices, make a plan, and find better prices."""
        found = self._solved()
        self._bound_by(found)
        self.done += 1
        self.planner.learn(found.answers)
        plan = self.planner.plan(found)
        if plan.worth >= self.best.worth * (1 - _PROMISING):
            plan = self.planner.bettered(plan, found)
        self.planner.learn(plan.line_ups)
        self.best = plan if plan.worth > self.best.worth else self.best
        self._learn(found.answers)
        self._learn(plan.line_ups)
        if not self.planner.pool:
            return
        self._price = self._trust * self._centre + (1 - self._trust) * self._master.prices()
        if self.done == 1:
            self._price[: self.country.bodies] = first_prices(self.country)
        if self.done > _ROUGH_ROUNDS and self._distance() < 2 * self._gap:
            self._gap = max(self._gap / _FINER, self.finest)

    @property
    def settled(self) -> bool:
        """Whether other prices could hardly lower the bound."""
        return self._gap <= self.finest and self._distance() < self.finest

    def _distance(self) -> float:
        """How far the bound is above what the line-ups known, in parts, are worth together."""
        return (self.bound - self._master.worth) / max(self.bound, _PENNY)

    def _solved(self) -> Round:
        """Every area's best line-up at the prices."""
        country, areas = self.country, range(len(self.country.cases))
        priced = [country.priced(area, self._price) for area in areas]

        def one(area: int) -> Solved:
            return self.inquiries[area].solve(priced[area][0], gap=self._gap)

        found: list[Solved] = []
        for answer in in_parallel(one, areas):
            found.append(answer)
            self.solved(len(found))
        if not self.alone:
            self.alone = found
        bounds = [
            max(answer.bound(problem) - lift, 0.0)
            for answer, (problem, lift) in zip(found, priced, strict=True)
        ]
        return Round(
            price=self._price,
            answers=dict(by_area([answer.solution for answer in found])),
            bounds=np.array(bounds) * country.value,
            gap=self._gap,
        )

    def _bound_by(self, found: Round) -> None:
        """Bound all plans by a round; go less far from the best prices where it bounds worse."""
        limit = self.country.limit
        priced = np.flatnonzero((found.price > 0) & np.isfinite(limit))
        total = float(found.bounds.sum()) + float(found.price[priced] @ limit[priced])
        if total < self.bound:
            self.bound, self._centre, self._trust = total, found.price, _TRUST
        else:
            self._trust = (1 + self._trust) / 2

    def _learn(self, line_ups: Mapping[int, Solution]) -> None:
        country = self.country
        for area, one in line_ups.items():
            self._master.add(area, country.worth(area, one), country.use(area, one))
