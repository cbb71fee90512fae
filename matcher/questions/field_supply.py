"""What the whole field could do for one area, cell by cell, without solving anything.

Everybody spreads its capacity T over the cells that it could serve, in proportion to the most that
it could do in each (m = presence * min(need, T), as in the line-up problem):

    s = m * min(1, T / sum of m)

In each cell the best three others count together. Three come closest to what the best line-ups
could meet (docs/needed.md).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from matcher.brief.gates import GateKey, programme_gates
from matcher.case.capacity import Capacity, capacity_of
from matcher.case.cells import Cells, cells_of
from matcher.case.leads import leads_of
from matcher.case.scoring import ScoringRules
from matcher.case.supply import supply_of
from matcher.case.worth import known_to_lead

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

OTHERS = 3
"""So many others count in each cell."""
_DAYS_KEPT = 2
_KEPT = OTHERS + 4
"""So many are kept of each cell, since the one who asks and its joint ventures are no others."""
_EQUITY = 0.5
"""Of the cells' weights, which nothing here uses."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FieldSupply:
    """One area's needs, and what everybody could do for them.

    Attributes
    ----------
    cells : the needs
    capacity : what everybody could take on here
    most : the most that each could do in each cell, CSR (N, C)
    quality : how well, for each stored entry of `most`
    service : the pathway of the service behind each stored entry of `most`
    best, best_amount : who would do most of each cell, and how much, the most first; shape
        (`_KEPT`, C), -1 and 0 where there are fewer
    primes : who could hold the contract and is known to want it, shape (N,)
    """

    cells: Cells
    capacity: Capacity
    most: sparse.csr_array[Any]
    quality: Floats
    service: NDArray[np.int32]
    best: Indices
    best_amount: Floats
    primes: NDArray[np.bool_]

    def others(self, mine: Indices) -> tuple[Floats, NDArray[np.bool_]]:
        """How much of each cell the best others could do, and who of `best` those are.

        Parameters
        ----------
        mine : who is no other: the one who asks, and those with whom it shares its work

        Returns
        -------
        amount : needs a year, at most the need, shape (C,)
        counted : which of `best` count, its shape
        """
        counted = (self.best >= 0) & ~np.isin(self.best, mine)
        counted &= np.cumsum(counted, axis=0) <= OTHERS
        amount = np.where(counted, self.best_amount, 0.0).sum(axis=0)
        return np.minimum(amount, self.cells.need), counted

    def met(self) -> Floats:
        """What the best could meet of each cell together, needs a year, shape (C,)."""
        return np.asarray(np.minimum(self.best_amount[:OTHERS].sum(axis=0), self.cells.need))

    def own(self, who: int) -> tuple[Indices, Floats, Floats]:
        """Give the cells that somebody could serve, the most that it could do there, how well."""
        entry = slice(self.most.indptr[who], self.most.indptr[who + 1])
        cells = self.most.indices[entry].astype(np.int64)
        return cells, self.most.data[entry], self.quality[entry]

    def room(self, one: int, other: int) -> Iterator[tuple[int, float]]:
        """Yield by service how many more needs a year two could meet than the one alone.

        Only cells count that both could serve by the same service, such as two women's centres;
        each spreads its capacity over all of its own.
        """
        (mine, own), (theirs, more) = self._spread(one), self._spread(other)
        both, here, there = np.intersect1d(mine, theirs, assume_unique=True, return_indices=True)
        service = self._services(other)[there]
        alike = self._services(one)[here] == service
        need = self.cells.need[both]
        gained = np.minimum(need, own[here] + more[there]) - np.minimum(need, own[here])
        for each in np.unique(service[alike]).tolist():
            yield each, float(gained[alike & (service == each)].sum())

    def _spread(self, who: int) -> tuple[Indices, Floats]:
        """The cells that somebody could serve, and its capacity spread over them."""
        cells, most, _ = self.own(who)
        alone = np.zeros(len(cells), dtype=np.int64)
        return cells, spread(most, alone, self.capacity.total[[who]])

    def _services(self, who: int) -> NDArray[np.int32]:
        """The pathways of the services with which somebody would serve its cells."""
        return self.service[self.most.indptr[who] : self.most.indptr[who + 1]]


