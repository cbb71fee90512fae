"""What surrounds every answer: request id, log line, headers, and no traceback."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect

from api.web.addresses import named_programme
from api.web.logs import request_id
from api.web.problems import LONGEST_PATH

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.service.service import Service

    Respond = Callable[[Scope, Receive, Send, Exception], Awaitable[None]]

_CLIENT_GONE = 499
"""Noted in the log for requests that nobody waits for any more, as nginx does; never sent."""
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Envelope:
    """Outermost layer: it names, times and logs each request and heads each answer.

    Parameters
    ----------
    app : what answers
    logger : a structlog logger
    at_hand : gives the service at hand of a programme, or None while its facts are not read; a
        request keeps the one that was at hand when it came
    respond : answers with the problem that an unexpected error is
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        logger: Any,  # noqa: ANN401  (structlog's loggers have no common type)
        at_hand: Callable[[str | None], Service | None],
        respond: Respond,
    ) -> None:
        self.app, self.logger = app, logger
        self.at_hand, self.respond = at_hand, respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        name = request_id(Headers(scope=scope).get("X-Request-ID"))
        state = scope.setdefault("state", {})
        programme = named_programme(scope)
        state |= {"request_id": name, "programme": programme, "service": self.at_hand(programme)}
        path = scope["path"][:LONGEST_PATH]
        log = self.logger.bind(request_id=name, method=scope["method"], path=path)
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _head(message, name, state["service"])
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except ClientDisconnect:  # nobody reads an answer
            status = _CLIENT_GONE
        except Exception as error:  # nothing may leave as a traceback
            log.exception("unexpected error")
            if not status:
                await self.respond(scope, receive, send_with_headers, error)
        seconds = round(time.perf_counter() - started, 4)
        log.info("request", status=status, seconds=seconds)


def _head(message: Message, name: str, service: Service | None) -> None:
    headers = MutableHeaders(scope=message)
    headers["X-Request-ID"] = name
    for key, value in SECURITY_HEADERS.items():
        headers.setdefault(key, value)
    headers.setdefault("Cache-Control", "no-cache")
    if service is not None:
        headers["X-Data-Version"] = service.snapshot.data_version
        if service.stale is not None:
            headers["X-Data-Stale-Since"] = service.stale.stamp
