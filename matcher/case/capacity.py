"""How much of this work an organisation can take on in an area.

Capacity counts needs a year: a person with three needs that could be met counts three times. In
this order: what somebody stated; an estimate from turnover,

    turnover * min(its share of this work, most of turnover in one contract)
    * min(1, focus * area's share of where it works) / cost of meeting one need

or, where the size is unknown, a small fixed trust. A body without paid staff can do what its
volunteers can (`matcher.case.volunteers`), whatever it turns over:

    volunteers * needs that each can meet * its share of this work * min(1, focus * area's share)

and its work costs its expenses only. A body to which a probation trust's staff move
has their capacity instead: a share of what the core pays for them. The cost of meeting one need is
the supply chain's part of the area's annual value over all its needs. An organisation's share of
this work is its kind's, or the higher one of those that work with offenders by their own account or
another source's. Turnover is known as a band and the share of this work as a range: the middle of
both counts, and the low end of both together says what hangs on them. A joint venture or consortium
has the capacity of its members, where its own size is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from graph.records.kinds import JusticeMark
from graph.records.provenance import Confidence
from graph.snapshot.columns import (
    CONFIDENCES,
    JUSTICE_MARKS,
    ORGANISATION_KINDS,
    day_number,
)
from matcher.case.affiliations import joint_bodies, workforces
from matcher.case.price import price_of
from matcher.case.sizes import LatestSizes, latest_sizes, turnover_bands
from matcher.case.volunteers import Volunteers, done_by, volunteers_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.case.scoring import ScoringRules
    from matcher.case.supply import Supply

    Floats = NDArray[np.float64]


class Basis(StrEnum):
    """What a capacity rests on."""

    STATED = "stated"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


_BASES = np.array([Basis.STATED, Basis.ESTIMATED, Basis.UNKNOWN], dtype=object)
_UNKNOWN = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Capacity:
    """Needs a year that each organisation can meet in one area, and why.

    Attributes
    ----------
    total : needs a year, the middle of the range, shape (N,)
    low, high : the ends of the range, shape (N,)
    basis : one `Basis` an organisation, shape (N,)
    is_stated : where the basis is a statement, shape (N,)
    turnover_gbp : middle of the band, NaN where unknown, shape (N,)
    sizes : the latest public `Size` of each organisation, or None
    share_of_turnover : the share that the estimate uses, shape (N,)
    share_of_reach : share of the people where it works who live in the area, shape (N,)
    explicit : who works with offenders by a source's account, shape (N,)
    workforce_gbp : what the core pays for the trusts' staff that an estimate rests on, NaN
        where it does not, shape (N,)
    volunteers : who has volunteers and no paid staff
    share_of_time : the share of volunteers' time that is this work here, shape (N,)
    unit_cost_gbp : pounds to meet one need
    paid_gbp : pounds that each body is paid to meet one: that cost, or an unpaid part's expenses,
        shape (N,)
    """

    total: Floats
    low: Floats
    high: Floats
    basis: NDArray[np.object_]
    is_stated: NDArray[np.bool_]
    turnover_gbp: Floats
    sizes: LatestSizes
    share_of_turnover: Floats
    share_of_reach: Floats
    explicit: NDArray[np.bool_]
    workforce_gbp: Floats
    volunteers: Volunteers
    share_of_time: Floats
    unit_cost_gbp: float
    paid_gbp: Floats


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
    foot, top = turnover_bands(snapshot, as_of)
    turnover = np.array([foot, (foot + top) / 2, top])
    reach = _share_of_reach(snapshot, area, as_of)
    explicit = works_with_offenders(snapshot, as_of)
    here = np.minimum(1.0, rules.focus * reach)
    of_this_work = work_shares(snapshot, explicit, rules)
    share = np.minimum(most_of_turnover, of_this_work) * here
    price = price_of(snapshot, area)
    unit_cost = price.supply_chain_gbp / snapshot.demand[snapshot.authority_area == area].sum()
    stated = stated_capacity(snapshot, [supply])
    staff = price.core_gbp * _staff_here(snapshot, area, as_of)
    by_staff = (staff > 0) & np.isnan(foot) & np.isnan(stated)
    volunteers = volunteers_of(snapshot, turnover[1], as_of=as_of, rules=rules)
    bought = np.where(by_staff, _by_range(rules.workforce_share, staff), turnover * share)
    estimated = np.where(
        volunteers.unpaid, done_by(volunteers, of_this_work * here, rules), bought / unit_cost
    )
    basis = np.where(~np.isnan(stated), 0, np.where(np.isnan(estimated[1]), _UNKNOWN, 1))
    trusted = _by_range(rules.unknown_capacity, np.ones_like(stated))
    low, total, high = np.choose(
        basis, [np.broadcast_to(stated, estimated.shape), estimated, trusted]
    )
    return Capacity(
        total=with_members(snapshot, total, basis, as_of),
        low=with_members(snapshot, low, basis, as_of),
        high=with_members(snapshot, high, basis, as_of),
        basis=_BASES[basis],
        is_stated=~np.isnan(stated),
        turnover_gbp=turnover[1],
        sizes=LatestSizes(records=snapshot.facts.sizes, rows=latest_sizes(snapshot, as_of)),
        share_of_turnover=share[1],
        share_of_reach=reach,
        explicit=explicit,
        workforce_gbp=np.where(by_staff, staff, np.nan),
        volunteers=volunteers,
        share_of_time=of_this_work[1] * here,
        unit_cost_gbp=float(unit_cost),
        paid_gbp=unit_cost * np.where(volunteers.unpaid, rules.expenses_share, 1.0),
    )


def _by_range(shares: tuple[float, float, float], amounts: Floats) -> Floats:
    """The low, middle and high share of some amounts, shape (3, N)."""
    return np.array(shares)[:, np.newaxis] * amounts


def _staff_here(snapshot: Snapshot, area: int, as_of: date) -> Floats:
    """The share of the area's people whose probation trust's staff move to each body, (N,)."""
    own = snapshot.authority_area == area
    moves = workforces(snapshot, as_of)
    known = (snapshot.reach.data <= day_number(as_of)).astype(np.float64)
    pattern = (known, snapshot.reach.indices, snapshot.reach.indptr)
    served = (moves.T @ sparse.csr_array(pattern, shape=snapshot.reach.shape))[:, own] > 0
    people = np.array([place.population or 0 for place in snapshot.authorities], np.float64)[own]
    return np.asarray(served @ people / max(float(people.sum()), 1.0), dtype=np.float64)


def works_with_offenders(snapshot: Snapshot, as_of: date) -> NDArray[np.bool_]:
    """Who publicly does anything that a source says is for people on probation or from prison.

    A word about prisoners in a text does not say so of a whole turnover.
    """
    columns = snapshot.capabilities
    marked = (
        (columns.justice == JUSTICE_MARKS.index(JusticeMark.EXPLICIT))
        & (columns.confidence != CONFIDENCES.index(Confidence.INFERRED))
        & (columns.known_day <= day_number(as_of))
    )
    return np.bincount(columns.organisation[marked], minlength=len(snapshot.organisations)) > 0


def work_shares(snapshot: Snapshot, explicit: NDArray[np.bool_], rules: ScoringRules) -> Floats:
    """Give the low, middle and high share of turnover that is this work, shape (3, N)."""
    shares = np.array([rules.work_share[kind] for kind in ORGANISATION_KINDS])
    by_kind = shares[snapshot.organisation_columns.kind].T
    vcse = snapshot.organisation_columns.is_vcse
    marked = np.array(rules.explicit_share)[:, np.newaxis]
    return np.where(explicit & vcse, np.maximum(by_kind, marked), by_kind)


def with_members(snapshot: Snapshot, needs: Floats, basis: Floats, as_of: date) -> Floats:
    """Give bodies of unknown size what their members can do, where they have any."""
    links = joint_bodies(snapshot, as_of)
    has_members = np.diff(links.tocsc().indptr) > 0
    return np.where((basis == _UNKNOWN) & has_members, links.T @ needs, needs)


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


def stated_capacity(snapshot: Snapshot, supplies: Sequence[Supply]) -> Floats:
    """Sum the capacities that were stated for capabilities in some areas; NaN where none was.

    A statement that reaches into several of the areas counts once.
    """
    columns = snapshot.capabilities
    own = np.concatenate(
        [one.active[columns.organisation[one.active] == one.owner] for one in supplies]
    )
    rows = own[np.unique(columns.record[own], return_index=True)[1]]
    rows = rows[~np.isnan(columns.capacity[rows])]
    stated = np.full(len(snapshot.organisations), np.nan)
    owners = columns.organisation[rows]
    sums = np.bincount(owners, weights=columns.capacity[rows], minlength=len(stated))
    stated[owners] = sums[owners]
    return stated
