"""Covers: what a crowded cell loses for each of a crowd that is not a member.

The candidates of a cover could together take more than the whole of a cell, by a `surplus`. Whoever
is not a member takes nothing, and the others no more than their own shares. So

    sum of the shares taken + sum of max(own share - surplus, 0) * (1 - x)  <=  1

over the cover. Others in the cell join the row where that says more, each with
``taken - (max(own share, the cover's largest) - surplus) * x``. These rows are true of every
line-up, but not of candidates taken in part: half an organisation that fills what another left.
They close most of the distance between the linear programme and the best line-up
(docs/decisions/0015-covers-and-branching.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matcher.compiling.compiled import compiled, compiled_inside
from matcher.engine.ordering import sort_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from matcher.engine.formulation import Formulation

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_LEAST = 1e-6
_WAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cover:
    """``sum of share_e - credit_e * x  <=  limit``, over some entries of one cell.

    Attributes
    ----------
    entries : positions among the stored entries of `Problem.quality`
    candidates, credit : by entry, whose it is, and what its candidate's membership gives back
    limit : of the sum
    """

    entries: Indices
    candidates: Indices
    credit: Floats
    limit: float


class Crowds(NamedTuple):
    """The entries of a linear programme, cell by cell.

    Attributes
    ----------
    first, entry : where each cell's entries start, and which they are
    owner, own : by entry, its candidate, and the share of the cell that it can take
    """

    first: Indices
    entry: Indices
    owner: Indices
    own: Floats


class Found(NamedTuple):
    """Covers one after another: their entries, credits, ends and limits."""

    entry: Indices
    credit: Floats
    end: Indices
    limit: Floats


def crowds_of(formulation: Formulation) -> Crowds:
    """Put the entries of a linear programme in the order of their cells."""
    problem, owner = formulation.problem, formulation.entry_candidate
    most = np.minimum(problem.cell_capacity.data, problem.total_capacity[owner])
    counts = np.bincount(formulation.entry_cell, minlength=problem.cells)
    return Crowds(
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        entry=np.argsort(formulation.entry_cell, kind="stable").astype(np.int64),
        owner=owner.astype(np.int64),
        own=np.minimum(most / formulation.entry_need, 1.0),
    )


def broken(
    crowds: Crowds, chosen: Floats, taken: Floats, least: float
) -> Iterator[tuple[Indices, Floats, float]]:
    """Give for each cell the cover that is broken most, by more than so much of its need.

    Parameters
    ----------
    crowds : the entries
    chosen : how much of each candidate is taken, 0 to 1
    taken : by entry, the share of its cell that is taken
    least : so much of a cell's need at least

    Yields
    ------
    tuple
        Entries, what each gives back, and the limit.
    """
    entry, credit, end, limit = most_broken(crowds, chosen, taken, least)
    start = 0
    for stop, most in zip(end.tolist(), limit.tolist(), strict=True):
        yield entry[start:stop].copy(), credit[start:stop].copy(), most
        start = stop


@compiled_inside
def _key(way: int, share: float, missing: float, taken: float) -> float:
    """In which order a cover is built: by what is missing, in all or for the share, or taken."""
    if way == 0:
        return -missing / max(share, _LEAST)
    if way == 1:
        return -missing
    return taken


@compiled_inside
def _excess(
    crowds: Crowds, items: Indices, count: int, cover: int, chosen: Floats, taken: Floats
) -> float:
    """How much a cover of the first items breaks its row, with whoever of the others joins it."""
    total, largest = 0.0, 0.0
    for place in range(cover):
        total += crowds.own[items[place]]
        largest = max(largest, crowds.own[items[place]])
    surplus = total - 1.0
    if surplus <= _LEAST or largest <= surplus + _LEAST:
        return 0.0
    excess = -1.0
    for place in range(count):
        item = items[place]
        share, x = crowds.own[item], chosen[crowds.owner[item]]
        if place < cover:
            excess += taken[item] + max(share - surplus, 0.0) * (1.0 - x)
        else:
            excess += max(taken[item] - (max(share, largest) - surplus) * x, 0.0)
    return excess


@compiled_inside
def _write(
    crowds: Crowds,
    items: Indices,
    cover: int,
    chosen: Floats,
    taken: Floats,
    found: Found,
    number: int,
) -> None:
    """Write down a cover of the first items, after so many others."""
    total, largest, limit = 0.0, 0.0, 1.0
    place = found.end[number - 1] if number > 0 else 0
    for rank in range(cover):
        total += crowds.own[items[rank]]
        largest = max(largest, crowds.own[items[rank]])
    surplus = total - 1.0
    for rank in range(len(items)):
        item = items[rank]
        credit = max(crowds.own[item] - surplus, 0.0)
        if rank >= cover:
            credit = max(crowds.own[item], largest) - surplus
            if taken[item] <= credit * chosen[crowds.owner[item]]:
                continue
        else:
            limit -= credit
        found.entry[place], found.credit[place] = item, credit
        place += 1
    found.end[number], found.limit[number] = place, limit


@compiled_inside
def _usable(crowds: Crowds, cell: int, items: Indices) -> int:
    """List the entries of a cell that can take some of it; give how many they are."""
    count = 0
    for position in range(crowds.first[cell], crowds.first[cell + 1]):
        if crowds.own[crowds.entry[position]] > _LEAST:
            items[count] = crowds.entry[position]
            count += 1
    return count


@compiled
def most_broken(crowds: Crowds, chosen: Floats, taken: Floats, least: float) -> Found:
    """Look in each cell for the cover that is broken most, by more than the least."""
    cells, entries = len(crowds.first) - 1, len(crowds.entry)
    found = Found(
        np.empty(entries, np.int64),
        np.empty(entries),
        np.empty(cells, np.int64),
        np.empty(cells),
    )
    items, best = np.empty(entries, np.int64), np.empty(entries, np.int64)
    keys, spare = np.empty(entries), np.empty(entries, np.int64)
    number = 0
    for cell in range(cells):
        count, most, cover = _usable(crowds, cell, items), least, 0
        for way in range(_WAYS):
            for rank in range(count):
                item = items[rank]
                missing = 1.0 - chosen[crowds.owner[item]]
                keys[item] = _key(way, crowds.own[item], missing, taken[item])
            sort_by(items, keys, spare, count)
            for size in range(1, count + 1):
                excess = _excess(crowds, items, count, size, chosen, taken)
                if excess > most:
                    most, cover = excess, size
                    for rank in range(count):
                        best[rank] = items[rank]
        if cover > 0:
            _write(crowds, best[:count], cover, chosen, taken, found, number)
            number += 1
    place = found.end[number - 1] if number > 0 else 0
    ends, limits = found.end[:number], found.limit[:number]
    return Found(found.entry[:place], found.credit[:place], ends, limits)
