"""What compiling costs the first time, and how near pricing comes to the memory's speed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.engine.highs import HighsSolver
from matcher.engine.narrowing import Narrowing
from tests.benchmarks.first_solve import CANDIDATES
from tests.benchmarks.measuring import market, report
from tests.tooling.lock_digest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matcher.engine.pricing import Pricing

REGISTER = 170_000
ROUNDS = 20
MEGABYTE = 1e6


def test_what_compiling_costs_the_first_time(benchmark: Any, tmp_path: Path) -> None:
    """A fresh process with an empty folder of compiled code, then one that finds it filled."""
    empty = benchmark.pedantic(lambda: first_solve(tmp_path), rounds=1)
    assert any(tmp_path.rglob("*.nbc")), "compiled code is kept"
    filled = first_solve(tmp_path)
    report(
        f"{CANDIDATES} candidates in a fresh process: {empty['first']:.1f} s with compiling, "
        f"{filled['first']:.2f} s with the compiled code kept from before, {filled['again']:.2f} s "
        f"the second time in a process; import of matcher.engine.solver {empty['import']:.1f} s, "
        f"then {filled['import']:.1f} s"
    )


def first_solve(compiled: Path) -> dict[str, float]:
    """Import and solve in a fresh process that keeps its compiled code in a folder."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.first_solve"],
        cwd=ROOT,
        env={**os.environ, "NUMBA_CACHE_DIR": str(compiled)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    answer: dict[str, float] = json.loads(run.stdout)
    return answer


def test_how_near_pricing_comes_to_the_memory(benchmark: Any) -> None:
    """One pass over everybody, against reading as many bytes in a row."""
    problem = market(REGISTER, seed=0, pair_weight=0.1)
    narrowing = Narrowing(problem, HighsSolver(seed=0))
    narrowing.narrow([], lambda _part: -np.inf, lambda: False)
    pricing, prices = narrowing.market, narrowing.prices[-1]
    everybody = np.arange(problem.candidates)
    benchmark.pedantic(lambda: pricing.alone(prices, everybody), rounds=ROUNDS, warmup_rounds=1)
    seconds = benchmark.stats.stats.median
    array = np.ones(int(200 * MEGABYTE) // 8)
    bandwidth = array.nbytes / median_seconds(array.sum)
    touched = bytes_touched(pricing)
    least = touched / bandwidth
    report(
        f"pricing {problem.candidates:,} candidates, {problem.quality.nnz:,} entries: "
        f"{touched / MEGABYTE:.1f} MB in {seconds * 1e3:.2f} ms; the memory reads "
        f"{bandwidth / 1e9:.1f} GB/s, so {least * 1e3:.2f} ms at least; {seconds / least:.1f} x"
    )


def bytes_touched(pricing: Pricing) -> int:
    """What a pass reads once, entry by entry and candidate by candidate, and the worths."""
    arrays = [array for array in pricing.offers if len(array) > pricing.problem.cells]
    by_candidate = (pricing.problem.member_cost, pricing.problem.may_lead)
    everybody_and_worths = 2 * 8 * pricing.problem.candidates
    return sum(array.nbytes for array in (*arrays, *by_candidate)) + everybody_and_worths


def median_seconds(call: Callable[[], Any]) -> float:
    """How long a call takes in the middle."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds))
