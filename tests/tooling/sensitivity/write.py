"""Write the tables of docs/sensitivity.md; run by `make sensitivity`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from graph.snapshot.snapshot import Snapshot
from matcher.brief.request import Brief, resolve
from tests.tooling.marked_tables import placed
from tests.tooling.sensitivity.effects import AREAS, GAP, builtin_facts, measured

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.tooling.sensitivity.effects import Effect
    from tests.tooling.sensitivity.numbers import Number

    Row = tuple[Number, Effect, Effect]

PAGE = Path(__file__).resolve().parents[3] / "docs" / "sensitivity.md"
DECIDES, COUNTS = 0.10, 0.03
"""The shares of seats from which on a number decides, or counts."""
HEADS = (
    *("number", "part", "now", "tried", "seats", "leads", "work"),
    *("needs met", "if independent", "members"),
)
VERDICTS = ("Decide", "Count", "Hardly matter")


def page(text: str, rows: Sequence[Row], *, measured_on: str) -> str:
    """Put the tables in their place; `measured_on` says of which facts they are."""
    lines = [measured_on, *(line for each in VERDICTS for line in _table(each, rows))]
    return placed(
        text, "sensitivity", lines, page="docs/sensitivity.md", command="make sensitivity"
    )


def verdict(low: Effect, high: Effect) -> str:
    """Say whether a number decides, by the side that changes more."""
    seats = max(low.seats, high.seats)
    if seats >= DECIDES or low.leads or high.leads or low.none or high.none:
        return VERDICTS[0]
    return VERDICTS[1] if seats >= COUNTS else VERDICTS[2]


def _table(title: str, rows: Sequence[Row]) -> Iterator[str]:
    own = [row for row in rows if verdict(*row[1:]) == title]
    own.sort(key=lambda row: -max(row[1].seats, row[2].seats))
    yield f"\n### {title}\n"
    if not own:
        yield "None."
        return
    yield f"| {' | '.join(HEADS)} |"
    yield "|---" * len(HEADS) + "|"
    yield from (_row(*row) for row in own)


def _row(number: Number, low: Effect, high: Effect) -> str:
    cells = [f"`{number.name}`", number.part, number.now, number.tried]
    cells += [" / ".join(both) for both in zip(_said(low), _said(high), strict=True)]
    return f"| {' | '.join(cells)} |"


def _said(found: Effect) -> tuple[str, ...]:
    return (
        f"{found.seats:.0%}",
        f"{found.leads}" + (f" ({found.none} none)" if found.none else ""),
        f"{found.volume:.0%}",
        f"{100 * found.met:+.1f}",
        f"{100 * found.met_if_independent:+.1f}",
        f"{found.members:+.1f}",
    )


def measured_on() -> str:
    """Say of which facts and areas the figures are."""
    snapshot = Snapshot(builtin_facts())
    day = resolve(snapshot, Brief(area=AREAS[0])).as_of
    names = [snapshot.areas[snapshot.area_index[area]].name for area in AREAS]
    return (
        f"Facts of data version `{snapshot.data_version}`, as of {day}; areas: {'; '.join(names)}; "
        f"each line-up proven to within {GAP:.2%} of the best, or the best after a minute."
    )


if __name__ == "__main__":
    found = measured(processes=int(os.environ.get("PROCESSES", "2")))
    PAGE.write_text(page(PAGE.read_text("utf-8"), found, measured_on=measured_on()), "utf-8")
