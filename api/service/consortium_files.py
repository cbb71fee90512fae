"""Tables of consortia, read for `matcher evaluate consortia`."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.records.entries import Reject
from graph.records.kinds import MemberRole
from graph.sources.columns import columns_of, delimiter_of, letters, listed, named_options
from graph.sources.consortia_words import COLUMNS, ROLES
from graph.sources.days import day
from graph.sources.files import SourceFile
from matcher.affinity.history import Subject
from matcher.evaluation.consortium_history import Collected
from matcher.evaluation.consortium_questions import Span
from matcher.evaluation.consortium_years import Years

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from graph.sources.files import Row
    from matcher.affinity.history import History

_SOUGHT = {
    **{name: COLUMNS[name] for name in ("project", "organisation", "name", "role", "start", "end")},
    "place": replace(COLUMNS["place"], headings=("country", "region", *COLUMNS["place"].headings)),
    "type": COLUMNS["type"],
    "topics": COLUMNS["topics"],
}
OPTIONS = (*_SOUGHT, "delimiter")
"""What may be said of a table."""
_LONGEST = 200
_FEWEST_YEARS = 3
LENGTHS = (2.05, 3.05, 3.55, 4.05)
"""Years where one length of project ends and the next begins: whole or half years of work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsortiumFile:
    """A table of consortia: who took part in what, and how its rows did.

    `rejected` counts rows without a project, an organisation or a day; `columns` says which heading
    was taken for what.
    """

    history: History
    rows: int
    rejected: int
    columns: Mapping[str, str]

    @classmethod
    def read(
        cls,
        path: Path,
        *,
        topics: Path | None,
        options: Mapping[str, str],
        progress: Callable[[str], None] = lambda _: None,
    ) -> ConsortiumFile:
        """Read the table, and another with the topics of its projects.

        Raises
        ------
        SourceError
            If a file is missing or broken, or columns are not there that are needed.
        """
        progress(f"Reading {path.name}")
        file, delimiter, columns = _opened(path, options)
        who = "organisation" if "organisation" in columns else "name"
        _need(file, columns, delimiter, "project", who, "start")
        _told_apart(file, columns, "project", who, "start")
        collected, rows, rejected = Collected(), 0, 0
        for row in file.table(delimiter=delimiter):
            rows += 1
            if isinstance(row, Reject) or not _take(collected, row, columns, who):
                rejected += 1
        if topics is not None:
            progress(f"Reading {topics.name}")
            _topics(collected, topics, options)
        if not collected.seats:
            message = (
                f"{path} has no row with a project, an organisation and a day on which the project "
                f"began; the columns taken were {dict(columns)}. Say others with --option"
            )
            raise SourceError(message)
        return cls(history=collected.history(), rows=rows, rejected=rejected, columns=columns)

    def years(self, *, train_until: int, test_from: int, test_until: int | None) -> Years:
        """Split the table by the years in which projects began.

        As many years are learnt from as are asked about, if there are that many and others before;
        the last of them is the last known one in which any project began.

        Raises
        ------
        SourceError
            If the years do not follow each other, or the table has no project in them.
        """
        first = date.fromordinal(int(self.history.day.min())).year
        last = date.fromordinal(int(self.history.day.max())).year
        if last - first < _FEWEST_YEARS - 1:
            message = (
                f"the projects of the table began in {first} to {last}: a table of {_FEWEST_YEARS} "
                "years at least is needed, as the first is known, the next teaches, and the last "
                "is asked about"
            )
            raise SourceError(message)
        end = last if test_until is None else min(test_until, last)
        if not first < train_until < test_from <= end:
            message = (
                f"the projects of the table began in {first} to {last}: --train-until must be "
                f"after {first}, --test-from after --train-until, and not after {end}"
            )
            raise SourceError(message)
        began = self.history.day[self.history.day < date(train_until + 1, 1, 1).toordinal()]
        known = max(first + 1, date.fromordinal(int(began.max())).year)
        span = max(1, min(end - test_from + 1, (known - first + 1) // 2))
        return Years(
            history=self.history,
            learns=_span(known - span + 1, known),
            asks=_span(test_from, end),
        )


def options_of(given: Sequence[str]) -> dict[str, str]:
    """Read options such as ``project=Grant number``.

    Raises
    ------
    SourceError
        If one is none of `OPTIONS`.
    """
    return named_options(given, OPTIONS, value="HEADING")


def _opened(path: Path, options: Mapping[str, str]) -> tuple[SourceFile, str, dict[str, str]]:
    file = SourceFile.look_over(path, progress=lambda *_: None)
    delimiter = delimiter_of(file, options.get("delimiter"))
    return file, delimiter, columns_of(file.columns(delimiter=delimiter), _SOUGHT, options)


def _need(file: SourceFile, columns: Mapping[str, str], delimiter: str, *names: str) -> None:
    """Complain of columns that are needed and not there."""
    missing = [name for name in names if name not in columns]
    if missing:
        headings = file.columns(delimiter=delimiter)
        words = "; ".join(f"{name} ({_SOUGHT[name].words})" for name in missing)
        said = " ".join(f"--option {name}=HEADING" for name in missing)
        message = f"{file.path} has no column for {words}; {listed(headings)}. Say it: {said}"
        raise SourceError(message)


def _told_apart(file: SourceFile, columns: Mapping[str, str], *names: str) -> None:
    """Complain of a column that was said to hold two things that have to differ."""
    for name, other in combinations(names, 2):
        if columns[name] == columns[other]:
            message = (
                f"{file.path}: the column {columns[name]!r} was taken for {name} and for {other}. "
                f"Say another: --option {name}=HEADING or --option {other}=HEADING"
            )
            raise SourceError(message)


def _take(collected: Collected, row: Row, columns: Mapping[str, str], who: str) -> bool:
    """Note what a row says, if it says who, what and when."""
    cells = {name: row.values[heading].strip()[:_LONGEST] for name, heading in columns.items()}
    organisation, project = cells[who], cells["project"]
    try:
        began = _day_number(cells["start"])
    except ValueError:
        return False
    if not organisation or not project:
        return False
    role = ROLES.get(" ".join(cells.get("role", "").casefold().split()))
    collected.take(organisation, project, leads=role is MemberRole.LEAD, day=began)
    for name, subject in (("place", Subject.PLACE), ("type", Subject.KIND)):
        if cells.get(name):  # NA is Namibia
            collected.tell(organisation, subject, cells[name], day=began)
    if length := _length(began, cells.get("end", "")):
        collected.topic(project, length, Subject.KIND)
    for topic in filter(None, (each.strip() for each in cells.get("topics", "").split(";"))):
        collected.topic(project, topic)
    return True


def _length(began: int, end: str) -> str:
    """Say how long a project takes, to half a year; nothing where its end is not told."""
    try:
        days = _day_number(end) - began
    except ValueError:
        return ""
    return f"{bisect(LENGTHS, days / 365.25)}" if days > 0 else ""


def _day_number(text: str) -> int:
    """Give the number of a day; of a year or a month alone, that of its first."""
    year, month, at = (*(int(part) for part in day(text).split("-")), 1, 1)[:3]
    return date(year, month, at).toordinal()


def _topics(collected: Collected, path: Path, options: Mapping[str, str]) -> None:
    """Read a table of projects and their topics.

    Its columns are found by their headings, by those said for the other table where it has them,
    and else they are its first two.
    """
    file = SourceFile.look_over(path, progress=lambda *_: None)
    delimiter = delimiter_of(file, None)
    headings = file.columns(delimiter=delimiter)
    there = {letters(heading) for heading in headings}
    said = {name: text for name, text in options.items() if letters(text) in there}
    sought = {name: _SOUGHT[name] for name in ("project", "topics")}
    columns = columns_of(headings, sought, said)
    _need(file, columns, delimiter, "project", "topics")
    known = sum(
        collected.topic(row.values[columns["project"]].strip(), word.strip())
        for row in file.table(delimiter=delimiter)
        if not isinstance(row, Reject)
        for word in row.values[columns["topics"]].split(";")
        if word.strip()
    )
    if not known:
        message = (
            f"no project of {path} is in the table of who took part: its column "
            f"{columns['project']!r} must hold the same identifiers"
        )
        raise SourceError(message)


def _span(first: int, last: int) -> Span:
    """Give all days of some years."""
    return Span(start=date(first, 1, 1).toordinal(), end=date(last + 1, 1, 1).toordinal())
