"""Facts made anew in a store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.assembly.renewing import renew
from graph.stores.sqlite.store import SqliteStore
from tests.builders import organisation, small_facts

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

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
