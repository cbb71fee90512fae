"""What was asked of a line-up besides, as tables for documents and workbooks: worth and stress.

Each row has plain values; None is unknown. The columns say how to write them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.formats.words import percent_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from api.formats.words import Words
    from matcher.answer.records import Explanation, LineUp
    from matcher.answer.stress_records import FallenVolumes, LatePayment, Stress, VolumeFall

TEXT, SHARE, POUNDS, POINTS, NEEDS = "text", "share", "pounds", "points", "needs"
"""What a column holds: words, a share of 1, pounds, parts of a score, or needs a year."""
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
        low = "Everybody at the low end of its capacity", line_up.stress.low_capacity.same
        yield falls_table(line_up.stress.volume, low)
        yield from late_tables(line_up.stress.late_payment, words)
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


def falls_table(volume: Iterable[VolumeFall], *besides: tuple[str, FallenVolumes]) -> ExtraTable:
    """Tell what less volume would do, and what else leaves less to do."""
    rows = []
    for fall in volume:
        start = f"Volume {percent_words(fall.fall)} below forecast"
        rows.append(_fallen(f"{start}, every member's alike", fall.proportional))
        rows.append(_fallen(f"{start}, shared out anew", fall.shared_anew))
    rows += [_fallen(name, volumes) for name, volumes in besides]
    return ExtraTable(
        name="Less volume",
        caption=f"What less volume{', and less capacity,' if besides else ''} would do",
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


def late_tables(late: LatePayment | None, words: Words) -> Iterator[ExtraTable]:
    """Tell whom late results money would hurt; nothing where none is paid late."""
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
