"""Reading a file into the holdings: batches, and what tells one reading from another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph.records.entries import Entry
from graph.sources import importing
from graph.sources.importing import read_into
from graph.sources.places import PlaceNames
from graph.sources.protocol import Context
from graph.stores.sqlite.store import SqliteStore
from tests.builders import alias, organisation, small_facts
from tests.graph.sources.example_source import HEADER, IMPORTER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.stores.protocol import Holdings

FACTS = small_facts()
CONTEXT = Context(facts=FACTS, places=PlaceNames(FACTS.places))


@pytest.fixture
def holdings(tmp_path: Path) -> Iterator[Holdings]:
    with SqliteStore.create(tmp_path / "store.db", FACTS) as store:
        yield store.holdings("small")


def file(folder: Path, *rows: str) -> Path:
    path = folder / "example.csv"
    path.write_text("\n".join((HEADER, *rows)), "utf-8")
    return path


def test_a_batch_ends_where_its_texts_get_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "LONGEST_BATCH", 100)
    monkeypatch.setattr(importing, "BATCH", 4)
    short = [Entry(key=str(at), row=at, records=(organisation("A"),)) for at in range(5)]
    long = Entry(key="long", row=9, records=(alias("A", "x" * 200),))
    batches = list(importing._batches([*short, long, *short[:1]]))
    assert [len(batch) for batch in batches] == [4, 2, 1]


def test_an_option_that_names_a_file_counts_by_what_is_in_it(
    holdings: Holdings, tmp_path: Path
) -> None:
    path, colours = file(tmp_path, "GB-CHC-1234567,Harbour,,,,"), tmp_path / "colours.txt"
    given = replace(CONTEXT, options={"colour": str(colours)})
    digests = []
    for text in ("red", "blue", "red"):
        colours.write_text(text, "utf-8")
        digests.append(read_into(holdings, IMPORTER, path, given).held.digest)
    assert digests[0] == digests[2] != digests[1]


def test_progress_counts_the_rows(
    holdings: Holdings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = [f"GB-CHC-123456{at},Harbour {at},,,," for at in range(5)]
    told: list[tuple[int, float]] = []
    path = file(tmp_path, *rows)
    read = read_into(holdings, IMPORTER, path, CONTEXT, progress=lambda *far: told.append(far))
    assert [rows for rows, _ in told] == [2, 4, 5]
    assert told[-1][1] == 1.0
    assert all(0 < share <= 1 for _, share in told)
    assert (read.held.rows, read.held.entries, read.held.rejected) == (5, 5, 0)
