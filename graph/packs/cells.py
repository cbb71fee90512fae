"""Cells of a data pack turned into values, each with a message that says what is wrong with it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from graph.records.provenance import PartialDate

if TYPE_CHECKING:
    from enum import StrEnum

LONGEST_CELL = 2_000
_CONTROL = re.compile(r"[\x00-\x1f]")

Converter = Callable[[str], Any]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field of the record that it fills, and how its text becomes a value."""

    field: str
    convert: Converter


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
    if _CONTROL.search(cell):
        message = "holds a control character"
        raise ValueError(message)
    return cell


def number(*, least: float = 0.0, most: float = math.inf) -> Callable[[str], float]:
    """Read a finite number within limits."""

    def convert(cell: str) -> float:
        value = float(cell)
        if not math.isfinite(value) or not least <= value <= most:
            limits = f"at least {least:g}" + (f" and at most {most:g}" if most < math.inf else "")
            message = f"{cell!r} is not a number of {limits}"
            raise ValueError(message)
        return value

    return convert


def whole(*, least: int = 0, most: int = 10**12) -> Callable[[str], int]:
    """Read a whole number within limits."""

    def convert(cell: str) -> int:
        value = int(cell)
        if not least <= value <= most:
            message = f"{cell!r} is not between {least} and {most}"
            raise ValueError(message)
        return value

    return convert


def flag(cell: str) -> bool:
    """Read yes or no."""
    return one_of("yes", "no")(cell) == "yes"


def one_of(*words: str) -> Callable[[str], str]:
    """Read one of a few words."""

    def convert(cell: str) -> str:
        if cell not in words:
            message = f"{cell!r} is none of {', '.join(word or '(blank)' for word in words)}"
            raise ValueError(message)
        return cell

    return convert


def word(words: type[StrEnum]) -> Callable[[str], Any]:
    """Read one of an enumeration's words."""
    check = one_of(*words)
    return lambda cell: words(check(cell))


def day(cell: str) -> PartialDate:
    """Read a date known to the year, month or day."""
    return PartialDate(cell)
