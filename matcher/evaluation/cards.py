"""The card of an evaluation, in Markdown: what was learnt from what, and what that is worth.

Mitchell et al., "Model cards for model reporting", FAT* (2019) 220-229. Both evaluations write it,
`matcher evaluate contracts` and `matcher evaluate consortia`, so that a figure that is quoted says
of which data and which day it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from matcher.evaluation.calibration import Calibration

_WIDTH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of a card: its title, headings and rows; all columns but the first are numbers."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card says.

    Attributes
    ----------
    title : of which evaluation
    made : on which day
    data : the version of each file, by its name
    facts : what was learnt from and asked about, the seed: a sentence each
    grids : what the model reads, and the figures
    chances : calibration by what was asked
    limits : a sentence each
    """

    title: str
    made: date
    data: Mapping[str, str]
    facts: tuple[str, ...]
    grids: tuple[Grid, ...]
    limits: tuple[str, ...]
    chances: Mapping[str, Calibration] = field(default_factory=dict)


def card_text(card: Card) -> str:
    """Write a card in Markdown."""
    return "\n".join(_lines(card)) + "\n"


def _lines(card: Card) -> Iterator[str]:
    yield f"# {card.title}: its card"
    yield ""
    yield f"Written by `matcher evaluate` on {card.made.isoformat()}."
    yield ""
    yield "## What it learnt from, and was asked about"
    yield ""
    for name, version in card.data.items():
        yield f"- `{_cell(name)}`, data version `{version}`"
    for fact in card.facts:
        yield f"- {fact}"
    for grid in card.grids:
        yield ""
        yield f"## {grid.title}"
        yield ""
        yield f"| {' | '.join(grid.headings)} |"
        yield f"|---|{'---:|' * (len(grid.headings) - 1)}"
        for row in grid.rows:
            yield f"| {' | '.join(map(_cell, row))} |"
    if card.chances:
        yield ""
        yield "## How far its chances can be believed"
    for name, found in card.chances.items():
        yield from reliability(name, found)
    yield ""
    yield "## Limits"
    yield ""
    for limit in card.limits:
        yield f"- {limit}"


def reliability(name: str, found: Calibration) -> Iterator[str]:
    """Plot the rates of the bins as bars, with a mark at what was said."""
    yield ""
    yield (
        f"{name.capitalize()}: {found.pairs:,} pairs, {found.rate:.2%} came true; Brier score "
        f"{found.brier:.4f}, skill {found.skill:.3f}, calibration error {found.error:.4f}. "
        "Each row is a tenth of the pairs, by chance: the bar is what came true, `|` what was said."
    )
    yield ""
    yield "```text"
    yield f"{'pairs':>9} {'said':>8} {'true':>8}"
    most = max(max(each.chance, each.rate) for each in found.bins) or 1.0
    for each in found.bins:
        bar = list(("#" * round(each.rate / most * _WIDTH)).ljust(_WIDTH + 1))
        bar[round(each.chance / most * _WIDTH)] = "|"
        plot = "".join(bar).rstrip()
        yield f"{each.pairs:>9,} {each.chance:>8.2%} {each.rate:>8.2%}  {plot}"
    yield "```"


def _cell(text: str) -> str:
    """Keep what a file or a table names from breaking the table it stands in."""
    return " ".join(text.split()).replace("|", "\\|").replace("`", "'")
