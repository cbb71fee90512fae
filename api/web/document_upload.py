"""A contract that somebody sends: by the form, as a file or pasted, or as the body of a request.

It stays in memory and is forgotten with the request. What is too large is read past, not kept, so
that the answer is not lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.service.documents.reading import LARGEST_BYTES, too_large
from api.web.overlong import LONGEST_BYTES
from matcher.errors import BriefError, BriefMistake
from matcher.terms.checking import MOST_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from fastapi import Request

DOCUMENT, WORDS = "document", "words"
"""The fields of the form: a file, or pasted words."""
_MOST_AROUND = 20_000
_MOST_PASTED_BYTES = 4 * MOST_CHARACTERS


class _InMemory(MultiPartParser):
    """Keeps files in memory whatever their size; without this, large ones go to the disk."""

    spool_max_size = LARGEST_BYTES + 1


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: the bytes of a file, or else pasted words."""

    content: bytes = b""
    words: str = ""


async def sent_document(request: Request) -> Sent:
    """Read what somebody sent.

    Raises
    ------
    DocumentTooLargeError
        If it is larger than is accepted.
    BriefError
        If nothing was sent, or the form cannot be read.
    """
    body = await _body(request)
    if not _is_form(request):
        if not body.strip():
            raise _nothing()
        return Sent(content=body)
    return await _of_form(request, body)


def _is_form(request: Request) -> bool:
    return request.headers.get("Content-Type", "").lower().startswith("multipart/form-data")


async def _of_form(request: Request, body: bytes) -> Sent:
    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    parser = _InMemory(
        request.headers, whole(), max_files=1, max_fields=5, max_part_size=_MOST_PASTED_BYTES
    )
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        mistake = BriefMistake(DOCUMENT, f"the form cannot be read: {error}")
        raise BriefError([mistake]) from None
    try:
        file, words = form.get(DOCUMENT), form.get(WORDS)
        if isinstance(file, UploadFile) and file.filename:
            content = await file.read()
            if len(content) > LARGEST_BYTES:
                raise too_large()
            return Sent(content=content)
        if isinstance(words, str) and words.strip():
            return Sent(words=words)
        raise _nothing()
    finally:
        await form.close()


async def _body(request: Request) -> bytes:
    content, size = bytearray(), 0
    most = LARGEST_BYTES + (_MOST_AROUND if _is_form(request) else 0)
    async for part in request.stream():
        size += len(part)
        if size <= most:
            content.extend(part)
        elif size > LONGEST_BYTES:
            break
    if size > most:
        raise too_large()
    return bytes(content)


def _nothing() -> BriefError:
    return BriefError([BriefMistake(DOCUMENT, "choose a file, or paste the words")])
