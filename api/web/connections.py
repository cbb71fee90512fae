"""Connections: how many, and how long each may wait for its client.

The server accepts one connection at a time itself. What asyncio does instead, to accept as many as
wait, takes all descriptors at once, and then spins and floods the log. When all connections are
taken, a new one gets the place of the one that has waited longest for its client; if none waits, it
is refused.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from h11._connection import DEFAULT_MAX_INCOMPLETE_EVENT_SIZE
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.web.overlong import Overlong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI

    from api.service.settings import Settings

_BACKLOG = 128
_OWN_FILES = 64
"""Descriptors that are no connections: the store, a copy, modules that are still to be read."""
_LONGEST_SHUTDOWN_S = 10
_RETRY_S = 1.0
_CLOSE = b"content-length: 0\r\nconnection: close\r\n\r\n"
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\n" + _CLOSE
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\n" + _CLOSE


def listen(host: str, port: int) -> list[socket.socket]:
    """Open the sockets to listen at: one for each address of the host, all at one port.

    Parameters
    ----------
    host : a name or an address
    port : 0 for any that is free

    Raises
    ------
    OSError
        If the host has no address here, or the port is taken.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    listeners: list[socket.socket] = []
    try:
        for family, address in dict.fromkeys((each[0], each[4]) for each in found):
            chosen = listeners[0].getsockname()[1] if listeners else port
            listener = socket.create_server((address[0], chosen), family=family, backlog=_BACKLOG)
            listener.settimeout(0)
            listeners.append(listener)
    except OSError:
        for listener in listeners:
            listener.close()
        raise
    return listeners


