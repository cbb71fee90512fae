"""The stress tests, worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from matcher.offers.base_case import base_case
from matcher.offers.records import Offer
from matcher.offers.stress import StressTest, stress_tests
from tests.matcher.offers.offers import bare, offers

if TYPE_CHECKING:
    from collections.abc import Mapping

YEARS: dict[str, Any] = {"ends": date(2016, 12, 31)}


def stressed(**changes: Any) -> Mapping[str, StressTest]:
    return {each.key: each for each in stress_tests(bare(**(YEARS | changes)))}


def test_fewer_people_bring_less() -> None:
    found = stressed()
    assert found["volume-34"].surplus_gbp == 24_000 * Decimal("0.66")
    assert found["volume-48"].change_gbp == -24_000 * Decimal("0.48")


def test_a_guarantee_pays_for_people_who_do_not_come() -> None:
    assert stressed(minimum_guarantee_share=0.8)["volume-48"].surplus_gbp == 24_000 * Decimal("0.8")
    assert stressed(minimum_guarantee_share=1.0)["volume-48"].change_gbp == 0


def test_fee_for_service_falls_only_by_what_lies_outside_the_band() -> None:
    shares = {"fee_for_service_share": 1.0, "fee_for_use_share": 0.0}
    assert stressed(**shares, volume_band_share=0.34)["volume-34"].change_gbp == 0
    # 0.66 of the volume, of which 0.8 would do: the fee is 0.66 / 0.8 of itself
    assert stressed(**shares, volume_band_share=0.2)["volume-34"].surplus_gbp == 24_000 * Decimal(
        "0.825"
    )
    assert stressed(**shares, volume_band_share=1.0)["volume-48"].change_gbp == 0


def test_results_come_after_two_years_in_part_or_not_at_all() -> None:
    found = stressed(results_share=0.5, fee_for_use_share=0.5)
    assert [found[f"results-{n}"].surplus_gbp for n in (0, 50, 100)] == [12_000, 18_000, 24_000]
    assert "results-0" not in stressed()


def test_a_prime_that_fails_in_month_18_leaves_the_last_month_unpaid() -> None:
    found = stressed(payment_days=30, fixed_costs_gbp_a_year=Decimal(6000), wind_down_months=3)
    # 17 months are paid; 18 months and 3 more cost 500 each, one of them before any money came
    assert found["prime-fails"].surplus_gbp == pytest.approx(17_000 - 21 * 500, abs=10)


def test_notice_pays_for_winding_down() -> None:
    costs = {"fixed_costs_gbp_a_year": Decimal(6000), "wind_down_months": 3}
    assert stressed(**costs, notice_months=3)["notice"].surplus_gbp == 15 * 500
    assert stressed(**costs, notice_months=0)["notice"].surplus_gbp == 12 * 500 - 3 * 500
    assert stressed(**costs, notice_months=12)["notice"].change_gbp == 0


def test_a_contract_of_a_year_is_not_ended_early() -> None:
    found = {each.key: each for each in stress_tests(bare())}
    assert "notice" not in found
    assert found["prime-fails"].title == "the prime provider fails in month 12"


def test_late_payment_lowers_the_lowest_balance_alone() -> None:
    found = stressed(late_days_most=60, fixed_costs_gbp_a_year=Decimal(6000), credit_rate_share=0.0)
    assert found["paid-late"].change_gbp == 0
    assert found["paid-late"].lowest_balance_gbp == -1000
    assert found["paid-late"].lowest_month == date(2015, 2, 1)
    assert not found["paid-late"].survives


def test_service_credits_go_up_to_their_cap() -> None:
    assert stressed(service_credit_cap_share=0.1)["service-credits"].change_gbp == -2400


def test_credit_helps_to_survive() -> None:
    lent = {"credit_line_gbp": Decimal(1000), "fixed_costs_gbp_a_year": Decimal(6000)}
    assert stressed(late_days_most=60, credit_rate_share=0.0, **lent)["paid-late"].survives


@settings(max_examples=15, deadline=None)
@given(offers())
def test_changes_are_from_what_is_expected(offer: Offer) -> None:
    usual = base_case(offer).surplus_gbp
    for each in stress_tests(offer):
        assert each.surplus_gbp - each.change_gbp == usual
        assert each.title


def test_the_example_is_tried_in_ten_ways() -> None:
    assert [each.key for each in stress_tests(Offer())] == [
        "volume-34",
        "volume-48",
        "results-0",
        "results-50",
        "results-100",
        "prime-fails",
        "notice",
        "paid-late",
        "service-credits",
        "claim",
    ]
