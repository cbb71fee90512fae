"""Opening stores: what is made, what is filled, and what is only opened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph.errors import ProgrammeMissingError, StoreMissingError, StoreUrlError, StoreWriteError
from graph.stores import (
    BUILT_IN_PROGRAMMES,
    DEFAULT_PROGRAMME,
    chosen_programme,
    open_existing,
    open_store,
    programme_at_hand,
)
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.builders import small_facts
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from pathlib import Path

    from graph.records.facts import Facts


def test_a_new_store_is_filled_unless_it_is_to_be_empty(tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path / "full.db")) as full:
        assert full.programmes() == (DEFAULT_PROGRAMME,)
    with open_store(sqlite_url(tmp_path / "empty.db"), fill=False) as empty:
        assert empty.programmes() == ()
    with open_store(sqlite_url(tmp_path / "empty.db")) as again:
        assert again.programmes() == ()


def test_an_existing_store_is_opened_as_it_is(tmp_path: Path) -> None:
    SqliteStore.create(tmp_path / "small.db", small_facts()).close()
    for opened in (open_existing, lambda url: open_store(url, fill=False)):
        with opened(sqlite_url(tmp_path / "small.db")) as store:
            assert store.programmes() == ("small",)


@pytest.mark.parametrize("scheme", ["sqlite", "SQLite"])
def test_a_store_that_must_exist_is_not_made(tmp_path: Path, scheme: str) -> None:
    url = sqlite_url(tmp_path / "folder" / "no.db").replace("sqlite", scheme)
    with pytest.raises(StoreMissingError, match=r"no store at .*no\.db; check the address"):
        open_existing(url)
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(StoreUrlError, match="not the address of a store"):
        open_existing("postgres://localhost/x")


SECOND = BUILT_IN_PROGRAMMES[1]


def test_a_built_in_programme_that_is_named_is_put_into_a_store_that_lacks_it(
    tmp_path: Path,
) -> None:
    with SqliteStore.create(tmp_path / "small.db", small_facts()) as store:
        assert programme_at_hand(store, SECOND) == SECOND
        assert store.programmes() == (SECOND, "small")
        assert store.read(SECOND) == read_builtin(SECOND)


def test_a_built_in_programme_beside_ones_own_needs_a_name_and_the_own_one_needs_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = named(SECOND, small_facts())
    monkeypatch.setattr("graph.packs.reading.read_pack", lambda _folder: second)
    with SqliteStore.create(tmp_path / "small.db", small_facts()) as store:
        programme_at_hand(store, SECOND)
        assert chosen_programme(store) == "small"
        store.write(named("other", small_facts()))
        with pytest.raises(ProgrammeMissingError, match="several programmes"):
            chosen_programme(store)


def test_what_is_there_is_not_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = named(SECOND, small_facts())
    with SqliteStore.create(tmp_path / "mine.db", mine) as store:
        monkeypatch.setattr(SqliteStore, "write", refuse)
        assert programme_at_hand(store, SECOND) == SECOND
        assert programme_at_hand(store) == SECOND
        assert store.read(SECOND) == mine


def test_where_nothing_may_be_written_the_error_says_who_can_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SqliteStore, "write", refuse)
    with (
        SqliteStore.create(tmp_path / "small.db", small_facts()) as store,
        pytest.raises(ProgrammeMissingError, match=r"contains: small; .*who may write there can"),
    ):
        programme_at_hand(store, SECOND)


def named(programme: str, facts: Facts) -> Facts:
    """The same facts as those of another programme."""
    return replace(facts, programmes=(replace(facts.programme, id=programme),))


def refuse(_store: SqliteStore, _facts: Facts) -> None:
    message = "it is read-only here"
    raise StoreWriteError(message)
