"""Explanations and gates of a line-up as people read them in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import (
    UNKNOWN,
    Line,
    percent,
    points,
    proof,
    spaced,
    titled_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from api.cli.tables.layout import Grid
    from api.formats.words import Words
    from matcher.answer.records import (
        Contribution,
        Explanation,
        GateReport,
        LineUp,
    )

_BAR = 20
_MOST_DROPPED = 4
_WEIGHTS = {"pair_weight": "Past work together", "equity": "Equity"}


def explanation_parts(
    line_up: LineUp, explanation: Explanation, words: Words
) -> Iterator[RenderableType]:
    """Show what adds up to the score, what each member is worth, and how firm the answer is."""
    yield spaced(_waterfall(line_up, explanation))
    yield spaced(_capacities(line_up, words))
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


def _capacities(line_up: LineUp, words: Words) -> Grid:
    table = titled_table(
        "What each member could take on here, in needs a year: the middle counts",
        "Member",
        right=("Low", "Middle", "High", "This uses"),
        last="Rests on",
    )
    for member in line_up.members:
        capacity = member.capacity
        table.add_row(
            member.name,
            f"{capacity.low:z,.0f}",
            f"{capacity.middle:z,.0f}",
            f"{capacity.high:z,.0f}",
            percent(member.volume_needs_a_year / capacity.middle) if capacity.middle else "",
            words.capacity_basis(capacity.basis),
        )
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
