"""Copies are verified and can be resumed; two stores are compared to the last field."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import (
    ProgrammeMissingError,
    StoreCopyError,
    StoreDamagedError,
    StoreWriteError,
)
from graph.records.entries import Decision, Link, LinkMethod, Reject
from graph.records.model import CohortShare
from graph.snapshot.version import data_version
from graph.stores.copying import Copied, compare_stores, copy_store
from graph.stores.sqlite.store import SqliteStore
from tests.builders import alias, org_id, organisation, small_facts
from tests.builtin import read_builtin
from tests.contracts.holdings_contract import an_entry, an_import
from tests.contracts.store_contract import full_facts
from tests.graph.random_facts import ODD_TEXTS, facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.records.facts import Facts


def named(name: str, base: Facts | None = None) -> Facts:
    """A programme of this name."""
    base = base or full_facts()
    return replace(base, programmes=(replace(base.programme, id=name),))


@pytest.fixture
def source(tmp_path: Path) -> Iterator[SqliteStore]:
    """Three programmes: a, b and c."""
    with SqliteStore.create(tmp_path / "source.db") as store:
        for name in ("b", "a", "c"):
            store.write(named(name))
        yield store


@pytest.fixture
def target(tmp_path: Path) -> Iterator[SqliteStore]:
    """A store that holds nothing."""
    with SqliteStore.create(tmp_path / "target.db") as store:
        yield store


def outcomes(source: SqliteStore, target: SqliteStore) -> dict[str, bool]:
    """Copy everything; tell of each programme whether it was there."""
    done = copy_store(source, target).programmes
    return {copied.programme: copied.was_there for copied in done}


def behind_its_back(store: SqliteStore, *statements: str) -> None:
    """Change a store's file by another way."""
    path = store.url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_every_programme_is_copied_the_same_and_reported(
    source: SqliteStore, target: SqliteStore
) -> None:
    report = copy_store(source, target)
    assert (report.source, report.target) == (source.url, target.url)
    assert [copied.programme for copied in report.programmes] == ["a", "b", "c"]
    assert report.programmes[1] == Copied(
        programme="b",
        records=sum(full_facts().counts().values()),
        data_version=data_version(named("b")),
        was_there=False,
    )
    assert all(target.read(name) == named(name) for name in ("a", "b", "c"))
    assert compare_stores(source, target).equal


def test_only_the_programmes_named_are_copied_each_once(
    source: SqliteStore, target: SqliteStore
) -> None:
    report = copy_store(source, target, programmes=["c", "a", "c"])
    assert [copied.programme for copied in report.programmes] == ["c", "a"]
    assert target.programmes() == ("a", "c")


def test_what_the_target_holds_besides_stays(source: SqliteStore, target: SqliteStore) -> None:
    target.write(named("older"))
    copy_store(source, target)
    assert target.programmes() == ("a", "b", "c", "older")


def test_what_is_there_already_is_left_alone(
    source: SqliteStore, target: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_store(source, target, programmes=["b"])
    assert outcomes(source, target) == {"a": False, "b": True, "c": False}

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("it was written again")

    monkeypatch.setattr(SqliteStore, "write", refuse)
    assert outcomes(source, target) == {"a": True, "b": True, "c": True}


def test_a_programme_that_changed_meanwhile_is_copied_again(
    source: SqliteStore, target: SqliteStore
) -> None:
    copy_store(source, target)
    source.write(replace(named("b"), aliases=()))
    assert outcomes(source, target) == {"a": True, "b": False, "c": True}
    assert target.read("b").aliases == ()


def test_the_same_records_in_another_order_are_copied_again(
    source: SqliteStore, target: SqliteStore
) -> None:
    turned = replace(named("b"), aliases=full_facts().aliases[::-1])
    target.write(turned)
    assert target.data_version("b") == source.data_version("b")
    assert outcomes(source, target)["b"] is False
    assert target.read("b") == source.read("b")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE organisations SET name = 'Forged' WHERE programme = 'b' AND position = 0",
        "UPDATE organisations SET kind = 'club' WHERE programme = 'b'",
        "DELETE FROM aliases WHERE programme = 'b' AND position = 0",
    ],
)
def test_a_damaged_programme_in_the_target_is_healed(
    source: SqliteStore, target: SqliteStore, damage: str
) -> None:
    copy_store(source, target)
    behind_its_back(target, damage)
    assert outcomes(source, target) == {"a": True, "b": False, "c": True}
    assert compare_stores(source, target).equal


