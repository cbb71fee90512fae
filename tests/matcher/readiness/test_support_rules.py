"""Rules of support: how they are written, and who meets them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.readiness.support_records import Condition, Eligibility, RuleCheck, SupportQuery
from matcher.readiness.support_rules import (
    SUBJECTS,
    checked,
    condition_words,
    eligibility,
    known_of,
    read_rules,
)
from tests.builders import OPENED, A, local_work, organisation, small_snapshot


def test_rules_are_read_with_semicolons_between_them() -> None:
    rules = read_rules("sector = vcse or mutual; contract_total_gbp >= 500000;turnover_gbp<=1e6")
    assert rules == (
        Condition(about="sector", values=("vcse", "mutual")),
        Condition(about="contract_total_gbp", least=500_000.0),
        Condition(about="turnover_gbp", most=1e6),
    )
    assert read_rules("") == ()


def test_everything_that_is_wrong_with_rules_is_told_at_once() -> None:
    cell = "sector = church; colour = red; sector >= 3; turnover_gbp = 5; turnover_gbp >= many; x"
    with pytest.raises(ValueError, match="'church' is not one of") as raised:
        read_rules(cell)
    told = str(raised.value)
    for wrong in (
        "'colour' is nothing that a rule can be about; there are: sector, kind",
        "sector is no number: write sector = vcse",
        "turnover_gbp is a number: write turnover_gbp >= 500000, or <=",
        "'many' is not a number",
        "'x' is no rule, such as 'sector = vcse or mutual'",
    ):
        assert wrong in told


@pytest.mark.parametrize(
    ("figure", "met"), [(499_999.0, "no"), (500_000.0, "yes"), (1e9, "yes"), (None, "not known")]
)
def test_a_contract_must_be_worth_half_a_million_in_all(figure: float | None, met: str) -> None:
    known = {} if figure is None else {"contract_total_gbp": figure}
    found = checked(Condition(about="contract_total_gbp", least=5e5), known)
    assert found.met == met
    assert found.rule == "the contract's value over all its years is at least £500,000"


def test_what_is_not_known_says_what_to_answer() -> None:
    found = checked(Condition(about="approved_provider", values=("yes",)), {})
    assert found.met == "not known"
    assert found.reason == "Answer approved_provider."


def test_an_upper_bound_is_met_up_to_itself() -> None:
    rule = Condition(about="turnover_gbp", most=250_000.0)
    assert [checked(rule, {"turnover_gbp": x}).met for x in (0.0, 250_000.0, 250_001.0)] == [
        *("yes", "yes", "no")
    ]
    assert condition_words(rule) == "its turnover is at most £250,000"


def test_one_value_of_several_is_enough() -> None:
    rule = Condition(about="country", values=("England",))
    assert checked(rule, {"country": ("England", "Wales")}).met == "yes"
    assert checked(rule, {"country": ("Wales",)}).met == "no"


def test_facts_and_answers_are_what_rules_are_about() -> None:
    snapshot = small_snapshot(
        organisations=(organisation("Us"),), capabilities=(local_work("Us", places=(A,)),)
    )
    query = SupportQuery(contract_value_gbp=1e5, contract_years=7.0, investment="yes")
    known = known_of(snapshot, 0, query, turnover_gbp=2e5, as_of=OPENED)
    assert known == {
        "role": ("tier-3",),
        "sector": ("vcse",),
        "kind": ("charity",),
        "country": ("England",),
        "contract_total_gbp": 7e5,
        "turnover_gbp": 2e5,
        "investment": ("yes",),
    }


def test_of_one_that_is_not_known_only_its_answers_count() -> None:
    snapshot = small_snapshot(organisations=(organisation("Us"),))
    nobody = known_of(snapshot, None, SupportQuery(), turnover_gbp=None, as_of=OPENED)
    assert nobody == {"role": ("tier-3",)}
    no_work = known_of(snapshot, 0, SupportQuery(), turnover_gbp=None, as_of=OPENED)
    assert "country" not in no_work


RESULTS = st.lists(st.sampled_from(["yes", "no", "not known"]), max_size=5)


@given(RESULTS)
def test_one_rule_that_is_not_met_bars_and_one_unknown_leaves_it_open(results: list[str]) -> None:
    found = eligibility(tuple(RuleCheck(rule="", met=each, reason="") for each in results))
    if "no" in results:
        assert found is Eligibility.NOT_ELIGIBLE
    elif "not known" in results:
        assert found is Eligibility.CANNOT_TELL
    else:
        assert found is Eligibility.ELIGIBLE


@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_a_larger_contract_is_never_barred_where_a_smaller_one_is_not(
    one: float, other: float
) -> None:
    small, large = sorted((one, other))
    rule = Condition(about="contract_total_gbp", least=5e5)
    if checked(rule, {"contract_total_gbp": small}).met == "yes":
        assert checked(rule, {"contract_total_gbp": large}).met == "yes"


def test_every_subject_has_words_and_values_or_a_number() -> None:
    assert all(subject.words for subject in SUBJECTS.values())
    numbers = {name for name, subject in SUBJECTS.items() if not subject.values}
    assert numbers == {"turnover_gbp", "contract_total_gbp"}
