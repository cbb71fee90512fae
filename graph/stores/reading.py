"""A programme's rows on their way out of a store: counted, and made into records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.records.facts import Facts
from graph.snapshot.version import Content
from graph.stores.keeping import uncollected
from graph.stores.row_lines import RowLines
from graph.stores.rows import SQL, Known, columns_of, record_types

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.stores.protocol import GraphStore, Visit
    from graph.stores.rows import Value


class Counting:
    """Counts the rows that a store shows (`GraphStore.scan`), to find out their data version.

    Attributes
    ----------
    table : the table that was shown last
    """

    def __init__(self) -> None:
        self.table = ""
        self.known = Known()
        self._content, self._lines = Content(), list[str]()

    def take(self, table: str, rows: Sequence[Sequence[Value]]) -> RowLines:
        """Take the next rows in, and give them as lines."""
        width = len(columns_of(record_types()[table]))
        return self.take_columns(table, list(zip(*rows, strict=True)) if rows else [()] * width)

    def take_columns(self, table: str, columns: Sequence[Sequence[Value]]) -> RowLines:
        """Take the next rows in, which come column by column, and give them as lines."""
        if table != self.table:
            self._count()
        self.table = table
        lines = RowLines(record_types()[table], columns, known=self.known)
        self._lines.extend(lines.hashed())
        return lines

    @property
    def data_version(self) -> str:
        """The data version of all that was taken in."""
        self._count()
        return self._content.version

    def _count(self) -> None:
        if self.table:
            self._content.add(self.table, self._lines)
        self.table, self._lines = "", []


class Reading:
    """Makes a programme's facts of the rows that a store shows, and counts them."""

    def __init__(self) -> None:
        self._counting = Counting()
        self._tables: dict[str, list[Any]] = {table: [] for table in record_types()}

    @property
    def table(self) -> str:
        """The table that was shown last."""
        return self._counting.table

    @property
    def data_version(self) -> str:
        """The data version of all that was taken in."""
        return self._counting.data_version

    def take(self, table: str, rows: Sequence[Sequence[Value]]) -> None:
        """Take the next rows in."""
        kind, known = record_types()[table], self._counting.known
        self._counting.take(table, rows)
        self._tables[table].extend(SQL.from_rows(kind, rows, known=known))

    @property
    def facts(self) -> Facts:
        """The records of all that was taken in."""
        tables: dict[str, Any] = {table: tuple(records) for table, records in self._tables.items()}
        return Facts(**tables)


def read_tables(store: GraphStore, programme: str, tables: Sequence[str]) -> Facts:
    """Read some tables of a programme; the others are empty, and nothing is checked.

    Raises
    ------
    StoreError
        If the store cannot be read.
    ValueError, TypeError, KeyError, AttributeError
        If a row is not what was written.
    """
    found: dict[str, list[Any]] = {table: [] for table in record_types()}
    known = Known()

    def visit(table: str, rows: Sequence[Sequence[Value]]) -> None:
        if table in tables:
            found[table].extend(SQL.from_rows(record_types()[table], rows, known=known))

    with uncollected():
        store.scan(programme, visit)
    some: dict[str, Any] = {table: tuple(records) for table, records in found.items()}
    return Facts(**some)


def show_rows(facts: Facts, visit: Visit) -> None:
    """Show facts as rows, as `GraphStore.scan` does."""
    for table, records in facts.tables():
        visit(table, list(map(SQL.to_row, records)))
