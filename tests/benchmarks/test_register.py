"""A register of 170,000 charities beside a programme: kept in a store, read, laid out and mapped.

    MATCHER_BENCH_ORGANISATIONS=17000 make bench

measures with fewer.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pytest

from graph.snapshot.snapshot import Snapshot
from graph.stores.rows import SQL
from graph.stores.saved import keep_snapshot, open_snapshot, snapshot_of
from graph.stores.sqlite.store import SqliteStore
from tests.benchmarks.measuring import report
from tests.benchmarks.memory import forget_peak, peak_mb
from tests.benchmarks.register.national import national_facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graph.records.facts import Facts

ORGANISATIONS = int(os.environ.get("MATCHER_BENCH_ORGANISATIONS", "170000"))

pytestmark = pytest.mark.benchmark(min_rounds=1, warmup=False)


@cache
def register() -> Facts:
    """Generate the register once."""
    return national_facts(ORGANISATIONS)


@cache
def rows() -> list[tuple[str, list[tuple[Any, ...]]]]:
    """Write the register's records as rows, for the alternatives."""
    return [(name, [SQL.to_row(each) for each in records]) for name, records in register().tables()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    SqliteStore.create(folder / "facts.db", register()).close()
    return folder


def seconds(work: Callable[[], object]) -> float:
    """Time something once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def test_writing_a_register_into_a_store(benchmark: Any, tmp_path: Path) -> None:
    """All of it, with the index of names; against the bare rows in bare tables."""
    facts, bare = register(), tmp_path / "bare.db"
    benchmark.pedantic(lambda: SqliteStore.create(tmp_path / "facts.db", facts).close(), rounds=1)

    def insert() -> None:
        with sqlite3.connect(bare) as connection:
            for name, written in rows():
                width = len(written[0]) if written else 1
                columns = ", ".join(f"c{number}" for number in range(width))
                connection.execute(f"CREATE TABLE {name} ({columns})")
                marks = ", ".join("?" * width)
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", written)  # noqa: S608

    rows()
    ratio = benchmark.stats.stats.median / seconds(insert)
    report(f"{sum(facts.counts().values()):,} records; {ratio:.1f} x executemany of the bare rows")


def test_making_a_snapshot_of_a_register_in_a_store(
    benchmark: Any, folder: Path, tmp_path: Path
) -> None:
    """Checked, laid out, kept and mapped; against json.loads of the same rows, one a line."""
    lines = [json.dumps(row) for _, written in rows() for row in written]
    alone = seconds(lambda: [json.loads(line) for line in lines])
    programme = register().programme.id
    with SqliteStore(folder / "facts.db") as store:
        forget_peak()
        snapshot = benchmark.pedantic(
            lambda: snapshot_of(store, programme, folder=tmp_path / "snapshots"), rounds=1
        )
        read = seconds(lambda: store.read(programme))
    ratio = benchmark.stats.stats.median / alone
    report(
        f"{len(snapshot.organisations):,} organisations; {ratio:.1f} x json.loads alone; all its"
        f" records {read / alone:.1f} x; peak memory {peak_mb():.0f} MB with the register that it"
        " was made from"
    )


def test_mapping_the_snapshot_of_a_register(benchmark: Any, folder: Path) -> None:
    """Checked, mapped, and one organisation looked up; against making it of the store's records."""
    programme, place = register().programme.id, folder / "snapshots"
    with SqliteStore(folder / "facts.db") as store:
        made = seconds(lambda: Snapshot(store.read(programme)))
        kept = seconds(lambda: keep_snapshot(place, partial(store.scan, programme)))
        version = store.data_version(programme)
    last = register().organisations[-1]

    def mapped() -> str:
        opened = open_snapshot(place, version)
        assert opened is not None
        return str(opened.organisations[opened.organisation_index[last.id]].name)

    assert benchmark(mapped) == last.name
    size = sum(file.stat().st_size for file in place.rglob("*") if file.is_file()) / 2**20
    ratio = made / benchmark.stats.stats.median
    report(f"{ratio:.0f} x as fast as making it of the store; kept in {kept:.1f} s, {size:.0f} MB")
