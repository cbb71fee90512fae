"""An answer with line-ups as a workbook: what people want to sort, filter and add up.

Every figure is a number with a format, every name a text. The rows of the sheets are those of the
answer: one for each member, each part that stays with the lead, each gap and each reason.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from api.formats.line_up_extras import NEEDS, POINTS, POUNDS, TEXT, extra_tables
from api.formats.line_up_extras import SHARE as SHARES
from api.formats.line_up_words import (
    SUGGESTED,
    Citations,
    brief_rows,
    counted_words,
    criterion_words,
    gate_rows,
    stamp_words,
    title_words,
)
from api.formats.worksheets import (
    DAY,
    MONEY,
    SCORE,
    SHARE,
    TENTHS,
    WHOLE,
    SheetColumn,
    prepare_print,
    to_bytes,
    write_heading,
    write_table,
    write_text,
)
from api.formats.worksheets import TEXT as TEXT_FORMAT
from matcher.answer.grid import coverage_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from api.formats.line_up_extras import ExtraTable
    from api.formats.line_up_words import Told
    from api.formats.words import Words
    from api.formats.worksheets import Value
    from matcher.answer.records import Answer, LineUp

    Row = Sequence[Value]

_LINE_UP = SheetColumn(heading="Line-up", width=9, number=WHOLE)
_MEMBER = (
    SheetColumn(heading="Organisation", width=34),
    SheetColumn(heading="Identifier", width=22),
)
_MEMBERS = (
    _LINE_UP,
    *_MEMBER,
    SheetColumn(heading="Kind", width=20),
    SheetColumn(heading="Sector", width=10),
    SheetColumn(heading="Role", width=22),
    SheetColumn(heading="Needs a year", number=TENTHS),
    SheetColumn(heading="Share of volume", number=SHARE),
    SheetColumn(heading="Value a year", number=MONEY),
    SheetColumn(heading="Share of value", number=SHARE),
    SheetColumn(heading="At risk a year", number=MONEY),
    SheetColumn(heading="Share of risk", number=SHARE),
    SheetColumn(heading="Value as share of turnover", number=SHARE),
    SheetColumn(heading="Could take on: low", number=TENTHS),
    SheetColumn(heading="Could take on: middle", number=TENTHS),
    SheetColumn(heading="Could take on: high", number=TENTHS),
    SheetColumn(heading="What that rests on", width=20),
    SheetColumn(heading="Works on", width=44),
    SheetColumn(heading="Works in", width=44),
)
_RETAINED = (
    _LINE_UP,
    SheetColumn(heading="For", width=46),
    SheetColumn(heading="Held by", width=34),
    SheetColumn(heading="Value a year", number=MONEY),
    SheetColumn(heading="Share of value", number=SHARE),
    SheetColumn(heading="At risk a year", number=MONEY),
    SheetColumn(heading="Share of risk", number=SHARE),
    SheetColumn(heading="Who could take it on", width=44),
)
_GAPS = (
    _LINE_UP,
    SheetColumn(heading="Place", width=28),
    SheetColumn(heading="Code", width=12),
    SheetColumn(heading="Pathway", width=36),
    SheetColumn(heading="Group of people", width=28),
    SheetColumn(heading="Unmet needs a year", number=TENTHS),
)
_REASONS = (
    _LINE_UP,
    *_MEMBER,
    SheetColumn(heading="Why", width=110),
    SheetColumn(heading="Rests on", width=12),
    SheetColumn(heading="Sources", width=12),
)
_SOURCES = (
    SheetColumn(heading="Number", width=9, number=WHOLE),
    SheetColumn(heading="Source", width=80),
    SheetColumn(heading="Published", width=20),
    SheetColumn(heading="Address", width=70),
    SheetColumn(heading="Licence", width=30),
)
_FORMATS = {TEXT: TEXT_FORMAT, SHARES: SHARE, POUNDS: MONEY, POINTS: SCORE, NEEDS: TENTHS}
_SUMMARY_TABLE, _NOTE_WIDTH = 6, 110


def line_up_workbook(answer: Answer, words: Words) -> bytes:
    """Write an answer as an Excel workbook; the same bytes for the same answer.

    Parameters
    ----------
    answer : the line-ups of one area
    words : the names of the programme that it was worked out from
    """
    from openpyxl import Workbook  # noqa: PLC0415  (slow to import)

    book = Workbook()
    book.remove(book.active)
    _summarise(book.create_sheet("Summary"), answer, words)
    fill_sheets(book, answer, words)
    _add_extras(book, answer, words)
    explain(book.create_sheet("About"), answer, words)
    for sheet in book.worksheets:
        prepare_print(sheet, f"{SUGGESTED.partition('. ')[0]}. {stamp_words(answer, words)}")
    return to_bytes(book, title=title_words(answer), day=date.fromisoformat(answer.as_of))


def fill_sheets(book: Any, told: Told, words: Words) -> None:  # noqa: ANN401
    """Add the sheets that every workbook of line-ups has, after its first."""
    cited = Citations(told, words)
    tables = (
        ("Members", _MEMBERS, _members(told, words), 2),
        ("Retained", _RETAINED, _retained(told, words), 2),
        ("Gaps", _GAPS, _gaps(told, words), 2),
        ("Reasons", _REASONS, _reasons(told, cited), 2),
        ("Sources", _SOURCES, _sources(cited), 1),
    )
    for name, columns, rows, frozen in tables:
        write_table(book.create_sheet(name), columns, rows, frozen=frozen)
    _cover(book.create_sheet("Coverage", index=3), told, words)


def _add_extras(book: Any, answer: Answer, words: Words) -> None:  # noqa: ANN401
    """A sheet for each kind of table that was asked for besides, the line-up in front of a row."""
    found: dict[str, list[tuple[int, ExtraTable]]] = {}
    for line_up in answer.lineups:
        for table in extra_tables(line_up, words):
            found.setdefault(table.name, []).append((line_up.rank, table))
    for tables in found.values():
        rows = ((rank, *row) for rank, table in tables for row in table.rows)
        _add(book, tables[0][1], rows, _LINE_UP)


def add_table(book: Any, table: ExtraTable) -> None:  # noqa: ANN401
    """Add a sheet with a table about the one line-up that a workbook is of."""
    _add(book, table, table.rows)


def _add(book: Any, table: ExtraTable, rows: Iterable[Row], *before: SheetColumn) -> None:  # noqa: ANN401
    columns = [
        SheetColumn(heading=heading, width=34 if holds == TEXT else 18, number=_FORMATS[holds])
        for heading, holds in table.columns
    ]
    write_table(book.create_sheet(table.name), (*before, *columns), rows, frozen=1 + len(before))


def _summarise(sheet: Any, answer: Answer, words: Words) -> None:  # noqa: ANN401
    """The line-ups side by side, below what they are and what they are not."""
    from openpyxl.styles import Font  # noqa: PLC0415

    write_text(sheet, 1, 1, title_words(answer)).font = Font(bold=True, size=14)
    write_text(sheet, 2, 1, SUGGESTED).font = Font(bold=True)
    write_text(sheet, 3, 1, stamp_words(answer, words))
    write_text(sheet, 4, 1, counted_words(answer))
    criteria = [*dict.fromkeys(name for each in answer.lineups for name in each.criteria)]
    columns = (
        _LINE_UP,
        SheetColumn(heading="Standing", width=10),
        SheetColumn(heading="Kind", width=36),
        SheetColumn(heading="Led by", width=34),
        SheetColumn(heading="Members", width=10, number=WHOLE),
        SheetColumn(heading="Could meet", number=SHARE),
        SheetColumn(heading="If chances are independent", number=SHARE),
        SheetColumn(heading="Least: pathway", width=30),
        SheetColumn(heading="Its share", number=SHARE),
        SheetColumn(heading="Least: group", width=26),
        SheetColumn(heading="Its share", number=SHARE),
        SheetColumn(heading="Unmet needs a year", number=TENTHS),
        *(SheetColumn(heading=criterion_words(name), width=26, number=SCORE) for name in criteria),
        SheetColumn(heading="Score: their sum", number=SCORE),
        SheetColumn(heading="Bound", number=SCORE),
        SheetColumn(heading="Gap", number=SHARE),
        SheetColumn(heading="Proven best of its rank", width=16),
        SheetColumn(heading="Volume resting on work read of in a source", width=20, number=SHARE),
    )
    rows = (_side_by_side(line_up, criteria, words) for line_up in answer.lineups)
    write_table(sheet, columns, rows, first=_SUMMARY_TABLE)


def _side_by_side(line_up: LineUp, criteria: Sequence[str], words: Words) -> Row:
    coverage = line_up.coverage
    return (
        line_up.rank,
        line_up.standing,
        words.line_up(line_up.kind, line_up.standing),
        words.organisation(line_up.lead),
        len(line_up.members),
        coverage.overall,
        line_up.coverage_if_independent.overall,
        words.pathway(coverage.lowest_pathway.key),
        coverage.lowest_pathway.share,
        words.cohort(coverage.lowest_cohort.key),
        coverage.lowest_cohort.share,
        sum(gap.unmet_needs_a_year for gap in line_up.gaps),
        *(line_up.criteria.get(name) for name in criteria),
        line_up.score,
        line_up.bound,
        line_up.gap,
        "yes" if line_up.proven_optimal else "no",
        line_up.confidence.stated_share,
    )


def _members(answer: Told, words: Words) -> Iterator[Row]:
    for line_up in answer.lineups:
        for member in line_up.members:
            yield (
                line_up.rank,
                member.name,
                member.id,
                words.kind(member.kind),
                words.sector(member.sector),
                words.member_role(member.role),
                member.volume_needs_a_year,
                member.share_of_volume,
                member.value_gbp,
                member.share_of_value,
                member.risk_gbp,
                member.share_of_risk,
                member.share_of_turnover,
                member.capacity.low,
                member.capacity.middle,
                member.capacity.high,
                words.capacity_basis(member.capacity.basis),
                "; ".join(words.pathway(key) for key in member.pathways),
                "; ".join(words.place(code) for code in member.places),
            )


def _retained(answer: Told, words: Words) -> Iterator[Row]:
    for line_up in answer.lineups:
        for row in line_up.retained:
            yield (
                line_up.rank,
                words.retained(row),
                words.organisation(row.held_by),
                row.value_gbp,
                row.share_of_value,
                row.risk_gbp,
                row.share_of_risk,
                words.takers(row),
            )


def _cover(sheet: Any, answer: Told, words: Words) -> None:  # noqa: ANN401
    """Places down, pathways across; the share of each need that could be met."""
    from openpyxl.formatting.rule import ColorScaleRule  # noqa: PLC0415

    keys = [*dict.fromkeys(key for each in answer.lineups for key in each.coverage.by_pathway)]
    columns = (
        _LINE_UP,
        SheetColumn(heading="Place", width=30),
        SheetColumn(heading="Code", width=12),
        SheetColumn(heading="Needs a year", number=TENTHS),
        SheetColumn(heading="All pathways", number=SHARE),
        *(SheetColumn(heading=words.pathway(key), width=16, number=SHARE) for key in keys),
    )
    rows = [row for each in answer.lineups for row in _grid_rows(each, answer, keys, words)]
    last = write_table(sheet, columns, rows, frozen=2)
    scale = ColorScaleRule(
        start_type="num", start_value=0, start_color="F4B183",
        mid_type="num", mid_value=0.5, mid_color="FFF2CC",
        end_type="num", end_value=1, end_color="C6E0B4",
    )  # fmt: skip
    right = sheet.cell(row=max(last, 2), column=len(columns)).coordinate
    sheet.conditional_formatting.add(f"E2:{right}", scale)


def _grid_rows(line_up: LineUp, answer: Told, keys: Sequence[str], words: Words) -> Iterator[Row]:
    grid = coverage_grid(words.snapshot, answer.area.id, line_up)
    cells = {(cell.place, cell.pathway): cell for cell in grid}
    coverage = line_up.coverage
    whole = sum(cell.needs_a_year for cell in grid)
    by_pathway = (coverage.by_pathway.get(key) for key in keys)
    yield line_up.rank, "All places", "", whole, coverage.overall, *by_pathway
    for place, share in coverage.by_place.items():
        own = [cells.get((place, key)) for key in keys]
        need = sum(cell.needs_a_year for cell in own if cell)
        shares = (cell.share if cell else None for cell in own)
        yield line_up.rank, words.place(place), place, need, share, *shares


def _gaps(answer: Told, words: Words) -> Iterator[Row]:
    for line_up in answer.lineups:
        for gap in line_up.gaps:
            yield (
                line_up.rank,
                words.place(gap.place),
                gap.place,
                words.pathway(gap.pathway),
                words.cohort(gap.cohort),
                gap.unmet_needs_a_year,
            )


def _reasons(answer: Told, cited: Citations) -> Iterator[Row]:
    for line_up in answer.lineups:
        for why in cited.whys(line_up):
            member, numbers = why.member, ", ".join(map(str, why.sources))
            yield line_up.rank, member.name, member.id, why.sentence, why.basis, numbers


def _sources(cited: Citations) -> Iterator[Row]:
    for source in cited.sources():
        yield source.number, source.title, source.published, source.address, source.licence


def explain(sheet: Any, answer: Told, words: Words) -> None:  # noqa: ANN401
    """Say what was asked, from which facts, and under which rules where they were reported."""
    from openpyxl.styles import Font  # noqa: PLC0415

    columns = (
        SheetColumn(heading="What was asked", width=40),
        SheetColumn(heading="Answer", width=_NOTE_WIDTH),
    )
    last = write_table(sheet, columns, brief_rows(answer, words))
    for row, (name, switch, drops) in enumerate(gate_rows(answer), start=last + 3):
        write_text(sheet, row, 1, name)
        write_text(sheet, row, 2, f"{switch}; {drops}")
    if answer.gates:
        write_heading(sheet, last + 2, 1, "Gates")
        write_heading(sheet, last + 2, 2, "Whether each is on, and whom it drops")
    row = last + 4 + len(answer.gates)
    about = ("Programme", words.programme), ("Data version", answer.data_version)
    for name, text in about:
        write_text(sheet, row, 1, name)
        write_text(sheet, row, 2, text)
        row += 1
    write_text(sheet, row, 1, "Facts public by")
    cell = sheet.cell(row=row, column=2, value=date.fromisoformat(answer.as_of))
    cell.number_format = DAY
    write_text(sheet, row + 2, 1, SUGGESTED).font = Font(bold=True)
