"""Rows of a table of consortia, read one by one into a history, and what was odd about them."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from api.service.consortium_columns import folded
from api.service.consortium_days import Days
from graph.records.entries import Reject
from graph.sources.cells import postcode
from graph.sources.kinds import kind_by_name
from matcher.affinity.history import Subject
from matcher.evaluation.consortium_history import Collected
from matcher.evaluation.themes import themes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from api.service.consortium_columns import Opened
    from graph.sources.files import Row

_LONGEST = {
    **dict.fromkeys(("project", "organisation", "name"), 1_000),
    **dict.fromkeys(("topics", "text"), 20_000),
}
_ELSE_LONGEST = 200
_FEW_ROLES = 6
_NOTHING = frozenset(
    {"", "-", "na", "n/a", "#n/a", "#ref!", "#value!", "#name?", "null", "none", "nan"}
)
"""What programs write into a cell that names nobody, or no project."""
_NAMED = {"project": "a project", "organisation": "an organisation", "name": "an organisation"}
LENGTHS = (2.05, 3.05, 3.55, 4.05)
"""Years where one length of project ends and the next begins: whole or half years of work."""


def read_rows(
    table: Opened, *, who: str, more: Mapping[str, Mapping[str, str]], leads: frozenset[str]
) -> Reading:
    """Read all rows; anew where their days turn out to be written another way."""
    read = Reading(who=who, more=more, leads=leads)
    for row in table.rows():
        read.take(row, table.columns)
    turned = read.days.turned()
    if turned is None:
        return read
    read = Reading(who=who, more=more, leads=leads, days=turned)
    for row in table.rows():
        read.take(row, table.columns)
    return read


def cells_of(row: Row, columns: Mapping[str, str]) -> dict[str, str]:
    """Give the cells of a row by what they hold."""
    return {
        name: row.values[heading].strip()[: _LONGEST.get(name, _ELSE_LONGEST)]
        for name, heading in columns.items()
    }


@dataclass(slots=True, kw_only=True)
class Reading:
    """Rows as they are read.

    Attributes
    ----------
    who : whether organisations are told by `organisation` or by `name`
    more : what another table tells of projects
    leads : what roles of leads are called
    roles, with_lead : a few of the roles that there are, and whether any was that of a lead
    texts : of projects
    lacks : what rows lack that are left out: how many, and what the first of them has
    odd : what is odd about rows that are read: how many, and the first of them
    restarted : projects whose rows tell several days on which they began
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
    odd: dict[str, tuple[int, str]] = field(default_factory=dict)
    restarted: dict[str, None] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        """How many rows are left out."""
        return sum(count for count, _ in self.lacks.values())

    def notes(self) -> Iterator[str]:
        """Say what rows lack that are left out, what is odd, and how days were read."""
        for lack, (count, first) in self.lacks.items():
            yield f"{count} row{' is' if count == 1 else 's are'} left out {lack}: {first}"
        for oddity, (count, first) in self.odd.items():
            yield f"{oddity}: {count} row{'' if count == 1 else 's'}, {first}"
        if self.restarted:
            count, first = len(self.restarted), next(iter(self.restarted))
            yield (
                f"{count} project{' has' if count == 1 else 's have'} rows with different starts, "
                f"such as {first[:80]!r}: the first day counts"
            )
        if self.roles and not self.with_lead:
            yield (
                f"none of the roles is known to be that of a lead: {', '.join(self.roles)}. If one "
                f"is, say it, such as --option lead={next(iter(self.roles))!r}"
            )
        if self.days.of_two_years:
            yield "years such as 2010/11 count from the first of January of the first of the two"
        if self.days.month_first:
            yield "days are read with the month first, as some can only be read so"
        if self.days.months:
            yield "2010/11 and its like are read as months, as some can only be read so"
        yield from self._alike()

    def _alike(self) -> Iterator[str]:
        """Tell of names that differ in their writing alone."""
        seen: dict[str, str] = {}
        again = [
            (seen[key], name)
            for name in (self.collected.organisations if self.who == "name" else ())
            if seen.setdefault(key := folded(name), name) != name
        ]
        if again:
            first, other = again[0]
            yield (
                "names that differ in capitals or spaces count as organisations of their own: "
                f"{len(again)}, such as {other[:80]!r} beside {first[:80]!r}"
            )

    def take(self, row: Row | Reject, columns: Mapping[str, str]) -> None:
        """Note what a row says, if it says who, what and when."""
        self.rows += 1
        if isinstance(row, Reject):
            return _count(self.lacks, "that cannot be read", f"line {row.row}: {row.reason}")
        cells = cells_of(row, columns)
        told = self.more.get(cells["project"], {})
        said = cells.get("start") or told.get("start", "")
        first = f"the first is line {row.number}"
        for name in ("project", self.who):
            if cells[name].casefold() in _NOTHING:
                return _count(self.lacks, f"without {_NAMED[name]}", first)
            if len(cells[name]) == _LONGEST[name]:
                long = f"as the cell for {name} has {_LONGEST[name]:,} letters or more"
                return _count(self.lacks, long, first)
        try:
            began = self.days.number(said)
        except ValueError:
            has = f"has {said[:40]!r}" if said else "has none"
            has += "" if cells.get("start") or not said else " in the table of projects"
            lack = "without a day on which the project began, such as 2013-09-19 or 2013"
            return _count(self.lacks, lack, f"line {row.number} {has}")
        return self._taken(cells, told, began, row.number)

    def _taken(
        self, cells: dict[str, str], told: Mapping[str, str], began: int, number: int
    ) -> None:
        organisation, project = cells[self.who], cells["project"]
        self._seated(cells, began, number)
        collected = self.collected
        for name, subject in (("place", Subject.PLACE), ("type", Subject.KIND)):
            if cells.get(name):  # NA is Namibia
                collected.tell(organisation, subject, cells[name], day=began)
        if "place" not in cells and (code := postcode(cells.get("postcode", ""))):
            area = code[: 2 if code[1].isalpha() else 1]
            collected.tell(organisation, Subject.PLACE, area, day=began)
        if "type" not in cells and (kind := kind_by_name(cells.get("name", ""))):
            collected.tell(organisation, Subject.KIND, kind, day=began)
        if length := self._length(began, cells.get("end") or told.get("end", ""), number):
            collected.topic(project, length, Subject.KIND)
        topics = f"{cells.get('topics', '')};{told.get('topics', '')}"
        for topic in filter(None, (each.strip() for each in topics.split(";"))):
            collected.topic(project, topic)
        if text := " ".join(filter(None, (_told(name, cells, told) for name in ("title", "text")))):
            self.texts.setdefault(project, text)

    def _seated(self, cells: Mapping[str, str], began: int, number: int) -> None:
        """Note who took part in what, in which role, from when on.

        A role that is the organisation's own name says that it leads: some columns name the lead.
        """
        collected, role = self.collected, cells.get("role", "")
        organisation, project = cells[self.who], cells["project"]
        own = {folded(cells.get(name, "")) for name in ("organisation", "name")} - {""}
        leads = folded(role) in self.leads | own
        known, seats = collected.projects.get(project), len(collected.seats)
        if known is not None and collected.began[known] != began:
            self.restarted.setdefault(project)
        collected.take(organisation, project, leads=leads, day=began)
        if len(collected.seats) == seats:
            again = "an organisation told again in a project counts once"
            _count(self.odd, again, f"the first is line {number}")
        self.with_lead |= leads
        if role and len(self.roles) < _FEW_ROLES:
            self.roles.setdefault(role)

    def _length(self, began: int, end: str, number: int) -> str:
        """Say how long a project takes, to half a year; nothing where its end is not told."""
        if not end:
            return ""
        try:
            days = self.days.number(end) - began
        except ValueError:
            has = f"line {number} has {end[:40]!r}"
            _count(self.odd, "an end that is no day is not read", has)
            return ""
        if days < 0:
            first = f"the first is line {number}"
            _count(self.odd, "an end before the start is not read", first)
        return f"{bisect(LENGTHS, days / 365.25)}" if days > 0 else ""

    def sort_texts(self, known_until: int) -> None:
        """Make the themes of texts topics of their projects."""
        end, collected = date(known_until, 12, 31).toordinal(), self.collected
        known = [name for name, at in collected.projects.items() if collected.began[at] <= end]
        for project, theme in themes_of(self.texts, known=known).items():
            collected.topic(project, theme)


def _count(found: dict[str, tuple[int, str]], what: str, first: str) -> None:
    """Count one more of the same, of which the first is kept."""
    count, example = found.get(what, (0, first))
    found[what] = (count + 1, example)


def _told(name: str, cells: Mapping[str, str], told: Mapping[str, str]) -> str:
    return cells.get(name) or told.get(name, "")
