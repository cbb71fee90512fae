"""Words come out of Word files, PDFs and texts as they stand."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.service.documents.detecting import DocumentKind, detect
from api.service.documents.reading import parse, read_document
from matcher.errors import DocumentError
from matcher.terms.checking import check
from tests.api.service.documents.files import (
    W,
    body,
    locked,
    numbering,
    package,
    paragraph,
    pdf,
    word,
)

PAGE = ("5.1 The Prime shall pay each invoice within 60", "days of its receipt.")


def test_a_word_file_gives_its_paragraphs_and_rows_of_tables() -> None:
    content = word("5.1 The Prime shall pay.", table=[("Fee", "Terms"), ("Core", "60 days")])
    found = parse(content)
    assert found.kind == "Word"
    assert found.text.split("\n") == [
        "5.1 The Prime shall pay.",
        "",
        "Fee | Terms",
        "Core | 60 days",
    ]
    assert found.notes == ()


def test_the_second_process_reads_what_this_one_would() -> None:
    for content in (word("5.1 The Prime pays."), pdf(PAGE), "5.1 Café £5".encode()):
        assert read_document(content) == parse(content)


def test_numbers_of_lists_are_counted_as_word_does() -> None:
    levels = [("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)")]
    depths = (0, 1, 1, 2, 2, 0, 1, 2)
    inside = "".join(paragraph("It shall pay", number="1", depth=depth) for depth in depths)
    found = parse(package(body(inside), {"word/numbering.xml": numbering(levels)}))
    labels = [line.split()[0] for line in found.text.splitlines()]
    assert labels == ["1.", "1.1", "1.2", "(a)", "(b)", "2.", "2.1", "(a)"]


def test_a_style_may_carry_the_number() -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="Clause"><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style></w:styles>"
    )
    parts = {"word/numbering.xml": numbering([("upperRoman", "%1.")]), "word/styles.xml": styles}
    inside = paragraph("It pays", style="Clause") * 4
    lines = parse(package(body(inside), parts)).text.splitlines()
    assert [line.split()[0] for line in lines] == ["I.", "II.", "III.", "IV."]


def test_bullets_and_unknown_lists_have_no_number() -> None:
    inside = paragraph("It pays", number="1") + paragraph("It waits", number="99")
    parts = {"word/numbering.xml": numbering([("bullet", "o")])}
    assert parse(package(body(inside), parts)).text.split() == ["It", "pays", "It", "waits"]


def test_what_was_deleted_is_not_read_and_what_was_inserted_is() -> None:
    inside = (
        "<w:p><w:del><w:r><w:delText>90</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>30 days</w:t></w:r></w:ins></w:p>"
    )
    found = parse(package(body(inside)))
    assert found.text.strip() == "30 days"
    assert found.notes == ("The file has tracked changes. They were read as if all were accepted.",)


def test_macros_and_comments_are_not_read_and_that_is_said() -> None:
    others: dict[str, str | bytes] = {
        "word/vbaProject.bin": b"Sub AutoOpen()",
        "word/comments.xml": "<c/>",
    }
    found = parse(package(body(paragraph("5.1 It pays")), others))
    assert found.text.strip() == "5.1 It pays"
    assert found.notes == (
        "The file has macros. Only its words were read; nothing was run.",
        "The file has comments. They were not read.",
    )


def test_what_wraps_paragraphs_is_looked_into() -> None:
    inner = paragraph("5.1 It pays")
    inside = f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    assert "5.1 It pays" in parse(package(body(inside))).text


def test_a_pdf_gives_the_lines_of_its_pages() -> None:
    found = parse(pdf(PAGE, ("6.1 It ends on 30 days' notice (at will).",)))
    assert found.kind == "PDF"
    assert found.text.splitlines() == [*PAGE, "6.1 It ends on 30 days' notice (at will)."]


def test_what_stands_on_every_page_is_left_out() -> None:
    pages = [
        ("Draft 3 - private", f"{n}.1 The Prime shall pay it {n} times.", f"Page {n} of 4")
        for n in range(1, 5)
    ]
    lines = parse(pdf(*pages)).text.splitlines()
    assert lines == [f"{n}.1 The Prime shall pay it {n} times." for n in range(1, 5)]


def test_a_pdf_that_everybody_may_read_is_read() -> None:
    assert parse(locked(pdf(PAGE), "")).text.splitlines() == list(PAGE)


def test_a_term_is_found_in_each_kind_of_file() -> None:
    text = "5.1 The Prime shall pay each invoice within 60 days of receipt."
    for content in (word(text), pdf((text,)), text.encode("utf-16"), text.encode("cp1252")):
        (found,) = check(read_document(content).text).findings
        assert (found.clause, found.severity.value) == ("5.1", "red")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_any_usual_encoding(encoding: str) -> None:
    assert parse("It costs £5 - “café”".encode(encoding)).text == "It costs £5 - “café”"


def test_bad_bytes_in_a_text_do_not_stop_it() -> None:
    assert "The Prime pays" in parse(b"The Prime pays \x81\x8d \xff now and then").text


def test_files_are_known_by_their_content() -> None:
    assert detect(word("x")) is DocumentKind.WORD
    assert detect(pdf(PAGE)) is DocumentKind.PDF
    assert detect(b"\n" * 100 + pdf(PAGE)) is DocumentKind.PDF
    assert detect(b"5.1 Pay") is DocumentKind.TEXT


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for start in (b"", b"%PDF-1.4\n", b"PK\x03\x04"):
        with suppress(DocumentError):
            assert parse(start + content).kind in {"Word", "PDF", "text"}
