"""Files of earlier days: they open, have today's format, and answer as new ones do."""

from __future__ import annotations

import hashlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from graph.records.tables import TABLES
from graph.stores import DEFAULT_PROGRAMME
from graph.stores.rows import columns_of
from graph.stores.sqlite.schema import MIGRATIONS, VERSION
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.contracts.store_contract import full_facts
from tests.graph.stores.released import stores

if TYPE_CHECKING:
    from pathlib import Path

FROZEN = (
    "23d490d39637a256",
    "8d05c0b1ec1525da",
    "761fe9f96837c9a6",
    "3df019da337fcfbe",
    "8cee1df486fb43ed",
    "fd29e9902c5fc268",
)
"""The hash of each migration, as it was released."""


@pytest.fixture(params=stores.FILES, ids=lambda packed: packed.name.split(".")[0])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file of an earlier day."""
    return stores.unpack(request.param, tmp_path)


def schema(path: Path) -> list[tuple[str, ...]]:
    """Everything that SQLite knows of the tables in a file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
        ).fetchall()


def test_there_is_a_file_of_every_earlier_format() -> None:
    kept = {packed.name for packed in stores.FILES}
    assert kept >= {f"sqlite-{number}.db.gz" for number in range(1, VERSION)}


def test_an_old_file_opens_and_is_sound(path: Path) -> None:
    with SqliteStore(path) as store:
        assert store.check() == ()
        assert store.data_version(DEFAULT_PROGRAMME) == stores.VERSION
        assert store.read(DEFAULT_PROGRAMME).counts() == store.counts(DEFAULT_PROGRAMME)


def test_an_old_file_answers_byte_for_byte_as_a_new_one(
    path: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert stores.answers_differ(sqlite_url(path), capsys, tmp_path) == []


def test_names_in_an_old_file_are_found(path: Path) -> None:
    with SqliteStore(path) as store:
        (found,) = store.ask(DEFAULT_PROGRAMME).search("Ty Alpha", as_of=date(2013, 9, 19))
    assert found.name == "Alpha"


def test_an_old_file_has_the_tables_of_a_new_one(path: Path, tmp_path: Path) -> None:
    SqliteStore(path).close()
    SqliteStore.create(tmp_path / "new.db", full_facts()).close()
    assert schema(path) == schema(tmp_path / "new.db")


def test_an_old_file_that_several_open_at_once_is_migrated_once(path: Path) -> None:
    def open_it(_: int) -> tuple[str, ...]:
        with SqliteStore(path) as store:
            return store.check()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(open_it, range(4))) == [()] * 4


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = schema(path)
    broken = (*MIGRATIONS, ("CREATE TABLE half_done (id)", "CREATE TABLE versions (id)"))
    monkeypatch.setattr("graph.stores.sqlite.opening.MIGRATIONS", broken)
    monkeypatch.setattr("graph.stores.sqlite.opening.VERSION", len(broken))
    with pytest.raises(Exception, match="versions already exists"):
        SqliteStore(path)
    assert schema(path) == before
    monkeypatch.undo()
    with SqliteStore(path) as store:
        assert store.check() == ()


def test_every_described_column_is_in_a_new_file(tmp_path: Path) -> None:
    SqliteStore.create(tmp_path / "new.db").close()
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection:
        for name, table in TABLES.items():
            found = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            assert sorted(found) == sorted(["programme", "position", *columns_of(table.record)])


def test_released_migrations_are_as_they_were() -> None:
    hashes = [hashlib.sha256("\n".join(each).encode()).hexdigest()[:16] for each in MIGRATIONS]
    assert tuple(hashes[: len(FROZEN)]) == FROZEN
