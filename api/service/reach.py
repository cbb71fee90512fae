"""Which places, areas and organisations a snapshot's facts reach: small look-ups as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.records.provenance import Confidence
from graph.snapshot.columns import CONFIDENCES, day_number
from matcher.brief.names import normal

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from api.service.service import Service
    from graph.snapshot.snapshot import Snapshot

    Flags = NDArray[np.bool_]


def day_of(service: Service, as_of: date | None) -> date:
    """Fill in the default day."""
    return as_of or service.default_as_of


def places_in_area(snapshot: Snapshot, area: int) -> Flags:
    """Mark the places that share ground with an area, or belong to it, shape (places,)."""
    below = snapshot.covers[:, np.flatnonzero(snapshot.authority_area == area)]
    marked = np.asarray(below.sum(axis=1)).ravel() > 0
    if 0 <= area < len(snapshot.areas):
        code = snapshot.areas[area].id
        marked |= np.array([code in place.parents for place in snapshot.places], dtype=bool)
    return marked


def areas_of(snapshot: Snapshot, organisation: int, as_of: date) -> tuple[int, ...]:
    """Give the areas that an organisation's work reached by a day, in the snapshot's order."""
    rows = snapshot.capabilities
    own = _public(snapshot, organisation, as_of)
    places = np.unique(rows.place[own])
    authorities = np.unique(snapshot.covers[places].indices)
    found = set(snapshot.authority_area[authorities].tolist())
    parents = (parent for place in places for parent in snapshot.places[place].parents)
    found |= {snapshot.area_index[code] for code in parents if code in snapshot.area_index}
    return tuple(sorted(found))


def _public(snapshot: Snapshot, organisation: int, as_of: date) -> NDArray[np.integer[Any]]:
    """Give the rows of an organisation's capabilities that were public by a day."""
    own = snapshot.own_capabilities(organisation)
    public: NDArray[np.integer[Any]] = own[
        snapshot.capabilities.known_day[own] <= day_number(as_of)
    ]
    return public


def pathways_of(snapshot: Snapshot, organisation: int, as_of: date) -> tuple[int, ...]:
    """Give the pathways that an organisation was known to work on by a day, in order."""
    rows = snapshot.capabilities
    own = _public(snapshot, organisation, as_of)
    return tuple(np.unique(rows.pathway[own]).tolist())


def inferred_pathways_of(snapshot: Snapshot, organisation: int, as_of: date) -> tuple[int, ...]:
    """Give those of them of which no source states anything."""
    rows = snapshot.capabilities
    own = _public(snapshot, organisation, as_of)
    stated = rows.confidence[own] != CONFIDENCES.index(Confidence.INFERRED)
    named = set(rows.pathway[own[stated]].tolist())
    return tuple(p for p in pathways_of(snapshot, organisation, as_of) if p not in named)


def named_like(snapshot: Snapshot, text: str) -> Flags:
    """Mark the organisations with a name, alias or identifier that contains a text's words."""
    wanted = normal(text)
    marked = np.zeros(len(snapshot.organisations), dtype=bool)
    if wanted:  # otherwise it would be in every name
        marked[snapshot.name_lines.holding(wanted)] = True
    return marked
