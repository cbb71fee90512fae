"""Rows are written and counted without records as the records that they are of would be."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from graph.snapshot.version import data_version, lines_of
from graph.stores.columns import Columns
from graph.stores.reading import Counting, Reading, show_rows
from graph.stores.row_lines import RowLines
from graph.stores.rows import JSON, SQL, Known, record_types
from tests.builders import organisation, registration, size, small_facts
from tests.graph.random_facts import facts

if TYPE_CHECKING:
    from graph.records.facts import Facts


def lines_of_rows(kind: type[Any], records: tuple[Any, ...]) -> RowLines:
    return RowLines(kind, Columns.of_rows(kind, map(SQL.to_row, records)).all, known=Known())


@settings(max_examples=30)
@given(facts())
def test_rows_count_as_their_records_do_and_read_back_as_them(drawn: Facts) -> None:
    for table, records in drawn.tables():
        kind = record_types()[table]
        lines = lines_of_rows(kind, records)
        assert list(lines.hashed()) == list(lines_of(records)), table
        kept = [json.loads(line) for line in lines.kept()]
        assert tuple(JSON.from_rows(kind, kept, known=Known())) == records


def test_a_line_is_one_line_whatever_the_text_says() -> None:
    lines = lines_of_rows(*one(organisation("Two\nlines\r\u2028and \x85 more")))
    (line,) = lines.kept()
    assert line.count("\n") == 1
    assert line.endswith("\n")


@pytest.mark.parametrize("value", [0.0, -0.0, 1e16, 0.1, 5e-324, math.inf, -math.inf])
def test_a_number_is_written_as_the_data_version_writes_it(value: float) -> None:
    kind, (record,) = one(replace(size("A", 1.0, None), turnover_low_gbp=value))
    assert list(lines_of_rows(kind, (record,)).hashed()) == list(lines_of((record,)))


def test_what_is_no_text_is_refused() -> None:
    kind, (record,) = one(organisation("A"))
    columns = Columns.of_rows(kind, [SQL.to_row(record)]).replaced("name", [b"bytes"])
    with pytest.raises(TypeError):
        RowLines(kind, columns.all, known=Known())


@settings(max_examples=30)
@given(facts())
def test_facts_are_read_and_counted_in_one_go(drawn: Facts) -> None:
    reading = Reading()
    show_rows(drawn, reading.take)
    assert reading.data_version == data_version(drawn)
    assert reading.facts == drawn


def test_rows_that_come_in_parts_count_once() -> None:
    counting, drawn = Counting(), small_facts()
    for table, records in drawn.tables():
        counting.take(table, [])
        for record in reversed(records):
            counting.take(table, [SQL.to_row(record)])
    assert counting.data_version == data_version(drawn)


def test_a_kind_that_every_release_wrote_alike_needs_no_records(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kind, records = one(registration("A", "GB-CHC-123456"))
    lines = lines_of_rows(kind, records)
    monkeypatch.delattr(type(SQL), "from_rows")
    assert len(list(lines.hashed())) == 1


def one(record: Any) -> tuple[type[Any], tuple[Any, ...]]:
    """A record's kind, and it alone."""
    return type(record), (record,)
