"""Markets made once, solved with a clock running, checked, and told in one line."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from matcher.engine.solver import score, solve
from tests.benchmarks.generator import generate
from tests.benchmarks.memory import forget_peak, peak_mb

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matcher.problem.model import Problem, Solution, Solutions

SEEDS = range(5)
PAIR_WEIGHTS = (0.1, 0.3)
MIXES = ("real", "even")
GAP = 1e-4


def report(text: str) -> None:
    """Print a line among the benchmark's output."""
    print(f"\n    {text}", flush=True)  # noqa: T201  (the benchmark's result)


@cache
def warm() -> None:
    """Load or compile the compiled code, so that no measurement includes it."""
    solve(generate(300, seed=9, pair_weight=0.3), k=3, min_difference=3)


@cache
def market(
    candidates: int, *, seed: int, pair_weight: float, mix: str = "real", cohorts: int = 1
) -> Problem:
    """Make a market once."""
    warm()
    return generate(candidates, seed=seed, pair_weight=pair_weight, mix=mix, cohorts=cohorts)


def markets(candidates: int, *, seeds: Iterable[int] = SEEDS, **form: Any) -> list[Problem]:
    """Make a market for each seed, once."""
    return [market(candidates, seed=seed, **form) for seed in seeds]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One market's answer, the seconds that it took, and how many line-ups and seconds it had."""

    problem: Problem
    answer: Solutions
    seconds: float
    asked: int
    limit_s: float

    @property
    def gap(self) -> float:
        """The worst gap of its line-ups."""
        return max(line_up.gap for line_up in self.answer)

    @property
    def proven(self) -> bool:
        """Whether every line-up that was asked for is there and proven."""
        whole = len(self.answer) == self.asked
        return whole and all(line_up.proven_optimal for line_up in self.answer)


def measured(
    problems: Sequence[Problem], *, k: int = 1, limit_s: float = 60.0, min_difference: int = 1
) -> list[Measured]:
    """Solve each problem once."""
    rows = []
    for problem in problems:
        start = time.perf_counter()
        answer = solve(problem, k=k, min_difference=min_difference, time_limit_s=limit_s)
        seconds = time.perf_counter() - start
        rows.append(
            Measured(problem=problem, answer=answer, seconds=seconds, asked=k, limit_s=limit_s)
        )
    return rows


def measure(
    benchmark: Any, name: str, problems: Sequence[Problem], **options: Any
) -> list[Measured]:
    """Solve each problem once, check the answers and print the row."""
    forget_peak()
    rows: list[Measured] = benchmark.pedantic(lambda: measured(problems, **options), rounds=1)
    peak = peak_mb()
    for row in rows:
        check(row.problem, row.answer, options.get("min_difference", 1))
    say(name, rows, peak)
    return rows


def check(problem: Problem, answer: Sequence[Solution], min_difference: int = 1) -> None:
    """Whatever is claimed of the line-ups holds."""
    for line_up in answer:
        assert score(problem, line_up.members).objective == pytest.approx(line_up.objective)
        assert line_up.bound >= line_up.objective
        assert line_up.proven_optimal == (line_up.gap <= GAP + 1e-9)
    for earlier, later in combinations(answer, 2):
        assert later.objective <= earlier.bound + 1e-9
        assert len(set(earlier.members) - set(later.members)) >= min_difference


def say(name: str, rows: Sequence[Measured], peak: float) -> None:
    """Print the middle, the worst, how many were proven, and the memory.

    The memory is that of the whole process, with all the markets that it holds.
    """
    seconds = [row.seconds for row in rows]
    report(
        f"{name}: median {np.median(seconds):.2f} s, worst {max(seconds):.2f} s "
        f"(limit {rows[0].limit_s:.0f} s), "
        f"{sum(row.proven for row in rows)} of {len(rows)} proven, "
        f"worst gap {max(row.gap for row in rows):.3%}, peak memory {peak:.0f} MB"
    )
