"""Both stores on the same generated registers: writing, reading, questions, one beside the other.

Each size is written to a SQLite file and to a Neo4j server that is started for it, both on this
machine. Every kind of question is asked once before it is measured, so that no time includes what a
process does only once: plans made by the server, columns laid out for SQLite's walks.
"""

from __future__ import annotations

import itertools
import time
from contextlib import contextmanager
from datetime import date
from functools import cache
from operator import methodcaller
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest

from graph.questions import Filters, Layer, LinkKind, Node
from graph.snapshot.snapshot import Snapshot
from graph.stores.neo4j.store import Neo4jStore
from graph.stores.sqlite.store import SqliteStore
from tests.benchmarks.measuring import report
from tests.benchmarks.register.facts import generate_register
from tests.neo4j_server.fixtures import account_of
from tests.neo4j_server.server import Neo4jServer, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from graph.questions import GraphQuestions
    from graph.records.facts import Facts
    from graph.stores import GraphStore

SIZES = (1_000, 10_000, 100_000)
AS_OF = date(2013, 9, 19)
ASKED = 20


class Both(NamedTuple):
    """The two stores, and the facts that both are to hold."""

    facts: Facts
    sqlite: GraphStore
    neo4j: GraphStore

    def timed(self, what: str, work: Callable[[GraphStore], Any]) -> tuple[Any, Any]:
        """Do the same with each, tell the seconds and the ratio, give both results."""
        found, seconds = [], []
        for store in (self.sqlite, self.neo4j):
            start = time.perf_counter()
            found.append(work(store))
            seconds.append(time.perf_counter() - start)
        tell(self.facts, what, seconds)
        return found[0], found[1]

    def asked(self, what: str, questions: list[Callable[[GraphQuestions], Any]]) -> None:
        """Ask each the same questions, tell the median seconds; the answers must be equal."""
        answers, seconds = [], []
        for store in (self.sqlite, self.neo4j):
            ready = store.ask(self.facts.programme.id)
            for question in questions[:2]:
                question(ready)
            times, found = [], []
            for question in questions:
                start = time.perf_counter()
                found.append(question(ready))
                times.append(time.perf_counter() - start)
            answers.append(found)
            seconds.append(float(np.median(times)))
        assert answers[0] == answers[1]
        tell(self.facts, what, seconds)


def tell(facts: Facts, what: str, seconds: list[float]) -> None:
    sqlite, neo4j = seconds
    size = f"{len(facts.organisations):,} organisations"
    report(f"{size}: {what}: SQLite {sqlite:.3f} s, Neo4j {neo4j:.3f} s ({neo4j / sqlite:.1f} x)")


@cache
def register(organisations: int) -> Facts:
    """Generate a register once."""
    return generate_register(organisations)


@contextmanager
def both(organisations: int, folder: Path) -> Iterator[Both]:
    server = Neo4jServer(folder / "neo4j", heap_mb=2048)
    with (
        running(server),
        SqliteStore.create(folder / "facts.db") as sqlite,
        Neo4jStore(*account_of(server)) as neo4j,
    ):
        yield Both(register(organisations), sqlite, neo4j)


@pytest.mark.parametrize("organisations", SIZES)
def test_both_stores_side_by_side(benchmark: Any, tmp_path: Path, organisations: int) -> None:
    facts = register(organisations)
    programme = facts.programme.id
    with both(organisations, tmp_path) as stores:
        records = sum(facts.counts().values())
        report(f"{organisations:,} organisations, {records:,} records")
        benchmark.pedantic(
            lambda: stores.timed("write into an empty store", lambda s: s.write(facts)), rounds=1
        )
        stores.timed("write again, in its place", lambda store: store.write(facts))
        read = stores.timed("read", lambda store: store.read(programme))
        assert read[0] == read[1] == facts
        del read
        versions = stores.timed(
            "read and lay out a snapshot, its hash included",
            lambda store: Snapshot(store.read(programme)).data_version,
        )
        assert versions[0] == versions[1]
        ask_both(stores)


def ask_both(stores: Both) -> None:
    """Measure the questions."""
    facts = stores.facts
    known = {org.id for org in facts.organisations if org.provenance.is_known_by(AS_OF)}
    members = dict.fromkeys(m.organisation for m in facts.memberships if m.organisation in known)
    nodes = [Node(Layer.ORGANISATION, str(key)) for key in list(members)[: ASKED + 1]]
    work, everything = Filters(as_of=AS_OF), Filters(as_of=AS_OF, links=frozenset(LinkKind))
    for what, filters in (("shared work", work), ("all links", everything)):
        stores.asked(
            f"neighbourhood, depth 2, {what}",
            [
                methodcaller("neighbourhood", node, depth=2, filters=filters)
                for node in nodes[:ASKED]
            ],
        )
    stores.asked(
        "neighbours of neighbours, depth 4, shared work",
        [methodcaller("neighbourhood", node, depth=4, filters=work) for node in nodes[:ASKED]],
    )
    stores.asked(
        "shortest path, shared work",
        [methodcaller("shortest_path", a, b, filters=work) for a, b in itertools.pairwise(nodes)],
    )
    number = len(facts.organisations) // 2
    for what, text in (
        ("an exact name", f"generated organisation {number:06}"),
        ("a word of every name", "organisation"),
        ("misspelt", f"genrated organistion {number:06}"),
    ):
        stores.asked(
            f"search, {what}",
            [methodcaller("search", text, as_of=AS_OF)] * 5,
        )
