"""Which codes in which fields of a record refer to which table, and whether they resolve."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from graph.records.tables import TABLES, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.records.facts import Facts
    from graph.records.model import Record

REFERRED_TO: tuple[str, ...] = tuple(
    name
    for name in TABLES
    if any(column.to == name for table in TABLES.values() for column in table.columns)
)
"""The tables whose records others name."""

Known: TypeAlias = "Mapping[str, frozenset[str]]"


def known_codes(facts: Facts) -> Known:
    """Give the codes of every table that is referred to."""
    return {
        table: frozenset(
            getattr(record, TABLES[table].identity) for record in getattr(facts, table)
        )
        for table in REFERRED_TO
    }


def broken_references(record: Record, known: Known) -> Iterator[tuple[str, str, str]]:
    """Yield the field, the code and the table of each reference that leads nowhere."""
    for field, table in references(type(record)):  # type: ignore[arg-type]  # a class is hashable
        for code in _codes(getattr(record, field)):
            if code not in known[table]:
                yield field, code, table


@cache
def references(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    """Give the fields of a kind that name other records, each with their table."""
    return tuple((column.field, column.to) for column in table_of(kind).columns if column.to)


def first_broken_reference(facts: Facts) -> str:
    """Say in words which reference leads nowhere, or nothing if all resolve."""
    known = known_codes(facts)
    for name, records in facts.tables():
        for position, record in enumerate(records):
            for field, code, table in broken_references(record, known):
                return f"{name}, record {position}: {field} {code!r} is not in {table}"
    return ""


def _codes(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else ()
