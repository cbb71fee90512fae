"""The Word document of an answer holds what the answer holds, and can be read by everybody."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from api.formats.line_up_document import line_up_document
from tests.api.formats.answers import (
    CONTROL,
    FORMULA,
    explained_answer,
    small_answer,
    small_words,
)

if TYPE_CHECKING:
    from matcher.answer.records import Answer

NAMES = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(content: bytes) -> Any:
    from docx import Document  # noqa: PLC0415  (slow to import)

    return Document(io.BytesIO(content))


def tables_called(document: Any, caption: str) -> list[Any]:
    return [each for each in document.tables if caption_of(each) == caption]


def caption_of(table: Any) -> str:
    return str(table._tbl.tblPr.find(f"{NAMES}tblCaption").get(f"{NAMES}val"))


def cells_of(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def text_of(document: Any) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.fixture(scope="module")
def answer() -> Answer:
    return small_answer()


@pytest.fixture(scope="module")
def document(answer: Answer) -> Any:
    return opened(line_up_document(answer, small_words()))


def test_its_headings_are_real_and_none_is_left_out(document: Any, answer: Answer) -> None:
    found = [
        (paragraph.style.name, paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith(("Title", "Heading"))
    ]
    assert found[0] == ("Title", "Suggested line-ups for First County")
    parts = [text for style, text in found if style == "Heading 1"]
    assert parts[0] == "What was asked"
    assert parts[-2:] == ["The gates", "Sources"]
    assert len(parts) == 3 + len(answer.lineups)
    levels = [int(style[-1]) for style, _ in found[1:]]
    steps = itertools.pairwise(levels)
    assert all(later - earlier <= 1 for earlier, later in steps)


def test_it_says_first_that_nobody_was_asked(document: Any) -> None:
    notice = document.paragraphs[2].text
    assert notice.startswith("Suggestions only. Nobody named here has been asked")


def test_every_member_has_a_row_with_value_and_risk(document: Any, answer: Answer) -> None:
    found = tables_called(
        document, "Suggested members, and their shares of the work, the money and the risk"
    )
    assert len(found) == len(answer.lineups)
    for table, line_up in zip(found, answer.lineups, strict=True):
        head, *rows = cells_of(table)
        assert head[5:7] == ["Value a year", "At risk"]
        assert [row[5:7] for row in rows] == [
            [f"£{one.value_gbp:,.0f}", f"£{one.risk_gbp:,.0f}"] for one in line_up.members
        ]


def test_every_reason_stands_beside_its_member_and_cites_its_sources(
    document: Any, answer: Answer
) -> None:
    found = tables_called(document, "Why each member is in the line-up")
    for table, line_up in zip(found, answer.lineups, strict=True):
        rows = cells_of(table)[1:]
        assert len(rows) == sum(len(one.reasons) for one in line_up.members)
    (sources,) = tables_called(document, "The sources behind the reasons and the gates")
    numbers = [row[0] for row in cells_of(sources)[1:]]
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert any(row[2].endswith("[1]") for row in cells_of(found[0]))


def test_the_score_adds_up_to_what_is_said(document: Any, answer: Answer) -> None:
    caption = "The parts of the score, and how far it is from the best that there could be"
    for table, line_up in zip(tables_called(document, caption), answer.lineups, strict=True):
        *parts, score, _bound = (float(row[1]) for row in cells_of(table)[1:])
        assert score == pytest.approx(line_up.score, abs=1e-6)
        assert sum(parts) == pytest.approx(score, abs=1e-6)


def test_every_page_says_programme_day_and_data_version(document: Any, answer: Answer) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    assert small_words().programme in footer.text
    assert answer.data_version in footer.text
    assert "Facts public by" in footer.text
    codes = [each.text for each in footer._p.iter(f"{NAMES}instrText")]
    assert codes == ["PAGE", "NUMPAGES"]


def test_readers_for_the_blind_get_language_table_heads_and_descriptions(document: Any) -> None:
    languages = {each.get(f"{NAMES}val") for each in document.styles.element.iter(f"{NAMES}lang")}
    assert languages == {"en-GB"}
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.title == "Suggested line-ups for First County"
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(f"{NAMES}tblHeader") is not None
        assert all(row._tr.trPr.find(f"{NAMES}cantSplit") is not None for row in table.rows)
        described = table._tbl.tblPr.find(f"{NAMES}tblDescription").get(f"{NAMES}val")
        assert described.startswith("A table with the columns ")
        assert all(cell.text for cell in table.rows[0].cells)


def test_the_order_within_the_properties_of_a_table_is_that_of_the_standard(document: Any) -> None:
    """Word refuses a file whose elements stand in another order (ECMA-376, 17.4.60)."""
    order = [
        *("tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize"),
        *("tblStyleColBandSize", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders"),
        *("shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription"),
    ]
    for table in document.tables:
        tags = [each.tag.removeprefix(NAMES) for each in table._tbl.tblPr]
        assert tags == sorted(tags, key=order.index)


def test_hostile_names_are_texts(document: Any) -> None:
    names = {row[0] for table in document.tables for row in cells_of(table)}
    assert any(FORMULA in name for name in names)
    assert any(CONTROL.replace("\x07", "\ufffd") in name for name in names)


def test_what_was_asked_besides_is_told_with_each_line_up() -> None:
    explained = explained_answer()
    found = opened(line_up_document(explained, small_words()))
    line_up = explained.lineups[0]
    assert line_up.stress is not None
    caption = "If a member leaves: who would come, and what the needs that could be met lose"
    (departures,) = tables_called(found, caption)
    assert len(cells_of(departures)) == len(line_up.stress.departures) + 1
    (worth,) = tables_called(
        found, "What each member is worth: the best line-up without it, solved again"
    )
    assert len(cells_of(worth)) == len(line_up.members) + 1
    assert "Results money 24 months late" in text_of(found)


def test_what_stays_with_the_lead_is_told(document: Any) -> None:
    (table,) = tables_called(
        document,
        "What stays with the prime provider besides: with the members' work, the whole price",
    )
    assert cells_of(table)[1][:3] == ["Offender management and unpaid work", "£1,000", "£0"]


def test_the_same_answer_gives_the_same_bytes(answer: Answer) -> None:
    first, second = (line_up_document(answer, small_words()) for _ in range(2))
    assert first == second
    about = opened(first).core_properties
    assert about.created.replace(tzinfo=UTC) == datetime.fromisoformat(answer.as_of).replace(
        tzinfo=UTC
    )


def test_what_was_not_proven_or_not_found_is_said(answer: Answer) -> None:
    first = replace(answer.lineups[0], proven_optimal=False, gap=0.034, gaps=(), retained=())
    brief = replace(answer.brief, k=3, lead="ZZ-PMS-big-firm")
    found = opened(
        line_up_document(
            replace(answer, lineups=(first,), brief=brief, complete=True), small_words()
        )
    )
    text = text_of(found)
    assert "a better one may exist, by at most 3.4%" in text
    assert "Every need could be met in full." in text
    assert "3 line-ups were asked for; only 1 differ enough and keep the rules." in text
    asked = dict(cells_of(tables_called(found, "The brief as it was understood")[0]))
    assert asked["Lead"] == "Big Firm (ZZ-PMS-big-firm)"


def test_a_line_up_of_one_has_no_others(answer: Answer) -> None:
    alone = replace(answer.lineups[0], members=answer.lineups[0].members[:1])
    text = text_of(opened(line_up_document(replace(answer, lineups=(alone,)), small_words())))
    assert "leads. They could meet" in text
