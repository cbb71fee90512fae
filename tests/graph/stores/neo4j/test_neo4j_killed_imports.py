"""An import into a server whose process is killed at any moment, and made again."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph.stores.neo4j.store import Neo4jStore
from graph.stores.sqlite.store import SqliteStore
from tests.builders import small_facts
from tests.graph.sources.test_killed_imports import finished, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph.stores.protocol import GraphStore
    from tests.neo4j_server.fixtures import Account

_IMPORT = """
import sys
from pathlib import Path
from graph.assembly.renewing import renew
from graph.sources.importing import read_into
from graph.sources.places import PlaceNames
from graph.sources.protocol import Context
from graph.stores.neo4j.store import Neo4jStore
from graph.stores.urls import neo4j_address
from tests.graph.sources.example_source import IMPORTER
with Neo4jStore(neo4j_address(sys.argv[1]), sys.argv[2], lease_s=0) as store:
    facts = store.read("small")
    print("ready", flush=True)
    context = Context(facts=facts, places=PlaceNames(facts.places))
    found = read_into(store.holdings("small"), IMPORTER, Path(sys.argv[3]), context)
    if not found.unchanged:
        renew(store, "small", finishing=[found.held.number])
"""


def start(account: Account, file: Path) -> subprocess.Popen[str]:
    """Begin an import in a process of its own."""
    child = subprocess.Popen(
        [sys.executable, "-c", _IMPORT, str(account[0]), account[1], file],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout
    assert child.stdout.readline() == "ready\n"
    return child


def held(store: GraphStore) -> list[object]:
    """Everything that a store holds of the programme, but for numbers and times."""
    assert store.check() == ()
    holdings = store.holdings("small")
    imports = holdings.imports()
    told = [replace(each, number=0, begun=each.published, finished=None) for each in imports]  # type: ignore[arg-type]
    rejects = [tuple(holdings.rejects(each.number)) for each in imports]
    return [store.read("small"), [entry for _, entry in holdings.entries()], rejects, told]


def killed_and_made_again(account: Account, folder: Path, moments: Sequence[float]) -> None:
    """Kill imports some seconds after they began, each a newer file; then make each whole."""
    undisturbed, killed = folder / "undisturbed.db", 0
    SqliteStore.create(undisturbed, small_facts()).close()
    with Neo4jStore(*account) as store:
        store.write(small_facts())
    before: object = small_facts()
    for number, seconds in enumerate(moments):
        file = table(folder / f"{number}.csv", 1500 + number, f"Name of {number}")
        finished(undisturbed, file)
        with SqliteStore(undisturbed) as plain:
            whole = held(plain)
        child = start(account, file)
        time.sleep(seconds)
        child.kill()
        child.communicate()
        killed += child.returncode != 0
        with Neo4jStore(*account, lease_s=0) as opened:
            assert opened.read("small") in (before, whole[0]), "facts of half an import"
        child = start(account, file)
        child.communicate()
        assert child.returncode == 0
        with Neo4jStore(*account, lease_s=0) as opened:
            assert held(opened) == whole
        before = whole[0]
    assert killed


def test_an_import_that_is_killed_loses_nothing_and_doubles_nothing(
    database: Account, tmp_path: Path
) -> None:
    killed_and_made_again(database, tmp_path, [0.1, 0.8])


@pytest.mark.long
def test_many_imports_that_are_killed_lose_nothing_and_double_nothing(
    database: Account, tmp_path: Path
) -> None:
    killed_and_made_again(database, tmp_path, [step * 0.25 for step in range(20)])
