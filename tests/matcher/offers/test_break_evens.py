"""Where an offer breaks even: by hand, and by putting the answer back into the model."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings

from matcher.offers.break_evens import BreakEvens, break_evens, priced, surplus
from matcher.offers.model import flows
from matcher.offers.scenarios import as_expected
from matcher.offers.timeline import timeline
from tests.matcher.offers.offers import bare, offers, people

if TYPE_CHECKING:
    from matcher.offers.records import Offer


def found(**changes: Any) -> BreakEvens:
    return break_evens(bare(**changes))


def test_two_thirds_of_the_people_pay_two_thirds_of_the_costs() -> None:
    evens = found(fixed_costs_gbp_a_year=Decimal(8000))
    assert evens.volume_share == pytest.approx(2 / 3, abs=1e-4)
    assert evens.people_a_year == pytest.approx(8, abs=1e-3)
    assert evens.price_share == pytest.approx(2 / 3, abs=1e-4)
    assert [each.unit_price_gbp for each in evens.prices] == [Decimal("666.67")]


def test_nobody_is_needed_where_nothing_is_spent() -> None:
    assert found().volume_share == 0


def test_no_volume_is_enough_where_each_person_costs_more_than_they_bring() -> None:
    service = people(12, cost_per_person_gbp=Decimal(1100))
    evens = found(services=(service,), fixed_costs_gbp_a_year=Decimal(1))
    assert (evens.volume_share, evens.people_a_year) == (None, None)


def test_no_price_is_enough_where_the_prime_keeps_everything() -> None:
    evens = found(management_fee_share=1.0, fixed_costs_gbp_a_year=Decimal(1))
    assert (evens.price_share, evens.prices) == (None, ())


def test_half_the_results_money_is_needed() -> None:
    evens = found(
        results_share=0.5,
        fee_for_use_share=0.5,
        baseline_reoffending_share=0.5,
        expected_reoffending_share=0.48,
        fixed_costs_gbp_a_year=Decimal(9000),
        credit_rate_share=0.0,
    )
    assert evens.reoffending_share == pytest.approx(0.48)
    assert evens.reduction_share == pytest.approx(0.02)


def test_without_results_there_is_no_result_that_breaks_even() -> None:
    evens = found()
    assert (evens.reoffending_share, evens.reduction_share) == (None, None)


def test_no_result_is_enough_where_costs_are_above_the_price() -> None:
    evens = found(results_share=0.5, fee_for_use_share=0.5, fixed_costs_gbp_a_year=Decimal(90_000))
    assert evens.reoffending_share is None


@settings(max_examples=15, deadline=None)
@given(offers())
def test_answers_put_back_into_the_model_break_even(offer: Offer) -> None:
    evens = break_evens(offer)
    if evens.price_share:
        assert surplus(priced(offer, evens.price_share)) >= 0
        if surplus(priced(offer, evens.price_share * 0.99)) >= 0:
            pennies = [each.unit_price_gbp for each in priced(offer, evens.price_share).services]
            assert min(pennies) < 5  # a hundredth of so small a price is less than a penny
    if evens.volume_share:
        months = timeline(offer)
        expected = as_expected(offer, months, 2)
        shares = np.array([[evens.volume_share], [evens.volume_share - 2e-4]])
        tried = flows(offer, months, replace(expected, people=expected.people * shares)).surplus
        assert tried[0] >= 0 > tried[1]
    if evens.reoffending_share is not None:
        good = replace(offer, expected_reoffending_share=evens.reoffending_share)
        assert surplus(good) >= 0


def test_prices_are_rounded_up() -> None:
    offer = bare(services=(people(3, block_fee_gbp_a_year=Decimal("0.01")),))
    dearer = priced(offer, 1.000001).services[0]
    assert dearer.unit_price_gbp == Decimal("1000.01")
    assert priced(offer, 1.01).services[0].block_fee_gbp_a_year == Decimal("0.02")
    assert priced(offer, 1.0) == offer
