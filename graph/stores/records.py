"""Records as rows and back, by the types of their fields.

A provenance becomes three columns. Tuples become JSON text: they are short lists of codes, always
read whole, and a table for each would triple the number of tables; that their codes resolve is
checked when a pack is read (`graph.pack_checks`).
"""

from __future__ import annotations

import json
import types
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from graph import facts as facts_module
from graph import identifiers, kinds, model
from graph import provenance as provenance_module
from graph.facts import Facts
from graph.provenance import Confidence, PartialDate, Provenance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SqlValue = str | int | float | None

_NAMES = {
    **vars(kinds),
    **vars(identifiers),
    **vars(provenance_module),
    "date": date,
    "model": model,
}
PROVENANCE_COLUMNS = ("sources", "known_from", "confidence")


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    to_sql: Callable[[Any], SqlValue]
    from_sql: Callable[[Any], Any]


@cache
def record_types() -> dict[str, type[Any]]:
    """Give the record that each table of `Facts` holds, in the order of the tables."""
    hints = get_type_hints(Facts, localns=_NAMES, globalns=vars(facts_module))
    return {name: get_args(hint)[0] for name, hint in hints.items()}


def columns_of(record: type[Any]) -> tuple[str, ...]:
    """Give the columns of a record's table, the key of its programme not among them."""
    names = [field.name for field in fields(record) if field.name != "provenance"]
    own = PROVENANCE_COLUMNS if len(names) < len(fields(record)) else ()
    return (*names, *own)


def to_row(record: Any) -> tuple[SqlValue, ...]:  # noqa: ANN401  (any record)
    """Turn a record into a row."""
    row = tuple(field.to_sql(getattr(record, field.name)) for field in _fields(type(record)))
    provenance = getattr(record, "provenance", None)
    if provenance is None:
        return row
    sources = json.dumps(list(provenance.sources), ensure_ascii=False)
    return (*row, sources, provenance.known_from, provenance.confidence.value)


def from_row(record: type[Any], row: tuple[SqlValue, ...]) -> Any:  # noqa: ANN401
    """Turn a row back into a record.

    Raises
    ------
    ValueError
        If a value is not one that `to_row` makes.
    """
    own = _fields(record)
    values = {f.name: f.from_sql(v) for f, v in zip(own, row[: len(own)], strict=True)}
    if len(row) == len(own):
        return record(**values)
    sources, known_from, confidence = row[len(own) :]
    provenance = Provenance(
        sources=tuple(json.loads(str(sources))),
        known_from=None if known_from is None else PartialDate(str(known_from)),
        confidence=Confidence(str(confidence)),
    )
    return record(**values, provenance=provenance)


_KNOWN: dict[type[Any], tuple[_Field, ...]] = {}


def _fields(record: type[Any]) -> tuple[_Field, ...]:
    """Read a record's annotations once."""
    if record not in _KNOWN:
        _KNOWN[record] = tuple(_read_fields(record))
    return _KNOWN[record]


def _read_fields(record: type[Any]) -> Iterator[_Field]:
    hints = get_type_hints(record, globalns=vars(model), localns=_NAMES)
    for field in fields(record):
        if field.name != "provenance":
            yield _Field(field.name, *_converters(hints[field.name]))


def _converters(hint: Any) -> tuple[Callable[[Any], SqlValue], Callable[[Any], Any]]:  # noqa: ANN401
    if get_origin(hint) in {Union, types.UnionType}:
        inner = next(part for part in get_args(hint) if part is not type(None))
        to_sql, from_sql = _converters(inner)
        return (
            lambda value: None if value is None else to_sql(value),
            lambda value: None if value is None else from_sql(value),
        )
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return (
            lambda value: json.dumps(list(value), ensure_ascii=False),
            lambda text: tuple(item(part) for part in json.loads(text)),
        )
    if hint is date:
        return date.isoformat, date.fromisoformat
    if issubclass(hint, Enum):
        return lambda value: value.value, hint
    if hint is bool:
        return int, bool
    return (str if issubclass(hint, str) else hint), hint
