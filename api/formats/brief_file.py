"""Briefs as TOML files: read whole, with all the mistakes at once (docs/brief.md).

The keys are the fields of `matcher.brief.request.Brief`; gates may be a table instead of a list.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from api.formats.toml_file import UnreadableFileError, read_toml
from matcher.brief.request import BRIEF_FIELDS, Brief
from matcher.errors import BriefError, BriefMistake

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_LONGEST_KEY = 50
_NOTHING_SAID = Brief(area="")


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


def read_brief_file(
    path: Path, *, base: Brief = _NOTHING_SAID
) -> tuple[Brief, tuple[BriefMistake, ...]]:
    """Read a brief; what cannot be read is as in `base`, and is listed.

    Raises
    ------
    BriefError
        If the file cannot be read at all: not there, too large, not TOML.
    """
    try:
        table = read_toml(path, holds="a brief", example="docs/brief.md has an example")
    except UnreadableFileError as error:
        raise BriefError([BriefMistake("brief", str(error))]) from None
    return _read(table, base)


def _read(table: Mapping[str, Any], base: Brief) -> tuple[Brief, tuple[BriefMistake, ...]]:
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
    return replace(base, **values), tuple(mistakes)


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
