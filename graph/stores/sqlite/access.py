"""Transactions in a SQLite file, and what its errors mean."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from graph.errors import StoreDamagedError, StoreWriteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NOT_DAMAGED = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
_PRIMARY_CODE = 0xFF


@contextmanager
def transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    """Keep all of what is done, or nothing; `begin` is the statement that it starts with."""
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into errors of the store."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if code & _PRIMARY_CODE not in _NOT_DAMAGED:
            raise StoreDamagedError(damaged(path, str(error))) from error
        message = f"{path} could not be read or written ({error}); nothing was changed"
        raise StoreWriteError(message) from error
    except OSError as error:
        message = f"{path} could not be created ({error.strerror}); nothing was left behind"
        raise StoreWriteError(message) from error


def damaged(path: Path, why: str) -> str:
    """Say that a file is damaged, and what to do."""
    return (
        f"{path} is damaged: {why}; restore it from a copy, or move it away and a new one "
        "is made from Transforming Rehabilitation"
    )
