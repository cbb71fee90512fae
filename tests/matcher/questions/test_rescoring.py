"""A line-up changed by hand, and scored again."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from matcher.errors import BriefError
from matcher.lineups import recommend
from matcher.questions.completing import complete
from matcher.questions.judging import judge
from matcher.questions.rescoring import open_bench, rescore
from tests.matcher.market import BRIEF, market

if TYPE_CHECKING:
    from matcher.questions.rescoring_records import Rescored

GIVEN = ("Big Firm", "Hostel Trust", "Tiny Trust")
ROUNDED = 2.1e-6
"""What two sums of at most four rounded parts may differ by."""
NAMES = ("Big Firm", "Other Firm", "Hostel Trust", "Tiny Trust", "Homes Trust")


def rescored(*members: str, before: tuple[str, ...] = (), **changes: Any) -> Rescored:
    """Score a line-up of the small market again, by a changed brief."""
    brief = replace(BRIEF, **changes)
    return rescore(open_bench(market(), brief), brief, members, before=before, within_s=20)


def test_the_score_is_that_of_judging() -> None:
    for size in (1, 2, 3):
        for members in combinations(NAMES, size):
            found, judged = rescored(*members), judge(market(), BRIEF, members)
            assert found.broken == judged.broken
            assert (found.line_up is None) == (judged.line_up is None)
            if found.line_up is not None and judged.line_up is not None:
                assert found.line_up.score == pytest.approx(judged.line_up.score, abs=ROUNDED)


def test_the_best_line_ups_own_members_have_the_best_score() -> None:
    best = recommend(market(), BRIEF).lineups[0]
    found = rescored(*(member.id for member in best.members))
    assert found.line_up is not None
    assert found.best is not None
    assert found.line_up.score == best.score == found.best.score == found.best_of_all
    assert found.best.proven
    assert found.best.comes == found.best.goes == ()
    assert found.share_of_best == 1


def test_the_parts_add_up_to_the_score() -> None:
    found = rescored(*GIVEN)
    assert found.line_up is not None
    assert sum(part.value for part in found.parts) == pytest.approx(found.line_up.score, abs=1e-9)
    assert {part.member for part in found.parts} == {one.id for one in found.line_up.members}


@pytest.mark.parametrize("must", [(), ("Tiny Trust",), ("Other Firm",), ("Big Firm", "Other Firm")])
@pytest.mark.parametrize("never", [(), ("Homes Trust",), ("Hostel Trust", "Homes Trust")])
def test_the_new_best_is_that_of_solving_afresh(
    must: tuple[str, ...], never: tuple[str, ...]
) -> None:
    found = rescored(*GIVEN, must=must, never=never).best
    fresh = recommend(market(), replace(BRIEF, must=must, never=never)).lineups[0]
    assert found is not None
    assert found.score == pytest.approx(fresh.score, abs=1e-5)
    assert found.proven
    assert set(found.members) == {one.id for one in fresh.members}
    assert found.coverage == pytest.approx(fresh.coverage.overall, abs=1e-4)


def test_the_new_best_is_that_of_completing() -> None:
    found = rescored(*GIVEN, must=("Tiny Trust",), lead="Other Firm").best
    done = complete(market(), replace(BRIEF, lead="Other Firm"), ("Tiny Trust",)).answer.lineups[0]
    assert found is not None
    assert found.score == pytest.approx(done.score, abs=1e-5)


def test_consent_counts_for_the_new_best() -> None:
    agreed = ("Big Firm", "Tiny Trust", "Hostel Trust")
    found = rescored(*GIVEN, gates=("consent=1", "local_or_small=off"), consented=agreed).best
    assert found is not None
    assert len(found.members) <= len(agreed)


def test_a_change_and_its_undoing_give_the_same_score() -> None:
    whole, less = rescored(*GIVEN), rescored(*GIVEN[:2], before=GIVEN)
    again = rescored(*GIVEN[:2], GIVEN[2], before=GIVEN[:2])
    assert whole.line_up is not None
    assert less.line_up is not None
    assert again.line_up == whole.line_up
    assert less.score_before == whole.line_up.score
    assert again.score_before == less.line_up.score
    assert whole.score_before is None


def test_where_nobody_may_be_in_there_is_no_best() -> None:
    found = rescored("Big Firm", never=("Big Firm", "Other Firm"))
    assert found.best is None
    assert found.best_sure
    assert "never: Big Firm is in it" in found.broken


def test_all_mistakes_are_told_at_once() -> None:
    bench = open_bench(market(), BRIEF)
    with pytest.raises(BriefError) as error:
        rescore(bench, replace(BRIEF, must=("Atlantis",)), ["Nobody", "Big Firm"])
    assert [each.field for each in error.value.mistakes] == ["members", "must"]
