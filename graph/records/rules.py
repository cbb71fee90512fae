"""Looking up the figures of a programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.records.facts import Facts


def rule_value(facts: Facts, key: str, *, without: float) -> float:
    """The figure of a programme's rule; `without` where the programme has no such rule."""
    return next((rule.value for rule in facts.rules if rule.key == key), without)
