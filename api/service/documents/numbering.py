"""The numbers that Word puts before paragraphs of a list, counted as Word does."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUE = f"{_W}val"
_PLACE = re.compile(r"%([1-9])")
_DEEPEST = 9
_ROMANS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST = 3_999
_PLAIN = ("decimal", "", 1)


class Numbering:
    """Counts the paragraphs of every list of one file.

    Parameters
    ----------
    numbering, styles : the parts of the package as XML, or None
    """

    def __init__(self, numbering: Any, styles: Any) -> None:  # noqa: ANN401  (lxml has no types)
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._list_of: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def label(self, paragraph: Any) -> str:  # noqa: ANN401
        """Give a paragraph's number, such as ``5.2`` or ``(a)``; empty if it has none."""
        properties = paragraph.find(f"{_W}pPr")
        number, depth = self._place(properties)
        kind = self._list_of.get(number, "")
        levels = self._levels.get(kind, {})
        if depth not in levels:
            return ""
        self._count(kind, depth, levels)
        shape, pattern, _ = levels[depth]
        if shape in {"bullet", "none"}:
            return ""
        counts = self._counts[kind]

        def at(found: re.Match[str]) -> str:
            above = int(found[1]) - 1
            return _written(counts.get(above, 1), levels.get(above, _PLAIN)[0])

        return _PLACE.sub(at, pattern)

    def _count(self, kind: str, depth: int, levels: dict[int, tuple[str, str, int]]) -> None:
        counts = self._counts[kind]
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in range(depth + 1, _DEEPEST):
            counts.pop(deeper, None)

    def _place(self, properties: Any) -> tuple[str, int]:  # noqa: ANN401
        """Find the list and the depth of a paragraph, by itself or by its style."""
        if properties is None:
            return "", 0
        style = properties.find(f"{_W}pStyle")
        number, depth = self._styles.get("" if style is None else style.get(_VALUE, ""), ("", 0))
        own = properties.find(f"{_W}numPr")
        return (number, depth) if own is None else _read_place(own, (number, depth))

    def _read_lists(self, numbering: Any) -> None:  # noqa: ANN401
        for each in numbering.iter(f"{_W}abstractNum"):
            levels = each.iterchildren(f"{_W}lvl")
            self._levels[each.get(f"{_W}abstractNumId", "")] = dict(map(_read_level, levels))
        for each in numbering.iter(f"{_W}num"):
            self._list_of[each.get(f"{_W}numId", "")] = _value(each, "abstractNumId", "")

    def _read_styles(self, styles: Any) -> None:  # noqa: ANN401
        for each in styles.iter(f"{_W}style"):
            place = each.find(f"{_W}pPr/{_W}numPr")
            if place is not None:
                self._styles[each.get(f"{_W}styleId", "")] = _read_place(place, ("", 0))


def _read_level(level: Any) -> tuple[int, tuple[str, str, int]]:  # noqa: ANN401
    start = _whole(_value(level, "start", "1"), 1)
    shape, pattern = _value(level, "numFmt", "decimal"), _value(level, "lvlText", "")
    return _whole(level.get(f"{_W}ilvl", "0"), 0), (shape, pattern, start)


def _read_place(place: Any, otherwise: tuple[str, int]) -> tuple[str, int]:  # noqa: ANN401
    number = _value(place, "numId", otherwise[0])
    return number, _whole(_value(place, "ilvl", str(otherwise[1])), 0)


def _value(parent: Any, name: str, otherwise: str) -> str:  # noqa: ANN401
    found = parent.find(f"{_W}{name}")
    return otherwise if found is None else str(found.get(_VALUE, otherwise))


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise  # noqa: PLR2004


def _written(number: int, shape: str) -> str:
    """Write a number in Word's shapes.

    >>> [_written(4, shape) for shape in ("decimal", "lowerLetter", "upperRoman")]
    ['4', 'd', 'IV']
    >>> _written(28, "upperLetter")
    'BB'
    """
    if shape in {"lowerLetter", "upperLetter"} and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)
        return letters.upper() if shape == "upperLetter" else letters
    if shape in {"lowerRoman", "upperRoman"} and 0 < number <= _LARGEST:
        roman = _roman(number)
        return roman.upper() if shape == "upperRoman" else roman
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMANS:
        written += letters * (number // value)
        number %= value
    return written
