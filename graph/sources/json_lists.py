"""The items of a list in a JSON file, one by one, by the standard library's own scanner.

The list is the file itself, or a field of the object that the file is.

An event-wise parser takes ten times as long, because Python sees every name and every number. A
list of records needs no events: the scanner reads one record after the other from a window of text.
"""

from __future__ import annotations

import json
import re
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any

from graph.sources.json_values import finite, refuse_constant, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedReader, RawIOBase

_BEHIND = frozenset(" \t\r\n,]}:")
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


Item = tuple[Any, str]
"""A value, and how it is written."""


def list_items(
    stream: BufferedReader[RawIOBase], encoding: str, *, chunk: int, longest: int
) -> Iterator[Item]:
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
    scan = _Scan(_Window(stream, encoding, chunk), longest)
    scan.window.expect("[", "it is no list")
    yield from scan.items()
    while scan.window.next():
        scan.window.expect("[", "something stands behind the end of the list")
        yield from scan.items()


def field_items(
    stream: BufferedReader[RawIOBase], encoding: str, field: str, *, chunk: int, longest: int
) -> Iterator[Item]:
    """Yield the items of the list that is in a field of an object, each with how it is written.

    What stands in other fields is read over. Several objects are read one after another.

    Parameters
    ----------
    stream : where the object stands
    encoding : of the text
    field : its name
    chunk : bytes that are read at once
    longest : the longest value, in characters, that is no list or object of several

    Raises
    ------
    ValueError
        If the text is no JSON, is cut off, or holds a value that is longer.
    """
    scan = _Scan(_Window(stream, encoding, chunk), longest)
    while begins := scan.window.next():
        if begins != "{":
            scan.read_over()
            continue
        for name in scan.fields():
            if name == field and scan.window.next() == "[":
                scan.window.at += 1
                yield from scan.items()
            else:
                scan.read_over()


def whole_values(
    stream: BufferedReader[RawIOBase], encoding: str, *, chunk: int, longest: int
) -> Iterator[Item]:
    """Yield the values of a text, one behind the other, each with how it is written.

    Raises
    ------
    ValueError
        If the text is no JSON, is cut off, or holds a value that is longer than so many characters.
    """
    scan = _Scan(_Window(stream, encoding, chunk), longest)
    while scan.window.next():
        yield scan.item()


class _Scan:
    """Reads a text from one value to the next."""

    def __init__(self, window: _Window, longest: int) -> None:
        self.window, self._longest = window, longest
        decoder = json.JSONDecoder(parse_constant=refuse_constant, parse_float=finite)
        self._scan: Callable[[str, int], tuple[Any, int]] = decoder.raw_decode

    def items(self) -> Iterator[Item]:
        """Yield the items of a list whose bracket was read, and read the bracket at its end."""
        for _ in self._parts("]"):
            yield self.item()

    def fields(self) -> Iterator[str]:
        """Yield the names of an object's fields; the value must be read before the next is."""
        self.window.expect("{", "it is no object")
        for _ in self._parts("}"):
            name, _ = self.item()
            if not isinstance(name, str):
                message = "the name of a field is no text"
                raise ValueError(message)  # noqa: TRY004  (of the file, not of the program)
            self.window.expect(":", "there is no colon behind a name")
            yield name

    def _parts(self, end: str) -> Iterator[None]:
        """Stop before each part of a list or an object; it must be read before the next."""
        window = self.window
        while window.next() != end:
            yield
            if window.next() != end:
                window.expect(",", "there is no comma behind an item")
                if window.next() == end:
                    message = "nothing stands behind a comma"
                    raise ValueError(message)
        window.at += 1

    def read_over(self) -> None:
        """Read a value over; a list or an object of any size, one part after the other."""
        begins = self.window.next()
        if begins == "[":
            self.window.at += 1
            for _ in self.items():
                pass
        elif begins == "{":
            for _ in self.fields():
                self.item()
        else:
            self.item()

    def item(self) -> Item:
        """Read one value; more of the text is read for as long as it may not be whole."""
        window = self.window
        window.next()
        while True:
            problem = "it is cut off"
            try:
                value, end = self._scan(window.text, window.at)
            except RecursionError:
                message = "it is too deep"
                raise ValueError(message) from None
            except json.JSONDecodeError as error:
                problem = str(error)
            except ValueError as error:  # a number that no more of the text makes right
                raise ValueError(told(error)) from None
            else:
                if window.ended or window.text[end : end + 1] in _BEHIND:
                    written = window.text[window.at : end]
                    window.at = end
                    return value, written
            if window.ended or len(window.text) - window.at > self._longest:
                message = f"an item is no JSON, cut off, or longer than {self._longest:,} letters"
                message = f"{message}: {problem}"
                raise ValueError(message)
            window.more()
