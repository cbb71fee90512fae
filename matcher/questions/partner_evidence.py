"""What the facts show of two bodies: what they did together, who links them, what each gains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.affinity.history import Subject
from matcher.affinity.rows import joined, ranges
from matcher.questions.partner_records import Connection, Gain, SharedWork

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from scipy import sparse

    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Indices
    from matcher.affinity.past import Past

_MOST_SHARED = 5
_MOST_CONNECTIONS = 3
_MOST_SOURCES = 3


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


def gains(
    snapshot: Snapshot,
    past: Past,
    *,
    between: tuple[int, int],
    area: int | None,
    pathway: int | None,
) -> tuple[Gain, Gain]:
    """What each of two bodies would gain: what the other does, and where, and it does not.

    What is said of a body counts. Of whom nothing is said, the works tell; but who took part in a
    work of many pathways need not do them all, so works do not add to what is said. Who works in
    one area gains no others: it is local, or nobody knows that it is not.

    Parameters
    ----------
    snapshot, past : the facts
    between : the two
    area : only work that reaches this area, and its authorities; None for all areas
    pathway : only this one; None for all
    """
    if area is None:
        names = [each.name for each in snapshot.areas]
        one, other = (_done(past, who) for who in between)
    else:
        names = [each.name for each in snapshot.authorities]
        one, other = (_reached(snapshot, past, who, area) for who in between)

    def new(ours: _Doing, theirs: _Doing, who: int) -> Gain:
        sought = np.setdiff1d(theirs.pathways, ours.pathways).tolist()
        keys = [index for index in sought if pathway in (None, index)]
        further = np.setdiff1d(theirs.places, ours.places) if ours.may_gain_places else ()
        return Gain(
            pathways=tuple(snapshot.pathways[index].key for index in keys),
            places=tuple(names[index] for index in further),
            sources=tuple(_said_by(snapshot, past, who, keys)) if keys else (),
        )

    return new(one, other, between[1]), new(other, one, between[0])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Doing:
    """What a body does, where, and whether another could bring it further places."""

    pathways: Indices
    places: Indices
    may_gain_places: bool


def _done(past: Past, who: int) -> _Doing:
    """Pathways and areas of a body: those that are said, or where none are, those of its works."""
    terms = past.history.terms

    def numbers(subject: Subject) -> Indices:
        own = np.flatnonzero(terms.of(subject)).astype(np.int32)
        for rows in (past.told, past.profile):
            found = np.flatnonzero(np.isin(own, row_of(rows, who)))
            if len(found):
                break
        return found.astype(np.int32)

    places = numbers(Subject.REGION)
    return _Doing(pathways=numbers(Subject.PATHWAY), places=places, may_gain_places=len(places) > 1)


def _said_by(snapshot: Snapshot, past: Past, who: int, pathways: Sequence[int]) -> Iterator[str]:
    """The sources that say that a body does some pathways, each once; a few at most."""
    rows = snapshot.capabilities
    own = _own_capabilities(snapshot, past, who)
    records = np.unique(rows.record[own[np.isin(rows.pathway[own], pathways)]]).tolist()
    said = [s for each in records for s in snapshot.facts.capabilities[each].provenance.sources]
    yield from list(dict.fromkeys(said))[:_MOST_SOURCES]


def _own_capabilities(snapshot: Snapshot, past: Past, who: int) -> NDArray[np.int64]:
    """The rows of what a body does that were public and count."""
    rows = snapshot.capabilities
    own = _rows_of_records(rows.record, snapshot.owners.rows("capabilities", who))
    return own[(rows.known_day[own] <= past.day) & (rows.probability[own] > 0)]


def _reached(snapshot: Snapshot, past: Past, who: int, area: int) -> _Doing:
    """Pathways of a body that reach an area, and the authorities there, by what is said.

    Where nothing said of it reaches the area, its works there tell the pathways; in which of the
    authorities they were, nobody knows.
    """
    rows, own = snapshot.capabilities, _own_capabilities(snapshot, past, who)
    authorities = joined(snapshot.covers, rows.place[own])
    row = np.repeat(own, np.diff(snapshot.covers.indptr)[rows.place[own]])
    reaches = snapshot.authority_area[authorities] == area
    if reaches.any():
        pathways = np.unique(rows.pathway[row[reaches]])
        places = np.unique(authorities[reaches])
        return _Doing(pathways=pathways, places=places, may_gain_places=True)
    works = row_of(past.taking_part, who)
    there = np.flatnonzero(past.history.terms.of(Subject.REGION))[area]
    works = works[[there in row_of(past.about, work) for work in works.tolist()]]
    about = np.unique(joined(past.about, works))
    of_pathway = np.flatnonzero(past.history.terms.of(Subject.PATHWAY))
    done = np.flatnonzero(np.isin(of_pathway, about)).astype(np.int32)
    nowhere = np.zeros(0, dtype=np.int32)
    return _Doing(pathways=done, places=nowhere, may_gain_places=not len(works))


def _shared(snapshot: Snapshot, past: Past, work: int, one: int, other: int) -> SharedWork:
    record = snapshot.facts.collaborations[work]
    return SharedWork(
        id=record.id,
        name=record.name,
        role=_role(snapshot, past, work, one),
        their_role=_role(snapshot, past, work, other),
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
    from datetime import date  # noqa: PLC0415  (only for this word)

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
    own = _rows_of_records(rows.record, np.unique(records))
    fits = np.isin(rows.collaboration[own], works)
    fits &= rows.delivers[own] & (rows.known_day[own] <= past.day)
    for row in own[fits].tolist():
        yield snapshot.facts.memberships[rows.record[row]]


def _rows_of_records(rising: Indices, records: Indices) -> NDArray[np.int64]:
    """The rows of some records, by the rising column that says of which record each row is."""
    return ranges(np.searchsorted(rising, records), np.searchsorted(rising, records, side="right"))


def row_of(matrix: sparse.csr_array[Any], row: int) -> Indices:
    """Give the columns of one row of a matrix."""
    return np.asarray(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]])
