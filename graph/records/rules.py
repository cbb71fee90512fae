"""Looking up the figures of a programme."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.records.facts import Facts


class PriceShare(StrEnum):
    """The parts of a contract's price, by the key of the rule that gives their share of it.

    A programme has all of these rules, and they add up to 1, or none of them.
    """

    CORE = "core_share"
    THROUGH_THE_GATE = "through_the_gate_share"
    SUPPLY_CHAIN = "supply_chain_share"
    MARGIN_AND_OVERHEAD = "margin_and_overhead_share"


def rule_value(facts: Facts, key: str, *, without: float) -> float:
    """The figure of a programme's rule; `without` where the programme has no such rule."""
    return next((rule.value for rule in facts.rules if rule.key == key), without)
