"""Markets of register size: the rows of the table in docs/benchmarks.md, with their proofs."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from matcher.engine.solver import solve
from tests.benchmarks.measuring import MIXES, PAIR_WEIGHTS, check, markets, measure, report

if TYPE_CHECKING:
    from matcher.problem.model import Problem, Solution

each_mix = pytest.mark.parametrize("mix", MIXES)
each_weight = pytest.mark.parametrize("pair_weight", PAIR_WEIGHTS)
each_size = pytest.mark.parametrize("candidates", [1_000, 10_000])


def label(candidates: int, mix: str, pair_weight: float) -> str:
    return f"{candidates:,} candidates, mix {mix}, pair weight {pair_weight}"


@each_mix
@each_weight
@each_size
def test_proving_the_best_line_up(
    benchmark: Any, candidates: int, pair_weight: float, mix: str
) -> None:
    problems = markets(candidates, pair_weight=pair_weight, mix=mix)
    measure(benchmark, label(candidates, mix, pair_weight), problems)


@each_mix
@each_weight
@each_size
def test_five_different_line_ups(
    benchmark: Any, candidates: int, pair_weight: float, mix: str
) -> None:
    problems = markets(candidates, pair_weight=pair_weight, mix=mix)
    name = f"five line-ups, {label(candidates, mix, pair_weight)}"
    measure(benchmark, name, problems, k=5, min_difference=3, limit_s=30.0)


@each_mix
@each_weight
@each_size
def test_three_cohorts_in_336_cells(
    benchmark: Any, candidates: int, pair_weight: float, mix: str
) -> None:
    problems = markets(candidates, pair_weight=pair_weight, mix=mix, cohorts=3)
    name = f"336 cells, {label(candidates, mix, pair_weight)}"
    measure(benchmark, name, problems, limit_s=30.0)


@each_weight
def test_a_market_in_which_many_are_alike(benchmark: Any, pair_weight: float) -> None:
    problems = markets(10_000, pair_weight=pair_weight, mix="hard")
    measure(benchmark, label(10_000, "hard", pair_weight), problems, limit_s=30.0)


@each_mix
def test_pairs_that_weigh_as_much_as_all_coverage(benchmark: Any, mix: str) -> None:
    problems = markets(10_000, pair_weight=1.0, mix=mix)
    measure(benchmark, label(10_000, mix, 1.0), problems, limit_s=30.0)


@each_mix
@each_weight
@each_size
def test_the_best_line_up_without_each_member(
    benchmark: Any, candidates: int, pair_weight: float, mix: str
) -> None:
    problems = markets(candidates, pair_weight=pair_weight, mix=mix)
    best = [solve(problem)[0] for problem in problems]
    rows = benchmark.pedantic(
        lambda: [without_each(*one) for one in zip(problems, best, strict=True)], rounds=1
    )
    seconds = [row[0] for row in rows]
    proven = sum(line_up.proven_optimal for _, line_ups in rows for line_up in line_ups)
    report(
        f"without each member, {label(candidates, mix, pair_weight)}: median "
        f"{np.median(seconds):.2f} s for all members together, worst {max(seconds):.2f} s, "
        f"{proven} of {sum(len(line_ups) for _, line_ups in rows)} proven"
    )


def without_each(problem: Problem, best: Solution) -> tuple[float, list[Solution]]:
    """Solve again without each member in turn, with the seconds for all of them."""
    others = [replace(problem, excluded=(member,)) for member in best.members]
    start = time.perf_counter()
    found = [solve(other)[0] for other in others]
    seconds = time.perf_counter() - start
    for member, other, line_up in zip(best.members, others, found, strict=True):
        check(other, [line_up])
        assert member not in line_up.members
        assert line_up.objective <= best.bound + 1e-9
    return seconds, found
