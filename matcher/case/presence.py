"""How likely an organisation is to deliver in an authority, given the place it is known for.

Work that is known for an authority is there. A wider claim is a chance: it starts from the kind of
place, and is taken in full only for a body that is known for several sites; for one without any,
its size says how much. A national body that is known for a site in the same region is likelier to
be in the rest of it, and one that is known for sites in other regions only is less likely than one
of which no site is known. docs/presence.md tells how the numbers were measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.records.kinds import PlaceKind
from graph.snapshot.columns import day_number
from matcher.case.sizes import turnovers

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.case.scoring import ScoringRules

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_SITES = (PlaceKind.AUTHORITY, PlaceKind.POLICE_AREA, PlaceKind.TRUST, PlaceKind.PRISON)


def presence_of(
    snapshot: Snapshot, row: Indices, area: int, *, as_of: date, rules: ScoringRules
) -> Floats:
    """Estimate the chance that each capability row's work is done in any one authority of an area.

    Parameters
    ----------
    snapshot : the facts
    row : rows of `Snapshot.capabilities`, shape (R,)
    area : the contract area

    Returns
    -------
    numpy.ndarray
        In [0, 1], shape (R,).
    """
    columns = snapshot.capabilities
    owner, place = columns.organisation[row], columns.place[row]
    kinds = [each.kind for each in snapshot.places]
    unknown, elsewhere, near = (
        np.array([{**rules.presence, **known}[kind] for kind in kinds])[place]
        for known in ({}, rules.presence_known_elsewhere, rules.presence_known_near)
    )
    wide = np.array([kind in rules.presence_wide for kind in kinds])
    sites, close = _known_work(snapshot, area, as_of)
    chance = np.where(close[owner], near, np.where(sites[owner] > 0, elsewhere, unknown))
    return np.where(wide[place], chance * _reach(snapshot, sites, as_of, rules)[owner], chance)


def _reach(snapshot: Snapshot, sites: Floats, as_of: date, rules: ScoringRules) -> Floats:
    """How far each organisation's wide claims are to be believed, by its sites or its size."""
    by_sites = np.array([0.0, *rules.presence_by_sites])
    known = by_sites[np.minimum(sites, len(by_sites) - 1).astype(np.int64)]
    feet, factors = zip(*rules.presence_by_size, strict=True)
    band = np.digitize(np.nan_to_num(turnovers(snapshot, as_of)), feet) - 1
    return np.where(sites > 0, known, np.array(factors)[band])


def _known_work(snapshot: Snapshot, area: int, as_of: date) -> tuple[Floats, NDArray[np.bool_]]:
    """By organisation: the sites it is known for, and whether any is in the area's regions."""
    columns, count = snapshot.capabilities, len(snapshot.organisations)
    kinds = [each.kind for each in snapshot.places]
    is_site = np.array([kind in _SITES for kind in kinds])
    near = snapshot.covers @ _around(snapshot, area) > 0
    public = columns.known_day <= day_number(as_of)
    rows = np.flatnonzero(public & is_site[columns.place])
    owner, place = columns.organisation[rows].astype(np.int64), columns.place[rows]
    close = np.zeros(count, dtype=bool)
    close[owner[near[place]]] = True
    pairs = np.unique(owner * len(kinds) + place)
    return np.bincount(pairs // len(kinds), minlength=count).astype(np.float64), close


def _around(snapshot: Snapshot, area: int) -> Floats:
    """1 for the authorities of an area and of the regions that it reaches into, else 0."""
    own = (snapshot.authority_area == area).astype(np.float64)
    is_region = np.array([each.kind is PlaceKind.REGION for each in snapshot.places])
    reached = is_region & (snapshot.covers @ own > 0)
    return np.where(snapshot.covers.T @ reached.astype(np.float64) > 0, 1.0, own)
