"""A store that may only be read: its facts, its questions, and what it says to writers."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.errors import StoreDamagedError, StoreWriteError
from graph.stores.sqlite.placing import put_in_place
from graph.stores.sqlite.schema import VERSION
from graph.stores.sqlite.store import SqliteStore
from tests.builders import small_facts
from tests.graph.stores.released import stores
from tests.unprivileged import unprivileged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.records.facts import Facts

READ = """
import sys
from pathlib import Path
from graph.stores.sqlite.schema import VERSION
from graph.stores.sqlite.store import SqliteStore
with SqliteStore(Path(sys.argv[1])) as store:
    (programme,) = store.programmes()
    facts = store.read(programme)
    questions = store.ask(programme)
    found = questions.search("homes", as_of=questions.default_as_of)
    print(store.data_version(programme), len(found), store.check(), sum(facts.counts().values()))
    try:
        store.write(facts)
    except Exception as error:
        print(type(error).__name__, error)
"""


@pytest.fixture
def facts() -> Facts:
    return small_facts()


@pytest.fixture
def path(tmp_path: Path, facts: Facts) -> Iterator[Path]:
    """A store in a folder of its own, which may be written again afterwards."""
    folder = tmp_path / "folder"
    SqliteStore.create(folder / "a.db", facts).close()
    yield folder / "a.db"
    folder.chmod(0o755)


def read_only_file(path: Path) -> None:
    path.chmod(0o444)


def read_only_folder(path: Path) -> None:
    path.parent.chmod(0o555)


def read_only_both(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)


CLOSINGS = [read_only_file, read_only_folder, read_only_both]


def same_as(path: Path, facts: Facts) -> str:
    """What `READ` prints of a sound store with these facts, without its last line."""
    with SqliteStore(path) as store:
        version = store.data_version(facts.programme.id)
    return f"{version} 0 () {sum(facts.counts().values())}"


@pytest.mark.parametrize("close", CLOSINGS)
def test_a_store_is_read_where_nothing_may_be_written(
    path: Path, facts: Facts, close: Callable[[Path], None]
) -> None:
    expected = same_as(path, facts)
    close(path)
    done = unprivileged("-c", READ, str(path))
    assert done.stderr == ""
    answer, refusal = done.stdout.splitlines()
    assert answer == expected
    assert refusal.startswith("StoreWriteError")


@pytest.mark.parametrize("close", CLOSINGS)
@pytest.mark.parametrize("packed", stores.FILES, ids=lambda packed: packed.name.split(".")[0])
def test_an_older_format_is_read_there_too_and_stays_as_it_is(
    path: Path, close: Callable[[Path], None], packed: Path, tmp_path: Path
) -> None:
    path.write_bytes(stores.unpack(packed, tmp_path).read_bytes())
    before = path.read_bytes()
    close(path)
    done = unprivileged("-c", READ, str(path))
    assert done.stderr == ""
    answer, refusal = done.stdout.splitlines()
    assert answer.startswith(f"{stores.VERSION} ")
    assert " () " in answer
    assert refusal.startswith("StoreWriteError")
    assert path.read_bytes() == before


def test_changes_that_still_stand_in_the_log_are_not_passed_over(
    path: Path, facts: Facts, tmp_path: Path
) -> None:
    """A copy of a store whose writer is at work: what it wrote last is read, or nothing is."""
    renamed = replace(facts, organisations=facts.organisations[:1])
    copied = tmp_path / "copied"
    copied.mkdir()
    with SqliteStore(path) as store:
        store.write(renamed)
        for name in ("a.db", "a.db-wal"):
            shutil.copy(path.parent / name, copied / name)
        version = store.data_version(facts.programme.id)
    copied.chmod(0o555)
    done = unprivileged("-c", READ, str(copied / "a.db"))
    copied.chmod(0o755)
    said = "its last changes are still in" in done.stderr
    assert said or done.stdout.startswith(version)
    assert said == (not done.stdout)


def test_a_file_that_changes_while_it_is_read_is_read_again(
    path: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where SQLite takes it for unchanging, a torn read looks like damage at first."""
    refuse_to_write(monkeypatch)
    with SqliteStore(path) as store:
        monkeypatch.undo()
        with SqliteStore(path) as writer:
            writer.write(replace(facts, organisations=()))
        torn = iter([StoreDamagedError("torn")])
        read = SqliteStore._read

        def torn_at_first(self: SqliteStore, programme: str) -> Facts:
            for error in torn:
                raise error
            return read(self, programme)

        monkeypatch.setattr(SqliteStore, "_read", torn_at_first)
        assert store.read(facts.programme.id) == replace(facts, organisations=())


def test_damage_is_still_told_from_a_change(
    path: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE programmes SET name = 'another'")
    connection.close()
    refuse_to_write(monkeypatch)
    with SqliteStore(path) as store, pytest.raises(StoreDamagedError):
        store.read(facts.programme.id)


def test_another_mistake_of_sqlite_is_not_taken_for_a_refusal(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_to_write(monkeypatch, code=sqlite3.SQLITE_FULL)
    with pytest.raises(StoreWriteError, match="refused"):
        SqliteStore(path)


def refuse_to_write(
    monkeypatch: pytest.MonkeyPatch, *, code: int = sqlite3.SQLITE_CANTOPEN
) -> None:
    """Let SQLite open a file only to read it, as where its file system is mounted so."""
    connect = sqlite3.connect

    def only_to_read(name: str | Path, **options: Any) -> Any:
        if options.get("uri") or name == ":memory:":
            return connect(name, **options)
        error = sqlite3.OperationalError("refused")
        error.sqlite_errorcode = code
        raise error

    monkeypatch.setattr("sqlite3.connect", only_to_read)


def test_a_newer_format_is_refused_there_too(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    read_only_both(path)
    done = unprivileged("-c", READ, str(path))
    assert "StoreVersionError" in done.stderr
    assert "written by a newer version" in done.stderr


@pytest.mark.parametrize("why", [errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK])
def test_a_store_is_made_where_files_have_one_name_only(
    tmp_path: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch, why: int
) -> None:
    def refuse(_path: Path, _draft: Path) -> None:
        raise OSError(why, os.strerror(why))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    for _ in range(2):  # the second finds the first one's
        with SqliteStore.create(tmp_path / "a.db", facts) as store:
            assert store.read(facts.programme.id) == facts
    assert [each.name for each in tmp_path.iterdir()] == ["a.db"]


def test_a_file_that_is_there_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, path = tmp_path / "draft", tmp_path / "path"
    draft.write_text("new", "utf-8")
    path.write_text("old", "utf-8")
    for one_name_only in (False, True):
        if one_name_only:
            monkeypatch.setattr(Path, "hardlink_to", _refuse)
        with pytest.raises(FileExistsError):
            put_in_place(draft, path)
        assert path.read_text("utf-8") == "old"


def _refuse(_path: Path, _draft: Path) -> None:
    raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
