"""Opening the store once, when it is first needed, and again after a failure."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from api.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable


class Opening:
    """Gives the service; the first to ask waits while the store is opened.

    Parameters
    ----------
    open_service : opens the store
    service : a service that is open already
    """

    def __init__(
        self, open_service: Callable[[], Service], *, service: Service | None = None
    ) -> None:
        self._open, self._service, self._lock = open_service, service, threading.Lock()
        self._version = None if service is None else service.snapshot.data_version

    @property
    def data_version(self) -> str | None:
        """The data version, or None as long as the store is not open."""
        return self._version

    def service(self) -> Service:
        """Give the service, opening the store if nobody did.

        Raises
        ------
        graph.errors.GraphError
            If the store cannot be opened; the next call tries again.
        """
        with self._lock:
            if self._service is None:
                service = self._open()
                self._version, self._service = service.snapshot.data_version, service
            return self._service


def opening(store_url: str, service: Service | None) -> Opening:
    """Open a store's address later, unless a service is at hand."""
    return Opening(lambda: Service.open(store_url), service=service)
