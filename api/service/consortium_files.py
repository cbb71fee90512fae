"""Tables of consortia, read for `matcher evaluate consortia`."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from api.service.consortium_columns import OF_PROJECTS, Opened, folded
from api.service.consortium_days import Days
from graph.errors import SourceError
from graph.records.entries import Reject
from graph.sources.cells import postcode
from graph.sources.kinds import kind_by_name
from matcher.affinity.history import Subject
from matcher.evaluation.consortium_history import Collected
from matcher.evaluation.consortium_questions import Span
from matcher.evaluation.consortium_years import Years
from matcher.evaluation.themes import themes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from graph.sources.files import Row
    from matcher.affinity.history import History

_LONGEST, _LONGEST_TEXT = 200, 20_000
_FEWEST_YEARS = 3
_FEW_ROLES = 6
_NAMED = {"project": "a project", "organisation": "an organisation", "name": "an organisation"}
LENGTHS = (2.05, 3.05, 3.55, 4.05)
"""Years where one length of project ends and the next begins: whole or half years of work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsortiumFile:
    """A table of consortia: who took part in what, and how its rows did.

    `rejected` counts rows without a project, an organisation or a day, and `notes` says what they
    lack; `columns` says which heading was taken for what.
    """

    history: History
    rows: int
    rejected: int
    columns: Mapping[str, str]
    notes: tuple[str, ...] = ()

    @classmethod
    def read(
        cls,
        path: Path,
        *,
        projects: Path | None,
        known_until: int,
        options: Mapping[str, str],
        progress: Callable[[str], None] = lambda _: None,
    ) -> ConsortiumFile:
        """Read the table, and another that tells more of its projects.

        Texts of projects are sorted into themes, which are learnt from those that began until the
        end of the year `known_until`.

        Raises
        ------
        SourceError
            If a file is missing or broken, or columns are not there that are needed.
        """
        more: dict[str, dict[str, str]] = {}
        if projects is not None:
            progress(f"Reading {projects.name}")
            more = _projects(Opened.projects(projects, options))
        progress(f"Reading {path.name}")
        table = Opened.participations(path, options)
        who = "organisation" if "organisation" in table.columns else "name"
        dated = any("start" in told for told in more.values())
        table.need("project", who, *(() if dated else ("start",)))
        table.told_apart("project", who, "start")
        read = _read(table, who=who, more=more, leads=table.leads(options))
        if not read.collected.seats:
            message = (
                f"{path} has no row with a project, an organisation and a day on which the project "
                f"began: {'; '.join(read.notes())}. Taken were {_taken(table.columns)}; say "
                "others by --option NAME=HEADING"
            )
            raise SourceError(message)
        if projects is not None and not more.keys() & read.collected.projects.keys():
            message = (
                f"no project of {projects} is in the table of who took part: both must give "
                "projects the same identifiers. Say their columns: --option project=HEADING"
            )
            raise SourceError(message)
        if read.texts:
            progress("Sorting texts into themes")
            read.sort_texts(known_until)
        return cls(
            history=read.collected.history(),
            rows=read.rows,
            rejected=read.rejected,
            columns=table.columns,
            notes=(*read.notes(), *table.unread(options)),
        )

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
                f"{', as --test-until says' if end < last else ''}"
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


def _projects(table: Opened) -> dict[str, dict[str, str]]:
    """Read what a table tells of each project; of several rows the first that says it counts.

    Topics of all rows are united.
    """
    table.need("project")
    if not table.columns.keys() & set(OF_PROJECTS):
        table.need("topics")
    found: dict[str, dict[str, str]] = {}
    for row in table.rows():
        if isinstance(row, Reject):
            continue
        cells = _cells(row, table.columns)
        told = found.setdefault(cells["project"], {})
        for name in OF_PROJECTS:
            if not cells.get(name):
                continue
            if name == "topics":
                told[name] = f"{told.get(name, '')};{cells[name]}"
            else:
                told.setdefault(name, cells[name])
    found.pop("", None)
    return found


def _taken(columns: Mapping[str, str]) -> str:
    """Say which heading was taken for what."""
    return ", ".join(f"{name} from {heading}" for name, heading in columns.items())


def _cells(row: Row, columns: Mapping[str, str]) -> dict[str, str]:
    """Give the cells of a row by what they hold."""
    return {
        name: row.values[heading].strip()[: _LONGEST_TEXT if name == "text" else _LONGEST]
        for name, heading in columns.items()
    }


def _read(
    table: Opened, *, who: str, more: Mapping[str, Mapping[str, str]], leads: frozenset[str]
) -> _Reading:
    """Read all rows; anew where their days turn out to have the month first."""
    read = _Reading(who=who, more=more, leads=leads)
    for row in table.rows():
        read.take(row, table.columns)
    if not read.days.turned:
        return read
    read = _Reading(who=who, more=more, leads=leads, days=Days(month_first=True))
    for row in table.rows():
        read.take(row, table.columns)
    return read


