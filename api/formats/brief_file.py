"""Briefs as TOML files: read whole, with all the mistakes at once (docs/brief.md).

The keys are the fields of `matcher.brief.request.Brief`; gates may be a table instead of a list.
"""

from __future__ import annotations

import codecs
import tomllib
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from matcher.brief.request import BRIEF_FIELDS, Brief
from matcher.errors import BriefError, BriefMistake

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

MOST_BYTES = 100_000
_LONGEST_KEY = 50
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


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


_SHAPES: Mapping[Any, tuple[Callable[[Any], bool], str]] = {
    str: (lambda value: isinstance(value, str), 'text in quotes, such as "Essex"'),
    str | None: (lambda value: isinstance(value, str), 'text in quotes, such as "Nacro"'),
    int: (lambda value: _is_number(value) and isinstance(value, int), "a whole number"),
    float: (_is_number, "a number"),
    date | None: (_is_day, "a date without quotes, such as 2013-09-19"),
    tuple[str, ...]: (_are_texts, 'a list of texts, such as ["Nacro", "Shelter"]'),
}


def read_brief_file(path: Path) -> tuple[Brief, tuple[BriefMistake, ...]]:
    """Read a brief; what cannot be read keeps its default and is listed.

    Raises
    ------
    BriefError
        If the file cannot be read at all: not there, too large, not TOML.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise _unreadable(message) from None
    if len(content) > MOST_BYTES:
        message = f"{path} has more than {MOST_BYTES:,} bytes; a brief is a page at most"
        raise _unreadable(message)
    return _read(_table(path, _text(path, content)))


def _text(path: Path, content: bytes) -> str:
    """Decode a file that says how it is encoded by its first bytes, or else is UTF-8."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(marked)
    except UnicodeDecodeError as error:
        line, byte = content.count(b"\n", 0, error.start) + 1, content[error.start]
        holds = f"is not in UTF-8: line {line} holds the byte {byte:#04x}{_in_windows(byte)}"
        begins = f"begins like {marked.upper()}, and is not that further on"
        message = f"{path} {holds if marked == 'utf-8' else begins}; save it as UTF-8"
        raise _unreadable(message) from None
    if "\x00" in text:
        message = f"{path} holds NUL characters, as UTF-16 without a mark does; save it as UTF-8"
        raise _unreadable(message)
    return text


def _in_windows(byte: int) -> str:
    """Say what a byte is in Windows-1252, which editors there write by themselves."""
    try:
        return f", which is {bytes([byte]).decode('cp1252')} in Windows-1252"
    except UnicodeDecodeError:
        return ""


def _table(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{path} is not TOML: {error}{_suspect(text)}; docs/brief.md has an example"
        raise _unreadable(message) from None


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


def _unreadable(message: str) -> BriefError:
    return BriefError([BriefMistake("brief", message)])


def _read(table: Mapping[str, Any]) -> tuple[Brief, tuple[BriefMistake, ...]]:
    mistakes: list[BriefMistake] = []
    values: dict[str, Any] = {}
    for key, given in table.items():
        if key not in BRIEF_FIELDS:
            known = ", ".join(BRIEF_FIELDS)
            message = f"is not a key of a brief; there are: {known}"
            mistakes.append(BriefMistake(key[:_LONGEST_KEY], message))
            continue
        value, wrong = _switches(given) if key == "gates" else (given, [])
        mistakes += wrong
        fits, shape = _SHAPES[BRIEF_FIELDS[key].type]
        if fits(value):
            values[key] = tuple(value) if isinstance(value, list) else value
        else:
            mistakes.append(BriefMistake(key, f"{_shown(value)} is not {shape}"))
    return replace(Brief(area=""), **values), tuple(mistakes)


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, date) else repr(value)
    return text if len(text) <= _LONGEST_KEY else f"{text[:_LONGEST_KEY]}..."


def _switches(gates: object) -> tuple[object, list[BriefMistake]]:
    """Turn a table of gates into a list of switches."""
    if not isinstance(gates, dict):
        return gates, []
    wrong = [
        BriefMistake("gates", f"{key} = {_shown(setting)} is not true, false or a number")
        for key, setting in gates.items()
        if not isinstance(setting, (bool, int, float))
    ]
    right = {k: setting for k, setting in gates.items() if isinstance(setting, (bool, int, float))}
    return [_switch(key, setting) for key, setting in right.items()], wrong


def _switch(key: str, setting: float) -> str:
    if isinstance(setting, bool):
        return key if setting else f"{key}=off"
    return f"{key}={setting}"
