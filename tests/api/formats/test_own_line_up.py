"""A line-up of one's own as a document and as a workbook: what they hold is what was found."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from api.formats.own_line_up import own_line_up_document, own_line_up_workbook, verdict
from api.formats.own_tables import own_tables
from api.formats.words import fixed_words, number_words
from matcher.questions.rescoring import open_bench, rescore
from tests.api.formats.answers import CONTROL, FORMULA, small_words
from tests.api.formats.test_line_up_document import cells_of, opened, tables_called, text_of
from tests.matcher.market import BRIEF, market

if TYPE_CHECKING:
    from matcher.questions.rescoring_records import Rescored

MEMBERS = ("Big Firm", "Hostel Trust", "Homes Trust")


@cache
def found(*members: str) -> Rescored:
    return rescore(open_bench(market(), BRIEF), BRIEF, members or MEMBERS, within_s=20)


@cache
def document() -> Any:
    return opened(own_line_up_document(found(), small_words()))


@cache
def workbook() -> Any:
    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import)

    return load_workbook(io.BytesIO(own_line_up_workbook(found(), small_words())))


def rows(sheet: str) -> list[tuple[Any, ...]]:
    return list(workbook()[sheet].iter_rows(min_row=2, values_only=True))


def sentences(one: Rescored) -> str:
    return " ".join(verdict(one, small_words()))


def test_it_says_first_that_nobody_was_asked_and_how_good_it_is() -> None:
    text = text_of(document())
    assert document().paragraphs[2].text.startswith("Suggestions only. Nobody named here")
    own = found().line_up
    assert own is not None
    assert f"It scores {fixed_words(own.score, 4)}" in text
    assert "proven best" not in text
    assert "No other line-up scores more: that is proven." not in text


def test_the_document_has_every_member_and_who_does_what_where() -> None:
    own = found().line_up
    assert own is not None
    caption = "Suggested members, and their shares of the work, the money and the risk"
    (members,) = tables_called(document(), caption)
    assert len(cells_of(members)) == 1 + len(own.members)
    (work,) = tables_called(document(), "Who could meet how many needs in which place")
    assert [cells[2] for cells in cells_of(work)[1:]] == [
        number_words(row.needs_a_year) for row in found().work
    ]
    caption = "What members did together before, the strongest tie first"
    (ties,) = tables_called(document(), caption)
    assert cells_of(ties)[1][2:4] == ["Project Joint", "2011 to 2012"]


def test_the_workbook_has_the_same_figures_as_numbers() -> None:
    assert [row[2] for row in rows("Who does what where")] == [
        row.needs_a_year for row in found().work
    ]
    pressure = found().pressure
    assert pressure is not None
    assert [(row[1] == "yes", row[2]) for row in rows("If one leaves")] == [
        (row.coverage_lost is not None, row.coverage_lost) for row in pressure.gone
    ]
    assert next(row[3] for row in rows("Less volume")) == pressure.volume[0].proportional.score
    own = found().line_up
    assert own is not None
    assert [row[1] for row in rows("Members")] == [member.name for member in own.members]


def test_its_sheets_are_those_of_suggested_line_ups_and_its_own() -> None:
    assert workbook().sheetnames == [
        *("Summary", "Members", "Retained", "Coverage", "Gaps", "Reasons", "Sources"),
        *("Who does what where", "Past work", "If one leaves", "Less volume", "Late money"),
        "About",
    ]


def test_about_names_no_gates_that_were_not_reported() -> None:
    texts = [cell for row in workbook()["About"].iter_rows(values_only=True) for cell in row]
    assert "Gates" not in texts
    assert "Data version" in texts


def test_the_same_answer_gives_the_same_bytes() -> None:
    for write in (own_line_up_document, own_line_up_workbook):
        assert write(found(), small_words()) == write(found(), small_words())


def test_rules_that_it_breaks_are_told() -> None:
    broken = found("Hostel Trust", "Homes Trust")
    assert "without the rules that it breaks" in sentences(broken)
    text = text_of(opened(own_line_up_document(broken, small_words())))
    assert "It breaks a rule: lead: no member can hold the contract" in text


def test_a_line_up_without_a_score_is_told_as_such() -> None:
    nobody = replace(found(), line_up=None, parts=(), work=(), ties=(), pressure=None, best=None)
    assert sentences(nobody).startswith("It has no score")
    assert not [*own_tables(nobody, small_words())]
    text = text_of(opened(own_line_up_document(nobody, small_words())))
    assert "It has no score" in text
    assert own_line_up_workbook(nobody, small_words())


def test_what_is_better_is_told_with_who_comes_and_goes() -> None:
    text = sentences(found("Big Firm", "Tiny Trust"))
    assert "Comes in: " in text
    assert "Goes: Tiny Trust" in text or "Goes: nobody" in text
    best = found().best
    assert best is not None
    alike = replace(found(), best=replace(best, comes=(), goes=()))
    assert "no other line-up scores more: that is proven" in sentences(alike)
    unsure = replace(alike, best=replace(best, comes=(), goes=(), proven=False))
    assert "as far as was found in a moment" in sentences(unsure)


def test_who_never_worked_together_has_no_such_table() -> None:
    names = [table.name for table in own_tables(found("Big Firm", "Homes Trust"), small_words())]
    assert "Past work" not in names


@pytest.mark.parametrize("name", [FORMULA, CONTROL])
def test_names_that_bite_are_text(name: str) -> None:
    own = found().line_up
    assert own is not None
    first, *others = own.members
    biting = replace(found(), line_up=replace(own, members=(replace(first, name=name), *others)))
    tie = replace(found().ties[0], first_name=name)
    biting = replace(biting, ties=(tie,))
    assert own_line_up_document(biting, small_words())

    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import)

    book = load_workbook(io.BytesIO(own_line_up_workbook(biting, small_words())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
