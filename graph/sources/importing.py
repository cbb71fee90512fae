"""Reading a file into a store, batch by batch, so that a stop at any moment loses nothing.

The batches of an import stand aside until it is finished. Facts are made then, and written in the
transaction that lets the import count (`graph.stores.protocol.GraphStore.write`).
"""

from __future__ import annotations

import gc
import hashlib
import json
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.records.entries import Description, Entry, Import, Operation, Reject
from graph.sources.files import SourceFile
from graph.sources.lines import CUT_OFF
from graph.sources.places import PlaceNames
from graph.sources.protocol import SET, Context, nothing_else
from graph.stores.keeping import uncollected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from graph.records.facts import Facts
    from graph.records.provenance import PartialDate
    from graph.sources.protocol import Importer
    from graph.stores.protocol import Holdings

    Progress = Callable[[int, float], None]

BATCH = 1000
"""Entries of one transaction, at most."""
LONGEST_BATCH = 8_000_000
"""Characters of one transaction, or one entry more: what is in memory at a time."""
_YOUNG = 1
"""The generation up to which garbage is looked for after each batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What reading a file came to.

    Attributes
    ----------
    held : the import
    unchanged : whether the same counts already, so that nothing was read
    encoding : what the file is written in; None if it was not read, or is a workbook
    undated : facts that count from no day: neither the file nor anybody else says since when
    is_cut : whether the last line is no whole one
    """

    held: Import
    unchanged: bool
    encoding: str | None = None
    undated: int = 0
    is_cut: bool = False


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
    looked = _look_over(importer, path, context.published, context.options)
    context = replace(context, published=looked.published)
    digest = looked.digest(importer.depends_on(context))
    if held := _held(holdings, importer, looked.part, digest):
        return Imported(held=held, unchanged=True)
    begun = holdings.begin(
        Import(
            source=importer.name,
            part=looked.part,
            file=path.name,
            digest=digest,
            origin=replace(importer.origin, published=looked.published),
            published=looked.published,
            begun=datetime.now(UTC),
        )
    )
    reading = _Reading(looked.file, progress)
    said = importer.parts[looked.kind](replace(looked.file, told=reading.told), context)
    undated, ending = _Undated(), _Ending()
    told = ending.watching(said if looked.published else undated.counting(said))
    rows, entries, rejected = keep_said(holdings, begun.number, told, reading.keep_told)
    return Imported(
        held=replace(begun, rows=rows, entries=entries, rejected=rejected),
        unchanged=False,
        encoding=looked.file.encoding or None,
        undated=undated.count,
        is_cut=ending.is_cut,
    )


def counts_already(
    holdings: Holdings,
    importer: Importer,
    path: Path,
    *,
    published: PartialDate | None = None,
    options: Mapping[str, str],
    tables: Callable[[Sequence[str]], Facts],
) -> Import | None:
    """Give the import that counts of this very file, if that can be told without all facts.

    Parameters
    ----------
    holdings : where it may be
    importer : how the file would be read
    path : the file
    published : the day of its content, if somebody said it
    options : the importer's options that were given
    tables : reads some of the programme's tables

    Raises
    ------
    SourceError
        If the file is not one that the importer reads.
    """
    alone = importer.depends_on is nothing_else
    if not alone and not importer.looks_at:
        return None
    looked = _look_over(importer, path, published, options)
    if (importer.name, looked.part) not in {
        (held.source, held.part) for held in holdings.imports()
    }:
        return None
    depends_on = ""
    if not alone:
        facts = tables(importer.looks_at)
        places, day = PlaceNames(facts.places), looked.published
        depends_on = importer.depends_on(
            Context(facts=facts, places=places, published=day, options=options)
        )
    return _held(holdings, importer, looked.part, looked.digest(depends_on))


@dataclass(frozen=True, slots=True, kw_only=True)
class _LookedOver:
    """A file, and what its beginning and its name say of it."""

    file: SourceFile
    kind: str
    part: str
    published: PartialDate | None
    options: Mapping[str, str]

    def digest(self, depends_on: str) -> str:
        """Tell one reading from another: by the bytes, and by how they are read."""
        read_by = sorted(map(_read_option, self.options.items()))
        how = f"{json.dumps([self.published, read_by])}{depends_on}{_program()}"
        return hashlib.sha256(f"{self.file.digest} {how}".encode()).hexdigest()


def _look_over(
    importer: Importer, path: Path, said: PartialDate | None, options: Mapping[str, str]
) -> _LookedOver:
    file = SourceFile.look_over(path, progress=lambda *_: None)
    kind = importer.part_of(file)
    named = options.get(SET) or importer.set_of(file)
    return _LookedOver(
        file=file,
        kind=kind,
        part=" of ".join(filter(None, (kind, named))),
        published=said or importer.published_in(file),
        options=options,
    )


def _held(holdings: Holdings, importer: Importer, part: str, digest: str) -> Import | None:
    """Give the import that counts of a reading."""
    for held in holdings.imports():
        if (held.source, held.part, held.digest) == (importer.name, part, digest):
            return held
    return None


@cache
def _program() -> str:
    """Tell one state of this program from another: a file may be read otherwise by each.

    No number that somebody would have to raise: what reads files and makes facts is all of `graph`.
    """
    digest, folder = hashlib.sha256(), Path(__file__).parents[1]
    for module in sorted(folder.rglob("*.py")):
        digest.update(f"{module.relative_to(folder)}\n".encode() + module.read_bytes())
    return digest.hexdigest()


class _Undated:
    """Counts the facts that nothing says a day of; they count from none."""

    def __init__(self) -> None:
        self.count = 0

    def counting(self, said: Iterable[Entry | Reject]) -> Iterator[Entry | Reject]:
        """Yield the same, and count."""
        for each in said:
            if isinstance(each, Entry):
                for row in each.records:
                    self.count += row.provenance.known_from is None
                for note in each.notes:
                    if isinstance(note, (Description, Operation)):
                        self.count += note.known_from is None
            yield each


class _Ending:
    """Notes whether the last line was found to be no whole one."""

    def __init__(self) -> None:
        self.is_cut = False

    def watching(self, said: Iterable[Entry | Reject]) -> Iterator[Entry | Reject]:
        """Yield the same, and watch what is rejected."""
        for each in said:
            if isinstance(each, Reject) and CUT_OFF in each.reason:
                self.is_cut = True
            yield each


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
    with uncollected():
        for batch in _batches(said):
            kept = [each for each in batch if isinstance(each, Entry)]
            refused = [each for each in batch if isinstance(each, Reject)]
            repeats = holdings.add(number, kept, refused)
            rows += sum(each.rows for each in batch)
            entries += len(kept) - len(repeats)
            rejected += sum(each.rows for each in (*refused, *repeats))
            progress(rows)
            for done in (batch, kept, refused):
                done.clear()  # so that they are freed, and not looked through
            gc.collect(_YOUNG)  # of the batch alone, and once: not of all facts, again and again
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
    parts: tuple[Any, ...] = (*said.records, *said.notes)
    return sum([_length_of(part.__class__)(part) for part in parts])


@cache
def _length_of(kind: type[Any]) -> Callable[[Any], int]:
    """Give what counts the characters of the fields of a kind that are texts of any length."""
    names = [field.name for field in fields(kind) if field.type == "str"]
    if not names:
        return lambda _: 0
    get = attrgetter(*names)
    if len(names) == 1:
        return lambda part: len(get(part))
    return lambda part: len("".join(get(part)))
