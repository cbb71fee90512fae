"""Opening stores: what is made, what is filled, and what is only opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import StoreMissingError, StoreUrlError
from graph.stores import DEFAULT_PROGRAMME, open_existing, open_store
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.builders import small_facts

if TYPE_CHECKING:
    from pathlib import Path


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
