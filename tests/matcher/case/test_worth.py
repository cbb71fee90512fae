"""What a lead is worth and what a subcontract costs, in numbers that can be checked by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from graph.records.kinds import OrganisationKind
from graph.records.model import Interest
from matcher.brief.request import Brief, resolve
from matcher.case.build import Case, build_case
from matcher.case.scoring import ScoringRules
from matcher.case.worth import area_mutuals
from tests.builders import (
    COUNTY_1,
    COUNTY_2,
    OPENED,
    A,
    affiliation,
    local_work,
    member,
    org_id,
    organisation,
    project,
    provenance,
    rule,
    size,
    small_snapshot,
)

RULES = ScoringRules()
RECORD, HERE, INTEREST, MONEY = (RULES.lead_weight * part for part in RULES.lead_fit)


def case(**tables: Any) -> Case:
    """The first county's case; Firm may lead, Local is small."""
    base: dict[str, Any] = {
        "organisations": (organisation("Firm", "private-company"), organisation("Local")),
        "capabilities": (local_work("Local", places=(A,)), local_work("Firm", places=(A,))),
        "sizes": (size("Firm", 1e8, 1e8), size("Local", 1e5, 1e5)),
        "rules": (rule("funding_access", 0.5), rule("exposure", 0.3)),
    }
    snapshot = small_snapshot(**{**base, **tables})
    return build_case(snapshot, resolve(snapshot, Brief(area="CPA1")), rules=RULES)


def worth(found: Case, name: str = "Firm") -> float:
    row = found.candidate(found.snapshot.organisation_index[org_id(name)])
    assert row is not None
    return float(found.problem.lead_worth[row])


def test_money_alone_is_worth_a_little() -> None:
    assert worth(case()) == pytest.approx(MONEY)


def test_who_may_not_lead_is_worth_nothing_as_lead() -> None:
    assert worth(case(), "Local") == 0.0


@pytest.mark.parametrize(
    ("kind", "partners", "counted"),
    [
        ("prime-contract", (), 1.0),
        ("tr-supply-chain", (), 1.0),
        ("contract", ("Local", "Other"), 1.0),
        ("contract", ("Local",), 0.5),
        ("contract", (), 0.0),  # delivered alone, as prison education is
        ("grant", ("Local", "Other"), 0.0),
    ],
)
def test_leading_others_is_a_record(kind: str, partners: tuple[str, ...], counted: float) -> None:
    expected = MONEY + RECORD * -np.expm1(-counted / RULES.record_scale)
    assert worth(led(kind=kind, partners=partners)) == pytest.approx(expected)


@pytest.mark.parametrize("role", ["funder", "commissioner", "host", "evaluator", "lead"])
def test_who_buys_or_also_leads_is_no_supply_chain(role: str) -> None:
    assert worth(led(partners=("Local", "Other"), role=role)) == pytest.approx(MONEY)


def test_members_who_become_known_later_are_no_supply_chain_yet() -> None:
    assert worth(led(partners=("Local", "Other"), known_from="2014")) == pytest.approx(MONEY)


def test_a_contract_led_in_the_area_counts_besides() -> None:
    elsewhere, here = (led(kind="prime-contract", areas=areas) for areas in ((), (COUNTY_1,)))
    assert worth(here) - worth(elsewhere) == pytest.approx(HERE * -np.expm1(-1))


def led(
    *,
    kind: str = "contract",
    partners: tuple[str, ...] = (),
    role: str = "subcontractor",
    areas: tuple[Any, ...] = (),
    **origin: Any,
) -> Case:
    """The case where Firm has led one contract with partners."""
    bodies = (organisation("Firm", "private-company"), organisation("Local"), organisation("Other"))
    others = tuple(member("P1", name, role, **origin) for name in partners)
    return case(
        organisations=bodies,
        collaborations=(project("P1", kind=kind, areas=areas),),
        memberships=(member("P1", "Firm", "lead"), *others),
    )


@pytest.mark.parametrize(("area", "shown"), [(COUNTY_1, 1.0), (None, 0.6)])
def test_public_interest_in_leading_counts(area: Any, shown: float) -> None:
    interest = Interest(
        organisation=org_id("Firm"), role="prime", area=area, provenance=provenance()
    )
    assert worth(case(interests=(interest,))) == pytest.approx(MONEY + shown * INTEREST)


