"""The SQLite store: the contract, and what can go wrong with a file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from graph.errors import (
    StoreDamagedError,
    StoreError,
    StoreForeignError,
    StoreVersionError,
    StoreWriteError,
)
from graph.stores import GraphStore, open_store, programme_at_hand
from graph.stores.sqlite.schema import APPLICATION_ID, VERSION
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_path, sqlite_url
from tests.builtin import read_builtin
from tests.contracts.holdings_contract import HoldingsContract
from tests.contracts.store_contract import StoreContract, full_facts

if TYPE_CHECKING:
    from collections.abc import Iterator


class TestSqlite(StoreContract, HoldingsContract):
    """SQLite passes the contract."""

    @pytest.fixture
    def empty(self, tmp_path: Path) -> Iterator[GraphStore]:
        with SqliteStore.create(tmp_path / "empty.db") as store:
            yield store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the small programme."""
    SqliteStore.create(tmp_path / "small.db", full_facts()).close()
    return tmp_path / "small.db"


def test_a_store_that_does_not_exist_is_made_with_the_built_in_programme(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "deep" / "er" / "new one?#%.db")
    with open_store(url) as store:
        assert store.read(programme_at_hand(store)) == read_builtin()
    assert [p.name for p in (tmp_path / "deep" / "er").iterdir()] == ["new one?#%.db"]
    with open_store(url) as store:
        assert store.url == url


def test_an_existing_store_is_not_filled_again(path: Path) -> None:
    with open_store(sqlite_url(path)) as store:
        assert store.programmes() == ("small",)


def test_the_file_is_kept_safely(path: Path) -> None:
    with SqliteStore(path) as store:
        pragma = {
            name: store._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "user_version")
        }
    assert pragma == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "user_version": VERSION,
    }


@pytest.mark.parametrize(
    "content", [b"", b"name,kind\n", b"SQLite format 2\x00", os.urandom(4096), b"\x00" * 200]
)
def test_a_file_that_is_no_store_is_left_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(StoreForeignError, match=r"other.db is not a store"):
        open_store(sqlite_url(path))
    assert path.read_bytes() == content


def test_another_programs_database_is_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE notes (text TEXT)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreForeignError, match="another program's database"):
        open_store(sqlite_url(path))
    assert path.read_bytes() == before


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreForeignError, match="cannot be opened"):
        open_store(sqlite_url(tmp_path))


def test_a_store_of_a_newer_program_says_so(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 7}")
    connection.close()
    with pytest.raises(StoreVersionError, match=rf"format is {VERSION + 7}.*knows {VERSION}"):
        open_store(sqlite_url(path))


def test_a_store_of_an_older_program_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("VACUUM")
    connection.close()
    with SqliteStore(path) as store:
        store.write(full_facts())
        assert store.read("small") == full_facts()


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_store_never_gives_wrong_facts(path: Path, seed: int) -> None:
    """Flip bytes anywhere behind the header: the answer is an error or the truth."""
    rng = np.random.default_rng(seed)
    content = bytearray(path.read_bytes())
    for position in rng.integers(100, len(content), 40):
        content[position] ^= int(rng.integers(1, 256))
    path.write_bytes(content)
    problem = ""
    try:
        with SqliteStore(path) as store:
            assert store.read("small") == full_facts()
    except StoreError as error:
        problem = str(error)
    assert not problem or "small.db" in problem


def test_a_truncated_store_says_that_it_is_damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(StoreDamagedError, match="restore it from a copy"), SqliteStore(path) as s:
        s.read("small")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE organisations SET name = 'Forged' WHERE position = 0",
        "UPDATE organisations SET kind = 'club' WHERE position = 0",
        "UPDATE organisations SET sources = '[' WHERE position = 0",
        "DELETE FROM aliases WHERE position = 0",
    ],
)
def test_a_row_changed_behind_our_back_is_noticed(path: Path, change: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(change)
    connection.commit()
    connection.close()
    with SqliteStore(path) as store:
        with pytest.raises(StoreDamagedError):
            store.read("small")
        assert len(store.check()) == 1


def test_check_names_references_to_nothing(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM organisations WHERE position = 0")
    connection.commit()
    connection.close()
    with SqliteStore(path) as store:
        assert any("refers to nothing in organisations" in problem for problem in store.check())


def test_a_full_disk_changes_nothing(path: Path) -> None:
    with SqliteStore(path) as store:
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreWriteError, match=r"full.*nothing was changed"):
            store.write(read_builtin())
        assert store.programmes() == ("small",)
        assert store.read("small") == full_facts()


def test_a_folder_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreWriteError, match="could not be created"):
        open_store(sqlite_url(tmp_path / "file" / "store.db"))
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_pack_that_fails_halfway_leaves_no_store(tmp_path: Path) -> None:
    facts = full_facts()
    with pytest.raises(StoreWriteError):
        SqliteStore.create(tmp_path / "new.db", replace(facts, organisations=()))
    assert list(tmp_path.iterdir()) == []


