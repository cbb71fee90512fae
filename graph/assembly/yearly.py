"""Accounts of one year that a source gives in several of its files, as one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.records.model import Accounts

_FIGURES = ("income_gbp", "spending_gbp", "reserves_gbp", "employees", "volunteers")


def folded(rows: Iterable[Accounts]) -> list[Accounts]:
    """Fold accounts of one organisation, year and source into as few as say the same.

    Figures that became public on one day complete each other. What repeats figures that were
    public before says nothing. Figures that contradict each other stay apart.
    """
    years: dict[tuple[Any, ...], list[Accounts]] = defaultdict(list)
    for row in sorted(rows, key=_day):
        years[row.organisation, row.year_end, row.provenance.sources].append(row)
    return [row for of_year in years.values() for row in _of_year(of_year)]


def _day(row: Accounts) -> str:
    """The day from which it counts; a month comes behind its days, as it counts from the last."""
    return f"{row.provenance.known_from or '~'}~"


def _of_year(rows: list[Accounts]) -> list[Accounts]:
    kept: list[Accounts] = []
    for row in rows:
        for place, other in enumerate(kept):
            if _contradict(row, other):
                continue
            if _new(row, other) and row.provenance != other.provenance:
                continue
            kept[place] = replace(other, **_new(row, other))
            break
        else:
            kept.append(row)
    return kept


def _contradict(row: Accounts, other: Accounts) -> bool:
    pairs = ((getattr(row, name), getattr(other, name)) for name in _FIGURES)
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def _new(row: Accounts, other: Accounts) -> dict[str, Any]:
    """Give the figures of a row that another one lacks."""
    return {
        name: getattr(row, name)
        for name in _FIGURES
        if getattr(row, name) is not None and getattr(other, name) is None
    }
