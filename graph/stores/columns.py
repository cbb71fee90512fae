"""Tables column by column, with the values that a SQLite store keeps, and no record made of them.

An import makes the facts of a register anew: a million rows, most of which stay as they were. To
make a record of each, only to write it down again, would take most of the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import compress
from typing import TYPE_CHECKING, Any, Self, TypeAlias, get_origin

from graph.records.facts import Facts
from graph.records.references import REFERRED_TO, broken_references
from graph.records.tables import TABLES, table_of
from graph.stores.rows import SQL, Known, columns_of, listed, record_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.stores.rows import Value

    Column = Sequence[Value]


class Columns:
    """The rows of a table as columns, in the order of `columns_of`.

    Parameters
    ----------
    kind : the record that each row is of
    columns : the values of each column; without, there is no row
    """

    def __init__(self, kind: type[Any], columns: Sequence[Column] = ()) -> None:
        self.kind = kind
        names = columns_of(kind)
        self._columns: dict[str, Column] = dict(
            zip(names, columns or [[] for _ in names], strict=True)
        )

    @classmethod
    def of_rows(cls, kind: type[Any], rows: Iterable[Sequence[Value]]) -> Self:
        """Lay rows out in columns."""
        return cls(kind, tuple(zip(*rows, strict=True)))

    def __len__(self) -> int:
        """Count the rows."""
        return len(next(iter(self._columns.values())))

    def __getitem__(self, name: str) -> Column:
        """Give a column."""
        return self._columns[name]

    @property
    def all(self) -> tuple[Column, ...]:
        """All columns, in their order."""
        return tuple(self._columns.values())

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """Give row after row."""
        return zip(*self._columns.values(), strict=True)

    def rows_of(self, *names: str) -> Iterator[tuple[Value, ...]]:
        """Give some columns, row after row."""
        return zip(*map(self._columns.__getitem__, names), strict=True)

    def stretch(self, first: int, end: int) -> tuple[Column, ...]:
        """Give neighbouring rows, column by column."""
        return tuple(column[first:end] for column in self._columns.values())

    def at(self, places: Sequence[int]) -> Self:
        """Give the rows at some places, in that order."""
        return self._each(lambda column: list(map(column.__getitem__, places)))

    def where(self, kept: Sequence[bool]) -> Self:
        """Give the rows that are to be kept."""
        return self if all(kept) else self._each(lambda column: list(compress(column, kept)))

    def replaced(self, name: str, values: Column) -> Self:
        """Give the same rows with other values in one column."""
        return type(self)(self.kind, tuple((self._columns | {name: values}).values()))

    def extend(self, other: Columns) -> None:
        """Put the rows of another table of the kind behind these."""
        for name, column in self._columns.items():
            grown = column if isinstance(column, list) else list(column)
            grown.extend(other[name])
            self._columns[name] = grown

    def _each(self, change: Any) -> Self:  # noqa: ANN401  (of a column, another)
        return type(self)(self.kind, tuple(map(change, self._columns.values())))


Tables: TypeAlias = Mapping[str, Columns]
"""All tables of a programme by name, in the order of `Facts`."""


def tables_of(facts: Facts) -> Tables:
    """Lay facts out in columns."""
    kinds = record_types()
    return {
        name: Columns.of_rows(kinds[name], map(SQL.to_row, records))
        for name, records in facts.tables()
    }


def facts_of(tables: Tables) -> Facts:
    """Make the records of all rows.

    Raises
    ------
    ValueError
        If a value is not one that `SQL` writes.
    """
    known = Known()
    made: dict[str, Any] = {
        name: tuple(SQL.from_rows(table.kind, table.rows(), known=known))
        for name, table in tables.items()
    }
    return Facts(**made)


def first_broken_reference(tables: Tables) -> str:
    """Say in words which reference leads nowhere, or nothing if all resolve."""
    known = {name: frozenset(tables[name][TABLES[name].identity]) for name in REFERRED_TO}
    for name, table in tables.items():
        named = [column for column in table_of(table.kind).columns if column.to]
        if all(_codes(table[one.field], hint=one.hint) <= known[one.to] for one in named):
            continue
        for position, record in enumerate(SQL.from_rows(table.kind, table.rows(), known=Known())):
            for field, code, to in broken_references(record, known):
                return f"{name}, record {position}: {field} {code!r} is not in {to}"
    return ""


def _codes(column: Column, *, hint: Any) -> set[str]:  # noqa: ANN401  (as in `rows`)
    """Give the different codes of a column, each value of which is one, or a list of them."""
    values = set(column) - {None}
    if get_origin(hint) is tuple:
        return {code for value in values for code in listed(value)}
    return values