def test_a_reader_sees_the_old_facts_whole_until_the_new_ones_are_there(path: Path) -> None:
    newer = replace(full_facts(), aliases=())
    with SqliteStore(path) as reader, SqliteStore(path) as writer:
        reader._connection.execute("BEGIN")
        reader._connection.execute("SELECT count(*) FROM aliases").fetchone()
        writer.write(newer)
        seen = reader._connection.execute("SELECT count(*) FROM aliases").fetchone()[0]
        reader._connection.execute("COMMIT")
        assert seen == len(full_facts().aliases)
        assert reader.read("small") == newer


def test_of_two_that_make_a_store_at_once_the_first_wins(tmp_path: Path) -> None:
    path = tmp_path / "race.db"
    SqliteStore.create(path, full_facts()).close()
    late = SqliteStore.create(path, replace(full_facts(), aliases=()))
    with late:
        assert late.read("small") == full_facts()
    assert [p.name for p in tmp_path.glob("*.db*")] == ["race.db"]


KILLED = """
import sys
from dataclasses import replace
from pathlib import Path
from graph.packs.reading import builtin, read_pack
from graph.stores.sqlite.store import SqliteStore
facts = read_pack(builtin())
path = Path(sys.argv[1])
store = SqliteStore(path) if path.exists() else SqliteStore.create(path, facts)
print("made", flush=True)
for round in range(1000):
    programme = replace(facts.programme, name=f"round {round}")
    store.write(replace(facts, programmes=(programme,)))
    print(round, flush=True)
"""


def killed_rounds(path: Path, delays: list[float]) -> None:
    """Kill a writing process at odd moments; what it acknowledged must be there, whole."""
    for delay in delays:
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout
        child.stdout.readline() if path.exists() else None
        time.sleep(delay)
        child.kill()
        acknowledged = [line.strip() for line in child.stdout.read().splitlines()]
        child.wait()
        child.stdout.close()
        if not path.exists():
            assert "made" not in acknowledged
            continue
        with SqliteStore(path) as store:
            assert store.check() == ()
            name = store.read("transforming-rehabilitation").programme.name
        rounds = [int(line) for line in acknowledged if line.isdigit()]
        if rounds:
            assert int(name.removeprefix("round ")) >= rounds[-1]


def test_a_kill_at_any_moment_loses_nothing_acknowledged(tmp_path: Path) -> None:
    killed_rounds(tmp_path / "killed.db", [0.9, 1.5, 0.2, 1.0, 0.6])


@pytest.mark.long
def test_fifty_kills_lose_nothing_acknowledged(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    killed_rounds(tmp_path / "killed.db", rng.uniform(0.1, 2.0, 50).tolist())


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgres://localhost/x", "not the address of a store"),
        ("sqlite://host/file.db", "not the address of a store"),
        ("sqlite:///", "not the address of a store"),
        ("sqlite:///a.db?mode=rw", "not the address of a store"),
        ("just-a-file.db", "not the address of a store"),
        ("", "not the address of a store"),
        ("sqlite:///a%00b", "NUL"),
    ],
)
def test_a_wrong_address_says_which_forms_there_are(url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        open_store(url)


@pytest.mark.parametrize(
    "name",
    ["a.db", "/abs/b c.db", "50%.db", "why?.db", "#1.db", "tŷ.db", "~/a.db", "~", "a/~/b.db"],
)
def test_an_address_names_its_file_whatever_it_is_called(name: str) -> None:
    assert sqlite_path(sqlite_url(Path(name))) == Path(name)


def test_a_tilde_is_the_users_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/elsewhere/me")
    assert sqlite_path("sqlite:///~/a.db") == Path("/elsewhere/me/a.db")
    assert sqlite_path("sqlite:///%7E/a.db") == Path("~/a.db")
    with pytest.raises(StoreError, match="there is no folder ~nobody-of-this-name; write %7E"):
        sqlite_path("sqlite:///~nobody-of-this-name/a.db")
