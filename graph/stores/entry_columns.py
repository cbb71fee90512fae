"""What entries say, as the columns of the rows that they were written as, without records."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.stores.columns import Columns
from graph.stores.rows import SQL, Known, record_types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.stores.rows import Convert, Value

_decode = json.JSONDecoder().decode


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidColumns:
    """What some entries say: their records by table, and their notes as they are kept."""

    tables: Mapping[str, Columns]
    notes: Sequence[Sequence[Any]]


class EntryColumns:
    """Reads entries of one programme; equal codes of all of them are checked once, and shared."""

    def __init__(self) -> None:
        self._known = Known()
        self._checks: dict[str, tuple[Convert | None, ...]] = {
            table: SQL.checks(kind, known=self._known) for table, kind in record_types().items()
        }

    def read(self, entries: Sequence[tuple[str, str]]) -> SaidColumns:
        """Read the next entries.

        Parameters
        ----------
        entries : the key of each, and what it says (`graph.stores.entry_rows.said`)

        Raises
        ------
        ValueError
            If one of them is not valid; the message names its key.
        """
        try:
            return self._read([text for _, text in entries])
        except (ValueError, TypeError, KeyError) as error:
            message = f"the entry {self._first_wrong(entries)} is not valid ({error})"
            raise ValueError(message) from error

    def _read(self, texts: Sequence[str]) -> SaidColumns:
        rows: dict[str, list[Sequence[Value]]] = defaultdict(list)
        notes: list[Sequence[Any]] = []
        for text in texts:
            records, more = _decode(text)
            for record in records:
                rows[record[0]].append(record)
            notes += more
        tables = {table: self._columns(table, found) for table, found in rows.items()}
        return SaidColumns(tables=tables, notes=notes)

    def _columns(self, table: str, rows: Sequence[Sequence[Value]]) -> Columns:
        """Lay rows out, the first value of which is the name of their table."""
        checks, (_, *columns) = self._checks[table], zip(*rows, strict=True)
        checked = [
            column if check is None else list(map(check, column))
            for check, column in zip(checks, columns, strict=True)
        ]
        return Columns(record_types()[table], checked)

    def _first_wrong(self, entries: Sequence[tuple[str, str]]) -> str:
        """Give the key of the first entry that cannot be read by itself."""
        for key, text in entries:
            try:
                self._read([text])
            except (ValueError, TypeError, KeyError):
                return key
        return entries[0][0]
