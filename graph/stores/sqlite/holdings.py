"""What imported sources say, in the SQLite store."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.errors import StoreDamagedError, StoreWriteError
from graph.records.entries import Reject
from graph.stores.entry_columns import EntryColumns, FreshColumns
from graph.stores.entry_rows import (
    DECISION_COLUMNS,
    IMPORT_COLUMNS,
    LINK_COLUMNS,
    decision_of,
    decision_row,
    entry,
    everything,
    import_of,
    import_row,
    link_of,
    link_row,
    now,
    rows_said,
    tell_apart,
    written,
)
from graph.stores.keeping import storable
from graph.stores.sqlite.access import damaged, reported, transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from graph.records.entries import Decision, Entry, Import, Link
    from graph.stores.entry_columns import SaidColumns

_AT_ONCE = 2000
"""Rows that are read in one go; an answer may be larger than memory."""


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _places(count: int) -> str:
    return ", ".join("?" * count)


class SqliteHoldings:
    """The `Holdings` of one programme in a SQLite file."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        programme: str,
        *,
        fresh: FreshColumns,
    ) -> None:
        """Use the connection of an open store, and what is written by it."""
        self._connection, self._path, self._programme = connection, path, programme
        self._fresh = fresh

    def imports(self) -> tuple[Import, ...]:
        """Give the imports that count, by source and part."""
        return self._imports("finished IS NOT NULL")

    def begin(self, of: Import) -> Import:
        """Begin an import, and forget what was begun of the same source and part."""
        with self._changing():
            self._connection.execute(
                "DELETE FROM imports WHERE programme = ? AND source = ? AND part = ?"
                " AND finished IS NULL",
                (self._programme, of.source, of.part),
            )
            row = self._connection.execute(
                f"INSERT INTO imports (programme, {_names(IMPORT_COLUMNS)})"  # noqa: S608
                f" VALUES ({_places(len(IMPORT_COLUMNS) + 1)}) RETURNING id",
                (self._programme, *import_row(of)),
            ).fetchone()
        self._fresh.begin(int(row[0]))
        return replace(of, number=int(row[0]))

    def add(
        self, number: int, entries: Sequence[Entry], rejects: Sequence[Reject] = ()
    ) -> tuple[Reject, ...]:
        """Keep a batch of an import that was begun, and count its rows."""
        rows = [rows_said(each) for each in entries]
        with self._changing():
            self._check_begun(number)
            texts = map(written, rows)
            fresh, repeats = self._add_entries(number, list(zip(entries, texts, strict=True)))
            refused = (*rejects, *repeats)
            self._connection.executemany(
                'INSERT INTO rejects (import, row, rows, key, field, reason, "value")'
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                ((number, r.row, r.rows, r.key, r.field, r.reason, r.value) for r in refused),
            )
            rows_in = sum(each.rows for each in entries) + sum(each.rows for each in rejects)
            counts = (rows_in, len(entries) - len(repeats), sum(each.rows for each in refused))
            self._connection.execute(
                "UPDATE imports SET rows = rows + ?, entries = entries + ?,"
                " rejected = rejected + ? WHERE id = ?",
                (*counts, number),
            )
        if repeats:
            kept = set(map(id, fresh))
            rows = [row for each, row in zip(entries, rows, strict=True) if id(each) in kept]
        self._fresh.add(number, rows)
        return repeats

    def _check_begun(self, number: int) -> None:
        query = "SELECT 1 FROM imports WHERE id = ? AND programme = ? AND finished IS NULL"
        if self._connection.execute(query, (number, self._programme)).fetchone() is None:
            message = f"import {number} was begun anew by somebody else; nothing was kept"
            raise StoreWriteError(message)

    def _add_entries(
        self, number: int, entries: Sequence[tuple[Entry, str]]
    ) -> tuple[list[Entry], tuple[Reject, ...]]:
        """Insert the entries whose keys are new; the first of several is kept."""
        kept: dict[str, str] = {}
        for start in range(0, len(entries), _AT_ONCE):
            keys = [each.key for each, _ in entries[start : start + _AT_ONCE]]
            kept |= self._connection.execute(
                f"SELECT key, said FROM entries WHERE import = ? AND key IN ({_places(len(keys))})",  # noqa: S608
                (number, *keys),
            ).fetchall()
        fresh, repeats = tell_apart(entries, kept)
        self._connection.executemany(
            "INSERT INTO entries (import, key, row, rows, said) VALUES (?, ?, ?, ?, ?)",
            ((number, each.key, each.row, each.rows, text) for each, text in fresh),
        )
        return [each for each, _ in fresh], repeats

    def entries(
        self,
        *,
        among: Sequence[int] = (),
        leaving_out: Sequence[int] = (),
        saying: Callable[[str], bool] = everything,
    ) -> Iterator[tuple[Import, Entry]]:
        """Yield what counts, import by import, entries as they came."""
        for held in self._counting(among, leaving_out):
            yield from ((held, each) for each in self._entries(held.number, saying))

    def columns(
        self, *, among: Sequence[int] = (), leaving_out: Sequence[int] = ()
    ) -> Iterator[tuple[Import, SaidColumns]]:
        """Yield what counts as columns, import by import."""
        query, reader = "SELECT key, said FROM entries WHERE import = ? ORDER BY id", EntryColumns()
        for held in self._counting(among, leaving_out):
            if (fresh := self._fresh.taken(held)) is not None:
                yield from ((held, each) for each in fresh)
                continue
            for rows in self._stretches(query, held.number):
                try:
                    yield held, reader.read(rows)
                except ValueError as error:
                    raise StoreDamagedError(damaged(self._path, str(error))) from error

    def _counting(self, among: Sequence[int], leaving_out: Sequence[int]) -> Iterator[Import]:
        """Yield the imports that count, and those that were begun and are to count."""
        begun = self._imports(f"id IN ({_places(len(among))})", *among)
        places = {(each.source, each.part): each for each in (*self.imports(), *begun)}
        for _, held in sorted(places.items()):
            if held.number not in leaving_out:
                yield held

    def _entries(self, number: int, saying: Callable[[str], bool]) -> Iterator[Entry]:
        query = "SELECT key, row, rows, said FROM entries WHERE import = ? ORDER BY id"
        for row in self._rows(query, number):
            try:
                if saying(row[-1]):
                    yield entry(*row)
            except (ValueError, TypeError, KeyError) as error:
                message = damaged(self._path, f"the entry {row[0]} is not valid ({error})")
                raise StoreDamagedError(message) from error

    def rejects(self, number: int) -> Iterator[Reject]:
        """Yield what was rejected of an import, in the order of the file."""
        query = (
            'SELECT row, rows, key, field, reason, "value" FROM rejects WHERE import = ?'
            " ORDER BY row, id"
        )
        names = ("row", "rows", "key", "field", "reason", "value")
        for row in self._rows(query, number):
            yield Reject(**dict(zip(names, row, strict=True)))

    def links(self) -> tuple[Link, ...]:
        """Give the links that were kept, in the order of their ends."""
        return tuple(map(link_of, self._of_programme("links", LINK_COLUMNS)))

    def keep_links(self, links: Sequence[Link]) -> None:
        """Keep these links in place of all that were kept."""
        with self._changing():
            self._connection.execute("DELETE FROM links WHERE programme = ?", (self._programme,))
            self._insert("links", LINK_COLUMNS, [link_row(link) for link in links])

    def decisions(self) -> tuple[Decision, ...]:
        """Give what people decided, in the order of the ends."""
        return tuple(map(decision_of, self._of_programme("decisions", DECISION_COLUMNS)))

    def decide(self, decision: Decision) -> None:
        """Keep a decision, in place of an earlier one about the same two."""
        with self._changing():
            self._forget(decision)
            self._insert("decisions", DECISION_COLUMNS, [decision_row(decision)])

    def withdraw(self, decision: Decision) -> None:
        """Forget a decision, so that the links count again."""
        with self._changing():
            self._forget(decision)

    def _forget(self, decision: Decision) -> None:
        self._connection.execute(
            "DELETE FROM decisions WHERE programme = ? AND left = ? AND right = ?",
            (self._programme, decision.left, decision.right),
        )

    def _imports(self, condition: str, *values: object) -> tuple[Import, ...]:
        query = (
            f"SELECT id, {_names(IMPORT_COLUMNS)} FROM imports"  # noqa: S608
            f" WHERE programme = ? AND {condition} ORDER BY source, part, id"
        )
        with reported(self._path):
            rows = self._connection.execute(query, (self._programme, *values)).fetchall()
        return tuple(import_of(row[0], row[1:]) for row in rows)

    def _of_programme(self, table: str, columns: Sequence[str]) -> list[Any]:
        query = f"SELECT {_names(columns)} FROM {table} WHERE programme = ? ORDER BY left, right"  # noqa: S608
        with reported(self._path):
            return self._connection.execute(query, (self._programme,)).fetchall()

    def _insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        self._connection.executemany(
            f"INSERT INTO {table} (programme, {_names(columns)})"  # noqa: S608
            f" VALUES ({_places(len(columns) + 1)})",
            ((self._programme, *row) for row in rows),
        )

    def _rows(self, query: str, number: int) -> Iterator[Any]:
        for rows in self._stretches(query, number):
            yield from rows

    def _stretches(self, query: str, number: int) -> Iterator[list[Any]]:
        with reported(self._path):
            cursor = self._connection.execute(query, (number,))
        while True:
            with reported(self._path):
                rows = cursor.fetchmany(_AT_ONCE)
            if not rows:
                return
            yield rows

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """One transaction that writes, whose errors are the store's."""
        begun = transaction(self._connection, "BEGIN IMMEDIATE")
        with storable(), reported(self._path), begun:
            yield


def settle(
    connection: sqlite3.Connection,
    programme: str,
    finishing: Sequence[int],
    dropping: Sequence[int],
) -> None:
    """Let imports count, in place of those of the same source and part; forget others.

    Raises
    ------
    StoreWriteError
        If one of them was not begun.
    """
    for number in finishing:
        row = connection.execute(
            "SELECT source, part FROM imports WHERE id = ? AND programme = ? AND finished IS NULL",
            (number, programme),
        ).fetchone()
        if row is None:
            message = f"import {number} was begun anew by somebody else; nothing was changed"
            raise StoreWriteError(message)
        connection.execute(
            "DELETE FROM imports WHERE programme = ? AND source = ? AND part = ? AND id <> ?",
            (programme, *row, number),
        )
        connection.execute("UPDATE imports SET finished = ? WHERE id = ?", (now(), number))
    connection.executemany(
        "DELETE FROM imports WHERE id = ? AND programme = ?",
        [(number, programme) for number in dropping],
    )
