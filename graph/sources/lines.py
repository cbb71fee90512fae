"""The lines of a text and the rows of a table, a megabyte at a time, at the speed of `csv`.

A line, a cell and a row have a largest size. A row that is not well formed is rejected alone: what
a quotation mark that nobody closed would swallow is read again from the next line on.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from graph.records.entries import Reject
from graph.sources.unpacking import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_LINE = 4 * 2**20
"""Bytes of one line, row or JSON value; the longest true ones have some hundred thousand."""
MOST_READ_AGAIN = 256 * 2**20
"""Letters that are read again behind rows that are not well formed, in one file."""
MOST_TIMES_AGAIN = 1000
CUT_OFF = "it is the last line and has no end, so the file may be cut off"
"""Said of a line that is not as it should be; whether a whole one is the last, nobody can tell."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines; `first` is the number of the first. One that was rejected is blank.

    `letters` counts what they have; `zeros` says whether a zero byte may be among it.
    """

    first: int
    lines: list[str]
    rejects: tuple[Reject, ...]
    letters: int
    zeros: bool


def blocks(stream: io.BufferedReader[io.RawIOBase], ends: bytes) -> Iterator[Block]:
    r"""Yield the lines of a text in UTF-8.

    Parameters
    ----------
    stream : the text
    ends : what ends a line; ``\r`` of an old Macintosh, else ``\n``
    """
    rest, number, too_long, zeros = b"", 1, False, False
    while chunk := stream.read(CHUNK):
        lines: list[str] = []
        if too_long:
            cut = chunk.find(ends) + 1
            if not cut:
                continue
            chunk, too_long, lines = chunk[cut:], False, [_TOO_LONG]
        whole, end, rest = (rest + chunk).rpartition(ends)
        zeros = zeros or b"\0" in chunk
        lines += _split((whole + end).decode("utf-8", "replace"), ends)
        if len(rest) > LONGEST_LINE:
            rest, too_long = b"", True
        if lines:
            yield _block(number, lines, zeros=zeros)
            number += len(lines)
    if too_long or rest:
        last = _TOO_LONG if too_long else rest.decode("utf-8", "replace")
        yield _block(number, [last], zeros=zeros)


_TOO_LONG = "x" * (LONGEST_LINE + 1)


def _split(text: str, ends: bytes) -> list[str]:
    """Split at the ends of lines only, and not at all that Unicode calls one."""
    return list(io.StringIO(text.replace("\r", "\n") if ends == b"\r" else text, newline="\n"))


def _block(first: int, lines: list[str], *, zeros: bool) -> Block:
    rejects: list[Reject] = []
    letters = sum(map(len, lines))
    if letters > LONGEST_LINE:
        for place, line in enumerate(lines):
            if len(line) > LONGEST_LINE:
                reason = f"the line is longer than {LONGEST_LINE:,} bytes"
                rejects.append(Reject(row=first + place, reason=reason))
                lines[place] = "\n"
                letters -= len(line)
    return Block(first, lines, tuple(rejects), letters, zeros)


class _EndlessError(Exception):
    """A row goes on beyond all measure."""


class _Feed:
    """The lines for a reader of tables; those of the row at hand can be had again."""

    def __init__(self, source: Iterator[Block]) -> None:
        self._source, self._held = source, list[Block]()
        self.begun, self.zeros = 1, False
        self.rejected: list[Reject] = []

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        block = next(self._source)
        self._held = [each for each in self._held if self.begun < each.first + len(each.lines)]
        self._held.append(block)
        self.rejected += block.rejects
        self.zeros = self.zeros or block.zeros
        if sum(each.letters for each in self._held) > LONGEST_LINE + CHUNK:
            raise _EndlessError
        return block.lines

    def line(self, number: int) -> str:
        """Give a line of the row at hand."""
        held = (each for each in self._held if number < each.first + len(each.lines))
        return next((each.lines[number - each.first] for each in held), "")

    def again(self, number: int) -> Iterator[str]:
        """Give the lines from one on, and all that follow."""
        return chain.from_iterable(chain(self._held_from(number), self))

    def letters(self, first: int, last: int) -> int:
        """Count what two lines and those between them have."""
        held = chain.from_iterable(self._held_from(first))
        return sum(len(line) for line, _ in zip(held, range(first, last + 1), strict=False))

    def _held_from(self, number: int) -> list[list[str]]:
        return [each.lines[max(number - each.first, 0) :] for each in self._held]


class Records:
    """The rows of a table as lists of cells, each with the number of the line it begins at."""

    def __init__(self, source: Iterator[Block], *, delimiter: str, quoted: bool) -> None:
        """Begin at the first line."""
        quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
        self._options: dict[str, Any] = {
            "delimiter": delimiter, "quoting": quoting, "strict": True
        }  # fmt: skip
        self._delimiter, self._feed = delimiter, _Feed(source)
        self._reader, self._before = self._begin(1), 0
        self._left, self._times_left = MOST_READ_AGAIN, MOST_TIMES_AGAIN

    def __iter__(self) -> Iterator[tuple[int, list[str]] | Reject]:
        """Yield the rows that are not blank, and those rejected; the order is that of the file."""
        while True:
            try:
                yield from self._rows()
            except (csv.Error, _EndlessError) as error:
                yield from self._rejected()
                yield self._reject(error)
            else:
                yield from self._rejected()
                return

    def _rows(self) -> Iterator[tuple[int, list[str]] | Reject]:
        feed, reader, before = self._feed, self._reader, self._before
        feed.begun = begun = before + reader.line_num + 1
        for cells in reader:
            while feed.rejected and feed.rejected[0].row < begun:
                yield feed.rejected.pop(0)
            if feed.zeros and any("\0" in cell for cell in cells):
                yield Reject(row=begun, key=cells[0][:80], reason="the row holds a zero byte")
            elif cells:
                yield begun, cells
            feed.begun = begun = before + reader.line_num + 1

    @property
    def is_cut(self) -> bool:
        """Whether the last line that was read has no end."""
        return not self._feed.line(self.last).endswith("\n")

    @property
    def last(self) -> int:
        """The number of the last line that was read."""
        return self._before + int(self._reader.line_num)

    def _begin(self, number: int) -> Any:  # noqa: ANN401  (`csv` has no name for its reader)
        return csv.reader(self._feed.again(number), **self._options)

    def _rejected(self) -> Iterator[Reject]:
        rejected, self._feed.rejected = self._feed.rejected, []
        yield from rejected

    def _reject(self, error: Exception) -> Reject:
        """Reject the first line of a row alone, and read those after it again if there are any."""
        begun, last = self._feed.begun, max(self.last, self._feed.begun)
        problem = "it has no end" if isinstance(error, _EndlessError) else str(error)
        line = self._feed.line(begun)
        lines = last - begun + 1
        told = f"the row is not well formed: {problem}"
        again = False
        if lines > 1 and self._left > 0 and self._times_left > 0:
            self._left -= self._feed.letters(begun, last)
            self._times_left -= 1
            told += "; a quotation mark may not be closed, so the next line is read on its own"
            again, lines = True, 1
        elif lines > 1:
            told += f"; {lines:,} lines were left out with it"
        elif self.is_cut:
            told += f"; {CUT_OFF}"
        if again or isinstance(error, _EndlessError):
            self._before = begun + lines - 1
            self._reader = self._begin(self._before + 1)
        key = line.split(self._delimiter)[0].strip()[:80]
        return Reject(row=begun, rows=lines, key=key, reason=told, value=line[:200])
