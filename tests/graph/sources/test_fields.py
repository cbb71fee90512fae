"""Reading the fields of an object that somebody else wrote."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.sources.fields import LONGEST_TEXT, Fields, day_of, public_day_of
from tests.graph.sources.broken import ANYTHING


def fields(**values: Any) -> Fields:
    return Fields(values, row=7, key="K")


def test_a_text_keeps_its_lines_and_a_line_does_not() -> None:
    found = fields(text=" one\n two\0 ", number=42)

    assert found.text("text") == "one\n two"
    assert found.line("text") == "one two"
    assert found.text("number") == "42"
    assert found.text("missing") == ""
    assert found.refused == []


@given(st.text(st.sampled_from("a  \n\t\0é\u00a0\u2003"), max_size=8))
def test_a_line_has_single_spaces_however_its_text_is_spaced(text: str) -> None:
    assert fields(text=text).line("text") == " ".join(fields(text=text).text("text").split())


@pytest.mark.parametrize("value", [["a"], {"a": 1}, True, 1.5, "x" * (LONGEST_TEXT + 1), 10**40])
def test_what_is_no_text_is_left_out_and_told(value: Any) -> None:
    found = fields(name=value)

    assert found.text("name") == ""
    (refused,) = found.refused
    assert (refused.row, refused.rows, refused.key, refused.field) == (7, 0, "K", "name")
    assert len(refused.value) <= 200


def test_a_field_is_named_by_where_it_is() -> None:
    found = fields(buyer={"parts": [{"name": []}, 5]})

    (part,) = found.within("buyer").each("parts")
    part.text("name")

    assert [each.field for each in found.refused] == ["buyer.parts[1]", "buyer.parts[0].name"]


def test_one_object_is_a_list_of_one() -> None:
    assert [each.text("a") for each in fields(x={"a": "b"}).each("x")] == ["b"]


def test_lists_hold_what_they_should() -> None:
    found = fields(words=["a", 1, None, ["b"]], objects="no list")

    assert found.lines("words") == ("a", "1")
    assert found.each("objects") == ()
    assert found.lines("objects") == ()
    assert [each.field for each in found.refused] == ["words.3", "objects", "objects"]


@pytest.mark.parametrize(
    ("amount", "currency", "pounds"),
    [
        (12.5, "GBP", 12.5),
        ("£1,234.50", "gbp", 1234.5),
        (0, "GBP", 0),
        (5, "EUR", None),
        (5, None, None),
        (-5, "GBP", None),
        (1e13, "GBP", None),
        ("many", "GBP", None),
        (float("nan"), "GBP", None),
        (True, "GBP", None),
        (10**400, "GBP", None),
    ],
)
def test_only_an_amount_in_pounds_is_one(amount: Any, currency: Any, pounds: float | None) -> None:
    found = fields(amount=amount, currency=currency)

    assert found.pounds("amount", "currency") == pounds
    assert len(found.refused) == (pounds is None)


def test_no_amount_is_nothing_to_tell() -> None:
    found = fields(amount=None, other="")

    assert found.pounds("amount", "currency") is None
    assert found.pounds("other", "currency") is None
    assert found.refused == []


def test_a_span_that_runs_backwards_is_none() -> None:
    found = fields(start="2015-03-01", end="2014-01-01", open_end="")

    assert found.span("start", "open_end") == ("2015-03-01", None)
    assert found.span("start", "end") == (None, None)
    assert [each.field for each in found.refused] == ["end"]


def test_a_day_that_is_none_is_told() -> None:
    found = fields(day="9999-12-31", flag="yes")

    assert found.day("day") is None
    assert found.public_day("day") is None
    assert found.flag("flag") is None
    assert [each.field for each in found.refused] == ["day", "day", "flag"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2015-06-09T23:00:00Z", "2015-06-10"),
        ("2015-06-10T00:00:00+01:00", "2015-06-10"),
        ("2015-06-10T22:59:59+00:00", "2015-06-10"),
        ("2015-06", "2015-06"),
        ("2015-06-10T12:00", "2015-06-10"),
        ("no day", None),
    ],
)
def test_a_moment_is_public_on_the_british_day(text: str, day: str | None) -> None:
    assert public_day_of(text) == day


@given(st.datetimes(timezones=st.timezones()))
def test_nothing_is_public_before_its_moment(moment: Any) -> None:
    day, written = public_day_of(moment.isoformat()), day_of(moment.isoformat())

    assert (day is None) == (written is None)
    if day and written:
        assert day.last_day >= written.last_day


@given(ANYTHING)
def test_any_value_can_be_read_in_any_way(value: Any) -> None:
    found = Fields({"x": value, "y": value}, row=1)

    texts = [found.text("x"), found.line("x"), *found.lines("x"), *map(str, found.span("x", "y"))]
    found.number("x"), found.flag("x"), found.public_day("x"), found.pounds("x", "y")
    inner = (*found.each("x"), found.within("x"), Fields(value, row=1))
    texts += [each.text("a") for each in inner]

    assert all(text.encode() is not None for text in texts)
    assert all(refused.value.encode() is not None for refused in found.refused)
    assert sum(refused.rows for refused in found.refused) == 0
