"""A loopback proxy in front of a Neo4j server that cuts connections where a test says."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""The message by which a client asks a server to keep a transaction (Bolt, signature 12)."""


class BoltProxy:
    """Forwards to a server's port.

    Attributes
    ----------
    cut_after : bytes from clients after which every connection is cut, once; None for never
    cut_commits : how many commits to forward and then cut before the server's answer comes back
    refuse : whether new connections are cut at once
    cuts : how many times a connection was cut
    """

    def __init__(self, port: int) -> None:
        self._server_port = port
        self.cut_after: int | None = None
        self.cut_commits, self.refuse, self.cuts = 0, False, 0
        self._sent, self._lock = 0, threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        """Use it in a `with` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.refuse:
                _reset(client)
                continue
            server = socket.create_connection(("127.0.0.1", self._server_port))
            for end in (client, server):  # small messages must not wait for each other
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            silenced = threading.Event()
            for source, target, inspect in ((client, server, True), (server, client, False)):
                threading.Thread(
                    target=self._forward, args=(source, target, silenced, inspect), daemon=True
                ).start()

    def _forward(
        self, source: socket.socket, target: socket.socket, silenced: threading.Event, inspect: bool
    ) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if inspect and self._cuts_here(data):
                    _reset(source)
                    _reset(target)
                    return
                if inspect and self._hides_answer(data):
                    silenced.set()
                if not inspect and silenced.is_set():  # the server has answered: it was kept
                    _reset(source)
                    _reset(target)
                    return
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _cuts_here(self, data: bytes) -> bool:
        with self._lock:
            self._sent += len(data)
            if self.cut_after is None or self._sent < self.cut_after:
                return False
            self.cut_after = None
            self.cuts += 1
            return True

    def _hides_answer(self, data: bytes) -> bool:
        with self._lock:
            if not self.cut_commits or COMMIT not in data:
                return False
            self.cut_commits -= 1
            self.cuts += 1
            return True


def _reset(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
