"""What answers are held against: figures of the rules, worked by hand for each part."""

from __future__ import annotations

import pytest

from matcher.brief.gates import programme_gates
from matcher.case.scoring import ScoringRules
from matcher.readiness.measures import measures_of
from matcher.readiness.questions import QUESTIONS
from matcher.readiness.records import LEAD, TIER_2, TIER_3, ReadinessQuery
from tests.builders import rule, small_snapshot

RULES = (
    rule("funding_access", 0.5),
    rule("exposure", 0.25),
    rule("pbr_share", 0.07),
    rule("tier_3_pbr", 0.0),
)
SNAPSHOT = small_snapshot(rules=RULES)


def measures(role: str, area: int | None = None, **asked: float) -> dict[str, float]:
    return measures_of(
        SNAPSHOT,
        ReadinessQuery(role=role, **asked),  # type: ignore[arg-type]
        area=area,
        gates=programme_gates(SNAPSHOT),
        rules=ScoringRules(),
    )


@pytest.mark.parametrize("area", [0, 1])
def test_a_prime_provider_needs_access_to_half_a_years_value(area: int) -> None:
    value = SNAPSHOT.areas[area].annual_value_gbp
    found = measures(LEAD, area)
    assert found["funding_wanted_gbp"] == pytest.approx(0.5 * value)
    assert found["turnover_wanted_gbp"] == pytest.approx(0.5 * value / 0.25)


def test_without_an_area_the_least_valuable_counts() -> None:
    least = min(area.annual_value_gbp for area in SNAPSHOT.areas)
    assert measures(LEAD)["funding_wanted_gbp"] == pytest.approx(0.5 * least)


def test_tier_2_works_at_scale_and_tier_3_by_its_contract() -> None:
    assert measures(TIER_2)["turnover_wanted_gbp"] == ScoringRules().large_gbp
    assert "turnover_wanted_gbp" not in measures(TIER_3)
    assert measures(TIER_3, contract_value_gbp=5e4)["turnover_wanted_gbp"] == 2e5


def test_only_a_prime_provider_needs_access_to_funding() -> None:
    assert "funding_wanted_gbp" not in measures(TIER_2)
    assert "funding_wanted_gbp" not in measures(TIER_3)


@pytest.mark.parametrize(("role", "share"), [(LEAD, 0.07), (TIER_2, 0.07), (TIER_3, 0.0)])
def test_each_part_bears_its_share_of_payment_by_results(role: str, share: float) -> None:
    assert measures(role)["results_wanted_share"] == share


def test_a_programme_without_rules_holds_against_nothing_but_what_searches_know() -> None:
    bare = small_snapshot(rules=())
    for role, left in ((LEAD, set()), (TIER_2, {"turnover_wanted_gbp"}), (TIER_3, set())):
        found = measures_of(
            bare,
            ReadinessQuery(role=role),
            area=None,
            gates=programme_gates(bare),
            rules=ScoringRules(),
        )
        assert set(found) == left


def test_every_measure_that_a_question_names_is_one_of_these() -> None:
    named = {question.against for question in QUESTIONS if question.against}
    assert named == set(measures(LEAD))
