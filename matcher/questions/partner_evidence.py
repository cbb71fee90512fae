"""What the facts show of two bodies: what they did together, and who links them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.affinity.rows import ranges
from matcher.questions.bids import bid_words
from matcher.questions.partner_records import Connection, SharedWork

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy import sparse

    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Indices
    from matcher.affinity.past import Past

_MOST_SHARED = 5
_MOST_CONNECTIONS = 3


def shared_works(past: Past, one: int, other: int) -> Indices:
    """The works in which both took part, the latest first."""
    both = np.intersect1d(row_of(past.taking_part, one), row_of(past.taking_part, other))
    order = np.lexsort((both, -past.work_day[both].astype(np.int64)))
    return np.asarray(both[order])


def shared_records(
    snapshot: Snapshot, past: Past, one: int, other: int
) -> tuple[int, tuple[SharedWork, ...]]:
    """How many works both took part in, and the latest of them."""
    works = shared_works(past, one, other)
    found = [_shared(snapshot, past, work, one, other) for work in works[:_MOST_SHARED].tolist()]
    return len(works), tuple(found)


def connections(snapshot: Snapshot, past: Past, one: int, other: int) -> tuple[Connection, ...]:
    """The partners of both, the least busy first, each with a work for each side.

    Work in which all took part together links nobody: that is shared work.
    """
    links = np.intersect1d(row_of(past.linked, one), row_of(past.linked, other))
    order = np.lexsort((links, past.partners[links]))
    together = shared_works(past, one, other)
    found: list[Connection] = []
    for link in links[order].tolist():
        sides = [np.setdiff1d(shared_works(past, link, side), together) for side in (one, other)]
        if all(len(works) for works in sides):
            yours, theirs = (int(works[past.work_day[works].argmax()]) for works in sides)
            found.append(_connection(snapshot, past, link, (one, other), (yours, theirs)))
        if len(found) == _MOST_CONNECTIONS:
            break
    return tuple(found)


def _shared(snapshot: Snapshot, past: Past, work: int, one: int, other: int) -> SharedWork:
    record = snapshot.facts.collaborations[work]
    return SharedWork(
        id=record.id,
        name=record.name,
        role=_role(snapshot, past, work, one),
        their_role=_role(snapshot, past, work, other),
        bid=bid_words(record, date.fromordinal(past.day)),
        known_from=_day(past, work),
        sources=_sources(snapshot, past, (work,), (one, other)),
    )


def _connection(
    snapshot: Snapshot, past: Past, link: int, sides: tuple[int, int], works: tuple[int, int]
) -> Connection:
    body, records = snapshot.organisations[link], snapshot.facts.collaborations
    return Connection(
        id=str(body.id),
        name=body.name,
        yours=records[works[0]].id,
        theirs=records[works[1]].id,
        sources=_sources(snapshot, past, works, (*sides, link)),
    )


def _day(past: Past, work: int) -> str:
    return date.fromordinal(int(past.work_day[work])).isoformat()


def _role(snapshot: Snapshot, past: Past, work: int, who: int) -> str:
    found = [row.role.value for row in _memberships(snapshot, past, (work,), (who,))]
    return ";".join(dict.fromkeys(found))


def _sources(
    snapshot: Snapshot, past: Past, works: tuple[int, ...], who: tuple[int, ...]
) -> tuple[str, ...]:
    """The sources that say so, each once: of the collaborations, then of the memberships."""
    records = [snapshot.facts.collaborations[work] for work in works]
    rows = [*records, *_memberships(snapshot, past, works, who)]
    return tuple(dict.fromkeys(name for row in rows for name in row.provenance.sources))


def _memberships(
    snapshot: Snapshot, past: Past, works: tuple[int, ...], who: tuple[int, ...]
) -> Iterator[Any]:
    rows, owners = snapshot.memberships, snapshot.owners
    records = np.concatenate([owners.rows("memberships", each) for each in who])
    own = rows_of_records(rows.record, np.unique(records))
    fits = np.isin(rows.collaboration[own], works)
    fits &= rows.delivers[own] & (rows.known_day[own] <= past.day)
    for row in own[fits].tolist():
        yield snapshot.facts.memberships[rows.record[row]]


def rows_of_records(rising: Indices, records: Indices) -> NDArray[np.int64]:
    """Give the rows of some records, by the rising column that says of which record each row is."""
    return ranges(np.searchsorted(rising, records), np.searchsorted(rising, records, side="right"))


def row_of(matrix: sparse.csr_array[Any], row: int) -> Indices:
    """Give the columns of one row of a matrix."""
    return np.asarray(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]])
