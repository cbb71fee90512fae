"""Databases of earlier days: they open, have today's format, and answer as on their day."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

import pytest

from graph.records.table import Tie
from graph.records.tables import TABLES
from graph.stores import DEFAULT_PROGRAMME
from graph.stores.neo4j.constraints import FORMAT, MIGRATIONS
from graph.stores.neo4j.store import Neo4jStore
from tests.graph.stores.released import stores
from tests.neo4j_server.fixtures import driver, drop_schema, read_schema, wipe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.neo4j_server.fixtures import Account

FROZEN = (
    "d9d7e452993d2f59",
    "eb1107ca454a957c",
    "313eeb5db831b4f1",
    "12fdc20ecd4992ef",
    "ddc66e421ea0ff5f",
)
"""The hash of each migration, as it was released."""


@pytest.fixture(params=stores.DATABASES, ids=lambda kept: kept.stem)
def old(request: pytest.FixtureRequest, database: Account) -> Iterator[Account]:
    """A database of an earlier day, its constraints and indexes as on that day."""
    drop_schema(database)
    with driver(database) as connection:
        stores.replay(request.param, connection)
    yield database
    wipe(database)
    Neo4jStore(*database).close()  # other tests keep what constraints and indexes there are


def test_an_old_database_opens_and_is_sound(old: Account) -> None:
    with Neo4jStore(*old) as store:
        assert store.check() == ()
        assert store.data_version(DEFAULT_PROGRAMME) == stores.VERSION
        facts = store.read(DEFAULT_PROGRAMME)
        store.write(facts)
        assert store.check() == ()
        assert store.read(DEFAULT_PROGRAMME) == facts


def test_an_old_database_answers_byte_for_byte_as_a_new_file(
    old: Account,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("MATCHER_STORE_PASSWORD", old[1])
    monkeypatch.setenv("MATCHER_CACHE", str(tmp_path))
    assert stores.answers_differ(str(old[0]), capsys, tmp_path) == []


def test_names_in_an_old_database_are_found(old: Account) -> None:
    with Neo4jStore(*old) as store:
        (found,) = store.ask(DEFAULT_PROGRAMME).search("Ty Alpha", as_of=date(2013, 9, 19))
        assert store.check() == ()
    assert found.name == "Alpha"


def test_an_old_database_has_the_constraints_and_indexes_of_a_new_one(old: Account) -> None:
    Neo4jStore(*old).close()
    migrated = read_schema(old)
    wipe(old)
    drop_schema(old)
    Neo4jStore(*old).close()
    assert migrated == read_schema(old)
    assert len(migrated) > len(TABLES)


def test_every_described_table_is_in_some_migration() -> None:
    statements = {statement for migration in MIGRATIONS for statement in migration}
    for table in TABLES.values():
        tied = isinstance(table.shape, Tie)
        what = f"()-[r:{table.shape.type}]-()" if isinstance(table.shape, Tie) else ""
        there = what or f"(n:{table.shape})"
        name = "r" if tied else "n"
        assert any(f"FOR {there} ON ({name}.edition, {name}.position)" in s for s in statements)
        if table.identity and not tied:
            unique = f"FOR {there} REQUIRE (n.edition, n.{table.identity}) IS UNIQUE"
            assert any(unique in statement for statement in statements), table.name


def test_released_migrations_are_as_they_were() -> None:
    hashes = [hashlib.sha256("\n".join(each).encode()).hexdigest()[:16] for each in MIGRATIONS]
    assert tuple(hashes[: len(FROZEN)]) == FROZEN
    assert len(hashes) == FORMAT
