"""Judging a given line-up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from matcher.errors import BriefError
from matcher.lineups import open_case, recommend
from matcher.questions.judging import judge
from tests.builders import local_work, organisation
from tests.matcher.market import BRIEF, market
from tests.matcher.trying import best_of, line_ups

if TYPE_CHECKING:
    from matcher.questions.findings import Change, Judgement

GIVEN = ("Big Firm", "Hostel Trust", "Tiny Trust")


def judged(*members: str, **changes: Any) -> Judgement:
    """Judge a line-up of the small market by a changed brief."""
    return judge(market(), replace(BRIEF, **changes), members)


def rows(*names: str) -> frozenset[int]:
    case = open_case(market(), BRIEF)
    ids = [case.organisation(row).name for row in range(case.problem.candidates)]
    return frozenset(ids.index(name) for name in names)


def test_a_line_up_that_keeps_the_rules_has_the_score_of_its_best_volumes() -> None:
    found = judged(*GIVEN)
    problem = open_case(market(), BRIEF).problem
    own = next(one for one in line_ups(problem) if frozenset(one.members) == rows(*GIVEN))
    best = best_of(problem)
    assert best is not None
    assert found.broken == ()
    assert found.line_up is not None
    assert found.line_up.score == pytest.approx(own.objective, abs=1e-6)
    assert found.best_score == pytest.approx(best.objective, abs=1e-5)
    assert found.share_of_best == pytest.approx(own.objective / best.objective, abs=1e-4)


def test_the_best_line_up_has_all_of_the_best_score() -> None:
    best = recommend(market(), BRIEF).lineups[0]
    found = judged(*(member.id for member in best.members))
    assert found.share_of_best == pytest.approx(1.0, abs=1e-4)
    assert found.removal is None


@pytest.mark.parametrize("members", [GIVEN, ("Other Firm", "Homes Trust"), ("Big Firm",)])
def test_the_best_changes_are_those_of_trying_all(members: tuple[str, ...]) -> None:
    found, given = judged(*members), rows(*members)
    problem = open_case(market(), BRIEF).problem
    more = best_of(problem, lambda other: other > given and len(other) == len(given) + 1)
    swapped = best_of(problem, lambda other: len(other) == len(given) == len(other & given) + 1)
    fewer = best_of(problem, lambda other: other < given and len(other) == len(given) - 1)
    for change, expected in (
        (found.addition, more),
        (found.swap, swapped),
        (found.weakest, fewer),
    ):
        assert (change is None) == (expected is None)
        if change is not None and expected is not None:
            assert change.score == pytest.approx(expected.objective, abs=1e-5)
            assert found.line_up is not None
            assert change.gain == pytest.approx(change.score - found.line_up.score, abs=2e-6)


def test_a_full_line_up_has_no_addition_but_a_swap() -> None:
    found = judged(*GIVEN, max_members=3)
    assert found.addition is None
    assert found.swap is not None


def test_a_removal_is_told_only_where_it_gains() -> None:
    """With the promise of work to somebody useless, leaving it out is better."""
    found = judged("Big Firm", "Homes Trust", "Hostel Trust", min_work=1.0)
    changes: list[Change | None] = [found.weakest, found.removal]
    assert found.removal is None or changes[0] == changes[1]
    assert found.removal is None or found.removal.gain > 0


def test_each_broken_rule_is_named() -> None:
    found = judged(
        *("Homes Trust", "Centre for Women", "The Ministry", "Hostel Trust"),
        max_members=3,
        must=("Big Firm",),
        never=("Hostel Trust",),
        gates=("consent=1", "local_or_small=4"),
        consented=("Big Firm", "Homes Trust"),
    )
    broken = "\n".join(found.broken)
    for words in (
        "max_members: it has 4 members, and 3 are allowed",
        "members: The Ministry is a government body, which cannot join a bid",
        "must: Big Firm is missing",
        "never: Hostel Trust is in it",
        "lead: no member can hold the contract (gates: funding_access, market_share)",
        "consent: Hostel Trust, Centre for Women, The Ministry did not consent",
    ):
        assert words in broken
    assert found.line_up is not None
    assert found.addition is None
    assert found.swap is None


@pytest.mark.parametrize(
    ("members", "changes", "rule"),
    [
        (("Big Firm", "Tiny Trust"), {"min_vcse_share": 0.9}, None),
        (("Big Firm", "Tiny Trust"), {"min_vcse_share": 0.9, "min_work": 0.25}, "min_vcse_share"),
        (("Homes Trust", "Hostel Trust"), {"min_work": 1.0}, "lead"),
        (("Big Firm",), {"gates": ("local_or_small=2",)}, "local_or_small"),
        (("Big Firm",), {"min_vcse_share": 0.1, "min_work": 0.0}, "min_vcse_share"),
    ],
)
def test_rules_that_no_volumes_keep_are_told(
    members: tuple[str, ...], changes: dict[str, Any], rule: str | None
) -> None:
    broken = judged(*members, **{"min_work": 0.0, **changes}).broken
    if rule is None:
        assert broken == ()
    else:
        assert any(rule in sentence for sentence in broken)


def test_a_broken_rule_alone_is_left_out_of_the_score() -> None:
    """One member does all the work; the promise of work is kept even so."""
    found = judged("Big Firm", min_vcse_share=0.5)
    assert [rule.split(":")[0] for rule in found.broken] == ["min_vcse_share"]
    assert found.line_up is not None
    assert found.line_up.coverage.overall == pytest.approx(720 / 1080, abs=1e-3)


def test_a_pair_weighs_the_same_in_a_line_up_with_too_many_members() -> None:
    strict = judged("Big Firm", "Hostel Trust", "Homes Trust", max_members=2)
    roomy = judged("Big Firm", "Hostel Trust", max_members=2)
    assert strict.line_up is not None
    assert roomy.line_up is not None
    affinity = roomy.line_up.criteria["affinity"]
    assert affinity > 0
    assert strict.line_up.criteria["affinity"] == pytest.approx(affinity, abs=1e-6)


def test_the_lead_of_the_brief_belongs_to_the_line_up() -> None:
    found = judged("Homes Trust", lead="Other Firm")
    assert found.line_up is not None
    assert {m.name for m in found.line_up.members} == {"Homes Trust", "Other Firm"}
    assert found.line_up.lead == "ZZ-PMS-other-firm"


def test_the_brief_is_echoed_as_it_was_given() -> None:
    found = judged(*GIVEN, never=("Homes Trust",), gates=("consent=1",), max_members=2)
    assert found.brief.must == ()
    assert found.brief.never == ("ZZ-PMS-homes-trust",)
    assert found.brief.max_members == 2
    assert "consent=1" in found.brief.gates


def test_all_mistakes_come_at_once() -> None:
    with pytest.raises(BriefError) as caught:
        judge(market(), replace(BRIEF, area="Nowhere", k=0), ("Big Frim", "Nobody"))
    assert [m.field for m in caught.value.mistakes] == ["members", "members", "k", "area"]
    with pytest.raises(BriefError, match="name at least one"):
        judge(market(), BRIEF, ())


@pytest.mark.usefixtures("nothing_in_time")
def test_stopped_at_once_the_line_up_is_scored_and_the_rest_unproven() -> None:
    found = judge(market(), BRIEF, GIVEN, stop=lambda: True)
    assert found.line_up is not None
    assert not found.best_proven


def test_an_exposure_limit_holds_for_a_judged_line_up_too() -> None:
    found = judged("Big Firm", "Tiny Trust")
    assert found.line_up is not None
    tiny = next(m for m in found.line_up.members if m.name == "Tiny Trust")
    assert tiny.volume_needs_a_year <= 6.0


def test_a_newcomer_is_judged_and_said_not_to_be_known_yet() -> None:
    tables = {
        "organisations": (
            organisation("Big Firm", "private-company"),
            organisation("Late Trust", known_from="2014"),
        ),
        "capabilities": (
            local_work("Big Firm", "work", confidence="memory-high"),
            local_work("Late Trust", known_from="2014"),
        ),
        "evidence": (),
        "sizes": (),
        "collaborations": (),
        "memberships": (),
    }
    found = judge(market(**tables), BRIEF, ("Big Firm", "Late Trust"))
    assert any("Late Trust is not shown by anything public" in rule for rule in found.broken)
