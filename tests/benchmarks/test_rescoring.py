"""A line-up changed by hand, over all areas: the new score and the new best, and replacements."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from graph.packs.reading import builtin, read_pack
from graph.snapshot.snapshot import Snapshot
from matcher.brief.names import Directory
from matcher.brief.request import Brief
from matcher.lineups import recommend
from matcher.questions.replacing import replacements
from matcher.questions.rescoring import open_bench, rescore
from tests.benchmarks.measuring import report, warm

if TYPE_CHECKING:
    from collections.abc import Callable

    from matcher.questions.rescoring import Bench

pytestmark = pytest.mark.benchmark(min_rounds=1, warmup=False)


@cache
def world() -> tuple[Snapshot, Directory]:
    """Read the built-in programme once."""
    snapshot = Snapshot(read_pack(builtin()))
    return snapshot, Directory(snapshot)


@cache
def bench_of(area: str) -> Bench:
    snapshot, directory = world()
    return open_bench(snapshot, Brief(area=area), directory=directory)


def best_members(bench: Bench) -> list[str]:
    assert bench.best.solution is not None
    return [str(bench.case.organisation(row).id) for row in bench.best.solution.members]


def seconds(question: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = question()
    return time.perf_counter() - start, found


def told(figures: list[float]) -> str:
    return f"median {statistics.median(figures):.2f} s, worst {max(figures):.2f} s"


def test_a_member_removed_in_every_area(benchmark: Any) -> None:
    """The score without it and the new best, against solving afresh to the end."""
    warm()
    snapshot, directory = world()
    areas = [str(area.id) for area in snapshot.areas]
    for area in areas:
        bench_of(area)
    took: list[float] = []
    afresh: list[float] = []
    short: list[float] = []
    proven = 0

    def all_areas() -> None:
        nonlocal proven
        for area in areas:
            bench = bench_of(area)
            members = best_members(bench)
            gone = members[len(members) // 2]
            brief = Brief(area=area, never=(gone,), k=1)
            rest = [each for each in members if each != gone]
            spent, found = seconds(
                lambda: rescore(bench, brief, rest, before=members, directory=directory)  # noqa: B023
            )
            took.append(spent)
            spent, answer = seconds(lambda: recommend(snapshot, brief, directory=directory))  # noqa: B023
            afresh.append(spent)
            assert found.best is not None
            best = answer.lineups[0].score
            proven += found.best.proven
            short.append((best - found.best.score) / best)
            assert found.best.score >= best * (1 - 0.02)
            assert found.best.score * (1 + found.best.gap) >= best * (1 - 2e-4)

    benchmark.pedantic(all_areas, rounds=1)
    report(
        f"{len(areas)} areas: {told(took)}; afresh {told(afresh)}, "
        f"{statistics.median(afresh) / statistics.median(took):.1f} times as long; "
        f"{proven} proven, the others at most {max(short):.2%} below the best"
    )


def test_replacements_for_every_member_in_every_area(benchmark: Any) -> None:
    warm()
    snapshot, directory = world()
    took: list[float] = []
    found = []

    def all_areas() -> None:
        for area in snapshot.areas:
            members = best_members(bench_of(str(area.id)))
            brief = replace(Brief(area=str(area.id)), k=1)
            spent, answer = seconds(
                lambda: replacements(snapshot, brief, members, directory=directory)  # noqa: B023
            )
            took.append(spent)
            found.extend(answer.changes)

    benchmark.pedantic(all_areas, rounds=1)
    sure = sum(change.proven for change in found)
    report(f"{told(took)}; {sure} of {len(found)} replacements proven")
