"""The spreadsheet in which organisations tell of themselves, to fill in: as a workbook or CSV.

Everything that it offers comes from the questions (`graph.packs.statement_questions`) and from the
programme. Every text is written as a text: no cell holds a formula, whatever the programme says.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from api.formats.serialise import to_csv
from api.formats.worksheets import BODY_FILL, WORK_FILL, write_heading, write_text
from graph.packs.statement_questions import COLUMNS, OF_ORGANISATION, SHEET
from graph.sources.workbook import column_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.packs.statement_answers import Known, Question

EXPLAINED, LISTS = "How to fill it in", "Lists"
ROWS = 1000
"""Rows that have lists to pick from and help."""

_INSTRUCTIONS = (
    "Fill in the sheet Organisations: one row for each kind of work that an organisation does.",
    (
        "The rows of one organisation stand one below the other. The first tells of the "
        "organisation; the others may leave that blank."
    ),
    (
        "Put semicolons between several answers in one cell. A list offers one to pick; you may "
        "type more behind it."
    ),
    "Leave blank what you do not know. Write values: a formula counts by the value saved with it.",
    (
        "Then: matcher import template FILE. All that is wrong is told with its cell; nobody else "
        "checks what you say, and every answer says so."
    ),
    "A newer file of the same name takes the place of the older one.",
)
_HEADER, _EXAMPLE_ROW = ("Column", "What to write", "Needed", "Several", "For example"), 10
_TEXT_FORMAT = "@"
"""Cells that are texts keep zeros at the front, and days as they are typed."""
_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32


def template_csv() -> str:
    """Give the header of the spreadsheet as CSV."""
    return to_csv([each.heading for each in COLUMNS], ())


def template_help() -> str:
    """Say what to write in each column, for a spreadsheet that has no room for help."""
    lines = ["What to write (* is needed in the first row of each organisation or kind of work):"]
    for each in COLUMNS:
        star = "*" if each.needed else ""
        lines.append(f"  {each.heading}{star}: {each.asks} For example: {each.example}")
    semicolons = "Put semicolons between several answers in one cell."
    return "\n".join((*lines, _INSTRUCTIONS[1], semicolons, _INSTRUCTIONS[3]))


def template_workbook(known: Known) -> bytes:
    """Give the spreadsheet as a workbook, with lists to pick from, help and an explanation."""
    from openpyxl import Workbook  # noqa: PLC0415  (slow to import)

    book = Workbook()
    sheet, explained, lists = book.active, book.create_sheet(EXPLAINED), book.create_sheet(LISTS)
    sheet.title, lists.sheet_state = SHEET, "hidden"
    for number, question in enumerate(COLUMNS, start=1):
        offered = question.offers(known)
        _column(lists, number, (question.heading, *offered))
        _question(sheet, number, question, len(offered))
    sheet.freeze_panes = "B2"
    _protect(sheet)
    _protect(lists)
    _explain(explained, known)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _question(sheet: Any, number: int, question: Question, offered: int) -> None:  # noqa: ANN401
    """Write the column of a question: its heading, its help, and what it may hold."""
    from openpyxl.styles import Protection  # noqa: PLC0415

    letter = column_letters(number)
    fill = BODY_FILL if question in OF_ORGANISATION else WORK_FILL
    write_heading(sheet, 1, number, question.heading, fill=fill)
    column = sheet.column_dimensions[letter]
    column.width = max(14, len(question.heading) + 4)
    column.number_format, column.protection = _TEXT_FORMAT, Protection(locked=False)
    sheet.add_data_validation(_validation(letter, question, offered))


def _validation(letter: str, question: Question, offered: int) -> Any:  # noqa: ANN401
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    values = f"{LISTS}!${letter}$2:${letter}${offered + 1}" if offered else None
    found = DataValidation(
        type="list" if values else None,
        formula1=values,
        allow_blank=True,
        showInputMessage=True,
        showErrorMessage=bool(values) and not question.several,
        promptTitle=question.heading[:_LONGEST_TITLE],
        prompt=_cut(f"{question.asks} For example: {question.example}"),
        errorTitle=question.heading[:_LONGEST_TITLE],
        error=_cut(f"Pick one from the list, such as {question.example}."),
    )
    found.add(f"{letter}2:{letter}{ROWS + 1}")
    return found


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_PROMPT else f"{text[: _LONGEST_PROMPT - 1]}…"


def _protect(sheet: Any) -> None:  # noqa: ANN401
    """Keep the header as it is; rows may be added, sorted and removed."""
    sheet.protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "sort"):
        setattr(sheet.protection, allowed, False)


def _explain(sheet: Any, known: Known) -> None:  # noqa: ANN401
    """Say how to fill it in, question by question."""
    programme = known.facts.programme.name
    _column(sheet, 1, (f"What organisations say of themselves, for {programme}", *_INSTRUCTIONS))
    for number, words in enumerate(_HEADER, start=1):
        write_heading(sheet, _EXAMPLE_ROW, number, words, fill=BODY_FILL)
    for row, question in enumerate(COLUMNS, start=_EXAMPLE_ROW + 1):
        needed, several = ("yes" if is_so else "" for is_so in (question.needed, question.several))
        cells = (question.heading, question.asks, needed, several, question.example)
        for number, text in enumerate(cells, start=1):
            write_text(sheet, row, number, text)
    for letter, width in zip("ABCDE", (24, 90, 8, 8, 50), strict=True):
        sheet.column_dimensions[letter].width = width


def _column(sheet: Any, number: int, texts: Sequence[str]) -> None:  # noqa: ANN401
    for row, text in enumerate(texts, start=1):
        write_text(sheet, row, number, text)
