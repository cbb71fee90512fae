"""A line-up of one's own as a Word document and as a workbook, as suggested ones are.

Beside what those hold it says how it compares with the best, which rules it breaks, who does what
where, what its members did together before, and what could go wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from api.formats.line_up_sections import (
    tell_brief,
    tell_coverage,
    tell_extra,
    tell_gaps,
    tell_members,
    tell_reasons,
    tell_score,
    tell_sources,
)
from api.formats.line_up_words import SUGGESTED, Citations, answer_words, stamp_words
from api.formats.line_up_workbook import add_table, explain, fill_sheets
from api.formats.own_tables import own_tables
from api.formats.word_document import WordDocument
from api.formats.words import fixed_words, percent_words
from api.formats.worksheets import prepare_print, to_bytes, write_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.formats.words import Words
    from matcher.answer.records import AreaLabel, BriefEcho, GateReport, LineUp
    from matcher.questions.rescoring_records import BestWithLocks, Rescored


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLineUp:
    """A line-up of one's own in the shape of an answer (`api.formats.line_up_words.Told`)."""

    area: AreaLabel
    brief: BriefEcho
    as_of: str
    data_version: str
    lineups: tuple[LineUp, ...]
    gates: tuple[GateReport, ...] = ()


def own_line_up_document(found: Rescored, words: Words) -> bytes:
    """Write a line-up of one's own as a Word document; the same bytes for the same answer."""
    own, title = _own(found), own_title(found)
    cited, stamp = Citations(own, words), stamp_words(own, words)
    document = WordDocument(title=title, footer=stamp, day=date.fromisoformat(found.as_of))
    document.title(title, stamp)
    notice = SUGGESTED.partition(". ")
    document.notice(f"{notice[0]}.", notice[2])
    for sentence in verdict(found, words):
        document.paragraph(sentence)
    document.bullets(f"It breaks a rule: {rule}" for rule in found.broken)
    tell_brief(document, own, words)
    for line_up in own.lineups:
        _tell(document, line_up, found, words, cited)
    tell_sources(document, cited)
    return document.to_bytes()


def own_line_up_workbook(found: Rescored, words: Words) -> bytes:
    """Write a line-up of one's own as a workbook; the same bytes for the same answer."""
    from openpyxl import Workbook  # noqa: PLC0415  (slow to import)

    book, own, title = Workbook(), _own(found), own_title(found)
    book.remove(book.active)
    _summarise(book.create_sheet("Summary"), found, words, title)
    fill_sheets(book, own, words)
    for table in own_tables(found, words):
        add_table(book, table)
    explain(book.create_sheet("About"), own, words)
    for sheet in book.worksheets:
        prepare_print(sheet, f"{SUGGESTED.partition('. ')[0]}. {stamp_words(own, words)}")
    return to_bytes(book, title=title, day=date.fromisoformat(found.as_of))


def own_title(found: Rescored) -> str:
    """Say what the line-up is for."""
    return f"A line-up of one's own for {found.area.name}"


def verdict(found: Rescored, words: Words) -> Iterator[str]:
    """Say in sentences who and how much, how that compares with the best, and what is better."""
    if found.line_up is None:
        yield "It has no score: together these members cannot keep even the plainest rules."
    else:
        yield answer_words(found.line_up, words)
        yield f"It scores {fixed_words(found.line_up.score, 4)}{_share(found)}."
    if found.best is not None:
        yield _better(found.best, words)


def _share(found: Rescored) -> str:
    if found.share_of_best is None or found.broken:
        return ", without the rules that it breaks" if found.broken else ""
    best = "the best there is" if found.best_of_all_proven else "the best that was found"
    return f", {percent_words(found.share_of_best)} of {best}"


def _better(best: BestWithLocks, words: Words) -> str:
    sure = "that is proven" if best.proven else "as far as was found in a moment"
    if not best.comes and not best.goes:
        return f"With what is locked and ruled out, no other line-up scores more: {sure}."
    comes = "; ".join(map(words.organisation, best.comes)) or "nobody"
    goes = "; ".join(map(words.organisation, best.goes)) or "nobody"
    return (
        f"With what is locked and ruled out, the best scores {fixed_words(best.score, 4)} and "
        f"could meet {percent_words(best.coverage)} of all needs: {sure}. "
        f"Comes in: {comes}. Goes: {goes}."
    )


def _own(found: Rescored) -> OwnLineUp:
    return OwnLineUp(
        area=found.area,
        brief=found.brief,
        as_of=found.as_of,
        data_version=found.data_version,
        lineups=() if found.line_up is None else (found.line_up,),
    )


def _tell(
    document: WordDocument, line_up: LineUp, found: Rescored, words: Words, cited: Citations
) -> None:
    document.heading("The line-up", 1, new_page=True)
    document.paragraph(words.if_independent(line_up))
    tell_members(document, line_up, words)
    tell_reasons(document, line_up, cited)
    tell_coverage(document, line_up, words)
    tell_gaps(document, line_up, words)
    tell_score(document, line_up, searched=False)
    for table in own_tables(found, words):
        tell_extra(document, table)


def _summarise(sheet: Any, found: Rescored, words: Words, title: str) -> None:  # noqa: ANN401
    from openpyxl.styles import Font  # noqa: PLC0415

    write_text(sheet, 1, 1, title).font = Font(bold=True, size=14)
    write_text(sheet, 2, 1, SUGGESTED).font = Font(bold=True)
    write_text(sheet, 3, 1, stamp_words(_own(found), words))
    broken = (f"It breaks a rule: {rule}" for rule in found.broken)
    for row, sentence in enumerate([*verdict(found, words), *broken], start=5):
        write_text(sheet, row, 1, sentence)
