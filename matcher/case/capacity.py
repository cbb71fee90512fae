"""How much work an organisation can take on in an area.

Capacity counts needs a year: a person with three needs that could be met counts three times. In
this order: what somebody stated; an estimate from turnover,

    turnover * most of turnover in one contract * min(1, focus * area's share of where it works)
    / cost of meeting one need

or, where the size is unknown, a small fixed trust. Turnover is the middle of its band. The cost of
meeting one need is the supply chain's part of the area's annual value over all its needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from graph.snapshot.columns import day_number
from matcher.case.price import price_of

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.case.scoring import ScoringRules
    from matcher.case.supply import Supply

    Floats = NDArray[np.float64]

_OPEN_BAND = 1.5
"""Where a turnover band is open, its middle is taken to be this many times its foot."""


class Basis(StrEnum):
    """What a capacity rests on."""

    STATED = "stated"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


_BASES = np.array([Basis.STATED, Basis.ESTIMATED, Basis.UNKNOWN], dtype=object)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Capacity:
    """Needs a year that each organisation can meet in one area, and why.

    Attributes
    ----------
    total : needs a year, shape (N,)
    basis : one `Basis` an organisation, shape (N,)
    is_stated : where the basis is a statement, shape (N,)
    turnover_gbp : middle of the band, NaN where unknown, shape (N,)
    sizes : the latest public `Size` of each organisation, or None, shape (N,)
    share_of_turnover : the share that the estimate uses, shape (N,)
    share_of_reach : share of the people where it works who live in the area, shape (N,)
    unit_cost_gbp : pounds to meet one need
    """

    total: Floats
    basis: NDArray[np.object_]
    is_stated: NDArray[np.bool_]
    turnover_gbp: Floats
    sizes: NDArray[np.object_]
    share_of_turnover: Floats
    share_of_reach: Floats
    unit_cost_gbp: float


def capacity_of(
    snapshot: Snapshot,
    supply: Supply,
    area: int,
    *,
    as_of: date,
    rules: ScoringRules,
    most_of_turnover: float,
) -> Capacity:
    """Work out every organisation's capacity in an area.

    Nobody puts more than the share `most_of_turnover` of its turnover into the contract.
    """
    sizes = latest_sizes(snapshot, as_of)
    turnover = _middle_gbp(snapshot)[sizes]
    reach = _share_of_reach(snapshot, area, as_of)
    share = most_of_turnover * np.minimum(1.0, rules.focus * reach)
    needs = snapshot.demand[snapshot.authority_area == area].sum()
    unit_cost = price_of(snapshot, area).supply_chain_gbp / needs
    stated = _stated(snapshot, supply)
    estimated = turnover * share / unit_cost
    total = np.where(np.isnan(estimated), rules.unknown_capacity, estimated)
    return Capacity(
        total=np.where(np.isnan(stated), total, stated),
        basis=_BASES[np.where(np.isnan(stated), np.where(np.isnan(estimated), 2, 1), 0)],
        is_stated=~np.isnan(stated),
        turnover_gbp=turnover,
        sizes=snapshot.size_records[sizes],
        share_of_turnover=share,
        share_of_reach=reach,
        unit_cost_gbp=float(unit_cost),
    )


def latest_sizes(snapshot: Snapshot, as_of: date) -> NDArray[np.int64]:
    """The row of each organisation's latest turnover band that was public on the day.

    Of several for one year the first counts; -1 where there is none. Shape (N,).
    """
    columns = snapshot.sizes
    known = np.flatnonzero(columns.known_day <= day_number(as_of))
    order = known[np.lexsort((-known, columns.year[known]))]
    latest = np.full(len(snapshot.organisations), -1, dtype=np.int64)
    latest[columns.organisation[order]] = order  # the last one that is put there stays
    return latest


def _middle_gbp(snapshot: Snapshot) -> Floats:
    """The middle of every turnover band; the last entry, NaN, stands for none at all."""
    low, high = snapshot.sizes.low_gbp, snapshot.sizes.high_gbp
    middle = np.where(np.isnan(high), low * _OPEN_BAND, (low + high) / 2)
    return np.append(middle, np.nan)


def _share_of_reach(snapshot: Snapshot, area: int, as_of: date) -> Floats:
    """The area's share of the population of all places where each organisation is known to work."""
    reach = snapshot.reach
    people = np.array([place.population or 0 for place in snapshot.authorities], dtype=np.float64)
    known = np.where(reach.data <= day_number(as_of), people[reach.indices], 0.0)
    works_among = sparse.csr_array((known, reach.indices, reach.indptr), shape=reach.shape)
    everywhere = works_among @ np.ones(len(people))
    inside = works_among @ (snapshot.authority_area == area).astype(np.float64)
    shares = np.zeros(len(everywhere))
    np.divide(inside, everywhere, out=shares, where=everywhere > 0)
    return shares


def _stated(snapshot: Snapshot, supply: Supply) -> Floats:
    """Sum the capacities that were stated for capabilities in the area; NaN where none was."""
    columns = snapshot.capabilities
    records = np.unique(columns.record[supply.active], return_index=True)[1]
    rows = supply.active[records]
    rows = rows[~np.isnan(columns.capacity[rows])]
    stated = np.full(len(snapshot.organisations), np.nan)
    owners = columns.organisation[rows]
    sums = np.bincount(owners, weights=columns.capacity[rows], minlength=len(stated))
    stated[owners] = sums[owners]
    return stated
