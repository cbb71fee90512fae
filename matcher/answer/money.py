"""What each member's work is worth, what stays with the lead, and the results money behind both.

A member's value is its volume at the supply chain's cost of a need; an unpaid part's is its
expenses. All else of the annual value is *retained*: it stays with the lead, who holds the contract
(`matcher.case.price`). The share of the annual value that is paid by results is the programme's
`pbr_share`; what is retained and the work of lead and tier 2 bear it in proportion to their value,
tier 3 as the gate ``tier_3_pbr`` says (by default nothing: official tier definitions give it little
or none), an unpaid part none. Where nothing else bears any, the lead bears it all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from graph.records.rules import rule_value
from matcher.brief.gates import GateKey
from matcher.case.price import price_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from graph.records.model import Place
    from matcher.case.build import Case
    from matcher.case.price import ContractPrice

    Floats = NDArray[np.float64]


UNPAID = "unpaid"
"""The role of a body whose volunteers do its work without payment."""


class Part(StrEnum):
    """What is retained of a contract's price, by what it pays for."""

    CORE = "core"
    THROUGH_THE_GATE = "through-the-gate"
    MARGIN_AND_OVERHEAD = "margin-and-overhead"
    UNUSED_SUPPLY_CHAIN = "unused-supply-chain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One part of the price that no member's own work earns, in pounds a year."""

    part: Part
    prison: Place | None
    value: float
    risk: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Money:
    """Pounds a year by candidate, shape (N,) each; 0 for those who are not members.

    The values of all members and of all that is kept add up to the annual value, and so do their
    risks to the results money.

    Attributes
    ----------
    value : what a member's work is worth
    risk : the part of the results money that depends on it
    kept : what stays with the lead besides
    borne : `risk`, and for the lead the risk of what is kept too
    turnover : middle of the band, NaN where unknown
    annual_value, results_money : of the whole contract
    """

    value: Floats
    risk: Floats
    kept: tuple[Kept, ...]
    borne: Floats
    turnover: Floats
    annual_value: float
    results_money: float

    def share_of_turnover(self, amount: float, member: int) -> float | None:
        """An amount as a share of a member's turnover; None where that is unknown."""
        turnover = float(self.turnover[member])
        return amount / turnover if turnover > 0 else None


def money_of(case: Case, people: Floats, lead: int, roles: Mapping[int, str]) -> Money:
    """Share out value and risk; `people` is each candidate's volume, shape (N,)."""
    price = price_of(case.snapshot, case.brief.area)
    value = people * paid_for_a_need(case)
    kept = list(_kept(price, float(value.sum())))
    bears = value.copy()
    tier_3 = case.brief.gates.figure(GateKey.TIER_3_PBR, off=1.0)
    borne_by_role = {"tier-3": tier_3, UNPAID: 0.0}
    for member, role in roles.items():
        bears[member] *= borne_by_role.get(role, 1.0)
    bearing = float(bears.sum()) + sum(worth for _, _, worth in kept)
    if not bearing:
        bears[lead] = bearing = price.annual_value_gbp
    results_money = rule_value(case.snapshot.facts, "pbr_share", without=0.0) * (
        price.annual_value_gbp
    )
    a_pound = results_money / bearing
    borne = bears * a_pound
    borne[lead] += sum(worth for _, _, worth in kept) * a_pound
    return Money(
        value=value,
        risk=bears * a_pound,
        kept=tuple(
            Kept(part=part, prison=prison, value=worth, risk=worth * a_pound)
            for part, prison, worth in kept
        ),
        borne=borne,
        turnover=case.capacity.turnover_gbp[case.candidates],
        annual_value=price.annual_value_gbp,
        results_money=results_money,
    )


def paid_for_a_need(case: Case) -> Floats:
    """Pounds that each candidate is paid to meet a need, shape (N,)."""
    return case.capacity.paid_gbp[case.candidates]


def _kept(price: ContractPrice, used: float) -> Iterator[tuple[Part, Place | None, float]]:
    """What the members' work, worth so many pounds, leaves of the price; no part of nothing."""
    parts = [
        (Part.CORE, None, price.core_gbp),
        *((Part.THROUGH_THE_GATE, work.prison, work.value_gbp) for work in price.through_the_gate),
        (Part.MARGIN_AND_OVERHEAD, None, price.margin_and_overhead_gbp),
        (Part.UNUSED_SUPPLY_CHAIN, None, price.supply_chain_gbp - used),
    ]
    return ((part, prison, worth) for part, prison, worth in parts if worth > _NOTHING_GBP)


_NOTHING_GBP = 1e-3
"""Less is what rounding leaves."""
