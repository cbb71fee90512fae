"""Rows of a table of support: read into offers, or told with what is wrong, column by column."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records.provenance import Confidence, PartialDate
from matcher.readiness.support_records import Condition, SupportOffer
from matcher.readiness.support_table import COLUMNS, HEADINGS, MOST_ROWS, NEEDED, read_offers

GOOD = {column.heading: column.example for column in COLUMNS}


def read(**changes: str) -> tuple[list[SupportOffer], dict[str, str]]:
    offers, mistakes = read_offers([(2, {**GOOD, **changes})], file="t.csv")
    prefix = "t.csv row 2, "
    return offers, {each.field.removeprefix(prefix): each.message for each in mistakes}


def test_the_examples_of_the_columns_make_an_offer() -> None:
    (offer,), wrong = read()
    assert wrong == {}
    assert offer.helps == ("reserves", "evidence")
    assert offer.opens == PartialDate("2026-04")
    assert (offer.closes, offer.fund_gbp, offer.most_gbp) == (None, None, 15000.0)
    assert offer.rules == (Condition(about="sector", values=("vcse",)),)
    assert offer.confidence is Confidence.VERIFIED_SECONDARY


def test_a_row_needs_no_more_than_what_is_needed() -> None:
    row = {heading: GOOD[heading] for heading in NEEDED}
    offers, mistakes = read_offers([(2, row)], file="t.csv")
    assert mistakes == []
    assert (offers[0].rules, offers[0].helps, offers[0].programme) == ((), (), "")


@pytest.mark.parametrize("heading", NEEDED)
def test_what_is_needed_must_not_be_blank(heading: str) -> None:
    offers, wrong = read(**{heading: "  "})
    assert offers == []
    assert wrong[heading].startswith("must not be blank, such as ")


@pytest.mark.parametrize(
    ("heading", "cell", "told"),
    [
        ("key", "Reach Fund", "is no key: small letters, digits and hyphens"),
        ("key", "réach", "is no key"),
        ("kind", "gift", "is not one of grant, advice"),
        ("helps", "reserves; money", "is not one of size, reserves"),
        ("fund_gbp", "much", "is not a number"),
        ("least_gbp", "-1", "is not a number of at least 0"),
        ("opens", "spring", "is not a date"),
        ("closes", "2026-02-30", "is not a date"),
        ("closes", "2025", "2025 is before it opens, 2026-04"),
        ("rules", "colour = red", "is nothing that a rule can be about"),
        ("confidence", "sure", "is not one of verified-official"),
        ("known_from", "9999", "is not between the years"),
        ("name", "x" * 2001, "is longer than 2,000 characters"),
        ("note", "a\x07b", "contains a control character"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_its_column(
    heading: str, cell: str, told: str
) -> None:
    offers, wrong = read(**{heading: cell})
    assert offers == []
    assert told in wrong[heading]


def test_the_most_that_one_gets_is_not_below_the_least() -> None:
    assert read(least_gbp="20000", most_gbp="15000")[1] == {
        "most_gbp": "15,000 is below least_gbp, 20,000"
    }
    assert read(least_gbp="15000", most_gbp="15000")[1] == {}


def test_all_that_is_wrong_with_all_rows_is_told_at_once() -> None:
    rows = [(2, {**GOOD, "kind": "gift", "opens": "spring"}), (3, {**GOOD, "by": ""})]
    offers, mistakes = read_offers(rows, file="t.csv")
    assert offers == []
    assert [each.field for each in mistakes] == [
        "t.csv row 2, kind",
        "t.csv row 2, opens",
        "t.csv row 3, by",
    ]


def test_a_table_does_not_go_on_for_ever() -> None:
    endless = ((number, {**GOOD, "key": f"k{number}"}) for number in range(2, 10**9))
    offers, mistakes = read_offers(endless, file="t.csv")
    assert len(offers) == MOST_ROWS
    assert mistakes[-1].message == f"has more than {MOST_ROWS:,} rows"


def test_the_columns_are_the_fields_of_an_offer_in_their_order() -> None:
    assert list(HEADINGS[:7]) == ["key", "programme", "name", "by", "kind", "gives", "helps"]
    assert set(HEADINGS) == set(SupportOffer.__dataclass_fields__)
    assert all(column.says for column in COLUMNS)


@given(st.dictionaries(st.sampled_from(HEADINGS), st.text(max_size=60), max_size=6))
def test_whatever_stands_in_cells_is_read_or_told(cells: dict[str, Any]) -> None:
    offers, mistakes = read_offers([(2, {**GOOD, **cells})], file="t.csv")
    assert bool(offers) != bool(mistakes)
