"""Files for the tests, good and hostile, made when they are wanted."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from docx import Document
from pypdf import PdfReader, PdfWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"


def word(*paragraphs: str, table: Sequence[Sequence[str]] = ()) -> bytes:
    """Make a Word file with python-docx."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for cells, row in zip(table, made.rows, strict=True):
            for text, cell in zip(cells, row.cells, strict=True):
                cell.text = text
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def package(body: str | bytes, others: Mapping[str, str | bytes] | None = None) -> bytes:
    """Make a Word file whose body is given as XML."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", _TYPES)
        made.writestr("word/document.xml", body)
        for name, part in (others or {}).items():
            made.writestr(name, part)
    return content.getvalue()


def body(inside: str) -> str:
    """Wrap XML into a document's body."""
    return f"<w:document {W}><w:body>{inside}</w:body></w:document>"


def paragraph(text: str, *, number: str = "", depth: int = 0, style: str = "") -> str:
    """Write a paragraph as Word does, in a list or in none."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    place = (
        f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    )
    return f"<w:p><w:pPr>{named}{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbering(levels: Iterable[tuple[str, str]]) -> str:
    """Write one list of several levels, each with its shape and its pattern; its id is 1."""
    written = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (shape, pattern) in enumerate(levels)
    )
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{written}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )


def pdf(*pages: Sequence[str]) -> bytes:
    """Make a PDF by hand: each page shows its lines."""
    return _assembled([_shown(lines) for lines in pages])


def pdf_with_stream(content: bytes) -> bytes:
    """Make a PDF of one page whose packed stream is given."""
    return _assembled([content])


def _shown(lines: Sequence[str]) -> bytes:
    told = "".join(f"({_escaped(line)}) Tj T* " for line in lines)
    return f"BT /F1 11 Tf 14 TL 50 800 Td {told}ET".encode("cp1252")


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _assembled(streams: Sequence[bytes]) -> bytes:
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, stream in enumerate(streams):
        packed = zlib.compress(stream)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode(),
            f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
            + packed
            + b"\nendstream",
        ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out + trailer.encode()


def locked(content: bytes, password: str) -> bytes:
    """Protect a PDF; with an empty password everybody may still read it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(password, "for owners", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
