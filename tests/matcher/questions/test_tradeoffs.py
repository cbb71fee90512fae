"""Coverage against affinity against inclusion."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from matcher.errors import BriefError, NoLineUpError, SolverError
from matcher.lineups import open_case
from matcher.questions.tradeoffs import tradeoffs
from tests.matcher.market import BRIEF, market
from tests.matcher.trying import best_of

if TYPE_CHECKING:
    from matcher.case.build import Case
    from matcher.questions.findings import Tradeoff

WISH = replace(BRIEF, max_members=3)


def measures(one: Tradeoff) -> tuple[float, float, float]:
    return one.coverage, one.affinity, one.inclusion


def test_no_line_up_of_the_list_betters_another() -> None:
    found = tradeoffs(market(), WISH).line_ups
    assert found
    for one in found:
        for other in found:
            if other is not one:
                assert any(a > b for a, b in zip(measures(one), measures(other), strict=True))


def _worth(case: Case, one: Tradeoff) -> float:
    """What the lead is worth; the market's subcontracts cost nothing to manage."""
    lead = case.candidate(case.snapshot.organisation_index[one.lead])
    assert lead is not None
    return float(case.problem.lead_worth[lead])


def test_each_is_the_best_at_its_weights() -> None:
    case = open_case(market(), WISH)
    for one in tradeoffs(market(), WISH).line_ups:
        problem = replace(
            case.problem, pair_weight=one.pair_weight, min_vcse_share=one.min_vcse_share
        )
        best = best_of(problem)
        assert best is not None
        own = one.coverage + one.pair_weight * one.affinity + _worth(case, one)
        assert own == pytest.approx(best.objective, abs=3e-4)
        assert one.proven


def test_the_first_has_the_most_coverage_and_each_further_one_less() -> None:
    found = tradeoffs(market(), WISH).line_ups
    coverage = [one.coverage for one in found]
    assert coverage == sorted(coverage, reverse=True)
    case = open_case(market(), WISH)
    most = best_of(replace(case.problem, pair_weight=0.0, min_vcse_share=0.0))
    assert most is not None
    assert coverage[0] == pytest.approx(most.criteria["coverage"], abs=3e-4)


def test_the_grid_can_be_chosen() -> None:
    found = tradeoffs(market(), WISH, pair_weights=(0.1,), vcse_shares=(0.0, 0.5))
    assert found.asked == 2
    assert {one.pair_weight for one in found.line_ups} == {0.1}


def test_inclusion_keeps_what_was_asked_for() -> None:
    for one in tradeoffs(market(), WISH).line_ups:
        assert one.inclusion >= one.min_vcse_share - 1e-3


def test_a_brief_that_nothing_satisfies_is_told_as_everywhere() -> None:
    with pytest.raises(NoLineUpError, match="local_or_small: at least 9"):
        tradeoffs(market(), replace(WISH, gates=("local_or_small=9",)))
    with pytest.raises(NoLineUpError, match="The Ministry is a government body"):
        tradeoffs(market(), replace(WISH, must=("The Ministry",)))
    with pytest.raises(BriefError, match="No area is called"):
        tradeoffs(market(), replace(WISH, area="Nowhere"))


@pytest.mark.usefixtures("nothing_in_time")
def test_stopped_before_anything_was_found_it_says_so() -> None:
    with pytest.raises(SolverError, match="No line-up was found before the search ended"):
        tradeoffs(market(), WISH, stop=lambda: True)


def test_it_tells_how_many_points_of_the_grid_are_solved() -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, asked: int) -> None:
        told.append((done, asked))

    tradeoffs(market(), WISH, pair_weights=(0.0, 0.1), vcse_shares=(0.3,), progress=progress)
    assert told == [(1, 2), (2, 2)]
