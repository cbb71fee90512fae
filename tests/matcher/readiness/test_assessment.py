"""How ready somebody is: worked by hand, and what must hold of every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.questions.needed import NeedSearch
from matcher.readiness.assessment import Assessments
from matcher.readiness.questions import QUESTIONS
from matcher.readiness.records import (
    LEAD,
    ROLES,
    TIER_2,
    Origin,
    Readiness,
    ReadinessError,
    ReadinessQuery,
)
from tests.builders import evidence, organisation, rule, size, small_snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcher.readiness.question import Question

RULES = (
    rule("funding_access", 0.5),
    rule("exposure", 0.3),
    rule("tier_3_pbr", 0.0),
    rule("pbr_share", 0.1),
)
SNAPSHOT = small_snapshot(
    organisations=(organisation("Us"), organisation("Other")),
    sizes=(size("Us", 4e5, 6e5),),
    evidence=(evidence("Us", 2),),
    rules=RULES,
)
ASSESSMENTS = Assessments(SNAPSHOT, field=NeedSearch(SNAPSHOT).field)


def assessed(**asked: Any) -> Readiness:
    return ASSESSMENTS.assess(ReadinessQuery(**asked))


def scores(found: Readiness) -> Mapping[str, tuple[float, float]]:
    return {each.theme: (each.least, each.most) for each in found.themes}


def answer(found: Readiness, name: str) -> tuple[str, str, float | None]:
    each = next(each for each in found.answers if each.question == name)
    return each.value, each.origin, each.points


def test_the_example_of_the_document_is_worked_by_hand() -> None:
    """A half of three months, one of two questions on evidence, and a fifth of 500,000."""
    found = assessed(organisation="Us", reserves_months=1.5, contract_value_gbp=1e5)
    assert scores(found)["reserves"] == (0.5, 0.5)
    assert scores(found)["evidence"] == (0.3, 0.8)
    assert answer(found, "contract_share") == ("20 %", "estimated", 1.0)
    assert scores(found)["size"] == (1.0, 1.0)  # 100,000 / 0.3 is less than 500,000
    assert scores(found)["insurance"] == (0.0, 1.0)
    assert found.least == pytest.approx(sum(t.least for t in found.themes) / 11, abs=1e-4)


def test_what_nobody_answers_is_neither_nothing_nor_full_marks() -> None:
    found = assessed()
    assert (found.least, found.most) == (0.0, 1.0)
    assert {each.origin for each in found.answers} == {Origin.UNKNOWN}


def test_an_own_answer_goes_before_a_fact_and_says_so() -> None:
    assert answer(assessed(organisation="Us"), "evidence")[1:] == (Origin.STATED, 0.6)
    found = assessed(organisation="Us", evidence="comparison")
    assert answer(found, "evidence")[1:] == (Origin.ANSWERED, 1.0)


def test_the_share_of_income_is_worked_out_unless_it_is_said() -> None:
    asked = {"turnover_gbp": 1e6, "contract_value_gbp": 4.5e5}
    assert answer(assessed(**asked), "contract_share") == ("45 %", "estimated", 0.5)
    assert answer(assessed(**asked, contract_share=0.1), "contract_share")[1] == Origin.ANSWERED
    assert answer(assessed(contract_value_gbp=1e5), "contract_share")[1] == Origin.UNKNOWN
    assert answer(assessed(turnover_gbp=0.0, contract_value_gbp=1.0), "contract_share")[1] == (
        Origin.UNKNOWN
    )


def test_tier_3_need_bear_no_payment_by_results_and_tier_2_its_part() -> None:
    assert answer(assessed(results_share=0.0), "results_share")[2] is None
    assert answer(assessed(results_share=0.05, role=TIER_2), "results_share")[2] == 0.5


def test_a_lead_is_held_against_the_least_area_unless_one_is_named() -> None:
    least, other = sorted(area.annual_value_gbp for area in SNAPSHOT.areas)
    codes = {area.annual_value_gbp: str(area.id) for area in SNAPSHOT.areas}
    anywhere = assessed(role=LEAD, turnover_gbp=1e6)
    there = assessed(role=LEAD, turnover_gbp=1e6, area=codes[other])
    full = [0.5 * value / 0.3 for value in (least, other)]
    assert answer(anywhere, "turnover_gbp")[2] == pytest.approx(min(1, 1e6 / full[0]), abs=1e-4)
    assert answer(there, "turnover_gbp")[2] == pytest.approx(min(1, 1e6 / full[1]), abs=1e-4)
    assert any("No area was named" in note for note in anywhere.notes)


def test_the_plan_begins_with_gates_and_asks_each_question_once() -> None:
    found = assessed(organisation="Us", contract_value_gbp=1e6, insurance="no", vetting="partly")
    assert found.plan[0].gate == "exposure"
    assert "would fail the gate" in found.plan[0].why
    assert [step.rank for step in found.plan] == list(range(1, len(found.plan) + 1))
    asked = [step.question for step in found.plan if step.question]
    assert len(asked) == len(set(asked))
    lacking = [step.question for step in found.plan if step.kind == "gap"]
    assert lacking.index("insurance") < lacking.index("vetting")


def test_who_is_ready_has_nothing_to_do() -> None:
    best = {
        each.name: next(c.key for c in each.choices if c.points == 1)
        for each in QUESTIONS
        if each.choices
    }
    found = assessed(**best, turnover_gbp=1e6, contract_value_gbp=1e5, reserves_months=6.0)
    assert (found.least, found.most, found.plan) == (1.0, 1.0, ())


def test_every_mistake_is_told_at_once_names_too() -> None:
    with pytest.raises(ReadinessError) as raised:
        assessed(organisation="Nobody", area="Mars", role="king", reserves_months=-1.0)
    fields = [each.field for each in raised.value.mistakes]
    assert fields == ["role", "reserves_months", "organisation", "area"]
    assert str(raised.value).startswith("4 mistakes in the assessment:")


def test_it_says_what_facts_know_for_a_form_to_show() -> None:
    assert set(ASSESSMENTS.known(ReadinessQuery(organisation="Us"))) == {
        "turnover_gbp",
        "evidence",
    }
    assert ASSESSMENTS.known(ReadinessQuery()) == {}


def value_of(question: Question) -> st.SearchStrategy[Any]:
    if question.choices:
        return st.sampled_from(["", *(choice.key for choice in question.choices)])
    assert question.range
    least = question.range.least + (0.01 if question.range.open_least else 0)
    return st.none() | st.floats(least, question.range.most)


SAID = st.fixed_dictionaries({each.name: value_of(each) for each in QUESTIONS})


@given(SAID, st.sampled_from(list(ROLES)))
def test_scores_are_ranges_and_an_answer_never_widens_one(said: dict[str, Any], role: str) -> None:
    found = assessed(role=role, **said)
    for theme in found.themes:
        assert 0.0 <= theme.least <= theme.most <= 1.0
        unknown = theme.asked - theme.known
        assert theme.most - theme.least == pytest.approx(unknown / theme.asked, abs=1e-3)
    assert 0.0 <= found.least <= found.most <= 1.0
    nothing = assessed(role=role)
    assert found.most - found.least <= nothing.most - nothing.least + 1e-3


@given(SAID)
def test_the_same_answers_give_the_same_assessment(said: dict[str, Any]) -> None:
    assert assessed(**said) == assessed(**said)
