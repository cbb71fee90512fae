"""Markets of 170,000 candidates, all in play, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from tests.benchmarks.measuring import MIXES, PAIR_WEIGHTS, report
from tests.tooling.lock_digest import ROOT

CANDIDATES = 170_000
SEEDS = range(3)
PROGRAM = [sys.executable, "-m", "tests.benchmarks.register_market"]


@pytest.mark.parametrize("mix", MIXES)
@pytest.mark.parametrize("pair_weight", PAIR_WEIGHTS)
def test_a_whole_register_in_play(benchmark: Any, pair_weight: float, mix: str) -> None:
    """The benchmark's own figure includes starting, loading and generating."""
    form = {"candidates": CANDIDATES, "pair_weight": pair_weight, "mix": mix}
    rows = benchmark.pedantic(
        lambda: [in_own_process({**form, "seed": seed}) for seed in SEEDS], rounds=1
    )
    name = f"{CANDIDATES:,} candidates, mix {mix}, pair weight {pair_weight}"
    say(name, {key: np.array([row[key] for row in rows]) for key in rows[0]})


def in_own_process(form: dict[str, Any]) -> dict[str, Any]:
    """Generate and solve one market."""
    run = subprocess.run(
        [*PROGRAM, json.dumps(form)], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def say(name: str, row: dict[str, Any]) -> None:
    """Print the rows of the table."""
    report(
        f"{name}: median {np.median(row['seconds']):.2f} s, worst {row['seconds'].max():.2f} s, "
        f"{row['proven'].sum()} of {len(row['proven'])} proven, "
        f"worst gap {row['gap'].max():.3%}, peak memory {row['peak_mb'].max():.0f} MB, "
        f"{row['generated_mb'].max():.0f} MB of it after generating"
    )
    report(
        f"{name}, first answer: median {np.median(row['first_seconds']):.2f} s, worst "
        f"{row['first_seconds'].max():.2f} s, {np.median(row['first_loss']):.2%} below the best "
        f"(worst {row['first_loss'].max():.2%}), gap {np.median(row['first_gap']):.2%} (worst "
        f"{row['first_gap'].max():.2%}); bound within 3 % of it: median "
        f"{np.median(row['close_seconds']):.2f} s, worst {row['close_seconds'].max():.2f} s"
    )
