"""Linking 170,000 charities with 170,000 companies, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter
from typing import Any

from tests.benchmarks.measuring import report
from tests.tooling.lock_digest import ROOT

SIZE = 170_000
MEMORY = [sys.executable, "-m", "tests.benchmarks.memory"]


def test_two_registers_are_linked(benchmark: Any) -> None:
    """The time includes generating both registers."""
    began = perf_counter()
    run = benchmark.pedantic(
        lambda: subprocess.run(
            [*MEMORY, "tests.benchmarks.linking", str(SIZE)],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ),
        rounds=1,
    )
    true, right, wrong = map(int, run.stdout.split())
    *stages, peak = run.stderr.splitlines()
    for stage in stages:
        report(f"linking: {stage.strip()}")
    report(
        f"linking {SIZE:,} with {SIZE:,}: {perf_counter() - began:.0f} s, peak {peak} MB, "
        f"precision {right / max(right + wrong, 1):.3f}, recall {right / true:.3f}"
    )
