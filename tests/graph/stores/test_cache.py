"""The copy at hand: when it is read, when it is replaced, and who may touch it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from graph.errors import StoreAccessError, StoreUnavailableError, StoreWriteError
from graph.stores import open_store
from graph.stores.cache import LocalCopy, Reading, local_copy, read_through
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.contracts.store_contract import full_facts
from tests.remote import URL, FakeServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.records.facts import Facts

LATER = replace(full_facts(), aliases=())


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FakeServer]:
    with closing(FakeServer(tmp_path / "server.db", full_facts())) as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "copies"


def read(server: FakeServer, folder: Path | None, url: str = URL) -> Reading:
    return read_through(url, "small", folder=folder, opener=server.open)


def copy_in(folder: Path) -> LocalCopy:
    return LocalCopy(folder, URL, "small")


def test_the_second_reading_comes_from_the_copy(server: FakeServer, folder: Path) -> None:
    assert read(server, folder) == (full_facts(), None)
    assert read(server, folder) == (full_facts(), None)
    assert (server.opened, server.reads, server.open_now) == (2, 1, 0)


def test_a_store_that_moved_on_is_read_anew_and_copied(server: FakeServer, folder: Path) -> None:
    read(server, folder)
    server.store.write(LATER)
    assert read(server, folder) == (LATER, None)
    assert read(server, folder) == (LATER, None)
    assert server.reads == 2
    server.switch_off()
    assert read(server, folder).facts == LATER


def test_the_copy_stands_in_for_a_store_that_is_gone(server: FakeServer, folder: Path) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    read(server, folder)
    server.switch_off()
    facts, since = read(server, folder)
    assert facts == full_facts()
    assert since is not None
    assert before <= since <= datetime.now(UTC)


def test_the_copy_stands_in_for_a_store_that_goes_while_it_is_read(
    server: FakeServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(server, folder)
    server.store.write(LATER)

    def go_away(_programme: str) -> Facts:
        server.switch_off()
        server.answer()
        raise AssertionError

    monkeypatch.setattr(server.store, "read", go_away)
    facts, since = read(server, folder)
    assert facts == full_facts()
    assert since is not None


def test_a_copy_is_as_old_as_when_it_was_last_known_to_be_equal(
    server: FakeServer, folder: Path
) -> None:
    read(server, folder)
    copy = copy_in(folder)
    day = datetime(2026, 11, 25, 12, 3, tzinfo=UTC)
    mark = copy.path.with_suffix(".equal")
    os.utime(mark, (day.timestamp(), day.timestamp()))
    server.switch_off()
    assert read(server, folder).stale_since == day
    assert read(server, folder).stale_since == day  # reading the copy does not make it younger
    server.switch_on()
    read(server, folder)
    assert copy.equal_at
    assert copy.equal_at > day


def test_a_copy_that_was_never_confirmed_is_as_old_as_its_file(
    server: FakeServer, folder: Path
) -> None:
    read(server, folder)
    copy_in(folder).path.with_suffix(".equal").unlink()
    server.switch_off()
    assert read(server, folder).stale_since == copy_in(folder).equal_at


def test_without_a_copy_a_store_that_is_gone_is_an_error(server: FakeServer, folder: Path) -> None:
    server.switch_off()
    with pytest.raises(StoreUnavailableError) as caught:
        read(server, folder)
    assert caught.value.retry_after_s == 7.2
    assert not folder.exists()


def test_a_wrong_password_is_an_error_whatever_is_at_hand(server: FakeServer, folder: Path) -> None:
    read(server, folder)
    server.refuse()
    with pytest.raises(StoreAccessError):
        read(server, folder)


def test_no_folder_means_no_copy(server: FakeServer, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    assert read(server, None) == (full_facts(), None)
    assert read(server, None) == (full_facts(), None)
    assert server.reads == 2
    server.switch_off()
    with pytest.raises(StoreUnavailableError):
        read(server, None)
    assert set(tmp_path.iterdir()) == before


def test_a_file_is_read_itself(tmp_path: Path, folder: Path) -> None:
    SqliteStore.create(tmp_path / "file.db", full_facts()).close()
    url = sqlite_url(tmp_path / "file.db")
    reading = read_through(url, "small", folder=folder, opener=open_store)
    assert reading == (full_facts(), None)
    assert not folder.exists()


@pytest.mark.parametrize("url", [URL, "neo4j+s://h", "neo4j+ssc://h", "bolt://h", "BOLT+S://h"])
def test_every_kind_of_server_has_a_copy(url: str, folder: Path) -> None:
    assert local_copy(url, "small", folder=folder)


def test_each_address_and_programme_has_a_file_of_its_own(folder: Path) -> None:
    places = {
        LocalCopy(folder, url, programme).path
        for url in (URL, "neo4j://graph.example.org:7687/other", "bolt://graph.example.org")
        for programme in ("small", "large")
    }
    assert len(places) == 6


def test_a_password_makes_no_difference_to_the_file(folder: Path) -> None:
    one, other, nobody = (
        LocalCopy(folder, f"neo4j://{user}h:7687/db", "small").path
        for user in ("alice:swordfish@", "alice:tuna@", "")
    )
    assert one == other != nobody


def test_only_this_user_can_read_the_copies(server: FakeServer, folder: Path) -> None:
    before = os.umask(0)
    try:
        read(server, folder)
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o700
    files = list(folder.iterdir())
    assert len(files) == 2
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_folder_where_others_may_write_is_neither_filled_nor_believed(
    server: FakeServer, folder: Path
) -> None:
    said: list[str] = []
    read(server, folder)
    folder.chmod(0o777)
    server.store.write(LATER)
    reading = read_through(URL, "small", folder=folder, opener=server.open, say=said.append)
    assert reading == (LATER, None)
    (sentence,) = said
    assert "other users may write there" in sentence
    server.switch_off()
    with pytest.raises(StoreUnavailableError):
        read(server, folder)


def test_a_full_or_missing_disk_spoils_no_answer(server: FakeServer, tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "file").write_text("in the way")
    folder = tmp_path / "file" / "copies"
    reading = read_through(URL, "small", folder=folder, opener=server.open, say=said.append)
    assert reading == (full_facts(), None)
    assert said[0].startswith("A copy of the store could not be kept in ")


def damage(path: Path, kind: str) -> None:
    content = path.read_bytes()
    damaged = {
        "empty": b"",
        "foreign": b"a letter to my aunt" * 99,
        "cut": content[: len(content) // 2],
        "flipped": content.replace(b"Alpha", b"Alpho"),
    }
    assert damaged[kind] != content
    path.write_bytes(damaged[kind])


DAMAGES = ("empty", "foreign", "cut", "flipped")


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_copy_is_thrown_away_and_made_anew(
    server: FakeServer, folder: Path, kind: str
) -> None:
    read(server, folder)
    damage(copy_in(folder).path, kind)
    assert read(server, folder) == (full_facts(), None)
    assert server.reads == 2
    server.switch_off()
    assert read(server, folder).facts == full_facts()


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_copy_stands_in_for_nothing(server: FakeServer, folder: Path, kind: str) -> None:
    read(server, folder)
    damage(copy_in(folder).path, kind)
    server.switch_off()
    with pytest.raises(StoreUnavailableError):
        read(server, folder)


def test_a_copy_of_a_newer_program_is_replaced(server: FakeServer, folder: Path) -> None:
    read(server, folder)
    with closing(sqlite3.connect(copy_in(folder).path)) as connection:
        connection.execute("PRAGMA user_version = 999")
    assert read(server, folder) == (full_facts(), None)
    assert copy_in(folder).read() == full_facts()


def test_what_cannot_be_replaced_is_reported(server: FakeServer, folder: Path) -> None:
    copy = copy_in(folder)
    folder.mkdir(parents=True, mode=0o700)
    copy.path.mkdir()
    with pytest.raises(StoreWriteError, match="A copy of the store"):
        copy.keep(full_facts())
    assert read(server, folder) == (full_facts(), None)


def test_of_two_processes_the_later_facts_stay(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copy_in(folder)
    copy.keep(full_facts())
    monkeypatch.setattr("pathlib.Path.exists", lambda _path: False)  # as seen a moment before
    copy.keep(LATER)
    assert copy.read() == LATER
    copy.keep(LATER)
    assert copy.read() == LATER


def test_keeping_what_is_kept_already_changes_nothing(folder: Path) -> None:
    copy = copy_in(folder)
    copy.keep(full_facts())
    before = copy.path.read_bytes()
    copy.keep(full_facts())
    assert copy.path.read_bytes() == before


def test_a_file_that_lacks_the_programme_is_no_copy(server: FakeServer, folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o700)
    SqliteStore.create(copy_in(folder).path).close()
    assert copy_in(folder).data_version() is None
    assert copy_in(folder).read() is None
    assert read(server, folder) == (full_facts(), None)
    assert copy_in(folder).read() == full_facts()


KEEPING = """
import sys
from dataclasses import replace
from pathlib import Path
from graph.stores.cache import LocalCopy
from tests.contracts.store_contract import full_facts
copy = LocalCopy(Path(sys.argv[1]), sys.argv[2], "small")
print("ready", flush=True)
for round in range(10_000):
    facts = full_facts()
    programme = replace(facts.programme, name=f"round {round}")
    copy.keep(replace(facts, programmes=(programme,)))
"""


def test_two_that_write_and_are_killed_leave_a_whole_copy(folder: Path) -> None:
    command = [sys.executable, "-c", KEEPING, str(folder), URL]
    for _ in range(2):
        writers = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
        for writer in writers:
            assert writer.stdout
            writer.stdout.readline()
        copy, deadline = copy_in(folder), time.monotonic() + 20
        while copy.read() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        for writer in writers:
            writer.kill()
            writer.wait()
            assert writer.stdout
            writer.stdout.close()
        kept = copy.read()
        assert kept is not None
        assert kept.programme.name.startswith("round ")
        with SqliteStore(copy.path) as store:
            assert store.check() == ()
