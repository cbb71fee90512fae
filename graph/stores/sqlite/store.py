"""The embedded store: one SQLite file, safe at any moment (docs/decisions/0003-sqlite-store.md)."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from itertools import count, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from graph.errors import (
    ProgrammeMissingError,
    StoreDamagedError,
    StoreForeignError,
    StoreWriteError,
)
from graph.stores.columns import first_broken_reference, tables_of
from graph.stores.entry_columns import FreshColumns
from graph.stores.keeping import storable, uncollected
from graph.stores.protocol import silent
from graph.stores.reading import Counting, Reading
from graph.stores.rows import columns_of, record_types
from graph.stores.sqlite.access import damaged, reported, transaction
from graph.stores.sqlite.holdings import SqliteHoldings, settle
from graph.stores.sqlite.opening import connect, migrate, open_file, stamp
from graph.stores.sqlite.placing import put_in_place, sync_folder
from graph.stores.sqlite.schema import APPLICATION_ID
from graph.stores.sqlite.search_tables import index_names, index_problems, names_mark
from graph.stores.urls import sqlite_url

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from types import TracebackType

    from graph.questions.protocol import GraphQuestions
    from graph.records.facts import Facts
    from graph.stores.columns import Tables
    from graph.stores.protocol import Holdings, Progress, Visit

_MAGIC = b"SQLite format 3\x00"
_AT_ONCE = 10_000
"""Rows that are read in one go."""


class SqliteStore:
    """A `GraphStore` in one file: write-ahead log, full synchronisation, foreign keys on."""

    def __init__(self, path: Path) -> None:
        """Open a store that exists.

        Raises
        ------
        StoreForeignError
            If the file is not a store of this service; it is left untouched.
        StoreVersionError
            If a newer version of the program wrote it.
        StoreDamagedError
            If it cannot be read.
        """
        _refuse_foreign(path)
        self._path, self._fresh = path, FreshColumns()
        with reported(path):
            self._connection, self._stamp = open_file(path)

    @classmethod
    def create(cls, path: Path, facts: Facts | None = None, *, progress: Progress = silent) -> Self:
        """Make a store that holds these facts, or open the one that another process made first.

        The file appears whole: it is filled under another name in the same folder, then linked.

        Raises
        ------
        StoreWriteError
            If the folder or the file cannot be made; nothing is left behind.
        """
        with reported(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
            os.close(handle)
            draft = Path(name)
            try:
                _fill(draft, facts, progress)
                with suppress(FileExistsError):
                    put_in_place(draft, path)
                    sync_folder(path.parent)
            finally:
                for leftover in (draft, Path(f"{name}-wal"), Path(f"{name}-shm")):
                    leftover.unlink(missing_ok=True)
        return cls(path)

    @property
    def url(self) -> str:
        """The address that opens this store again."""
        return sqlite_url(self._path)

    def write(
        self,
        facts: Facts,
        *,
        progress: Progress = silent,
        finishing: Sequence[int] = (),
        dropping: Sequence[int] = (),
    ) -> None:
        """Keep a programme's facts in place of what was kept of it; all or nothing."""
        with storable():
            tables = tables_of(facts)
        self.write_tables(tables, progress=progress, finishing=finishing, dropping=dropping)

    def write_tables(
        self,
        tables: Tables,
        *,
        progress: Progress = silent,
        finishing: Sequence[int] = (),
        dropping: Sequence[int] = (),
    ) -> None:
        """Keep a programme's facts, which are laid out in columns, as `write` does."""
        if self._stamp is not None:
            message = f"{self._path} is read-only here; nothing was changed"
            raise StoreWriteError(message)
        (programme,) = tables["programmes"]["id"]
        with (
            storable(),
            reported(self._path),
            transaction(self._connection, "BEGIN IMMEDIATE"),
        ):
            settle(self._connection, programme, finishing, dropping)
            _replace(self._connection, tables, progress)

    def holdings(self, programme: str) -> Holdings:
        """Give what the imported sources of a programme say."""
        self.data_version(programme)
        return SqliteHoldings(self._connection, self._path, programme, fresh=self._fresh)

    def read(self, programme: str) -> Facts:
        """Give a programme's facts, equal to those written, in the same order."""
        while True:
            try:
                return self._read(programme)
            except StoreDamagedError:
                if not self._opened_anew():
                    raise

    def _opened_anew(self) -> bool:
        """Open a file again that may only be read here, if somebody changed it meanwhile."""
        if self._stamp is None or stamp(self._path) == self._stamp:
            return False
        self._connection.close()
        with reported(self._path):
            self._connection, self._stamp = open_file(self._path)
        return True

    def _read(self, programme: str) -> Facts:
        reading = Reading()
        with uncollected():
            try:
                version = self.scan(programme, reading.take)
                is_whole = reading.data_version == version
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                message = damaged(self._path, f"a row of {reading.table} is not valid ({error})")
                raise StoreDamagedError(message) from error
        if not is_whole:
            raise StoreDamagedError(damaged(self._path, "its content is not what was written"))
        return reading.facts

    def scan(self, programme: str, visit: Visit) -> str:
        """Show a programme's rows as they are kept, all of one moment."""
        with reported(self._path), transaction(self._connection, "BEGIN"):
            version = self._version(programme)
            for table, record in record_types().items():
                rows = self._connection.execute(_select(table, record), (programme,))
                visit(table, rows.fetchmany(_AT_ONCE))
                while some := rows.fetchmany(_AT_ONCE):
                    visit(table, some)
        return version

    def programmes(self) -> tuple[str, ...]:
        """Give the identifiers of the programmes kept."""
        with reported(self._path):
            return _programmes(self._connection)

    def counts(self, programme: str) -> dict[str, int]:
        """Count a programme's records, by table."""
        with reported(self._path), transaction(self._connection, "BEGIN"):
            self._version(programme)
            return {table: self._count(table, programme) for table in record_types()}

    def data_version(self, programme: str) -> str:
        """Give the hash of a programme's content."""
        with reported(self._path):
            return self._version(programme)

    def ask(self, programme: str) -> GraphQuestions:
        """Give what answers questions about a programme's graph."""
        from graph.stores.sqlite.questions import SqliteQuestions  # noqa: PLC0415  (when asked)

        self.data_version(programme)
        return SqliteQuestions(self, self._connection, self._path, programme)

    def check(self) -> tuple[str, ...]:
        """Verify the file's structure, its references, every programme and the index of names."""
        problems: list[str] = []
        try:
            with reported(self._path):
                found = self._connection.execute("PRAGMA integrity_check").fetchall()
                problems += [str(row[0]) for row in found if row[0] != "ok"]
                broken = self._connection.execute("PRAGMA foreign_key_check").fetchall()
                problems += [f"{row[0]}: a row refers to nothing in {row[2]}" for row in broken]
            for programme in self.programmes():
                self.read(programme)
            with reported(self._path), transaction(self._connection, "BEGIN"):
                problems += index_problems(self._connection, self.programmes())
        except StoreDamagedError as error:
            problems.append(str(error))
        return tuple(problems)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Use the store in a `with` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store at the end of a `with` block."""
        self.close()

    def _version(self, programme: str) -> str:
        query = "SELECT data_version FROM versions WHERE programme = ?"
        row = self._connection.execute(query, (programme,)).fetchone()
        if row is None:
            raise ProgrammeMissingError(self._path, programme, self.programmes())
        return str(row[0])

    def _count(self, table: str, programme: str) -> int:
        query = f"SELECT count(*) FROM {table} WHERE programme = ?"  # noqa: S608
        return int(self._connection.execute(query, (programme,)).fetchone()[0])


def _refuse_foreign(path: Path) -> None:
    """Look before opening: SQLite would quietly turn an empty file into a database."""
    try:
        with path.open("rb") as file:
            start = file.read(100)
    except OSError as error:
        message = f"{path} cannot be opened: {error.strerror}"
        raise StoreForeignError(message) from error
    if not start.startswith(_MAGIC):
        message = f"{path} is not a store of this service; name another file"
        raise StoreForeignError(message)
    if int.from_bytes(start[68:72], "big") != APPLICATION_ID:
        message = f"{path} is another program's database; it was left untouched; name another file"
        raise StoreForeignError(message)


def _programmes(connection: sqlite3.Connection) -> tuple[str, ...]:
    rows = connection.execute("SELECT programme FROM versions ORDER BY programme")
    return tuple(row[0] for row in rows)


def _fill(path: Path, facts: Facts | None, progress: Progress) -> None:
    connection = connect(path)
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")
        migrate(connection, path)
        if facts is not None:
            with transaction(connection, "BEGIN IMMEDIATE"):
                _replace(connection, tables_of(facts), progress)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _replace(connection: sqlite3.Connection, tables: Tables, progress: Progress) -> None:
    if broken := first_broken_reference(tables):
        message = f"{broken}; nothing was written"
        raise StoreWriteError(message)
    (programme,) = tables["programmes"]["id"]
    names = names_mark(connection, programme)
    for table in reversed(record_types()):  # who refers first: else each row looks for all of them
        connection.execute(f"DELETE FROM {table} WHERE programme = ?", (programme,))  # noqa: S608
    counts = {name: len(table) for name, table in tables.items()}
    connection.execute(
        "INSERT OR REPLACE INTO versions VALUES (?, '', ?)", (programme, json.dumps(counts))
    )
    version = _insert_all(connection, programme, tables, progress)
    connection.execute(
        "UPDATE versions SET data_version = ? WHERE programme = ?", (version, programme)
    )
    if not names or names != names_mark(connection, programme):
        index_names(connection, programme)


def _insert_all(
    connection: sqlite3.Connection, programme: str, tables: Tables, progress: Progress
) -> str:
    """Insert all rows, and give their data version."""
    counting, done, of = Counting(), 0, sum(map(len, tables.values()))
    with uncollected():
        for name, table in tables.items():
            statement = _insert(name, table.kind)
            for first in range(0, max(len(table), 1), _AT_ONCE):
                some = table.stretch(first, first + _AT_ONCE)
                counting.take_columns(name, some)
                rows = zip(repeat(programme), count(first), *some)
                connection.executemany(statement, rows)
                done += len(some[0])
                progress(done, of)
    return counting.data_version


def _insert(table: str, record: type[Any]) -> str:
    places = ", ".join("?" * (len(columns_of(record)) + 2))
    return f"INSERT INTO {table} (programme, position, {_names(record)}) VALUES ({places})"  # noqa: S608


def _select(table: str, record: type[Any]) -> str:
    return f"SELECT {_names(record)} FROM {table} WHERE programme = ? ORDER BY position"  # noqa: S608


def _names(record: type[Any]) -> str:
    return ", ".join(f'"{column}"' for column in columns_of(record))
