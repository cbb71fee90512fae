"""Workbooks as streams of rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from graph.errors import SourceError
from graph.records.entries import Reject
from graph.sources import workbook
from graph.sources.files import Row, SourceFile
from graph.sources.workbook import is_workbook, rows_of, sheets_of
from tests.graph.sources.reading import read
from tests.graph.sources.workbooks import patched, save, sheet

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return save(tmp_path / "book.xlsx", [["name", "when"], ["Hope", 1]])


def look(path: Path) -> SourceFile:
    return SourceFile.look_over(path, progress=lambda *_: None)


def table(path: Path) -> list[Row | Reject]:
    return list(look(path).table())


def test_values_are_written_as_people_would(tmp_path: Path) -> None:
    row = [2004, 2004.0, 0.5, True, False, None, " Hope ", date(2013, 9, 19)]
    row += [datetime(2013, 9, 19), datetime(2013, 9, 19, 12, 30)]  # noqa: DTZ001
    path = save(tmp_path / "book.xlsx", [row])
    (cells,) = rows_of(path, "Table")
    assert cells.texts == (
        *("2004", "2004", "0.5", "yes", "no", "", "Hope", "2013-09-19"),
        *("2013-09-19", "2013-09-19T12:30:00"),
    )


def test_blank_rows_are_passed_over_and_counted(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", [["a"], [None], ["", " "], ["b"]])
    assert [(row.number, row.texts[0]) for row in rows_of(path, "Table")] == [(1, "a"), (4, "b")]


def test_a_workbook_is_a_table_like_any_other(book: Path) -> None:
    file = look(book)
    assert (file.columns(), file.columns(delimiter=";")) == (("name", "when"),) * 2
    assert table(book) == [Row(number=2, values={"name": "Hope", "when": "1"})]
    entries, _ = read("consortia", save(book, [["project", "organisation"], [7, "Hope"]]))
    assert [entry.key for entry in entries] == ["7/Hope"]


def test_people_see_the_first_sheet_and_others_can_be_named(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", [["a"], ["1"]], Other=[["b"], ["2"]])
    file = look(path)
    assert (file.sheets, file.sheet) == (("Table", "Other"), "Table")
    assert list(file.of_sheet("Other").table()) == [Row(number=2, values={"b": "2"})]


def test_short_rows_are_filled_and_long_ones_rejected(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", [["a", "b", None], ["1"], ["1", "2", "3"]])
    full, reject = table(path)
    assert full == Row(number=2, values={"a": "1", "b": ""})
    assert isinstance(reject, Reject)
    assert (reject.row, reject.reason) == (3, "the row has more cells than the header, which has 2")


def test_a_formula_counts_by_its_value_or_is_rejected(book: Path, tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><v>name</v></c></row>'
        '<row r="2"><c r="A2" t="str"><f>CONCAT("x")</f><v>Hope</v></c></row>'
        '<row r="3"><c r="A3"><f>HYPERLINK("http://evil")</f></c></row>'
        '<row r="4"><c r="A4" t="e"><v>#N/A</v></c></row>'
    )
    path = patched(book, {SHEET: sheet(rows)}, into=tmp_path / "formulas.xlsx")
    good, *bad = table(path)
    assert good == Row(number=2, values={"name": "Hope"})
    assert [each.reason for each in bad if isinstance(each, Reject)] == [
        "the cell A3 holds a formula without its value; write the value itself",
        "the cell A4 shows the error #N/A; write a value",
    ]


def test_cells_far_to_the_right_hold_nothing(book: Path, tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'
    path = patched(book, {SHEET: sheet(rows)}, into=tmp_path / "wide.xlsx")
    (cells,) = rows_of(path, "Table")
    assert cells.texts == ("1",)


def test_other_files_are_no_workbooks(tmp_path: Path) -> None:
    text = tmp_path / "a.csv"
    text.write_text("a,b\n", encoding="utf-8")
    assert not is_workbook(text)
    assert not is_workbook(tmp_path / "nowhere.xlsx")


def test_macros_and_old_forms_are_refused(book: Path, tmp_path: Path) -> None:
    with_macros = patched(book, {"xl/vbaProject.bin": b"x"}, into=tmp_path / "macros.xlsm")
    with pytest.raises(SourceError, match="with macros; save it as"):
        look(with_macros)
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0 old")
    with pytest.raises(SourceError, match="of an old form; save it as"):
        look(old)


@pytest.mark.parametrize(
    ("part", "content", "told"),
    [
        ("xl/sharedStrings.xml", b" " * (9 * 2**20), "which no true workbook does"),
        (SHEET, b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>", "holds XML that no workbook does"),
        ("xl/styles.xml", b"<!DOCTYPE x>", "holds XML that no workbook does"),
        (SHEET, b"<worksheet><!-- <row> --></worksheet>", "holds XML that no workbook does"),
        (SHEET, None, "has no sheet"),
        ("xl/workbook.xml", b"<oops", "is a damaged workbook"),
    ],
)
def test_what_no_spreadsheet_program_writes_is_refused(
    book: Path, tmp_path: Path, part: str, content: bytes | None, told: str
) -> None:
    path = patched(book, {part: content}, into=tmp_path / "hostile.xlsx")
    with pytest.raises(SourceError, match=told):
        table(path)


def test_a_row_without_end_is_refused(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "LARGEST_ROW", 200_000)
    rows = '<row r="1">' + '<c r="A1"><v>12345</v></c>' * 9_000 + '</row><row r="2"/>'
    path = patched(book, {SHEET: sheet(rows)}, into=tmp_path / "long.xlsx")
    with pytest.raises(SourceError, match="a row of more than 200,000 bytes"):
        sheets_of(path)


def test_a_workbook_that_is_cut_off_is_refused(book: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(book.read_bytes()[:-40])
    with pytest.raises(SourceError, match="is cut off or damaged"):
        look(cut)


def test_an_empty_sheet_is_told(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", [])
    with pytest.raises(SourceError, match=r"the sheet 'Table' of .* is empty"):
        table(path)
