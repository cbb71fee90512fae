"""Stress tests of a line-up as people read them in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import Line, percent, points, spaced, thousands, titled_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from api.cli.tables.layout import Grid
    from api.formats.words import Words
    from matcher.answer.records import LineUp
    from matcher.answer.stress_records import (
        Departure,
        FallenVolumes,
        LowCapacity,
        Stress,
        VolumeFall,
    )

_SHARE_DIGITS = 3


def stress_parts(line_up: LineUp, stress: Stress, words: Words) -> Iterator[RenderableType]:
    """Show the stress tests; in each the member that it hits hardest comes first."""
    for fall in stress.volume:
        for title, volumes in _falls(fall):
            yield spaced(_fall(title, volumes, words))
    yield from _low_capacity(line_up, stress.low_capacity, words)
    if stress.late_payment is not None:
        late = stress.late_payment
        table = titled_table(
            f"Results money {late.months:z.0f} months late",
            "Member",
            right=("Owed at most", "Of turnover"),
        )
        for row in sorted(late.members, key=lambda row: -row.owed_gbp):
            if row.owed_gbp:
                table.add_row(
                    words.organisation(row.member),
                    thousands(row.owed_gbp),
                    percent(row.share_of_turnover),
                )
        yield spaced(table)
    yield spaced(_departures(stress.departures, words))


def _falls(fall: VolumeFall) -> Iterator[tuple[str, FallenVolumes]]:
    """A fall as it comes, and the best that the members could make of it."""
    start = f"Volume {fall.fall:z.0%} below forecast"
    for words, volumes in (
        ("every member's falls alike", fall.proportional),
        ("the rest shared out anew", fall.shared_anew),
    ):
        yield f"{start}, {words}: {thousands(volumes.value_lost_gbp)} a year less", volumes


def _fall(title: str, volumes: FallenVolumes, words: Words) -> Grid:
    table = titled_table(
        title,
        "Member",
        right=("Needs a year", "Value lost", "Of turnover"),
        last="Modelled minimum",
    )
    for row in sorted(volumes.members, key=lambda row: -row.value_lost_gbp):
        table.add_row(
            words.organisation(row.member),
            f"{row.volume_needs_a_year:z,.0f}",
            thousands(row.value_lost_gbp),
            percent(row.lost_share_of_turnover),
            "below it" if row.below_modelled_minimum else "",
        )
    return table


def _departures(departures: Sequence[Departure], words: Words) -> Grid:
    table = titled_table(
        "Each member gone, the others staying",
        "Gone",
        "Best replacement",
        right=("Score\nthen", "Needs lost\nwithout it", "With the\nreplacement"),
        last="",
    )
    for row in sorted(departures, key=lambda row: (row.score is not None, row.score)):
        table.add_row(
            words.organisation(row.member),
            row.replacement_name or ("nobody needed" if row.score else "nobody"),
            points(row.score),
            _lost(row.coverage_lost_alone),
            _lost(row.coverage_lost),
            _verdict(row, words),
        )
    return table


def _lost(share: float | None) -> str:
    return "all" if share is None else percent(share)


def _verdict(row: Departure, words: Words) -> str:
    """Whether a member is a single point of failure, and what for."""
    if row.score is None and not row.proven:
        return "no replacement found in time"
    kinds = "; ".join(f"{words.pathway(p)} ({words.cohort(c)})" for p, c in row.kinds_lost)
    found = f"SINGLE POINT OF FAILURE: {kinds or 'no line-up without it'}"
    return (found if row.single_point else "") + ("" if row.proven else " (not proven)")


def _low_capacity(line_up: LineUp, found: LowCapacity, words: Words) -> Iterator[RenderableType]:
    """What falls and who would be swapped, then what each member could still take on."""
    yield Line("Every capacity at its low end (estimates)", bold=True)
    yield Line(low_capacity_words(found, words))
    table = titled_table(
        "What each could take on, in needs a year, and what it would do then",
        "Member",
        right=("Low", "Middle", "High", "Then", "Its value"),
        last="Modelled minimum",
    )
    capacity = {member.id: member.capacity for member in line_up.members}
    for row in sorted(found.same.members, key=lambda row: -row.value_lost_gbp):
        ends = capacity[row.member]
        table.add_row(
            words.organisation(row.member),
            *(f"{end:z,.0f}" for end in (ends.low, ends.middle, ends.high)),
            f"{row.volume_needs_a_year:z,.0f}",
            f"{'+' if row.value_lost_gbp < 0 else ''}{thousands(-row.value_lost_gbp)}",
            "below it" if row.below_modelled_minimum else "",
        )
    yield spaced(table)


def low_capacity_words(found: LowCapacity, words: Words) -> str:
    """Say what the low end of capacity changes: how much is met, what falls most, who swaps."""
    return f"{_same_then(found, words)} {_best_then(found, words)}"


def _same_then(found: LowCapacity, words: Words) -> str:
    same = f"The same members could meet {percent(found.same.coverage)} of needs"
    if round(found.same.coverage - found.coverage, _SHARE_DIGITS) == 0:
        return f"{same}, as much as now."
    falls = [
        f"{name} ({percent(fall.before)} to {percent(fall.after)})"
        for name, fall in (
            (words.pathway(found.pathway.key), found.pathway),
            (words.place(found.place.key), found.place),
        )
        if fall.after < fall.before
    ]
    most = f" Most falls in {' and in '.join(falls)}." if falls else ""
    return f"{same} instead of {percent(found.coverage)}.{most}"


def _best_then(found: LowCapacity, words: Words) -> str:
    best = found.best
    if best is None:
        return "No line-up of its kind keeps the rules then." if found.proven else _NOT_IN_TIME
    if not best.comes and not best.goes:
        same = "It is still the best line-up of its kind."
        return same if found.proven else f"{same[:-1]} that was found in time."
    comes, goes = (
        ", ".join(words.organisation(each) for each in some) or "nobody"
        for some in (best.comes, best.goes)
    )
    found_how = "" if found.proven else " (not proven)"
    return (
        f"The best line-up of its kind{found_how} could then meet {percent(best.coverage)}, "
        f"led by {words.organisation(best.lead)}. Comes in: {comes}. Goes: {goes}."
    )


_NOT_IN_TIME = "The best line-up of its kind then was not found in time."