@dataclass(slots=True, kw_only=True)
class _Reading:
    """Rows as they are read.

    Attributes
    ----------
    who : whether organisations are told by `organisation` or by `name`
    more : what another table tells of projects
    leads : what roles of leads are called
    roles, with_lead : a few of the roles that there are, and whether any was that of a lead
    texts : of projects
    lacks : what rows lack that are left out: how many, and what the first of them has
    """

    who: str
    more: Mapping[str, Mapping[str, str]]
    leads: frozenset[str]
    roles: dict[str, None] = field(default_factory=dict)
    with_lead: bool = False
    collected: Collected = field(default_factory=Collected)
    texts: dict[str, str] = field(default_factory=dict)
    days: Days = field(default_factory=Days)
    rows: int = 0
    lacks: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        """How many rows are left out."""
        return sum(count for count, _ in self.lacks.values())

    def notes(self) -> Iterator[str]:
        """Say what rows lack that are left out, and how days were read."""
        for lack, (count, first) in self.lacks.items():
            yield f"{count} row{' is' if count == 1 else 's are'} left out {lack}: {first}"
        if self.roles and not self.with_lead:
            yield (
                f"none of the roles is known to be that of a lead: {', '.join(self.roles)}. If one "
                f"is, say it, such as --option lead={next(iter(self.roles))!r}"
            )
        if self.days.of_two_years:
            yield "years such as 2010/11 count from the first of January of the first of the two"
        if self.days.month_first:
            yield "days are read with the month first, as some can only be read so"

    def take(self, row: Row | Reject, columns: Mapping[str, str]) -> None:
        """Note what a row says, if it says who, what and when."""
        self.rows += 1
        if isinstance(row, Reject):
            return self._leave("that cannot be read", f"line {row.row}: {row.reason}")
        cells = _cells(row, columns)
        told = self.more.get(cells["project"], {})
        said = cells.get("start") or told.get("start", "")
        for name in ("project", self.who):
            if not cells[name]:
                return self._leave(f"without {_NAMED[name]}", f"the first is line {row.number}")
        try:
            began = self.days.number(said)
        except ValueError:
            has = f"has {said[:40]!r}" if said else "has none"
            return self._leave(
                "without a day on which the project began, such as 2013-09-19 or 2013",
                f"line {row.number} {has}",
            )
        return self._taken(cells, told, began)

    def _leave(self, lack: str, first: str) -> None:
        count, example = self.lacks.get(lack, (0, first))
        self.lacks[lack] = (count + 1, example)

    def _taken(self, cells: dict[str, str], told: Mapping[str, str], began: int) -> None:
        organisation, project = cells[self.who], cells["project"]
        collected, leads = self.collected, folded(role := cells.get("role", "")) in self.leads
        collected.take(organisation, project, leads=leads, day=began)
        self.with_lead |= leads
        if role and len(self.roles) < _FEW_ROLES:
            self.roles.setdefault(role)
        for name, subject in (("place", Subject.PLACE), ("type", Subject.KIND)):
            if cells.get(name):  # NA is Namibia
                collected.tell(organisation, subject, cells[name], day=began)
        if "place" not in cells and (code := postcode(cells.get("postcode", ""))):
            area = code[: 2 if code[1].isalpha() else 1]
            collected.tell(organisation, Subject.PLACE, area, day=began)
        if "type" not in cells and (kind := kind_by_name(cells.get("name", ""))):
            collected.tell(organisation, Subject.KIND, kind, day=began)
        if length := self._length(began, cells.get("end") or told.get("end", "")):
            collected.topic(project, length, Subject.KIND)
        topics = f"{cells.get('topics', '')};{told.get('topics', '')}"
        for topic in filter(None, (each.strip() for each in topics.split(";"))):
            collected.topic(project, topic)
        if text := " ".join(filter(None, (_told(name, cells, told) for name in ("title", "text")))):
            self.texts.setdefault(project, text)

    def _length(self, began: int, end: str) -> str:
        """Say how long a project takes, to half a year; nothing where its end is not told."""
        try:
            days = self.days.number(end) - began
        except ValueError:
            return ""
        return f"{bisect(LENGTHS, days / 365.25)}" if days > 0 else ""

    def sort_texts(self, known_until: int) -> None:
        """Make the themes of texts topics of their projects."""
        end, collected = date(known_until, 12, 31).toordinal(), self.collected
        known = [name for name, at in collected.projects.items() if collected.began[at] <= end]
        for project, theme in themes_of(self.texts, known=known).items():
            collected.topic(project, theme)


def _told(name: str, cells: Mapping[str, str], told: Mapping[str, str]) -> str:
    return cells.get(name) or told.get(name, "")


def _span(first: int, last: int) -> Span:
    """Give all days of some years."""
    return Span(start=date(first, 1, 1).toordinal(), end=date(last + 1, 1, 1).toordinal())
