"""What a contract costs, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.offers.costs import Costs, costs
from matcher.offers.scenarios import as_expected, horizon
from matcher.offers.timeline import timeline
from tests.matcher.offers.offers import bare, people

if TYPE_CHECKING:
    from matcher.offers.records import Offer


def costs_of(offer: Offer) -> Costs:
    months = timeline(offer)
    expected = as_expected(offer, months)
    return costs(offer, months, expected, horizon=horizon(offer, months, expected))


def one_off(pence: int, months: int) -> list[float]:
    """What is spent on getting ready in each month before the service."""
    starts = date(2015 + (months // 12), months % 12 + 1, 1)
    offer = replace(
        bare(),
        mobilised_from=date(2015, 1, 1),
        starts=starts,
        ends=date(starts.year, 12, 31),
        mobilisation_cost_gbp=Decimal(pence) / 100,
    )
    assert offer.mobilisation_months == months
    spent: list[float] = costs_of(offer).one_off[0, :months].tolist()
    return spent


@pytest.mark.parametrize(
    ("pence", "months", "spent"),
    [(1000, 3, [333, 333, 334]), (5, 2, [2, 3]), (7, 7, [1] * 7), (1, 3, [0, 0, 1])],
)
def test_getting_ready_is_spread_over_its_months(
    pence: int, months: int, spent: list[float]
) -> None:
    assert one_off(pence, months) == spent


def test_a_third_of_a_sum_that_divides_evenly_is_the_same_in_each_month() -> None:
    # By month 7 of 21, 13.59 * 7 / 21 = 4.53 have been spent, to the penny.
    assert sum(one_off(1359, 21)[:7]) == 453


@given(st.integers(0, 10**10), st.integers(1, 100))
def test_by_each_month_the_part_that_is_due_has_been_spent(pence: int, months: int) -> None:
    spent = np.cumsum(one_off(pence, months))
    assert spent.tolist() == [pence * number // months for number in range(1, months + 1)]


def test_a_month_of_every_line_by_hand() -> None:
    # 2.5 posts at 24,000 with a fifth on top: 72,000 a year, 6,000 a month. 24 people a year, two
    # a month, at 45.50. Three people more than the staff can serve would be a step: none is.
    offer = bare(
        services=(people(24, cost_per_person_gbp=Decimal("45.50")),),
        staff_fte=2.5,
        staff_salary_gbp=Decimal(24_000),
        staff_on_cost_share=0.2,
        pension_cost_gbp_a_year=Decimal(1_000),
        fixed_costs_gbp_a_year=Decimal(5_000),
        step_people_a_year=24.0,
        step_cost_gbp_a_year=Decimal(12_000),
        overhead_share=0.1,
    )
    found = costs_of(offer)
    lines = (found.staff, found.pensions, found.fixed, found.variable, found.steps, found.overheads)
    third = [line[0, min(2, line.shape[1] - 1)] / 100 for line in lines]
    # A tenth of 6,000 + 83.33 + 416.67 + 91 = 6,591 is 659.10.
    assert third == [6000, 83.33, 416.67, 91, 0, 659.10]
    assert found.total[0, 2] / 100 == 7250.10


@pytest.mark.parametrize(("served", "steps"), [(24, 0), (25, 1), (48, 1), (49, 2)])
def test_a_step_is_paid_for_each_further_so_many_people(served: int, steps: int) -> None:
    offer = bare(
        services=(people(served),),
        step_people_a_year=24.0,
        step_cost_gbp_a_year=Decimal(12_000),
    )
    assert costs_of(offer).steps[0, 0] / 100 == steps * 1000


def test_costs_rise_with_each_contract_year_and_not_before() -> None:
    offer = bare(
        ends=date(2017, 12, 31),
        fixed_costs_gbp_a_year=Decimal(12_000),
        cost_inflation_share=0.1,
    )
    fixed = costs_of(offer).fixed[0] / 100
    assert [fixed[each] for each in (0, 11, 12, 23, 24)] == [1000, 1000, 1100, 1100, 1210]


def test_overheads_are_of_one_off_costs_too() -> None:
    offer = bare(tupe_cost_gbp=Decimal(500), exit_cost_gbp=Decimal(300), overhead_share=0.2)
    assert costs_of(offer).overheads[0, [0, 1, 11]].tolist() == [10_000, 0, 6_000]
