"""Lines over months with a band between two of them, such as cash that may go well or badly."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003  (a dataclass field)
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.web.charts.scales import Scale, month_mark, months_marked, percent, pounds_short, scale_of

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 1000
"""Units across of a path; the page stretches it to its own width."""
HEIGHT_PX = 280
_DASHES = ("", "9 5", "2 4", "9 4 2 4")
"""Lines differ by their dashes, so that nobody needs to tell colours apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Amounts in pounds, one for each month, under a name."""

    name: str
    amounts_gbp: Sequence[float]
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """An amount that matters at all times, such as the end of what may be borrowed."""

    name: str
    amount_gbp: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as it is drawn."""

    name: str
    path: str
    dash: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A text at a place of a chart: `at` in percent across or in pixels down."""

    at: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A month that the chart points out; `anchor` is the end of the text that is near it."""

    x: str
    y: float
    text_y: float
    text: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """Lines as a template draws them (`templates/charts.html`).

    Attributes
    ----------
    title, says : what the chart shows, and what is to be seen on it, in a sentence
    band : the path of the ground between two lines, empty where there is none
    levels : amounts drawn across, by how far down they are
    zero : how far down zero is
    """

    title: str
    says: str
    height: int
    band: str
    lines: tuple[Line, ...]
    across: tuple[Mark, ...]
    down: tuple[Mark, ...]
    levels: tuple[Mark, ...]
    points: tuple[Point, ...]
    zero: float


def line_chart(
    series: Sequence[Series],
    *,
    title: str,
    says: str,
    band: tuple[int, int] | None = None,
    levels: Iterable[Level] = (),
    pointed: Iterable[tuple[int, float, str]] = (),
) -> LineChart:
    """Draw amounts by month, from month 0 on.

    Parameters
    ----------
    series : the lines, all of the same length
    title, says : what the chart shows, and what is to be seen on it
    band : the positions of the two lines between which the ground is filled
    levels : amounts to draw across
    pointed : months to point out, each with its amount and a short text
    """
    levels, pointed = list(levels), list(pointed)
    months = max((len(each.amounts_gbp) for each in series), default=0)
    amounts = [amount for each in series for amount in each.amounts_gbp]
    frame = _Frame(scale_of([*amounts, *(each.amount_gbp for each in levels)]), max(months - 1, 1))
    return LineChart(
        title=title,
        says=says,
        height=HEIGHT_PX,
        band=frame.band(series[band[0]], series[band[1]]) if band else "",
        lines=tuple(
            Line(
                name=each.name,
                path=frame.path(each.amounts_gbp),
                dash=_DASHES[0] if each.strong else _DASHES[1 + row % (len(_DASHES) - 1)],
                width=3 if each.strong else 1.5,
            )
            for row, each in enumerate(series)
        ),
        across=tuple(
            Mark(at=frame.across(month), text=month_mark(month))
            for month in months_marked(frame.last)
        ),
        down=tuple(
            Mark(at=frame.down_text(tick), text=pounds_short(tick)) for tick in frame.scale.ticks
        ),
        levels=tuple(Mark(at=frame.down_text(each.amount_gbp), text=each.name) for each in levels),
        points=tuple(frame.point(*each) for each in pointed),
        zero=frame.down(0.0),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """From months and pounds to places of the chart."""

    scale: Scale
    last: int

    def across(self, month: int) -> str:
        return percent(month / self.last)

    def down(self, amount_gbp: float) -> float:
        return round((1 - self.scale.share(amount_gbp)) * HEIGHT_PX, 1)

    def down_text(self, amount_gbp: float) -> str:
        return f"{self.down(amount_gbp):g}"

    def path(self, amounts_gbp: Sequence[float]) -> str:
        return f"M{' '.join(self._places(amounts_gbp))}" if amounts_gbp else ""

    def band(self, one: Series, other: Series) -> str:
        there, back = self._places(one.amounts_gbp), self._places(other.amounts_gbp)
        return f"M{' '.join([*there, *reversed(back)])}z" if there else ""

    def point(self, month: int, amount_gbp: float, text: str) -> Point:
        """Put the text where it stays inside: below high points, left of late ones."""
        y, late = self.down(amount_gbp), month > self.last / 2
        above = y > HEIGHT_PX / 2
        return Point(
            x=self.across(month),
            y=y,
            text_y=y - 12 if above else y + 24,
            text=text,
            anchor="end" if late else "start",
        )

    def _places(self, amounts_gbp: Sequence[float]) -> list[str]:
        return [
            f"{month / self.last * WIDTH:.1f},{self.down(amount):g}"
            for month, amount in enumerate(amounts_gbp)
        ]
