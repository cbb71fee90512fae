"""Files of public registers as streams: packed or not, in any usual encoding, within limits.

Nothing is read whole. Whatever a hostile file holds, no more than a few megabytes of it are in
memory at a time: a line, a field and a JSON value have a largest size, a packed file a largest
ratio, and nesting a largest depth.
"""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from graph.errors import SourceError
from graph.records.entries import Reject
from graph.sources.json_lists import field_items, list_items, whole_values
from graph.sources.json_values import check_value, line_value
from graph.sources.lines import CUT_OFF, LONGEST_LINE, Records, blocks
from graph.sources.unpacking import CHUNK, EncodingTold, Stamp, as_utf8, digest_of, unpacked
from graph.sources.workbook import is_workbook, rows_of, sheets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MOST_COLUMNS = 2000
"""Columns of a table; registers have about fifty."""
_START = 2**16


class Row(NamedTuple):
    """A row of a table: `number` is the line it begins at (the header is 1), values by heading."""

    number: int
    values: dict[str, str]


class Value(NamedTuple):
    """A value of a JSON file: `number` is its place in the list, or its line, from 1."""

    number: int
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    r"""A file to import, looked over once.

    Attributes
    ----------
    path : where it is
    name : the name of what is in it: of the member of a zip, without ``.gz``
    digest : SHA-256 of the bytes of the file as it is
    encoding : of the text inside: ``utf-8``; ``utf-16`` if a mark says so; if neither, ``cp1252``,
        or `MIXED` if it is UTF-8 but for a few bytes
    size : bytes of the text inside
    start : the first bytes of the text inside, by which files are told apart; of a workbook, the
        header of the sheet as CSV
    sheets : the names of the sheets of a workbook, those that people see first; of a text, none
    sheet : the one that is read, the first unless `of_sheet` says otherwise
    ends : what ends a line: ``\r`` of an old Macintosh, else ``\n``
    stamp : what changes with the file: one that changed is not read on
    told : told how many bytes of the text were read, each time that some were
    """

    path: Path
    name: str
    digest: str
    encoding: str
    size: int
    start: str
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    ends: str = "\n"
    stamp: Stamp = ()
    told: Callable[[int], None] = field(default=lambda _: None, compare=False, repr=False)

    @classmethod
    def look_over(cls, path: Path, *, progress: Callable[[int, int], None]) -> SourceFile:
        """Read a file through once, to see whether it is whole, and how it is written.

        Raises
        ------
        SourceError
            If it is not there, cut off, packed beyond all measure, or no text.
        """
        digest, stamp = digest_of(path)
        if is_workbook(path):
            return cls._of_workbook(path, digest)
        size, start, ends = 0, b"", "\r"
        with unpacked(path, stamp) as (name, stream):
            while chunk := stream.read(CHUNK):
                if not size:
                    start, written = chunk[:_START], EncodingTold(chunk)
                size += len(chunk)
                ends = "\n" if b"\n" in chunk else ends
                progress(size, max(stamp[2], 1))
                written.take(chunk)
        encoding = written.encoding if size else "utf-8"
        text = _beginning(start, encoding)
        if not text.strip():
            message = f"{path} is empty"
            raise SourceError(message)
        if "\0" in text:
            message = (
                f"{path} is no text: it holds zero bytes. Name a CSV, JSON, zip or gzip file; if "
                "it is a text in UTF-16, save it as UTF-8"
            )
            raise SourceError(message)
        return cls(
            path=path,
            name=name,
            digest=digest,
            encoding=encoding,
            size=size,
            start=text,
            ends=ends,
            stamp=stamp,
        )

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
        """Open what is inside, as bytes of UTF-8 without a mark, whatever it is written in."""
        with unpacked(self.path, self.stamp) as (_, stream):
            yield as_utf8(_Told(stream, self.told), self.encoding)

    def lines(self) -> Iterator[tuple[int, str] | Reject]:
        """Yield the lines with their numbers; one that is too long is rejected."""
        with self.bytes() as stream:
            for block in blocks(stream, self.ends.encode()):
                rejected = {reject.row: reject for reject in block.rejects}
                for number, line in enumerate(block.lines, block.first):
                    yield rejected.get(number) or (number, line)

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
        with self.bytes() as stream:
            lines = blocks(stream, self.ends.encode())
            records = Records(lines, delimiter=delimiter, quoted=quoted)
            rows = iter(records)
            heading = self._heading(next(rows, None))
            width = len(heading)
            for row in rows:
                if isinstance(row, Reject):
                    yield row
                    continue
                number, cells = row
                if len(cells) == width:
                    yield Row(number, dict(zip(heading, cells, strict=True)))
                else:
                    yield _of_another_width(number, cells, width, records)

    def _heading(self, first: tuple[int, list[str]] | Reject | None) -> list[str]:
        if first is None or isinstance(first, Reject):
            reason = f": {first.reason}" if first else ""
            message = f"{self.path} has no header{reason}"
            raise SourceError(message)
        heading = [name.strip() for name in first[1]]
        if len(heading) > MOST_COLUMNS:
            message = f"{self.path} has {len(heading):,} columns"
            raise SourceError(message)
        return heading

    def _sheet_table(self) -> Iterator[Row | Reject]:
        rows = rows_of(self.path, self.sheet)
        header = next(rows, None)
        if header is None:
            message = f"the sheet {self.sheet!r} of {self.path} is empty"
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
        """Give the headings of the table, or nothing: those that its rows have."""
        if self.sheet:
            rows = list(csv.reader(self.start.splitlines()[:1]))
            return tuple(name.strip() for row in rows for name in row)
        with self.bytes() as stream:
            lines = blocks(stream, self.ends.encode())
            first = next(iter(Records(lines, delimiter=delimiter, quoted=True)), None)
        if first is None or isinstance(first, Reject):  # reading the table tells of it
            return ()
        return tuple(name.strip() for name in first[1])

    def json_lines(self) -> Iterator[Value | Reject]:
        """Yield the value of each line; lines that are no JSON are rejected."""
        for line in self.lines():
            if isinstance(line, Reject):
                yield line
                continue
            number, text = line
            if not text.strip():
                continue
            try:
                yield Value(number=number, value=line_value(text))
            except ValueError as error:
                reason = f"the line is no JSON: {error}"
                if not text.endswith(self.ends):
                    reason += f"; {CUT_OFF}"
                yield Reject(row=number, reason=reason, value=text[:200])

    def json_items(self, prefix: str) -> Iterator[Value | Reject]:
        """Yield the items of a list in a JSON file, each that no store can keep as a reject.

        `prefix` says which list, as a path: ``item`` of the file itself, ``grants.item`` of a
        field of it; empty for the file as a whole.

        Several JSON files in one, as `cat` makes them, are read one after another.

        Raises
        ------
        SourceError
            If the file is no JSON, cut off, or too deep.
        """
        number = 0
        try:
            with self.bytes() as stream:
                for number, (value, written) in enumerate(_items(stream, prefix), 1):
                    yield _value_or_reject(number, value, written)
        except SourceError:
            raise
        except ValueError as error:
            message = f"{self.path} is no JSON after item {number}: {error}"
            raise SourceError(message) from error


