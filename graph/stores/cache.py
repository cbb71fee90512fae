"""A local copy of a remote store's facts, for speed and for when the store is gone.

The copy is a store of its own, one SQLite file for each address and programme. Beside it lies an
empty file whose date is when the two were last known to be equal: SQLite itself touches the date
of a database at times of its own.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import (
    ProgrammeMissingError,
    StoreDamagedError,
    StoreError,
    StoreForeignError,
    StoreUnavailableError,
    StoreVersionError,
    StoreWriteError,
)
from graph.stores import DEFAULT_PROGRAMME, programme_at_hand
from graph.stores.urls import is_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.records.facts import Facts
    from graph.stores.protocol import GraphStore
    from graph.stores.sqlite.store import SqliteStore

    Opener = Callable[[str], GraphStore]

_OTHERS_MAY_WRITE = 0o022


class Reading(NamedTuple):
    """Facts, and since when they may differ from the store's; None if they are the store's."""

    facts: Facts
    stale_since: datetime | None


def read_through(
    url: str,
    programme: str | None = None,
    *,
    folder: Path | None,
    opener: Opener,
    say: Callable[[str], None] = lambda _text: None,
) -> Reading:
    """Read a programme from a store, or from its local copy if the store is a server.

    A copy that equals the store is read instead of it; one that does not is replaced. A server
    that does not answer is stood in for by the copy. A file is always read itself.

    Parameters
    ----------
    url : address of the store
    programme : its identifier; without one, `graph.stores.chosen_programme` chooses, and a
        copy is only looked for of the default one
    folder : where copies are; None for no copies
    opener : opens an address
    say : told in a sentence if no copy can be kept; the facts are given all the same

    Raises
    ------
    StoreUnavailableError
        If the store does not answer and there is no copy that can be read.
    StoreError
        If the store refuses or cannot be read; a copy does not stand in for that.
    """
    try:
        with opener(url) as store:
            chosen = programme_at_hand(store, programme)
            copy = local_copy(url, chosen, folder=folder)
            facts = store.read(chosen) if copy is None else _kept_equal(store, copy, say)
            return Reading(facts, None)
    except StoreUnavailableError:
        copy = local_copy(url, programme, folder=folder)
        since = None if copy is None else copy.equal_at
        kept = None if copy is None else copy.read()
        if kept is None:
            raise
        return Reading(kept, since)


def local_copy(url: str, programme: str | None = None, *, folder: Path | None) -> LocalCopy | None:
    """Give the place of a programme's copy (of the default one without a name), if any."""
    if folder is None or not is_server(url):
        return None
    return LocalCopy(folder, url, programme or DEFAULT_PROGRAMME)


def _kept_equal(store: GraphStore, copy: LocalCopy, say: Callable[[str], None]) -> Facts:
    """Give the store's facts, from the copy if it is equal; make it equal if it is not."""
    if store.data_version(copy.programme) == copy.data_version():
        kept = copy.read()
        if kept is not None:
            copy.confirm()
            return kept
    facts = store.read(copy.programme)
    try:
        copy.keep(facts)
    except StoreWriteError as error:
        say(str(error))
    return facts


class LocalCopy:
    """The copy of one programme of one remote store; whether there is one yet or not.

    Parameters
    ----------
    folder : where it is; made for this user alone if it does not exist
    url : address of the store; the file's name comes from it, without a password
    programme : identifier of the programme
    """

    def __init__(self, folder: Path, url: str, programme: str) -> None:
        self.programme = programme
        name = hashlib.sha256(f"{_without_password(url)}\n{programme}".encode()).hexdigest()[:32]
        self.path = folder / f"{name}.db"
        self._mark = folder / f"{name}.equal"

    @property
    def equal_at(self) -> datetime | None:
        """When the copy was last known to equal the store; None if there is no copy."""
        for path in (self._mark, self.path):
            with suppress(OSError):
                return datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return None

    def data_version(self) -> str | None:
        """Give the copy's data version, or None if there is no copy that can be read."""
        with suppress(StoreError), self.open() as store:
            return store.data_version(self.programme)
        return None

    def read(self) -> Facts | None:
        """Give the copy's facts, or None if there is no copy that can be read."""
        with suppress(StoreError), self.open() as store:
            return store.read(self.programme)
        return None

    def confirm(self) -> None:
        """Note that the copy equals the store now."""
        with suppress(OSError):
            self._mark.touch(mode=0o600)

    def keep(self, facts: Facts) -> None:
        """Put facts just read from the store in the copy's place, whole or not at all.

        Raises
        ------
        StoreWriteError
            If the copy cannot be kept.
        """
        try:
            make_private(self.path.parent)
            try:
                self._write(facts)
            except (StoreDamagedError, StoreForeignError, StoreVersionError):
                self._throw_away()
                self._write(facts)
        except (OSError, StoreError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            message = f"A copy of the store could not be kept in {self.path.parent}: {why}."
            raise StoreWriteError(message) from error
        self.confirm()

    def open(self) -> SqliteStore:
        """Open the copy as the store that it is.

        Raises
        ------
        StoreError
            If there is none, or others may write where it is.
        """
        from graph.stores.sqlite.store import SqliteStore  # noqa: PLC0415  (numpy comes with it)

        refuse_shared(self.path.parent)
        return SqliteStore(self.path)

    def _write(self, facts: Facts) -> None:
        """Write in one transaction: who reads the copy meanwhile sees the old facts or the new."""
        from graph.snapshot.version import data_version  # noqa: PLC0415
        from graph.stores.sqlite.store import SqliteStore  # noqa: PLC0415

        version = data_version(facts)
        if self.path.exists():
            with self.open() as store:
                if _version_in(store, self.programme) == version:
                    store.read(self.programme)  # another process was faster, or it is damaged
                else:
                    store.write(facts)
            return
        with SqliteStore.create(self.path, facts) as store:
            if _version_in(store, self.programme) != version:  # another process made it first
                store.write(facts)

    def _throw_away(self) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.path}{ending}").unlink(missing_ok=True)


def _version_in(store: GraphStore, programme: str) -> str | None:
    """Give a programme's data version, or None if the store does not hold it."""
    with suppress(ProgrammeMissingError):
        return store.data_version(programme)
    return None


def _without_password(url: str) -> str:
    return re.sub(r"^([^:/]+://[^:@/]*):[^@/]*@", r"\1@", url)


def make_private(folder: Path) -> None:
    """Make a folder for this user alone.

    Raises
    ------
    OSError
        If it cannot be made.
    StoreForeignError
        If it is there, and others may write to it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    refuse_shared(folder)


def refuse_shared(folder: Path) -> None:
    """Trust no folder in which somebody else could put a copy of their own making."""
    try:
        found = folder.stat()
    except OSError as error:
        message = f"{folder} cannot be read ({error.strerror})"
        raise StoreForeignError(message) from error
    if found.st_uid != os.geteuid() or found.st_mode & _OTHERS_MAY_WRITE:
        message = "other users may write there; name a folder of your own"
        raise StoreWriteError(message)
