"""The open services, one for each programme that somebody has asked for.

Each is opened when it is first needed, later replaced whole or marked stale.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from graph.errors import ProgrammeMissingError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.service.service import Service
    from api.service.staleness import Stale


class Opening:
    """Gives the service; the first to ask waits while the store is opened.

    While a store's server is not yet worth another try, requests are refused at once:
    otherwise every request would wait its turn for a server that does not answer.

    Parameters
    ----------
    open_service : opens the store
    service : a service that is open already
    """

    def __init__(
        self, open_service: Callable[[], Service], *, service: Service | None = None
    ) -> None:
        self._open, self._service, self._lock = open_service, service, threading.Lock()
        self._refused: StoreUnavailableError | None = None
        self._refused_until_s = 0.0

    @property
    def at_hand(self) -> Service | None:
        """The service, or None as long as the store was never read."""
        return self._service

    def service(self) -> Service:
        """Give the service, opening the store if nobody did.

        Raises
        ------
        graph.errors.GraphError
            If the store cannot be opened; a later call tries again.
        """
        with self._lock:
            if self._service is None:
                self._refuse_again()
                self._service = self._opened()
            return self._service

    def replace(self, service: Service) -> None:
        """Answer from another service from now on; requests that have the old one keep it."""
        with self._lock:
            self._service = service

    def mark(self, stale: Stale | None) -> None:
        """Mark the open service, if there is one, as stale, or as stale no longer."""
        with self._lock:
            if self._service is not None and self._service.stale != stale:
                self._service = self._service.marked(stale)

    def _opened(self) -> Service:
        try:
            return self._open()
        except StoreUnavailableError as error:
            self._refused = error
            self._refused_until_s = time.monotonic() + error.retry_after_s
            raise

    def _refuse_again(self) -> None:
        left_s = self._refused_until_s - time.monotonic()
        if self._refused is not None and left_s > 0:
            raise StoreUnavailableError(str(self._refused), retry_after_s=left_s)


class Openings:
    """Gives the service of the programme that a request names, or of the one that needs no name.

    Parameters
    ----------
    open_service : opens the store for a programme, or for the one that needs no name
    service : a service that is open already and needs no name
    """

    def __init__(
        self, open_service: Callable[[str | None], Service], *, service: Service | None = None
    ) -> None:
        self._open, self._lock = open_service, threading.Lock()
        self._unnamed = Opening(lambda: open_service(None), service=service)
        self._named: dict[str, Opening] = {}

    def at_hand(self, programme: str | None = None) -> Service | None:
        """The service of a programme, or None as long as its facts were never read."""
        opening = self._opening(programme)
        return None if opening is None else opening.at_hand

    def service(self, programme: str | None = None) -> Service:
        """Give the service of a programme, opening the store if nobody did.

        Raises
        ------
        graph.errors.ProgrammeMissingError
            If the store does not hold it.
        graph.errors.GraphError
            If the store cannot be opened; a later call tries again.
        """
        opening = self._opening(programme) or self._add(str(programme))
        try:
            return opening.service()
        except ProgrammeMissingError:  # names that lead nowhere are not kept
            with self._lock:
                self._named.pop(str(programme), None)
            raise

    def __iter__(self) -> Iterator[Opening]:
        """Give the opening of each programme that was asked for, the unnamed one first."""
        with self._lock:
            return iter([self._unnamed, *self._named.values()])

    def _opening(self, programme: str | None) -> Opening | None:
        if not programme or self._is_unnamed(programme):
            return self._unnamed
        with self._lock:
            return self._named.get(programme)

    def _is_unnamed(self, programme: str) -> bool:
        service = self._unnamed.at_hand
        return service is not None and service.programme == programme

    def _add(self, programme: str) -> Opening:
        with self._lock:
            return self._named.setdefault(programme, Opening(lambda: self._open(programme)))
