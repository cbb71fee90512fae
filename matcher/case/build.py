"""One brief turned into one line-up problem: what is asked, before anybody solves it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.records.kinds import OrganisationKind, Sector
from graph.snapshot.columns import day_number, is_of
from matcher.affinity.pairs import pair_affinities
from matcher.affinity.past import Past
from matcher.affinity.snapshots import teams_from
from matcher.brief.gates import GateKey
from matcher.case.capacity import Capacity, capacity_of
from matcher.case.cells import Cells, cells_of
from matcher.case.leads import Leads, leads_of
from matcher.case.supply import Supply, supply_of
from matcher.case.women import known_here, womens_providers
from matcher.case.worth import known_to_lead, lead_worths, member_costs
from matcher.problem.model import Problem, Quota

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from graph.records.model import Organisation
    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.request import ResolvedBrief
    from matcher.case.scoring import ScoringRules

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

RIVALS = "rivals"
"""The rule that firms which could lead do not subcontract to each other."""
SMALL_TURNOVER_GBP = 1e6
"""An organisation with a known turnover up to this is small."""
LOCAL_REACH = 0.5
"""An organisation is local where at least this share of the people where it works live."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """A brief's cells, supply and rules, and the problem made of them.

    `candidates` are indices into `Snapshot.organisations`; the problem's rows are in their order.
    `presence` is the chance that the work of each stored entry of the problem's quality is there.
    `dropped` gives for each gate, on or off, the organisations that it drops or would drop; `teams`
    is who was known on the day to have delivered or bid for what together.
    """

    snapshot: Snapshot
    brief: ResolvedBrief
    cells: Cells
    supply: Supply
    capacity: Capacity
    leads: Leads
    candidates: NDArray[np.int64]
    dropped: Mapping[GateKey, NDArray[np.int64]]
    teams: Past
    problem: Problem
    presence: Floats
    rules: ScoringRules

    def organisation(self, candidate: int) -> Organisation:
        """The organisation that a row of the problem stands for."""
        return self.snapshot.organisations[int(self.candidates[candidate])]

    def candidate(self, organisation: int) -> int | None:
        """The row of an organisation, by its index in the snapshot; None where it has none."""
        row = int(np.searchsorted(self.candidates, organisation))
        here = row < len(self.candidates) and self.candidates[row] == organisation
        return row if here else None

    def why_barred(self, organisation: int) -> str | None:
        """Why an organisation cannot be a member at all, as the end of a sentence about it."""
        body = self.snapshot.organisations[organisation]
        if not body.kind.may_bid:
            return f"is {body.kind.with_article}, which cannot join a bid"
        if not body.provenance.is_known_by(self.brief.as_of):
            return f"is not shown by anything public to have existed on {self.brief.as_of}"
        return None

    def capability_row(self, member: int, cell: int) -> int:
        """The row of `Snapshot.capabilities` that a candidate's work in a cell rests on."""
        quality, organisation = self.supply.quality, self.candidates[member]
        start, stop = quality.indptr[organisation], quality.indptr[organisation + 1]
        return int(self.supply.row[start + np.searchsorted(quality.indices[start:stop], cell)])


def build_case(snapshot: Snapshot, brief: ResolvedBrief, *, rules: ScoringRules) -> Case:
    """Read one brief's problem out of a snapshot."""
    cells = cells_of(snapshot, brief.area, equity=brief.brief.equity)
    supply = supply_of(snapshot, cells, brief.area, as_of=brief.as_of, rules=rules)
    most = brief.gates.figure(GateKey.EXPOSURE, off=1.0)
    capacity = capacity_of(
        snapshot, supply, brief.area, as_of=brief.as_of, rules=rules, most_of_turnover=most
    )
    leads = leads_of(snapshot, capacity, brief.area, as_of=brief.as_of, gates=brief.gates)
    known = known_to_lead(snapshot, leads, brief.area, as_of=brief.as_of, rules=rules)
    wanted = _wanted(brief, supply, leads.may_lead, known)
    agreed = np.zeros(len(wanted), dtype=bool)
    agreed[[*brief.consented, *brief.locked]] = True
    candidates = np.flatnonzero(wanted & agreed if brief.gates.on(GateKey.CONSENT) else wanted)
    fails = {
        **leads.fails,
        GateKey.EXPOSURE: _over_exposed(capacity, brief),
        GateKey.CONSENT: ~agreed,
    }
    day = int(day_number(brief.as_of))
    teams = Past(history=teams_from(snapshot, day), day=day)
    affinity = pair_affinities(teams, candidates, log_odds=rules.pair_log_odds)
    problem, presence = _problem(
        snapshot, brief, rules, cells, supply, capacity, leads, candidates, affinity=affinity
    )
    return Case(
        snapshot=snapshot,
        brief=brief,
        cells=cells,
        supply=supply,
        capacity=capacity,
        leads=leads,
        candidates=candidates,
        dropped={key: np.flatnonzero(wanted & flags) for key, flags in fails.items()},
        teams=teams,
        problem=problem,
        presence=presence,
        rules=rules,
    )


