"""The words of a Word file: paragraphs with their list numbers, rows of tables, nothing else.

The parts are read as XML, within limits; macros, links and pictures are never opened. Word keeps
the numbers of lists apart from the words (`numbering.xml`), so they are counted here as Word does.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from api.service.documents.found import ReadDocument
from api.service.documents.numbering import Numbering
from matcher.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_PART = 40_000_000
"""Bytes that one part may unpack to: a contract of 1,000 pages has about 10 million."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BODY, _NUMBERING, _STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_DAMAGED = "The Word file is damaged: {}. Open it in Word and save it again."


def read_word(content: bytes) -> ReadDocument:
    """Read the words of a .docx or .docm file.

    Raises
    ------
    DocumentError
        If a part is damaged, missing, too large, or declares entities.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = _part(package, _BODY)
        if body is None:
            raise DocumentError(_DAMAGED.format("it has no words in it"))
        numbering = Numbering(_part(package, _NUMBERING), _part(package, _STYLES))
        names = package.namelist()
    text = "\n".join(_lines(body, numbering))
    return ReadDocument(text=text, kind="Word", notes=tuple(_notes(body, names)))


def _notes(body: Any, names: list[str]) -> Iterator[str]:  # noqa: ANN401  (lxml has no types)
    if any(name.endswith("vbaProject.bin") for name in names):
        yield "The file has macros. Only its words were read; nothing was run."
    if body.find(f".//{_W}ins") is not None or body.find(f".//{_W}del") is not None:
        yield "The file has tracked changes. They were read as if all were accepted."
    if any(name.startswith("word/comments") for name in names):
        yield "The file has comments. They were not read."


def _part(package: zipfile.ZipFile, name: str) -> Any:  # noqa: ANN401
    """Read a part as XML; None if the package has none of that name."""
    from docx.oxml import parse_xml  # noqa: PLC0415  (slow to import)

    try:
        with package.open(name) as part:
            content = part.read(LARGEST_PART + 1)
    except KeyError:
        return None
    except RuntimeError as error:
        message = "The file is protected by a password. Save it without one."
        raise DocumentError(message) from error
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise DocumentError(_DAMAGED.format("a part cannot be unpacked")) from error
    if len(content) > LARGEST_PART:
        message = "The file unpacks to far more than any contract. It was not read."
        raise DocumentError(message)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        message = "The file declares entities, which no Word file does. It was not read."
        raise DocumentError(message)
    try:
        return parse_xml(content)  # its parser resolves no entities and reads no network
    except SyntaxError as error:
        raise DocumentError(_DAMAGED.format("a part is no XML, or too deep")) from error


def _lines(parent: Any, numbering: Numbering) -> Iterator[str]:  # noqa: ANN401
    """Walk over paragraphs and tables in their order; what wraps them is looked into."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, numbering)
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                yield " | ".join(_cell(cell) for cell in row.iterchildren(f"{_W}tc"))
        elif isinstance(child.tag, str) and child.tag != _FALLBACK:
            yield from _lines(child, numbering)


def _paragraph(paragraph: Any, numbering: Numbering) -> Iterator[str]:  # noqa: ANN401
    text = _words(paragraph)
    label = numbering.label(paragraph)
    if text:
        yield f"{label} {text}".strip()
        if not label:
            yield ""


def _cell(cell: Any) -> str:  # noqa: ANN401
    return " ".join(filter(None, (_words(each) for each in cell.iter(f"{_W}p"))))


def _words(paragraph: Any) -> str:  # noqa: ANN401
    parts: list[str] = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen"):
        if any(above.tag == _FALLBACK for above in node.iterancestors()):
            continue
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        else:
            parts.append("-" if node.tag == f"{_W}noBreakHyphen" else " ")
    return " ".join("".join(parts).split())
