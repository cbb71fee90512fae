"""What is said of the fields of an offer."""

from __future__ import annotations

from dataclasses import fields

import pytest

from matcher.offers.checking import mistakes_of, value_mistake
from matcher.offers.fields import Kind, OfferField, Section
from matcher.offers.reading import read_value, value_text
from matcher.offers.records import Offer, Service
from matcher.offers.words import OFFER_FIELDS, SERVICE_FIELDS

EVERY = [*OFFER_FIELDS.values(), *SERVICE_FIELDS.values()]


def test_every_field_is_described_once_in_the_order_of_the_record() -> None:
    assert list(SERVICE_FIELDS) == [each.name for each in fields(Service)]
    assert list(OFFER_FIELDS) == [e.name for e in fields(Offer) if e.name != "services"]


def test_sections_stand_together_in_their_order() -> None:
    found = [each.section for each in OFFER_FIELDS.values()]
    assert sorted(found, key=lambda each: list(Section).index(each or Section.RISKS)) == found
    assert {each.section for each in SERVICE_FIELDS.values()} == {None}
    assert all(section.heading for section in Section)


@pytest.mark.parametrize("one", EVERY, ids=lambda each: each.name)
def test_each_says_what_it_asks_in_a_sentence_with_its_unit(one: OfferField) -> None:
    assert one.label
    assert one.sentence.endswith(".")
    numeric = one.kind in {Kind.MONEY, Kind.SHARE, Kind.WHOLE, Kind.NUMBER, Kind.NUMBERS}
    assert (one.range is not None) is numeric
    assert bool(one.unit) is (one.kind in {Kind.MONEY, Kind.WHOLE, Kind.NUMBER})


@pytest.mark.parametrize("one", EVERY, ids=lambda each: each.name)
def test_each_default_is_allowed_and_can_be_written_and_read(one: OfferField) -> None:
    assert value_mistake(one, one.default) is None
    assert read_value(one, value_text(one.default)) == one.default


def test_units_stand_in_the_names_of_money_and_shares() -> None:
    for one in EVERY:
        assert (one.kind is Kind.MONEY) == ("_gbp" in one.name), one.name
        assert (one.kind is Kind.SHARE) == ("_share" in one.name), one.name


def test_help_says_range_unit_and_what_a_blank_means() -> None:
    said = OFFER_FIELDS["step_people_a_year"].help
    assert said.endswith("0 to 1,000,000 people a year. Blank: any number.")
    assert OFFER_FIELDS["title"].help == "What to call the offer."
    assert OFFER_FIELDS["reserves_gbp"].help.endswith("0 to 100,000,000.")


def test_the_example_is_without_mistakes() -> None:
    assert list(mistakes_of(Offer())) == []
