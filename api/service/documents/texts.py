"""Plain text in any usual encoding."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from api.service.documents.found import ReadDocument
from matcher.errors import DocumentKindError

_MOST_CONTROLS_SHARE = 0.01
_KEPT = "\t\n\r\f\v"


def read_text(content: bytes) -> ReadDocument:
    """Read plain text: UTF-8, UTF-16 with its mark, or else Windows-1252.

    Raises
    ------
    DocumentKindError
        If the bytes are no text.

    >>> read_text("Pay £5 “now”".encode("cp1252")).text
    'Pay £5 “now”'
    """
    text = _decoded(content)
    controls = sum(not each.isprintable() and each not in _KEPT and each < " " for each in text)
    if controls > len(text) * _MOST_CONTROLS_SHARE:
        message = (
            "This is no text, whatever its name says."
            " Send a Word file (.docx), a PDF with text, or plain text."
        )
        raise DocumentKindError(message)
    return ReadDocument(text=text, kind="text")


def _decoded(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