def test_a_target_whose_file_is_destroyed_is_an_error_that_names_it(
    source: SqliteStore, tmp_path: Path
) -> None:
    path = tmp_path / "broken.db"
    SqliteStore.create(path, named("a")).close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(StoreDamagedError, match=r"broken\.db is damaged"), SqliteStore(path) as s:
        copy_store(source, s)


def test_a_damaged_source_stops_the_copy_and_what_is_finished_stays(
    source: SqliteStore, target: SqliteStore
) -> None:
    behind_its_back(source, "DELETE FROM aliases WHERE programme = 'b' AND position = 0")
    with pytest.raises(StoreDamagedError, match=r"source\.db is damaged"):
        copy_store(source, target)
    assert target.programmes() == ("a",)


def test_a_programme_that_the_source_lacks_stops_before_anything_is_copied(
    source: SqliteStore, target: SqliteStore
) -> None:
    with pytest.raises(ProgrammeMissingError, match="'x'; it contains: a, b, c"):
        copy_store(source, target, programmes=["a", "x"])
    assert target.programmes() == ()


def test_a_store_is_not_copied_to_itself(source: SqliteStore, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "source.db")
    with pytest.raises(StoreCopyError, match="same store"):
        copy_store(source, source)
    with SqliteStore(tmp_path / "link.db") as link, pytest.raises(StoreCopyError, match="same"):
        copy_store(source, link)


class Server(SqliteStore):
    """A store that says it is elsewhere."""

    address = ""

    @property
    def url(self) -> str:
        return self.address


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("neo4j://ann@db.example:7687/neo4j", "bolt+s://bob@db.example:7687/neo4j", True),
        ("neo4j://ann@db.example:7687/neo4j", "neo4j://ann@db.example:7687/market", False),
        ("neo4j://ann@db.example:7687/neo4j", "neo4j://ann@db.example:7688/neo4j", False),
        ("neo4j://ann@db.example:7687/neo4j", "neo4j://ann@other.example:7687/neo4j", False),
    ],
)
def test_a_database_is_the_same_whoever_asks(
    tmp_path: Path, one: str, other: str, same: bool
) -> None:
    with Server.create(tmp_path / "1.db") as first, Server.create(tmp_path / "2.db") as second:
        first.address, second.address = one, other
        if same:
            with pytest.raises(StoreCopyError, match="same store"):
                copy_store(first, second)
        else:
            assert copy_store(first, second).programmes == ()


class Faulty(SqliteStore):
    """A store that keeps something else than it is given."""

    fault: Callable[[Facts], Facts]

    def write(self, facts: Facts, **options: Any) -> None:
        super().write(self.fault(facts), **options)


def test_a_target_that_keeps_something_else_is_found_out(
    source: SqliteStore, tmp_path: Path
) -> None:
    with Faulty.create(tmp_path / "faulty.db") as target:
        target.fault = lambda facts: replace(facts, aliases=facts.aliases[1:])
        with pytest.raises(StoreCopyError) as caught:
            copy_store(source, target)
    message = str(caught.value)
    assert message.startswith(f"the copy of 'a' in {target.url}")
    assert "its data version is" in message
    assert "aliases: 2 records in the first, 1 in the second" in message


