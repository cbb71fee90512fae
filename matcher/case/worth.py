"""What a lead is worth, and what each further subcontract costs it to manage.

A lead holds the contract and its core; it need not deliver a pathway. Its worth is a mean of four
things, each in [0, 1]: its record of leading contracts, its record in the area, its public interest
in leading, and its money. A record of leading is one of contracts in which others deliver too: a
prime contract, or one whose other members are named. A contract that its holder delivers alone,
such as prison education, is a record of delivering.

A subcontract costs the lead a contract manager's time, which the supply chain then lacks; so one
more member must be worth that much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from graph.networks.ties import outcomes_as_of
from graph.records.kinds import CollaborationKind, OrganisationKind, Outcome
from graph.records.rules import rule_value
from graph.snapshot.columns import OUTCOMES, PROJECT_KINDS, day_number, is_of
from matcher.case.affiliations import joint_bodies, workforces
from matcher.case.flags import gravely_flagged

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.case.capacity import Capacity
    from matcher.case.leads import Leads
    from matcher.case.scoring import ScoringRules

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_PRIME_CONTRACTS = (CollaborationKind.PRIME_CONTRACT, CollaborationKind.TR_SUPPLY_CHAIN)
_HELD = (Outcome.WON, Outcome.DELIVERED)
_PRIME = "prime"
_TIER_COSTS = ("tier_2_cost", "tier_3_cost")


def lead_worths(
    snapshot: Snapshot, leads: Leads, area: int, *, as_of: date, rules: ScoringRules
) -> Floats:
    """What each organisation is worth as lead of an area, as score; 0 where it may not lead."""
    record, here = _records(snapshot, leads.may_lead, area, as_of=as_of, rules=rules)
    value = snapshot.areas[area].annual_value_gbp
    parts = np.array(
        [
            -np.expm1(-record / rules.record_scale),
            -np.expm1(-here),
            _interests(snapshot, leads, area, as_of, rules),
            np.clip(np.nan_to_num(leads.access_gbp) / value, 0.0, 1.0),
        ]
    )
    fit = np.array(rules.lead_fit) @ parts
    fit[gravely_flagged(snapshot, as_of)] *= rules.flagged_fit
    return np.where(leads.may_lead, rules.lead_weight * fit, 0.0)


def known_to_lead(
    snapshot: Snapshot, leads: Leads, area: int, *, as_of: date, rules: ScoringRules
) -> Flags:
    """Who may lead an area and publicly wants to, or has led a supply chain in it; shape (N,)."""
    here = _records(snapshot, leads.may_lead, area, as_of=as_of, rules=rules)[1]
    wants = _interests(snapshot, leads, area, as_of, rules)
    return np.asarray(leads.may_lead & ((here > 0) | (wants > 0)))


def member_costs(
    snapshot: Snapshot,
    capacity: Capacity,
    supply_chain_gbp: float,
    *,
    as_of: date,
    rules: ScoringRules,
) -> Floats:
    """What managing a subcontract with each organisation costs, as score, shape (N,).

    All needs met as well as can be score 1 and cost the supply chain's money, so a pound of
    management is worth one part in that many. The pounds are the programme's rules `tier_2_cost`
    and `tier_3_cost`.
    """
    large, small = (rule_value(snapshot.facts, key, without=0.0) for key in _TIER_COSTS)
    cost = np.where(is_large(snapshot, capacity, as_of=as_of, rules=rules), large, small)
    cost /= supply_chain_gbp
    funder = is_of(snapshot.organisation_columns, (OrganisationKind.FUNDER,))
    return np.where(funder, 0.0, cost)  # a shareholder that delivers nothing


def is_large(snapshot: Snapshot, capacity: Capacity, *, as_of: date, rules: ScoringRules) -> Flags:
    """Who is large enough for tier 2, shape (N,).

    By turnover; a joint venture or consortium also by its members' turnovers together, and a staff
    mutual by what the core pays for the staff that move to it.
    """
    turnover = np.nan_to_num(capacity.turnover_gbp)
    together = joint_bodies(snapshot, as_of).T @ turnover
    staff = np.nan_to_num(capacity.workforce_gbp)
    return np.asarray(np.maximum(np.maximum(turnover, together), staff) >= rules.large_gbp)


def area_mutuals(snapshot: Snapshot, area: int, as_of: date) -> Flags:
    """Staff mutuals that are publicly known to work in the area, or whose trust is, shape (N,)."""
    mutual = is_of(snapshot.organisation_columns, (OrganisationKind.STAFF_MUTUAL,))
    today, reach = day_number(as_of), snapshot.reach
    owner = np.repeat(np.arange(len(mutual)), np.diff(reach.indptr))
    here = (snapshot.authority_area == area)[reach.indices] & (reach.data <= today)
    works = np.bincount(owner[here], minlength=len(mutual)) > 0
    works |= workforces(snapshot, as_of).T @ works.astype(np.float64) > 0
    return np.asarray(mutual & (snapshot.organisation_known_day <= today) & works)


def _records(
    snapshot: Snapshot, may_lead: Flags, area: int, *, as_of: date, rules: ScoringRules
) -> tuple[Floats, Floats]:
    """How many contracts with a supply chain each led, in all and reaching into the area."""
    members = snapshot.memberships
    chain = _supply_chains(snapshot, as_of, rules)[members.collaboration]
    known = members.known_day <= day_number(as_of)
    led = np.flatnonzero(members.leads & known & (chain > 0) & may_lead[members.organisation])
    count = len(snapshot.organisations)
    if not len(led):
        return np.zeros(count), np.zeros(count)
    owner, record = members.organisation[led], chain[led]
    here = _reaches(snapshot, members.collaboration[led], area)

    def summed(by_contract: Floats) -> Floats:
        return np.asarray(np.bincount(owner, by_contract, count), dtype=np.float64)

    return summed(record), summed(record * here)


def _supply_chains(snapshot: Snapshot, as_of: date, rules: ScoringRules) -> Floats:
    """How far each contract held is a record of leading, as publicly known, in [0, 1], shape (M,).

    A prime contract has a supply chain; any other contract by how many members besides its holder
    deliver.
    """
    members, work = snapshot.memberships, snapshot.collaborations
    held = np.isin(outcomes_as_of(snapshot, as_of), [OUTCOMES.index(each) for each in _HELD])
    others = members.delivers & ~members.leads & (members.known_day <= day_number(as_of))
    named = np.bincount(members.collaboration[others], minlength=len(work.kind))
    contract = work.kind == PROJECT_KINDS.index(CollaborationKind.CONTRACT)
    prime = np.isin(work.kind, [PROJECT_KINDS.index(kind) for kind in _PRIME_CONTRACTS])
    chain = contract * np.minimum(named / rules.chain_members, 1.0)
    return np.asarray(held * np.maximum(prime, chain), dtype=np.float64)


def _reaches(snapshot: Snapshot, collaborations: NDArray[np.int32], area: int) -> Floats:
    """The share of the area's people who live where each of these works, same shape."""
    records = [snapshot.facts.collaborations[index] for index in collaborations]
    inside = snapshot.authority_area == area
    people = np.array([place.population or 0 for place in snapshot.authorities], np.float64)[inside]
    lengths = [len(record.places) for record in records]
    places = [snapshot.place_index[code] for record in records for code in record.places]
    pattern = (np.ones(len(places)), places, np.concatenate([[0], np.cumsum(lengths)]))
    works = sparse.csr_array(pattern, shape=(len(records), len(snapshot.places)))
    reached = (works @ snapshot.covers[:, inside]) > 0
    named = [snapshot.areas[area].id in record.areas for record in records]
    return np.where(named, 1.0, reached @ people / max(people.sum(), 1.0))


def _interests(
    snapshot: Snapshot, leads: Leads, area: int, as_of: date, rules: ScoringRules
) -> Floats:
    """Public interest in leading: by its own word, or by a bid that passed the funding gate.

    Its own word counts as far as what says so is trusted.
    """
    in_area, anywhere, none = rules.interest_fit
    fits = np.where(leads.shown, in_area, none)
    for row in snapshot.facts.interests:
        if row.role == _PRIME and row.provenance.is_known_by(as_of):
            index = snapshot.organisation_index[row.organisation]
            here = row.area == snapshot.areas[area].id
            shown = in_area if here else anywhere if row.area is None else none
            trusted = rules.confidence_fit[row.provenance.confidence]
            fits[index] = max(fits[index], shown * trusted)
    return fits
