"""A process that has solved nothing yet: seconds to import, to solve, and to solve again.

python -m tests.benchmarks.first_solve
"""

from __future__ import annotations

import importlib
import json
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

CANDIDATES = 300


def seconds(call: Callable[[], Any]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def run() -> dict[str, float]:
    """Measure; nothing of the solver is imported before."""
    imported = seconds(lambda: importlib.import_module("matcher.engine.solver"))
    solver = importlib.import_module("matcher.engine.solver")
    generator = importlib.import_module("tests.benchmarks.generator")
    problem = generator.generate(CANDIDATES, seed=0)
    first, again = (seconds(lambda: solver.solve(problem)) for _ in range(2))
    return {"import": imported, "first": first, "again": again}


if __name__ == "__main__":
    print(json.dumps(run()), flush=True)  # noqa: T201
