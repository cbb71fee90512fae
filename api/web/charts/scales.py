"""Axes: round steps that hold all values, and what stands at them.

A chart is as wide as its place in the page, so positions across are shares of the width (written in
percent) and positions down are in pixels. Texts keep their size on a phone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MOST_STEPS = 5
_TINY = 1e-9
_LEAST_SPAN = 1e-300
"""Less than that is nothing: no step of it can be told apart."""
_MONTHS_BETWEEN = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)
_MOST_TIMES = 6
_MONTHS_A_YEAR = 12
_THOUSAND, _MILLION = 1_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of numbers with round ends, and the numbers marked on it."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Say how far along the scale a value is: 0 at its low end, 1 at its high end.

        >>> scale_of([0.0, 90.0]).share(50.0)
        0.5
        """
        return (value - self.low) / (self.high - self.low)


def scale_of(values: Iterable[float]) -> Scale:
    """Make the scale with the smallest round step that holds all values and zero.

    >>> scale_of([-3.0, 17.0]).ticks
    (-5.0, 0.0, 5.0, 10.0, 15.0, 20.0)
    >>> scale_of([]).ticks
    (0.0, 1.0)
    """
    held = [0.0, *values]
    low, high = min(held), max(held)
    if high - low < _LEAST_SPAN:
        return Scale(0.0, 1.0, (0.0, 1.0))
    step = _step(high - low)
    first, last = math.floor(low / step + _TINY), math.ceil(high / step - _TINY)
    ticks = tuple(row * step for row in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def _step(span: float) -> float:
    """Give the round step by which at most `_MOST_STEPS` cross a span."""
    rough = span / _MOST_STEPS
    size = 10.0 ** math.floor(math.log10(rough))
    return size * next(each for each in _STEPS if each * size >= rough * (1 - _TINY))


def pounds_short(amount_gbp: float) -> str:
    """Write an amount as an axis has room for it: three figures at most.

    >>> pounds_short(1_250_000), pounds_short(-40_000), pounds_short(0), pounds_short(950)
    ('£1.25m', '-£40k', '£0', '£950')
    >>> pounds_short(999_999), pounds_short(-0.2)
    ('£1m', '£0')
    """
    size = abs(amount_gbp)
    rounded = 0.0 if size < _TINY else float(f"{size:.3g}")
    if rounded < 1:
        return "£0"
    sign = "-" if amount_gbp < 0 else ""
    for unit, letter in ((_MILLION, "m"), (_THOUSAND, "k")):
        if rounded >= unit:
            return f"{sign}£{rounded / unit:,.6g}{letter}"
    return f"{sign}£{rounded:.3g}"


def percent(share: float) -> str:
    """Write a position across as SVG does.

    >>> percent(0.12345), percent(1.0)
    ('12.35%', '100%')
    """
    return f"{100 * share:z.2f}".rstrip("0").rstrip(".") + "%"


def months_marked(months: int) -> tuple[int, ...]:
    """Choose which months an axis of so many names: few enough for a phone.

    >>> months_marked(12), months_marked(84)
    ((0, 3, 6, 9, 12), (0, 24, 48, 72))
    """
    step = next(
        (each for each in _MONTHS_BETWEEN if months // each < _MOST_TIMES), _MONTHS_BETWEEN[-1]
    )
    return tuple(range(0, months + 1, step))


def month_mark(month: int) -> str:
    """Name a month on an axis.

    >>> month_mark(0), month_mark(6), month_mark(24)
    ('start', '6 m', '2 y')
    """
    if month == 0:
        return "start"
    years, rest = divmod(month, _MONTHS_A_YEAR)
    return f"{month} m" if rest else f"{years} y"
