"""The rules by kind: tables of patterns in plain words, with a few small functions for figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.terms.rules import (
    assignment,
    audit,
    clawback,
    data_ip,
    disputes,
    exclusivity,
    gagging,
    guarantee,
    insurance,
    liability,
    mobilisation,
    payment,
    pbr,
    service_credits,
    set_off,
    termination,
    tupe,
    variation,
    volume,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcher.terms.records import Kind, RuleSet

RULE_SETS: Mapping[Kind, RuleSet] = {
    each.RULES.kind: each.RULES
    for each in (
        payment,
        volume,
        mobilisation,
        pbr,
        clawback,
        service_credits,
        set_off,
        liability,
        guarantee,
        tupe,
        insurance,
        termination,
        variation,
        assignment,
        disputes,
        gagging,
        exclusivity,
        data_ip,
        audit,
    )
}
"""The rules of every kind."""
