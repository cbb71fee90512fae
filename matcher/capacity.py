"""How much work an organisation can take on in an area.

Capacity counts needs met a year: a person with three needs that are met counts three times. In
this order: what somebody stated; an estimate from turnover,

    turnover * most of turnover in one contract * min(1, focus * area's share of where it works)
    / cost of meeting one need

or, where the size is unknown, a small fixed trust. Turnover is the middle of its band. The cost of
meeting one need is the area's annual value over all its needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from graph.snapshot import day_number

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from graph.model import Size
    from graph.snapshot import Snapshot
    from matcher.scoring import ScoringRules
    from matcher.supply import Supply

    Floats = NDArray[np.float64]

_OPEN_BAND = 1.5


class Basis(StrEnum):
    """What a capacity rests on."""

    STATED = "stated"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Capacity:
    """Needs a year that each organisation can meet in one area, and why.

    Attributes
    ----------
    total : needs a year, shape (N,)
    basis : one `Basis` an organisation
    turnover_gbp : middle of the band, NaN where unknown, shape (N,)
    sizes : the latest public `Size` of each organisation, or None
    share_of_turnover : the share that the estimate uses, shape (N,)
    share_of_reach : share of the people where it works who live in the area, shape (N,)
    unit_cost_gbp : pounds to meet one need
    """

    total: Floats
    basis: tuple[Basis, ...]
    turnover_gbp: Floats
    sizes: tuple[Size | None, ...]
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
    turnover = np.array([np.nan if size is None else middle_gbp(size) for size in sizes])
    reach = _share_of_reach(snapshot, area, as_of)
    share = most_of_turnover * np.minimum(1.0, rules.focus * reach)
    needs = snapshot.demand[snapshot.authority_area == area].sum()
    unit_cost = snapshot.areas[area].annual_value_gbp / needs
    stated = _stated(snapshot, supply)
    estimated = turnover * share / unit_cost
    total = np.where(np.isnan(estimated), rules.unknown_capacity, estimated)
    return Capacity(
        total=np.where(np.isnan(stated), total, stated),
        basis=tuple(_basis(s, e) for s, e in zip(stated, estimated, strict=True)),
        turnover_gbp=turnover,
        sizes=sizes,
        share_of_turnover=share,
        share_of_reach=reach,
        unit_cost_gbp=float(unit_cost),
    )


def _basis(stated: float, estimated: float) -> Basis:
    if not np.isnan(stated):
        return Basis.STATED
    return Basis.UNKNOWN if np.isnan(estimated) else Basis.ESTIMATED


def latest_sizes(snapshot: Snapshot, as_of: date) -> tuple[Size | None, ...]:
    """The latest turnover band of each organisation that was public on the day."""
    latest: list[Size | None] = [None] * len(snapshot.organisations)
    for size in snapshot.facts.sizes:
        index = snapshot.organisation_index[size.organisation]
        held = latest[index]
        if size.provenance.is_known_by(as_of) and (held is None or held.year < size.year):
            latest[index] = size
    return tuple(latest)


def middle_gbp(size: Size) -> float:
    """The middle of a turnover band; half as much again as its foot where it is open."""
    if size.turnover_high_gbp is None:
        return size.turnover_low_gbp * _OPEN_BAND
    return (size.turnover_low_gbp + size.turnover_high_gbp) / 2


def _share_of_reach(snapshot: Snapshot, area: int, as_of: date) -> Floats:
    """The area's share of the population of all places where each organisation is known to work."""
    columns, count = snapshot.capabilities, len(snapshot.organisations)
    known = columns.known_day <= day_number(as_of)
    pairs = (columns.organisation[known], columns.place[known])
    works_in = sparse.csr_array(
        (np.ones(int(known.sum()), dtype=np.float64), pairs), shape=(count, len(snapshot.places))
    )
    reach = (works_in @ snapshot.covers.astype(np.float64)).astype(bool).astype(np.float64)
    people = np.array([place.population or 0 for place in snapshot.authorities], dtype=np.float64)
    here = np.where(snapshot.authority_area == area, people, 0.0)
    everywhere = reach @ people
    inside = reach @ here
    shares = np.zeros(count)
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
