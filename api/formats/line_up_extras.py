"""What was asked of a line-up besides, as tables for documents and workbooks: worth and stress.

Each row has plain values; None is unknown. The columns say how to write them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.formats.words import percent_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.formats.words import Words
    from matcher.answer.records import Explanation, LineUp
    from matcher.answer.stress_records import FallenVolumes, Stress

TEXT, SHARE, POUNDS, POINTS = "text", "share", "pounds", "points"
"""What a column holds: words, a share of 1, pounds, or parts of a score."""
Plain = str | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraTable:
    """A table about one line-up: its name, its caption, its columns with what each holds."""

    name: str
    caption: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Plain, ...], ...]


def extra_tables(line_up: LineUp, words: Words) -> Iterator[ExtraTable]:
    """Give the tables of what was asked for besides; none if nothing was."""
    if line_up.explanation is not None:
        yield _worth(line_up.explanation, words)
    if line_up.stress is not None:
        yield _falls(line_up.stress)
        yield from _late(line_up.stress, words)
        yield _departures(line_up.stress, words)


def _worth(explanation: Explanation, words: Words) -> ExtraTable:
    rows = tuple(
        (
            words.organisation(row.member),
            row.score_without,
            row.loss,
            _named(row.instead, words) or "nobody",
            "yes" if row.proven else "no",
        )
        for row in explanation.contributions
    )
    return ExtraTable(
        name="Worth",
        caption="What each member is worth: the best line-up without it, solved again",
        columns=(
            ("Without", TEXT),
            ("Score", POINTS),
            ("Loss", POINTS),
            ("Who comes instead", TEXT),
            ("Proven", TEXT),
        ),
        rows=rows,
    )


def _falls(stress: Stress) -> ExtraTable:
    rows = []
    for fall in stress.volume:
        start = f"Volume {percent_words(fall.fall)} below forecast"
        rows.append(_fallen(f"{start}, every member's alike", fall.proportional))
        rows.append(_fallen(f"{start}, shared out anew", fall.shared_anew))
    rows.append(_fallen("Everybody at the low end of its capacity", stress.low_capacity.same))
    return ExtraTable(
        name="Less volume",
        caption="What less volume, and less capacity, would do",
        columns=(
            ("If", TEXT),
            ("Could meet", SHARE),
            ("Value lost a year", POUNDS),
            ("Score", POINTS),
        ),
        rows=tuple(rows),
    )


def _fallen(name: str, volumes: FallenVolumes) -> tuple[Plain, ...]:
    return name, volumes.coverage, volumes.value_lost_gbp, volumes.score


def _late(stress: Stress, words: Words) -> Iterator[ExtraTable]:
    late = stress.late_payment
    if late is None:
        return
    owed = sorted((row for row in late.members if row.owed_gbp), key=lambda row: -row.owed_gbp)
    yield ExtraTable(
        name="Late money",
        caption=f"Results money {late.months:z.0f} months late",
        columns=(("Member", TEXT), ("Owed at most", POUNDS), ("Of its turnover", SHARE)),
        rows=tuple(
            (words.organisation(row.member), row.owed_gbp, row.share_of_turnover) for row in owed
        ),
    )


def _departures(stress: Stress, words: Words) -> ExtraTable:
    rows = tuple(
        (
            words.organisation(row.member),
            row.replacement_name or "nobody",
            row.coverage_lost_alone,
            row.coverage_lost,
            "yes" if row.single_point else "no",
        )
        for row in stress.departures
    )
    return ExtraTable(
        name="Departures",
        caption="If a member leaves: who would come, and what the needs that could be met lose",
        columns=(
            ("If it leaves", TEXT),
            ("Best replacement", TEXT),
            ("Lost without one", SHARE),
            ("Lost with it", SHARE),
            ("Single point of failure", TEXT),
        ),
        rows=rows,
    )


def _named(members: Sequence[str], words: Words) -> str:
    return ", ".join(words.organisation(each) for each in members)
