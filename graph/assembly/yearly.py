"""Accounts of one year that a source gives in several of its files, as one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

from graph.records.model import Accounts
from graph.stores.rows import PROVENANCE_COLUMNS, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.stores.rows import Value

    Row: TypeAlias = tuple[Value, ...]

_PLACE = {name: place for place, name in enumerate(columns_of(Accounts))}
_FIGURES = range(_PLACE["income_gbp"], _PLACE["volunteers"] + 1)
_ORIGIN = slice(_PLACE[PROVENANCE_COLUMNS[0]], None)
_WHO, _YEAR, _SOURCES, _DAY = map(
    _PLACE.__getitem__, ("organisation", "year_end", "sources", "known_from")
)


def folded(rows: Iterable[Row]) -> list[Row]:
    """Fold accounts of one organisation, year and source into as few as say the same.

    Figures that became public on one day complete each other. What repeats figures that were
    public before says nothing. Figures that contradict each other stay apart.

    Parameters
    ----------
    rows : of the table of accounts, as `graph.stores.rows.SQL` writes them
    """
    years: dict[Any, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=_day):
        years[row[_WHO], row[_YEAR], row[_SOURCES]].append(row)
    return [row for of_year in years.values() for row in _of_year(of_year)]


def _day(row: Row) -> str:
    """The day from which it counts; a month comes behind its days, as it counts from the last."""
    return f"{row[_DAY] or '~'}~"


def _of_year(rows: list[Row]) -> list[Row]:
    kept = rows[:1]
    for row in rows[1:]:
        for place, other in enumerate(kept):
            if _contradict(row, other):
                continue
            if _has_new(row, other) and row[_ORIGIN] != other[_ORIGIN]:
                continue
            kept[place] = _completed(other, row)
            break
        else:
            kept.append(row)
    return kept


def _contradict(row: Row, other: Row) -> bool:
    pairs = ((row[place], other[place]) for place in _FIGURES)
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def _has_new(row: Row, other: Row) -> bool:
    """Whether a row has a figure that another one lacks."""
    return any(row[place] is not None and other[place] is None for place in _FIGURES)


def _completed(row: Row, by: Row) -> Row:
    """Give a row with the figures that it lacks and another one has."""
    return tuple(
        other if own is None and place in _FIGURES else own
        for place, (own, other) in enumerate(zip(row, by, strict=True))
    )