def test_a_target_that_mixes_up_the_order_is_found_out(source: SqliteStore, tmp_path: Path) -> None:
    with Faulty.create(tmp_path / "faulty.db") as target:
        target.fault = lambda facts: replace(facts, aliases=facts.aliases[::-1])
        with pytest.raises(StoreCopyError, match="aliases: the same 2 records in another order"):
            copy_store(source, target)


def test_a_full_disk_stops_the_copy_and_what_is_finished_stays(tmp_path: Path) -> None:
    with (
        SqliteStore.create(tmp_path / "source.db", named("a")) as source,
        SqliteStore.create(tmp_path / "target.db") as target,
    ):
        source.write(named("b", read_builtin()))
        copy_store(source, target, programmes=["a"])
        pages = target._connection.execute("PRAGMA page_count").fetchone()[0]
        target._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreWriteError, match=r"full.*nothing was changed"):
            copy_store(source, target)
        assert target.programmes() == ("a",)
        assert target.check() == ()
        target._connection.execute("PRAGMA max_page_count = 1000000")
        assert outcomes(source, target) == {"a": True, "b": False}


def test_progress_runs_over_all_records_and_names_the_programme(
    source: SqliteStore, target: SqliteStore
) -> None:
    told: list[tuple[str, int, int]] = []
    finished: list[str] = []
    copy_store(source, target, programmes=["a"])
    copy_store(
        source,
        target,
        progress=lambda *step: told.append(step),
        finished=lambda copied: finished.append(copied.programme),
    )
    each = sum(full_facts().counts().values())
    assert {of for _, _, of in told} == {3 * each}
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert [name for name, _, _ in told] == sorted(name for name, _, _ in told)
    assert (told[0], told[-1]) == (("a", 0, 3 * each), ("c", 3 * each, 3 * each))
    assert finished == ["a", "b", "c"]


def test_a_hundred_programmes_are_copied_in_their_order(tmp_path: Path) -> None:
    names = [f"programme {number:03}" for number in range(100)]
    with (
        SqliteStore.create(tmp_path / "source.db") as source,
        SqliteStore.create(tmp_path / "target.db") as target,
    ):
        for name in names:
            source.write(named(name, small_facts()))
        assert list(outcomes(source, target)) == names
        assert set(outcomes(source, target).values()) == {True}


@pytest.mark.parametrize("name", [*ODD_TEXTS, "x" * 10_000])
def test_a_programme_is_copied_whatever_it_is_called(
    source: SqliteStore, target: SqliteStore, name: str
) -> None:
    source.write(named(name))
    assert name in outcomes(source, target)
    assert target.read(name) == named(name)


def test_a_code_that_looks_like_a_list_is_one_code(source: SqliteStore) -> None:
    told = full_facts()
    programme = replace(
        told,
        cohorts=(*told.cohorts, replace(told.cohorts[0], key="[")),
        cohort_shares=(
            CohortShare(
                cohort="[", share=0.5, of="", note="", provenance=told.cohorts[0].provenance
            ),
        ),
    )
    source.write(programme)
    assert source.read(programme.programme.id) == programme


@settings(max_examples=15)
@given(drawn=st.lists(facts(), max_size=2, unique_by=lambda programme: programme.programme.id))
def test_any_programmes_arrive_the_same(drawn: list[Facts]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        SqliteStore.create(Path(folder) / "source.db") as source,
        SqliteStore.create(Path(folder) / "target.db") as target,
    ):
        for programme in drawn:
            source.write(programme)
        copy_store(source, target)
        for programme in drawn:
            assert target.read(programme.programme.id) == programme
        assert compare_stores(source, target).equal


KILLED = """
import sys
from pathlib import Path
from graph.stores.copying import copy_store
from graph.stores.sqlite.store import SqliteStore
writing = []
def progress(name, done, of):
    writing.append(name)
    if writing.count(sys.argv[3]) == 10:
        print("amid", name, flush=True)
        sys.stdin.read()
with SqliteStore(Path(sys.argv[1])) as source, SqliteStore(Path(sys.argv[2])) as target:
    copy_store(source, target, progress=progress)
"""


