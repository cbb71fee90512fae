"""Which form of an answer a client gets: compressed or plain, whole, its header, or unchanged."""

from __future__ import annotations

import gzip
import hashlib
import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse

from api.formats.serialise import to_plain
from api.web.negotiation import encoding_weight, names_tag

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.service.service import Service

_COMPRESSIBLE = ("text/", "application/json", "application/problem+json", "image/svg+xml")
_LEAST_BYTES = 1_000
"""Shorter answers fit into one packet as they are."""
_LEVEL, _QUICK = 6, 3
_LARGE_BYTES = 1_000_000
"""Larger answers are compressed quickly: three times as fast, a fifth longer."""
_OURS = {b"if-none-match", b"if-modified-since", b"range", b"accept-encoding"}
"""Answered here for all routes alike; the routes do not see them."""


class PlainJson(JSONResponse):
    """An answer in JSON, its values written as in the files of the command line."""

    def render(self, content: object) -> bytes:
        """Write it without spaces."""
        text = json.dumps(
            to_plain(content), ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )
        return text.encode()


class Representations:
    """Layer that compresses answers, gives those to GET an ETag, and answers HEAD like GET.

    An ETag names one form: the compressed answer has another than the plain one.
    """

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

        await self.app(_plain(scope), receive, hold)
        asked = Headers(scope=scope)
        tag = _tag(start, bytes(body), scope["state"]["service"])
        content = await _encoded(start, bytes(body), asked, tag)
        if "ETag" in (headers := MutableHeaders(scope=start)) and names_tag(
            asked.getlist("If-None-Match"), headers["ETag"]
        ):
            start["status"] = HTTPStatus.NOT_MODIFIED.value
            for name in ("Content-Length", "Content-Type", "Content-Encoding"):
                del headers[name]
            content = b""
        await send(start)
        shown = b"" if scope["method"] == "HEAD" else content
        await send({"type": "http.response.body", "body": shown})


def _plain(scope: Scope) -> Scope:
    """Ask the routes for the whole answer, whatever the client has or wants of it."""
    headers = [(name, value) for name, value in scope["headers"] if name not in _OURS]
    return {**scope, "method": "GET", "headers": headers}


def _tag(start: Message, content: bytes, service: Service | None) -> str | None:
    """Name what an answer says; None for one that nobody may keep.

    That an answer is stale belongs to its content: a 304 would leave its mark in the client's copy
    long after the store is back.
    """
    headers = MutableHeaders(scope=start)
    kept = "no-store" not in headers.get("Cache-Control", "")
    if start["status"] != HTTPStatus.OK or not kept:
        return None
    mark = b"" if service is None or service.stale is None else service.stale.stamp.encode()
    return hashlib.sha256(mark + content).hexdigest()[:32]


async def _encoded(start: Message, content: bytes, asked: Headers, tag: str | None) -> bytes:
    """Compress an answer if its kind is worth it and the client takes it; set what says so."""
    headers = MutableHeaders(scope=start)
    coding = ""
    if headers.get("Content-Type", "").startswith(_COMPRESSIBLE) and len(content) >= _LEAST_BYTES:
        headers.add_vary_header("Accept-Encoding")
        if encoding_weight(", ".join(asked.getlist("Accept-Encoding")), "gzip") > 0:
            level = _LEVEL if len(content) < _LARGE_BYTES else _QUICK
            content = await run_in_threadpool(gzip.compress, content, level, mtime=0)
            headers["Content-Encoding"] = coding = "gzip"
            headers["Content-Length"] = str(len(content))
    if tag is not None:
        headers["ETag"] = f'"{tag}-{coding}"' if coding else f'"{tag}"'
    return content
