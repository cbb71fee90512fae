"""The real programme, measured: `make bench` prints times, ratios and peak memory."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from graph.packs.reading import builtin, read_pack
from graph.snapshot.snapshot import Snapshot
from matcher.brief.request import Brief, resolve
from matcher.case.build import build_case
from matcher.case.scoring import ScoringRules
from matcher.engine.solver import score, solve
from matcher.lineups import recommend
from matcher.problem.merging import merge_cells
from matcher.questions.national.national import national
from tests.benchmarks.greedy import greedy
from tests.benchmarks.measuring import GAP, report, warm
from tests.benchmarks.whole_model import whole_model_to_highs
from tests.tooling.lock_digest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from matcher.problem.model import Problem

pytestmark = pytest.mark.benchmark(min_rounds=3, warmup=False)


@cache
def snapshot() -> Snapshot:
    """Read the built-in programme once."""
    return Snapshot(read_pack(builtin()))


@cache
def problems(*, merged: bool = True) -> tuple[Problem, ...]:
    """Give the problem of every area, with or without merging cells."""
    return tuple(problem_of(str(area.id), merged=merged) for area in snapshot().areas)


def problem_of(area: str, *, merged: bool = True) -> Problem:
    """Give the problem of one area, with or without merging cells."""
    brief = resolve(snapshot(), Brief(area=area))
    problem = build_case(snapshot(), brief, rules=ScoringRules()).problem
    return merge_cells(problem).problem if merged else problem


def test_all_areas_from_the_command_line(benchmark: Any, tmp_path: Path) -> None:
    """Start-up, store, 21 areas, three proven line-ups each; in a process of its own."""
    warm()
    program = [sys.executable, "-m", "tests.benchmarks.memory", "api.cli"]
    program += ["--store", f"sqlite:///{tmp_path}/bench.db"]
    program += ["--format", "json", "lineups", "--all", "--time-limit", "900"]
    run = benchmark.pedantic(
        lambda: subprocess.run(program, check=True, capture_output=True, text=True, cwd=ROOT),
        rounds=3,
    )
    answers = json.loads(run.stdout)
    assert len(answers) == 21
    assert all(line_up["proven_optimal"] for a in answers for line_up in a["lineups"])
    peak = run.stderr.splitlines()[-1]
    line_ups = sum(len(a["lineups"]) for a in answers)
    report(f"{len(answers)} areas, {line_ups} line-ups, all proven; peak memory {peak} MB")


def test_reading_every_problem_out_of_the_snapshot(benchmark: Any) -> None:
    briefs = [resolve(snapshot(), Brief(area=area.id)) for area in snapshot().areas]
    benchmark(lambda: [build_case(snapshot(), b, rules=ScoringRules()) for b in briefs])


def test_proving_the_best_line_up_of_every_area(benchmark: Any) -> None:
    """Our search, against the same models given whole to HiGHS, in processor time."""
    benchmark.pedantic(lambda: [solve(problem, gap=GAP) for problem in problems()], rounds=1)
    start = time.process_time()
    solved = [solve(problem, gap=GAP)[0] for problem in problems()]
    ours = time.process_time() - start
    for presolve in ("on", "off"):
        start = time.process_time()
        values = [whole_model_to_highs(p, presolve=presolve).value for p in problems()]
        ratio = (time.process_time() - start) / ours
        worst = max(v / s.objective - 1 for v, s in zip(values, solved, strict=True))
        assert abs(worst) <= 2 * GAP
        report(f"HiGHS on the whole model, presolve {presolve}: {ratio:.1f} x our time")


def test_all_areas_together_beside_each_area_alone(benchmark: Any) -> None:
    """What sharing capacity and money over all areas takes, and what it costs."""
    areas = [str(area.id) for area in snapshot().areas]
    shared = benchmark.pedantic(lambda: national(snapshot(), Brief(area=areas[0])), rounds=1)
    start = time.perf_counter()
    alone = [recommend(snapshot(), Brief(area=area, k=1)).lineups[0] for area in areas]
    ratio = benchmark.stats.stats.median / (time.perf_counter() - start)
    added = sum(
        line_up.score * area.annual_value_gbp
        for line_up, area in zip(alone, snapshot().areas, strict=True)
    )
    assert shared.score <= added * (1 + 2 * GAP)
    report(
        f"all areas together: {ratio:.1f} x the time of each area alone, added up; worth "
        f"{shared.score / added:.4f} of that (proven: at most {shared.gap:.2%} below the best)"
    )


def test_merging_cells_that_nobody_tells_apart(benchmark: Any) -> None:
    """The same proofs on the cells as they are."""
    benchmark(lambda: [solve(problem, gap=GAP) for problem in problems()])
    start = time.perf_counter()
    for problem in problems(merged=False):
        solve(problem, gap=GAP)
    ratio = (time.perf_counter() - start) / benchmark.stats.stats.median
    cells = [sum(p.cells for p in problems(merged=flag)) for flag in (False, True)]
    report(f"without merging: {ratio:.1f} x our time ({cells[0]} cells instead of {cells[1]})")


def without_rules(problem: Problem) -> Problem:
    """Leave out the rules about who may be together, which greedy does not know."""
    return replace(problem, conflicts=(), quotas=())


def test_greedy_finds_a_line_up_for_a_real_area() -> None:
    problem = problem_of("Merseyside")
    members = greedy(replace(without_rules(problem), max_members=2))
    assert len(members) == 2
    assert problem.may_lead[members[0]]


def test_how_far_greedy_falls_short(benchmark: Any) -> None:
    """Adding the best next member, again and again; the loss is against the proven optimum.

    Both without the rules about who may be together.
    """
    free = [without_rules(problem) for problem in problems()]
    line_ups = benchmark.pedantic(lambda: [greedy(problem) for problem in free], rounds=1)
    found = [score(p, members).objective for p, members in zip(free, line_ups, strict=True)]
    best = [solve(problem, gap=GAP)[0].objective for problem in free]
    losses = [1 - value / top for value, top in zip(found, best, strict=True)]
    report(f"greedy is {np.median(losses):.2%} below the optimum, {max(losses):.2%} at worst")
