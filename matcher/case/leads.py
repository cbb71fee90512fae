"""Who can hold an area's contract: the gates that a lead must pass.

Access to funding, and the guarantee that somebody can give, are estimated as the most of its
turnover, or of its parents' and owners' where that is more, that an organisation puts into one
contract; who publicly passed the funding gate with a bid for the area has shown its access, and who
publicly withdrew from bidding for it cannot lead, nor can a body without paid staff.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from graph.networks.ties import outcome_as_of, outcomes_as_of
from graph.records.kinds import CollaborationKind, MemberRole, Outcome
from graph.snapshot.columns import OUTCOMES, PROJECT_KINDS, day_number
from matcher.brief.gates import GateKey
from matcher.case.affiliations import backers
from matcher.case.flags import withdrew

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from graph.records.model import Collaboration, Membership
    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.gates import Gates
    from matcher.case.volunteers import Volunteers

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


class Means(Protocol):
    """What the gates of a lead read of everybody: `Capacity` has it, and more."""

    @property
    def turnover_gbp(self) -> Floats:
        """Middle of the band, NaN where unknown, shape (N,)."""
        ...

    @property
    def volunteers(self) -> Volunteers:
        """Who has volunteers and no paid staff."""
        ...


_FUNDED = (Outcome.PASSED_PQQ, Outcome.WON)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leads:
    """Who can hold an area's contract.

    Attributes
    ----------
    could : bodies that may hold a contract at all, have paid staff and did not withdraw, shape (N,)
    may_lead : those of them that pass every gate that is on, shape (N,)
    fails : by gate, those of them that do not pass it, whether it is on or off, shape (N,)
    access_gbp : estimated access to funding, NaN where the size is unknown, shape (N,)
    required_gbp : access to funding that the contract asks for; 0 where the gate is off
    shown : organisations that publicly passed the funding gate with a bid for the area
    """

    could: Flags
    may_lead: Flags
    fails: Mapping[GateKey, Flags]
    access_gbp: Floats
    required_gbp: float
    shown: Flags


def leads_of(snapshot: Snapshot, capacity: Means, area: int, *, as_of: date, gates: Gates) -> Leads:
    """Apply the gates of a lead."""
    backed = backers(snapshot, as_of).T @ np.nan_to_num(capacity.turnover_gbp)
    money = np.fmax(capacity.turnover_gbp, np.where(backed > 0, backed, np.nan))
    access = money * access_share(gates)
    annual_value = snapshot.areas[area].annual_value_gbp
    share = annual_value / sum(each.annual_value_gbp for each in snapshot.areas)
    shown = _shown(snapshot, area, as_of)
    could = (
        snapshot.organisation_columns.may_lead
        & (snapshot.organisation_known_day <= day_number(as_of))
        & ~withdrew(snapshot, area, as_of)
        & ~capacity.volunteers.unpaid
    )

    def below(key: GateKey) -> Flags:
        figure = gates.gates[key].figure
        return np.asarray(could & ~(np.nan_to_num(access) >= np.nan_to_num(figure) * annual_value))

    too_large = share > gates.gates[GateKey.MARKET_SHARE].figure  # False where it is NaN
    fails = {
        GateKey.FUNDING_ACCESS: below(GateKey.FUNDING_ACCESS) & ~shown,
        GateKey.GUARANTEE: below(GateKey.GUARANTEE),
        GateKey.MARKET_SHARE: could & too_large,
    }
    failed = [flags for key, flags in fails.items() if gates.on(key)]
    return Leads(
        could=could,
        may_lead=could & ~np.any([np.zeros_like(could), *failed], axis=0),
        fails=fails,
        access_gbp=access,
        required_gbp=gates.figure(GateKey.FUNDING_ACCESS, off=0.0) * annual_value,
        shown=shown,
    )


def access_share(gates: Gates) -> float:
    """The share of turnover that stands for access to funding: the programme's rule of thumb."""
    standard = gates.gates[GateKey.EXPOSURE].standard
    return 1.0 if math.isnan(standard) else standard


def _shown(snapshot: Snapshot, area: int, as_of: date) -> Flags:
    """Lead bidders for the area whose bid had publicly passed the funding gate by the day."""
    bids, members = snapshot.collaborations, snapshot.memberships
    named = np.diff(bids.areas.indptr) > 0
    here = ~named | bids.areas[:, [area]].toarray()[:, 0]
    here &= bids.kind == PROJECT_KINDS.index(CollaborationKind.TR_BID)
    outcome = np.where(here, outcomes_as_of(snapshot, as_of), -1)[members.collaboration]
    funded = np.isin(outcome, [OUTCOMES.index(each) for each in _FUNDED])
    public = members.known_day <= day_number(as_of)
    flags = np.zeros(len(snapshot.organisations), dtype=bool)
    flags[members.organisation[members.leads & funded & public]] = True
    return flags


def funded_bids(
    snapshot: Snapshot, area: int, as_of: date
) -> Mapping[int, tuple[Collaboration, ...]]:
    """The bids that publicly passed the funding gate for an area, by who leads them."""
    bids: dict[int, tuple[Collaboration, ...]] = {}
    for membership, bid in _leading(snapshot, area):
        if outcome_as_of(bid, as_of) in _FUNDED and membership.provenance.is_known_by(as_of):
            index = snapshot.organisation_index[membership.organisation]
            bids[index] = (*bids.get(index, ()), bid)
    return bids


def _leading(snapshot: Snapshot, area: int) -> Iterator[tuple[Membership, Collaboration]]:
    """The leads of bids for an area; a bid that names no area is for all of them."""
    bids = {
        bid.id: bid
        for bid in snapshot.facts.collaborations
        if bid.kind is CollaborationKind.TR_BID
        and (not bid.areas or snapshot.areas[area].id in bid.areas)
    }
    for membership in snapshot.facts.memberships:
        if membership.role is MemberRole.LEAD and membership.collaboration in bids:
            yield membership, bids[membership.collaboration]
