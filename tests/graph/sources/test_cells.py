"""Cells of registers turned into values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records.entries import Trait, TraitKind
from graph.sources.cells import (
    Cells,
    balance,
    email_domain,
    flag,
    one_line,
    people,
    phone,
    postcode,
    pounds,
    seen,
    traits,
    web_domain,
    when,
    whole,
)
from tests.builders import org_id


def test_a_cell_that_makes_no_sense_is_reported_and_its_row_taken() -> None:
    cells = Cells(7, {"income": "lots", "spending": " 12 ", "year": ""}, "GB-CHC-226171")
    assert cells.get("spending", pounds) == 12
    assert cells.get("year", when) is None
    assert cells.get("unheard", when) is None
    assert cells.get("income", pounds) is None
    (wrong,) = cells.wrong
    assert (wrong.row, wrong.rows, wrong.key) == (7, 0, "GB-CHC-226171")
    assert (wrong.field, wrong.value) == ("income", "lots")
    assert "no sum of money" in wrong.reason


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1200", 1200), ("£1,200.50", 1200.5), ("1.2E+6", 1_200_000), ("0", 0), ("5.0", 5)],
)
def test_money_is_read_as_spreadsheets_write_it(cell: str, value: float) -> None:
    assert pounds(cell) == value


@pytest.mark.parametrize("cell", ["-1", "1e99", "nan", "inf", "1 000", "12 pounds", "--3", "1e400"])
def test_what_is_no_income_is_told(cell: str) -> None:
    with pytest.raises(ValueError, match=r"pounds|below 0"):
        pounds(cell)


def test_reserves_may_be_below_nothing() -> None:
    assert balance("-2,500") == -2500


@pytest.mark.parametrize(("cell", "value"), [("12", 12), ("12.0", 12), ("1,200", 1200)])
def test_people_are_whole_numbers(cell: str, value: int) -> None:
    assert people(cell) == value


@pytest.mark.parametrize("cell", ["1.5", "-3", "999999999", "9" * 400, "1e3", "three"])
def test_what_is_no_number_of_people_is_told(cell: str) -> None:
    with pytest.raises(ValueError, match=r"people|whole"):
        people(cell)


def test_days_are_those_of_our_time() -> None:
    assert when("2013-09-19T00:00:00") == when("19/09/2013") == when("41536") == "2013-09-19"
    with pytest.raises(ValueError, match="our time"):
        when("9999-12-31")


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("http://www.example.org.uk/a?b", "example.org.uk"),
        ("https:example.org", "example.org"),
        ("HTTPS://USER@EXAMPLE.ORG:80", "example.org"),
        ("www.example.org.", "example.org"),
        ("help.wordpress.com", "help.wordpress.com"),
        ("www.facebook.com/help", ""),
        ("none", ""),
        ("", ""),
        ("a..b", ""),
    ],
)
def test_a_web_address_gives_its_own_host(written: str, domain: str) -> None:
    assert web_domain(written) == domain


def test_traits_are_only_those_that_tell_somebody_apart() -> None:
    who = org_id("Help")
    found = traits(
        who, postcode="ne11aa", web="n/a", email_domain="us@gmail.com", phone="+44 191 1"
    )
    assert list(found) == [Trait(organisation=who, kind=TraitKind.POSTCODE, value="NE1 1AA")]
    assert email_domain("@example.org") == email_domain("example.org") == ""
    assert phone("0191 123 4567") == phone("+44 191 123 4567") == "01911234567"
    assert phone("123") == phone("99999999999") == ""


def test_names_are_one_line_without_what_cannot_be_seen() -> None:
    assert one_line("NEW\x00 HOPE\t\n \ud800TRUST\ufeff ") == "NEW HOPE TRUST"
    assert len(one_line("x" * 10_000)) == 500
    assert seen("one\ntwo\x07") == "one\ntwo "


@given(st.text())
def test_no_text_brings_a_reader_down(text: str) -> None:
    for read in (postcode, web_domain, email_domain, phone, one_line, flag):
        assert read(text) == read(text)
    for number in (pounds, people, whole, when):
        try:
            assert number(text) is not None
        except ValueError:
            continue
