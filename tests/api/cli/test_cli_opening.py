"""What a terminal shows while a store is opened."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.cli.opening import open_service
from api.cli.state import FactsAddress
from graph.packs.reading import builtin, read_pack
from graph.stores.urls import sqlite_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest


def test_a_terminal_is_told_how_much_of_a_new_store_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    @contextmanager
    def working(text: str) -> Iterator[Callable[[str], None]]:
        told.append(text)
        yield told.append

    monkeypatch.setattr("api.cli.opening.working", working)
    url = sqlite_url(tmp_path / "new.db")
    open_service(FactsAddress(url))
    records = sum(read_pack(builtin()).counts().values())
    assert told[0] == "Reading the facts"
    assert told[-1] == f"Filling the new store: {records:,} of {records:,} records"
    told.clear()
    open_service(FactsAddress(url))
    assert told == ["Reading the facts"]
