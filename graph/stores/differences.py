"""How the facts of one programme differ from those of another, record by record."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, fields
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, TypeAlias

from graph.records.provenance import Provenance
from graph.records.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graph.records.facts import Facts
    from graph.records.model import Record

    Pair: TypeAlias = tuple[Record | None, Record | None]

SHOWN = 5
"""How many differing records of a table are shown field by field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDifference:
    """One field's values in the first and in the second, a provenance's parts being fields."""

    field: str
    first: object
    second: object


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDifference:
    """A record that differs; `only_in` is ``first``, ``second`` or empty if both have its key."""

    key: str
    only_in: str
    fields: tuple[FieldDifference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDifference:
    """A table that differs.

    Attributes
    ----------
    table : its name
    first, second : how many records each has
    records : how many records differ; one with the same key in both counts once
    order_only : whether both have the same records in another order
    shown : the first few of the records that differ
    """

    table: str
    first: int
    second: int
    records: int = 0
    order_only: bool = False
    shown: tuple[RecordDifference, ...] = ()

    def __str__(self) -> str:
        """Say it in one sentence.

        >>> str(TableDifference(table="aliases", first=3, second=2, records=1))
        'aliases: 3 records in the first, 2 in the second; 1 differs'
        """
        if self.order_only:
            return f"{self.table}: the same {self.first:,} records in another order"
        verb = "differs" if self.records == 1 else "differ"
        told = f"; {self.records:,} {verb}" if self.records else ""
        noun = "record" if self.first == 1 else "records"
        return (
            f"{self.table}: {self.first:,} {noun} in the first, {self.second:,} in the second{told}"
        )


def differences(first: Facts, second: Facts, *, shown: int = SHOWN) -> tuple[TableDifference, ...]:
    """Give the tables that differ, in the order of the tables; none if the facts are equal.

    Parameters
    ----------
    first, second : facts of the same programme
    shown : how many records of a table to tell field by field
    """
    tables = ((name, records, getattr(second, name)) for name, records in first.tables())
    return tuple(
        _difference(name, mine, theirs, shown) for name, mine, theirs in tables if mine != theirs
    )


def count_differences(
    first: Mapping[str, int], second: Mapping[str, int]
) -> tuple[TableDifference, ...]:
    """Give the tables whose numbers of records differ."""
    return tuple(
        TableDifference(table=table, first=first.get(table, 0), second=second.get(table, 0))
        for table in {**first, **second}
        if first.get(table, 0) != second.get(table, 0)
    )


def _difference(
    table: str, first: Sequence[Record], second: Sequence[Record], shown: int
) -> TableDifference:
    pairs = _pairs(table, _left_over(first, second), _left_over(second, first))
    told = (_record_difference(table, *pair) for pair in islice(pairs, shown))
    return TableDifference(
        table=table,
        first=len(first),
        second=len(second),
        records=len(pairs),
        order_only=not pairs,
        shown=tuple(told),
    )


def _left_over(records: Iterable[Record], others: Iterable[Record]) -> Iterator[Record]:
    """Yield the records that the others do not have, as often as they lack them."""
    spare = Counter(others)
    for record in records:
        if spare[record]:
            spare[record] -= 1
        else:
            yield record


def _pairs(table: str, first: Iterable[Record], second: Iterable[Record]) -> list[Pair]:
    """Put records with the same key side by side, in their order."""
    by_key: dict[str, tuple[list[Record], list[Record]]] = defaultdict(lambda: ([], []))
    for side, records in enumerate((first, second)):
        for record in records:
            by_key[_key(table, record)][side].append(record)
    return [pair for mine, theirs in by_key.values() for pair in zip_longest(mine, theirs)]


def _key(table: str, record: Record) -> str:
    return ", ".join(str(getattr(record, field)) for field in TABLES[table].key)


def _record_difference(table: str, first: Record | None, second: Record | None) -> RecordDifference:
    there = first or second
    assert there is not None  # noqa: S101  (a pair has at least one)
    changed: tuple[FieldDifference, ...] = ()
    if first is not None and second is not None:
        mine, theirs = dict(_values(first)), dict(_values(second))
        changed = tuple(
            FieldDifference(field=field, first=value, second=theirs[field])
            for field, value in mine.items()
            if value != theirs[field]
        )
    only_in = "second" if first is None else "first" if second is None else ""
    return RecordDifference(key=_key(table, there), only_in=only_in, fields=changed)


def _values(record: Record | Provenance) -> Iterator[tuple[str, object]]:
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Provenance):
            yield from _values(value)
        else:
            yield field.name, value