def test_a_copy_that_was_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Kill it amid writing the second programme, then the third; then let it finish."""
    paths = tmp_path / "source.db", tmp_path / "target.db"
    with SqliteStore.create(paths[0]) as source:
        for name in ("a", "b", "c"):
            source.write(named(name))
    SqliteStore.create(paths[1]).close()
    for last, whole in (("b", ("a",)), ("c", ("a", "b"))):
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, *map(str, paths), last],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdin
        assert child.stdout
        assert child.stdout.readline() == f"amid {last}\n"
        child.kill()
        assert child.wait() == -signal.SIGKILL
        child.stdout.close()
        child.stdin.close()
        with SqliteStore(paths[1]) as target:
            assert target.programmes() == whole
            assert target.check() == ()
    with SqliteStore(paths[0]) as source, SqliteStore(paths[1]) as target:
        assert outcomes(source, target) == {"a": True, "b": True, "c": False}
        assert compare_stores(source, target).equal


def test_equal_stores_are_said_to_be_equal(source: SqliteStore, target: SqliteStore) -> None:
    copy_store(source, target)
    compared = compare_stores(source, target)
    assert compared.equal
    assert [(found.programme, found.equal) for found in compared.programmes] == [
        ("a", True), ("b", True), ("c", True),
    ]  # fmt: skip


def test_programmes_that_only_one_holds_are_named(source: SqliteStore, target: SqliteStore) -> None:
    target.write(named("b"))
    target.write(named("x"))
    compared = compare_stores(source, target)
    assert (compared.only_in_first, compared.only_in_second) == (("a", "c"), ("x",))
    assert not compared.equal


def test_a_difference_is_told_with_its_key_and_both_values(
    source: SqliteStore, target: SqliteStore
) -> None:
    copy_store(source, target)
    renamed = (organisation("Alpha"), replace(full_facts().organisations[1], scope_note="new"))
    target.write(replace(named("b"), organisations=renamed, aliases=(alias("Alpha", "x"),)))
    compared = compare_stores(source, target)
    assert [found.equal for found in compared.programmes] == [True, False, True]
    tables = {table.table: table for table in compared.programmes[1].tables}
    assert set(tables) == {"organisations", "aliases"}
    (field,) = tables["organisations"].shown[0].fields
    assert (field.field, field.first, field.second) == ("scope_note", "", "new")
    assert not compared.equal


def test_only_another_order_makes_stores_unequal(source: SqliteStore, target: SqliteStore) -> None:
    copy_store(source, target)
    target.write(replace(named("b"), aliases=full_facts().aliases[::-1]))
    compared = compare_stores(source, target)
    assert not compared.equal
    assert [table.order_only for table in compared.programmes[1].tables] == [True]


def test_what_a_damaged_store_still_tells_is_compared(
    source: SqliteStore, target: SqliteStore
) -> None:
    copy_store(source, target)
    behind_its_back(target, "DELETE FROM aliases WHERE programme = 'b' AND position = 0")
    compared = compare_stores(source, target)
    assert compared.first_problems == ()
    assert "target.db is damaged" in compared.second_problems[0]
    assert [str(table) for table in compared.programmes[1].tables] == [
        "aliases: 2 records in the first, 1 in the second"
    ]
    assert [found.readable for found in compared.programmes] == [True, False, True]
    assert not compared.programmes[1].equal
    assert not compared.equal


def test_a_file_that_cannot_be_read_at_all_is_a_finding_and_no_error(
    source: SqliteStore, tmp_path: Path
) -> None:
    path = tmp_path / "broken.db"
    SqliteStore.create(path, named("a")).close()
    with SqliteStore(path) as broken:
        content = path.read_bytes()
        path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
        compared = compare_stores(source, broken)
    assert compared.second_problems
    assert not compared.equal


# What imported sources say


LINK = Link(
    left=org_id("Alpha"),
    right=org_id("Beta"),
    probability=0.5,
    method=LinkMethod.MODEL,
    waterfall={},
)
DECISION = Decision(
    left=org_id("Alpha"), right=org_id("Beta"), same=True, by="A. Analyst", day=date(2026, 11, 27)
)


def finish(store: SqliteStore, part: str, *names: str) -> None:
    """Import entries of these names into programme a, and a reject."""
    holdings = store.holdings("a")
    number = holdings.begin(an_import(part)).number
    holdings.add(number, [an_entry(name) for name in names], [Reject(row=99, reason=part)])
    store.write(store.read("a"), finishing=[number])


def held(store: SqliteStore) -> list[object]:
    """What sources say of programme a, all of it."""
    holdings = store.holdings("a")
    imports = holdings.imports()
    return [
        [(each.part, entry) for each, entry in holdings.entries()],
        [tuple(holdings.rejects(each.number)) for each in imports],
        [replace(each, number=0, finished=None) for each in imports],
        holdings.links(),
        holdings.decisions(),
    ]


@pytest.fixture
def imported(source: SqliteStore) -> SqliteStore:
    """The source, with two imports, a link and a decision in programme a."""
    finish(source, "", "Alpha", "Beta")
    finish(source, "names", "Gamma")
    source.holdings("a").keep_links([LINK])
    source.holdings("a").decide(DECISION)
    return source


def test_what_sources_say_is_copied_with_the_programme(
    imported: SqliteStore, target: SqliteStore
) -> None:
    assert outcomes(imported, target) == {"a": False, "b": False, "c": False}
    assert held(target) == held(imported)
    assert compare_stores(imported, target).equal
    (first, *_) = copy_store(imported, target).programmes
    assert (first.entries, first.was_there) == (3, True)


def test_only_what_changed_of_the_imports_is_copied_again(
    imported: SqliteStore, target: SqliteStore
) -> None:
    copy_store(imported, target)
    (kept, _) = target.holdings("a").imports()
    finish(imported, "names", "Delta")
    imported.holdings("a").withdraw(DECISION)
    imported.holdings("a").keep_links([])
    assert outcomes(imported, target)["a"] is False
    assert held(target) == held(imported)
    assert target.holdings("a").imports()[0] == kept


def test_an_import_that_the_source_dropped_goes_from_the_target(
    imported: SqliteStore, target: SqliteStore
) -> None:
    copy_store(imported, target)
    gone = imported.holdings("a").imports()[1].number
    imported.write(imported.read("a"), dropping=[gone])
    copy_store(imported, target)
    assert [each.part for each in target.holdings("a").imports()] == [""]


def test_different_imports_are_told_when_stores_are_compared(
    imported: SqliteStore, target: SqliteStore
) -> None:
    copy_store(imported, target)
    finish(target, "names", "Delta", "Epsilon")
    target.holdings("a").withdraw(DECISION)
    compared = compare_stores(imported, target)
    assert not compared.equal
    assert [str(table) for table in compared.programmes[0].tables] == [
        "imports: 2 records in the first, 2 in the second; 1 differs",
        "entries of register/names: 1 record in the first, 2 in the second; 2 differ",
        "decisions: 1 record in the first, 0 in the second; 1 differs",
    ]


def test_a_damaged_entry_in_the_target_is_healed(
    imported: SqliteStore, target: SqliteStore
) -> None:
    copy_store(imported, target)
    target._connection.execute("UPDATE entries SET said = '[['")
    assert outcomes(imported, target)["a"] is False
    assert held(target) == held(imported)


def test_progress_counts_the_entries_too(imported: SqliteStore, target: SqliteStore) -> None:
    told: list[tuple[str, int, int]] = []
    copy_store(imported, target, progress=lambda *step: told.append(step))
    of = 3 + 3 * sum(full_facts().counts().values())
    assert {step[2] for step in told} == {of}
    assert [step[1] for step in told] == sorted(step[1] for step in told)
    assert told[-1] == ("c", of, of)
