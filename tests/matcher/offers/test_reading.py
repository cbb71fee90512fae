"""Offers from texts and tables, and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import OfferError
from matcher.offers.fields import Kind
from matcher.offers.reading import (
    differing_texts,
    read_table,
    read_texts,
    read_value,
    texts_of,
    value_text,
)
from matcher.offers.records import EXAMPLE_SERVICE, Offer, Service
from matcher.offers.words import OFFER_FIELDS, SERVICE_FIELDS

MONEY, SHARE = OFFER_FIELDS["reserves_gbp"], OFFER_FIELDS["overhead_share"]
DAYS, DAY = OFFER_FIELDS["payment_days"], OFFER_FIELDS["starts"]


def wrong(texts: dict[str, str]) -> dict[str, str]:
    with pytest.raises(OfferError) as caught:
        read_texts(texts)
    return {each.field: each.message for each in caught.value.mistakes}


def wrong_table(table: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(OfferError) as caught:
        read_table(table)
    return {each.field: each.message for each in caught.value.mistakes}


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (MONEY, "1200", Decimal(1200)),
        (MONEY, " £1,200.50 ", Decimal("1200.50")),
        (MONEY, "£ 5", Decimal(5)),
        (SHARE, "0.12", 0.12),
        (SHARE, "12%", 0.12),
        (SHARE, "12.5 %", 0.125),
        (DAYS, "30", 30),
        (DAYS, "30.0", 30),
        (DAY, "2015-02-01", date(2015, 2, 1)),
        (OFFER_FIELDS["pay_when_paid"], "Yes", True),
        (OFFER_FIELDS["pay_when_paid"], "off", False),
        (OFFER_FIELDS["season"], "1, 2;3 4", (1.0, 2.0, 3.0, 4.0)),
        (OFFER_FIELDS["title"], " Essex ", "Essex"),
        (SERVICE_FIELDS["people_low"], "1,000.5", 1000.5),
        (MONEY, "  ", None),
    ],
)
def test_values_are_read_as_people_write_them(field: Any, text: str, value: object) -> None:
    assert read_value(field, text) == value


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        (MONEY, "1e9", "'1e9' is no number"),
        (MONEY, "1,2", "is no number"),
        (MONEY, "NaN", "is no number"),
        (MONEY, "=1+1", "is no number"),
        (MONEY, "٣", "is no number"),
        (DAYS, "1.5", "is no whole number"),
        (DAY, "1.2.2015", "is no date such as 2015-02-01"),
        (DAY, "2015-02-30", "is no date"),
        (DAY, "20150201", "is no date"),
        (OFFER_FIELDS["pay_when_paid"], "perhaps", "is neither yes nor no"),
        (MONEY, "9" * 201, "has 201 characters"),
    ],
)
def test_what_cannot_be_read_is_said(field: Any, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_value(field, text)


def test_nothing_given_is_the_example() -> None:
    assert read_texts({}) == Offer()
    assert read_table({}) == Offer()


def test_services_are_numbered() -> None:
    offer = read_texts(
        {
            "service1_unit_price_gbp": "900",
            "service3_name": "Housing",
            "service3_block_fee_gbp_a_year": "50000",
            "service2_name": "",
            "service2_people_low": " ",
        }
        | {"service2_people_low": ""}
    )
    assert offer.services == (
        replace(EXAMPLE_SERVICE, unit_price_gbp=Decimal(900)),
        Service(name="Housing", block_fee_gbp_a_year=Decimal(50000)),
    )


def test_a_service_that_was_there_goes_if_its_texts_are_blank() -> None:
    start = read_texts({"service2_name": "Housing"})
    assert len(start.services) == 2
    assert read_texts({"service2_name": ""}, start=start).services == (EXAMPLE_SERVICE,)


def test_a_blank_takes_out_what_may_be_blank() -> None:
    start = Offer().with_(clawback_cap_share=0.5)
    assert read_texts({"clawback_cap_share": ""}, start=start).clawback_cap_share is None
    assert wrong({"payment_days": ""}) == {"payment_days": "may not be blank"}


def test_all_mistakes_of_texts_are_told_at_once() -> None:
    assert wrong(
        {
            "payment_days": "soon",
            "service1_people_low": "-3",
            "colour": "red",
            "service9_name": "x",
            "service1_colour": "red",
            "fee_for_use_share": "1",
            "ends": "2055-01-31",
        }
    ) == {
        "payment_days": "'soon' is no number",
        "service1_people_low": "-3 people a year is not between 0 and 1,000,000",
        "colour": "is no field of an offer",
        "service9_name": "is no field of an offer",
        "service1_colour": "is no field of an offer",
        "fee_for_service_share": (
            "with fee_for_use_share and results_share adds up to 110%, not to 100%"
        ),
        "ends": (
            "2055-01-31 is 482 months after mobilised_from, 2014-12-01; an offer runs for 120 at "
            "most"
        ),
    }


def test_what_cannot_be_read_contradicts_nothing() -> None:
    assert set(wrong({"fee_for_use_share": "most", "results_share": "0"})) == {"fee_for_use_share"}


def test_only_what_differs_stands_in_an_address() -> None:
    assert differing_texts(Offer()) == {}
    offer = Offer().with_(payment_days=60, services=(EXAMPLE_SERVICE, Service()))
    assert differing_texts(offer) == {"payment_days": "60", "service2_name": "Service"}


def test_a_table_has_a_table_for_each_section_and_a_list_of_services() -> None:
    offer = read_table(
        {
            "contract": {"title": "Essex", "starts": date(2016, 1, 1)},
            "payment": {"payment_days": 45, "pay_when_paid": True},
            "volumes": {"season": [1, 1, 1, 1, 1, 1, 0.5, 0.5, 1, 1, 1, 1]},
            "costs": {"overhead_share": 0.2, "staff_salary_gbp": 30000.5},
            "results": {"clawback_cap_share": ""},
            "services": [
                {"name": "A", "unit_price_gbp": "£10", "people_expected": 4, "people_high": 4}
            ],
        }
    )
    assert (offer.title, offer.starts, offer.payment_days) == ("Essex", date(2016, 1, 1), 45)
    assert (offer.pay_when_paid, offer.season[6]) == (True, 0.5)
    assert (offer.overhead_share, offer.staff_salary_gbp) == (0.2, Decimal("30000.5"))
    assert offer.services == (
        Service(name="A", unit_price_gbp=Decimal(10), people_expected=4.0, people_high=4.0),
    )


def test_all_mistakes_of_a_table_are_told_at_once() -> None:
    found = wrong_table(
        {
            "payment": {"payment_days": date(2015, 1, 1), "staff_fte": 3, "pay_when_paid": 1},
            "costs": 5,
            "weather": {},
            "volumes": {"season": [True] * 12, "ramp_up_months": False},
            "services": [{"nome": "x", "unit_price_gbp": [1]}],
        }
    )
    assert found["payment_days"] == "2015-01-01 is no whole number"
    assert found["staff_fte"].startswith("is no field of [payment]; there are: fee_for_service")
    assert found["pay_when_paid"] == "1 is no yes or no"
    assert found["costs"].startswith("is no table of an offer")
    assert found["weather"].startswith("is no table of an offer; there are: services, contract")
    assert "is no list of numbers" in found["season"]
    assert found["ramp_up_months"] == "False is no whole number"
    assert found["service1_nome"].startswith("is no field of a service; there are: name, unit")
    assert "is no pounds" in found["service1_unit_price_gbp"]


@pytest.mark.parametrize("services", [5, [1], {"name": "x"}])
def test_services_that_are_no_list_of_tables_are_told(services: object) -> None:
    assert wrong_table({"services": services}) == {
        "services": "is no list of tables; write [[services]] above each"
    }


@pytest.mark.parametrize("count", [0, 6, 1000])
def test_a_wrong_number_of_services_is_told(count: int) -> None:
    found = wrong_table({"services": [{"block_fee_gbp_a_year": 1}] * count})
    assert found["services"] == f"{count} services are not between 1 and 5"


def values(kind: Kind, least: float, most: float) -> st.SearchStrategy[Any]:
    """Values that a field may hold."""
    pounds = st.integers(0, int(most) * 100).map(lambda pence: Decimal(pence) / 100)
    days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
    return {
        Kind.TEXT: st.just("Essex 2"),
        Kind.MONEY: pounds,
        Kind.SHARE: st.floats(least, most),
        Kind.NUMBER: st.floats(least, most),
        Kind.WHOLE: st.integers(int(least), int(most)),
        Kind.DAY: days,
        Kind.YES_NO: st.booleans(),
        Kind.NUMBERS: st.lists(st.floats(0, 100), min_size=12, max_size=12).map(tuple),
    }[kind]


@given(st.data())
def test_each_value_that_is_allowed_can_be_written_and_read(data: st.DataObject) -> None:
    field = data.draw(st.sampled_from([*OFFER_FIELDS.values(), *SERVICE_FIELDS.values()]))
    span = field.range
    value = data.draw(values(field.kind, *((span.least, span.most) if span else (0, 0))))
    text = value_text(value)
    if len(text) <= 200:
        assert read_value(field, text) == value


@given(
    st.integers(0, 365),
    st.decimals(0, 10_000, places=2),
    st.lists(st.sampled_from(["Housing", "Debt", "Mentoring"]), max_size=4),
)
def test_every_offer_can_be_written_and_read(days: int, price: Decimal, names: list[str]) -> None:
    more = tuple(Service(name=name, unit_price_gbp=price) for name in names)
    offer = Offer().with_(payment_days=days, services=(EXAMPLE_SERVICE, *more))
    assert read_texts(differing_texts(offer)) == offer
    assert read_texts(texts_of(offer)) == offer
