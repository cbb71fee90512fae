"""What is told of a line-up of one's own besides, as tables for documents and workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.formats.line_up_extras import (
    NEEDS,
    POINTS,
    SHARE,
    TEXT,
    ExtraTable,
    falls_table,
    late_tables,
)
from api.formats.words import years_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.formats.words import Words
    from matcher.answer.stress_records import Gone
    from matcher.questions.rescoring_records import Rescored


def own_tables(found: Rescored, words: Words) -> Iterator[ExtraTable]:
    """Give the tables; none of a line-up that has no score."""
    if found.line_up is None or found.pressure is None:
        return
    yield _who_where(found, words)
    if found.ties:
        yield _past_work(found)
    yield _gone(found.pressure.gone, words)
    if found.pressure.volume:
        yield falls_table(found.pressure.volume)
    yield from late_tables(found.pressure.late_payment, words)


def _who_where(found: Rescored, words: Words) -> ExtraTable:
    rows = (
        (words.place(row.place), words.organisation(row.member), row.needs_a_year)
        for row in found.work
    )
    return ExtraTable(
        name="Who does what where",
        caption="Who could meet how many needs in which place",
        columns=(("Place", TEXT), ("Organisation", TEXT), ("Needs a year", NEEDS)),
        rows=tuple(rows),
    )


def _past_work(found: Rescored) -> ExtraTable:
    rows = (
        (
            tie.first_name,
            tie.second_name,
            "; ".join(tie.works),
            years_words(tie.first_year, tie.last_year),
            tie.strength,
        )
        for tie in found.ties
    )
    return ExtraTable(
        name="Past work",
        caption="What members did together before, the strongest tie first",
        columns=(
            ("One", TEXT),
            ("The other", TEXT),
            ("Together", TEXT),
            ("Years", TEXT),
            ("Strength of the tie", POINTS),
        ),
        rows=tuple(rows),
    )


def _gone(gone: tuple[Gone, ...], words: Words) -> ExtraTable:
    return ExtraTable(
        name="If one leaves",
        caption="If a member leaves and nobody comes: what the needs that could be met lose",
        columns=(("If it leaves", TEXT), ("The others go on", TEXT), ("Needs lost", SHARE)),
        rows=tuple(
            (words.organisation(row.member), "yes", row.coverage_lost)
            if row.coverage_lost is not None
            else (words.organisation(row.member), "no: they cannot keep the rules", None)
            for row in gone
        ),
    )
