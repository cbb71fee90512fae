"""Scenarios side by side: each is worked out as if it were alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.offers.chances import drawn
from matcher.offers.income import income, volume_ratio
from matcher.offers.model import flows
from matcher.offers.records import Offer
from matcher.offers.results import earned_share
from matcher.offers.scenarios import as_expected, horizon
from matcher.offers.timeline import timeline
from tests.matcher.offers.offers import bare, offers, people


@settings(max_examples=15, deadline=None)
@given(offers(), st.integers(0, 100))
def test_a_run_among_others_is_the_same_as_alone(offer: Offer, seed: int) -> None:
    months = timeline(offer)
    scenarios = drawn(offer, months, runs=12, seed=seed)
    together = flows(offer, months, scenarios)
    for number in range(12):
        alone = flows(offer, months, scenarios.part(slice(number, number + 1)))
        assert alone.surplus[0] == together.surplus[number]
        assert alone.lowest[0] == together.lowest[number]


@settings(max_examples=15, deadline=None)
@given(offers(), st.integers(0, 100))
def test_every_amount_is_in_whole_pence(offer: Offer, seed: int) -> None:
    months = timeline(offer)
    found = flows(offer, months, drawn(offer, months, runs=5, seed=seed))
    for amounts in (found.income.total, found.costs.total, found.interest, found.balance):
        assert np.array_equal(amounts, np.rint(amounts))


@settings(max_examples=15, deadline=None)
@given(offers(), st.integers(0, 100))
def test_a_guarantee_never_lowers_what_is_left_of_fees(offer: Offer, seed: int) -> None:
    months = timeline(offer)
    scenarios = drawn(offer, months, runs=20, seed=seed)
    length = horizon(offer, months, scenarios)
    totals = [
        income(replace(offer, minimum_guarantee_share=share), months, scenarios, horizon=length)
        for share in (0.0, 0.5, 1.0)
    ]
    sums = [found.adjustments.sum(axis=1) for found in totals]
    assert (sums[0] <= sums[1]).all()
    assert (sums[1] <= sums[2]).all()


def test_a_guarantee_is_paid_at_the_end_of_each_contract_year_and_of_the_service() -> None:
    # 12 people expected, 6 come, 9 are guaranteed: 3 people of 1,000 in a year, 1 in four months
    offer = bare(ends=date(2016, 4, 30), minimum_guarantee_share=0.75)
    months = timeline(offer)
    expected = as_expected(offer, months)
    fewer = replace(expected, people=expected.people / 2)
    found = income(offer, months, fewer, horizon=16).adjustments[0]
    assert {n: found[n] for n in np.flatnonzero(found)} == {11: 300_000, 15: 100_000}


def test_a_service_that_ends_early_is_guaranteed_only_until_then() -> None:
    offer = bare(minimum_guarantee_share=1.0)
    months = timeline(offer)
    expected = as_expected(offer, months)
    stopped = replace(expected, people=expected.people / 2, served_months=np.array([5]))
    found = income(offer, months, stopped, horizon=12)
    assert np.flatnonzero(found.adjustments[0]).tolist() == [4]
    assert found.total.sum() == 500_000


def test_more_people_than_the_band_allows_raise_the_fee_for_service() -> None:
    offer = bare(fee_for_service_share=1.0, fee_for_use_share=0.0, volume_band_share=0.2)
    months = timeline(offer)
    expected = as_expected(offer, months)
    more = replace(expected, people=expected.people * 1.5)
    assert flows(offer, months, more).surplus[0] == 1_200_000 * 1.5 / 1.2
    inside = replace(expected, people=expected.people * 1.2)
    assert flows(offer, months, inside).surplus[0] == 1_200_000


def test_payments_of_several_runs_come_in_each_by_its_own_delay() -> None:
    offer = bare(ends=date(2015, 1, 31))
    months = timeline(offer)
    late = replace(as_expected(offer, months, 3), delay_months=np.array([0, 2, 1]))
    found = flows(offer, months, late)
    assert [np.flatnonzero(row).tolist() for row in found.received] == [[0], [2], [1]]


def test_staff_go_on_after_work_stops_and_what_people_cost_does_not() -> None:
    offer = bare(
        services=(people(12, cost_per_person_gbp=Decimal(10)),),
        fixed_costs_gbp_a_year=Decimal(1200),
        exit_cost_gbp=Decimal(7),
    )
    months = timeline(offer)
    expected = as_expected(offer, months)
    stopped = replace(expected, served_months=np.array([2]), run_on_months=np.array([3]))
    found = flows(offer, months, stopped).costs.total[0]
    assert found[:7].tolist() == [11_000, 11_000, 10_000, 10_000, 10_700, 0, 0]


def test_volume_counts_by_what_it_is_worth() -> None:
    dear, cheap = people(10), people(10, unit_price_gbp=Decimal(500))
    offer = bare(services=(dear, cheap))
    expected = as_expected(offer, timeline(offer))
    half = replace(expected, people=np.array([[5.0, 10.0]]))
    assert volume_ratio(offer, half)[0] == pytest.approx(10_000 / 15_000)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=20).map(sorted), st.floats(0, 1))
def test_more_reoffending_never_earns_more(shares: list[float], floor: float) -> None:
    offer = Offer().with_(results_floor_share=floor, frequency_share=0.0)
    earned = earned_share(offer, np.array(shares), np.full(len(shares), 3.5))
    assert (np.diff(earned) <= 1e-12).all()
    assert earned.min() >= -floor
    assert earned.max() <= 1


@given(st.lists(st.floats(1, 10), min_size=2, max_size=20).map(sorted))
def test_more_offences_never_earn_more(offences: list[float]) -> None:
    offer = Offer().with_(frequency_share=1.0, results_floor_share=0.5)
    share = np.full(len(offences), offer.baseline_reoffending_share - 0.02)
    earned = earned_share(offer, share, np.array(offences))
    assert (np.diff(earned) <= 1e-12).all()


@settings(max_examples=20, deadline=None)
@given(offers())
def test_months_of_a_year_have_the_people_of_a_year(offer: Offer) -> None:
    level = replace(offer, ramp_up_months=0)
    months = timeline(level)
    if months.term >= 12:
        assert months.shape[:12].sum() == pytest.approx(1)
    assert months.year_so_far[0] == months.shape[0]
    assert months.cohort_ends[-1] == months.term - 1
    assert (timeline(offer).shape <= months.shape + 1e-12).all()
