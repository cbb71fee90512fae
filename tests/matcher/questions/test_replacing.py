"""Who could replace whom in a line-up, against scoring everybody."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from matcher.errors import BriefError
from matcher.lineups import open_case, recommend
from matcher.questions.judging import judge
from matcher.questions.replacing import replacements
from tests.matcher.market import BRIEF, market

if TYPE_CHECKING:
    from matcher.questions.rescoring_records import Replacements

GIVEN = ("Big Firm", "Hostel Trust", "Tiny Trust")
NAMES = ("Big Firm", "Other Firm", "Hostel Trust", "Tiny Trust", "Homes Trust")

FIRMS = {"Big Firm", "Other Firm"}
"""One does not subcontract to the other, unless both are in it already."""


def replaced(*members: str, **options: Any) -> Replacements:
    """Ask of the small market."""
    return replacements(market(), options.pop("brief", BRIEF), members, **options)


def everybody() -> list[str]:
    case = open_case(market(), BRIEF)
    return [case.organisation(row).name for row in range(len(case.candidates))]


def scored(*members: str) -> float | None:
    """Score members, as judging does; None where they break a rule."""
    return _scored(tuple(sorted(members)))


@cache
def _scored(members: tuple[str, ...]) -> float | None:
    judged = judge(market(), BRIEF, members)
    return None if judged.broken or judged.line_up is None else judged.line_up.score


def test_nobody_does_better_than_the_first_that_is_listed() -> None:
    line_ups = [each for each in combinations(NAMES, 3) if scored(*each) is not None]
    assert len(line_ups) > 1
    for members in line_ups:
        nobody_does_better(members)


def nobody_does_better(members: tuple[str, ...]) -> None:
    found = replaced(*members, most=1)
    for member in members:
        rest = tuple(other for other in members if other != member)
        comers = [name for name in everybody() if name not in members]
        if member not in FIRMS and FIRMS & set(rest):
            comers = [name for name in comers if name not in FIRMS]
        scores = [scored(*rest, other) for other in comers]
        listed = [change.score for change in found.changes if change.goes_name == member]
        allowed = [score for score in scores if score is not None]
        assert listed[:1] == pytest.approx([max(allowed)] if allowed else [], abs=2e-6)
    assert all(change.proven for change in found.changes)


def test_a_change_says_what_it_does_to_the_score() -> None:
    for change in replaced(*GIVEN, most=9).changes:
        rest = [member for member in GIVEN if member != change.goes_name]
        assert change.comes_name is not None
        judged = judge(market(), BRIEF, (*rest, change.comes_name)).line_up
        assert judged is not None
        assert change.score == pytest.approx(judged.score, abs=1e-6)
        assert change.gain == pytest.approx(change.score - (scored(*GIVEN) or 0), abs=2e-6)
        assert change.coverage == pytest.approx(judged.coverage.overall, abs=1e-3)


def test_nobody_could_replace_a_member_of_the_best_and_better_it() -> None:
    best = recommend(market(), BRIEF).lineups[0]
    found = replaced(*(member.id for member in best.members), most=9)
    assert found.score == pytest.approx(best.score, abs=1e-6)
    assert found.changes
    assert all(change.gain <= 1e-6 for change in found.changes)


def test_the_best_come_first() -> None:
    for member in GIVEN:
        scores = [change.score for change in replaced(*GIVEN, of=[member], most=9).changes]
        assert scores == sorted(scores, reverse=True)


def test_only_those_who_are_asked_about_are_replaced() -> None:
    found = replaced(*GIVEN, of=["Tiny Trust"])
    assert {change.goes_name for change in found.changes} == {"Tiny Trust"}


def test_nobody_comes_whom_the_brief_rules_out() -> None:
    everybody = {change.comes_name for change in replaced(*GIVEN, most=9).changes}
    assert "Homes Trust" in everybody
    without = replaced(*GIVEN, most=9, brief=replace(BRIEF, never=("Homes Trust",)))
    assert "Homes Trust" not in {change.comes_name for change in without.changes}


def test_stopping_leaves_the_rest_out() -> None:
    assert replaced(*GIVEN, stop=lambda: True).changes == ()


def test_who_is_not_in_the_line_up_cannot_be_replaced() -> None:
    with pytest.raises(BriefError) as error:
        replaced(*GIVEN, of=["Homes Trust", "Atlantis"])
    assert [each.field for each in error.value.mistakes] == ["of", "of"]
