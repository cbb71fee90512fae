"""Files of public registers as streams: packed or not, in any usual encoding, within limits.

Nothing is read whole. Whatever a hostile file holds, no more than a few megabytes of it are in
memory at a time: a line, a field and a JSON value have a largest size, a packed file a largest
ratio, and nesting a largest depth.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import zipfile
import zlib
from codecs import BOM_UTF8, getincrementaldecoder
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any, cast

from graph.errors import SourceError
from graph.records.entries import Reject
from graph.sources.json_lists import list_items
from graph.sources.workbook import is_workbook, rows_of, sheets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

CHUNK = 2**20
LONGEST_LINE = 4 * 2**20
"""Bytes of one line or JSON value; the longest true ones have some hundred thousand."""
LONGEST_FIELD = 1_000_000
"""Characters of one cell."""
DEEPEST = 40
"""Levels of JSON; the standards that we read have about ten."""
LARGEST_RATIO = 250
"""Bytes unpacked for each byte packed; registers have 5 to 20."""
SMALL = 64 * 2**20
"""Bytes that may be unpacked whatever the ratio."""

_BRACKETS = re.compile(r"[\[\]{}]")
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_UNPACKING_ERRORS = (EOFError, OSError, zipfile.BadZipFile, zlib.error, NotImplementedError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: `number` is the line it begins at (the header is 1), values by heading."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a JSON file: `number` is its place in the list, or its line, from 1."""

    number: int
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file to import, looked over once.

    Attributes
    ----------
    path : where it is
    name : the name of what is in it: of the member of a zip, without ``.gz``
    digest : SHA-256 of the bytes of the file as it is
    encoding : of the text inside: ``utf-8`` or, if that it is not, ``cp1252``
    size : bytes of the text inside
    start : the first bytes of the text inside, by which files are told apart; of a workbook, the
        header of the sheet as CSV
    sheets : the names of the sheets of a workbook, those that people see first; of a text, none
    sheet : the one that is read, the first unless `of_sheet` says otherwise
    """

    path: Path
    name: str
    digest: str
    encoding: str
    size: int
    start: str
    sheets: tuple[str, ...] = ()
    sheet: str = ""

    @classmethod
    def look_over(cls, path: Path, *, progress: Callable[[int, int], None]) -> SourceFile:
        """Read a file through once, to see whether it is whole, and how it is written.

        Raises
        ------
        SourceError
            If it is not there, cut off, packed beyond all measure, or no text.
        """
        digest = _digest(path)
        if is_workbook(path):
            return cls._of_workbook(path, digest)
        decoder, encoding, size, start = getincrementaldecoder("utf-8")(), "utf-8", 0, b""
        packed = max(path.stat().st_size, 1)
        with _unpacked(path) as (name, stream):
            while chunk := stream.read(CHUNK):
                start = start or chunk[:65536]
                size += len(chunk)
                progress(size, packed)
                if encoding == "utf-8":
                    try:
                        decoder.decode(chunk)
                    except UnicodeDecodeError:
                        encoding = "cp1252"
        if not start.strip():
            message = f"{path} is empty; nothing was imported"
            raise SourceError(message)
        if b"\0" in start:
            message = f"{path} is no text: it holds zero bytes; name a CSV, JSON, zip or gzip file"
            raise SourceError(message)
        text = start.removeprefix(BOM_UTF8).decode(encoding, "replace")
        return cls(path=path, name=name, digest=digest, encoding=encoding, size=size, start=text)

    @classmethod
    def _of_workbook(cls, path: Path, digest: str) -> SourceFile:
        found = sheets_of(path)
        names = tuple(each.name for each in sorted(found, key=lambda each: each.hidden))
        size = path.stat().st_size
        file = cls(path=path, name=path.name, digest=digest, encoding="", size=size, start="")
        return replace(file, sheets=names).of_sheet(names[0])

    def of_sheet(self, name: str) -> SourceFile:
        """Give the same workbook with another of its sheets to read."""
        header = next(rows_of(self.path, name), None)
        text = io.StringIO()
        cells = () if header is None else (" ".join(cell.split()) for cell in header.texts)
        csv.writer(text).writerow(cells)
        return replace(self, sheet=name, start=text.getvalue())

    @contextmanager
    def bytes(self) -> Iterator[io.BufferedReader[io.RawIOBase]]:
        """Open what is inside, as bytes; a mark of UTF-8 at the beginning is skipped."""
        with _unpacked(self.path) as (_, stream):
            buffered = io.BufferedReader(cast("io.RawIOBase", stream), CHUNK)
            if buffered.peek(3)[:3] == BOM_UTF8:
                buffered.read(3)
            yield buffered

    def lines(self) -> Iterator[tuple[int, str] | Reject]:
        """Yield the lines with their numbers; one that is too long is rejected."""
        with self.bytes() as stream:
            number = 0
            while line := stream.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                    while (more := stream.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
                        pass
                    reason = f"the line is longer than {LONGEST_LINE:,} bytes"
                    yield Reject(row=number, reason=reason)
                    continue
                yield number, line.decode(self.encoding, "replace")

    def table(self, *, delimiter: str = ",", quoted: bool = True) -> Iterator[Row | Reject]:
        """Yield the rows of a table with a header; rows of another width are rejected.

        Raises
        ------
        SourceError
            If there is no header.
        """
        if self.sheet:
            yield from self._sheet_table()
            return
        csv.field_size_limit(LONGEST_FIELD)
        lines = _Lines(self.lines())
        reader = csv.reader(
            lines, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
        )
        heading = [name.strip() for name in next(reader, [])]
        if not heading:
            message = f"{self.path} has no header; nothing was imported"
            raise SourceError(message)
        while True:
            number = lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                yield from lines.taken()
                return
            except csv.Error as error:
                reason = f"the row is not well formed: {error}"
                yield Reject(row=number, rows=max(lines.number - number + 1, 1), reason=reason)
                continue
            yield from lines.taken()
            if not cells:
                continue
            if len(cells) != len(heading):
                reason = f"the row has {len(cells)} cells, the header {len(heading)}"
                yield Reject(row=number, key=cells[0][:80], reason=reason)
                continue
            yield Row(number=number, values=dict(zip(heading, cells, strict=True)))

    def _sheet_table(self) -> Iterator[Row | Reject]:
        rows = rows_of(self.path, self.sheet)
        header = next(rows, None)
        if header is None:
            message = f"the sheet {self.sheet!r} of {self.path} is empty; nothing was imported"
            raise SourceError(message)
        heading = [" ".join(cell.split()) for cell in header.texts]
        while heading and not heading[-1]:
            heading.pop()
        for row in rows:
            texts = [*row.texts, *[""] * (len(heading) - len(row.texts))]
            wrong = [f"the cell {where} {reason}" for where, reason in row.wrong]
            if any(texts[len(heading) :]):
                wrong.append(f"the row has more cells than the header, which has {len(heading)}")
            if wrong:
                yield Reject(row=row.number, key=texts[0][:80], reason="; ".join(wrong)[:1000])
            else:
                yield Row(number=row.number, values=dict(zip(heading, texts, strict=False)))

    def columns(self, *, delimiter: str = ",") -> tuple[str, ...]:
        """Give the headings of the table, or nothing."""
        first = self.start.splitlines()[:1]
        delimiter = "," if self.sheet else delimiter
        return tuple(name.strip() for row in csv.reader(first, delimiter=delimiter) for name in row)

    def json_lines(self) -> Iterator[Value | Reject]:
        """Yield the value of each line; lines that are no JSON are rejected."""
        for line in self.lines():
            if isinstance(line, Reject):
                yield line
                continue
            number, text = line
            if not text.strip():
                continue
            yield _value(number, text)

    def json_items(self, prefix: str) -> Iterator[Value | Reject]:
        """Yield the items of a list in a JSON file; `prefix` as in ijson, such as ``item``.

        Several JSON files in one, as `cat` makes them, are read one after another.

        Raises
        ------
        SourceError
            If the file is no JSON, cut off, or too deep.
        """
        import ijson  # noqa: PLC0415  (only JSON needs it)

        number = 0
        try:
            with self.bytes() as stream:
                for value in self._items(stream) if prefix == "item" else _found(stream, prefix):
                    number += 1
                    yield Value(number=number, value=value)
        except (ijson.JSONError, UnicodeDecodeError, ValueError) as error:
            message = f"{self.path} is no JSON after item {number}: {error}; nothing was imported"
            raise SourceError(message) from error

    def _items(self, stream: io.BufferedReader[io.RawIOBase]) -> Iterator[Any]:
        """Yield the items of the list that the file is, as long as they are not too deep."""
        items = list_items(stream, self.encoding, chunk=CHUNK, longest=LONGEST_LINE)
        for value, written in items:
            if _depth(written) > DEEPEST:
                message = f"it is deeper than {DEEPEST} levels"
                raise ValueError(message)
            yield value


class _Lines:
    """Lines for a reader of tables; it remembers the number, and what was rejected."""

    def __init__(self, lines: Iterator[tuple[int, str] | Reject]) -> None:
        self._lines, self.number = lines, 0
        self._rejected: list[Reject] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for line in self._lines:
            if isinstance(line, Reject):
                self._rejected.append(line)
                continue
            self.number, text = line
            return text.replace("\0", "")
        raise StopIteration

    def taken(self) -> Sequence[Reject]:
        rejected, self._rejected = self._rejected, []
        return rejected


def _value(number: int, text: str) -> Value | Reject:
    depth = _depth(text)
    if depth > DEEPEST:
        return Reject(row=number, reason=f"the JSON is deeper than {DEEPEST} levels")
    try:
        return Value(number=number, value=json.loads(text))
    except (ValueError, RecursionError) as error:
        return Reject(row=number, reason=f"the line is no JSON: {error}", value=text[:200])


def _depth(text: str) -> int:
    """Count brackets; those inside strings count too, which may only be too careful by a few."""
    depth = deepest = 0
    for bracket in _BRACKETS.findall(text) if text.count("[") + text.count("{") > DEEPEST else ():
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _found(stream: io.BufferedReader[io.RawIOBase], prefix: str) -> Iterator[Any]:
    """Yield the values at a place in a JSON file, event by event."""
    import ijson  # noqa: PLC0415  (only JSON needs it)

    events = ijson.parse(stream, use_float=True, multiple_values=True)
    yield from ijson.items(_shallow(events), prefix)


def _shallow(events: Iterator[Any]) -> Iterator[Any]:
    """Pass the events of a JSON file on, as long as it is not too deep."""
    depth = 0
    for event in events:
        if event[1] in {"start_map", "start_array"}:
            depth += 1
            if depth > DEEPEST:
                message = f"it is deeper than {DEEPEST} levels"
                raise ValueError(message)
        elif event[1] in {"end_map", "end_array"}:
            depth -= 1
        yield event


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise SourceError(message) from error


@contextmanager
def _unpacked(path: Path) -> Iterator[tuple[str, IO[bytes] | _Measured]]:
    """Open a file, or what is packed in it, by what its first bytes are."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
            file.seek(0)
            if magic == _ZIP:
                with zipfile.ZipFile(file) as archive:
                    member = _only_member(path, archive)
                    with archive.open(member) as inside:
                        yield member.filename, _Measured(inside, path)
            elif magic[:2] == _GZIP:
                with gzip.open(file) as inside:
                    yield path.name.removesuffix(".gz"), _Measured(inside, path)
            else:
                yield path.name, file
    except _UNPACKING_ERRORS as error:
        message = f"{path} is cut off or damaged ({error}); fetch it anew. Nothing was imported"
        raise SourceError(message) from error


def _only_member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [each for each in archive.infolist() if not each.is_dir()]
    if len(members) != 1:
        names = ", ".join(each.filename for each in members[:5])
        message = f"{path} holds {len(members)} files ({names}); unpack it and name one of them"
        raise SourceError(message)
    if members[0].flag_bits & 1:
        message = f"{path} is locked with a password; unpack it first"
        raise SourceError(message)
    return members[0]


class _Measured(io.RawIOBase):
    """A stream that stops where it unpacks beyond all measure."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, path: Path) -> None:
        self._stream, self._path, self._read = stream, path, 0
        self._most = max(LARGEST_RATIO * path.stat().st_size, SMALL)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  (any buffer)
        chunk = self._stream.read(len(buffer))
        self._read += len(chunk)
        if self._read > self._most:
            message = (
                f"{self._path} unpacks to more than {LARGEST_RATIO} times its size, which no "
                "register does; nothing was imported"
            )
            raise SourceError(message)
        buffer[: len(chunk)] = chunk
        return len(chunk)
