"""Women-only providers: who they are, who is known in an area, and who is nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.records.kinds import Sex
from graph.snapshot.columns import SEXES, day_number
from matcher.case.scoring import WOMEN

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.case.supply import Supply

    Flags = NDArray[np.bool_]

_KNOWN_HERE = 0.5
"""A provider is known in an area where it is at least so likely to work in some authority."""
_KM_A_DEGREE = 111.2


def womens_providers(snapshot: Snapshot, as_of: date) -> Flags:
    """Bodies that may bid and all of whose public work is for women, shape (N,)."""
    columns, count = snapshot.capabilities, len(snapshot.organisations)
    public = columns.known_day <= day_number(as_of)
    only = np.array([groups == (WOMEN,) for groups in snapshot.cohort_sets], dtype=bool)
    for_women = only[columns.cohorts] | (columns.sex == SEXES.index(Sex.WOMEN))
    owner = columns.organisation
    women = np.bincount(owner[public & for_women], minlength=count)
    others = np.bincount(owner[public & ~for_women], minlength=count)
    exists = snapshot.organisation_known_day <= day_number(as_of)
    may_bid = snapshot.organisation_columns.may_bid & exists
    return np.asarray((women > 0) & (others == 0) & may_bid)


def known_here(supply: Supply) -> Flags:
    """Who is likely to work in at least one authority of the area, shape (N,)."""
    quality = supply.quality
    owner = np.repeat(np.arange(quality.shape[0]), np.diff(quality.indptr))
    likely = supply.presence >= _KNOWN_HERE
    return np.bincount(owner[likely], minlength=quality.shape[0]) > 0


def nearest(
    snapshot: Snapshot, providers: Flags, area: int, *, as_of: date, most: int
) -> list[tuple[int, float]]:
    """The nearest of some providers to an area, with the kilometres between centres.

    Only those that are known for places with a centre count.
    """
    where = np.array(
        [(place.latitude, place.longitude) for place in snapshot.authorities], dtype=np.float64
    ).reshape(-1, 2)
    inside = where[snapshot.authority_area == area]
    home = inside[np.isfinite(inside[:, 0])].mean(axis=0)
    east = np.cos(np.radians(home[0]))
    km = _KM_A_DEGREE * np.hypot(where[:, 0] - home[0], (where[:, 1] - home[1]) * east)
    found = []
    for index in np.flatnonzero(providers):
        start, stop = snapshot.reach.indptr[index], snapshot.reach.indptr[index + 1]
        known = snapshot.reach.data[start:stop] <= day_number(as_of)
        places = km[snapshot.reach.indices[start:stop][known]]
        if np.isfinite(places).any():
            found.append((int(index), float(np.nanmin(places))))
    return sorted(found, key=lambda each: (each[1], each[0]))[:most]
