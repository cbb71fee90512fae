"""Workbooks (.xlsx) as streams of rows: the values that stand in their cells, as texts.

A workbook is a zip of XML files. Before anything is parsed it is looked through for what would
grow beyond all measure: files that unpack too far, texts that are shared by cells and held in
memory whole, rows without an end, declarations of entities.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from graph.errors import SourceError
from graph.sources.unpacking import member_names, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_COLUMNS = 200
"""Columns that are read; those further right hold nothing that an importer looks for."""
LARGEST_PART = 32 * 2**20
"""Bytes of a part that is held in memory whole: shared texts, styles."""
LARGEST_SHEET = 2**30
LARGEST_ROW = 4 * 2**20
LARGEST_RATIO = 250
SMALL = 8 * 2**20
"""Bytes that a part may have whatever its ratio."""

_CHUNK = 2**16
_CONTENT = "[Content_Types].xml"
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_WITHOUT_VALUE = "f"
_ERROR = "e"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; people see it unless `hidden`."""

    name: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of a sheet: its number, its texts, and what is wrong with a cell, by its place."""

    number: int
    texts: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...] = ()


def is_workbook(path: Path) -> bool:
    """Say whether a file is a workbook of today's form.

    Raises
    ------
    SourceError
        If it is one of another form: with macros, or of an old Excel.
    """
    if not path.is_file():
        return False
    with opened(path) as (file, _):
        magic = file.read(4)
    if magic == _OLD_EXCEL:
        message = f"{path} is a workbook of an old form; save it as .xlsx, or as CSV"
        raise SourceError(message)
    names = member_names(path) if magic == _ZIP else []
    if _CONTENT not in names or not any(name.startswith("xl/") for name in names):
        return False
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        message = f"{path} is a workbook with macros; save it as .xlsx, which holds none"
        raise SourceError(message)
    return True


def sheets_of(path: Path) -> tuple[Sheet, ...]:
    """Give the sheets of a workbook, once it is seen to be within all limits.

    Raises
    ------
    SourceError
        If it is damaged, beyond the limits, or has no sheet.
    """
    with _reported(path):
        _check(path)
        with _opened(path) as book:
            found = tuple(
                Sheet(sheet.title, sheet.sheet_state != "visible") for sheet in book.worksheets
            )
    if not found:
        message = f"{path} has no sheet"
        raise SourceError(message)
    return found


def rows_of(path: Path, sheet: str) -> Iterator[Cells]:
    """Yield the rows of a sheet that are not blank.

    A day is written as ``2013-09-19``, a whole number without its point, true and false as yes and
    no. Of a formula counts the value that was saved with it; a formula without one is wrong, and so
    is a cell that shows an error.

    Raises
    ------
    SourceError
        If the workbook turns out to be damaged.
    """
    with _reported(path), _opened(path) as book:
        of = book[sheet]
        with of._get_source() as source:  # noqa: SLF001  (the streaming reader has no other way)
            parser = _parser(book, of, source)
            rows = iter(parser.parse())
            while True:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    found = next(rows, None)
                if found is None:
                    return
                cells = _cells(*found)
                if any(cells.texts) or cells.wrong:
                    yield cells


def _parser(book: Any, of: Any, source: Any) -> Any:  # noqa: ANN401  (a library without types)
    """Give the library's parser of a sheet, which says of a formula whether it has a value."""
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser  # noqa: PLC0415

    class Parser(WorkSheetParser):  # type: ignore[misc]
        def parse_cell(self, element: Any) -> Any:  # noqa: ANN401
            cell = super().parse_cell(element)
            if cell["value"] is None and element.find(FORMULA_TAG) is not None:
                cell["data_type"] = _WITHOUT_VALUE
            return cell

    return Parser(
        source,
        of._shared_strings,  # noqa: SLF001
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,  # noqa: SLF001
        timedelta_formats=book._timedelta_formats,  # noqa: SLF001
    )


def _cells(number: int, row: list[dict[str, Any]]) -> Cells:
    texts: list[str] = []
    wrong: list[tuple[str, str]] = []
    for cell in row:
        column = int(cell["column"])
        if column > MOST_COLUMNS:
            continue
        texts.extend([""] * (column - len(texts)))
        where = f"{column_letters(column)}{number}"
        if cell["data_type"] == _WITHOUT_VALUE:
            wrong.append((where, "holds a formula without its value; write the value itself"))
        elif cell["data_type"] == _ERROR:
            wrong.append((where, f"shows the error {cell['value']}; write a value"))
        else:
            texts[column - 1] = _text(cell["value"])
    return Cells(number=number, texts=tuple(texts), wrong=tuple(wrong))


def column_letters(column: int) -> str:
    """Give the letters of a column.

    >>> column_letters(1), column_letters(26), column_letters(27), column_letters(200)
    ('A', 'Z', 'AA', 'GR')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _text(value: object) -> str:
    """Write a value as people would."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return value.date().isoformat() if is_day else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value).replace("\0", "").strip()


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    from openpyxl import load_workbook  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        yield book
    finally:
        book.close()


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    """Tell of a workbook that cannot be read; the library raises whatever it stumbles over."""
    try:
        yield
    except (SourceError, GeneratorExit):
        raise
    except Exception as error:
        message = f"{path} is a damaged workbook ({type(error).__name__}: {error}); save it anew"
        raise SourceError(message) from error


def _check(path: Path) -> None:
    """Look a workbook through for what is beyond all measure."""
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            is_sheet = part.filename.startswith("xl/worksheets/")
            most = LARGEST_SHEET if is_sheet else LARGEST_PART
            packed = max(LARGEST_RATIO * part.compress_size, SMALL)
            if part.file_size > min(most, packed):
                message = (
                    f"{path} holds {part.filename[:80]}, which unpacks to {part.file_size:,} "
                    "bytes, which no true workbook does"
                )
                raise SourceError(message)
            if part.filename.lower().endswith((".xml", ".rels")):
                with archive.open(part) as file:
                    _look_through(path, file, is_sheet=is_sheet)


_DECLARES, _MARKED = re.compile(rb"<!(?:DOCTYPE|ENTITY)"), re.compile(rb"<!")
_OVERLAP = 32
_ROW = re.compile(rb"<(?:\w{1,20}:)?row[\s>/]")


def _look_through(path: Path, file: Any, *, is_sheet: bool) -> None:  # noqa: ANN401
    """Refuse entities, and rows that are longer than memory should hold.

    Comments in a sheet are refused too: they could hide where rows begin.
    """
    refused = _MARKED if is_sheet else _DECLARES
    before, begun, row = b"", 0, 0
    while chunk := file.read(_CHUNK):
        both = before + chunk
        if refused.search(both):
            message = f"{path} holds XML that no workbook does (<!...); save it anew as .xlsx"
            raise SourceError(message)
        starts = [begun + found.start() for found in _ROW.finditer(both)]
        lengths = [
            later - earlier for earlier, later in pairwise((row, *starts, begun + len(both)))
        ]
        if is_sheet and max(lengths) > LARGEST_ROW:
            message = f"{path} has a row of more than {LARGEST_ROW:,} bytes"
            raise SourceError(message)
        row = max(row, *starts) if starts else row
        before = both[-_OVERLAP:]
        begun += len(both) - len(before)
