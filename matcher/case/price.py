"""What a contract's price is made of, in pounds a year.

The lead holds the core (offender management and unpaid work), the work through the gate of the
area's resettlement prisons, and its margin and overhead. What is left is the supply chain's: the
money that meets the needs which members are matched to. The shares are rules of the programme; in
one that has none, the whole price is the supply chain's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.records.rules import PriceShare, rule_value

if TYPE_CHECKING:
    from graph.records.model import Place
    from graph.snapshot.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class GateWork:
    """Through-the-gate work and its price; `prison` is None where the area has none."""

    prison: Place | None
    value_gbp: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractPrice:
    """The parts of an area's annual value, in pounds; they add up to it."""

    annual_value_gbp: float
    core_gbp: float
    through_the_gate: tuple[GateWork, ...]
    supply_chain_gbp: float
    margin_and_overhead_gbp: float


def price_of(snapshot: Snapshot, area: int) -> ContractPrice:
    """Split an area's annual value by the programme's shares.

    Through-the-gate money is split evenly over the prisons that release to the area: an estimate,
    for nobody has published their releases by area.
    """
    value = snapshot.areas[area].annual_value_gbp

    def part(share: PriceShare, *, without: float = 0.0) -> float:
        return value * rule_value(snapshot.facts, share, without=without)

    return ContractPrice(
        annual_value_gbp=value,
        core_gbp=part(PriceShare.CORE),
        through_the_gate=_gate_work(snapshot, area, part(PriceShare.THROUGH_THE_GATE)),
        supply_chain_gbp=part(PriceShare.SUPPLY_CHAIN, without=1.0),
        margin_and_overhead_gbp=part(PriceShare.MARGIN_AND_OVERHEAD),
    )


def _gate_work(snapshot: Snapshot, area: int, value_gbp: float) -> tuple[GateWork, ...]:
    if not value_gbp:
        return ()
    own = snapshot.areas[area].id
    prisons = sorted(
        (
            snapshot.places[snapshot.place_index[prison.place]]
            for prison in snapshot.facts.prisons
            if own in prison.lead_areas
        ),
        key=lambda place: place.name,
    )
    if not prisons:
        return (GateWork(prison=None, value_gbp=value_gbp),)
    return tuple(GateWork(prison=each, value_gbp=value_gbp / len(prisons)) for each in prisons)
