"""Tables and lines in a terminal, in which every text stands as it is; figures as people read them.

Nothing is lost where the terminal is narrow: columns get narrower down to their longest words,
and a table that needs more than that becomes blocks, one for each row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.cli.characters import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType

UNKNOWN = "unknown"
_HALF = 0.5
_BETWEEN = 2
"""Spaces between two columns."""
_LONGEST_WORD = 20
"""Longer words are broken before a table becomes blocks."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or several; nothing in it is taken for markup or obeyed."""

    text: str
    bold: bool = False

    def __rich_console__(
        self, console: Console, _options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """Show it in the terminal's own characters."""
        text = shown(self.text, encoding=console.encoding, lines=True)
        yield Text(text, style="bold" if self.bold else "", overflow="fold")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, which may have several lines, and whether it holds figures."""

    name: str
    right: bool = False


@dataclass(slots=True)
class Grid:
    """A table of texts, added row by row; with `spaced`, a line stays free after it."""

    columns: Sequence[Column]
    title: str = ""
    spaced: bool = False
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add_row(self, *cells: str) -> None:
        """Add a row, a text for each column."""
        self.rows.append(cells)

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """Show it as wide as it needs to be; as blocks where there is no room for columns."""
        rows = [[shown(cell, encoding=console.encoding) for cell in row] for row in self.rows]
        if self.title:
            yield Line(self.title, bold=True)
        widths = self._widths(rows, options.max_width)
        if widths is None:
            yield from self._blocks(rows)
        else:
            yield self._table(rows, widths)
        if self.spaced:
            yield Text("")

    def _widths(self, rows: Sequence[Sequence[str]], room: int) -> list[int] | None:
        """Give each column its room, at least that of its longest word; None if there is not.

        The names of figures are broken only where columns of words could get no narrower.
        """
        room -= _BETWEEN * (len(self.columns) - 1)
        cells = [[row[index] for row in rows] for index in range(len(self.columns))]
        wanted = [
            max(map(_longest_line, [column.name, *own]))
            for column, own in zip(self.columns, cells, strict=True)
        ]
        for of_names in (_longest_line, _longest_word):
            needed = [
                _needed(column, own, of_names)
                for column, own in zip(self.columns, cells, strict=True)
            ]
            if sum(needed) <= room:
                return _shared_out(needed, wanted, room)
        return None

    def _table(self, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Table:
        table = Table(box=None, pad_edge=False, show_header=any(c.name for c in self.columns))
        for column, width in zip(self.columns, widths, strict=True):
            table.add_column(
                Text(column.name),
                justify="right" if column.right else "left",
                width=width,
                overflow="fold",
            )
        for row in rows:
            table.add_row(*map(Text, row))
        return table

    def _blocks(self, rows: Sequence[Sequence[str]]) -> Iterator[RenderableType]:
        """Show each row as lines of its own, a name before each text."""
        for row in rows:
            for column, cell in zip(self.columns, row, strict=True):
                name = f"{' '.join(column.name.split())}: " if column.name else ""
                if cell:
                    yield Text(name + cell, overflow="fold")
            yield Text("")


def _needed(column: Column, cells: Sequence[str], of_names: Callable[[str], int]) -> int:
    """The least room of a column: its figures stay whole, and so do its words."""
    unbroken, name = (_longest_line, of_names) if column.right else (_longest_word, _longest_word)
    return max(name(column.name), min(max(map(unbroken, cells), default=0), _LONGEST_WORD))


def _longest_line(text: str) -> int:
    return max(map(cell_len, text.split("\n")))


def _longest_word(text: str) -> int:
    return max(map(cell_len, text.split() or [""]))


def _shared_out(needed: Sequence[int], wanted: Sequence[int], room: int) -> list[int]:
    """Give each its need, and of what is left a part of what it wants beyond that.

    >>> _shared_out([2, 4], [2, 20], 10), _shared_out([2, 2], [6, 10], 10)
    ([2, 8], [4, 6])
    """
    if sum(wanted) <= room:
        return list(wanted)
    spare, asked = room - sum(needed), sum(wanted) - sum(needed)
    widths = [
        least + (most - least) * spare // asked for least, most in zip(needed, wanted, strict=True)
    ]
    for index, most in enumerate(wanted):
        left = room - sum(widths)
        widths[index] += min(left, most - widths[index])
    return widths


def titled_table(title: str, *left: str, right: Sequence[str] = (), last: str = "") -> Grid:
    """Make a table: columns for words, then for figures, then one more for words."""
    columns = [*map(Column, left), *(Column(name, right=True) for name in right)]
    return Grid([*columns, *([Column(last)] if last else [])], title=title)


def plain_table(*left: str, right: Sequence[str] = (), last: str = "") -> Grid:
    """Make such a table without a title."""
    return titled_table("", *left, right=right, last=last)


def spaced(table: Grid) -> Grid:
    """Leave a line free after a table."""
    table.spaced = True
    return table


@dataclass(frozen=True, slots=True)
class Fitted:
    """A table that has fewer columns where the terminal is narrow."""

    make: Callable[[int], RenderableType]

    def __rich_console__(
        self, _console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """Make the table for the width there is."""
        yield self.make(options.max_width)


def indented(text: str, *, by: int = 3) -> RenderableType:
    """Set a text in from the left, all of its lines."""
    return Padding(Line(text), (0, 0, 0, by))


def thousands(pounds: float | None) -> str:
    """Pounds in thousands; less than one of them in full.

    >>> thousands(12_400), thousands(-26_000), thousands(-0.4)
    ('£12k', '-£26k', '£0')
    """
    if pounds is None:
        return UNKNOWN
    minus, amount = "-" if pounds <= -_HALF else "", abs(pounds)
    thousand = f"£{amount / 1e3:z,.0f}k" if amount >= 1e3 else f"£{amount:z.0f}"  # noqa: PLR2004
    return minus + thousand


def millions(pounds: float | None) -> str:
    """Pounds in millions."""
    return UNKNOWN if pounds is None else f"£{pounds / 1e6:z,.1f}m"


def percent(share: float | None) -> str:
    """A share as a percentage, with a digit behind the point where it is small."""
    if share is None:
        return UNKNOWN
    if 0.0005 <= abs(share) < 0.1:  # noqa: PLR2004
        return f"{share:z.1%}"
    return f"{share:z.0%}"


def points(score: float | None) -> str:
    """A score, or a difference of scores."""
    return "none" if score is None else f"{score:z.4f}"


def proof(proven: bool) -> str:  # noqa: FBT001  (the word for it)
    """Whether something was proven."""
    return "proven" if proven else "not proven in time"
