"""Line-ups by area that keep within everything that areas share.

From the line-ups found so far one is chosen for each area, so that no lead holds more than it may;
then they share the capacities: all at once where all can keep their members, or the dearest area
first, where whoever is left too little is left out, or the area is solved again within what is
left. A promising plan is bettered area by area, each solved anew within what the others leave.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.questions.national.allotting import shared_out
from matcher.questions.national.assigning import Offer, assigned
from matcher.questions.national.country import ROOM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from matcher.inquiry.inquiry import Inquiry
    from matcher.problem.model import Problem, Solution
    from matcher.questions.national.country import Country

    Floats = NDArray[np.float64]

_ROUGH, _SHARE = 3.0, 0.02
"""A plan needs good line-ups, not proven ones: an area is solved to so many times the gap that is
asked for, or for so much of the time."""
_CLOSE = 1e-3
"""A line-up that loses at most this share of its worth to the others is kept as it is."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """Line-ups by area that keep all the rules, and their worth together in pounds."""

    line_ups: Mapping[int, Solution]
    worth: float


NO_PLAN = Plan(line_ups={}, worth=0.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Round:
    """Prices, each area's answer at them, and how closely areas are solved now.

    `answers` leaves out the areas that have none; `bounds` are what no line-up of each area is
    worth more at these prices, in pounds, shape (A,).
    """

    price: Floats
    answers: Mapping[int, Solution]
    bounds: Floats
    gap: float


@dataclass(slots=True, kw_only=True, eq=False)
class Planner:
    """Makes plans of a country; `pool` are all line-ups found so far, by area and members."""

    country: Country
    inquiries: Sequence[Inquiry]
    stop: Callable[[], bool]
    pool: dict[tuple[int, int, tuple[int, ...]], Solution] = field(default_factory=dict)

    def learn(self, line_ups: Mapping[int, Solution]) -> None:
        """Add line-ups by area."""
        for area, one in line_ups.items():
            key = area, one.lead, one.members
            known = self.pool.get(key)
            worth = self.country.worth
            if known is None or worth(area, one) > worth(area, known):
                self.pool[key] = one

    def plan(self, found: Round) -> Plan:
        """Make a plan of the pool's line-ups at the prices of a round."""
        chosen = self._chosen(found.price)
        line_ups: dict[int, Solution] = {}
        for area in sorted(chosen, key=self._dearest):
            one = self._fitted(area, chosen[area], found, self.country.left(line_ups))
            if one is not None:
                line_ups[area] = one
        greedy = self._of(line_ups)
        return max(greedy, self._shared_out(chosen), key=lambda each: each.worth)

    def bettered(self, plan: Plan, found: Round) -> Plan:
        """Solve each area of a plan anew within what the others leave, led by whoever may.

        Areas without a line-up come first. One whose line-up is the best at the round's prices is
        as good as it can be.
        """
        country, line_ups = self.country, dict(plan.line_ups)
        areas = range(len(country.cases))
        for area in sorted(areas, key=lambda each: (each in plan.line_ups, self._dearest(each))):
            if self.stop():
                break
            now = line_ups.get(area)
            if now is not None and self._is_best(area, now, found):
                continue
            left = country.left(line_ups, besides=area)
            limited = country.within(area, left)
            anew = self.inquiries[area].solve(limited, gap=found.gap, share=_SHARE).solution
            if anew is not None and anew.objective > (now.objective if now else 0.0):
                line_ups[area] = anew
        return max(self._of(line_ups), self._shared_out(line_ups), key=lambda each: each.worth)

    def _shared_out(self, line_ups: Mapping[int, Solution]) -> Plan:
        """The same members and leads with all volumes shared out at once; no plan if that fails."""
        country, volumes = self.country, shared_out(self.country, line_ups)
        if volumes is None:
            return NO_PLAN
        line_ups = dict(line_ups)
        for area, needs in volumes.items():
            case, one = country.cases[area], line_ups[area]
            own = np.where(country.scarce, needs * (1 + ROOM) + ROOM, np.inf)[case.candidates]
            limited = replace(
                case.problem, total_capacity=np.minimum(case.problem.total_capacity, own)
            )
            kept = self.inquiries[area].score(one.members, led_by(limited, one.lead))
            if kept is None:
                return NO_PLAN
            line_ups[area] = kept
        return self._of(line_ups)

    def _of(self, line_ups: Mapping[int, Solution]) -> Plan:
        worth = sum(self.country.worth(area, one) for area, one in line_ups.items())
        return Plan(line_ups=line_ups, worth=worth)

    def _dearest(self, area: int) -> float:
        return -float(self.country.value[area])

    def _chosen(self, price: Floats) -> dict[int, Solution]:
        """A line-up for each area; what they use of capacities is paid, not limited."""
        country, known = self.country, list(self.pool.items())
        bodies, priced = country.bodies, np.where(np.isfinite(country.limit), price, 0.0)
        offers = []
        for (area, *_), one in known:
            use = country.use(area, one)
            paid = float(priced[:bodies] @ use[:bodies])
            worth = country.worth(area, one) - paid
            offers.append(Offer(area=area, worth=worth, use=use[bodies:]))
        taken = assigned(offers, country.limit[bodies:])
        return {offers[position].area: known[position][1] for position in taken}

    def _fitted(self, area: int, one: Solution, found: Round, left: Floats) -> Solution | None:
        """A line-up within what is left: this one if it loses little, else one found anew."""
        country, inquiry = self.country, self.inquiries[area]
        limited = led_by(country.within(area, left), one.lead)
        kept = inquiry.score(one.members, limited)
        enough = country.worth(area, one) * (1 - _CLOSE)
        if kept is not None and country.worth(area, kept) >= enough:
            return kept
        priced = led_by(country.within(area, left, country.priced(area, found.price)[0]), one.lead)
        anew = inquiry.solve(priced, gap=_ROUGH * found.gap, share=_SHARE).solution
        other = None if anew is None else inquiry.score(anew.members, limited)
        both = [each for each in (kept, other) if each is not None]
        return max(both, key=lambda each: each.objective, default=None)

    def _is_best(self, area: int, one: Solution, found: Round) -> bool:
        country = self.country
        price = np.where(np.isfinite(country.limit), found.price, 0.0)
        worth = country.worth(area, one) - float(price @ country.use(area, one))
        return worth >= float(found.bounds[area]) * (1 - found.gap)


def led_by(problem: Problem, lead: int) -> Problem:
    """The same problem with nobody but this candidate as lead."""
    alone = np.zeros(problem.candidates, dtype=bool)
    alone[lead] = problem.may_lead[lead]
    worth = np.where(alone, problem.lead_worth, 0.0)
    return replace(problem, may_lead=alone, lead_worth=worth)


def by_area(solutions: Sequence[Solution | None]) -> Iterator[tuple[int, Solution]]:
    """The areas that have an answer, with it."""
    return ((area, one) for area, one in enumerate(solutions) if one is not None)
