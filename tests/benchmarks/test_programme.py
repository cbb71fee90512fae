"""The real programme, measured: `make bench` prints times, ratios and peak memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
import pytest

from graph.packs import builtin, read_pack
from graph.snapshot import Snapshot
from matcher.brief import Brief, resolve
from matcher.case import build_case
from matcher.errors import MembersError
from matcher.formulation import Formulation
from matcher.merging import merge_cells
from matcher.scoring import ScoringRules
from matcher.solver import _highs_model, score, solve

if TYPE_CHECKING:
    from pathlib import Path

    from matcher.problem import Problem

pytestmark = pytest.mark.benchmark(min_rounds=3, warmup=False)
GAP = 1e-4


@cache
def snapshot() -> Snapshot:
    """Read the built-in programme once."""
    return Snapshot(read_pack(builtin()))


@cache
def problems(*, merged: bool = True) -> tuple[Problem, ...]:
    """Give the problem of every area, with or without merging cells."""
    briefs = [resolve(snapshot(), Brief(area=area.id)) for area in snapshot().areas]
    cases = [build_case(snapshot(), brief, rules=ScoringRules()).problem for brief in briefs]
    return tuple(merge_cells(case).problem if merged else case for case in cases)


def report(text: str) -> None:
    """Print a line among the benchmark's output."""
    print(f"\n    {text}", flush=True)  # noqa: T201  (the benchmark's result)


def test_all_areas_from_the_command_line(benchmark: Any, tmp_path: Path) -> None:
    """Start-up, store, 21 areas, three proven line-ups each; in a process of its own."""
    command = [sys.executable, "-m", "api.cli", "--store", f"sqlite:///{tmp_path}/bench.db"]
    command += ["--format", "json", "lineups", "--all"]
    output = benchmark.pedantic(
        lambda: subprocess.run(command, check=True, capture_output=True, text=True).stdout,
        rounds=3,
    )
    answers = json.loads(output)
    assert len(answers) == 21
    assert all(line_up["proven_optimal"] for a in answers for line_up in a["lineups"])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    line_ups = sum(len(a["lineups"]) for a in answers)
    report(f"{len(answers)} areas, {line_ups} line-ups, all proven; peak memory {peak:.0f} MB")


def test_reading_every_problem_out_of_the_snapshot(benchmark: Any) -> None:
    briefs = [resolve(snapshot(), Brief(area=area.id)) for area in snapshot().areas]
    benchmark(lambda: [build_case(snapshot(), b, rules=ScoringRules()) for b in briefs])


def test_proving_the_best_line_up_of_every_area(benchmark: Any) -> None:
    """Our search, against the same models given whole to HiGHS."""
    solved = benchmark(lambda: [solve(problem, gap=GAP)[0] for problem in problems()])
    ours = benchmark.stats.stats.median
    for presolve in ("on", "off"):
        start = time.perf_counter()
        values = [whole_model_to_highs(problem, presolve) for problem in problems()]
        ratio = (time.perf_counter() - start) / ours
        worst = max(v / s.objective - 1 for v, s in zip(values, solved, strict=True))
        assert abs(worst) <= 2 * GAP
        report(f"HiGHS on the whole model, presolve {presolve}: {ratio:.1f} x our time")


def whole_model_to_highs(problem: Problem, presolve: str) -> float:
    """Give the model to HiGHS's own branch and cut."""
    formulation = Formulation(problem)
    model = _highs_model(formulation.model())
    whole = np.arange(formulation.columns) < problem.candidates
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    model.integrality_ = [kinds[int(flag)] for flag in whole]
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | float | str] = {
        "output_flag": False,
        "threads": 1,
        "mip_rel_gap": GAP,
        "presolve": presolve,
    }
    for name, value in options.items():
        highs.setOptionValue(name, value)
    highs.passModel(model)
    highs.run()
    return -float(highs.getInfo().objective_function_value)


def test_merging_cells_that_nobody_tells_apart(benchmark: Any) -> None:
    """The same proofs on the cells as they are."""
    benchmark(lambda: [solve(problem, gap=GAP) for problem in problems()])
    start = time.perf_counter()
    for problem in problems(merged=False):
        solve(problem, gap=GAP)
    ratio = (time.perf_counter() - start) / benchmark.stats.stats.median
    cells = [sum(p.cells for p in problems(merged=flag)) for flag in (False, True)]
    report(f"without merging: {ratio:.1f} x our time ({cells[0]} cells instead of {cells[1]})")


def test_how_far_greedy_falls_short(benchmark: Any) -> None:
    """Adding the best next member, again and again; the loss is against the proven optimum."""
    found = benchmark.pedantic(lambda: [greedy(problem) for problem in problems()], rounds=1)
    best = [solve(problem, gap=GAP)[0].objective for problem in problems()]
    losses = [1 - value / top for value, top in zip(found, best, strict=True)]
    report(f"greedy is {np.median(losses):.2%} below the optimum, {max(losses):.2%} at worst")


def greedy(problem: Problem) -> float:
    """Start from the best lead; add whoever raises the score most, until nobody does."""
    members: tuple[int, ...] = ()
    value = -np.inf
    for _ in range(problem.max_members):
        best = max(
            ((_value(problem, (*members, c)), c) for c in range(problem.candidates)),
            default=(value, 0),
        )
        if best[0] <= value:
            break
        value, members = best[0], (*members, best[1])
    return float(value)


def _value(problem: Problem, members: tuple[int, ...]) -> float:
    try:
        return score(replace(problem, locked=()), members).objective
    except MembersError:
        return -np.inf
