"""Briefs as TOML files: read whole, with all the mistakes at once (docs/brief.md).

The keys are the fields of `matcher.brief.Brief`; gates may be a table instead of a list.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from matcher.brief import Brief
from matcher.errors import BriefError, BriefMistake

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST_BYTES = 100_000
_ADAPTER = TypeAdapter(Brief)
_KEYS = tuple(field.name for field in fields(Brief))


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
        if len(content) > MOST_BYTES:
            message = f"{path} has more than {MOST_BYTES:,} bytes; a brief is a page at most"
            raise BriefError([BriefMistake("brief", message)])
        table = tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise BriefError([BriefMistake("brief", message)]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path} is not TOML: {error}"
        raise BriefError([BriefMistake("brief", message)]) from None
    return _read(table)


def _read(table: Mapping[str, Any]) -> tuple[Brief, tuple[BriefMistake, ...]]:
    known = ", ".join(_KEYS)
    mistakes = [
        BriefMistake(key[:50], f"is no key of a brief; there are: {known}")
        for key in table
        if key not in _KEYS
    ]
    values = {key: value for key, value in table.items() if key in _KEYS}
    values, problems = _with_gates(values)
    mistakes += problems
    try:
        brief = _ADAPTER.validate_python({"area": "", **values}, strict=True)
    except ValidationError as error:
        wrong = {str(one["loc"][0]): one["msg"] for one in error.errors(include_url=False)}
        mistakes += [BriefMistake(key, text.removeprefix("Input ")) for key, text in wrong.items()]
        kept = {key: value for key, value in values.items() if key not in wrong}
        brief = replace(Brief(area=""), **kept)
    return brief, tuple(mistakes)


def _with_gates(values: dict[str, Any]) -> tuple[dict[str, Any], list[BriefMistake]]:
    """Turn lists into tuples, and a table of gates into switches."""
    gates, mistakes = values.get("gates"), []
    if isinstance(gates, dict):
        values["gates"] = [_switch(key, setting) for key, setting in gates.items()]
        mistakes = [
            BriefMistake("gates", f"{key} is {setting!r}, not true, false or a number")
            for key, setting in gates.items()
            if not isinstance(setting, (bool, int, float))
        ]
    read = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}
    return read, mistakes


def _switch(key: str, setting: object) -> str:
    if isinstance(setting, bool):
        return key if setting else f"{key}=off"
    return f"{key}={setting}"
