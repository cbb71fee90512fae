"""Reading a file into a store, batch by batch, so that a stop at any moment loses nothing.

The batches of an import stand aside until it is finished. Facts are made then, and written in the
transaction that lets the import count (`graph.stores.protocol.GraphStore.write`).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.records.entries import Entry, Import, Reject
from graph.sources.files import SourceFile
from graph.sources.protocol import SET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graph.sources.protocol import Context, Importer
    from graph.stores.protocol import Holdings

    Progress = Callable[[int, float], None]

BATCH = 1000
"""Entries of one transaction, at most."""
LONGEST_BATCH = 8_000_000
"""Characters of one transaction, or one entry more: what is in memory at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What reading a file came to; `unchanged` says that the same counts already."""

    held: Import
    unchanged: bool


def read_into(
    holdings: Holdings,
    importer: Importer,
    path: Path,
    context: Context,
    *,
    progress: Progress = lambda _rows, _share: None,
) -> Imported:
    """Read a file into the holdings, as an import that is begun but does not count yet.

    Parameters
    ----------
    holdings : where to
    importer : how the file is read
    path : the file
    context : what the importer needs to know of the programme, and its options
    progress : told again and again how many rows are read, and which share of the file, in [0, 1]

    Raises
    ------
    SourceError
        If the file is not one that the importer reads.
    StoreError
        If a batch cannot be kept.
    """
    file = SourceFile.look_over(path, progress=lambda *_: None)
    kind = importer.part_of(file)
    named = context.options.get(SET) or importer.set_of(file)
    part = " of ".join(filter(None, (kind, named)))
    published = context.published or importer.published_in(file)
    context = replace(context, published=published)
    digest = _digest(file, context, importer.depends_on(context))
    for held in holdings.imports():
        if (held.source, held.part, held.digest) == (importer.name, part, digest):
            return Imported(held=held, unchanged=True)
    begun = holdings.begin(
        Import(
            source=importer.name,
            part=part,
            file=path.name,
            digest=digest,
            origin=replace(importer.origin, published=published),
            published=published,
            begun=datetime.now(UTC),
        )
    )
    reading = _Reading(file, progress)
    said = importer.parts[kind](replace(file, told=reading.told), context)
    counts = keep_said(holdings, begun.number, said, reading.keep_told)
    rows, entries, rejected = counts
    held = replace(begun, rows=rows, entries=entries, rejected=rejected)
    return Imported(held=held, unchanged=False)


class _Reading:
    """Knows how far the reading of a file is."""

    def __init__(self, file: SourceFile, progress: Progress) -> None:
        self._size, self._read, self._progress = max(file.size, 1), 0, progress

    def told(self, count: int) -> None:
        """Count bytes that were read."""
        self._read += count

    def keep_told(self, rows: int) -> None:
        """Say how far it is; a file that is read twice over is done when the rows are."""
        self._progress(rows, min(self._read / self._size, 1.0))


def _digest(file: SourceFile, context: Context, depends_on: str) -> str:
    """Tell one reading from another: by the bytes, and by how they are read."""
    options = json.dumps([context.published, sorted(map(_read_option, context.options.items()))])
    return hashlib.sha256(f"{file.digest} {options}{depends_on}".encode()).hexdigest()


def _read_option(option: tuple[str, str]) -> tuple[str, str]:
    """Give an option by what it says; one that names a file says what is in it."""
    name, value = option
    path = Path(value)
    try:
        if path.is_file():
            with path.open("rb") as file:
                return name, hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):  # too long for a path, or not ours to read
        pass
    return name, value


def keep_said(
    holdings: Holdings,
    number: int,
    said: Iterable[Entry | Reject],
    progress: Callable[[int], None],
) -> tuple[int, int, int]:
    """Keep all that is said of an import, batch by batch.

    Returns
    -------
    tuple of int
        How many rows went in, how many entries were kept, how many rows were rejected.
    """
    rows = entries = rejected = 0
    for batch in _batches(said):
        kept = [each for each in batch if isinstance(each, Entry)]
        refused = [each for each in batch if isinstance(each, Reject)]
        repeats = holdings.add(number, kept, refused)
        rows += sum(each.rows for each in batch)
        entries += len(kept) - len(repeats)
        rejected += sum(each.rows for each in (*refused, *repeats))
        progress(rows)
    return rows, entries, rejected


def _batches(said: Iterable[Entry | Reject]) -> Iterator[list[Entry | Reject]]:
    batch: list[Entry | Reject] = []
    characters = 0
    for each in said:
        batch.append(each)
        characters += _length(each)
        if len(batch) == BATCH or characters > LONGEST_BATCH:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _length(said: Entry | Reject) -> int:
    """Count the characters of an entry's texts."""
    if isinstance(said, Reject):
        return 0
    length = 0
    for part in (*said.records, *said.notes):
        kind: Any = type(part)
        for text in _texts(kind)(part):
            length += len(text)
    return length


@cache
def _texts(kind: type[Any]) -> Callable[[Any], tuple[str, ...]]:
    """Give what reads the fields of a kind that are texts of any length."""
    names = [field.name for field in fields(kind) if field.type == "str"]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda part: tuple(getattr(part, name) for name in names)
