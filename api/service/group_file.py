"""A table that says of which groups organisations are, for `matcher fairness --groups`.

The column `organisation` holds identifiers, names or aliases. Every other column is a grouping: its
heading the name (such as ``women-led``), its cells the groups (such as ``yes`` and ``no``); a blank
cell says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.records.entries import Reject
from graph.sources.columns import delimiter_of, letters
from graph.sources.files import SourceFile
from matcher.errors import LISTED_MISTAKES, UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    from matcher.brief.names import Directory
    from matcher.questions.groups import Told

_ORGANISATION = "organisation"
_LONGEST = 60
_MOST_GROUPS = 50


def read_groups(path: Path, names: Directory) -> Told:
    """Read such a table.

    Raises
    ------
    SourceError
        If it is missing or broken, lacks the column, or holds names of nobody: all are listed.
    """
    file = SourceFile.look_over(path, progress=lambda *_: None)
    delimiter = delimiter_of(file, None)
    headings = file.columns(delimiter=delimiter)
    who = next((each for each in headings if letters(each) == _ORGANISATION), None)
    groupings = {each: _name(each) for each in headings if each != who and each.strip()}
    if who is None or not groupings:
        message = (
            f"{path} needs a column {_ORGANISATION!r} and one or more others, such as women-led; "
            f"its headings are {', '.join(headings)[:200]}"
        )
        raise SourceError(message)
    told: Told = {name: {} for name in groupings.values()}
    mistakes: list[str] = []
    for row in file.table(delimiter=delimiter):
        if isinstance(row, Reject):
            mistakes.append(f"row {row.row}: {row.reason}")
            continue
        try:
            index = names.organisation(row.values.get(who, "").strip())
        except UnknownNameError as error:
            mistakes.append(f"row {row.number}: {error}")
            continue
        for heading, name in groupings.items():
            if group := row.values.get(heading, "").strip()[:_LONGEST]:
                told[name][index] = group
    _complain(path, mistakes, told)
    return told


def _name(heading: str) -> str:
    """Write a heading as groupings are written: ``Women led`` is ``women-led``."""
    return "-".join(heading.strip().lower().replace("_", " ").split())[:_LONGEST]


def _complain(path: Path, mistakes: list[str], told: Told) -> None:
    for name, said in told.items():
        if len(groups := set(said.values())) > _MOST_GROUPS:
            mistakes.append(
                f"column {name}: {len(groups)} groups; at most {_MOST_GROUPS} are taken"
            )
    if mistakes:
        more = len(mistakes) - LISTED_MISTAKES
        listed = "\n  ".join(mistakes[:LISTED_MISTAKES])
        rest = f"\n  and {more:,} more" if more > 0 else ""
        message = f"{path} cannot be used; nothing was measured:\n  {listed}{rest}"
        raise SourceError(message)
