"""One market of register size, solved in a process of its own, so that its memory is its own.

    python -m tests.benchmarks.register_market '{"candidates": 170000, "seed": 0, ...}'

takes what `generate` takes, and prints JSON: seconds and peak memory of each step.
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

from matcher.engine.solver import solve
from tests.benchmarks.generator import generate
from tests.benchmarks.measuring import check, warm
from tests.benchmarks.memory import peak_mb

if TYPE_CHECKING:
    from matcher.problem.model import Problem, Solution

CLOSE = 0.03
"""The gap at which a first answer is good to look at."""


def run(candidates: int, **form: Any) -> dict[str, Any]:
    """Generate, give a first answer, a close one, and the proof; each from nothing."""
    warm()
    problem = generate(candidates, **form)
    generated = peak_mb()
    first, first_seconds = timed(problem, time_limit_s=0.0)
    close, close_seconds = timed(problem, gap=CLOSE)
    best, seconds = timed(problem)
    at_the_end = peak_mb()
    check(problem, [best])
    assert max(first.objective, close.objective) <= best.bound
    assert min(first.bound, close.bound) >= best.objective
    return {
        "generated_mb": generated,
        "peak_mb": at_the_end,
        "first_seconds": first_seconds,
        "first_loss": 1 - first.objective / best.objective,
        "first_gap": first.gap,
        "close_seconds": close_seconds,
        "close_gap": close.gap,
        "seconds": seconds,
        "gap": best.gap,
        "proven": best.proven_optimal,
    }


def timed(problem: Problem, **options: Any) -> tuple[Solution, float]:
    """Solve once, with the seconds."""
    start = time.perf_counter()
    solution = solve(problem, **options)[0]
    return solution, time.perf_counter() - start


if __name__ == "__main__":
    print(json.dumps(run(**json.loads(sys.argv[1]))), flush=True)  # noqa: T201
