"""The areas that are solved together, and what ties them: capacities, and what leads can hold.

Everything that areas share is a *limit*: one for each body's capacity in all areas, then one for
each body and each gate of a lead that counts over all areas. A line-up uses some of each, and so
much of each there is. Prices on the limits let every area be solved alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.brief.gates import GateKey
from matcher.case.sharing import shared_capacity
from matcher.problem.totals import volume_by_candidate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from matcher.case.build import Case
    from matcher.case.sharing import SharedCapacity
    from matcher.problem.model import Problem, Solution

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

ROOM = 1e-9
"""Limits are kept to within this share of them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeadLimit:
    """What a gate lets each body lead in all areas together.

    `use` is how much leading each area takes of it, shape (A, N); `limit` is how much there is,
    shape (N,), inf where nothing is known to limit it.
    """

    gate: GateKey
    use: Floats
    limit: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Country:
    """Areas and their limits.

    `value` is each area's annual value in pounds, shape (A,); `scarce` says who could not do at
    once all that it may do in each area alone, shape (N,).
    """

    cases: tuple[Case, ...]
    value: Floats
    shared: SharedCapacity
    scarce: Flags
    lead_limits: tuple[LeadLimit, ...]

    @property
    def bodies(self) -> int:
        """N, the number of organisations."""
        return len(self.shared.total)

    @property
    def limit(self) -> Floats:
        """How much there is of everything that is shared; inf where nobody need share it."""
        capacity = np.where(self.scarce, self.shared.total, np.inf)
        return np.concatenate([capacity, *(each.limit for each in self.lead_limits)])

    def use(self, area: int, solution: Solution) -> Floats:
        """How much a line-up of an area uses of everything that is shared."""
        case = self.cases[area]
        capacity = np.zeros(self.bodies)
        capacity[case.candidates] = volume_by_candidate(solution.volume)
        capacity *= self.shared.rate[area]
        lead = int(case.candidates[solution.lead])
        held = np.zeros((len(self.lead_limits), self.bodies))
        held[:, lead] = [each.use[area, lead] for each in self.lead_limits]
        return np.concatenate([capacity, *held])

    def worth(self, area: int, solution: Solution) -> float:
        """A line-up's annual value times its score, whatever prices it was found at."""
        problem, parts = self.cases[area].problem, solution.criteria
        kept = sum(value for name, value in parts.items() if name not in {"lead", "volume price"})
        return float(self.value[area]) * (kept + float(problem.lead_worth[solution.lead]))

    def priced(self, area: int, price: Floats) -> tuple[Problem, float]:
        """An area's problem at the prices of what is shared, and what its score has too much.

        A lead's worth cannot fall below 0, so all are lifted by the same: every line-up has one
        lead, and so scores so much more.
        """
        case, problem = self.cases[area], self.cases[area].problem
        of_volume = price[: self.bodies] * self.shared.rate[area]
        of_leading = np.zeros(self.bodies)
        for place, each in enumerate(self.lead_limits, 1):
            own = slice(place * self.bodies, (place + 1) * self.bodies)
            of_leading += price[own] * each.use[area]
        toll = of_leading[case.candidates] / self.value[area]
        lift = float(toll[problem.may_lead].max(initial=0.0))
        worth = np.where(problem.may_lead, problem.lead_worth + lift - toll, 0.0)
        priced = replace(
            problem,
            volume_price=of_volume[case.candidates] / self.value[area],
            lead_worth=np.maximum(worth, 0.0),
        )
        return priced, lift

    def within(self, area: int, left: Floats, problem: Problem | None = None) -> Problem:
        """An area's problem, or its problem at some prices, within what others leave."""
        case = self.cases[area]
        problem = problem or case.problem
        room = left[: self.bodies] / self.shared.rate[area]
        fits = np.ones(self.bodies, dtype=bool)
        for place, each in enumerate(self.lead_limits, 1):
            own = left[place * self.bodies : (place + 1) * self.bodies]
            fits &= each.use[area] <= own + ROOM * self.value[area]
        may_lead = problem.may_lead & fits[case.candidates]
        return replace(
            problem,
            total_capacity=np.minimum(problem.total_capacity, room[case.candidates]),
            may_lead=may_lead,
            lead_worth=np.where(may_lead, problem.lead_worth, 0.0),
        )

    def left(self, line_ups: Mapping[int, Solution], *, besides: int | None = None) -> Floats:
        """What these line-ups leave of everything that is shared; without that of one area."""
        used = [self.use(area, one) for area, one in line_ups.items() if area != besides]
        spent = np.sum([np.zeros(len(self.limit)), *used], axis=0)
        return np.asarray(np.maximum(self.limit - spent, 0.0))


def country_of(cases: Sequence[Case], *, free: float = 1.0) -> Country:
    """Tie areas together; one case for each area, all of one brief.

    `free` is the share of estimated capacities that other contracts leave.
    """
    snapshot = cases[0].snapshot
    value = np.array([snapshot.areas[case.brief.area].annual_value_gbp for case in cases])
    shared = shared_capacity(cases, free=free)
    return Country(
        cases=tuple(cases),
        value=value,
        shared=shared,
        scarce=_scarce(cases, shared),
        lead_limits=tuple(_lead_limits(cases, value)),
    )


def _scarce(cases: Sequence[Case], shared: SharedCapacity) -> Flags:
    """Whoever could not do at once all that it may do in each area alone."""
    wanted = np.zeros_like(shared.total)
    for case, rate in zip(cases, shared.rate, strict=True):
        wanted[case.candidates] += case.problem.total_capacity * rate[case.candidates]
    return np.asarray(wanted > shared.total * (1 + ROOM))


def _lead_limits(cases: Sequence[Case], value: Floats) -> Iterator[LeadLimit]:
    """The gates of a lead that count over all areas.

    Who publicly passed the funding gate with a bid for an area has shown its access for that one.
    """
    gates, snapshot = cases[0].brief.gates, cases[0].snapshot
    bodies = len(snapshot.organisations)
    access = np.nan_to_num(cases[0].leads.access_gbp)
    each = np.repeat(value[:, np.newaxis], bodies, axis=1)
    if gates.on(GateKey.MARKET_SHARE):
        market = sum(area.annual_value_gbp for area in snapshot.areas)
        most = gates.figure(GateKey.MARKET_SHARE, off=1.0) * market
        yield LeadLimit(gate=GateKey.MARKET_SHARE, use=each, limit=np.full(bodies, most))
    if gates.on(GateKey.FUNDING_ACCESS):
        asked = each * gates.figure(GateKey.FUNDING_ACCESS, off=0.0)
        asked[np.array([case.leads.shown for case in cases])] = 0.0
        yield LeadLimit(gate=GateKey.FUNDING_ACCESS, use=asked, limit=access)
    if gates.on(GateKey.GUARANTEE):
        asked = each * gates.figure(GateKey.GUARANTEE, off=0.0)
        yield LeadLimit(gate=GateKey.GUARANTEE, use=asked, limit=access)
