"""Files that people send: one at a time, small, read in memory and not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.formats.toml_file import MOST_BYTES
from api.web.overlong import LONGEST_BYTES
from matcher.errors import BriefError, BriefMistake

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from fastapi import Request

_MOST_AROUND = 10_000
"""Bytes of a form around its file."""


async def uploaded(request: Request, field: str, *, most_bytes: int = MOST_BYTES) -> bytes:
    """Give what a file contains that somebody sent by a form.

    Parameters
    ----------
    request : a POST of a form with a file
    field : the form's name for it
    most_bytes : the most that the file may have; no more than that is read of it

    Raises
    ------
    BriefError
        If no file was sent, or it is larger, or the form cannot be read.
    """
    content = await _body(request, field, most_bytes)

    async def whole() -> AsyncGenerator[bytes, None]:
        yield content

    try:
        form = await MultiPartParser(request.headers, whole(), max_files=1, max_fields=5).parse()
    except (MultiPartException, KeyError) as error:
        raise _mistake(field, f"cannot be read: {error}") from None
    try:
        file = form.get(field)
        if not isinstance(file, UploadFile) or not file.filename:
            raise _mistake(field, "choose a file")
        return await file.read()
    finally:
        await form.close()


async def _body(request: Request, field: str, most_bytes: int) -> bytes:
    """Read the form; of one that is too large nothing is kept, and the end is waited for.

    An answer before the client has sent everything might be lost.
    """
    if not request.headers.get("Content-Type", "").startswith("multipart/form-data"):
        raise _mistake(field, "send a form with a file (multipart/form-data)")
    content, size = bytearray(), 0
    async for part in request.stream():
        size += len(part)
        if size <= most_bytes + _MOST_AROUND:
            content.extend(part)
        elif size > LONGEST_BYTES:
            break
    if size > most_bytes + _MOST_AROUND:
        raise _mistake(field, f"is larger than {most_bytes:,} bytes")
    return bytes(content)


def _mistake(field: str, message: str) -> BriefError:
    return BriefError([BriefMistake(field, message)])
