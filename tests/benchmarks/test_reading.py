"""Reading one area's problem out of a generated register of 170,000 organisations."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from graph.snapshot.snapshot import Snapshot
from matcher.brief.names import Directory
from matcher.brief.request import Brief, resolve
from matcher.case.scoring import ScoringRules
from matcher.lineups import open_case
from tests.benchmarks.measuring import report
from tests.benchmarks.memory import peak_mb
from tests.benchmarks.register.facts import generate_register
from tests.matcher.plain_reading import PlainReading

if TYPE_CHECKING:
    from graph.records.facts import Facts

ORGANISATIONS = 170_000

pytestmark = pytest.mark.benchmark(min_rounds=3, warmup=False)


@cache
def register() -> Facts:
    """Generate the register once."""
    return generate_register(ORGANISATIONS)


@cache
def snapshot() -> Snapshot:
    """Lay it out in columns once."""
    return Snapshot(register())


def test_laying_a_register_out_in_columns(benchmark: Any) -> None:
    facts = register()
    before = peak_mb()
    benchmark.pedantic(lambda: Snapshot(facts), rounds=3)
    report(
        f"{ORGANISATIONS:,} organisations, {len(facts.capabilities):,} capabilities, "
        f"{len(facts.memberships):,} memberships: peak memory {before:.0f} MB with the records, "
        f"{peak_mb():.0f} MB with the columns"
    )
    start = time.perf_counter()
    version = snapshot().data_version
    report(f"hashing the content, once a snapshot: {time.perf_counter() - start:.1f} s ({version})")


def test_reading_one_area(benchmark: Any) -> None:
    """In columns, against the same brief read record by record in plain Python, in the same run."""
    brief = Brief(area="Essex")
    case = benchmark(lambda: open_case(snapshot(), brief))
    ours = benchmark.stats.stats.median
    plain = PlainReading(facts=register(), brief=resolve(snapshot(), brief), rules=ScoringRules())
    start = time.perf_counter()
    plain.whole()
    ratio = (time.perf_counter() - start) / ours
    assert [snapshot().organisations[i].id for i in case.candidates] == plain.candidates
    report(
        f"Essex: {case.problem.candidates:,} candidates, {case.problem.quality.nnz:,} qualities, "
        f"{ours:.3f} s; record by record {ratio:.0f} x our time; peak memory {peak_mb():.0f} MB"
    )


def test_reading_every_area(benchmark: Any) -> None:
    def read() -> list[float]:
        seconds = []
        for area in snapshot().areas:
            start = time.perf_counter()
            open_case(snapshot(), Brief(area=area.id))
            seconds.append(time.perf_counter() - start)
        return seconds

    seconds = benchmark.pedantic(read, rounds=1)
    report(
        f"{len(seconds)} areas: median {np.median(seconds):.3f} s, worst {max(seconds):.3f} s each"
    )


def test_reading_one_area_with_a_must_have(benchmark: Any) -> None:
    """By identifier, and by name; whoever serves many briefs keeps the directory of names."""
    by_id = Brief(area="Essex", must=(snapshot().organisations[1].id,))
    benchmark(lambda: open_case(snapshot(), by_id))
    directory = Directory(snapshot())
    by_name = replace(by_id, must=(snapshot().organisations[1].name,))
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        open_case(snapshot(), by_name, directory=directory)
        seconds.append(time.perf_counter() - start)
    report(
        f"a must-have by its identifier: {benchmark.stats.stats.median:.3f} s; by its name "
        f"{seconds[0]:.2f} s the first time, which indexes all names, then {seconds[1]:.3f} s"
    )
