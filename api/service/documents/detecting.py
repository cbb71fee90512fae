"""What a file is, by its first bytes and what is inside; its name is never believed."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from matcher.errors import DocumentError, DocumentKindError

_PDF_WITHIN = 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SEEN = (
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"),
)
_PAGE = re.compile(rb"\A\s*(?:<!doctype html|<html|<script|<\?xml|<svg)", re.IGNORECASE)
_MARKUP, _OTHER_OFFICE = "a web page or XML", "a workbook or a presentation"
_USE = "Send a Word file (.docx), a PDF with text, or plain text."


class DocumentKind(StrEnum):
    """The files that can be read."""

    WORD = "Word"
    PDF = "PDF"
    TEXT = "text"


def detect(content: bytes) -> DocumentKind:
    """Say what a file is.

    Raises
    ------
    DocumentKindError
        If it is a file of another kind.
    DocumentError
        If it is empty, or protected by a password.

    >>> detect(b"%PDF-1.7 ..."), detect(b"5.1 The Prime shall pay.")
    (<DocumentKind.PDF: 'PDF'>, <DocumentKind.TEXT: 'text'>)
    """
    if not content.strip():
        message = "The file is empty."
        raise DocumentError(message)
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return DocumentKind.PDF
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if content.startswith(_OLD_OFFICE):
        raise _old_office(content)
    for start, kind in _SEEN:
        if content.startswith(start):
            raise _not_read(kind)
    if _PAGE.match(content[:_PDF_WITHIN]):
        raise _not_read(_MARKUP)
    return DocumentKind.TEXT


def _zipped(content: bytes) -> DocumentKind:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        message = "The file is damaged: its parts cannot be listed. Save it again."
        raise DocumentError(message) from error
    if "word/document.xml" in names:
        return DocumentKind.WORD
    if "xl/workbook.xml" in names or "ppt/presentation.xml" in names:
        raise _not_read(_OTHER_OFFICE)
    raise _not_read("an OpenDocument text" if "content.xml" in names else "a zip file")


def _old_office(content: bytes) -> DocumentError:
    if _ENCRYPTED in content:
        return DocumentError("The file is protected by a password. Save it without one.")
    return _not_read("a file of old Word or Office (.doc)")


def _not_read(kind: str) -> DocumentKindError:
    return DocumentKindError(f"This is {kind}, whatever its name says. {_USE}")