def with_contract(case: Case, one: int, other: int) -> Problem:
    """The case's problem if two candidates had just been given a contract, the two alone."""
    both = case.candidates[[one, other]].astype(np.int32)
    teams = replace(case.teams, history=case.teams.history.with_work(both, day=case.teams.day))
    affinity = pair_affinities(teams, case.candidates, log_odds=case.rules.pair_log_odds)
    return replace(case.problem, affinity=affinity)


def with_capacity(case: Case, needs_a_year: Floats) -> Problem:
    """The case's problem if organisations could take on so much, shape as `Capacity.total`."""
    problem, _ = _problem(
        case.snapshot,
        case.brief,
        case.rules,
        case.cells,
        case.supply,
        replace(case.capacity, total=needs_a_year),
        case.leads,
        case.candidates,
        affinity=case.problem.affinity,
    )
    return problem


def _wanted(brief: ResolvedBrief, supply: Supply, may_lead: Flags, known: Flags) -> Flags:
    """Who can serve a cell, can lead and is known here or to want it, or is named in the brief."""
    wanted = np.diff(supply.quality.indptr) > 0
    here = np.zeros(len(wanted), dtype=bool)
    here[supply.owner] = True
    wanted |= known | (may_lead & here)
    wanted[list(brief.locked)] = True
    wanted[list(brief.never)] = False
    return np.asarray(wanted)


def _over_exposed(capacity: Capacity, brief: ResolvedBrief) -> Flags:
    """Whose stated capacity is worth more than the gate lets it put into one contract."""
    most = np.nan_to_num(brief.gates.gates[GateKey.EXPOSURE].figure, nan=1.0)
    limit = np.nan_to_num(most * capacity.turnover_gbp, nan=np.inf)
    return np.asarray(capacity.is_stated & (capacity.total * capacity.paid_gbp > limit))


def is_local_or_small(capacity: Capacity) -> Flags:
    """Who works mostly in the area, or is known to be small; shape (N,)."""
    small = np.nan_to_num(capacity.turnover_gbp, nan=np.inf) <= SMALL_TURNOVER_GBP
    return np.asarray(small | (capacity.share_of_reach >= LOCAL_REACH))


def _problem(
    snapshot: Snapshot,
    brief: ResolvedBrief,
    rules: ScoringRules,
    cells: Cells,
    supply: Supply,
    capacity: Capacity,
    leads: Leads,
    candidates: NDArray[np.int64],
    *,
    affinity: sparse.csr_array[Any],
) -> tuple[Problem, Floats]:
    """The problem, and the presence of each entry of its quality."""
    total = capacity.total[candidates]
    quality, presence = _offer(supply, capacity, candidates)
    owner = np.repeat(np.arange(len(candidates)), np.diff(quality.indptr))
    most = presence * np.minimum(cells.need[quality.indices], total[owner])
    reachable = np.minimum(np.bincount(owner, most, len(candidates)), total)
    supply_chain = capacity.unit_cost_gbp * float(cells.need.sum())
    worth = lead_worths(snapshot, leads, brief.area, as_of=brief.as_of, rules=rules)
    costs = member_costs(snapshot, capacity, supply_chain, as_of=brief.as_of, rules=rules)
    worth += np.where(leads.may_lead, costs, 0)  # a lead has no subcontract with itself
    may_lead = leads.may_lead[candidates]
    if brief.lead is not None:
        may_lead = may_lead & (candidates == brief.lead)
    problem = Problem(
        need=cells.need,
        weight=cells.weight,
        quality=quality,
        cell_capacity=sparse.csr_array((most, quality.indices, quality.indptr), quality.shape),
        total_capacity=total,
        affinity=affinity,
        is_vcse=snapshot.organisation_columns.is_vcse[candidates],
        may_lead=may_lead,
        cell_value=np.full(cells.count, capacity.unit_cost_gbp),
        value_limit=_value_limit(capacity, brief)[candidates],
        min_volume=modelled_minimum(brief, rules, cells, reachable),
        member_cost=costs[candidates],
        lead_worth=worth[candidates],
        pair_scale=rules.pair_scale,
        max_members=brief.brief.max_members,
        min_vcse_share=brief.brief.min_vcse_share,
        pair_weight=brief.brief.pair_weight,
        locked=tuple(int(i) for i in np.searchsorted(candidates, brief.locked)),
        quotas=tuple(_quotas(snapshot, supply, capacity, leads, brief, candidates)),
    )
    return problem, presence


