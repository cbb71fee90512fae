"""Value, risk and exposure of members."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.answer.money import money_of
from matcher.lineups import open_case, recommend
from tests.matcher.market import BRIEF, market


def test_value_is_volume_at_the_areas_cost_of_a_need() -> None:
    line_up = recommend(market(), BRIEF).lineups[0]
    for member in line_up.members:
        assert member.value_gbp == pytest.approx(1000 * member.volume_needs_a_year, abs=100)
        assert member.share_of_value == pytest.approx(member.value_gbp / 1_080_000, abs=1e-3)


def test_tier_three_bears_no_risk_unless_the_brief_says_so() -> None:
    plain = recommend(market(), BRIEF).lineups[0]
    shared = recommend(market(), replace(BRIEF, gates=("tier_3_pbr=off",))).lineups[0]
    small = [member for member in plain.members if member.role == "tier-3"]
    assert small
    assert all(member.risk_gbp == 0 for member in small)
    assert any(m.risk_gbp > 0 for m in shared.members if m.role == "tier-3")


@pytest.mark.parametrize("gates", [(), ("tier_3_pbr=off",), ("tier_3_pbr=0.5",)])
def test_all_results_money_is_borne_by_somebody(gates: tuple[str, ...]) -> None:
    line_up = recommend(market(), replace(BRIEF, gates=gates)).lineups[0]
    assert sum(m.share_of_risk for m in line_up.members) == pytest.approx(1.0, abs=1e-3)
    assert sum(m.risk_gbp for m in line_up.members) == pytest.approx(108_000, abs=5)


def test_exposure_is_unknown_where_the_turnover_is() -> None:
    line_up = recommend(market(), replace(BRIEF, must=("Centre for Women",))).lineups[0]
    of_turnover = {member.name: member.share_of_turnover for member in line_up.members}
    assert of_turnover["Centre for Women"] is None
    assert all(share <= 0.3 for share in of_turnover.values() if share is not None)


def test_the_lead_bears_it_all_where_nobody_else_does() -> None:
    """All the work goes to tier 3, and the lead keeps none of it."""
    case = open_case(market(), replace(BRIEF, lead="Big Firm"))
    names = [case.organisation(row).name for row in range(case.problem.candidates)]
    lead, other = names.index("Big Firm"), names.index("Homes Trust")
    people = np.zeros(len(names))
    people[other] = case.problem.need.sum()
    money = money_of(case, people, lead, {lead: "lead", other: "tier-3"})
    assert money.risk[lead] == pytest.approx(108_000)
    assert money.risk.sum() == pytest.approx(108_000)


def test_what_nobody_works_for_stays_with_the_lead_and_its_risk_too() -> None:
    """Half of the contract is met by tier 2; the lead, without work, bears the other half."""
    case = open_case(market(), replace(BRIEF, lead="Big Firm"))
    names = [case.organisation(row).name for row in range(case.problem.candidates)]
    lead, other = names.index("Big Firm"), names.index("Homes Trust")
    people = np.zeros(len(names))
    people[other] = 540
    money = money_of(case, people, lead, {lead: "lead", other: "tier-2"})
    assert money.value[lead] == 0
    assert money.value[other] == pytest.approx(540_000)
    assert money.risk[lead] == pytest.approx(54_000)
    assert money.risk[other] == pytest.approx(54_000)
    assert money.share_of_turnover(540_000, other) == pytest.approx(0.54)
