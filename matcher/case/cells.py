"""The demand side: the cells of one area, what they need and how much each matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """The cells of one area: place x pathway x cohort, C of them.

    Attributes
    ----------
    authorities : the area's authorities, indices into `Snapshot.authorities`
    place : position in `authorities`, shape (C,)
    pathway, cohort : indices into the snapshot's tables, shape (C,)
    need : needs a year, > 0, shape (C,)
    weight : importance, shape (C,); all weights sum to 1
    lookup : cell of (place, pathway, cohort), -1 where nobody has the need
    """

    authorities: NDArray[np.int64]
    place: NDArray[np.int64]
    pathway: NDArray[np.int64]
    cohort: NDArray[np.int64]
    need: NDArray[np.float64]
    weight: NDArray[np.float64]
    lookup: NDArray[np.int64]

    @property
    def count(self) -> int:
        """C, the number of cells."""
        return len(self.need)


def cells_of(snapshot: Snapshot, area: int, *, equity: float) -> Cells:
    """Read an area's cells from the snapshot.

    The weight of a cell is

        (1 - equity) * need / (need of all cells)
      + equity * need / (need of its kind) / (number of kinds)

    where a kind is a pathway for a cohort: with 0 every need of a person counts alike, with 1
    every kind of need does, however few have it (women's needs are a seventh of all).
    """
    authorities = np.flatnonzero(snapshot.authority_area == area)
    demand = snapshot.demand[authorities]
    place, pathway, cohort = np.nonzero(demand > 0)
    need = demand[place, pathway, cohort]
    lookup = np.full(demand.shape, -1, dtype=np.int64)
    lookup[place, pathway, cohort] = np.arange(len(need))
    kind = pathway * len(snapshot.cohorts) + cohort
    by_kind = np.bincount(kind, weights=need)
    kinds = max(np.count_nonzero(by_kind), 1)
    weight = (1 - equity) * need / need.sum() + equity * need / by_kind[kind] / kinds
    return Cells(
        authorities=authorities,
        place=place,
        pathway=pathway,
        cohort=cohort,
        need=need,
        weight=weight,
        lookup=lookup,
    )
