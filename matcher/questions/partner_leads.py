"""Who could hold an area's contract by the programme's gates, kept for each area and day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from matcher.brief.gates import GateKey, programme_gates
from matcher.case.leads import leads_of
from matcher.case.scoring import ScoringRules
from matcher.case.sizes import turnover_bands
from matcher.case.volunteers import volunteers_of

if TYPE_CHECKING:
    from datetime import date

    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Floats
    from matcher.case.leads import Leads
    from matcher.case.volunteers import Volunteers

_AREAS_KEPT, _DAYS_KEPT = 64, 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Means:
    """What the gates read: they ask for no capacity, which would take much longer."""

    turnover_gbp: Floats
    volunteers: Volunteers


class LeadGates:
    """Tells who could hold the contract of an area, by what was public on a day.

    Parameters
    ----------
    snapshot : the facts
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot, self._rules = snapshot, ScoringRules()
        self.gates = programme_gates(snapshot)
        self.leads = lru_cache(_AREAS_KEPT)(self._leads)
        self._means = lru_cache(_DAYS_KEPT)(self._means_of)

    @property
    def funding(self) -> bool:
        """Whether the programme asks a lead for access to funding."""
        return self.gates.on(GateKey.FUNDING_ACCESS)

    def _leads(self, area: int, as_of: date) -> Leads:
        return leads_of(self._snapshot, self._means(as_of), area, as_of=as_of, gates=self.gates)

    def _means_of(self, as_of: date) -> _Means:
        foot, top = turnover_bands(self._snapshot, as_of)
        middle = (foot + top) / 2
        unpaid = volunteers_of(self._snapshot, middle, as_of=as_of, rules=self._rules)
        return _Means(turnover_gbp=middle, volunteers=unpaid)
