"""Value, risk and exposure of members."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records.identifiers import PlaceCode
from graph.records.rules import PriceShare
from matcher.answer.describe import roles_of
from matcher.answer.money import money_of
from matcher.answer.retained import GATE_PATHWAY
from matcher.lineups import open_case, recommend
from tests.builders import NATION, B, capability, rule, size, small_facts
from tests.matcher.case.test_price import with_prisons
from tests.matcher.market import BRIEF, RULES, market

if TYPE_CHECKING:
    from graph.records import model
    from matcher.answer.records import Member, Retained


PRICE = tuple(map(rule, PriceShare, (0.5, 0.1, 0.3, 0.1)))


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


@pytest.mark.parametrize(
    ("turnover", "share", "tier"),
    [(1e6, 0.02, "tier-2"), (1e8, 0.04, "tier-2"), (1e8, 0.019, "tier-3"), (9e5, 0.4, "tier-3")],
)
def test_a_tier_follows_size_unless_the_work_is_tiny(
    turnover: float, share: float, tier: str
) -> None:
    sizes = (size("Big Firm", 5e6, None), size("Homes Trust", turnover, turnover))
    case = open_case(market(sizes=sizes), replace(BRIEF, lead="Big Firm"))
    names = [case.organisation(row).name for row in range(case.problem.candidates)]
    lead, other = names.index("Big Firm"), names.index("Homes Trust")
    people = np.zeros(len(names))
    people[lead], people[other] = 1 - share, share
    assert roles_of(case, (lead, other), lead, people) == {lead: "lead", other: tier}


@pytest.mark.parametrize("gates", [(), ("tier_3_pbr=off",), ("tier_3_pbr=0.5",)])
@pytest.mark.parametrize("split", [(), PRICE])
def test_all_results_money_is_borne_by_somebody(
    gates: tuple[str, ...], split: tuple[model.Rule, ...]
) -> None:
    brief = replace(BRIEF, gates=gates)
    line_up = recommend(market(rules=(*RULES, *split)), brief).lineups[0]
    rows: list[Member | Retained] = [*line_up.members, *line_up.retained]
    assert sum(row.share_of_risk for row in rows) == pytest.approx(1.0, abs=1e-3)
    assert sum(row.risk_gbp for row in rows) == pytest.approx(108_000, abs=5)


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


@given(
    st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(1, 20), st.integers(0, 20)),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
    st.sampled_from(["tier-2", "tier-3"]),
)
def test_members_and_what_is_retained_are_the_whole_price(
    parts: tuple[int, ...], shares: list[float], role: str
) -> None:
    """Whatever the price is made of, and however little of the need anybody could meet."""
    split = [rule(key, part / sum(parts)) for key, part in zip(PriceShare, parts, strict=True)]
    case = open_case(market(rules=(*RULES, *split)), replace(BRIEF, lead="Big Firm"))
    people = np.zeros(case.problem.candidates)
    people[: len(shares)] = case.problem.need.sum() * np.array(shares) / len(shares)
    roles = {0: "lead", **dict.fromkeys(range(1, len(shares)), role)}
    money = money_of(case, people, 0, roles)
    kept = sum(part.value for part in money.kept)
    assert money.value.sum() + kept == pytest.approx(money.annual_value)
    at_risk = sum(part.risk for part in money.kept)
    assert money.risk.sum() + at_risk == pytest.approx(money.results_money)
    assert money.borne.sum() == pytest.approx(money.results_money)
    assert all(part.value > 0 for part in money.kept)


def test_the_rows_of_a_line_up_add_up_to_the_annual_value() -> None:
    line_up = recommend(market(rules=(*RULES, *PRICE)), BRIEF).lineups[0]
    rows: list[Member | Retained] = [*line_up.members, *line_up.retained]
    assert sum(row.value_gbp for row in rows) == pytest.approx(1_080_000, abs=len(rows))
    assert sum(row.share_of_value for row in rows) == pytest.approx(1.0, abs=1e-3)
    kept = {row.part: row.value_gbp for row in line_up.retained}
    assert kept["core"] == 540_000
    assert kept["through-the-gate"] == kept["margin-and-overhead"] == 108_000
    assert {row.held_by for row in line_up.retained} == {line_up.lead}
    assert {row.part: row.basis for row in line_up.retained}["through-the-gate"] == "estimated"
    assert {row.part: row.basis for row in line_up.retained}["core"] == "stated"


def test_a_member_known_for_a_prisons_gate_is_named_as_who_could_take_it_on() -> None:
    """Homes Trust works inside Wall; Hostel Trust in the county; the lead holds it anyway.

    So does the Centre for Women, but nobody knows its size: a prison is too much for it.
    """
    gate = replace(small_facts().pathways[2], key=GATE_PATHWAY, name="Through the gate")
    inside, around = PlaceCode("prison-wall"), PlaceCode("prison-gate")
    base = market()
    found = with_prisons(
        "Wall",
        "Gate",
        pathways=(*base.facts.pathways, gate),
        organisations=base.facts.organisations,
        capabilities=(
            *base.facts.capabilities,
            capability("Homes Trust", GATE_PATHWAY, places=(inside,)),
            capability("Hostel Trust", GATE_PATHWAY, places=(B,)),
            capability("Centre for Women", GATE_PATHWAY, places=(inside,)),
            capability("Big Firm", GATE_PATHWAY, places=(NATION,)),
            capability("Tiny Trust", GATE_PATHWAY, places=(inside,), known_from="2014"),
        ),
        sizes=base.facts.sizes,
        rules=(*RULES, *PRICE),
    )
    must = ("Homes Trust", "Hostel Trust", "Tiny Trust", "Centre for Women")
    brief = replace(BRIEF, lead="Big Firm", must=must, max_members=5)
    line_up = recommend(found, brief).lineups[0]
    takers = {row.prison: row.could_take for row in line_up.retained if row.prison}
    names = {member.id: member.name for member in line_up.members}
    assert {prison: {names[each] for each in ids} for prison, ids in takers.items()} == {
        inside: {"Homes Trust", "Hostel Trust"},
        around: {"Hostel Trust"},
    }


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
    assert money.risk[lead] == 0
    assert money.borne[lead] == pytest.approx(54_000)
    assert money.risk[other] == pytest.approx(54_000)
    assert [(part.part, part.value) for part in money.kept] == [("unused-supply-chain", 540_000)]
    assert money.share_of_turnover(540_000, other) == pytest.approx(0.54)
