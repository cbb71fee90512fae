"""Rows that are left out by choice are counted together."""

from __future__ import annotations

from graph.records.entries import Reject
from graph.sources.left_out import TOGETHER, LeftOut


def test_rows_left_out_are_counted_by_reason() -> None:
    left_out = LeftOut()
    lines = [
        line
        for row in range(2, TOGETHER + 12)
        for line in left_out.add(row, "odd" if row % 11 == 0 else "even")
    ]
    assert lines == []
    assert sorted(left_out.rest(), key=lambda line: line.row) == [
        Reject(row=2, rows=TOGETHER + 10 - (TOGETHER + 11) // 11, reason="left out: even"),
        Reject(row=11, rows=(TOGETHER + 11) // 11, reason="left out: odd"),
    ]
    assert list(left_out.rest()) == []


def test_a_line_is_due_when_there_are_many() -> None:
    left_out = LeftOut()
    lines = [line for row in range(TOGETHER + 5) for line in left_out.add(row, "removed")]
    assert [(line.row, line.rows) for line in lines] == [(0, TOGETHER)]
    assert [(line.row, line.rows) for line in left_out.rest()] == [(TOGETHER, 5)]
