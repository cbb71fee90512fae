"""Workbooks recalculated by a reader of formulas of its own: numbers that no other code worked out.

It knows the few functions that our workbooks use, as the spreadsheet programs define them, and
refuses all others. Blank cells count as 0 in sums and comparisons.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import range_boundaries

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets, from March 1900 on."""
Value = float | str | bool | None


@dataclass(slots=True)
class Recalculated:
    """A workbook whose formulas are worked out when they are asked for.

    >>> # Recalculated.read(content).value("Summary", "B4")
    """

    book: Any
    _known: dict[tuple[str, str], Value] = field(default_factory=dict)

    @classmethod
    def read(cls, content: bytes) -> Recalculated:
        """Read a file, with its formulas instead of what they came to."""
        return cls(load_workbook(io.BytesIO(content)))

    def change(self, sheet: str, cell: str, value: Value | date) -> None:
        """Type a value into a cell, as a user does; everything is worked out anew."""
        self.book[sheet][cell].value = value
        self._known.clear()

    def value(self, sheet: str, cell: str) -> Value:
        """Give what a cell comes to."""
        key = (sheet, cell)
        if key not in self._known:
            self._known[key] = self._worked_out(sheet, self.book[sheet][cell].value)
        return self._known[key]

    def number(self, sheet: str, cell: str) -> float:
        """Give a cell that holds a number."""
        return _number(self.value(sheet, cell))

    def area(self, sheet: str, reference: str) -> list[list[Value]]:
        """Give the cells of a range, row by row."""
        left, top, right, bottom = range_boundaries(reference.replace("$", ""))
        return [
            [
                self.value(sheet, self.book[sheet].cell(row=row, column=column).coordinate)
                for column in range(left, right + 1)
            ]
            for row in range(top, bottom + 1)
        ]

    def _worked_out(self, sheet: str, content: object) -> Value:
        if isinstance(content, str) and content.startswith("="):
            return _one(_Formula(self, sheet, _tokens(content)).read())
        if isinstance(content, (date, datetime)):
            return float((date(content.year, content.month, content.day) - _EPOCH).days)
        if isinstance(content, int) and not isinstance(content, bool):
            return float(content)
        return content  # type: ignore[return-value]


@cache
def _tokens(formula: str) -> list[Token]:
    return [token for token in Tokenizer(formula).items if token.type != Token.WSPACE]


_TIERS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))


