"""One table says what a brief can ask, and its ranges are those that are checked."""

from __future__ import annotations

import math
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Any

import pytest

from matcher.brief.fields import Range, RequestField, fields_of, says
from matcher.brief.request import BRIEF_FIELDS, Brief, resolve
from matcher.errors import BriefError
from tests.matcher.market import BRIEF, market

NUMBERS = [name for name, asked in BRIEF_FIELDS.items() if asked.range]


@dataclass(frozen=True)
class Request:
    """A made-up request."""

    size: int = field(default=2, metadata=says("Size", "How large.", numbers=Range(least=1)))
    near: tuple[str, ...] = field(default=(), metadata=says("Near", "What is near."))


def mistakes(**changed: Any) -> list[str]:
    try:
        resolve(market(), replace(BRIEF, **changed))
    except BriefError as error:
        return [str(mistake) for mistake in error.mistakes]
    return []


def test_each_field_of_a_brief_says_what_it_asks() -> None:
    assert list(BRIEF_FIELDS) == [one.name for one in fields(Brief)]
    for asked in BRIEF_FIELDS.values():
        assert asked.label
        assert asked.sentence.endswith(".")
        assert asked.sentence.count(". ") == 0, "one sentence"


def test_the_defaults_are_those_of_the_brief() -> None:
    for one in fields(Brief):
        asked = BRIEF_FIELDS[one.name]
        assert asked.needed == (one.default is MISSING)
        assert asked.needed or asked.default == one.default


def test_each_number_has_a_range_that_holds_its_default() -> None:
    for asked in BRIEF_FIELDS.values():
        assert (asked.type in {int, float}) == (asked.range is not None), asked.name
        assert asked.range is None or asked.default in asked.range


@pytest.mark.parametrize("name", NUMBERS)
def test_what_is_out_of_range_is_refused_and_the_ends_are_taken(name: str) -> None:
    asked = BRIEF_FIELDS[name]
    assert asked.range is not None
    step = 1 if asked.type is int else 0.001
    ends = {asked.range.least: (asked.range.open_least, -step)}
    if math.isfinite(asked.range.most):
        ends[asked.range.most] = (asked.range.open_most, step)
    for end, (is_open, outward) in ends.items():
        at, beyond = (asked.type(value) for value in (end, end + outward))
        assert [text.split(":")[0] for text in mistakes(**{name: at})] == [name] * is_open
        assert [text.split(":")[0] for text in mistakes(**{name: beyond})] == [name]


@pytest.mark.parametrize("name", [n for n in NUMBERS if BRIEF_FIELDS[n].type is float])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(name: str, value: float) -> None:
    (message,) = mistakes(**{name: value})
    assert message.startswith(f"{name}: {value:g} ")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("k", 0, "0 is not between 1 and 20"),
        ("equity", 7.5, "7.5 is not between 0 and 1"),
        ("time_limit_s", 0.0, "0 seconds is not above 0"),
        ("gap", 1.0, "1 is not at least 0 and below 1"),
    ],
)
def test_a_mistake_says_the_range(name: str, value: float, message: str) -> None:
    assert BRIEF_FIELDS[name].mistake(value) == message


def test_a_range_without_an_upper_end_says_its_lower_one() -> None:
    asked = fields_of(Request)["size"]
    assert asked.span == "at least 1"
    assert asked.mistake(0) == "0 is not at least 1"
    assert asked.mistake(10**9) is None


def test_texts_have_no_range() -> None:
    asked = fields_of(Request)["near"]
    assert (asked.is_list, asked.span, asked.default_words) == (True, "", "")


def test_a_limit_narrows_a_range_and_never_widens_it() -> None:
    asked = BRIEF_FIELDS["k"]
    assert asked.up_to(5).span == "between 1 and 5"
    assert asked.up_to(500).span == asked.span


def test_every_field_must_say_what_it_asks() -> None:
    @dataclass(frozen=True)
    class Silent:
        size: int = 1

    with pytest.raises(KeyError):
        fields_of(Silent)


def test_a_default_that_is_no_value_is_said_in_words() -> None:
    words = {name: asked.default_words for name, asked in BRIEF_FIELDS.items()}
    assert words["as_of"] == "the day the competition opened"
    assert words["lead"] == "the program chooses"
    assert words["gap"] == "0.0001"
    assert isinstance(BRIEF_FIELDS["lead"], RequestField)
