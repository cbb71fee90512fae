"""Cells of a data pack turned into values, each with a message that says what is wrong with it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_origin

from graph.packs.characters import named
from graph.records.provenance import PartialDate
from graph.records.table import is_optional

if TYPE_CHECKING:
    from datetime import date

    from graph.records.table import Column

LONGEST_CELL = 2_000
_MOST_WHOLE = 10**12
_LARGEST = 1e15
_FIRST_YEAR, _LAST_YEAR = 1000, 2199
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")

Converter = Callable[[str], Any]
Value = TypeVar("Value")


def converter(column: Column) -> Converter:
    """Give what turns a cell of a column into its value, by the column's description."""
    hint = column.hint
    if is_optional(hint):
        inner = next(part for part in get_args(hint) if part is not type(None))
        return optional(_convert(inner, column))
    if get_origin(hint) is tuple:
        convert: Converter = many(_convert(get_args(hint)[0], column))
        return convert if column.blank else required(convert)
    if column.blank and column.choices:
        return one_of(*column.choices, "")
    convert = _convert(hint, column)
    return convert if column.blank or column.choices else required(convert)


def _convert(kind: Any, column: Column) -> Converter:  # noqa: ANN401  (a type)
    """Give what turns a cell that is not blank into a value of a type."""
    if column.choices:
        return one_of(*column.choices)
    if kind is float:
        return number(least=column.least, most=min(column.most, _LARGEST))
    if kind is int:
        return whole(least=int(column.least), most=int(min(column.most, _MOST_WHOLE)))
    if issubclass(kind, StrEnum):
        return word(kind)
    return _CONVERTERS.get(kind) or cast("Converter", kind)


def required(convert: Callable[[str], Value]) -> Callable[[str], Value]:
    """Refuse a blank cell."""

    def check(text: str) -> Value:
        if not text.strip():
            message = "must not be blank"
            raise ValueError(message)
        return convert(text)

    return check


def optional(convert: Callable[[str], Value]) -> Callable[[str], Value | None]:
    """Turn a blank cell into None: unknown is a value."""
    return lambda text: convert(text) if text.strip() else None


def many(convert: Callable[[str], Value]) -> Callable[[str], tuple[Value, ...]]:
    """Split a cell at its semicolons; a blank cell holds nothing."""
    return lambda text: tuple(convert(part.strip()) for part in text.split(";") if part.strip())


def text(cell: str) -> str:
    """Take a cell as it is."""
    if len(cell) > LONGEST_CELL:
        message = f"is longer than {LONGEST_CELL} characters"
        raise ValueError(message)
    if control := _CONTROL.search(cell):
        message = f"contains a control character, {named(control[0])}"
        raise ValueError(message)
    return cell


def number(*, least: float = 0.0, most: float = math.inf) -> Callable[[str], float]:
    """Read a finite number within limits."""

    def convert(cell: str) -> float:
        value = _parsed(float, cell, "a number")
        if not math.isfinite(value) or not least <= value <= most:
            limits = f"at least {least:g}" + (f" and at most {most:g}" if most < _LARGEST else "")
            message = f"{cell!r} is not a number of {limits}"
            raise ValueError(message)
        return value

    return convert


def whole(*, least: int = 0, most: int = _MOST_WHOLE) -> Callable[[str], int]:
    """Read a whole number within limits."""

    def convert(cell: str) -> int:
        value = _parsed(int, cell, "a whole number")
        if not least <= value <= most:
            message = f"{cell!r} is not between {least} and {most}"
            raise ValueError(message)
        return value

    return convert


def _parsed(kind: Callable[[str], Value], cell: str, words: str) -> Value:
    try:
        return kind(cell)
    except ValueError:
        message = f"{cell!r} is not {words}"
        raise ValueError(message) from None


def partial_date(cell: str) -> PartialDate:
    """Read a day, a month or a year of our time."""
    value = PartialDate(cell)
    return in_our_time(value, value.first_day)


def in_our_time(value: Value, day: date) -> Value:
    """Refuse a date that is a slip or a stand-in for none, such as one in the year 9999."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        message = f"{str(value)!r} is not between the years {_FIRST_YEAR} and {_LAST_YEAR}"
        raise ValueError(message)
    return value


def flag(cell: str) -> bool:
    """Read yes or no."""
    return one_of("yes", "no")(cell) == "yes"


def one_of(*words: str) -> Callable[[str], str]:
    """Read one of a few words."""

    def convert(cell: str) -> str:
        if cell not in words:
            message = f"{cell!r} is not one of {', '.join(word or '(blank)' for word in words)}"
            raise ValueError(message)
        return cell

    return convert


def word(words: type[StrEnum]) -> Callable[[str], Any]:
    """Read one of an enumeration's words."""
    check = one_of(*words)
    return lambda cell: words(check(cell))


_CONVERTERS: dict[Any, Converter] = {str: text, bool: flag, PartialDate: partial_date}
"""The kinds of values that are no codes, whose kind reads them itself."""
