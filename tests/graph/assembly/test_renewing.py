"""Facts made anew in a store."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph.assembly.renewing import renew
from graph.errors import StoreDamagedError
from graph.stores.sqlite.store import SqliteStore
from tests.builders import organisation, small_facts
from tests.contracts.holdings_contract import an_entry, an_import

if TYPE_CHECKING:
    from pathlib import Path

PACK = small_facts(organisations=(organisation("Alpha"),))


def test_facts_that_the_caller_read_are_used_as_long_as_they_are_the_stores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SqliteStore.create(tmp_path / "store.db", PACK) as store:
        version = store.data_version("small")
        with monkeypatch.context() as patched:
            patched.delattr(SqliteStore, "read")
            renew(store, "small", known=(version, PACK))
        assert store.read("small") == PACK
        newer = replace(PACK, organisations=(*PACK.organisations, organisation("Beta")))
        store.write(newer)
        renew(store, "small", known=(version, PACK))
        assert store.read("small") == newer


@pytest.mark.parametrize(
    "damage",
    ["said = '[['", "said = replace(said, '\"ZZ-PMS-beta\"', '\"beta\"')"],
)
def test_a_damaged_entry_is_told_and_changes_nothing(tmp_path: Path, damage: str) -> None:
    with SqliteStore.create(tmp_path / "store.db", PACK) as store:
        holdings = store.holdings("small")
        number = holdings.begin(an_import()).number
        holdings.add(number, [an_entry("Alpha"), an_entry("Beta")])
    with sqlite3.connect(tmp_path / "store.db") as other:
        other.execute(f"UPDATE entries SET {damage} WHERE key = 'ZZ-PMS-beta'")  # noqa: S608
    other.close()
    with SqliteStore(tmp_path / "store.db") as store:
        with pytest.raises(StoreDamagedError, match="the entry ZZ-PMS-beta is not valid"):
            renew(store, "small", finishing=[number])
        assert store.read("small") == PACK
        assert store.holdings("small").imports() == ()
