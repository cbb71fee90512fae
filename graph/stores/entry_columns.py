"""What entries say, as the columns of the rows that they were written as, without records.

Entries that a process has just written need not be read back, which takes about as long as writing
them: their rows are laid out as they go into the store (`FreshColumns`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from graph.stores.columns import Columns
from graph.stores.rows import SQL, Known, record_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graph.records.entries import Import
    from graph.stores.entry_rows import SaidRows
    from graph.stores.rows import Convert, Value

_decode = json.JSONDecoder().decode
_MOST_FRESH = 2_000_000
"""Rows that are kept in memory until the facts are made of them; those of more are read again."""
_REFUSAL = "refusal"
"""The word for a `Refusal` among notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidColumns:
    """What some entries say.

    Attributes
    ----------
    tables : their records, by table
    refusals : who refuses to be said to do what: an organisation and a pathway each
    """

    tables: Mapping[str, Columns]
    refusals: Sequence[tuple[str, str]]


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
            return self.laid_out(_decode(text) for _, text in entries)
        except (ValueError, TypeError, KeyError) as error:
            message = f"the entry {self._first_wrong(entries)} is not valid ({error})"
            raise ValueError(message) from error

    def laid_out(self, said: Iterable[SaidRows]) -> SaidColumns:
        """Lay out what the next entries say.

        Raises
        ------
        ValueError, TypeError, KeyError
            If a row is not valid.
        """
        rows: dict[str, list[Sequence[Value]]] = defaultdict(list)
        notes: list[Sequence[Any]] = []
        for records, more in said:
            for record in records:
                rows[record[0]].append(record)
            notes += more
        tables = {table: self._columns(table, found) for table, found in rows.items()}
        refusals = [(str(note[1]), str(note[2])) for note in notes if note[0] == _REFUSAL]
        return SaidColumns(tables=tables, refusals=refusals)

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
                self.laid_out([_decode(text)])
            except (ValueError, TypeError, KeyError):
                return key
        return entries[0][0]


@dataclass(slots=True)
class _Fresh:
    """What was kept of an import so far: how many entries and rows, and what they say."""

    entries: int = 0
    rows: int = 0
    said: list[SaidColumns] = field(default_factory=list)


class FreshColumns:
    """What this process wrote of imports that it began, until the facts are made of it.

    Parameters
    ----------
    most : how many rows are kept; once there are more, all is read from the store
    """

    def __init__(self, most: int = _MOST_FRESH) -> None:
        self._most = most
        self._imports: dict[int, _Fresh] = {}

    @cached_property
    def _reader(self) -> EntryColumns:
        return EntryColumns()

    def begin(self, number: int) -> None:
        """Begin to keep what is written of an import."""
        self._imports[number] = _Fresh()

    def add(self, number: int, said: Sequence[SaidRows]) -> None:
        """Keep what was written of an import, if all of it was kept so far."""
        kept = self._imports.get(number)
        if kept is None:
            return
        kept.entries += len(said)
        kept.rows += sum([len(records) for records, _ in said])
        if sum(each.rows for each in self._imports.values()) > self._most:
            self._imports.clear()
            return
        try:
            kept.said.append(self._reader.laid_out(said))
        except (ValueError, TypeError, KeyError):  # whoever reads the store says what is wrong
            del self._imports[number]

    def taken(self, of: Import) -> Iterator[SaidColumns] | None:
        """Give what all entries of an import say, once; None if the store has to be read."""
        kept = self._imports.pop(of.number, None)
        if kept is None or kept.entries != of.entries:
            return None
        said = kept.said[::-1]
        return (said.pop() for _ in range(len(said)))
