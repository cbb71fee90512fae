"""Following the store while the server runs: new facts are swapped in, and lost sight is said."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from api.service.service import Service
from api.service.staleness import Stale
from graph.errors import GraphError, StoreError, StoreUnavailableError, StoreWriteError
from graph.stores import chosen_programme
from graph.stores.cache import local_copy
from graph.stores.urls import is_server, sqlite_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from api.service.opening import Opening, Openings
    from graph.records.facts import Facts
    from graph.snapshot.snapshot import Snapshot
    from graph.stores import GraphStore
    from graph.stores.cache import LocalCopy, Opener

_LONGEST_JOIN_S = 2.0


class Connection:
    """One connection to the store, kept from look to look.

    Parameters
    ----------
    url : address of the store
    opener : opens an address
    """

    def __init__(self, url: str, opener: Opener) -> None:
        self._url, self._opener = url, opener
        self._store: GraphStore | None = None
        self._file: tuple[int, int, int] | None = None

    def store(self) -> GraphStore:
        """Give the store, opened anew where there is no connection or another file by now.

        Raises
        ------
        graph.errors.StoreError
            If it cannot be opened.
        """
        file = self._file_now()
        if self._store is None or file != self._file:
            self.close()
            self._store, self._file = self._opener(self._url), file
        return self._store

    def close(self) -> None:
        """Let go of the store."""
        store, self._store = self._store, None
        if store is not None:
            store.close()

    def _file_now(self) -> tuple[int, int, int] | None:
        """Tell a file from another of the same name, and from itself before it was changed.

        Opening one that is gone would make it. One that may only be read is not seen to change by a
        connection that is open (graph/stores/sqlite/opening.py).
        """
        if is_server(self._url):
            return None
        path = sqlite_path(self._url)
        try:
            found = path.stat()
        except OSError as error:
            message = f"{path} cannot be opened: {error.strerror}"
            raise StoreUnavailableError(message) from error
        return found.st_dev, found.st_ino, found.st_mtime_ns


class Watch:
    """Looks at the store again and again, in a thread of its own.

    Parameters
    ----------
    openings : hold the services that requests are answered from
    url : address of the store
    programme : the one that needs no name; None for `graph.stores.chosen_programme`
    opener : opens an address
    folder : where the copies of a server are that are kept up to date, and the snapshots of large
        programmes in a file; None for neither
    every_s : seconds between two looks; 0 for no look after the store is open
    logger : a structlog logger; told once when the store is lost and once when it is back
    beside : what else is made ready beside the first requests
    """

    def __init__(
        self,
        openings: Openings,
        *,
        url: str,
        programme: str | None = None,
        opener: Opener,
        folder: Path | None,
        every_s: float,
        logger: Any,  # noqa: ANN401  (structlog's loggers have no common type)
        beside: Callable[[Service], object] = lambda _service: None,
    ) -> None:
        self._beside = beside
        self._openings, self._folder, self._logger = openings, folder, logger
        self._url, self._programme, self._every_s = url, programme, every_s
        self._snapshots = None if folder is None or is_server(url) else folder / "snapshots"
        self._connection = Connection(url, opener)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch store", daemon=True)
        self._lost_since: datetime | None = None

    def start(self) -> None:
        """Open the store and follow it, in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; a look that hangs is not waited for."""
        self._stop.set()
        self._thread.join(_LONGEST_JOIN_S)

    def look(self) -> None:
        """Ask the store for its data version, take over what is new, and say if it is lost."""
        began = datetime.now(UTC)  # a server that hangs is missed from here on
        try:
            self._follow()
        except Exception as error:  # noqa: BLE001  (whatever it is, the next look may succeed)
            self._connection.close()
            self._lose(error, began)
        else:
            self._find()

    def _run(self) -> None:
        with suppress(GraphError):  # the first request tries again, and reports
            self._make_ready(self._openings.service().prepare())
        while self._every_s:
            self.look()
            if self._stop.wait(self._every_s):
                break
        self._connection.close()

    def _make_ready(self, service: Service) -> None:
        """Work out beside the first requests what they would wait for; they can do without."""
        try:
            self._beside(service)
            service.rehearse()
        except Exception as error:  # noqa: BLE001  (who asks is told, and told better)
            self._logger.warning("not rehearsed", error=str(error))

    def _follow(self) -> None:
        store = self._connection.store()
        for opening in self._openings:
            self._take_over(store, opening)

    def _take_over(self, store: GraphStore, opening: Opening) -> None:
        """Look at one programme, and replace its facts if the store has others."""
        from graph.stores.saved import snapshot_of  # noqa: PLC0415  (numpy and scipy: half a second)

        before = opening.at_hand
        named = self._programme if before is None else before.programme
        programme = chosen_programme(store, named)
        copy = local_copy(self._url, programme, folder=self._folder)
        if before is not None and store.data_version(programme) == before.snapshot.data_version:
            opening.mark(None)
            if copy is not None:
                copy.confirm()
            return
        service = _service_of(snapshot_of(store, programme, folder=self._snapshots))
        opening.replace(service)
        self._keep(service.snapshot.facts, copy)
        self._logger.info(
            "facts read",
            data_version=service.snapshot.data_version,
            before=None if before is None else before.snapshot.data_version,
        )

    def _keep(self, facts: Facts, copy: LocalCopy | None) -> None:
        if copy is not None:
            try:
                copy.keep(facts)
            except StoreWriteError as error:
                self._logger.warning("no copy kept", error=str(error))

    def _lose(self, error: Exception, began: datetime) -> None:
        began = self._lost_since or began
        for opening in self._openings:
            opening.mark(_lost(opening.at_hand, error, began))
        if self._lost_since is None:
            known = isinstance(error, StoreError)
            self._logger.warning("store lost", error=str(error), exc_info=None if known else error)
            self._lost_since = began

    def _find(self) -> None:
        if self._lost_since is not None:
            self._logger.info("store back", lost_since=self._lost_since.isoformat())
            self._lost_since = None


def _lost(service: Service | None, error: Exception, began: datetime) -> Stale:
    """Say since when a service may be stale; one that is stale already says so itself."""
    stale = None if service is None else service.stale
    return Stale(
        since=stale.since if stale else began,
        reachable=not isinstance(error, StoreUnavailableError),
        copied=stale is not None and stale.copied,
    )


def _service_of(snapshot: Snapshot) -> Service:
    return Service(snapshot).prepare()
