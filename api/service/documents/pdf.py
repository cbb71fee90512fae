"""The words of a PDF: its pages' lines, without what stands at the head or foot of every page."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from api.service.documents.found import MOST_CHARACTERS, ReadDocument
from matcher.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_PAGES = 300
FEWEST_CHARACTERS_A_PAGE = 25
"""A page with fewer on average is a picture of a page."""
_REPEATED_ON = 3
_EDGE_LINES = 2
_PAGE_NUMBER = re.compile(r"^(?:page )?\d{1,4}(?: (?:of|/) ?\d{1,4})?$", re.IGNORECASE)
_LOCKED = "The PDF is protected by a password. Save it without one."


def read_pdf(content: bytes) -> ReadDocument:
    """Read the words of a PDF.

    Raises
    ------
    DocumentError
        If it is protected, damaged, or has no text: a scan.
    """
    from pypdf.errors import PyPdfError  # noqa: PLC0415  (slow to import)

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of what it mends
    try:
        return _read(content)
    except DocumentError:
        raise
    except (PyPdfError, RecursionError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = "The PDF is damaged and cannot be read. Save it again, or send a Word file."
        raise DocumentError(message) from error


def _read(content: bytes) -> ReadDocument:
    reader = _opened(content)
    count = len(reader.pages)
    pages = _texts(reader, min(count, MOST_PAGES))
    written = sum(len("".join(page.split())) for page in pages)
    if written < FEWEST_CHARACTERS_A_PAGE * max(1, len(pages)):
        message = (
            "The PDF has no text: its pages are pictures, such as scans. Send the Word file, or"
            " have the text recognised first (OCR)."
        )
        raise DocumentError(message)
    notes = []
    if count > len(pages):
        notes.append(f"Only the first {len(pages):,} of {count:,} pages were read.")
    text = "\n".join(_without_edges(pages))
    return ReadDocument(text=text, kind="PDF", notes=tuple(notes))


def _opened(content: bytes) -> Any:  # noqa: ANN401  (pypdf is imported late)
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import DependencyError  # noqa: PLC0415

    reader = PdfReader(io.BytesIO(content), strict=False)
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(_LOCKED)
    except (DependencyError, NotImplementedError) as error:
        raise DocumentError(_LOCKED) from error
    return reader


def _texts(reader: Any, most: int) -> list[str]:  # noqa: ANN401
    texts: list[str] = []
    length = 0
    for number in range(most):
        text = reader.pages[number].extract_text() or ""
        texts.append(text)
        length += len(text)
        if length > MOST_CHARACTERS:
            break
    return texts


def _without_edges(pages: Sequence[str]) -> list[str]:
    r"""Leave out page numbers, and lines that stand at the edge of at least half of the pages.

    >>> _without_edges(["Draft\n1.1 It pays.\n1", "Draft\n1.2 It ends.\n2", "Draft\n3"])
    ['1.1 It pays.', '1.2 It ends.']
    """
    cut = [[line for line in page.splitlines() if line.strip()] for page in pages]
    edges: Counter[str] = Counter()
    for lines in cut:
        edges.update({line.strip() for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:])})
    often = max(_REPEATED_ON, len(pages) / 2)
    repeated = {line for line, times in edges.items() if times >= often}
    return [line for lines in cut for line in lines if not _is_edge(line.strip(), repeated)]


def _is_edge(line: str, repeated: set[str]) -> bool:
    return line in repeated or bool(_PAGE_NUMBER.match(line))
