"""The forms in which JSON comes: line by line, as a list, or several values in one file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records.entries import Reject
    from graph.sources.files import SourceFile, Value


def begins_as_json(file: SourceFile) -> bool:
    """Say whether the file begins with an object or a list."""
    return file.start.lstrip()[:1] in {"{", "["}


def is_line_by_line(file: SourceFile) -> bool:
    """Say whether the first line is an object of its own, with more below it."""
    first, _, rest = file.start.strip().partition("\n")
    try:
        return bool(rest.strip()) and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def values(file: SourceFile, within: str = "") -> Iterator[Value | Reject]:
    """Yield the values of a file of any of the forms.

    Parameters
    ----------
    file : the file
    within : the list of an object that holds them, and ``item`` for its members: ``grants.item``

    Raises
    ------
    SourceError
        If the file is no JSON, cut off, or too deep.
    """
    if is_line_by_line(file):
        yield from file.json_lines()
    elif file.start.lstrip()[0] == "[":
        yield from file.json_items("item")
    else:
        yield from file.json_items(within)
