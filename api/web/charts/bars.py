"""Bars side by side for stretches of time, such as income and cost by quarter."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003  (a dataclass field)
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.web.charts.lines import HEIGHT_PX, Mark
from api.web.charts.scales import Scale, percent, pounds_short, scale_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILLED = 0.8
"""The part of its stretch that a group of bars fills."""
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The amounts of one stretch of time, one for each kind of bar."""

    name: str
    amounts_gbp: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar as it is drawn: `x` and `width` in percent, `y` and `height` in pixels."""

    x: str
    width: str
    y: float
    height: float
    kind: int
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Bars as a template draws them; `kinds` are the names of the kinds of bar."""

    title: str
    says: str
    height: int
    kinds: tuple[str, ...]
    bars: tuple[Bar, ...]
    across: tuple[Mark, ...]
    down: tuple[Mark, ...]
    zero: float


def bar_chart(groups: Sequence[Group], kinds: Sequence[str], *, title: str, says: str) -> BarChart:
    """Draw groups of bars from zero up or down, one bar for each kind.

    Parameters
    ----------
    groups : in the order of time, each with an amount for each kind
    kinds : the names of the bars of a group
    title, says : what the chart shows, and what is to be seen on it
    """
    scale = scale_of(amount for group in groups for amount in group.amounts_gbp)
    every = -(-len(groups) // _MOST_NAMED) or 1
    return BarChart(
        title=title,
        says=says,
        height=HEIGHT_PX,
        kinds=tuple(kinds),
        bars=tuple(_bars(groups, kinds, scale)),
        across=tuple(
            Mark(at=percent((row + 0.5) / len(groups)), text=group.name)
            for row, group in enumerate(groups)
            if row % every == 0
        ),
        down=tuple(
            Mark(at=f"{_down(scale, tick):g}", text=pounds_short(tick)) for tick in scale.ticks
        ),
        zero=_down(scale, 0.0),
    )


def _bars(groups: Sequence[Group], kinds: Sequence[str], scale: Scale) -> Iterable[Bar]:
    slot = 1 / max(len(groups), 1)
    width, margin = slot * _FILLED / len(kinds), slot * (1 - _FILLED) / 2
    zero = _down(scale, 0.0)
    for row, group in enumerate(groups):
        for kind, (name, amount) in enumerate(zip(kinds, group.amounts_gbp, strict=True)):
            top = min(_down(scale, amount), zero)
            yield Bar(
                x=percent(row * slot + margin + kind * width),
                width=percent(width),
                y=top,
                height=round(abs(_down(scale, amount) - zero), 1),
                kind=kind,
                said=f"{group.name}, {name}: {pounds_short(amount)}",
            )


def _down(scale: Scale, amount_gbp: float) -> float:
    return round((1 - scale.share(amount_gbp)) * HEIGHT_PX, 1)
