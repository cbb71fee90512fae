"""What was just written of an import is taken from memory only while it is the whole of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.stores.entry_columns import FreshColumns
from graph.stores.entry_rows import rows_said
from graph.stores.rows import SQL, Known
from tests.builders import org_id
from tests.contracts.holdings_contract import an_entry, an_import

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.stores.entry_columns import SaidColumns

ROWS = [rows_said(an_entry(name)) for name in ("Alpha", "Beta")]
HELD = replace(an_import(), number=7, entries=len(ROWS))


def kept(most: int = 1000) -> FreshColumns:
    """Begin an import, and keep two entries of it in two batches."""
    fresh = FreshColumns(most)
    fresh.begin(HELD.number)
    for row in ROWS:
        fresh.add(HELD.number, [row])
    return fresh


def names(said: Iterable[SaidColumns]) -> list[str]:
    """Give whose names are told."""
    found = [each.tables["organisations"] for each in said]
    return [
        str(record.id)
        for table in found
        for record in SQL.from_rows(table.kind, table.rows(), known=Known())
    ]


def test_all_that_was_written_is_given_once() -> None:
    fresh = kept()
    said = fresh.taken(HELD)
    assert said is not None
    assert names(said) == [org_id("Alpha"), org_id("Beta")]
    assert fresh.taken(HELD) is None


def test_what_somebody_else_began_or_added_to_is_read_from_the_store() -> None:
    assert kept().taken(replace(HELD, number=8)) is None
    assert kept().taken(replace(HELD, entries=3)) is None


def test_no_more_rows_are_kept_than_memory_is_for() -> None:
    rows = sum(len(records) for records, _ in ROWS)
    assert kept(rows).taken(HELD) is not None
    assert kept(rows - 1).taken(HELD) is None


def test_a_row_that_is_not_valid_is_left_to_whoever_reads_the_store() -> None:
    fresh = kept()
    fresh.add(HELD.number, [([("organisations", "no identifier")], [])])
    assert fresh.taken(replace(HELD, entries=3)) is None
