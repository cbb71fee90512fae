"""Who could hold an area's contract by the programme's gates, kept for each area and day."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from matcher.brief.gates import GateKey, programme_gates
from matcher.case.capacity import capacity_of
from matcher.case.cells import cells_of
from matcher.case.leads import leads_of
from matcher.case.scoring import ScoringRules
from matcher.case.supply import supply_of

if TYPE_CHECKING:
    from datetime import date

    from graph.snapshot.snapshot import Snapshot
    from matcher.case.leads import Leads

_KEPT = 64


class LeadGates:
    """Tells who could hold the contract of an area, by what was public on a day.

    Parameters
    ----------
    snapshot : the facts
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot, self._rules = snapshot, ScoringRules()
        self.gates = programme_gates(snapshot)
        self.leads = lru_cache(_KEPT)(self._leads)

    @property
    def funding(self) -> bool:
        """Whether the programme asks a lead for access to funding."""
        return self.gates.on(GateKey.FUNDING_ACCESS)

    def _leads(self, area: int, as_of: date) -> Leads:
        snapshot, rules = self._snapshot, self._rules
        supply = supply_of(
            snapshot, cells_of(snapshot, area, equity=0.0), area, as_of=as_of, rules=rules
        )
        capacity = capacity_of(
            snapshot,
            supply,
            area,
            as_of=as_of,
            rules=rules,
            most_of_turnover=self.gates.figure(GateKey.EXPOSURE, off=1.0),
        )
        return leads_of(snapshot, capacity, area, as_of=as_of, gates=self.gates)
