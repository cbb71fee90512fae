"""Small tables in a terminal, and figures as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN = "unknown"


def titled_table(title: str, *left: str, right: Sequence[str] = (), last: str = "") -> Table:
    """Make a table: columns for words, then for figures, then one more for words."""
    table = Table(title=title, title_justify="left", title_style="bold", pad_edge=False, box=None)
    for name in left:
        table.add_column(name, overflow="fold")
    for name in right:
        table.add_column(name, justify="right", overflow="fold")
    if last:
        table.add_column(last, overflow="fold")
    return table


def thousands(pounds: float | None) -> str:
    """Pounds in thousands."""
    return UNKNOWN if pounds is None else f"£{pounds / 1e3:,.0f}k"


def percent(share: float | None) -> str:
    """A share as a percentage, with a digit behind the point where it is small."""
    if share is None:
        return UNKNOWN
    return f"{share:.1%}" if abs(share) < 0.1 and share else f"{share:.0%}"  # noqa: PLR2004


def points(score: float | None) -> str:
    """A score, or a difference of scores."""
    return "none" if score is None else f"{score:.4f}"


def proof(proven: bool) -> str:  # noqa: FBT001  (the word for it)
    """Whether something was proven."""
    return "proven" if proven else "not proven in time"
