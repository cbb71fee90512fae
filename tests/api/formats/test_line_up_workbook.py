"""The workbook of an answer holds what the answer holds, as numbers and as texts."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from api.formats.line_up_words import SUGGESTED
from api.formats.line_up_workbook import line_up_workbook
from tests.api.formats.answers import (
    CONTROL,
    FORMULA,
    explained_answer,
    small_answer,
    small_words,
)

if TYPE_CHECKING:
    from matcher.answer.records import Answer

SHEETS = (
    "Summary",
    "Members",
    "Retained",
    "Coverage",
    "Gaps",
    "Reasons",
    "Sources",
    "About",
)


def opened(content: bytes) -> Any:
    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import)

    return load_workbook(io.BytesIO(content))


def rows_of(sheet: Any, first: int = 1) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(min_row=first, values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def answer() -> Answer:
    return small_answer()


@pytest.fixture(scope="module")
def book(answer: Answer) -> Any:
    return opened(line_up_workbook(answer, small_words()))


def test_its_sheets_go_from_the_answer_to_what_it_rests_on(book: Any) -> None:
    assert tuple(book.sheetnames) == SHEETS


def test_members_are_those_of_the_answer_with_their_figures(book: Any, answer: Answer) -> None:
    found = rows_of(book["Members"])
    members = [(each.rank, one) for each in answer.lineups for one in each.members]
    assert [(row["Line-up"], row["Identifier"]) for row in found] == [
        (rank, member.id) for rank, member in members
    ]
    for row, (_, member) in zip(found, members, strict=True):
        assert row["Needs a year"] == member.volume_needs_a_year
        assert row["Value a year"] == member.value_gbp
        assert row["At risk a year"] == member.risk_gbp
        assert row["Value as share of turnover"] == member.share_of_turnover


def test_values_of_members_and_of_what_stays_add_up_to_the_price(book: Any, answer: Answer) -> None:
    for line_up in answer.lineups:
        own = [
            row["Value a year"]
            for sheet in ("Members", "Retained")
            for row in rows_of(book[sheet])
            if row["Line-up"] == line_up.rank
        ]
        price = sum(one.value_gbp for one in line_up.members)
        price += sum(one.value_gbp for one in line_up.retained)
        assert sum(own) == pytest.approx(price)
    assert len(rows_of(book["Retained"])) == sum(len(each.retained) for each in answer.lineups)


def test_every_gap_and_every_reason_has_a_row(book: Any, answer: Answer) -> None:
    assert [row["Unmet needs a year"] for row in rows_of(book["Gaps"])] == [
        gap.unmet_needs_a_year for each in answer.lineups for gap in each.gaps
    ]
    texts = [text for each in answer.lineups for member in each.members for text in member.reasons]
    found = rows_of(book["Reasons"])
    assert len(found) == len(texts)
    for row, text in zip(found, texts, strict=True):
        assert text.startswith(f"{row['Why']} [{row['Rests on']}")


def test_a_reason_cites_sources_that_are_listed(book: Any) -> None:
    listed = {row["Number"]: row for row in rows_of(book["Sources"])}
    cited = {
        int(number)
        for row in rows_of(book["Reasons"])
        for number in (row["Sources"] or "").split(", ")
        if number
    }
    assert cited
    assert cited <= set(listed)
    assert listed[1]["Source"] == "A made-up page"


def test_coverage_has_pathways_across_and_places_down(book: Any, answer: Answer) -> None:
    found = rows_of(book["Coverage"])
    coverage = answer.lineups[0].coverage
    first, *places = [row for row in found if row["Line-up"] == 1]
    assert first["All pathways"] == coverage.overall
    assert first["Housing"] == coverage.by_pathway["housing"]
    assert {row["Code"]: row["All pathways"] for row in places} == coverage.by_place
    assert first["Needs a year"] == pytest.approx(sum(row["Needs a year"] for row in places))


def test_the_summary_adds_the_score_up(book: Any, answer: Answer) -> None:
    sheet = book["Summary"]
    assert sheet["A2"].value == SUGGESTED
    assert answer.data_version in sheet["A3"].value
    for row, line_up in zip(rows_of(sheet, 6), answer.lineups, strict=True):
        assert row["Score: their sum"] == line_up.score
        values = [*row.values()]
        last = list(row).index("Score: their sum")
        parts = values[last - len(line_up.criteria) : last]
        assert sum(parts) == pytest.approx(line_up.score)
        assert row["Members"] == len(line_up.members)


def test_no_cell_is_a_formula_whatever_names_say(book: Any) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    biting = [cell for cell in cells if cell.value == FORMULA]
    assert biting
    assert all(cell.quotePrefix for cell in biting)
    assert CONTROL.replace("\x07", "\ufffd") in {cell.value for cell in cells}


def test_figures_have_formats_and_headings_stay_in_sight(book: Any) -> None:
    members = book["Members"]
    head = {cell.value: cell.column_letter for cell in members[1]}
    assert members[f"{head['Value a year']}2"].number_format == '"£"#,##0'
    assert members[f"{head['Share of value']}2"].number_format == "0.0%"
    assert members.column_dimensions["B"].width > 30
    assert (members.freeze_panes, book["Summary"].freeze_panes) == ("C2", "B7")
    assert book["Gaps"].auto_filter.ref.startswith("A1:F")
    for sheet in book:
        assert "Suggestions only" in sheet.oddFooter.left.text


def test_about_says_what_was_asked_and_of_which_day(book: Any, answer: Answer) -> None:
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Data version"] == answer.data_version
    assert about["Facts public by"] == datetime.combine(
        date.fromisoformat(answer.as_of), datetime.min.time()
    )
    assert about["Must be in"] == "Homes Trust (ZZ-PMS-homes-trust)"
    assert about["VCSE share"] == "20%"
    assert about["Guarantee"].startswith("on: ")


def test_what_was_asked_besides_has_sheets_of_its_own() -> None:
    explained = explained_answer()
    found = opened(line_up_workbook(explained, small_words()))
    line_up = explained.lineups[0]
    assert line_up.explanation is not None
    assert line_up.stress is not None
    assert [row["Loss"] for row in rows_of(found["Worth"])] == [
        each.loss for each in line_up.explanation.contributions
    ]
    assert [row["Could meet"] for row in rows_of(found["Less volume"])][-1] == (
        line_up.stress.low_capacity.same.coverage
    )
    assert len(rows_of(found["Departures"])) == len(line_up.stress.departures)
    assert "Late money" in found.sheetnames
    assert found.sheetnames[-1] == "About"


def test_the_same_answer_gives_the_same_bytes(answer: Answer) -> None:
    first, second = (line_up_workbook(answer, small_words()) for _ in range(2))
    assert first == second
    later = opened(line_up_workbook(replace(answer, as_of="2014-01-31"), small_words()))
    assert later.properties.created == later.properties.modified == datetime(2014, 1, 31)  # noqa: DTZ001


def test_an_answer_without_line_ups_or_gaps_is_written_all_the_same(answer: Answer) -> None:
    bare = replace(answer, lineups=(), gates=())
    assert rows_of(opened(line_up_workbook(bare, small_words()))["Members"]) == []
    full = replace(answer, lineups=(replace(answer.lineups[0], gaps=()),))
    book = opened(line_up_workbook(full, small_words()))
    assert rows_of(book["Gaps"]) == []
    assert {row["Housing"] for row in rows_of(book["Coverage"])[1:]} <= {1.0, None}
