"""Three offers as charities get them, worked out by hand, and what is said of each.

The comments hold the sums: whoever doubts a figure can follow it with a pocket calculator.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.offers.assessment import assess
from matcher.offers.base_case import base_case
from matcher.offers.reading import read_texts
from matcher.offers.records import Offer, Service
from matcher.offers.safety import Tries
from matcher.offers.stress import stress_tests
from matcher.offers.verdict import Answer
from tests.matcher.offers.offers import offers

if TYPE_CHECKING:
    from matcher.offers.periods import Period
    from matcher.offers.verdict import Verdict

WOMENS_CENTRE = Offer().with_(
    title="A women's centre, fee for service",
    services=(
        Service(
            name="One to one",
            block_fee_gbp_a_year=Decimal(60_000),
            people_low=90.0,
            people_expected=120.0,
            people_high=140.0,
            cost_per_person_gbp=Decimal(40),
        ),
    ),
    mobilised_from=date(2015, 1, 1),
    ends=date(2018, 1, 31),
    ramp_up_months=3,
    fee_for_service_share=1.0,
    fee_for_use_share=0.0,
    results_share=0.0,
    service_credit_share=0.01,
    staff_fte=1.2,
    staff_salary_gbp=Decimal(24_000),
    fixed_costs_gbp_a_year=Decimal(9_000),
    mobilisation_cost_gbp=Decimal(3_000),
    exit_cost_gbp=Decimal(4_000),
    cost_inflation_share=0.015,
    reserves_gbp=Decimal(20_000),
)
MENTORING = Offer().with_(
    title="Mentoring, 30 % by results",
    services=(
        Service(
            name="Mentoring",
            unit_price_gbp=Decimal(1_500),
            people_low=130.0,
            people_expected=200.0,
            people_high=210.0,
            cost_per_person_gbp=Decimal(150),
        ),
    ),
    ends=date(2020, 1, 31),
    fee_for_use_share=0.7,
    results_share=0.3,
    payment_days=45,
    late_days=5,
    management_fee_share=0.08,
    staff_fte=5.0,
    fixed_costs_gbp_a_year=Decimal(25_000),
    mobilisation_cost_gbp=Decimal(15_000),
    exit_cost_gbp=Decimal(15_000),
    reserves_gbp=Decimal(90_000),
)
HOUSING = Offer().with_(
    title="Housing support, a block with clawback",
    services=(
        Service(
            name="Housing",
            block_fee_gbp_a_year=Decimal(150_000),
            people_low=200.0,
            people_expected=250.0,
            people_high=280.0,
            cost_per_person_gbp=Decimal(60),
        ),
    ),
    ends=date(2019, 1, 31),
    fee_for_service_share=0.8,
    fee_for_use_share=0.0,
    results_share=0.2,
    advance_share=1.0,
    results_floor_share=0.5,
    staff_fte=3.0,
    staff_salary_gbp=Decimal(25_000),
    fixed_costs_gbp_a_year=Decimal(14_000),
    mobilisation_cost_gbp=Decimal(6_000),
    exit_cost_gbp=Decimal(8_000),
    reserves_gbp=Decimal(50_000),
)


def month(offer: Offer, label: str) -> Period:
    return next(each for each in base_case(offer).months if each.label == label)


@cache
def verdict(offer: Offer) -> Verdict:
    return assess(offer, runs=1000).verdict


def keys(offer: Offer) -> list[str]:
    return [term.key for term in verdict(offer).terms]


def test_a_block_is_invoiced_each_month_less_credits_and_the_fee_of_the_prime() -> None:
    # 60,000 / 12 = 5,000; 1 % of it is 50; 5 % of 4,950 is 247.50.
    found = month(WOMENS_CENTRE, "2016-05")
    assert found.fees_gbp == 5000
    assert found.service_credits_gbp == -50
    assert found.management_fee_gbp == Decimal("-247.50")
    assert base_case(WOMENS_CENTRE).total.income_gbp == 36 * Decimal("4702.50")


def test_the_first_month_of_the_centre_has_a_quarter_of_its_people() -> None:
    # 1.2 * 24,000 * 1.2 / 12 = 2,880; 9,000 / 12 = 750; 120 * 40 / 12 = 400, a quarter of it 100.
    # 12 % of 3,730 is 447.60.
    found = month(WOMENS_CENTRE, "2015-02")
    assert (found.staff_gbp, found.fixed_gbp, found.variable_gbp) == (
        Decimal(2880),
        Decimal(750),
        Decimal(100),
    )
    assert found.costs_gbp == Decimal("4177.60")


def test_costs_of_the_third_year_have_risen_twice() -> None:
    # 1.015 * 1.015 = 1.030225: 2,967.05, 772.67 and 412.09 are 4,151.81; 12 % of it is 498.22.
    assert month(WOMENS_CENTRE, "2017-06").costs_gbp == Decimal("4650.03")


def test_the_centre_is_at_its_lowest_before_it_is_paid_for_the_first_time() -> None:
    # 20,000 - 3,000 * 1.12 = 16,640; less 4,177.60.
    base = base_case(WOMENS_CENTRE)
    assert (base.lowest_balance_gbp, base.lowest_month) == (Decimal("12462.40"), date(2015, 2, 1))
    assert base.working_capital.amount_gbp == Decimal("7537.60")


def test_fees_of_the_first_month_follow_the_ramp_up() -> None:
    # 200 * 1,500 / 12 = 25,000, a seventh of it 3,571.43, seven tenths of that 2,500; 8 % is 200.
    found = month(MENTORING, "2015-02")
    assert (found.fees_gbp, found.management_fee_gbp) == (Decimal(2500), Decimal(-200))


def test_the_first_cohorts_result_comes_two_years_later() -> None:
    # One, two and three sevenths of 25,000 are 21,428.57, three tenths of that 6,428.57. 1.9 of
    # the 4 points are reached: 0.475 of it are 3,053.57, less 8 %, 244.29. April and 22 months is
    # February 2017; 45 and 5 days late is two months more.
    found = month(MENTORING, "2017-02")
    assert found.results_gbp == Decimal("3053.57")
    fees = found.fees_gbp
    assert fees == Decimal(17_500)
    assert found.management_fee_gbp == -(Decimal(1400) + Decimal("244.29"))
    before, paid = month(MENTORING, "2017-03"), month(MENTORING, "2017-04")
    assert paid.received_gbp - before.received_gbp == Decimal("3053.57") - Decimal("244.29")


def test_what_was_paid_in_advance_is_taken_back_for_each_cohort() -> None:
    # 12,500 a month, a fifth of it in advance: 7,500 a quarter. 0.475 of that are 3,562.50, so
    # 3,937.50 are taken back, less the fee on them, 196.88.
    found = month(HOUSING, "2017-02")
    assert (found.fees_gbp, found.advances_gbp) == (Decimal(10_000), Decimal(2_500))
    assert found.results_gbp == Decimal("-3937.50")
    income = 48 * Decimal(12_500) * Decimal("0.95") - 16 * (Decimal("3937.50") - Decimal("196.88"))
    assert base_case(HOUSING).total.income_gbp == income == Decimal("510150.08")


def test_a_cap_on_clawback_leaves_more_of_each_cohort() -> None:
    # A fifth of 7,500 is 1,500: 2,437.50 less than without it, of which the prime keeps 5 %.
    capped = replace(HOUSING, clawback_cap_share=0.2)
    assert month(capped, "2017-02").results_gbp == -1500
    more = base_case(capped).total.income_gbp - base_case(HOUSING).total.income_gbp
    assert more == 16 * (Decimal("2437.50") - Decimal("121.88"))


def test_fewer_people_cost_the_block_nothing_and_the_mentors_much() -> None:
    falls = {
        offer.title: next(each for each in stress_tests(offer) if each.key == "volume-34")
        for offer in (WOMENS_CENTRE, MENTORING)
    }
    assert falls[WOMENS_CENTRE.title].change_gbp > 0  # what people cost is saved
    assert falls[MENTORING.title].change_gbp < -400_000
    assert not falls[MENTORING.title].survives


def test_the_centre_is_told_of_its_price_and_of_costs_that_rise() -> None:
    found = verdict(WOMENS_CENTRE)
    assert found.answer is Answer.NOT_ON_THESE_TERMS
    assert found.together == ""
    assert {"price", "indexation_share"} <= set(keys(WOMENS_CENTRE))
    price = next(each for each in found.terms if each.key == "price")
    full_cost = assess(WOMENS_CENTRE, runs=100, terms_told=0).break_evens.prices[0]
    asked = Decimal(price.changes["service1_block_fee_gbp_a_year"])
    assert full_cost.block_fee_gbp_a_year < asked < Decimal("1.1") * 60_000


def test_the_mentors_are_told_to_get_cash_a_guarantee_and_less_by_results_together() -> None:
    assert verdict(MENTORING).together
    assert set(keys(MENTORING)) == {
        "mobilisation_payment_gbp",
        "minimum_guarantee_share",
        "results_share",
    }
    changes = verdict(MENTORING).terms[0].changes
    assert 0 < float(changes["results_share"]) < 0.3
    assert "service1_unit_price_gbp" not in changes


def test_the_block_is_told_to_cap_what_is_taken_back() -> None:
    first = verdict(HOUSING).terms[0]
    assert first.key == "clawback_cap_share"
    assert first.now == "any share of results money"
    assert 0 < float(first.changes["clawback_cap_share"]) < 0.5


@pytest.mark.parametrize("offer", [WOMENS_CENTRE, MENTORING, HOUSING], ids=lambda each: each.title)
def test_what_is_asked_for_makes_each_of_them_safe(offer: Offer) -> None:
    tries = Tries(runs=1000, seed=1)
    assert not tries.is_safe(offer)
    for term in verdict(offer).terms:
        if term.changes:
            assert tries.is_safe(read_texts(term.changes, start=offer)), term.key


@settings(max_examples=15, deadline=None)
@given(offers(), st.integers(1, 50_000))
def test_more_reserves_or_credit_never_make_an_offer_less_safe(offer: Offer, more: int) -> None:
    richer = (
        replace(offer, reserves_gbp=offer.reserves_gbp + more),
        replace(offer, credit_line_gbp=offer.credit_line_gbp + more),
    )
    now = Tries(runs=60, seed=1).safety(offer)
    for each in richer:
        then = Tries(runs=60, seed=1).safety(each)
        assert then.loss_share <= now.loss_share
        assert then.out_of_cash_share <= now.out_of_cash_share
        assert then.covers_costs >= now.covers_costs


@settings(max_examples=15, deadline=None)
@given(offers(), st.integers(0, 100), st.integers(0, 100))
def test_a_higher_guarantee_never_leaves_less_of_any_run(
    offer: Offer, one: int, other: int
) -> None:
    low, high = sorted((one, other))
    less, more = (
        Tries(runs=40, seed=1).safety(replace(offer, minimum_guarantee_share=share / 100))
        for share in (low, high)
    )
    assert more.loss_share <= less.loss_share
    assert more.out_of_cash_share <= less.out_of_cash_share
