"""Explanations, stress tests and gates of a line-up as people read them in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import (
    UNKNOWN,
    Line,
    percent,
    points,
    proof,
    spaced,
    thousands,
    titled_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from api.cli.tables.layout import Grid
    from api.formats.words import Words
    from matcher.answer.records import (
        Contribution,
        Departure,
        Explanation,
        FallenVolumes,
        GateReport,
        LineUp,
        Stress,
        VolumeFall,
    )

_BAR = 20
_MOST_DROPPED = 4
_WEIGHTS = {"pair_weight": "Past work together", "equity": "Equity"}


def explanation_parts(
    line_up: LineUp, explanation: Explanation, words: Words
) -> Iterator[RenderableType]:
    """Show what adds up to the score, what each member is worth, and how firm the answer is."""
    yield spaced(_waterfall(line_up, explanation))
    table = titled_table(
        "What each member is worth: the best line-up without it, solved again",
        "Without",
        right=("Score", "Loss"),
        last="Who comes instead",
    )
    for row in explanation.contributions:
        instead = ", ".join(words.organisation(i) for i in row.instead) or "nobody"
        table.add_row(
            words.organisation(row.member), points(row.score_without), _loss(row), instead
        )
    yield spaced(table)
    yield spaced(_weights(explanation, words))


def _loss(row: Contribution) -> str:
    if row.loss is None:
        return "no line-up" if row.proven else "not found in time"
    return points(row.loss) + ("" if row.proven else " (not proven)")


def _waterfall(line_up: LineUp, explanation: Explanation) -> Grid:
    """Each member's parts of the score, as bars that add up."""
    table = titled_table(
        f"The score of {line_up.score:z.6f}, shared out", "Member", "", right=("Part", "So far")
    )
    names = {member.id: member.name for member in line_up.members}
    sums: dict[str, float] = dict.fromkeys(names, 0.0)
    for part in explanation.parts:
        sums[part.member] += part.value
    so_far = 0.0
    for member, value in sorted(sums.items(), key=lambda item: -item[1]):
        start = round(so_far / max(line_up.score, 1e-9) * _BAR)
        so_far += value
        end = round(so_far / max(line_up.score, 1e-9) * _BAR)
        bar = " " * start + "█" * max(end - start, 0)
        table.add_row(names[member], bar.ljust(_BAR), f"{value:z.6f}", f"{so_far:z.6f}")
    return table


def _weights(explanation: Explanation, words: Words) -> Grid:
    table = titled_table(
        "How far a weight can move before the best line-up changes",
        "Weight",
        right=("Now", "From", "To"),
        last="Who comes in beyond",
    )
    for row in explanation.weights:
        sides = {"below": row.below, "above": row.above}
        beyond = "; ".join(
            f"{side}: {', '.join(words.organisation(i) for i in members)}"
            for side, members in sides.items()
            if members
        )
        proven = "" if row.low_proven and row.high_proven else " (not proven)"
        table.add_row(
            _WEIGHTS.get(row.weight, row.weight),
            f"{row.value:g}",
            f"{row.low:z.3f}",
            f"{row.high:z.3f}",
            (beyond or "nobody") + proven,
        )
    return table


def stress_parts(stress: Stress, words: Words) -> Iterator[RenderableType]:
    """Show the stress tests."""
    for fall in stress.volume:
        for title, volumes in _falls(fall):
            yield spaced(_fall(title, volumes, words))
    if stress.late_payment is not None:
        late = stress.late_payment
        table = titled_table(
            f"Results money {late.months:z.0f} months late",
            "Member",
            right=("Owed at most", "Of turnover"),
        )
        for row in late.members:
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
    for row in volumes.members:
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
    for row in departures:
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


def gate_parts(gates: Sequence[GateReport]) -> Iterator[RenderableType]:
    """Show the gates, whom they drop and what lifting each would gain."""
    priced = any(gate.price is not None for gate in gates)
    table = titled_table(
        "Gates",
        "Gate",
        "",
        right=("Figure", "Drops", *(("Lifting gains",) if priced else ())),
        last="Nearest to it",
    )
    for gate in gates:
        figure = UNKNOWN if gate.figure is None else _figure(gate)
        names = [
            one.name if one.reaches is None else f"{one.name} ({percent(one.reaches)})"
            for one in gate.dropped[:_MOST_DROPPED]
        ]
        dropped = str(len(gate.dropped)) if gate.drops_from else ""
        price = [_price(gate)] if priced else []
        nearest = f"from {gate.drops_from}: {', '.join(names)}" if names else gate.note
        switch = "on" if gate.on else "off"
        table.add_row(gate.name, switch, figure, dropped, *price, nearest)
    yield table
    if priced:
        yield Line("\nWhere the figures come from", bold=True)
        for gate in gates:
            yield Line(f"- {gate.name}: {'; '.join(gate.sources) or 'the brief'}")
    yield Line("")


def _figure(gate: GateReport) -> str:
    return percent(gate.figure) if gate.unit.startswith("share") else f"{gate.figure:g}"


def _price(gate: GateReport) -> str:
    if gate.price is None:
        return ""
    return points(gate.price) + ("" if gate.price_proven else f" ({proof(proven=False)})")
