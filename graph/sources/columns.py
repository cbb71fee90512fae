"""Which column of a table holds what: as the user says, or by its heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.records.entries import Reject

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from graph.sources.files import SourceFile

_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_NO_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A column that is looked for: what it holds, and the headings by which it is guessed."""

    words: str
    headings: tuple[str, ...] = ()


def delimiter_of(file: SourceFile, said: str | None) -> str:
    """Give what stands between the cells: as somebody said, or what the header has most of.

    Raises
    ------
    SourceError
        If it was said, and is none of `_DELIMITERS`.
    """
    if said is not None:
        if said not in {*_DELIMITERS, *_DELIMITERS.values()}:
            message = f"delimiter={said} is none of {', '.join(_DELIMITERS)}"
            raise SourceError(message)
        return _DELIMITERS.get(said, said)
    if file.sheet:
        return ","
    header = file.start.splitlines()[:1]
    return max(_DELIMITERS.values(), key=lambda mark: header[0].count(mark) if header else 0)


def columns_of(
    headings: Sequence[str], sought: Mapping[str, Sought], said: Mapping[str, str]
) -> dict[str, str]:
    """Give the heading of each column that is there.

    Parameters
    ----------
    headings : those of the table
    sought : what is looked for
    said : which heading is meant, by what is looked for; blank if there is no such column

    Raises
    ------
    SourceError
        If a heading that was named is not there.
    """
    there = {letters(heading): heading for heading in reversed(headings)}
    missing = [
        f"{name}={heading}"
        for name, heading in said.items()
        if name in sought and heading and letters(heading) not in there
    ]
    if missing:
        message = f"there is no column for {', '.join(missing)}; {listed(headings)}"
        raise SourceError(message)
    found: dict[str, str] = {}
    for name, column in sought.items():
        guesses = (said[name],) if name in said else column.headings
        heading = next((there[g] for g in map(letters, guesses) if g and g in there), None)
        if heading is not None and (name in said or heading not in found.values()):
            found[name] = heading
    return found


def once(
    path: Path, headings: Sequence[str], columns: dict[str, str], sought: Mapping[str, Sought]
) -> dict[str, str]:
    """Give the columns that were found, if the table has each of their headings once.

    Raises
    ------
    SourceError
        If one is there twice: which of them is meant, nobody can tell.
    """
    for name, heading in columns.items():
        if (count := headings.count(heading)) > 1:
            message = (
                f"{path} has {count} columns headed {heading!r}: rename all but the one that holds "
                f"{sought[name].words}"
            )
            raise SourceError(message)
    return columns


def absent(headings: Collection[str], read: Sequence[str]) -> Iterator[Reject]:
    """Report the columns that would be read if they were there; no row is left out for it.

    >>> [each.field for each in absent(("name", "income"), ("name", "web", "income"))]
    ['web']
    """
    for column in read:
        if column not in headings:
            reason = "the column is missing, so nothing of it is known"
            yield Reject(row=1, rows=0, field=column, reason=reason)


def listed(headings: Sequence[str]) -> str:
    """Say which columns there are."""
    shown = [heading[:40] for heading in headings[:60] if heading]
    return f"the table has the columns {', '.join(shown) or '(none)'}"


def letters(heading: str) -> str:
    """Write a heading without what differs from one table to the next.

    >>> letters("Project_ID"), letters("projectID")
    ('projectid', 'projectid')
    """
    return _NO_LETTER.sub("", heading.casefold())


def named_options(given: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    """Read options such as ``lead=primeProvider.name``.

    Parameters
    ----------
    given : the options
    known : their names, and what may follow each, as errors say it

    Raises
    ------
    SourceError
        If one is none of those known, or is said twice.
    """
    found: dict[str, str] = {}
    for text in given:
        name, equals, said = text.partition("=")
        if not equals or name not in known:
            each = ", ".join(f"{one}={value}" for one, value in known.items())
            message = f"--option {text[:80]!r} is none of {each}"
            raise SourceError(message)
        if name in found:
            message = f"--option {name} is said twice, {found[name]!r} and {said!r}: leave one out"
            raise SourceError(message)
        found[name] = said
    return found
