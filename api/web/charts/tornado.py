"""What matters most: a bar for each thing that may turn out otherwise, the longest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.web.charts.lines import Mark
from api.web.charts.scales import Scale, percent, pounds_short, scale_of

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW_PX = 88
_BAR_PX = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """What a result becomes where one thing turns out at its low and at its high end.

    `low` and `high` say in words where these are.
    """

    name: str
    low_gbp: float
    high_gbp: float
    low: str = "low"
    high: str = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A part of a bar: from the result as it is expected to one end; `low` is hatched."""

    x: str
    width: str
    low: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SwingBar:
    """A bar as it is drawn, with its texts; `y` in pixels is where the row begins."""

    y: int
    name: str
    ends: tuple[str, str]
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado:
    """Bars as a template draws them; `base` and `zero` are lines down, in percent across."""

    title: str
    says: str
    height: int
    bar_height: int
    rows: tuple[SwingBar, ...]
    across: tuple[Mark, ...]
    base: str
    zero: str


def tornado(swings: Sequence[Swing], *, base_gbp: float, title: str, says: str) -> Tornado:
    """Draw the longest bar first, whatever the order given.

    Parameters
    ----------
    swings : the things that may turn out otherwise
    base_gbp : the result as it is expected
    title, says : what the chart shows, and what is to be seen on it
    """
    ordered = sorted(swings, key=lambda each: -_length(each, base_gbp))
    scale = scale_of([base_gbp, *(end for each in swings for end in (each.low_gbp, each.high_gbp))])
    ends = (scale.ticks[0], 0.0, scale.ticks[-1])
    return Tornado(
        title=title,
        says=says,
        height=ROW_PX * len(ordered),
        bar_height=_BAR_PX,
        rows=tuple(
            SwingBar(
                y=row * ROW_PX,
                name=each.name,
                ends=(
                    f"{each.low}: {pounds_short(each.low_gbp)}",
                    f"{each.high}: {pounds_short(each.high_gbp)}",
                ),
                sides=tuple(_sides(each, base_gbp, scale)),
            )
            for row, each in enumerate(ordered)
        ),
        across=tuple(
            Mark(at=percent(scale.share(tick)), text=pounds_short(tick))
            for tick in dict.fromkeys(ends)
        ),
        base=percent(scale.share(base_gbp)),
        zero=percent(scale.share(0.0)),
    )


def _length(swing: Swing, base_gbp: float) -> float:
    ends = (swing.low_gbp, swing.high_gbp, base_gbp)
    return max(ends) - min(ends)


def _sides(swing: Swing, base_gbp: float, scale: Scale) -> list[Side]:
    """Leave out a side that has no length; where both go one way, the shorter comes last."""
    sides = []
    for end, low in ((swing.low_gbp, True), (swing.high_gbp, False)):
        start, length = min(end, base_gbp), abs(end - base_gbp)
        if length:
            width = scale.share(start + length) - scale.share(start)
            side = Side(x=percent(scale.share(start)), width=percent(width), low=low)
            sides.append((width, side))
    return [side for _, side in sorted(sides, key=lambda each: -each[0])]
