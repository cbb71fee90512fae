"""Dates that are known in part, and when a fact counts."""

from __future__ import annotations

from datetime import date

import pytest

from graph.errors import IdentifierError
from graph.records.provenance import Confidence, PartialDate
from tests.builders import provenance


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2013-09-19", date(2013, 9, 19), date(2013, 9, 19)),
    ],
)
def test_a_date_known_in_part_spans_all_that_it_can_mean(
    text: str, first: date, last: date
) -> None:
    assert (PartialDate(text).first_day, PartialDate(text).last_day) == (first, last)


@pytest.mark.parametrize("text", ["", "13", "2013-13", "2013-02-30", "2013-9", "soon", "0000"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(IdentifierError, match="is not a date"):
        PartialDate(text)


@pytest.mark.parametrize(
    ("known_from", "counts"),
    [("2013-09-19", True), ("2013-08", True), ("2013-09", False), ("2013", False), (None, False)],
)
def test_a_fact_counts_only_once_it_was_certainly_public(
    known_from: str | None, counts: bool
) -> None:
    assert provenance(known_from).is_known_by(date(2013, 9, 19)) is counts


def test_only_what_was_read_is_verified() -> None:
    verified = {mark for mark in Confidence if mark.is_verified}
    assert verified == {Confidence.VERIFIED_OFFICIAL, Confidence.VERIFIED_SECONDARY}
