"""Values of JSON that a store can keep: within a depth and a size, all numbers finite."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from graph.sources.lines import LONGEST_LINE

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

DEEPEST = 40
"""Levels of JSON; the standards that we read have about ten."""
LARGEST_ITEM = 8 * 2**20
"""Letters of an item that is read event by event; each value counts for some more."""
_EACH_VALUE = 16
_AT_ONCE = 2**10
"""Bytes read at once: the parser names the place of each value in them before any is looked at, and
with very many brackets each name is as long as they are."""
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
        value = json.loads(text, parse_constant=refuse_constant, parse_float=finite)
    except RecursionError:
        message = "it is too deep"
        raise ValueError(message) from None
    check_value(value, text)
    return value


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


class _Metered:
    """A stream that stops where one text of a file goes on beyond all measure."""

    def __init__(self, stream: io.BufferedReader[io.RawIOBase]) -> None:
        self._stream, self.since = stream, 0

    def read(self, size: int) -> bytes:
        self.since += size
        if self.since > LONGEST_LINE:
            message = f"a text in it is longer than {LONGEST_LINE:,} bytes"
            raise ValueError(message)
        return self._stream.read(size)


def found_items(stream: io.BufferedReader[io.RawIOBase], prefix: str) -> Iterator[Any]:
    """Yield the values at a place in a JSON file, event by event; `prefix` as in ijson.

    Raises
    ------
    ValueError
        If a value is too deep or too large, or one of its numbers is.
    ijson.JSONError
        If the file is no JSON.
    """
    import ijson  # noqa: PLC0415  (only JSON needs it)

    builder, left = None, 0
    for place, event, value in _events(stream):
        if builder is None and place == prefix and event in {"start_map", "start_array"}:
            builder, left = ijson.ObjectBuilder(), LARGEST_ITEM
        elif builder is None and place == prefix and event not in _NO_VALUES:
            yield value
        if builder is not None:
            left -= _EACH_VALUE + (len(value) if isinstance(value, str) else 0)
            if left < 0:
                message = f"an item is larger than {LARGEST_ITEM:,} letters"
                raise ValueError(message)
            builder.event(event, value)
            if place == prefix and event in {"end_map", "end_array"}:
                yield builder.value
                builder = None


_NO_VALUES = {"start_map", "start_array", "end_map", "end_array", "map_key"}


def _events(stream: io.BufferedReader[io.RawIOBase]) -> Iterator[tuple[str, str, Any]]:
    """Yield the events of a file that is not too deep and whose numbers are finite."""
    import ijson  # noqa: PLC0415  (only JSON needs it)

    metered, depth = _Metered(stream), 0
    options = {"use_float": True, "multiple_values": True, "buf_size": _AT_ONCE}
    for place, event, value in ijson.parse(metered, **options):
        metered.since = 0
        depth += (event in {"start_map", "start_array"}) - (event in {"end_map", "end_array"})
        check_depth(depth)
        if isinstance(value, float) and math.isinf(value):
            message = "it holds too large a number"
            raise ValueError(message)
        yield place, event, value
