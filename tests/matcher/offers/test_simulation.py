"""Many runs of an offer, and what they come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings

from matcher.offers.base_case import base_case
from matcher.offers.model import flows
from matcher.offers.scenarios import as_expected
from matcher.offers.simulation import outcomes, simulate
from matcher.offers.timeline import timeline
from tests.matcher.offers.offers import bare, offers, people

if TYPE_CHECKING:
    from matcher.offers.records import Offer


def certain(offer: Offer) -> Offer:
    """The same offer, with nothing left to chance but results."""
    return replace(
        offer,
        services=tuple(
            replace(each, people_low=each.people_expected, people_high=each.people_expected)
            for each in offer.services
        ),
        late_days=0,
        late_days_most=0,
        reoffending_spread_share=0.0,
        prime_failure_share_a_year=0.0,
    )


def test_what_is_certain_has_no_spread_and_is_the_base_case() -> None:
    offer = bare(fixed_costs_gbp_a_year=Decimal(13_000))
    found, base = simulate(offer, runs=100), base_case(offer)
    assert found.surplus.p10_gbp == found.surplus.p90_gbp == base.surplus_gbp
    assert found.loss_share == found.reserves_gone_share == found.out_of_cash_share == 1
    assert [each.balance.p50_gbp for each in found.months][: len(base.months)] == [
        each.balance_gbp for each in base.months
    ]


@settings(max_examples=25, deadline=None)
@given(offers())
def test_without_payment_by_results_there_is_no_spread_from_it(offer: Offer) -> None:
    both = offer.results_share + offer.fee_for_use_share
    plain = certain(replace(offer, results_share=0.0, fee_for_use_share=both))
    found = outcomes(plain, runs=20, seed=1)
    assert len(set(found.surplus)) == 1
    assert found.surplus[0] / 100 == float(base_case(plain).surplus_gbp)


@settings(max_examples=15, deadline=None)
@given(offers())
def test_runs_of_what_is_expected_agree_with_the_base_case_to_the_penny(offer: Offer) -> None:
    months = timeline(offer)
    found = flows(offer, months, as_expected(offer, months, 3))
    base = base_case(offer)
    assert {round(each) for each in found.surplus} == {int(base.surplus_gbp * 100)}
    assert {round(each) for each in found.lowest} == {int(base.lowest_balance_gbp * 100)}


def test_results_spread_the_surplus() -> None:
    offer = bare(results_share=0.5, fee_for_use_share=0.5, services=(people(100),))
    found = simulate(offer, runs=500)
    assert found.surplus.p10_gbp < found.surplus.p50_gbp < found.surplus.p90_gbp


def test_the_chance_of_a_loss_is_that_of_too_few_people() -> None:
    # 50 to 150 people at 1,000 each; 100,000 is spent: half of the runs lose.
    service = people(100, people_low=50.0, people_high=150.0)
    offer = bare(services=(service,), fixed_costs_gbp_a_year=Decimal(100_000))
    found = simulate(offer, runs=10_000)
    assert found.loss_share == pytest.approx(0.5, abs=0.02)
    assert found.prime_fails_share == 0


def test_reserves_gone_and_out_of_cash_differ_by_the_credit_line() -> None:
    offer = bare(payment_days=60, fixed_costs_gbp_a_year=Decimal(6000))  # 1,000 is needed
    lent = {"reserves_gbp": Decimal(400), "credit_line_gbp": Decimal(700)}
    found = simulate(offer.with_(late_days_most=0, **lent), runs=100)
    assert (found.reserves_gone_share, found.out_of_cash_share) == (1, 0)
    assert simulate(offer.with_(reserves_gbp=Decimal(400)), runs=100).out_of_cash_share == 1


def test_a_prime_that_fails_pays_nothing_more_and_costs_wind_down() -> None:
    # It fails after the first month, which was invoiced and not yet paid; 500 a month goes on.
    offer = bare(
        prime_failure_share_a_year=1.0,
        payment_days=30,
        fixed_costs_gbp_a_year=Decimal(6000),
        exit_cost_gbp=Decimal(70),
        wind_down_months=2,
        exit_payment_gbp=Decimal(1000),
    )
    found = simulate(offer, runs=100)
    assert found.prime_fails_share == 1
    assert found.surplus.p50_gbp == pytest.approx(Decimal(-3 * 500 - 70), abs=15)  # interest
    months = timeline(offer)
    failing = replace(
        as_expected(offer, months),
        prime_lasts_months=np.array([1]),
        served_months=np.array([1]),
    )
    paid = flows(offer, months, failing)
    assert paid.income.total[0, 0] == 100_000
    assert not paid.received.any()


def test_results_still_owed_are_lost_when_the_prime_fails_after_the_service() -> None:
    offer = bare(
        ends=date(2015, 3, 31),
        fee_for_use_share=0.0,
        results_share=1.0,
        expected_reoffending_share=0.4,
        cohort_people_a_year=100_000.0,
    )
    months = timeline(offer)
    lasting = as_expected(offer, months)
    failing = replace(lasting, prime_lasts_months=np.array([20]))
    assert flows(offer, months, lasting).surplus[0] == 300_000
    assert flows(offer, months, failing).surplus[0] == 0


def test_tenths_are_values_that_so_many_runs_do_not_exceed() -> None:
    service = people(100, people_low=50.0, people_high=150.0)
    offer = bare(services=(service,))
    found, each = simulate(offer, runs=1000), outcomes(offer, runs=1000, seed=1)
    assert np.mean(each.surplus <= float(found.surplus.p10_gbp) * 100) == 0.1
    assert np.mean(each.surplus <= float(found.surplus.p90_gbp) * 100) == 0.9


def test_the_same_seed_gives_the_same_answer() -> None:
    changes: dict[str, Any] = {"prime_failure_share_a_year": 0.3, "late_days_most": 90}
    offer = bare(**changes)
    assert simulate(offer, runs=200, seed=4) == simulate(offer, runs=200, seed=4)
    assert simulate(offer, runs=200, seed=4) != simulate(offer, runs=200, seed=5)


def test_runs_taken_apart_come_back_in_their_order() -> None:
    offer = bare(prime_failure_share_a_year=0.5, services=(people(50, people_high=90.0),))
    many, few = outcomes(offer, runs=3000, seed=1), outcomes(offer, runs=3000, seed=1)
    assert np.array_equal(many.surplus, few.surplus)
    assert (many.lowest == many.balance.min(axis=1)).all()
    assert (many.surplus[many.fails].mean()) < many.surplus[~many.fails].mean()
