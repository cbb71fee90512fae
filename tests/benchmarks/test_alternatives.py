"""The same markets by other means, in the same run: HiGHS alone, CP-SAT, greedy."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from matcher.engine.solver import score
from tests.benchmarks.greedy import greedy, most_worth
from tests.benchmarks.measuring import (
    MIXES,
    PAIR_WEIGHTS,
    Measured,
    markets,
    measured,
    report,
)
from tests.benchmarks.whole_model import whole_model_to_highs
from tests.matcher.engine.test_oracle import question

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matcher.problem.model import Problem
    from tests.benchmarks.whole_model import Branched

SEEDS = range(3)
CP_SAT = Path(__file__).with_name("cp_sat.py")
COARSE = 1e-3
"""What is allowed for CP-SAT's counting in tenths of a person, as a share of the score."""
PRESELECTED = 100


def timed(call: Callable[[Problem], Any], problems: Sequence[Problem]) -> list[tuple[Any, float]]:
    """What a call gives for each problem, with the seconds."""
    found = []
    for problem in problems:
        start = time.perf_counter()
        answer = call(problem)
        found.append((answer, time.perf_counter() - start))
    return found


def compared(name: str, theirs: Sequence[float], ours: Sequence[Measured]) -> str:
    """Both medians and the middle of the ratios."""
    ratios = [one / row.seconds for one, row in zip(theirs, ours, strict=True)]
    return (
        f"{name}: median {np.median(theirs):.2f} s, ours {np.median([r.seconds for r in ours]):.2f}"
        f" s; {np.median(ratios):.0f} x our time in the middle, {min(ratios):.0f} to "
        f"{max(ratios):.0f} x"
    )


@pytest.mark.parametrize("mix", MIXES)
@pytest.mark.parametrize("pair_weight", PAIR_WEIGHTS)
def test_the_whole_model_given_to_highs(benchmark: Any, pair_weight: float, mix: str) -> None:
    problems = markets(1_000, seeds=SEEDS, pair_weight=pair_weight, mix=mix)
    ours = measured(problems)
    found = benchmark.pedantic(
        lambda: timed(lambda p: whole_model_to_highs(p, time_limit_s=120.0), problems), rounds=1
    )
    for (branched, _), row in zip(found, ours, strict=True):
        check_branched(branched, row)
    gaps = [branched.gap for branched, _ in found]
    name = f"HiGHS on the whole model, 1,000 candidates, mix {mix}, pair weight {pair_weight}"
    report(f"{compared(name, [s for _, s in found], ours)}; its worst gap {max(gaps):.2%}")


def test_a_large_model_given_to_highs(benchmark: Any) -> None:
    """One instance, for a minute at most."""
    problems = markets(10_000, seeds=range(1), pair_weight=0.3)
    (row,) = measured(problems)
    ((branched, seconds),) = benchmark.pedantic(
        lambda: timed(lambda p: whole_model_to_highs(p, time_limit_s=60.0), problems), rounds=1
    )
    check_branched(branched, row)
    report(
        f"HiGHS on the whole model, 10,000 candidates, pair weight 0.3: gap {branched.gap:.2%} "
        f"after {seconds:.0f} s, {1 - branched.value / row.answer[0].objective:.2%} below our "
        f"line-up, which took {row.seconds:.2f} s (gap {row.gap:.3%})"
    )


def check_branched(branched: Branched, row: Measured) -> None:
    """Neither value is above the other's bound."""
    (ours,) = row.answer
    assert branched.value <= ours.bound + 1e-6
    assert ours.objective <= branched.bound + 1e-6


@pytest.mark.parametrize(("candidates", "pair_weight"), [(100, 0.1), (100, 0.3), (1_000, 0.3)])
def test_cp_sat(benchmark: Any, candidates: int, pair_weight: float) -> None:
    problems = markets(candidates, seeds=SEEDS, pair_weight=pair_weight)
    ours = measured(problems)
    found = benchmark.pedantic(lambda: [cp_sat(problem) for problem in problems], rounds=1)
    losses = [check_cp_sat(theirs, row) for theirs, row in zip(found, ours, strict=True)]
    gaps = [gap_of(theirs) for theirs in found]
    name = f"CP-SAT, 8 workers, {candidates:,} candidates, pair weight {pair_weight}"
    report(
        f"{compared(name, [theirs['seconds'] for theirs in found], ours)}; "
        f"{sum(theirs['proven'] for theirs in found)} of {len(found)} proven, its gap "
        f"{np.median(gaps):.2%} (worst {max(gaps):.2%}), its value {np.median(losses):.2%} below "
        f"ours (worst {max(losses):.2%})"
    )


def cp_sat(problem: Problem) -> dict[str, Any]:
    """Ask CP-SAT for a minute at most; its seconds are those of solving alone."""
    run = subprocess.run(
        [sys.executable, str(CP_SAT)],
        input=json.dumps(question(problem) | {"time_limit_s": 60.0}),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def gap_of(theirs: dict[str, Any]) -> float:
    """CP-SAT's own gap, endless where it found nothing."""
    value: float | None = theirs["value"]
    return np.inf if value is None else float(theirs["bound"] / value - 1)


def check_cp_sat(theirs: dict[str, Any], row: Measured) -> float:
    """Neither value is above the other's bound; gives how far its line-up is below ours."""
    (ours,) = row.answer
    assert ours.objective <= theirs["bound"] * (1 + COARSE)
    if theirs["value"] is None:
        return 1.0
    value = score(row.problem, theirs["members"]).objective
    assert value <= ours.bound + 1e-9
    assert theirs["value"] <= value * (1 + COARSE)  # stopped early, its volumes may not be best
    return 1 - value / ours.objective


@pytest.mark.parametrize("mix", MIXES)
@pytest.mark.parametrize("pair_weight", PAIR_WEIGHTS)
@pytest.mark.parametrize("candidates", [1_000, 10_000])
def test_greedy(benchmark: Any, candidates: int, pair_weight: float, mix: str) -> None:
    """Among the hundred who would gain most if each stood alone."""
    problems = markets(candidates, pair_weight=pair_weight, mix=mix)
    ours = measured(problems)
    found = benchmark.pedantic(
        lambda: timed(lambda p: greedy(p, most_worth(p, PRESELECTED)), problems), rounds=1
    )
    losses = []
    for (members, _), row in zip(found, ours, strict=True):
        value = score(row.problem, members).objective
        assert value <= row.answer[0].bound + 1e-9
        losses.append(1 - value / row.answer[0].objective)
    name = f"greedy, {candidates:,} candidates, mix {mix}, pair weight {pair_weight}"
    report(
        f"{compared(name, [s for _, s in found], ours)}; {np.median(losses):.2%} below the best "
        f"(worst {max(losses):.2%})"
    )