def _offer(
    supply: Supply, capacity: Capacity, candidates: NDArray[np.int64]
) -> tuple[sparse.csr_array[Any], Floats]:
    """The candidates' quality, and the presence of each of its entries."""
    total = capacity.total[candidates]
    quality, presence = (
        _served(sparse.csr_array(each[candidates]), total)
        for each in (supply.quality, _with_data(supply.quality, supply.presence))
    )
    return quality, presence.data


def _with_data(pattern: sparse.csr_array[Any], data: Floats) -> sparse.csr_array[Any]:
    return sparse.csr_array((data, pattern.indices, pattern.indptr), shape=pattern.shape)


def _served(quality: sparse.csr_array[Any], total: Floats) -> sparse.csr_array[Any]:
    """The cells of those who have any capacity."""
    able = np.repeat(total > 0, np.diff(quality.indptr))
    length = np.where(total > 0, np.diff(quality.indptr), 0)
    start = np.concatenate([[0], np.cumsum(length)])
    return sparse.csr_array((quality.data[able], quality.indices[able], start), quality.shape)


def modelled_minimum(
    brief: ResolvedBrief, rules: ScoringRules, cells: Cells, reachable: Floats
) -> Floats:
    """The modelled minimum of members who could do so much work here, in needs a year."""
    ceiling = rules.minimum_ceiling * float(cells.need.sum())
    return np.minimum(brief.brief.min_work * reachable, ceiling)


def _value_limit(capacity: Capacity, brief: ResolvedBrief) -> NDArray[np.float64]:
    """The exposure gate, in pounds at the full price of a need; unpaid work costs less of it.

    An estimate keeps within it by itself, so only a stated capacity does.
    """
    if not brief.gates.on(GateKey.EXPOSURE):  # the endless share of no turnover is no number
        return np.full(len(capacity.total), np.inf)
    most = brief.gates.figure(GateKey.EXPOSURE, off=np.inf)
    full_price = capacity.turnover_gbp * capacity.unit_cost_gbp / capacity.paid_gbp
    limit = np.where(_over_exposed(capacity, brief), most * full_price, np.inf)
    return np.asarray(np.nan_to_num(limit, nan=np.inf, posinf=np.inf))


def _quotas(
    snapshot: Snapshot,
    supply: Supply,
    capacity: Capacity,
    leads: Leads,
    brief: ResolvedBrief,
    candidates: NDArray[np.int64],
) -> Iterator[Quota]:
    if brief.gates.on(GateKey.LOCAL_OR_SMALL):
        such = np.flatnonzero(is_local_or_small(capacity)[candidates])
        yield _at_least(brief, GateKey.LOCAL_OR_SMALL, such)
    if brief.gates.on(GateKey.WOMENS_PROVIDER):
        women = womens_providers(snapshot, brief.as_of) & known_here(supply)
        such = np.flatnonzero(women[candidates])
        if len(such):  # where none is known, the answer names the nearest
            yield _at_least(brief, GateKey.WOMENS_PROVIDER, such)
    yield from _rivals(snapshot, leads, brief, candidates)


def _rivals(
    snapshot: Snapshot, leads: Leads, brief: ResolvedBrief, candidates: NDArray[np.int64]
) -> Iterator[Quota]:
    """Firms that could lead bid against each other; one subcontracts to another only if named."""
    firms = [kind for kind in OrganisationKind if kind.sector is Sector.PRIVATE]
    rivals = leads.may_lead & is_of(snapshot.organisation_columns, firms)
    such = np.flatnonzero(rivals[candidates])
    most = max(1, int(rivals[list(brief.locked)].sum()))
    if len(such) > most:
        yield Quota(candidates=tuple(int(i) for i in such), at_most=most, rule=RIVALS)


def _at_least(brief: ResolvedBrief, key: GateKey, such: NDArray[np.int64]) -> Quota:
    least = round(brief.gates.figure(key, off=0.0))
    return Quota(candidates=tuple(int(i) for i in such), at_least=least, rule=key)
