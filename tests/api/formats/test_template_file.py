"""The spreadsheet to fill in: what it offers can be read, and nothing in it is a formula."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from api.formats.template_file import EXPLAINED, LISTS, template_csv, template_workbook
from graph.packs.statement_answers import Known
from graph.packs.statement_questions import ACCOUNTS, COLUMNS, EVIDENCE, FURTHER, SHEET
from graph.sources.workbook import column_letters, is_workbook, rows_of, sheets_of
from tests.builders import COUNTY_1, place, small_facts
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def known() -> Known:
    return Known(read_builtin(), TODAY)


@pytest.fixture(scope="module")
def book(known: Known) -> Any:
    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import)

    return load_workbook(io.BytesIO(template_workbook(known)))


def test_it_is_a_workbook_as_the_importer_takes_it(tmp_path: Path, known: Known) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(template_workbook(known))
    assert is_workbook(path)
    assert [(each.name, each.hidden) for each in sheets_of(path)] == [
        (SHEET, False),
        (EXPLAINED, False),
        (LISTS, True),
    ]
    (header,) = rows_of(path, SHEET)
    assert header.texts == tuple(each.heading for each in COLUMNS)


def test_csv_has_the_same_columns() -> None:
    assert template_csv() == ",".join(each.heading for each in COLUMNS) + "\r\n"


def test_everything_that_a_list_offers_can_be_read(known: Known) -> None:
    for question in COLUMNS:
        offered = question.offers(known)
        refused = [text for text in offered if text != "no" and not question.value([text], known)]
        assert [text for text in refused if text != "0"] == []
    lists = {each.key: each.offers(known) for each in COLUMNS}
    assert "NHS trust" in lists["kind"]
    assert {"Colchester", "Essex", "Leeds", "Leeds (prison-leeds)"} <= set(lists["places"])
    assert len(lists["places"]) > len(known.facts.prisons) + 300


@pytest.mark.parametrize("question", [*FURTHER, *ACCOUNTS, *EVIDENCE], ids=lambda each: each.key)
def test_the_example_of_a_question_can_be_read(known: Known, question: Any) -> None:
    assert question.value(question.example.split(";"), known)


def test_every_column_has_help_and_its_list(book: Any, known: Known) -> None:
    found = {str(each.sqref): each for each in book[SHEET].data_validations.dataValidation}
    for number, question in enumerate(COLUMNS, start=1):
        letter = column_letters(number)
        column = found[f"{letter}2:{letter}1001"]
        assert question.asks[:200] in column.prompt
        assert len(column.prompt) <= 255
        count = len(question.offers(known))
        assert column.formula1 == (f"Lists!${letter}$2:${letter}${count + 1}" if count else None)
        assert column.showErrorMessage == (bool(count) and not question.several)
        assert book[LISTS].cell(row=1, column=number).value == question.heading


def test_the_header_is_protected_and_the_rows_are_not(book: Any) -> None:
    sheet = book[SHEET]
    assert sheet.protection.sheet
    assert sheet["A1"].protection.locked
    assert not sheet.column_dimensions["A"].protection.locked
    assert sheet.column_dimensions["B"].number_format == "@"


def test_it_is_explained_question_by_question(book: Any) -> None:
    texts = [cell.value for row in book[EXPLAINED].iter_rows() for cell in row if cell.value]
    assert texts[0].startswith("What organisations say of themselves, for Transforming Rehab")
    assert {each.asks for each in COLUMNS} <= set(texts)


def test_a_name_like_a_formula_stays_a_text() -> None:
    hostile = place(COUNTY_1, '=HYPERLINK("http://evil")', "contract-area")
    facts = small_facts()
    known = Known(small_facts(places=(*facts.places[2:], hostile)), TODAY)
    with zipfile.ZipFile(io.BytesIO(template_workbook(known))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets" in name]
    assert any(b"HYPERLINK" in each for each in sheets)
    assert not any(b"<f>" in each or b"<f " in each for each in sheets)
