"""What a contract costs in each month, line by line, in pence: scenarios x months.

A line that is the same in all scenarios may be a single row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.offers.pence import to_pence, whole_pence
from matcher.offers.scenarios import alike
from matcher.offers.timeline import MONTHS_A_YEAR

if TYPE_CHECKING:
    from matcher.offers.records import Offer
    from matcher.offers.scenarios import Scenarios
    from matcher.offers.timeline import Floats, Timeline

_SLACK = 1e-9
"""So many people more than a step still fit it: people of a month are shares of a year's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What each month costs.

    Attributes
    ----------
    staff, pensions, fixed : what goes on while nobody comes
    variable, steps : what people cost, each and so many at a time
    one_off : mobilisation, the transfer of staff, exit
    overheads : of all these
    """

    staff: Floats
    pensions: Floats
    fixed: Floats
    variable: Floats
    steps: Floats
    one_off: Floats
    overheads: Floats

    @property
    def total(self) -> Floats:
        """All of it."""
        lines = (self.pensions, self.fixed, self.variable, self.steps)
        return sum((*lines, self.one_off, self.overheads), start=self.staff)


def costs(offer: Offer, months: Timeline, scenarios: Scenarios, *, horizon: int) -> Costs:
    """Work out what is spent; all is paid in the month in which it arises."""
    number = np.arange(horizon) - months.mobilisation
    index = (1 + offer.cost_inflation_share) ** (np.maximum(number, 0) // MONTHS_A_YEAR)
    stop = alike(scenarios.served_months)
    goes_on = (number >= 0) & (number < stop + alike(scenarios.run_on_months))
    served = (number >= 0) & (number < stop)
    shape = np.zeros(horizon)
    shape[months.mobilisation : months.mobilisation + months.term] = months.shape
    staff = offer.staff_fte * to_pence(offer.staff_salary_gbp) * (1 + offer.staff_on_cost_share)
    each = np.array([to_pence(service.cost_per_person_gbp) for service in offer.services])
    lines = {
        "staff": _yearly(staff, index) * goes_on,
        "pensions": _yearly(to_pence(offer.pension_cost_gbp_a_year), index) * goes_on,
        "fixed": _yearly(to_pence(offer.fixed_costs_gbp_a_year), index) * goes_on,
        "variable": whole_pence((scenarios.people @ each)[:, None] * (shape * index)) * served,
        "steps": _steps(offer, scenarios, shape=shape, index=index) * served,
        "one_off": _one_off(offer, months, scenarios, horizon=horizon),
    }
    before = sum(lines.values(), start=np.zeros((1, 1)))
    return Costs(**lines, overheads=whole_pence(offer.overhead_share * before))


def _yearly(pence_a_year: float, index: Floats) -> Floats:
    return whole_pence(pence_a_year / MONTHS_A_YEAR * index)


def _steps(offer: Offer, scenarios: Scenarios, *, shape: Floats, index: Floats) -> Floats:
    """What it costs that more people come than the staff can serve."""
    if offer.step_people_a_year is None or not offer.step_cost_gbp_a_year:
        return np.zeros((1, len(shape)))
    rate = scenarios.people.sum(axis=1)[:, None] * (shape * MONTHS_A_YEAR)
    steps = np.maximum(np.ceil(rate / offer.step_people_a_year - _SLACK) - 1, 0)
    return whole_pence(steps * index * (to_pence(offer.step_cost_gbp_a_year) / MONTHS_A_YEAR))


def _one_off(offer: Offer, months: Timeline, scenarios: Scenarios, *, horizon: int) -> Floats:
    spent = np.zeros(horizon)
    ready = max(months.mobilisation, 1)
    spent[:ready] += _spread(to_pence(offer.mobilisation_cost_gbp), ready)
    spent[months.mobilisation] += to_pence(offer.tupe_cost_gbp)
    served, after = alike(scenarios.served_months), alike(scenarios.run_on_months)
    is_last = np.arange(horizon) == months.mobilisation + served + after - 1
    leaving: Floats = is_last * to_pence(offer.exit_cost_gbp)
    return spent + leaving


def _spread(pence: float, months: int) -> Floats:
    """Spread an amount evenly so that the months add up to it.

    By month ``n`` so much has been spent: ``n * pence / months``, rounded down. A product of whole
    numbers is exact, and so is what is rounded down of its quotient.
    """
    return np.diff(np.floor(np.arange(months + 1) * pence / months))
