"""Markets of register size: proven line-ups against the whole model and greedy, in one run."""

from __future__ import annotations

import resource
import time
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from matcher.solver import solve
from tests.benchmarks.generator import generate
from tests.benchmarks.test_programme import report, whole_model_to_highs

if TYPE_CHECKING:
    from matcher.problem import Problem, Solution

SEEDS = range(5)


@cache
def market(candidates: int, pair_weight: float, seed: int, mix: str = "real") -> Problem:
    """Make a market once."""
    return generate(candidates, seed=seed, pair_weight=pair_weight, mix=mix)


def measured(problems: list[Problem], **options: Any) -> tuple[list[float], list[Solution]]:
    """Solve each problem once, with the seconds that each took."""
    seconds, answers = [], []
    for problem in problems:
        start = time.perf_counter()
        answers.append(solve(problem, time_limit_s=60.0, **options)[-1])
        seconds.append(time.perf_counter() - start)
    return seconds, answers


def say(name: str, seconds: list[float], answers: list[Solution]) -> None:
    """Print the middle, the worst, how many were proven, and the memory."""
    proven = sum(answer.proven_optimal for answer in answers)
    worst = max(answer.gap for answer in answers)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report(
        f"{name}: median {np.median(seconds):.2f} s, worst {max(seconds):.2f} s, "
        f"{proven} of {len(answers)} proven, worst gap {worst:.3%}, peak {memory:.0f} MB"
    )


@pytest.mark.parametrize("pair_weight", [0.1, 0.3])
@pytest.mark.parametrize("candidates", [1_000, 10_000, 170_000])
def test_proving_the_best_line_up(benchmark: Any, candidates: int, pair_weight: float) -> None:
    seeds = SEEDS if candidates < 100_000 else range(3)
    problems = [market(candidates, pair_weight, seed) for seed in seeds]
    seconds, answers = benchmark.pedantic(lambda: measured(problems), rounds=1)
    say(f"{candidates:,} candidates, pair weight {pair_weight}", seconds, answers)


@pytest.mark.parametrize("pair_weight", [0.1, 0.3])
def test_the_whole_model_given_to_highs(benchmark: Any, pair_weight: float) -> None:
    """At 1,000 candidates, the same instances in the same run."""
    problems = [market(1_000, pair_weight, seed) for seed in range(3)]
    seconds, answers = measured(problems)
    start = time.perf_counter()
    values = benchmark.pedantic(
        lambda: [whole_model_to_highs(problem, "on") for problem in problems], rounds=1
    )
    ratio = (time.perf_counter() - start) / sum(seconds)
    for value, answer in zip(values, answers, strict=True):
        assert value == pytest.approx(answer.objective, rel=3e-4)
    report(f"pair weight {pair_weight}: HiGHS on the whole model takes {ratio:.1f} x our time")


@pytest.mark.parametrize("candidates", [1_000, 10_000])
def test_five_different_line_ups(benchmark: Any, candidates: int) -> None:
    problems = [market(candidates, 0.1, seed) for seed in SEEDS]
    seconds, answers = benchmark.pedantic(
        lambda: measured(problems, k=5, min_difference=3), rounds=1
    )
    say(f"five line-ups of {candidates:,} candidates (the fifth's gap)", seconds, answers)


def test_a_market_in_which_many_are_alike(benchmark: Any) -> None:
    problems = [market(10_000, 0.1, seed, "hard") for seed in range(3)]
    seconds, answers = benchmark.pedantic(lambda: measured(problems), rounds=1)
    say("hard mix, 10,000 candidates", seconds, answers)
