"""A snapshot that was kept is the one that was made, or is not used."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields, is_dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import sparse

from graph.snapshot.cells import READ, columns
from graph.snapshot.snapshot import LAID_OUT, Snapshot
from graph.stores import row_files, saved
from graph.stores.reading import show_rows
from graph.stores.row_files import Rows
from graph.stores.saved import keep_snapshot, open_snapshot, snapshot_of
from graph.stores.sqlite.store import SqliteStore
from tests.builders import organisation, small_facts
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records.facts import Facts
    from graph.stores.protocol import Visit

NAMES = [f"Body {number}" for number in range(600)]
FACTS = small_facts(organisations=tuple(organisation(name) for name in NAMES))
PROGRAMME = FACTS.programme.id


@pytest.fixture(autouse=True)
def _every_table_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "_SMALL", 10)
    monkeypatch.setattr(row_files, "_AT_ONCE", 10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "snapshots"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqliteStore]:
    monkeypatch.setattr(saved, "LARGE", 100)
    with SqliteStore.create(tmp_path / "facts.db", FACTS) as store:
        yield store


def kept(folder: Path, facts: Facts = FACTS) -> Snapshot:
    snapshot = Snapshot(facts)
    folder.parent.mkdir(exist_ok=True)

    def scan(visit: Visit) -> str:
        show_rows(facts, visit)
        return snapshot.data_version

    assert keep_snapshot(folder, scan) == snapshot.data_version
    return snapshot


def flat(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    if isinstance(value, sparse.csr_array):
        yield from (value.data, value.indices, value.indptr)
    elif is_dataclass(value):
        for field in fields(value):
            yield from flat(getattr(value, field.name))
    else:
        yield value


@pytest.mark.parametrize("facts", [FACTS, read_builtin()], ids=["small", "built-in"])
def test_a_kept_snapshot_is_the_one_that_was_made(facts: Facts, folder: Path) -> None:
    made = kept(folder, facts)
    opened = open_snapshot(folder, made.data_version)
    assert opened is not None
    assert opened.data_version == made.data_version
    assert opened.organisation_index == made.organisation_index
    assert opened.cohort_sets == made.cohort_sets
    for (table, rows), (_, expected) in zip(
        opened.facts.tables(), made.facts.tables(), strict=True
    ):
        assert len(rows) == len(expected)
        assert rows == expected, table
    for name in LAID_OUT:
        pairs = zip(flat(getattr(opened, name)), flat(getattr(made, name)), strict=True)
        for one, other in pairs:
            np.testing.assert_array_equal(one, other, err_msg=name)
            assert one.dtype == other.dtype, name


def test_records_are_found_one_by_one_and_from_the_end(folder: Path) -> None:
    opened = open_snapshot(folder, kept(folder).data_version)
    assert opened is not None
    rows = opened.facts.organisations
    assert rows[0] == FACTS.organisations[0]
    assert rows[-1] == FACTS.organisations[-1]
    assert rows[3:9:2] == FACTS.organisations[3:9:2]
    assert rows != FACTS.organisations[1:]
    assert rows != FACTS.organisations[1:] + FACTS.organisations[:1]
    with pytest.raises(IndexError):
        rows[len(NAMES)]


def test_the_store_is_read_once(
    store: SqliteStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.parent.mkdir()
    first = snapshot_of(store, PROGRAMME, folder=folder)
    monkeypatch.delattr(SqliteStore, "read")
    again = snapshot_of(store, PROGRAMME, folder=folder)
    assert again.data_version == first.data_version
    assert again.facts.organisations == FACTS.organisations


def test_a_flipped_byte_in_any_file_is_noticed_and_the_snapshot_made_anew(
    store: SqliteStore, folder: Path
) -> None:
    folder.parent.mkdir()
    version = snapshot_of(store, PROGRAMME, folder=folder).data_version
    (path,) = folder.iterdir()
    for file in sorted(path.iterdir()):
        content = bytearray(file.read_bytes())
        if not content:
            continue
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
        found = open_snapshot(folder, version)
        assert found is None or found.facts.organisations == FACTS.organisations, file.name
        if file.name != "manifest.json":
            assert found is None, file.name
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    (path / "organisations.rows").unlink()
    assert open_snapshot(folder, version) is None
    assert snapshot_of(store, PROGRAMME, folder=folder).facts.organisations == FACTS.organisations
    assert open_snapshot(folder, version) is not None


@pytest.mark.parametrize("manifest", [None, "", "[]", "{}", '{"format": 0}', "\x00"])
def test_a_folder_without_a_true_manifest_is_not_used(manifest: str | None, folder: Path) -> None:
    version = kept(folder).data_version
    (path,) = folder.iterdir()
    (path / "manifest.json").unlink()
    if manifest is not None:
        (path / "manifest.json").write_text(manifest, "utf-8")
    assert open_snapshot(folder, version) is None
    kept(folder)
    assert open_snapshot(folder, version) is not None


def test_the_snapshot_of_other_facts_is_not_used_under_a_wrong_name(folder: Path) -> None:
    other = kept(folder, small_facts())
    (path,) = folder.iterdir()
    path.rename(folder / path.name.replace(other.data_version, Snapshot(FACTS).data_version))
    assert open_snapshot(folder, Snapshot(FACTS).data_version) is None


def test_those_used_last_are_kept_and_nothing_half_done_stays(folder: Path) -> None:
    versions = []
    for count in range(6):
        versions.append(kept(folder, small_facts(organisations=FACTS.organisations[:count])))
        for path in folder.iterdir():
            os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 60))
    drafts = [path for path in folder.iterdir() if path.name.startswith(".")]
    found = [open_snapshot(folder, each.data_version) is not None for each in versions]
    assert found == [False, False, True, True, True, True]
    assert drafts == []


def test_nothing_is_kept_of_a_small_programme_or_without_a_folder(
    store: SqliteStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.parent.mkdir()
    assert snapshot_of(store, PROGRAMME, folder=None).facts == FACTS
    monkeypatch.setattr(saved, "LARGE", 10_000)
    assert snapshot_of(store, PROGRAMME, folder=folder).facts == FACTS
    assert not folder.exists()


def test_a_folder_that_others_may_write_to_is_not_written_or_trusted(
    store: SqliteStore, folder: Path
) -> None:
    kept(folder)
    folder.chmod(0o777)
    assert open_snapshot(folder, store.data_version(PROGRAMME)) is None
    assert snapshot_of(store, PROGRAMME, folder=folder).facts == FACTS


MAKER = """
import sys, time
from pathlib import Path
from graph.stores import row_files, saved
from graph.stores.sqlite.store import SqliteStore
from tests.graph.stores.test_saved import FACTS, PROGRAMME