@pytest.mark.parametrize(
    ("confidence", "fit"),
    [
        ("verified-official", 1.0),
        ("memory-high", 0.9),
        ("memory-medium", 0.75),
        ("own-statement", 0.75),
        ("memory-low", 0.0),
    ],
)
def test_interest_counts_as_far_as_it_is_trusted(confidence: str, fit: float) -> None:
    interest = Interest(
        organisation=org_id("Firm"),
        role="prime",
        area=COUNTY_1,
        provenance=provenance(confidence=confidence),
    )
    found = case(capabilities=(local_work("Local", places=(A,)),), interests=(interest,))
    names = {str(found.organisation(row).name) for row in range(len(found.candidates))}
    assert names == ({"Firm", "Local"} if fit else {"Local"})
    if fit:
        assert worth(found) == pytest.approx(MONEY + fit * INTEREST)


@pytest.mark.parametrize(
    ("facts", "joins"),
    [
        ({"interests": (None,)}, True),
        ({"interests": (COUNTY_1,)}, True),
        ({"interests": (COUNTY_2,)}, False),
        ({"contracts": (COUNTY_1,)}, True),
        ({"contracts": (COUNTY_2,)}, False),
        ({}, False),
    ],
)
def test_who_delivers_nothing_joins_as_lead_if_known_for_it(facts: Any, joins: bool) -> None:
    wants = (
        Interest(organisation=org_id("Firm"), role="prime", area=area, provenance=provenance())
        for area in facts.get("interests", ())
    )
    leads = tuple(
        project(area, kind="prime-contract", areas=(area,)) for area in facts.get("contracts", ())
    )
    found = case(
        capabilities=(local_work("Local", places=(A,)),),
        interests=tuple(wants),
        collaborations=leads,
        memberships=tuple(member(each.id, "Firm", "lead") for each in leads),
    )
    assert ("Firm" in names(found)) == joins


def test_a_parents_money_passes_the_funding_gate() -> None:
    poor = {"sizes": (size("Local", 1e5, 1e5), size("Parent", 1e8, 1e8))}
    bodies = (
        organisation("Firm", "private-company"),
        organisation("Local"),
        organisation("Parent", "private-company"),
    )
    owns = affiliation("Parent", "Firm", "parent")
    assert worth(case(organisations=bodies, affiliations=(owns,), **poor)) > 0
    assert worth(case(organisations=bodies, **poor)) == 0


def test_a_subcontract_costs_what_its_tier_costs_to_manage() -> None:
    costs = (rule("tier_2_cost", 30_000), rule("tier_3_cost", 12_000))
    found = case(rules=(rule("funding_access", 0.5), rule("exposure", 0.3), *costs))
    assert dict(zip(names(found), found.problem.member_cost.tolist(), strict=True)) == {
        "Firm": pytest.approx(30_000 / 1_080_000),
        "Local": pytest.approx(12_000 / 1_080_000),
    }
    assert worth(found) == pytest.approx(MONEY + 30_000 / 1_080_000)


def test_a_shareholder_costs_nothing_to_manage() -> None:
    bodies = (organisation("Firm", "private-company"), organisation("Local", "funder"))
    found = case(organisations=bodies, rules=(rule("tier_3_cost", 12_000),))
    assert found.snapshot.organisations[1].kind is OrganisationKind.FUNDER
    assert found.problem.member_cost[names(found).index("Local")] == 0.0


def names(found: Case) -> list[str]:
    return [found.organisation(row).name for row in range(len(found.candidates))]


def test_a_consortium_has_its_members_work_and_capacity() -> None:
    bodies = (
        organisation("Firm", "private-company"),
        organisation("Local"),
        organisation("Together", "vcse-consortium"),
    )
    joins = affiliation("Local", "Together", "member")
    found = case(organisations=bodies, affiliations=(joins,))
    own, both = (
        found.problem.quality[[names(found).index(name)]] for name in ("Local", "Together")
    )
    assert both.indices.tolist() == own.indices.tolist()
    totals = found.problem.total_capacity
    assert totals[names(found).index("Together")] == totals[names(found).index("Local")] > 0
    later = replace(joins, provenance=provenance("2014"))
    assert "Together" not in names(case(organisations=bodies, affiliations=(later,)))


@pytest.mark.parametrize(("known_from", "counts"), [("2013", False), ("2012", True)])
def test_a_mutual_is_the_areas_once_its_work_there_is_public(known_from: str, counts: bool) -> None:
    snapshot = small_snapshot(
        organisations=(organisation("Together", "staff-mutual"),),
        capabilities=(local_work("Together", places=(A,), known_from=known_from),),
    )
    assert area_mutuals(snapshot, 0, OPENED).tolist() == [counts]
    assert area_mutuals(snapshot, 1, OPENED).tolist() == [False]
