"""Line-ups whose size is an outcome: the rows of mix ring in docs/benchmarks.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from matcher.engine.solver import score
from tests.benchmarks.generator import ring
from tests.benchmarks.greedy import greedy, most_worth
from tests.benchmarks.measuring import PAIR_WEIGHTS, measure, report, warm
from tests.benchmarks.whole_model import whole_model_to_highs

if TYPE_CHECKING:
    from matcher.problem.model import Problem

each_weight = pytest.mark.parametrize("pair_weight", PAIR_WEIGHTS)
SEEDS = {1_000: range(2), 10_000: range(2), 170_000: range(1)}
LIMIT_S = {1_000: 30.0, 10_000: 30.0, 170_000: 60.0}
PRESELECTED = 100


def rings(candidates: int, pair_weight: float) -> list[Problem]:
    """Make the markets of a size."""
    warm()
    return [ring(candidates, seed=seed, pair_weight=pair_weight) for seed in SEEDS[candidates]]


@each_weight
@pytest.mark.parametrize("candidates", list(SEEDS))
def test_rings_beside_greedy(benchmark: Any, candidates: int, pair_weight: float) -> None:
    problems, limit = rings(candidates, pair_weight), LIMIT_S[candidates]
    name = f"ring, {candidates:,} candidates, pair weight {pair_weight}"
    for row in measure(benchmark, name, problems, limit_s=limit):
        (ours,) = row.answer
        members = greedy(row.problem, most_worth(row.problem, PRESELECTED))
        value = score(row.problem, members).objective
        assert value <= ours.bound + 1e-9
        report(f"greedy among {PRESELECTED}: {1 - value / ours.objective:.2%} below our line-up")


@each_weight
def test_a_ring_given_to_highs(benchmark: Any, pair_weight: float) -> None:
    """The whole model, with the time that ours may take."""
    problems, limit = rings(1_000, pair_weight), LIMIT_S[1_000]
    name = f"ring, 1,000 candidates, pair weight {pair_weight}, beside HiGHS"
    for row in measure(benchmark, name, problems, limit_s=limit):
        (ours,) = row.answer
        theirs = whole_model_to_highs(row.problem, time_limit_s=limit)
        assert theirs.value <= ours.bound + 1e-6
        assert ours.objective <= theirs.bound + 1e-6
        report(
            f"HiGHS on the whole model: gap {theirs.gap:.2%} after at most {limit:.0f} s, "
            f"{1 - theirs.value / ours.objective:.2%} below our line-up"
        )