def room_for(connections: int) -> int:
    """Give the connections that there are descriptors for, at most those asked for."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:  # pragma: no cover
        return connections
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if limit == resource.RLIM_INFINITY:
        return connections
    return max(1, min(connections, limit - _OWN_FILES))


class Connection(H11Protocol):
    """A connection that waits for its client only so long.

    It waits from the start until the header of a request is complete, again from the end of an
    answer on, and while the client leaves an answer unread; bytes in between do not give it more
    time.
    """

    def __init__(self, *args: Any, header_timeout_s: float, **more: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **more)
        self._header_timeout_s = header_timeout_s
        self._timer: asyncio.TimerHandle | None = None
        self._unsent_bytes = 0
        self._overlong: Overlong | None = None
        self.waiting_since: float | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait_or_work()

    def data_received(self, data: bytes) -> None:
        """Read on, also while a request is at work: otherwise nobody notices that it is over."""
        if self._overlong is not None:
            self._read_past(data)
            return
        super().data_received(data)
        if self._works:
            if not self.flow.write_paused:
                self._wait_or_work()
            if len(self.conn.trailing_data[0]) <= HIGH_WATER_LIMIT:
                self.flow.resume_reading()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request; one that is too long is answered when all of it has come."""
        held = bytes(self.conn.trailing_data[0])
        if len(held) <= DEFAULT_MAX_INCOMPLETE_EVENT_SIZE:
            super().send_400_response(msg)
            return
        self._overlong = Overlong(held)
        self._read_past(b"")

    def _read_past(self, data: bytes) -> None:
        assert self._overlong is not None  # noqa: S101  (for the type checker)
        self._overlong.read(data)
        if self._overlong.is_endless:
            self.drop()
        elif self._overlong.is_whole:
            self.conn = h11.Connection(h11.SERVER)
            stand_in, self._overlong = self._overlong.stand_in(), None
            self.data_received(stand_in)

    def on_response_complete(self) -> None:
        """Wait for the next request, if it is not there already."""
        super().on_response_complete()
        self._wait_or_work()

    def pause_writing(self) -> None:
        """Wait until the client reads, also in the midst of an answer."""
        super().pause_writing()
        self._wait_or_work()

    def resume_writing(self) -> None:
        """Go on with the answer."""
        super().resume_writing()
        self._wait_or_work()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        super().connection_lost(exc)
        self._stop_timer()

    def drop(self) -> None:
        """End at once."""
        self.connections.discard(self)
        self.transport.abort()

    @property
    def _works(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait_or_work(self) -> None:
        self._stop_timer()
        waits = not self._works or self.flow.write_paused
        self.waiting_since = self.loop.time() if waits else None
        if waits:
            self._start_timer()

    def _start_timer(self) -> None:
        self._unsent_bytes = self.transport.get_write_buffer_size()
        self._timer = self.loop.call_later(self._header_timeout_s, self._expire)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _expire(self) -> None:
        """End a connection whose client neither asks nor reads."""
        unsent_bytes = self.transport.get_write_buffer_size()
        if 0 < unsent_bytes < self._unsent_bytes:  # it reads, if slowly
            self._start_timer()
            return
        if not unsent_bytes and not self.transport.is_closing():
            self.transport.write(_TOO_SLOW)
            self.transport.close()
        if self.transport.get_write_buffer_size():
            self.drop()


class Server(uvicorn.Server):
    """Serves an application on sockets that listen already, within the limits of its settings.

    Parameters
    ----------
    app : the application
    listeners : see `listen`
    settings : `max_connections`, `header_timeout_s`, `idle_timeout_s` and `trusted_proxies`
    logger : a structlog logger; told once when nothing can be accepted, and once when it can again
    """

    def __init__(
        self,
        app: FastAPI,
        listeners: Sequence[socket.socket],
        *,
        settings: Settings,
        logger: Any,  # noqa: ANN401  (structlog's loggers have no common type)
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http="h11",
                ws="none",
                loop="asyncio",
                lifespan="on",
                log_config=None,
                access_log=False,
                forwarded_allow_ips=settings.trusted_proxies,
                timeout_keep_alive=settings.idle_timeout_s,  # type: ignore[arg-type]
                timeout_graceful_shutdown=_LONGEST_SHUTDOWN_S,
            )
        )
        self._listeners, self._logger = tuple(listeners), logger
        self._header_timeout_s = settings.header_timeout_s
        self._most = room_for(settings.max_connections)
        self._accepting: list[asyncio.Task[None]] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the application, then accept connections."""
        await super().startup(sockets=sockets or [])
        self._accepting = [
            asyncio.create_task(self._accept(listener)) for listener in self._listeners
        ]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept no more, then end what is open."""
        for task in self._accepting:
            task.cancel()
        for listener in self._listeners:
            listener.close()
        await super().shutdown(sockets=sockets)

    async def _accept(self, listener: socket.socket) -> None:
        lost = False
        while True:
            try:
                client = await self._accepted(listener)
            except ConnectionError:  # gone before its turn came
                continue
            except OSError as error:  # no descriptors: another program's, or those of the system
                if not lost:
                    self._logger.warning("no connections accepted", error=str(error))
                lost = True
                self._drop_longest_waiting()
                await asyncio.sleep(_RETRY_S)
                continue
            if lost:
                self._logger.info("connections accepted again")
            lost = False
            with suppress(OSError):
                await self._open(client)

    async def _accepted(self, listener: socket.socket) -> socket.socket:
        client, _ = await asyncio.get_running_loop().sock_accept(listener)
        return client

    async def _open(self, client: socket.socket) -> None:
        if len(self.server_state.connections) >= self._most and not self._drop_longest_waiting():
            with client, suppress(OSError):
                client.settimeout(0)
                client.send(_FULL)
            return
        await asyncio.get_running_loop().connect_accepted_socket(self._connection, client)

    def _connection(self) -> Connection:
        return Connection(
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
            header_timeout_s=self._header_timeout_s,
        )

    def _drop_longest_waiting(self) -> bool:
        """Make room; False where every connection is at work."""
        waiting = {
            each: each.waiting_since
            for each in self.server_state.connections
            if isinstance(each, Connection) and each.waiting_since is not None
        }
        if waiting:
            min(waiting, key=waiting.__getitem__).drop()
        return bool(waiting)