@dataclass(slots=True)
class _Formula:
    """One formula, read from left to right by the order in which operators bind."""

    book: Recalculated
    sheet: str
    tokens: list[Token]
    at: int = 0

    def read(self) -> Any:
        value = self._operation(0)
        if self.at != len(self.tokens):
            message = f"cannot read {self.tokens[self.at].value!r}"
            raise ValueError(message)
        return value

    def _next(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _operation(self, tier: int) -> Any:
        if tier == len(_TIERS):
            return self._operand()
        left = self._operation(tier + 1)
        while (token := self._next()) and token.type == Token.OP_IN and token.value in _TIERS[tier]:
            self.at += 1
            left = _operate(token.value, left, self._operation(tier + 1))
        return left

    def _operand(self) -> Any:
        token = self._next()
        assert token is not None
        self.at += 1
        if token.type == Token.OP_PRE:
            value = _number(_one(self._operand()))
            return -value if token.value == "-" else value
        if token.type == Token.PAREN:
            value = self._operation(0)
            self._close()
        elif token.type == Token.FUNC:
            value = self._call(token.value[:-1].upper())
        else:
            value = self._plain(token)
        while (after := self._next()) and after.type == Token.OP_POST:
            self.at += 1
            value = _number(_one(value)) / 100
        return value

    def _close(self) -> None:
        token = self._next()
        assert token is not None
        assert token.subtype == Token.CLOSE
        self.at += 1

    def _plain(self, token: Token) -> Any:
        if token.subtype == Token.NUMBER:
            return float(token.value)
        if token.subtype == Token.TEXT:
            return token.value[1:-1].replace('""', '"')
        if token.subtype == Token.LOGICAL:
            return token.value.upper() == "TRUE"
        if token.subtype == Token.RANGE:
            return self._reference(token.value)
        message = f"cannot read {token.value!r}"
        raise ValueError(message)

    def _reference(self, text: str) -> Any:
        if text in self.book.book.defined_names:
            text = self.book.book.defined_names[text].attr_text
        sheet, _, cells = text.rpartition("!")
        sheet = sheet.strip("'") or self.sheet
        cells = cells.replace("$", "")
        return self.book.area(sheet, cells) if ":" in cells else self.book.value(sheet, cells)

    def _call(self, name: str) -> Any:
        given = [_Formula(self.book, self.sheet, tokens) for tokens in self._arguments()]
        if name == "IF":
            test, then, *otherwise = given
            if _number(_one(test.read())):
                return then.read()
            return otherwise[0].read() if otherwise else False
        return _FUNCTIONS[name](*(each.read() for each in given))

    def _arguments(self) -> list[list[Token]]:
        """Take the arguments of a call apart, up to its end."""
        depth = 0
        found: list[list[Token]] = [[]]
        while True:
            token = self.tokens[self.at]
            self.at += 1
            if token.subtype == Token.CLOSE and not depth:
                return found if found != [[]] else []
            depth += {Token.OPEN: 1, Token.CLOSE: -1}.get(token.subtype, 0)
            if token.type == Token.SEP and not depth:
                found.append([])
            else:
                found[-1].append(token)


def _one(value: Any) -> Value:
    if isinstance(value, list):
        message = "a range stands where one value is wanted"
        raise TypeError(message)
    return value  # type: ignore[no-any-return]


def _number(value: Value) -> float:
    if value is None:
        return 0.0
    if isinstance(value, str):
        message = f"{value!r} is no number"
        raise TypeError(message)
    return float(value)


def _operate(sign: str, left: Any, right: Any) -> Value:
    one, other = _one(left), _one(right)
    if sign == "&":
        return f"{'' if one is None else one}{'' if other is None else other}"
    if sign in {"=", "<>"}:
        return (_alike(one, other)) == (sign == "=")
    a, b = _number(one), _number(other)
    return _SIGNS[sign](a, b)


def _alike(one: Value, other: Value) -> bool:
    """Compare as spreadsheets do: texts by their letters, a blank cell with nothing or 0."""
    if isinstance(one, str) or isinstance(other, str):
        a, b = ("" if each is None else each for each in (one, other))
        return isinstance(a, str) and isinstance(b, str) and a.lower() == b.lower()
    return _number(one) == _number(other)


_SIGNS: dict[str, Callable[[float, float], Value]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
}


def _flat(values: Sequence[Any]) -> list[Value]:
    found: list[Value] = []
    for value in values:
        rows = value if isinstance(value, list) else [[value]]
        found += [each for row in rows for each in row]
    return found


def _numbers(*values: Any) -> list[float]:
    """Give the numbers among some values: texts and blanks in ranges do not count."""
    return [
        float(each)
        for each in _flat(values)
        if isinstance(each, (int, float)) and not isinstance(each, bool)
    ]


def _round(value: Any, digits: Any) -> float:
    """Round half away from zero, on the number as it is printed with 15 figures."""
    shown = Decimal(f"{_number(_one(value)):.15g}")
    return float(shown.quantize(Decimal(1).scaleb(-int(digits)), rounding=ROUND_HALF_UP))


def _add_months(day: Any, months: Any) -> float:
    start = _EPOCH + timedelta(days=int(_number(_one(day))))
    row = start.year * 12 + start.month - 1 + int(_number(_one(months)))
    year, month = divmod(row, 12)
    for last in range(start.day, 27, -1):
        try:
            return float((date(year, month + 1, last) - _EPOCH).days)
        except ValueError:
            continue
    return float((date(year, month + 1, start.day) - _EPOCH).days)


def _index(area: list[list[Value]], row: Any, column: Any = 1) -> Value:
    """Give a cell of a range; of a row alone, the cell at the number given."""
    if len(area) == 1 and column == 1:
        row, column = 1, row
    first, second = int(_number(row)), int(_number(column))
    assert first >= 1
    assert second >= 1
    return area[first - 1][second - 1]


def _products(*areas: Any) -> float:
    columns = [
        [_number(each) if not isinstance(each, str) else 0.0 for each in _flat([area])]
        for area in areas
    ]
    return math.fsum(math.prod(row) for row in zip(*columns, strict=True))


def _part_of(number: float, part: str) -> float:
    return float(getattr(_EPOCH + timedelta(days=int(number)), part))


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ABS": lambda value: abs(_number(_one(value))),
    "AND": lambda *values: all(_number(each) for each in _flat(values)),
    "DATE": lambda y, m, d: float((date(int(y), int(m), int(d)) - _EPOCH).days),
    "EDATE": _add_months,
    "INDEX": _index,
    "INT": lambda value: float(math.floor(_number(_one(value)))),
    "MAX": lambda *values: max(_numbers(*values), default=0.0),
    "MIN": lambda *values: min(_numbers(*values), default=0.0),
    "MATCH": lambda value, area, _kind: float(
        next(row for row, each in enumerate(_flat([area]), start=1) if _alike(each, value))
    ),
    "MONTH": lambda value: _part_of(_number(_one(value)), "month"),
    "OR": lambda *values: any(_number(each) for each in _flat(values)),
    "ROUND": _round,
    "ROUNDUP": lambda value, digits: (
        math.ceil(_number(_one(value)) * 10 ** int(digits)) / 10 ** int(digits)
    ),
    "SUM": lambda *values: math.fsum(_numbers(*values)),
    "SUMPRODUCT": _products,
    "YEAR": lambda value: _part_of(_number(_one(value)), "year"),
}
