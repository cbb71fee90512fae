"""Small tables in a terminal, and figures as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType

UNKNOWN = "unknown"


def titled_table(title: str, *left: str, right: Sequence[str] = (), last: str = "") -> Table:
    """Make a table: columns for words, then for figures, then one more for words."""
    table = plain_table(*left, right=right, last=last)
    table.title, table.title_justify, table.title_style = title, "left", "bold"
    return table


def plain_table(*left: str, right: Sequence[str] = (), last: str = "") -> Table:
    """Make such a table without a title."""
    table = Table(pad_edge=False, box=None)
    for name in left:
        table.add_column(name, overflow="fold")
    for name in right:
        table.add_column(name, justify="right", overflow="fold")
    if last:
        table.add_column(last, overflow="fold")
    return table


def spaced(part: RenderableType) -> Padding:
    """Leave a line free after a part."""
    return Padding(part, (0, 0, 1, 0), expand=False)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A table that has fewer columns where the terminal is narrow."""

    make: Callable[[int], RenderableType]

    def __rich_console__(
        self, _console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """Make the table for the width there is."""
        yield self.make(options.max_width)


def thousands(pounds: float | None) -> str:
    """Pounds in thousands; less than one of them in full."""
    if pounds is None:
        return UNKNOWN
    return f"£{pounds / 1e3:,.0f}k" if abs(pounds) >= 1e3 else f"£{pounds:.0f}"  # noqa: PLR2004


def millions(pounds: float | None) -> str:
    """Pounds in millions."""
    return UNKNOWN if pounds is None else f"£{pounds / 1e6:,.1f}m"


def percent(share: float | None) -> str:
    """A share as a percentage, with a digit behind the point where it is small."""
    if share is None:
        return UNKNOWN
    if 0.0005 <= abs(share) < 0.1:  # noqa: PLR2004
        return f"{share:.1%}"
    return f"{round(share, 2) + 0.0:.0%}"


def points(score: float | None) -> str:
    """A score, or a difference of scores."""
    return "none" if score is None else f"{score:.4f}"


def proof(proven: bool) -> str:  # noqa: FBT001  (the word for it)
    """Whether something was proven."""
    return "proven" if proven else "not proven in time"
