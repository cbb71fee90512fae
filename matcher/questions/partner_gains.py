"""What each of two bodies would gain: pathways, places, and what else the other brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.questions.partner_brought import brought
from matcher.questions.partner_records import Gain
from matcher.questions.partner_sides import side_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Indices
    from matcher.affinity.past import Past
    from matcher.questions.field_supply import FieldSupplies
    from matcher.questions.partner_leads import LeadGates
    from matcher.questions.partner_sides import Side

_MOST_SOURCES = 3


def gains(
    snapshot: Snapshot,
    past: Past,
    gates: LeadGates,
    supplies: FieldSupplies,
    *,
    between: tuple[int, int],
    area: int | None,
    pathway: int | None,
) -> tuple[Gain, Gain]:
    """Say what each of two bodies would gain: what the other does, where, and brings besides.

    Only what is said of a body counts as what it does: who took part in a work of many pathways
    need not do them all. Who works in one area gains no others: it is local, or nobody knows that
    it is not.

    Parameters
    ----------
    snapshot, past : the facts
    gates : who could hold the contract of an area
    supplies : what everybody could do in an area
    between : the two
    area : only work that reaches this area, and its authorities; None for all areas
    pathway : this one first, and others as what is brought besides; None for all alike
    """
    one, other = (side_of(snapshot, past, who, area=area, pathway=pathway) for who in between)
    return _gain(gates, supplies, one, other), _gain(gates, supplies, other, one)


def _gain(gates: LeadGates, supplies: FieldSupplies, gains: Side, gives: Side) -> Gain:
    """Say what one of two gains."""
    snapshot = gives.snapshot
    keys = np.setdiff1d(gives.pathways(gives.rows), gains.pathways(gains.rows))
    places = np.setdiff1d(gives.places(), gains.places())
    if not gains.may_gain_places():
        places = places[:0]
    told = places if gains.area is not None else places[:0]
    more = tuple(brought(gates, supplies, gains, gives, but=told))
    kept = snapshot.areas if gains.area is None else snapshot.authorities
    return Gain(
        pathways=tuple(snapshot.pathways[index].key for index in keys.tolist()),
        places=tuple(kept[index].name for index in places.tolist()),
        sources=tuple(_said_by(gives, keys)),
        brings=more,
        untold=() if len(keys) or len(places) or more else tuple(_untold(gives)),
    )


def _said_by(side: Side, pathways: Indices) -> Iterator[str]:
    """The sources that say that a body does some pathways, each once; a few at most."""
    columns, facts = side.snapshot.capabilities, side.snapshot.facts
    rows = side.rows[np.isin(columns.pathway[side.rows], pathways)]
    records = np.unique(columns.record[rows]).tolist()
    said = [each for row in records for each in facts.capabilities[row].provenance.sources]
    yield from list(dict.fromkeys(said))[:_MOST_SOURCES]


def _untold(side: Side) -> Iterator[str]:
    """What is not known of a body from whom nothing would be gained."""
    if not len(side.there):
        yield "what it does" if side.area is None else "what it does there"
    if not len(side.works_in):
        yield "where it works"
    if not side.sizes():
        yield "its size"
