"""Rows that are left out by choice, counted together: millions of them fill no report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.records.entries import Reject

if TYPE_CHECKING:
    from collections.abc import Iterator

TOGETHER = 10_000
"""Rows that one line of the report stands for at most, so that progress is seen."""


class LeftOut:
    """Counts the rows that are left out, by reason."""

    def __init__(self) -> None:
        """Begin with none."""
        self._runs: dict[str, tuple[int, int]] = {}

    def add(self, row: int, reason: str) -> Iterator[Reject]:
        """Leave a row out; yield a line of the report when there are many."""
        first, count = self._runs.get(reason, (row, 0))
        self._runs[reason] = (first, count + 1)
        if count + 1 == TOGETHER:
            yield self._line(reason)

    def rest(self) -> Iterator[Reject]:
        """Yield the lines of the report that are still due."""
        for reason in tuple(self._runs):
            yield self._line(reason)

    def _line(self, reason: str) -> Reject:
        first, count = self._runs.pop(reason)
        return Reject(row=first, rows=count, reason=f"left out: {reason}")
