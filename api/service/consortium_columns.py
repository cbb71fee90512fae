"""The columns of tables of consortia, as `matcher evaluate consortia` looks for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.sources.columns import Sought, columns_of, delimiter_of, letters, listed, named_options
from graph.sources.consortia_words import COLUMNS
from graph.sources.files import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from graph.records.entries import Reject
    from graph.sources.files import Row

_WIDER = {
    "place": replace(COLUMNS["place"], headings=("country", "region", *COLUMNS["place"].headings)),
    "topics": replace(COLUMNS["topics"], headings=(*COLUMNS["topics"].headings, "programme")),
    "title": Sought(words="the project's title", headings=("title", "project_title")),
}
_NAMES = ("project", "organisation", "name", "role", "start", "end", "place", "postcode", "type")
SOUGHT = {name: _WIDER.get(name, COLUMNS[name]) for name in (*_NAMES, "topics", "title", "text")}
"""What is looked for in a table."""
OF_PROJECTS = ("start", "end", "topics", "title", "text")
"""What a table of projects may tell, too."""
OPTIONS = (*SOUGHT, "delimiter")
"""What may be said of a table."""


def options_of(given: Sequence[str]) -> dict[str, str]:
    """Read options such as ``project=Grant number``.

    Raises
    ------
    SourceError
        If one is none of `OPTIONS`.
    """
    return named_options(given, OPTIONS, value="HEADING")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A table whose columns are found: `columns` gives the heading of each."""

    file: SourceFile
    delimiter: str
    columns: dict[str, str]

    @classmethod
    def participations(cls, path: Path, options: Mapping[str, str]) -> Opened:
        """Open a table of who took part in what.

        Raises
        ------
        SourceError
            If it cannot be read, or has not the columns that were named.
        """
        file = SourceFile.look_over(path, progress=lambda *_: None)
        delimiter = delimiter_of(file, options.get("delimiter"))
        columns = columns_of(file.columns(delimiter=delimiter), SOUGHT, options)
        return cls(file=file, delimiter=delimiter, columns=columns)

    @classmethod
    def projects(cls, path: Path, options: Mapping[str, str]) -> Opened:
        """Open a table of projects; what was said of the other table counts where it has that.

        Raises
        ------
        SourceError
            If it cannot be read.
        """
        file = SourceFile.look_over(path, progress=lambda *_: None)
        delimiter = delimiter_of(file, None)
        headings = file.columns(delimiter=delimiter)
        there = {letters(heading) for heading in headings}
        said = {name: text for name, text in options.items() if letters(text) in there}
        sought = {name: SOUGHT[name] for name in ("project", *OF_PROJECTS)}
        return cls(file=file, delimiter=delimiter, columns=columns_of(headings, sought, said))

    def rows(self) -> Iterator[Row | Reject]:
        """Yield its rows."""
        yield from self.file.table(delimiter=self.delimiter)

    def need(self, *names: str) -> None:
        """Complain of columns that are needed and not there.

        Raises
        ------
        SourceError
            If one is missing; it says how to name it.
        """
        missing = [name for name in names if name not in self.columns]
        if missing:
            headings = self.file.columns(delimiter=self.delimiter)
            if headings and headings[0].startswith(("{", "[")):
                message = f"{self.file.path} is JSON: a table is needed, such as CSV or XLSX"
                raise SourceError(message)
            words = "; ".join(f"{name} ({SOUGHT[name].words})" for name in missing)
            said = " ".join(f"--option {name}=HEADING" for name in missing)
            split = "" if len(headings) > 1 else ", and --option delimiter=comma, semicolon or tab"
            message = (
                f"{self.file.path} has no column for {words}; {listed(headings)}. Say it: "
                f"{said}{split}"
            )
            raise SourceError(message)

    def told_apart(self, *names: str) -> None:
        """Complain of a column that was said to hold two things that have to differ.

        Raises
        ------
        SourceError
            If there is one.
        """
        for name, other in combinations((name for name in names if name in self.columns), 2):
            if self.columns[name] == self.columns[other]:
                message = (
                    f"{self.file.path}: the column {self.columns[name]!r} was taken for {name} and "
                    f"for {other}. Say another: --option {name}=HEADING or --option {other}=HEADING"
                )
                raise SourceError(message)
