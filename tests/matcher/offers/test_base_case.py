"""What is expected of an offer: worked by hand, then against a plain second model."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from matcher.offers.base_case import BaseCase, base_case, working_capital
from tests.matcher.offers.offers import bare, offers, people
from tests.matcher.offers.plain_model import plain_base_case

if TYPE_CHECKING:
    from matcher.offers.records import Offer


def worked(**changes: Any) -> BaseCase:
    return base_case(bare(**changes))


def gbp(*amounts: Decimal) -> list[float]:
    return [float(each) for each in amounts]


def by_month(found: BaseCase, name: str) -> list[int | float]:
    return [float(getattr(each, name)) for each in found.months]


def test_a_thousand_pounds_come_in_each_month_and_nothing_goes_out() -> None:
    found = worked()
    assert by_month(found, "fees_gbp") == by_month(found, "received_gbp") == [1000] * 12
    assert by_month(found, "balance_gbp") == [1000 * n for n in range(1, 13)]
    assert found.surplus_gbp == 12_000
    assert found.surplus_share == 1
    assert [each.label for each in found.quarters] == [f"2015 Q{n}" for n in (1, 2, 3, 4)]
    assert [each.fees_gbp for each in found.quarters] == [3000] * 4
    assert [each.label for each in found.years] == ["2015"]
    assert found.years[0].income_gbp == 12_000


def test_staff_fixed_costs_people_and_overheads_are_paid_in_their_month() -> None:
    # 0.5 posts at 24,000 with 20 % on top: 1,200 a month; 600 a year: 50; 12 people at 100: 100
    found = worked(
        services=(people(12, cost_per_person_gbp=Decimal(100)),),
        staff_fte=0.5,
        staff_salary_gbp=Decimal(24_000),
        staff_on_cost_share=0.2,
        fixed_costs_gbp_a_year=Decimal(600),
        overhead_share=0.1,
    )
    month = found.months[0]
    assert gbp(month.staff_gbp, month.fixed_gbp, month.variable_gbp) == [1200, 50, 100]
    assert gbp(month.overheads_gbp, month.costs_gbp, month.margin_gbp) == [135, 1485, -485]
    assert found.total.margin_gbp == -12 * 485


def test_interest_is_paid_on_what_was_overdrawn_the_month_before() -> None:
    # Nothing comes in for two months; 1,000 a month goes out; 12 % a year is 1 % a month.
    found = worked(
        ends=date(2015, 2, 28),
        services=(people(12, unit_price_gbp=Decimal(2000)),),
        payment_days=60,
        fixed_costs_gbp_a_year=Decimal(12_000),
        credit_rate_share=0.12,
    )
    assert by_month(found, "received_gbp") == [0, 0, 2000, 2000]
    assert by_month(found, "interest_gbp") == [0, 10, 20.1, 0.3]
    assert by_month(found, "balance_gbp") == [-1000, -2010, -30.1, 1969.6]
    assert found.lowest_balance_gbp == -2010
    assert found.lowest_month == date(2015, 2, 1)
    assert found.working_capital.amount_gbp == 2000  # interest is not counted
    assert found.working_capital.needed_by == date(2015, 2, 1)
    assert found.working_capital.back_by == date(2015, 3, 1)


def test_people_come_in_equal_steps_while_the_service_ramps_up() -> None:
    found = worked(ramp_up_months=3, ends=date(2015, 6, 30))
    assert by_month(found, "fees_gbp") == [250, 500, 750, 1000, 1000, 1000]
    assert [each.people for each in found.months] == [0.25, 0.5, 0.75, 1, 1, 1]


def test_fee_for_service_is_paid_in_equal_sums_from_the_first_month() -> None:
    shares = {"fee_for_service_share": 1.0, "fee_for_use_share": 0.0}
    found = worked(**shares, ramp_up_months=6, season=(3.0, *(1.0,) * 11))
    assert by_month(found, "fees_gbp") == [1000] * 12


def test_seasons_move_people_and_keep_their_number() -> None:
    season = (2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0)
    found = worked(season=season, starts=date(2015, 7, 1), ends=date(2016, 6, 30))
    in_service = [each for each in found.months if each.contract_year]
    assert [float(e.fees_gbp) for e in in_service] == [1000] * 5 + [0, 2000] + [1000] * 5
    assert found.total.fees_gbp == 12_000


def test_shares_of_price_are_paid_as_fee_for_service_for_use_and_by_results() -> None:
    # 30 % and 50 % at once; of 3,000 a quarter 20 % by results: 0.02 less of 0.04 earn half
    found = worked(
        fee_for_service_share=0.3,
        fee_for_use_share=0.5,
        results_share=0.2,
        baseline_reoffending_share=0.5,
        expected_reoffending_share=0.48,
        followup_months=2,
        court_months=1,
        publication_months=1,
    )
    assert found.months[0].fees_gbp == 800
    results = {each.label: each.results_gbp for each in found.months if each.results_gbp}
    assert results == {"2015-07": 300, "2015-10": 300, "2016-01": 300, "2016-04": 300}


def test_advances_are_taken_back_from_what_results_do_not_earn() -> None:
    changes: dict[str, Any] = {
        "fee_for_use_share": 0.0,
        "results_share": 1.0,
        "advance_share": 0.8,
        "baseline_reoffending_share": 0.5,
        "expected_reoffending_share": 0.48,
    }
    found = worked(**changes)  # earns 1,500 a quarter, had 2,400 in advance
    assert by_month(found, "advances_gbp")[:3] == [800] * 3
    assert {each.results_gbp for each in found.months} == {0, -900}
    assert {each.results_gbp for each in worked(**changes, clawback_cap_share=0.1).months} == {
        0,
        -300,
    }


def test_a_rise_of_reoffending_is_deducted_down_to_the_floor() -> None:
    changes = {"results_share": 0.5, "fee_for_use_share": 0.5, "expected_reoffending_share": 0.575}
    assert worked(**changes).total.results_gbp == 0
    assert worked(**changes, results_floor_share=0.4).total.results_gbp == -2400


def test_the_frequency_measure_earns_only_if_the_binary_one_passes() -> None:
    changes: dict[str, Any] = {
        "results_share": 1.0,
        "fee_for_use_share": 0.0,
        "frequency_share": 0.5,
        "baseline_offences": 4.0,
        "expected_offences": 3.7,
        "full_offences_reduction": 0.3,
        "baseline_reoffending_share": 0.5,
    }
    assert worked(**changes, expected_reoffending_share=0.46).total.results_gbp == 12_000
    assert worked(**changes, expected_reoffending_share=0.495).total.results_gbp == 0
    more = {**changes, "expected_offences": 4.3, "results_floor_share": 0.2}
    assert worked(**more, expected_reoffending_share=0.46).total.results_gbp == 6000 - 1200


def test_the_prime_provider_keeps_its_fee_and_deducts_service_credits() -> None:
    found = worked(
        management_fee_share=0.1, service_credit_share=0.05, service_credit_cap_share=0.05
    )
    month = found.months[0]
    assert gbp(month.service_credits_gbp, month.management_fee_gbp) == [-50, -95]
    assert month.income_gbp == 855


def test_a_block_is_paid_whoever_comes() -> None:
    service = people(0, block_fee_gbp_a_year=Decimal(6000))
    assert worked(services=(service,), ramp_up_months=6).months[0].fees_gbp == 500


def test_prices_and_costs_change_with_each_contract_year() -> None:
    found = worked(
        ends=date(2016, 12, 31),
        indexation_share=-0.1,
        cost_inflation_share=0.05,
        fixed_costs_gbp_a_year=Decimal(12_000),
    )
    assert gbp(*(year.fees_gbp for year in found.years)) == [12_000, 10_800]
    assert gbp(*(year.fixed_gbp for year in found.years)) == [12_000, 12_600]
    assert [year.contract_year for year in found.years] == [1, 2]


def test_steps_cost_once_more_people_come_than_staff_can_serve() -> None:
    step = {"step_cost_gbp_a_year": Decimal(1200)}
    assert worked(**step, step_people_a_year=12.0).total.steps_gbp == 0
    assert worked(**step, step_people_a_year=11.0).total.steps_gbp == 1200
    assert worked(**step, step_people_a_year=3.0).total.steps_gbp == 3600


def test_mobilisation_transfer_and_exit_cost_once() -> None:
    found = worked(
        mobilised_from=date(2014, 10, 1),
        mobilisation_cost_gbp=Decimal("100.01"),
        mobilisation_payment_gbp=Decimal(40),
        tupe_cost_gbp=Decimal(7),
        exit_cost_gbp=Decimal(9),
        exit_payment_gbp=Decimal(5),
    )
    spent = [found.months[n].one_off_gbp for n in (0, 1, 2, 3, 14)]
    assert spent == [Decimal("33.33"), Decimal("33.34"), Decimal("33.34"), 7, 9]
    assert [found.months[n].payments_gbp for n in (0, 14)] == [40, 5]
    assert found.months[0].contract_year is None


def test_what_is_worth_less_later_is_discounted() -> None:
    found = worked(discount_rate_share=0.1)
    by_hand = sum(1000 / 1.1 ** (n / 12) for n in range(12))
    assert float(found.net_present_value_gbp) == pytest.approx(by_hand, abs=0.005)


def test_a_return_is_told_only_where_there_is_one() -> None:
    assert worked().yearly_return_share is None  # nothing goes out first
    # 1,000 goes out in January, 1,100 comes in twelve months later
    found = worked(
        mobilised_from=date(2014, 1, 1),
        starts=date(2015, 1, 1),
        ends=date(2015, 1, 31),
        services=(people(12, unit_price_gbp=Decimal(1100)),),
        mobilisation_cost_gbp=Decimal(0),
        exit_cost_gbp=Decimal(1000),
        payment_days=360,
    )
    assert found.yearly_return_share == pytest.approx(0.1)
    assert worked(fixed_costs_gbp_a_year=Decimal(90_000)).yearly_return_share is None


def test_working_capital_never_comes_back_where_money_is_lost() -> None:
    found = working_capital(bare(fixed_costs_gbp_a_year=Decimal(24_000)))
    assert found.amount_gbp == 12_000
    assert found.back_by is None
    assert working_capital(bare()).needed_by is None


def test_pay_when_paid_adds_the_days_of_the_prime_provider() -> None:
    found = worked(payment_days=30, pay_when_paid=True, prime_payment_days=45, late_days_most=0)
    assert next(n for n, each in enumerate(found.months) if each.received_gbp) == 3


@settings(max_examples=60, deadline=None)
@given(offers())
def test_every_month_agrees_to_the_penny_with_the_plain_model(offer: Offer) -> None:
    found, plain = base_case(offer), plain_base_case(offer)
    for number, month in enumerate(found.months):
        assert month.income_gbp == Decimal(float(plain.invoiced.get(number, 0))).quantize(
            Decimal("0.01")
        )
        assert month.received_gbp == Decimal(float(plain.received.get(number, 0))).quantize(
            Decimal("0.01")
        )
        assert float(month.costs_gbp) == float(plain.spent.get(number, 0))
        assert float(month.balance_gbp) == float(plain.balance[number])


@settings(max_examples=40, deadline=None)
@given(offers())
def test_printed_pounds_add_up(offer: Offer) -> None:
    found = base_case(offer)
    for periods in (found.months, found.quarters, found.years, (found.total,)):
        balance = offer.reserves_gbp
        for each in periods:
            balance += each.received_gbp - each.costs_gbp - each.interest_gbp
            assert balance == each.balance_gbp
        assert sum(each.income_gbp for each in periods) == found.total.income_gbp
    assert found.total.balance_gbp - offer.reserves_gbp == found.surplus_gbp
    assert min(each.balance_gbp for each in found.months) == found.lowest_balance_gbp


@settings(max_examples=30, deadline=None)
@given(offers())
def test_later_payment_never_raises_the_lowest_balance(offer: Offer) -> None:
    if offer.payment_days > 300:
        return
    later = replace(offer, payment_days=offer.payment_days + 45)
    owed = all(each.income_gbp >= 0 for each in base_case(offer).months)
    if owed:
        assert base_case(later).lowest_balance_gbp <= base_case(offer).lowest_balance_gbp


@settings(max_examples=30, deadline=None)
@given(offers())
def test_double_the_scale_is_double_the_money(offer: Offer) -> None:
    money = [name for name in offer.__slots__ if name.endswith("_gbp") or "_gbp_a_" in name]
    known = {name: value for name in money if (value := getattr(offer, name)) is not None}
    doubled = {name: value * 2 for name, value in known.items()} | {
        "services": tuple(
            replace(
                each,
                unit_price_gbp=each.unit_price_gbp * 2,
                block_fee_gbp_a_year=each.block_fee_gbp_a_year * 2,
                cost_per_person_gbp=each.cost_per_person_gbp * 2,
            )
            for each in offer.services
        )
    }
    single, double = base_case(offer), base_case(offer.with_(**doubled))
    pennies = Decimal("0.01") * 40 * len(single.months)
    assert abs(double.surplus_gbp - 2 * single.surplus_gbp) <= pennies
    assert abs(double.lowest_balance_gbp - 2 * single.lowest_balance_gbp) <= pennies
