"""An import that is killed at any moment, and made again: nothing lost, nothing double."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from graph.stores.sqlite.store import SqliteStore
from tests.builders import small_facts
from tests.graph.sources.example_source import HEADER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_IMPORT = """
import sys
from pathlib import Path
from graph.assembly.renewing import renew
from graph.sources.importing import read_into
from graph.sources.places import PlaceNames
from graph.sources.protocol import Context
from graph.stores.sqlite.store import SqliteStore
from tests.graph.sources.example_source import IMPORTER
print("ready", flush=True)
with SqliteStore(Path(sys.argv[1])) as store:
    facts = store.read("small")
    context = Context(facts=facts, places=PlaceNames(facts.places))
    found = read_into(store.holdings("small"), IMPORTER, Path(sys.argv[2]), context)
    if not found.unchanged:
        renew(store, "small", finishing=[found.held.number])
"""


def table(path: Path, organisations: int, name: str) -> Path:
    """Write a table for the example's importer; one row in a hundred is rejected."""
    rows = (
        f"{'?' if number % 100 == 7 else 'GB-CHC-'}{1_000_000 + number},{name} {number},,,,"
        for number in range(organisations)
    )
    path.write_text("\n".join((HEADER, *rows, "")))
    return path


def held(path: Path) -> list[object]:
    """Everything that a store holds of the programme, but for numbers and times."""
    with SqliteStore(path) as store:
        assert store.check() == ()
        holdings = store.holdings("small")
        imports = holdings.imports()
        entries = [entry for _, entry in holdings.entries()]
        rejects = [tuple(holdings.rejects(each.number)) for each in imports]
        (row,) = store._connection.execute("SELECT count(*) FROM entries").fetchall()
        assert row[0] == len(entries), "entries of an import that counts for nothing are left"
        told = [replace(each, number=0, begun=each.published, finished=None) for each in imports]  # type: ignore[arg-type]
        return [store.read("small"), entries, rejects, told]


def start(store: Path, file: Path) -> subprocess.Popen[str]:
    """Begin an import in a process of its own."""
    child = subprocess.Popen(
        [sys.executable, "-c", _IMPORT, store, file], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    assert child.stdout.readline() == "ready\n"
    return child


def finished(store: Path, file: Path) -> float:
    """Import, and give the seconds that it took."""
    child, begun = start(store, file), time.monotonic()
    child.communicate()
    assert child.returncode == 0
    return time.monotonic() - begun


def killed_and_made_again(folder: Path, moments: Sequence[float]) -> None:
    """Kill imports at moments (shares of their time), each a newer file; then make each whole."""
    undisturbed, disturbed = folder / "undisturbed.db", folder / "disturbed.db"
    for store in (undisturbed, disturbed):
        SqliteStore.create(store, small_facts()).close()
    takes_s, killed = 1.0, 0
    for number, moment in enumerate(moments):
        file = table(folder / f"{number}.csv", 3000 + number, f"Name of {number}")
        takes_s = finished(undisturbed, file)
        before = held(disturbed)
        child = start(disturbed, file)
        time.sleep(moment * takes_s)
        child.kill()
        child.communicate()
        killed += child.returncode != 0
        with SqliteStore(disturbed) as opened:
            facts = opened.read("small")
        assert facts in (before[0], held(undisturbed)[0]), "facts of half an import"
        finished(disturbed, file)
        assert held(disturbed) == held(undisturbed)
    assert killed


def test_imports_that_are_killed_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    killed_and_made_again(tmp_path, [0.4, 0.9])


@pytest.mark.long
def test_fifty_imports_that_are_killed_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    killed_and_made_again(tmp_path, np.random.default_rng(0).uniform(0, 1, 50).tolist())