class FieldSupplies:
    """What everybody could do in each area on a day; kept for the next who asks.

    Parameters
    ----------
    snapshot : the facts
    rules : the engine's scoring; without it, the default
    """

    def __init__(self, snapshot: Snapshot, rules: ScoringRules | None = None) -> None:
        self._snapshot, self._rules = snapshot, rules or ScoringRules()
        self._kept: OrderedDict[date, dict[int, FieldSupply]] = OrderedDict()
        self._turn = Lock()

    def of(self, area: int, as_of: date) -> FieldSupply:
        """What everybody who was public on a day could do in one area."""
        with self._turn:
            kept = self._kept.setdefault(as_of, {})
            self._kept.move_to_end(as_of)
            while len(self._kept) > _DAYS_KEPT:
                self._kept.popitem(last=False)
            if area not in kept:
                kept[area] = field_supply(self._snapshot, area, as_of=as_of, rules=self._rules)
            return kept[area]

    def every(self, as_of: date) -> tuple[FieldSupply, ...]:
        """The same for each area, in their order."""
        return tuple(self.of(area, as_of) for area in range(len(self._snapshot.areas)))


def field_supply(snapshot: Snapshot, area: int, *, as_of: date, rules: ScoringRules) -> FieldSupply:
    """Work out what everybody could do for an area, by what was public on a day."""
    gates = programme_gates(snapshot)
    cells = cells_of(snapshot, area, equity=_EQUITY)
    supply = supply_of(snapshot, cells, area, as_of=as_of, rules=rules)
    exposure = gates.figure(GateKey.EXPOSURE, off=1.0)
    capacity = capacity_of(
        snapshot, supply, area, as_of=as_of, rules=rules, most_of_turnover=exposure
    )
    leads = leads_of(snapshot, capacity, area, as_of=as_of, gates=gates)
    quality = supply.quality
    owner = np.repeat(np.arange(quality.shape[0]), np.diff(quality.indptr))
    most = supply.presence * np.minimum(cells.need[quality.indices], capacity.total[owner])
    amount = spread(most, owner, capacity.total)
    best, best_amount = _best(quality.indices.astype(np.int64), owner, amount, cells.count)
    return FieldSupply(
        cells=cells,
        capacity=capacity,
        most=sparse.csr_array((most, quality.indices, quality.indptr), shape=quality.shape),
        quality=quality.data,
        service=snapshot.capabilities.pathway[supply.row].astype(np.int32),
        best=best,
        best_amount=best_amount,
        primes=known_to_lead(snapshot, leads, area, as_of=as_of, rules=rules),
    )


def spread(most: Floats, owner: Indices, capacity: Floats) -> Floats:
    """Spread each owner's capacity over its entries in proportion to the most of each.

    >>> spread(np.array([30.0, 30.0, 5.0]), np.array([0, 0, 1]), np.array([40.0, 40.0])).tolist()
    [20.0, 20.0, 5.0]
    """
    whole = np.bincount(owner, weights=most, minlength=len(capacity))
    part = np.minimum(1.0, capacity / np.maximum(whole, _NOTHING))
    return np.asarray(most * part[owner])


_NOTHING = 1e-9


def _best(cell: Indices, owner: Indices, amount: Floats, cells: int) -> tuple[Indices, Floats]:
    """Give those who would do most of each cell; of equals the first of the snapshot."""
    able = np.flatnonzero(amount > _NOTHING)
    order = able[np.lexsort((owner[able], -amount[able], cell[able]))]
    place = np.arange(len(order)) - np.searchsorted(cell[order], cell[order])
    first = place < _KEPT
    who = np.full((_KEPT, cells), -1, dtype=np.int64)
    much = np.zeros((_KEPT, cells))
    kept = order[first]
    who[place[first], cell[kept]], much[place[first], cell[kept]] = owner[kept], amount[kept]
    return who, much
