"""Tables on the sheets of a workbook: texts that stay texts, numbers with their formats."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from api.formats.office_file import printable, with_fixed_times
from graph.sources.workbook import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

Value = str | float | bool | None
TEXT, WHOLE, TENTHS, SHARE = "@", "#,##0", "#,##0.0", "0.0%"
MONEY, SCORE, DAY = '"£"#,##0', "0.000000", "d mmmm yyyy"
WORK_FILL, BODY_FILL = "DDEBF7", "E2EFDA"
"""The colours of headings: of work and tables, and of what is asked of an organisation once."""
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column of a table: its heading, its width in letters, the format of its numbers."""

    heading: str
    width: float = 14
    number: str = TEXT

    @property
    def wraps(self) -> bool:
        """Whether its texts go on in a next line."""
        return self.width >= _WRAPS_FROM


_WRAPS_FROM = 40


def write_text(sheet: Any, row: int, column: int, text: str) -> Any:  # noqa: ANN401
    """Write a text that stays one, even if it begins like a formula, and even when it is edited."""
    cell = sheet.cell(row=row, column=column, value=printable(text))
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True
    return cell


def write_heading(
    sheet: Any,  # noqa: ANN401  (openpyxl has no types)
    row: int,
    column: int,
    text: str,
    *,
    fill: str = WORK_FILL,
) -> Any:  # noqa: ANN401
    """Write a heading of a table, bold and on a colour."""
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415  (slow to import)

    cell = write_text(sheet, row, column, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=fill)
    return cell


def write_table(
    sheet: Any,  # noqa: ANN401  (openpyxl has no types)
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[Value]],
    *,
    first: int = 1,
    frozen: int = 1,
) -> int:
    """Write a table whose headings stay in sight, and can be filtered by; give its last row.

    Parameters
    ----------
    first : the row of the headings
    frozen : how many columns stay in sight, too
    """
    for number, column in enumerate(columns, start=1):
        _align(write_heading(sheet, first, number, column.heading))
        sheet.column_dimensions[column_letters(number)].width = column.width
    last = first
    for last, row in enumerate(rows, start=first + 1):
        for number, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
            _write(sheet, last, number, value, column)
    sheet.freeze_panes = f"{column_letters(frozen + 1)}{first + 1}"
    sheet.auto_filter.ref = f"A{first}:{column_letters(len(columns))}{last}"
    sheet.print_title_rows = f"{first}:{first}"
    return last


def _write(sheet: Any, row: int, number: int, value: Value, column: SheetColumn) -> None:  # noqa: ANN401
    if value is None:
        return
    if isinstance(value, str):
        cell = write_text(sheet, row, number, value)
        cell.number_format = TEXT
        _align(cell, wraps=column.wraps)
    else:
        cell = sheet.cell(row=row, column=number, value=value)
        cell.number_format = column.number
        _align(cell, wraps=False)


def _align(cell: Any, *, wraps: bool = True) -> None:  # noqa: ANN401
    cell.alignment = _alignment(wraps=wraps)


@cache
def _alignment(*, wraps: bool) -> Any:  # noqa: ANN401
    from openpyxl.styles import Alignment  # noqa: PLC0415

    return Alignment(vertical="top", wrap_text=wraps)


def prepare_print(sheet: Any, footer: str) -> None:  # noqa: ANN401
    """Print a sheet as wide as a page, on its side, with a footer."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.oddFooter.left.text = printable(footer).replace("&", "&&")
    sheet.oddFooter.right.text = "&P of &N"


def to_bytes(book: Any, *, title: str, day: date) -> bytes:  # noqa: ANN401
    """Write a workbook, with no moment of its making in it: the day is that of its facts."""
    from datetime import datetime  # noqa: PLC0415

    from openpyxl.packaging.core import DocumentProperties  # noqa: PLC0415
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001  (openpyxl writes no zone)
    book.properties = DocumentProperties(
        creator="Partnership matcher",
        title=printable(title),
        language="en-GB",
        created=moment,
        modified=moment,
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()  # `Workbook.save` would write the time of now
    return with_fixed_times(content.getvalue())
