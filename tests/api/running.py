"""The application on a real server on loopback, in a thread."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from api.service.settings import Settings
from api.web.application import create_app
from api.web.connections import Server, listen
from api.web.logs import make_logger
from tests.api.world import small_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.service.service import Service

LIVE = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Running:
    """A server in a thread of its own."""

    def __init__(self, service: Service, **more: Any) -> None:
        settings = Settings(store="sqlite://", **{"log_level": "error", **more})
        self.logger = make_logger(settings.log_level)
        self.listeners = listen("127.0.0.1", 0)
        self.address = self.listeners[0].getsockname()
        app = create_app(settings, service)
        self.server = Server(app, self.listeners, settings=settings, logger=self.logger)
        self.thread = threading.Thread(target=self.server.run)

    def connect(self) -> socket.socket:
        return socket.create_connection(self.address, timeout=20)

    def ask(self, request: bytes = LIVE) -> bytes:
        """Ask on a connection of its own, and read until the server closes it."""
        with self.connect() as client:
            client.sendall(request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            return received(client)


@contextmanager
def running(service: Service | None = None, **more: Any) -> Iterator[Running]:
    served = Running(service or small_service(), **more)
    served.thread.start()
    try:
        wait_until(lambda: served.server.started)
        yield served
    finally:
        served.server.should_exit = True
        served.thread.join(20)
    assert not served.thread.is_alive()


def wait_until(true: Any) -> None:
    for _ in range(2000):
        if true():
            return
        time.sleep(0.01)
    pytest.fail("it never came true")


def received(client: socket.socket) -> bytes:
    """Read all there is until the other side closes, however it does."""
    found = bytearray()
    with suppress(ConnectionResetError):
        while chunk := client.recv(65536):
            found += chunk
    return bytes(found)
