"""TOML files that people write, read whole; what keeps one from being read is said in words."""

from __future__ import annotations

import codecs
import tomllib
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 100_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""How files begin that say their encoding; the mark of UTF-32 begins with that of UTF-16."""
_LOOKALIKES = frozenset("\u2018\u2019\u201c\u201d\u201e\u2013\u2014\u2212\uff1d")
"""Quotation marks and dashes that word processors put in the place of those that are typed."""


class UnreadableFileError(ValueError):
    """The file is not there, too large, or not TOML; the message says which, and what to do."""


def read_toml(path: Path, *, holds: str, example: str) -> dict[str, Any]:
    """Read a file.

    Parameters
    ----------
    path : the file
    holds : what it holds, such as ``a brief``
    example : where an example is, as a clause

    Raises
    ------
    UnreadableFileError
        If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise UnreadableFileError(message) from None
    return toml_of(content, named=str(path), holds=holds, example=example)


def toml_of(content: bytes, *, named: str, holds: str, example: str) -> dict[str, Any]:
    """Read what a file contains.

    Parameters
    ----------
    content : the file's bytes; one byte more than `MOST_BYTES` is enough to be refused
    named : what to call the file
    holds : what it holds, such as ``a brief``
    example : where an example is, as a clause

    Raises
    ------
    UnreadableFileError
        If it cannot be read.
    """
    if len(content) > MOST_BYTES:
        message = f"{named} has more than {MOST_BYTES:,} bytes; {holds} is a page at most"
        raise UnreadableFileError(message)
    text = _text(named, content)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{named} is not TOML: {error}{_suspect(text)}; {example}"
        raise UnreadableFileError(message) from None
    except RecursionError:
        message = f"{named} is nested too deep to be read; {example}"
        raise UnreadableFileError(message) from None


def _text(path: str, content: bytes) -> str:
    """Decode a file that says how it is encoded by its first bytes, or else is UTF-8."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(marked)
    except UnicodeDecodeError as error:
        line, byte = content.count(b"\n", 0, error.start) + 1, content[error.start]
        holds = f"is not in UTF-8: line {line} holds the byte {byte:#04x}{_in_windows(byte)}"
        begins = f"begins like {marked.upper()}, and is not that further on"
        message = f"{path} {holds if marked == 'utf-8' else begins}; save it as UTF-8"
        raise UnreadableFileError(message) from None
    if "\x00" in text:
        message = f"{path} holds NUL characters, as UTF-16 without a mark does; save it as UTF-8"
        raise UnreadableFileError(message)
    return text


def _in_windows(byte: int) -> str:
    """Say what a byte is in Windows-1252, which editors there write by themselves."""
    try:
        return f", which is {bytes([byte]).decode('cp1252')} in Windows-1252"
    except UnicodeDecodeError:
        return ""


def _suspect(text: str) -> str:
    """Name the first character that looks like another one, if there is such."""
    for number, line in enumerate(text.splitlines(), start=1):
        for character in filter(_looks_alike, line):
            name = unicodedata.name(character, "a character without a name").lower()
            return f"; line {number} holds U+{ord(character):04X} ({name}): type it anew"
    return ""


def _looks_alike(character: str) -> bool:
    if character == " ":
        return False
    return character in _LOOKALIKES or unicodedata.category(character) in {"Cf", "Zs"}
