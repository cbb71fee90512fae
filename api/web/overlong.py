"""Requests whose address or headers are too long to read: read past, then answered like others."""

from __future__ import annotations

import re
from http import HTTPStatus

LONGEST_BYTES = 16_000_000
"""More is not even read past."""
_KEPT_BYTES = 16_384
_END = b"\r\n\r\n"
_ACCEPT = re.compile(rb"\r\naccept:([\x20-\x7e]*)", re.IGNORECASE)
_PAGE = b"text/html"


class Overlong:
    """A request that is too long; of what comes, only the end is kept.

    An answer before the client has sent everything would be lost: closing a connection with
    unread bytes throws away what was sent.

    Parameters
    ----------
    start : what came until it was too long
    """

    def __init__(self, start: bytes) -> None:
        self._bytes, self._tail = 0, b""
        self._status = (
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            if b"\r\n" in start
            else HTTPStatus.REQUEST_URI_TOO_LONG
        )
        self.read(start)

    def read(self, data: bytes) -> None:
        """Read on."""
        self._bytes += len(data)
        self._tail = (self._tail + data)[-_KEPT_BYTES:]

    @property
    def is_whole(self) -> bool:
        """Whether its last line has come."""
        return self._tail.endswith(_END)

    @property
    def is_endless(self) -> bool:
        """Whether nobody should read on."""
        return self._bytes > LONGEST_BYTES

    def stand_in(self) -> bytes:
        """Write a short request for the page that says what was wrong, in the form asked for."""
        accept = _ACCEPT.search(self._tail)
        kind = accept[1].strip() if accept else _PAGE
        return b"GET /refused/%d HTTP/1.0\r\nAccept: %s\r\n\r\n" % (self._status, kind)
