"""Which organisations have worked together, on what, when, and how strongly that ties them.

The strength of a tie is that of `graph.networks.ties`, of the works that a filter lets through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.networks.ties import participations, work_weights
from graph.snapshot.cells import columns
from graph.snapshot.columns import PROJECT_KINDS

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from graph.records.kinds import CollaborationKind
    from graph.records.provenance import PartialDate
    from graph.snapshot.snapshot import Snapshot

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

NO_YEAR = 0
"""The year of work whose dates nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFilter:
    """Which works tie those who did them.

    Attributes
    ----------
    as_of : only facts public by this day count
    area, pathway : index of the area that the work is for or shares ground with, and of a pathway
        that it is on; None for any
    kind : of collaboration; None for any
    first_year, last_year : only work that went on in one of these years; None for no bound
    """

    as_of: date
    area: int | None = None
    pathway: int | None = None
    kind: CollaborationKind | None = None
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SharedWork:
    """Ties between organisations, T of them, by their ends.

    Attributes
    ----------
    first, second : indices into the snapshot's organisations, the lower one first, shape (T,)
    weight : how strong each is, > 0, shape (T,)
    first_year, last_year : when the works were, `NO_YEAR` where nobody knows, shape (T,)
    start : where the works of each tie begin in `works`, and behind the last where they end
    works : indices into the snapshot's collaborations
    """

    first: Indices
    second: Indices
    weight: Floats
    first_year: Indices
    last_year: Indices
    start: Indices
    works: Indices

    def __len__(self) -> int:
        """How many ties there are."""
        return len(self.first)

    def works_of(self, tie: int) -> Indices:
        """Give the works of a tie."""
        return self.works[self.start[tie] : self.start[tie + 1]]

    def only(self, chosen: Flags) -> SharedWork:
        """Keep some of the ties."""
        counts = np.diff(self.start)
        return SharedWork(
            first=self.first[chosen],
            second=self.second[chosen],
            weight=self.weight[chosen],
            first_year=self.first_year[chosen],
            last_year=self.last_year[chosen],
            start=np.concatenate([[0], np.cumsum(counts[chosen])]),
            works=self.works[np.repeat(chosen, counts)],
        )


def shared_work(snapshot: Snapshot, wanted: WorkFilter) -> SharedWork:
    """Tie all who delivered a work together that a filter lets through."""
    weight = work_weights(snapshot, as_of=wanted.as_of)
    first_year, last_year = work_years(snapshot, wanted.as_of)
    chosen = (weight > 0) & _let_through(snapshot, wanted, first_year, last_year)
    members = sparse.csr_array(participations(snapshot, as_of=wanted.as_of).T)
    members.sort_indices()
    a, b, work, shared = _pairs(members, np.where(chosen, weight, 0.0))
    order = np.lexsort((work, b, a))
    a, b, work, shared = a[order], b[order], work[order], shared[order]
    fresh = np.ones(len(a), dtype=bool)
    fresh[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    starts = np.flatnonzero(fresh)
    return SharedWork(
        first=a[starts],
        second=b[starts],
        weight=_reduced(np.add, shared, starts),
        first_year=_reduced(np.minimum, first_year[work], starts),
        last_year=_reduced(np.maximum, last_year[work], starts),
        start=np.append(starts, len(a)),
        works=work,
    )


def work_years(snapshot: Snapshot, as_of: date) -> tuple[Indices, Indices]:
    """Give the first and the last year of every collaboration, no later than that of `as_of`.

    The year of the start stands in for that of an unknown end, and the other way round.
    """
    starts, ends = columns(snapshot.facts.collaborations, "start", "end")
    pairs = list(zip(starts, ends, strict=True))
    first, last = (
        np.fromiter(years, dtype=np.int64, count=len(pairs))
        for years in (
            (_year(start or end, last=False) for start, end in pairs),
            (_year(end or start, last=True) for start, end in pairs),
        )
    )
    return np.minimum(first, as_of.year), np.minimum(last, as_of.year)


def ground_of(snapshot: Snapshot, area: int) -> Flags:
    """Mark the places that share ground with an area, shape (places,)."""
    inside = np.flatnonzero(snapshot.authority_area == area)
    return np.asarray(snapshot.covers[:, inside].sum(axis=1)).ravel() > 0


def _let_through(
    snapshot: Snapshot, wanted: WorkFilter, first_year: Indices, last_year: Indices
) -> Flags:
    """Mark the collaborations that a filter lets through."""
    rows = snapshot.collaborations
    chosen = np.ones(len(rows.kind), dtype=bool)
    if wanted.kind is not None:
        chosen &= rows.kind == PROJECT_KINDS.index(wanted.kind)
    if wanted.pathway is not None:
        chosen &= _column(rows.pathways, wanted.pathway)
    if wanted.area is not None:
        chosen &= _column(rows.areas, wanted.area) | _on_ground(snapshot, wanted.area)
    if wanted.first_year is not None:
        chosen &= last_year >= wanted.first_year
    if wanted.last_year is not None:
        chosen &= (first_year <= wanted.last_year) & (first_year != NO_YEAR)
    return chosen


def _column(matrix: sparse.csr_array[Any], index: int) -> Flags:
    return np.asarray(matrix[:, [index]].toarray()).ravel() > 0


def _on_ground(snapshot: Snapshot, area: int) -> Flags:
    """Mark the collaborations in a place that shares ground with an area."""
    marked = ground_of(snapshot, area)
    (places,) = columns(snapshot.facts.collaborations, "places")
    index = snapshot.place_index
    found = (any(marked[index[code]] for code in codes) for codes in places)
    return np.fromiter(found, dtype=bool, count=len(places))


def _pairs(
    members: sparse.csr_array[Any], weight: Floats
) -> tuple[Indices, Indices, Indices, Floats]:
    """Pair the members of every work that weighs anything: two ends, the work, what it adds."""
    counts = np.diff(members.indptr)
    found = [
        _pairs_of(members, np.flatnonzero((counts == size) & (weight > 0)), int(size), weight)
        for size in np.unique(counts[weight > 0])
        if size > 1
    ]
    nothing = np.zeros(0, dtype=np.int64)
    ends = [(nothing, nothing, nothing, np.zeros(0)), *found]
    a, b, work, shared = (np.concatenate(parts) for parts in zip(*ends, strict=True))
    return a, b, work, shared


def _pairs_of(
    members: sparse.csr_array[Any], works: Indices, size: int, weight: Floats
) -> tuple[Indices, Indices, Indices, Floats]:
    """Pair the members of works that all have so many."""
    who = members.indices[members.indptr[works][:, np.newaxis] + np.arange(size)]
    one, other = np.triu_indices(size, k=1)
    each = len(one)
    return (
        who[:, one].ravel().astype(np.int64),
        who[:, other].ravel().astype(np.int64),
        np.repeat(works, each),
        np.repeat(weight[works] / (size - 1), each),
    )


def _reduced(how: np.ufunc, values: NDArray[Any], starts: Indices) -> NDArray[Any]:
    return how.reduceat(values, starts) if len(starts) else values


def _year(day: PartialDate | None, *, last: bool) -> int:
    if day is None:
        return NO_YEAR
    return (day.last_day if last else day.first_day).year
