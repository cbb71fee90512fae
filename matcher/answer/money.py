"""What each member's work is worth, and the results money that it waits for.

A member's value is its volume at the area's cost of a need; what no member works for stays with
the lead, who holds the contract. The share of the annual value that is paid by results is the
programme's `pbr_share`; lead and tier 2 bear it in proportion to their value, tier 3 as the gate
``tier_3_pbr`` says (by default nothing: official tier definitions give it little or none). Where
nobody else bears any, the lead bears it all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.records.rules import rule_value
from matcher.brief.gates import GateKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from matcher.case.build import Case

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Money:
    """Pounds a year by candidate, shape (N,) each; 0 for those who are not members.

    Attributes
    ----------
    value : what a member's work is worth
    risk : the part of the results money that depends on it
    turnover : middle of the band, NaN where unknown
    annual_value, results_money : of the whole contract
    """

    value: Floats
    risk: Floats
    turnover: Floats
    annual_value: float
    results_money: float

    def share_of_turnover(self, amount: float, member: int) -> float | None:
        """An amount as a share of a member's turnover; None where that is unknown."""
        turnover = float(self.turnover[member])
        return amount / turnover if turnover > 0 else None


def money_of(case: Case, people: Floats, lead: int, roles: Mapping[int, str]) -> Money:
    """Share out value and risk; `people` is each candidate's volume, shape (N,)."""
    snapshot = case.snapshot
    annual_value = snapshot.areas[case.brief.area].annual_value_gbp
    value = people * case.capacity.unit_cost_gbp
    bears = value.copy()
    bears[lead] += max(annual_value - float(value.sum()), 0.0)
    tier_3 = case.brief.gates.figure(GateKey.TIER_3_PBR, off=1.0)
    small: Sequence[int] = [member for member, role in roles.items() if role == "tier-3"]
    bears[list(small)] *= tier_3
    if not bears.any():
        bears[lead] = annual_value
    results_money = rule_value(snapshot.facts, "pbr_share", without=0.0) * annual_value
    return Money(
        value=value,
        risk=results_money * bears / float(bears.sum()),
        turnover=case.capacity.turnover_gbp[case.candidates],
        annual_value=annual_value,
        results_money=results_money,
    )
