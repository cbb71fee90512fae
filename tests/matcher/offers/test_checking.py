"""What is wrong with an offer is said all at once, by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from matcher.errors import BriefError, OfferError
from matcher.offers.checking import checked, mistakes_of
from matcher.offers.records import Offer, Service

ONE = Service(
    name="Mentoring",
    unit_price_gbp=Decimal(100),
    people_low=5.0,
    people_expected=10.0,
    people_high=12.0,
)


def wrong(**changes: Any) -> dict[str, str]:
    with pytest.raises(OfferError) as caught:
        Offer().with_(**changes)
    return {each.field: each.message for each in caught.value.mistakes}


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"payment_days": -1}, "payment_days", "-1 days is not between 0 and 365"),
        ({"payment_days": 1.5}, "payment_days", "1.5 is no whole number"),
        ({"payment_days": True}, "payment_days", "True is no whole number"),
        ({"payment_days": None}, "payment_days", "may not be blank"),
        ({"reserves_gbp": Decimal("-0.01")}, "reserves_gbp", "-0.01 pounds is not between"),
        ({"reserves_gbp": Decimal("0.001")}, "reserves_gbp", "has fractions of a penny"),
        ({"reserves_gbp": Decimal("NaN")}, "reserves_gbp", "is not between"),
        ({"reserves_gbp": 5.0}, "reserves_gbp", "5.0 is no pounds"),
        ({"overhead_share": float("nan")}, "overhead_share", "is not between 0 and 2"),
        ({"title": "  "}, "title", "may not be blank"),
        ({"title": "x" * 101}, "title", "has 101 characters"),
        ({"title": "a\x00b"}, "title", "cannot be printed"),
        ({"season": (1.0,) * 11}, "season", "has 11 numbers; it takes twelve"),
        ({"season": (0.0,) * 12}, "season", "not all of them 0"),
        ({"season": (-1.0,) * 12}, "season", "-1 is not between 0 and 100"),
        ({"services": ()}, "services", "0 services are not between 1 and 5"),
        ({"services": (ONE,) * 6}, "services", "6 services are not between 1 and 5"),
        ({"services": (Service(),)}, "service1_unit_price_gbp", "nothing is paid for"),
        ({"cohort_people_a_year": 0.0}, "cohort_people_a_year", "is 0, but results are paid for"),
        ({"step_people_a_year": 0.0}, "step_people_a_year", "0 people are not enough"),
        ({"step_cost_gbp_a_year": Decimal(9)}, "step_cost_gbp_a_year", "has no effect while"),
        (
            {"services": (replace(ONE, unit_price_gbp=Decimal(100_000_000)),)},
            "service1_unit_price_gbp",
            "times service1_people_high comes to more than £1,000,000,000 a year",
        ),
        (
            {"services": (replace(ONE, cost_per_person_gbp=Decimal(100_000_000)),)},
            "service1_cost_per_person_gbp",
            "times service1_people_high comes to more than",
        ),
        (
            {"staff_fte": 10_000.0, "staff_salary_gbp": Decimal(100_001)},
            "staff_salary_gbp",
            "times",
        ),
        (
            {"step_people_a_year": 0.001, "step_cost_gbp_a_year": Decimal(90_000)},
            "step_cost_gbp_a_year",
            "for each step of step_people_a_year comes to more than",
        ),
        ({"late_days": 40}, "late_days_most", "30 is less than late_days, 40"),
        ({"service_credit_share": 0.2}, "service_credit_cap_share", "0.1 is less than"),
        ({"results_threshold_share": 0.1}, "results_threshold_share", "would pay in full at once"),
        ({"ends": date(2014, 12, 31)}, "ends", "2014-12-31 lies before starts, 2015-02-01"),
        ({"starts": date(2014, 11, 30)}, "starts", "lies before mobilised_from, 2014-12-01"),
        ({"ends": date(2055, 1, 31)}, "ends", "482 months after mobilised_from, 2014-12-01"),
    ],
)
def test_each_mistake_is_told_with_its_field(
    changes: dict[str, Any], field: str, message: str
) -> None:
    found = wrong(**changes)
    assert list(found) == [field]
    assert message in found[field]


def test_a_term_of_forty_years_is_told_beside_dates_out_of_order() -> None:
    found = wrong(mobilised_from=date(2016, 1, 1), ends=date(2055, 1, 31))
    assert found == {
        "starts": "2015-02-01 lies before mobilised_from, 2016-01-01",
        "ends": "2055-01-31 is 480 months after starts, 2015-02-01; an offer runs for 120 at most",
    }


def test_shares_that_do_not_add_up_are_told() -> None:
    found = wrong(fee_for_service_share=0.3)
    said = "with fee_for_use_share and results_share adds up to 130%, not to 100%"
    assert found == {"fee_for_service_share": said}


def test_shares_that_add_up_but_for_the_last_bit_are_right() -> None:
    offer = Offer().with_(fee_for_service_share=0.1, fee_for_use_share=0.2, results_share=0.7)
    assert offer.results_share == 0.7


def test_people_out_of_order_are_told_service_by_service() -> None:
    found = wrong(
        services=(
            ONE,
            Service(
                unit_price_gbp=Decimal(1), people_low=3.0, people_expected=2.0, people_high=1.0
            ),
        )
    )
    assert found == {
        "service2_people_low": "is more than service2_people_expected, 2",
        "service2_people_high": "is less than service2_people_expected, 2",
    }


def test_all_mistakes_are_told_at_once() -> None:
    found = wrong(
        payment_days=-5,
        fee_for_use_share=0.5,
        ends=date(2010, 1, 1),
        services=(Service(unit_price_gbp=Decimal(-1), people_expected=-3.0),),
    )
    assert set(found) == {
        "payment_days",
        "fee_for_service_share",
        "ends",
        "service1_unit_price_gbp",
        "service1_people_expected",
    }


def test_results_for_nobody_are_told_only_where_results_are_paid() -> None:
    block = Service(block_fee_gbp_a_year=Decimal(1000))
    assert set(wrong(services=(block,))) == {"cohort_people_a_year"}
    plain = Offer().with_(services=(block,), results_share=0.0, fee_for_use_share=1.0)
    assert plain.annual_value_gbp == 1000


def test_names_that_are_no_fields_are_told() -> None:
    assert wrong(payment_day=3, prise=1) == dict.fromkeys(
        ("payment_day", "prise"), "is no field of an offer"
    )


def test_of_what_could_not_be_read_nothing_more_is_said() -> None:
    offer = replace(Offer(), fee_for_use_share=0.5, payment_days=-1)
    left = [each.field for each in mistakes_of(offer, unread=["fee_for_use_share"])]
    assert left == ["payment_days"]


def test_the_error_says_how_many_and_is_one_of_a_brief() -> None:
    with pytest.raises(BriefError, match=r"^1 mistake in the offer:\n  payment_days: -1 days"):
        Offer().with_(payment_days=-1)


def test_the_longest_offer_is_allowed_and_a_month_more_is_not() -> None:
    longest = Offer().with_(ends=date(2024, 11, 30))
    assert longest.mobilisation_months + longest.term_months == 120
    assert set(wrong(ends=date(2024, 12, 1))) == {"ends"}
    assert checked(longest) is longest


def test_months_count_whole() -> None:
    offer = Offer()
    assert (offer.mobilisation_months, offer.term_months, offer.results_months) == (2, 84, 22)
    assert offer.annual_value_gbp == 120_000