saved.LARGE, saved._SMALL, folder = 100, 10, Path(sys.argv[2])
with SqliteStore(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for turn in range(12):
        found = saved.snapshot_of(store, PROGRAMME, folder=folder)
        assert found.facts.organisations == FACTS.organisations
        assert found.data_version == store.data_version(PROGRAMME)
        if turn % 3 == 2:
            for path in folder.glob("[!.]*/organisations.rows"):
                spoilt = path.with_name(f".spoilt-{sys.argv[3]}")
                try:
                    spoilt.write_bytes(b"not what was written")
                    spoilt.replace(path)
                except OSError:
                    pass  # another process has moved it away
"""


@pytest.mark.usefixtures("store")
def test_several_processes_make_it_at_the_same_time_while_others_spoil_it(
    folder: Path, tmp_path: Path
) -> None:
    folder.parent.mkdir()
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", MAKER, str(tmp_path / "facts.db"), str(folder), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    for maker in makers:
        assert maker.stdout is not None
        assert maker.stdout.readline() == "ready\n"
    told = [maker.communicate("go\n") for maker in makers]
    assert [errors for _, errors in told] == ["", "", ""]
    assert [maker.returncode for maker in makers] == [0, 0, 0]
    assert list(folder.glob(".draft-*")) == []


def test_a_faster_process_is_not_disturbed(
    store: SqliteStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.parent.mkdir()
    rename, faster = Path.rename, [True]

    def slow(path: Path, target: Path) -> Path:
        if faster and path.name.startswith(".draft-"):
            faster.clear()
            keep_snapshot(folder, partial(store.scan, PROGRAMME))
            (kept_first,) = folder.glob("[!.]*")
            places.append(kept_first.stat().st_ino)
        return rename(path, target)

    places: list[int] = []
    monkeypatch.setattr(Path, "rename", slow)
    assert snapshot_of(store, PROGRAMME, folder=folder).facts == FACTS
    (path,) = folder.iterdir()
    assert [path.stat().st_ino] == places


def test_columns_are_what_the_records_hold(folder: Path) -> None:
    facts = read_builtin("transforming_rehabilitation")
    kept(folder, facts)
    opened = open_snapshot(folder, Snapshot(facts).data_version)
    assert opened is not None
    for table in ("organisations", "sizes", "capabilities"):
        records = getattr(facts, table)
        names = [field.name for field in fields(records[0]) if field.name != "provenance"]
        names += ["provenance.known_from", "provenance.confidence"]
        assert isinstance(getattr(opened.facts, table), Rows)
        assert columns(getattr(opened.facts, table), *names) == columns(records, *names)


def test_nothing_is_read_again_that_the_store_showed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    facts, values = read_builtin("transforming_rehabilitation"), Rows._values

    def watched(rows: Rows, first: int, end: int) -> list[list[Any]]:
        read.append(rows._kind.__name__)
        return values(rows, first, end)

    monkeypatch.setattr(Rows, "_values", watched)
    kept(folder, facts)
    assert "Place" in read
    assert not {
        type(getattr(facts, table)[0]).__name__ for table in READ if getattr(facts, table)
    } & set(read)
