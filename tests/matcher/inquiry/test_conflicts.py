"""When no line-up satisfies a brief: which rules conflict, and what would help."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from matcher.errors import NoLineUpError
from matcher.inquiry.conflicts import Rule, rules_of, smallest_conflict
from matcher.lineups import open_case, recommend
from tests.builders import organisation
from tests.matcher.market import BRIEF, market
from tests.matcher.trying import line_ups

if TYPE_CHECKING:
    from matcher.problem.model import Problem

WISHES: tuple[dict[str, Any], ...] = (
    {"max_members": 1, "gates": ("local_or_small=2",)},
    {"lead": "Big Firm", "min_vcse_share": 0.98, "min_work": 1.0, "max_members": 2},
    {"must": ("Big Firm", "Other Firm"), "min_vcse_share": 1.0, "min_work": 0.5},
    {"must": ("Tiny Trust",), "max_members": 2, "gates": ("local_or_small=3",)},
    {"lead": "Big Firm", "max_members": 1, "min_vcse_share": 0.5},
    {
        "must": ("Homes Trust", "Hostel Trust"),
        "min_work": 1.0,
        "max_members": 3,
        "min_vcse_share": 1.0,
        "gates": ("local_or_small=4",),
    },
)


def works(problem: Problem) -> bool:
    return next(line_ups(problem), None) is not None


def keeping(problem: Problem, rules: tuple[Rule, ...], kept: set[str]) -> Problem:
    """The problem with only these of its rules."""
    for rule in rules:
        if rule.sentence not in kept:
            problem = rule.lift(problem)
    return problem


@pytest.mark.parametrize("wish", WISHES, ids=range(len(WISHES)))
def test_the_rules_told_conflict_and_none_of_them_can_be_left_out(wish: dict[str, Any]) -> None:
    brief = replace(BRIEF, **wish)
    case = open_case(market(), brief)
    with pytest.raises(NoLineUpError) as caught:
        recommend(market(), brief)
    told = set(caught.value.conflict)
    rules = rules_of(case, case.problem)
    assert told
    assert told <= {rule.sentence for rule in rules}
    assert not works(keeping(case.problem, rules, told))
    for sentence in told:
        assert works(keeping(case.problem, rules, told - {sentence}))
    assert caught.value.irreducible


@pytest.mark.parametrize("wish", WISHES, ids=range(len(WISHES)))
def test_each_remedy_names_a_rule_that_helps_alone(wish: dict[str, Any]) -> None:
    brief = replace(BRIEF, **wish)
    case = open_case(market(), brief)
    with pytest.raises(NoLineUpError) as caught:
        recommend(market(), brief)
    rules = rules_of(case, case.problem)
    helps = [rule.key for rule in rules if works(rule.lift(case.problem))]
    assert sorted(text.split(":")[0] for text in caught.value.remedies) == sorted(helps)


def test_the_number_that_a_remedy_gives_works_and_one_more_does_not() -> None:
    brief = replace(BRIEF, max_members=2, gates=("local_or_small=3",), must=("Big Firm",))
    with pytest.raises(NoLineUpError) as caught:
        recommend(market(), brief)
    text = "\n".join(caught.value.remedies)
    assert "local_or_small: 3 are too many; 2 are possible" in text
    assert "max_members: 2 is too few; 3 is enough" in text
    assert recommend(market(), replace(brief, gates=("local_or_small=2",))).lineups
    assert recommend(market(), replace(brief, max_members=3)).lineups


def test_what_was_not_found_out_in_time_is_not_called_smallest() -> None:
    case = open_case(market(), replace(BRIEF, max_members=1, gates=("local_or_small=2",)))
    rules = rules_of(case, case.problem)
    conflict = smallest_conflict(case.problem, rules, lambda _: None)
    assert conflict.rules == rules
    assert not conflict.irreducible
    error = NoLineUpError([], [rule.sentence for rule in rules], irreducible=False)
    assert "time ran out, and perhaps fewer" in str(error)
    assert "No single change would help; change several of them together." in str(error)


def test_what_was_found_without_solving_is_not_called_a_remedy() -> None:
    error = NoLineUpError(["lead: nobody", "must: nobody"])
    assert "This stands in the way:" in str(error)
    assert "alone" not in str(error)


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ({"gates": ("market_share=0.5",)}, "First County alone is more than 50% of the market"),
        ({"gates": ("consent=1",)}, "nobody in 'consented' can hold the contract"),
        ({"gates": ("guarantee=1",), "lead": "Other Firm"}, "a guarantee of £1.1m"),
        (
            {"never": ("Big Firm", "Other Firm")},
            "access to £0.5m, and no organisation that may take",
        ),
        ({"lead": "The Ministry"}, "The Ministry is a government body, which cannot join a bid"),
    ],
)
def test_what_needs_no_solving_is_said_at_once(wish: dict[str, Any], message: str) -> None:
    with pytest.raises(NoLineUpError) as caught:
        recommend(market(), replace(BRIEF, **wish))
    assert message in str(caught.value)
    assert caught.value.conflict == ()


def test_an_area_without_any_supply_says_who_could_lead_at_all() -> None:
    nobody = market(
        organisations=(organisation("Big Firm", "private-company"),),
        capabilities=(),
        sizes=(),
        evidence=(),
        collaborations=(),
        memberships=(),
    )
    with pytest.raises(NoLineUpError, match="the largest known are none"):
        recommend(nobody, BRIEF)
    assert np.array(open_case(nobody, BRIEF).candidates).size == 0
