"""Which values a column takes, in words."""

from __future__ import annotations

import math
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args, get_origin

from graph.records.identifiers import Identifier
from graph.records.provenance import PartialDate
from graph.records.table import is_optional

if TYPE_CHECKING:
    from graph.records.table import Column

_PLAIN = {
    str: "text",
    bool: "yes or no",
    date: "a day, such as 2013-09-19",
    PartialDate: "a day, a month or a year: 2013-09-19, 2013-09 or 2013",
}


def values_of(column: Column) -> str:
    """Say which values a column takes.

    >>> from graph.records.tables import TABLES
    >>> values_of(TABLES["prevalence"].column("share"))
    'a number from 0 to 1'
    >>> values_of(TABLES["capabilities"].column("places"))
    'codes such as E07000071, with semicolons between them'
    """
    hint = column.hint
    if is_optional(hint):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is tuple:
        return _several(get_args(hint)[0])
    return _one(hint, column)


def _one(kind: type[Any], column: Column) -> str:
    if column.choices:
        return _choice(column.choices)
    if kind in {int, float}:
        return _number(kind, column)
    if issubclass(kind, Identifier):
        return f"a code such as {kind.example}"
    if issubclass(kind, StrEnum):
        return _choice([str(word) for word in kind])
    return _PLAIN[kind]


def _several(kind: type[Any]) -> str:
    if issubclass(kind, Identifier):
        return f"codes such as {kind.example}, with semicolons between them"
    return "words with semicolons between them"


def _number(kind: type[Any], column: Column) -> str:
    noun = "a whole number" if kind is int else "a number"
    if math.isinf(column.most):
        return f"{noun} of at least {column.least:g}"
    return f"{noun} from {column.least:g} to {column.most:,.0f}"


def _choice(words: list[str] | tuple[str, ...]) -> str:
    return f"one of: {', '.join(words)}"