class _Told(io.RawIOBase):
    """A stream that tells how many bytes are read."""

    def __init__(self, stream: io.RawIOBase, told: Callable[[int], None]) -> None:
        self._stream, self._told = stream, told

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401  (any buffer)
        """Read as much as there is room for."""
        count = self._stream.readinto(buffer)
        self._told(count or 0)
        return count


def _items(stream: io.BufferedReader[io.RawIOBase], prefix: str) -> Iterator[tuple[Any, str]]:
    """Yield the values at a place in a file, each with how it is written."""
    limits = {"chunk": CHUNK, "longest": LONGEST_LINE}
    if prefix == "item":
        return list_items(stream, "utf-8", **limits)
    if not prefix:
        return whole_values(stream, "utf-8", **limits)
    return field_items(stream, "utf-8", prefix.removesuffix(".item"), **limits)


def _value_or_reject(number: int, value: object, written: str) -> Value | Reject:
    try:
        check_value(value, written)
    except ValueError as error:
        return Reject(row=number, reason=f"the item is no JSON: {error}", value=written[:200])
    return Value(number, value)


def _beginning(start: bytes, encoding: str) -> str:
    """Give the letters that a text begins with."""
    with as_utf8(cast("io.RawIOBase", io.BytesIO(start)), encoding) as stream:
        return stream.read().decode("utf-8", "replace")


def _of_another_width(number: int, cells: list[str], width: int, records: Records) -> Reject:
    reason, lines = f"the row has {len(cells)} cells, the header {width}", records.last - number + 1
    if len(cells) < width and records.is_cut:
        reason += f"; {CUT_OFF}"
    if lines > 1:
        reason += f"; it is written on {lines:,} lines, so a quotation mark may stand amiss"
    return Reject(row=number, rows=lines, key=cells[0][:80], reason=reason)
