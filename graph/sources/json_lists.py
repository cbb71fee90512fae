"""The items of a list in a JSON file, one by one, by the standard library's own scanner.

An event-wise parser takes ten times as long, because Python sees every name and every number. A
list of records needs no events: the scanner reads one record after the other from a window of text.
"""

from __future__ import annotations

import json
import re
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any

from graph.sources.json_values import finite, refuse_constant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedReader, RawIOBase

_BEHIND = frozenset(" \t\r\n,]")
"""What stands behind an item that is whole; behind ``0`` may come ``.5``."""
_BLANK = re.compile(r"[ \t\r\n]*")


class _Window:
    """A stretch of a text; `at` is where the next thing begins."""

    def __init__(self, stream: BufferedReader[RawIOBase], encoding: str, chunk: int) -> None:
        self._stream, self._chunk = stream, chunk
        self._decoder = getincrementaldecoder(encoding)("replace")
        self.text, self.at, self.ended = "", 0, False

    def more(self) -> None:
        """Drop what was read, and read on."""
        read = self._stream.read(self._chunk)
        self.ended = not read
        self.text = self.text[self.at :] + self._decoder.decode(read, final=self.ended)
        self.at = 0

    def next(self) -> str:
        """Give the next character that is not blank; empty at the end."""
        while True:
            blank = _BLANK.match(self.text, self.at)
            self.at = blank.end() if blank else self.at
            if self.at < len(self.text) or self.ended:
                return self.text[self.at : self.at + 1]
            self.more()

    def expect(self, character: str, problem: str) -> None:
        """Read a character that is not blank.

        Raises
        ------
        ValueError
            If it is another one.
        """
        if self.next() != character:
            raise ValueError(problem)
        self.at += 1


def list_items(
    stream: BufferedReader[RawIOBase], encoding: str, *, chunk: int, longest: int
) -> Iterator[tuple[Any, str]]:
    """Yield the items of a list, each with how it is written.

    Several lists, one behind the other as `cat` makes them, are read one after another.

    Parameters
    ----------
    stream : where the list stands
    encoding : of the text
    chunk : bytes that are read at once
    longest : the longest item, in characters

    Raises
    ------
    ValueError
        If the text is no list, is cut off, or holds an item that is longer.
    """
    window = _Window(stream, encoding, chunk)
    window.expect("[", "it is no list")
    yield from _items(window, longest)
    while window.next():
        window.expect("[", "something stands behind the end of the list")
        yield from _items(window, longest)


def _items(window: _Window, longest: int) -> Iterator[tuple[Any, str]]:
    """Yield the items of a list whose bracket was read, and read the bracket at its end."""
    scan = json.JSONDecoder(parse_constant=refuse_constant, parse_float=finite).raw_decode
    while window.next() != "]":
        value, end = _item(window, scan, longest)
        yield value, window.text[window.at : end]
        window.at = end
        if window.next() != "]":
            window.expect(",", "there is no comma behind an item")
            if window.next() == "]":
                message = "nothing stands behind a comma"
                raise ValueError(message)
    window.at += 1


def _item(
    window: _Window, scan: Callable[[str, int], tuple[Any, int]], longest: int
) -> tuple[Any, int]:
    """Read one item; more of the text is read for as long as it may not be whole."""
    while True:
        problem = "it is cut off"
        try:
            value, end = scan(window.text, window.at)
        except RecursionError:
            message = "it is too deep"
            raise ValueError(message) from None
        except ValueError as error:
            problem = str(error)
        else:
            if window.ended or window.text[end : end + 1] in _BEHIND:
                return value, end
        if window.ended or len(window.text) - window.at > longest:
            message = f"an item is no JSON, cut off, or longer than {longest:,} letters: {problem}"
            raise ValueError(message)
        window.more()
