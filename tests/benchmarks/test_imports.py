"""Whole imports of generated registers: read, checked, stored, and the facts made anew.

    MATCHER_BENCH_IMPORTED=170000 make bench

measures with more. The figures are processor seconds of one process. The alternative reads the
file whole by the standard library, and inserts its bare rows into one table of SQLite.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import time
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from graph.assembly.renewing import renew
from graph.packs.reading import builtin, read_pack
from graph.sources import importer
from graph.sources.importing import read_into
from graph.sources.places import PlaceNames
from graph.sources.protocol import Context
from graph.stores.sqlite.store import SqliteStore
from tests.benchmarks.measuring import report
from tests.benchmarks.register.__main__ import write_register
from tests.benchmarks.register.bodies import Population
from tests.benchmarks.register.others import grant, release

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ORGANISATIONS = int(os.environ.get("MATCHER_BENCH_IMPORTED", "20000"))
MORE = 1.02
"""How many times as many organisations a newer file has; the others are as before."""
CHARITY = "charity-commission/json/publicextract.{}.zip"
EXTRACT = (
    *("charity", "charity_other_names", "charity_area_of_operation"),
    "charity_annual_return_history",
)

pytestmark = pytest.mark.benchmark(min_rounds=1, warmup=False)


@dataclass(frozen=True)
class Case:
    """What is imported, and in which words it is told."""

    words: str
    source: str
    files: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()


CASES = (
    Case("the charity register", "charity-commission", (CHARITY.format("charity"),)),
    Case("four files of its extract", "charity-commission", tuple(map(CHARITY.format, EXTRACT))),
    Case("all companies", "companies-house", ("companies",), (("only", "all"),)),
    Case("companies of the usual kinds", "companies-house", ("companies",)),
    Case("grants", "360giving", ("grants.json",)),
    Case("notices", "ocds", ("notices.jsonl",)),
)


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two editions of all files, the second a little larger."""
    folder = tmp_path_factory.mktemp("registers")
    for name, count in (("first", ORGANISATIONS), ("newer", round(ORGANISATIONS * MORE))):
        write_register(folder / name, organisations=count, seed=1, formats=("json",))
        _write_works(folder / name, count)
    return folder / "first", folder / "newer"


def _write_works(folder: Path, count: int) -> None:
    """Write as many grants, and as many notices, as there are organisations."""
    people = Population(read_pack(builtin()).places, seed=1)
    funders = people.funders(ORGANISATIONS)
    grants = (
        grant(people, each, funders=funders, organisations=ORGANISATIONS)[0]
        for each in range(count)
    )
    notices = (release(people, each, organisations=ORGANISATIONS)[0] for each in range(count))
    (folder / "grants.json").write_text(json.dumps({"grants": list(grants)}))
    (folder / "notices.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in notices))


def paths(folder: Path, case: Case) -> list[Path]:
    """Find a case's files; of a folder, what is in it."""
    found = [folder / name for name in case.files]
    return [each for path in found for each in ([path] if path.is_file() else path.iterdir())]


def imported(store: SqliteStore, files: Sequence[Path], case: Case) -> tuple[int, float]:
    """Import as the command does; give the rows and the processor seconds."""
    start, (programme,) = time.process_time(), store.programmes()
    before, facts, holdings = (
        store.data_version(programme),
        store.read(programme),
        store.holdings(programme),
    )
    context = Context(
        facts=facts,
        places=PlaceNames(facts.places),
        published=None,
        options=dict(case.options),
    )
    read = [read_into(holdings, importer(case.source), path, context) for path in files]
    if fresh := [each.held.number for each in read if not each.unchanged]:
        renew(store, programme, known=(before, facts), finishing=fresh)
    return sum(each.held.rows for each in read), time.process_time() - start


def bare_rows(path: Path) -> Iterator[Sequence[Any]]:
    """Read a file by the standard library alone."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as packed:
            content, name = packed.read(packed.namelist()[0]), packed.namelist()[0]
    else:
        content, name = path.read_bytes(), path.name
    text = content.decode("utf-8-sig")
    if name.endswith(".csv"):
        yield from csv.reader(io.StringIO(text, newline=""))
    elif name.endswith(".jsonl"):
        yield from ([json.dumps(json.loads(line))] for line in text.splitlines())
    else:
        values = json.loads(text)
        values = values["grants"] if isinstance(values, dict) else values
        yield from (
            [json.dumps(v) if isinstance(v, (dict, list)) else v for v in each.values()]
            for each in values
        )


def inserted(files: Sequence[Path], place: Path) -> float:
    """Insert the bare rows of files; give the processor seconds."""
    start = time.process_time()
    with sqlite3.connect(place) as connection:
        for number, path in enumerate(files):
            rows = [tuple(row) for row in bare_rows(path)]
            width = max(map(len, rows))
            padded = ((*row, *[None] * (width - len(row))) for row in rows)
            columns = ", ".join(f"c{column}" for column in range(width))
            connection.execute(f"CREATE TABLE t{number} ({columns})")
            marks = ", ".join("?" * width)
            connection.executemany(f"INSERT INTO t{number} VALUES ({marks})", padded)  # noqa: S608
    return time.process_time() - start


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.words)
def test_a_whole_import(
    benchmark: Any, registers: tuple[Path, Path], tmp_path: Path, case: Case
) -> None:
    """First into a store with the built-in programme alone; then the same, then a newer file."""
    first, newer = (paths(folder, case) for folder in registers)
    bare = inserted(first, tmp_path / "bare.db")
    with SqliteStore.create(tmp_path / "facts.db", read_pack(builtin())) as store:
        rows, taken = benchmark.pedantic(lambda: imported(store, first, case), rounds=1)
        repeated, again = imported(store, first, case)
        more, renewed = imported(store, newer, case)
    assert repeated == rows < more
    report(
        f"{case.words}, {rows:,} rows: {rows / taken:,.0f} a processor second, "
        f"{taken / bare:.1f} x reading and inserting bare rows; the same again {again:.2f} s; "
        f"a newer file {more / renewed:,.0f} a second"
    )
