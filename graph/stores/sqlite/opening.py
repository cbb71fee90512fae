"""How a SQLite file is opened: to read and write, or only to read where nothing may be written.

A file in write-ahead mode needs two more beside it, even to be read. Where the folder, the file or
the file system may only be read, SQLite is told that nothing changes the file (``immutable``). That
is true as long as no log with content lies beside it: a writer puts changes into the log first, and
into the file later. Readers can tell by the file's `stamp` that it was changed after all.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from graph.errors import IdentifierError, StoreDamagedError, StoreVersionError, StoreWriteError
from graph.stores.sqlite.access import damaged, transaction
from graph.stores.sqlite.schema import MIGRATIONS, VERSION
from graph.stores.sqlite.search_tables import index_names, is_stale

Stamp = tuple[int, int, int, int]

_BUSY_SECONDS = 10.0
_PRIMARY_CODE = 0xFF
_REFUSALS = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY}


def connect(path: Path | str, *, uri: bool = False) -> sqlite3.Connection:
    """Connect as every store does: full synchronisation, foreign keys on."""
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=uri
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def open_file(path: Path) -> tuple[sqlite3.Connection, Stamp | None]:
    """Open a store that exists, in today's format; a stamp comes with one that is only read.

    Raises
    ------
    sqlite3.Error
        If it cannot be read.
    StoreVersionError
        If a newer version of the program wrote it.
    StoreWriteError
        If it may only be read, and has changes beside it that cannot be read without writing.
    """
    try:
        return _read_write(path), None
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & _PRIMARY_CODE not in _REFUSALS:
            raise
    return _read_only(path)


def _read_write(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    try:
        migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def stamp(path: Path) -> Stamp:
    """Tell whether a file is still the same with the same content: its place, size and time."""
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _read_only(path: Path) -> tuple[sqlite3.Connection, Stamp]:
    """Open a file beside which nothing may be written."""
    before, log = stamp(path), Path(f"{path}-wal")
    pending = log.exists() and log.stat().st_size > 0
    options = "mode=ro" if pending else "mode=ro&immutable=1"
    try:
        return _up_to_date(f"file:{quote(str(path.absolute()))}?{options}", path), before
    except sqlite3.OperationalError as error:
        if not pending:
            raise
        message = (
            f"{path} is read-only, and its last changes are still in {log}. Open the "
            "store once where it may be written, or copy both files to a folder of your own."
        )
        raise StoreWriteError(message) from error


def _up_to_date(uri: str, path: Path) -> sqlite3.Connection:
    """Connect to what may only be read; an older format is brought up to date in memory."""
    connection = connect(uri, uri=True)
    try:
        if not needs_migration(connection, path):
            return connection
        memory = _migrated_in_memory(connection, path)
    except BaseException:
        connection.close()
        raise
    connection.close()
    return memory


def _migrated_in_memory(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """Bring a copy in memory up to date."""
    memory = connect(":memory:")
    try:
        memory.deserialize(_without_log(connection.serialize()))
        migrate(memory, path)
    except BaseException:
        memory.close()
        raise
    return memory


def _without_log(content: bytes) -> bytes:
    """Mark a database's content as one without a write-ahead log, which memory cannot have.

    Bytes 18 and 19 of the header say so: https://www.sqlite.org/fileformat2.html
    """
    return content[:18] + b"\x01\x01" + content[20:]


def needs_migration(connection: sqlite3.Connection, path: Path) -> bool:
    """Say whether a store is of an older format, or its index of names of an older rule.

    Raises
    ------
    StoreVersionError
        If a newer version of the program wrote it.
    """
    version = _version(connection, path)
    return version < VERSION or is_stale(connection)


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a store up to today's format and its index of names up to today's rule, or neither.

    Raises
    ------
    StoreVersionError
        If a newer version of the program wrote it.
    StoreDamagedError
        If a row makes no sense.
    """
    if needs_migration(connection, path):
        with transaction(connection, "BEGIN IMMEDIATE"):  # another process may have been faster
            for number in range(_version(connection, path), VERSION):
                for statement in MIGRATIONS[number]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number + 1}")
            if is_stale(connection):
                _index_names(connection, path)


def _version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        message = (
            f"{path} was written by a newer version of this program (its format is {version}, "
            f"this program knows {VERSION}); update the program, or name another file"
        )
        raise StoreVersionError(message)
    return version


def _index_names(connection: sqlite3.Connection, path: Path) -> None:
    try:
        index_names(connection)
    except IdentifierError as error:
        message = damaged(path, f"a row of organisations is not valid ({error})")
        raise StoreDamagedError(message) from error
