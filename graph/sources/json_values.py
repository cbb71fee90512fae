"""Values of JSON that a store can keep: within a depth and a size, all numbers finite."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 40
"""Levels of JSON; the standards that we read have about ten."""
_BRACKETS = re.compile(r"[\[\]{}]")
_HALF_LETTER = re.compile(r"\\u[dD][89a-fA-F]")


def line_value(text: str) -> Any:  # noqa: ANN401  (whatever JSON holds)
    """Give the value of a text.

    Raises
    ------
    ValueError
        If it is no JSON, too deep, or nothing that a store can keep.
    """
    try:
        value = _decode(text)
    except RecursionError:
        message = "it is too deep"
        raise ValueError(message) from None
    except json.JSONDecodeError:
        raise
    except ValueError as error:
        raise ValueError(told(error)) from None
    check_value(value, text)
    return value


def told(error: ValueError) -> str:
    """Say what is wrong with a number, and not how Python would be made to take it.

    >>> told(ValueError("1e999 is too large a number"))
    '1e999 is too large a number'
    """
    return "a number has thousands of digits" if "digits" in str(error) else str(error)


def check_value(value: object, text: str) -> None:
    """Check a value, by how it is written first: most need no second look.

    Raises
    ------
    ValueError
        If it is too deep, or holds half of a letter that is written as two.
    """
    if _HALF_LETTER.search(text) and any(_is_half(part) for part, _ in _parts(value)):
        message = "it holds half of a letter"
        raise ValueError(message)
    if isinstance(value, (dict, list)) and _bracket_depth(text) > DEEPEST:
        check_depth(max(level for part, level in _parts(value) if isinstance(part, (dict, list))))


def _bracket_depth(text: str) -> int:
    """Count brackets; those inside texts count too, which a second look tells apart."""
    depth = deepest = 0
    for bracket in _BRACKETS.findall(text) if text.count("[") + text.count("{") > DEEPEST else ():
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def check_depth(depth: int) -> None:
    """Check how many lists and objects are one in another.

    Raises
    ------
    ValueError
        If they are too many.
    """
    if depth > DEEPEST:
        message = f"it is deeper than {DEEPEST} levels"
        raise ValueError(message)


def _is_half(part: object) -> bool:
    return isinstance(part, str) and any("\ud800" <= letter <= "\udfff" for letter in part)


def _parts(value: object) -> Iterator[tuple[object, int]]:
    """Yield everything inside a value, names too, and at which level it stands."""
    left = [(value, 1)]
    while left:
        part, level = left.pop()
        yield part, level
        if isinstance(part, dict):
            left += [(each, level + 1) for pair in part.items() for each in pair]
        elif isinstance(part, list):
            left += [(each, level + 1) for each in part]


def refuse_constant(constant: str) -> float:
    """Refuse what JSON has no word for.

    Raises
    ------
    ValueError
        Always.
    """
    message = f"{constant} is no number"
    raise ValueError(message)


def finite(text: str) -> float:
    """Give a number.

    Raises
    ------
    ValueError
        If it is too large.
    """
    number = float(text)
    if math.isinf(number):
        message = f"{text[:30]} is too large a number"
        raise ValueError(message)
    return number


_decode = json.JSONDecoder(parse_constant=refuse_constant, parse_float=finite).decode
"""Reads a value; made once, because a file has millions of lines."""
