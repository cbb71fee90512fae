"""What surrounds every answer: request id, log line, headers, ETag, HEAD, and no traceback."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers, MutableHeaders

from api.web.logs import request_id
from api.web.problems import LONGEST_PATH

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.service.service import Service

    Respond = Callable[[Scope, Receive, Send, Exception], Awaitable[None]]

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
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
    at_hand : gives the service at hand, or None while the facts are not read; a request keeps
        the one that was at hand when it came
    respond : answers with the problem that an unexpected error is
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        logger: Any,  # noqa: ANN401  (structlog's loggers have no common type)
        at_hand: Callable[[], Service | None],
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
        state |= {"request_id": name, "service": self.at_hand()}
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


class Conditional:
    """Gives whole answers to GET an ETag, says 304 to who has it, and answers HEAD like GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; answers are held until complete, all of them are small."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        await self.app({**scope, "method": "GET"}, receive, hold)
        service: Service | None = scope["state"]["service"]
        mark = b"" if service is None or service.stale is None else service.stale.stamp.encode()
        known = Headers(scope=scope).get("If-None-Match", "")
        unchanged = _tag(start, mark + body, known)
        await send(start)
        shown = b"" if unchanged or scope["method"] == "HEAD" else bytes(body)
        await send({"type": "http.response.body", "body": shown})


def _tag(start: Message, content: bytes, known: str) -> bool:
    """Set the ETag of an answer; turn it into a 304 where the client knows it already.

    That an answer is stale belongs to its content: a 304 would leave its mark in the client's copy
    long after the store is back.
    """
    headers = MutableHeaders(scope=start)
    if start["status"] != 200 or "no-store" in headers.get("Cache-Control", ""):  # noqa: PLR2004
        return False
    headers.setdefault("ETag", f'"{hashlib.sha256(content).hexdigest()[:32]}"')
    tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
    if "*" not in tags and headers["ETag"] not in tags:
        return False
    start["status"] = 304
    del headers["Content-Length"]
    del headers["Content-Type"]
    return True
