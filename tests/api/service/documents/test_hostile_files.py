"""Hostile and useless files get a clear answer, in bounded time and memory."""

from __future__ import annotations

import io
import zipfile

import pytest

from api.service.documents.pdf import MOST_PAGES
from api.service.documents.reading import LARGEST_BYTES, parse, read_document
from matcher.errors import DocumentError, DocumentKindError, DocumentTooLargeError
from tests.api.service.documents.files import (
    body,
    locked,
    package,
    paragraph,
    pdf,
    pdf_with_stream,
    word,
)

PAGE = ("5.1 The Prime shall pay each invoice within 60 days of its receipt.",)


def test_a_scan_is_said_to_have_no_text() -> None:
    with pytest.raises(DocumentError, match="has no text: its pages are pictures"):
        read_document(pdf((), (), ()))


def test_a_password_is_named() -> None:
    with pytest.raises(DocumentError, match="protected by a password"):
        read_document(locked(pdf(PAGE), "secret"))
    old_office = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(DocumentError, match="protected by a password"):
        read_document(old_office)


def test_a_word_file_with_a_locked_part_is_named() -> None:
    content = bytearray(package(body(paragraph("x"))))
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        place = content.find(start)
        while place >= 0:
            content[place + (6 if start[2] == 3 else 8)] |= 1
            place = content.find(start, place + 4)
    with pytest.raises(DocumentError, match="protected by a password"):
        read_document(bytes(content))


def test_of_two_thousand_pages_the_first_are_read_and_that_is_said() -> None:
    found = read_document(pdf(*[PAGE] * 2000))
    assert found.notes == (f"Only the first {MOST_PAGES} of 2,000 pages were read.",)


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = package(body(" " * 60_000_000))
    assert len(bomb) < 100_000
    with pytest.raises(DocumentError, match="unpacks to far more"):
        read_document(bomb)


def test_a_bomb_in_a_pdf_ends_with_a_clear_answer() -> None:
    bomb = pdf_with_stream(b"BT ET " * 20_000_000)
    assert len(bomb) < 1_000_000
    with pytest.raises(DocumentError, match=r"damaged|too much time or memory"):
        read_document(bomb, longest_cpu_s=2)


def test_entities_are_refused_before_they_are_read() -> None:
    lol = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + body(paragraph("&b;"))
    with pytest.raises(DocumentError, match="declares entities"):
        read_document(package(lol))
    outside = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + body(paragraph("&x;"))
    with pytest.raises(DocumentError, match="declares entities"):
        read_document(package(outside))


def test_deep_xml_is_refused() -> None:
    deep = body("<w:p>" * 100_000 + "</w:p>" * 100_000)
    with pytest.raises(DocumentError, match="too deep"):
        read_document(package(deep))


def test_a_damaged_file_is_said_to_be_damaged() -> None:
    with pytest.raises(DocumentError, match="damaged"):
        read_document(word("It pays")[:600])
    with pytest.raises(DocumentError, match="damaged"):
        read_document(package("<w:document"))
    with pytest.raises(DocumentError, match="damaged"):
        read_document(b"%PDF-1.7\nnothing of a PDF")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"MZ\x90\x00program", "a program"),
        (b"\x7fELF\x02", "a program"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"{\\rtf1 hello}", "an RTF file"),
        (b"\x1f\x8b\x08", "a packed file"),
        (b"<script>alert(1)</script>", "a web page or XML"),
        (b"  <!DOCTYPE html><p>hi", "a web page or XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 word", "a file of old Word"),
        (bytes(range(1, 9)) * 40, "no text"),
    ],
)
def test_other_files_are_named_whatever_they_are_called(content: bytes, named: str) -> None:
    with pytest.raises(DocumentKindError, match=named):
        parse(content)


def test_other_packages_are_named() -> None:
    for part, named in (
        ("xl/workbook.xml", "a workbook"),
        ("content.xml", "an OpenDocument text"),
        ("a.txt", "a zip file"),
    ):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as made:
            made.writestr(part, "x")
        with pytest.raises(DocumentKindError, match=named):
            parse(content.getvalue())


def test_an_empty_file_is_said_to_be_empty() -> None:
    for content in (b"", b" \n\t "):
        with pytest.raises(DocumentError, match="empty"):
            read_document(content)


def test_more_bytes_than_are_accepted_are_refused() -> None:
    with pytest.raises(DocumentTooLargeError, match="larger than 10 MB"):
        read_document(b"a" * (LARGEST_BYTES + 1))


def test_a_process_that_needs_too_long_is_ended() -> None:
    with pytest.raises(DocumentError, match="too much time or memory"):
        read_document(pdf(*[PAGE] * 300), longest_s=0.05)


def test_a_process_that_needs_too_much_memory_is_ended() -> None:
    with pytest.raises(DocumentError, match="too much time or memory"):
        read_document(b"5.1 It pays " * 800_000, most_memory_bytes=15_000_000)
