"""Tables of a snapshot as files: each record a line of JSON, read when somebody asks for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from graph.snapshot.cells import READ
from graph.stores.reading import Counting
from graph.stores.rows import JSON, SQL, Known, record_types

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_AT_ONCE, _REMEMBERED = 5_000, 2**16
"""Lines that are read together; records that are remembered of a table."""


class Rows(Sequence[Any]):
    """The records of a table, each made of its line when it is asked for.

    Parameters
    ----------
    kind : what each record is
    lines : all lines, one after the other
    ends : where each line ends
    known : codes and provenances made before
    held : fields that were read already, as columns
    """

    def __init__(
        self,
        kind: type[Any],
        lines: Any,  # noqa: ANN401  (bytes, mapped)
        ends: Any,  # noqa: ANN401  (an array, mapped)
        known: Known,
        *,
        held: Mapping[str, list[Any]] | None = None,
    ) -> None:
        self._kind, self._lines, self._ends, self._known = kind, lines, ends, known
        self._held = held or {}
        self._latest: dict[int, Any] = {}

    def __len__(self) -> int:
        """Count the records."""
        return len(self._ends)

    @overload
    def __getitem__(self, index: int) -> Any: ...  # noqa: ANN401  (a record)

    @overload
    def __getitem__(self, index: slice) -> tuple[Any, ...]: ...

    def __getitem__(self, index: int | slice) -> Any:
        """Give one record, or several."""
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        place = range(len(self))[index]
        if place not in self._latest:
            if len(self._latest) >= _REMEMBERED:
                self._latest.clear()
            self._latest[place] = next(self._between(place, place + 1))
        return self._latest[place]

    def __iter__(self) -> Iterator[Any]:
        """Give all records, one after the other."""
        for first in range(0, len(self), _AT_ONCE):
            yield from self._between(first, min(first + _AT_ONCE, len(self)))

    def __eq__(self, other: object) -> bool:
        """Compare record by record, with whatever sequence of records."""
        if not isinstance(other, Sequence) or len(other) != len(self):
            return False
        return all(own == its for own, its in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def columns(self, *names: str) -> tuple[list[Any], ...]:
        """Read some fields of all records, and make none (`graph.snapshot.cells`)."""
        if self._held.keys() >= set(names):
            return tuple(self._held[name] for name in names)
        read = JSON.cells(self._kind, names, known=self._known)
        found: tuple[list[Any], ...] = tuple([] for _ in names)
        for first in range(0, len(self), _AT_ONCE):
            rows = self._values(first, min(first + _AT_ONCE, len(self)))
            for column, values in zip(found, read(list(zip(*rows, strict=True))), strict=True):
                column.extend(values)
        return found

    def _between(self, first: int, end: int) -> Iterator[Any]:
        """Make the records of neighbouring lines."""
        return JSON.from_rows(self._kind, self._values(first, end), known=self._known)

    def _values(self, first: int, end: int) -> list[list[Any]]:
        """Read the values of neighbouring lines; no line has an end of line within."""
        start = int(self._ends[first - 1]) if first else 0
        lines = self._lines[start : int(self._ends[end - 1])].decode().rstrip("\n")
        listed = lines.replace("\n", ",")
        rows: list[list[Any]] = json.loads(f"[{listed}]")
        return rows


class RowFiles:
    """Writes the rows that a store shows as lines, and counts them.

    Parameters
    ----------
    path : the folder of the files

    Attributes
    ----------
    held : by table, what a snapshot is laid out of (`graph.snapshot.cells.READ`), as columns
    """

    def __init__(self, path: Path) -> None:
        self._path, self._counting = path, Counting()
        self._ends: dict[str, list[int]] = {table: [] for table in record_types()}
        kinds, known = record_types(), self._counting.known
        self._read = {
            table: SQL.cells(kinds[table], names, known=known) for table, names in READ.items()
        }
        self.held: dict[str, dict[str, list[Any]]] = {
            table: {name: [] for name in names} for table, names in READ.items()
        }

    def take(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Write the next rows."""
        taken = self._counting.take(table, rows)
        if table in self._read:
            found = self._read[table](taken.columns)
            for column, values in zip(self.held[table].values(), found, strict=True):
                column.extend(values)
        lines = list(taken.kept())
        sizes, written = list(map(len, lines)), "".join(lines).encode()
        if sum(sizes) < len(written):  # some letters take several bytes
            sizes = [len(line.encode()) for line in lines]
        self._ends[table].extend(sizes)
        with (self._path / f"{table}.rows").open("ab") as file:
            file.write(written)

    def finish(self, version: str) -> None:
        """Write where the lines end.

        Raises
        ------
        ValueError
            If the rows are of another data version than this.
        """
        if self._counting.data_version != version:
            message = "the rows are not what was written"
            raise ValueError(message)
        for table, sizes in self._ends.items():
            save_array(self._path, f"{table}.ends", np.cumsum(sizes, dtype=np.int64))


def save_array(path: Path, name: str, array: Any) -> None:  # noqa: ANN401  (an array)
    """Write an array into a folder."""
    with (path / f"{name}.npy").open("wb") as file:
        np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)
