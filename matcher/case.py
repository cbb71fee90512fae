"""One brief turned into one line-up problem: what is asked, before anybody solves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from matcher.affinity import affinity_of
from matcher.capacity import Capacity, Leads, capacity_of, leads_of
from matcher.cells import Cells, cells_of
from matcher.problem import Problem
from matcher.supply import Supply, supply_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot import Snapshot
    from matcher.brief import ResolvedBrief
    from matcher.scoring import ScoringRules


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """A brief's cells, supply and rules, and the problem made of them.

    `candidates` are indices into `Snapshot.organisations`; the problem's rows are in their order.
    """

    snapshot: Snapshot
    brief: ResolvedBrief
    cells: Cells
    supply: Supply
    capacity: Capacity
    leads: Leads
    candidates: NDArray[np.int64]
    problem: Problem

    def capability_row(self, member: int, cell: int) -> int:
        """The row of `Snapshot.capabilities` that a candidate's work in a cell rests on."""
        quality, organisation = self.supply.quality, self.candidates[member]
        start, stop = quality.indptr[organisation], quality.indptr[organisation + 1]
        return int(self.supply.row[start + np.searchsorted(quality.indices[start:stop], cell)])


def build_case(snapshot: Snapshot, brief: ResolvedBrief, *, rules: ScoringRules) -> Case:
    """Read one brief's problem out of a snapshot."""
    cells = cells_of(snapshot, brief.area, equity=brief.brief.equity)
    supply = supply_of(snapshot, cells, as_of=brief.as_of, rules=rules)
    capacity = capacity_of(snapshot, supply, brief.area, as_of=brief.as_of, rules=rules)
    leads = leads_of(snapshot, capacity, brief.area, as_of=brief.as_of)
    candidates = _candidates(snapshot, brief, supply, leads)
    return Case(
        snapshot=snapshot,
        brief=brief,
        cells=cells,
        supply=supply,
        capacity=capacity,
        leads=leads,
        candidates=candidates,
        problem=_problem(snapshot, brief, rules, cells, supply, capacity, leads, candidates),
    )


def _candidates(
    snapshot: Snapshot, brief: ResolvedBrief, supply: Supply, leads: Leads
) -> NDArray[np.int64]:
    """Who can serve a cell, can lead and is known here or to have bid, or is named in the brief."""
    columns = snapshot.capabilities
    serves = np.diff(supply.quality.indptr) > 0
    here = np.zeros(len(serves), dtype=bool)
    here[columns.organisation[supply.active]] = True
    chosen = serves | (leads.may_lead & (here | leads.shown))
    chosen[list(brief.locked)] = True
    chosen[list(brief.never)] = False
    return np.flatnonzero(chosen)


def _problem(
    snapshot: Snapshot,
    brief: ResolvedBrief,
    rules: ScoringRules,
    cells: Cells,
    supply: Supply,
    capacity: Capacity,
    leads: Leads,
    candidates: NDArray[np.int64],
) -> Problem:
    quality = sparse.csr_array(supply.quality[candidates])
    total = capacity.total[candidates]
    owner = np.repeat(np.arange(len(candidates)), np.diff(quality.indptr))
    most = np.minimum(cells.need[quality.indices], total[owner])
    reachable = np.minimum(np.bincount(owner, cells.need[quality.indices], len(candidates)), total)
    promise = rules.promise_ceiling * float(cells.need.sum())
    may_lead = leads.may_lead[candidates]
    if brief.lead is not None:
        may_lead = may_lead & (candidates == brief.lead)
    affinity = affinity_of(snapshot, as_of=brief.as_of)
    sectors = [snapshot.organisations[index].sector.is_vcse for index in candidates]
    return Problem(
        need=cells.need,
        weight=cells.weight,
        quality=quality,
        cell_capacity=sparse.csr_array((most, quality.indices, quality.indptr), quality.shape),
        total_capacity=total,
        affinity=sparse.csr_array(affinity[candidates][:, candidates]),
        is_vcse=np.array(sectors, dtype=bool),
        may_lead=may_lead,
        min_volume=np.minimum(brief.brief.min_work * reachable, promise),
        max_members=brief.brief.max_members,
        min_vcse_share=brief.brief.min_vcse_share,
        pair_weight=brief.brief.pair_weight,
        locked=tuple(int(i) for i in np.searchsorted(candidates, brief.locked)),
    )
