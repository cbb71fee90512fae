"""What each of two bodies would gain: pathways, places, and what else the other brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.history import Subject
from matcher.affinity.rows import joined
from matcher.questions.partner_brought import Side, brought
from matcher.questions.partner_evidence import row_of, rows_of_records
from matcher.questions.partner_records import Gain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Indices
    from matcher.affinity.past import Past
    from matcher.questions.partner_leads import LeadGates

_MOST_SOURCES = 3
_FEW_AREAS = 5
"""Who works in more is local nowhere: which contracts it could join is told for an area only."""


def gains(
    snapshot: Snapshot,
    past: Past,
    gates: LeadGates,
    *,
    between: tuple[int, int],
    area: int | None,
    pathway: int | None,
) -> tuple[Gain, Gain]:
    """Say what each of two bodies would gain: what the other does, where, and brings besides.

    What is said of a body counts. Of whom nothing is said, the works tell; but who took part in a
    work of many pathways need not do them all, so works do not add to what is said. Who works in
    one area gains no others: it is local, or nobody knows that it is not.

    Parameters
    ----------
    snapshot, past : the facts
    gates : who could hold the contract of an area
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

    sides = [_side(snapshot, past, who, area=area, pathway=pathway) for who in between]

    def new(ours: _Doing, theirs: _Doing, gains: Side, gives: Side) -> Gain:
        sought = np.setdiff1d(theirs.pathways, ours.pathways).tolist()
        keys = [index for index in sought if pathway in (None, index)]
        further = np.setdiff1d(theirs.places, ours.places)[: None if ours.may_gain_places else 0]
        said = further if area is not None else np.zeros(0, dtype=np.int32)
        more = tuple(brought(gates, gains, gives, but=said))
        return Gain(
            pathways=tuple(snapshot.pathways[index].key for index in keys),
            places=tuple(names[index] for index in further),
            sources=tuple(_said_by(snapshot, past, gives.who, keys)) if keys else (),
            brings=more,
            untold=()
            if keys or len(further) or more
            else tuple(_untold(theirs, gives, there=area is not None)),
        )

    return new(one, other, *sides), new(other, one, *reversed(sides))


def _side(
    snapshot: Snapshot, past: Past, who: int, *, area: int | None, pathway: int | None
) -> Side:
    """What is read of one body: what is said of it for the work asked about."""
    rows, own = snapshot.capabilities, _own_capabilities(snapshot, past, who)
    if pathway is not None:
        own = own[rows.pathway[own] == pathway]
    where = _done(past, who).places
    areas = where if len(where) <= _FEW_AREAS else where[:0]
    if area is not None:
        covers, inside = snapshot.covers, snapshot.authority_area == area
        reaches = [bool(inside[row_of(covers, each)].any()) for each in rows.place[own].tolist()]
        own = own[np.array(reaches, dtype=bool)]
        areas = where = np.array([area], dtype=np.int32)
    return Side(
        snapshot=snapshot,
        past=past,
        who=who,
        rows=own,
        areas=areas,
        works_in=where,
        pathway=pathway,
    )


def _untold(theirs: _Doing, gives: Side, *, there: bool) -> Iterator[str]:
    """What is not known of a body from whom nothing would be gained."""
    if not len(theirs.pathways):
        yield "what it does there" if there else "what it does"
    if not len(_done(gives.past, gives.who).places):
        yield "where it works"
    if not len(gives.snapshot.owners.rows("sizes", gives.who)):
        yield "its size"


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
    own = rows_of_records(rows.record, snapshot.owners.rows("capabilities", who))
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
