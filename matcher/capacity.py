"""How much work an organisation can take on in an area, and whether it can hold the contract.

Capacity counts needs met a year: a person with three needs that are met counts three times. In
this order: what somebody stated; an estimate from turnover,

    turnover * most of turnover in one contract * min(1, focus * area's share of where it works)
    / cost of meeting one need

or, where the size is unknown, a small fixed trust. Turnover is the middle of its band. The cost of
meeting one need is the programme's annual value over all its needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from graph.kinds import CollaborationKind, MemberRole, Outcome
from graph.snapshot import day_number
from graph.ties import outcome_as_of

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from graph.model import Size
    from graph.snapshot import Snapshot
    from matcher.scoring import ScoringRules
    from matcher.supply import Supply

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_OPEN_BAND = 1.5
_FUNDED = {Outcome.PASSED_PQQ, Outcome.WON}


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
    unit_cost_gbp : pounds to meet one need
    """

    total: Floats
    basis: tuple[Basis, ...]
    turnover_gbp: Floats
    sizes: tuple[Size | None, ...]
    share_of_turnover: Floats
    unit_cost_gbp: float


def rule_value(snapshot: Snapshot, key: str, *, without: float) -> float:
    """The figure of a programme's rule; `without` where the programme has no such rule."""
    return next((rule.value for rule in snapshot.facts.rules if rule.key == key), without)


def capacity_of(
    snapshot: Snapshot, supply: Supply, area: int, *, as_of: date, rules: ScoringRules
) -> Capacity:
    """Work out every organisation's capacity in an area."""
    sizes = latest_sizes(snapshot, as_of)
    turnover = np.array([np.nan if size is None else middle_gbp(size) for size in sizes])
    most = rule_value(snapshot, "max_subcontract_share_of_turnover", without=1.0)
    share = most * np.minimum(1.0, rules.focus * _share_of_reach(snapshot, area, as_of))
    unit_cost = snapshot.facts.programme.annual_value_gbp / snapshot.demand.sum()
    stated = _stated(snapshot, supply)
    estimated = turnover * share / unit_cost
    total = np.where(np.isnan(estimated), rules.unknown_capacity, estimated)
    return Capacity(
        total=np.where(np.isnan(stated), total, stated),
        basis=tuple(_basis(s, e) for s, e in zip(stated, estimated, strict=True)),
        turnover_gbp=turnover,
        sizes=sizes,
        share_of_turnover=share,
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leads:
    """Who can hold an area's contract.

    Attributes
    ----------
    may_lead : shape (N,)
    access_gbp : estimated access to funding, NaN where the size is unknown, shape (N,)
    required_gbp : access to funding that the contract asks for
    shown : organisations that publicly passed the funding gate with a bid for the area
    """

    may_lead: Flags
    access_gbp: Floats
    required_gbp: float
    shown: Flags


def leads_of(snapshot: Snapshot, capacity: Capacity, area: int, *, as_of: date) -> Leads:
    """Apply the capital gate: access to funding of a share of the annual value.

    Access is estimated as the most of its turnover that an organisation puts into one contract;
    who publicly passed the gate has shown it, and who publicly withdrew cannot lead.
    """
    most = rule_value(snapshot, "max_subcontract_share_of_turnover", without=1.0)
    required = rule_value(snapshot, "funding_access", without=0.0)
    required *= snapshot.areas[area].annual_value_gbp
    access = capacity.turnover_gbp * most
    shown, withdrawn = _bidders(snapshot, area, as_of)
    kinds = np.fromiter((org.kind.may_lead for org in snapshot.organisations), dtype=bool)
    exists = snapshot.organisation_known_day <= day_number(as_of)
    funded = shown | (np.nan_to_num(access) >= required)
    return Leads(
        may_lead=kinds & exists & funded & ~withdrawn,
        access_gbp=access,
        required_gbp=required,
        shown=shown,
    )


def _bidders(snapshot: Snapshot, area: int, as_of: date) -> tuple[Flags, Flags]:
    """Lead bidders for the area whose bid had publicly passed, or been withdrawn, by the day."""
    shown = np.zeros(len(snapshot.organisations), dtype=bool)
    withdrawn = shown.copy()
    bids = {
        collaboration.id: outcome_as_of(collaboration, as_of)
        for collaboration in snapshot.facts.collaborations
        if collaboration.kind is CollaborationKind.TR_BID
        and (not collaboration.areas or snapshot.areas[area].id in collaboration.areas)
    }
    for membership in snapshot.facts.memberships:
        outcome = bids.get(membership.collaboration)
        if outcome and membership.role is MemberRole.LEAD:
            index = snapshot.organisation_index[membership.organisation]
            shown[index] |= outcome in _FUNDED and membership.provenance.is_known_by(as_of)
            withdrawn[index] |= outcome is Outcome.WITHDRAWN
    return shown, withdrawn
