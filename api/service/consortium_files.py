"""Tables of consortia, read for `matcher evaluate consortia`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from api.service.consortium_columns import A_ROW_EACH, OF_A_PROJECT, OF_PROJECTS, Opened
from api.service.consortium_reading import cells_of, read_rows
from graph.errors import SourceError
from graph.records.entries import Reject
from matcher.evaluation.consortium_questions import Span
from matcher.evaluation.consortium_years import Years

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from matcher.affinity.history import History

_FEWEST_YEARS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsortiumFile:
    """A table of consortia: who took part in what, and how its rows did.

    `rejected` counts rows without a project, an organisation or a day, or that cannot be read, and
    `notes` says what they lack; `columns` says which heading was taken for what.
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
        beside, more = None, dict[str, dict[str, str]]()
        notes: list[str] = []
        if projects is not None:
            progress(f"Reading {projects.name}")
            beside = Opened.projects(projects, options)
            more = _projects(beside, notes)
        progress(f"Reading {path.name}")
        table = Opened.participations(path, options, beside=beside)
        who = "organisation" if "organisation" in table.columns else "name"
        dated = any("start" in told for told in more.values())
        table.need("project", who, *(() if dated else ("start",)), rows=A_ROW_EACH)
        table.told_apart("project", who, "start", "role")
        read = read_rows(table, who=who, more=more, leads=table.leads(options))
        if not read.collected.seats:
            faults = "; ".join(read.notes()) or "it has a header alone"
            message = (
                f"{path} has no row with a project, an organisation and a day on which the project "
                f"began: {faults}. Taken were {_taken(table.columns)}; say others by --option "
                "NAME=HEADING"
            )
            raise SourceError(message)
        if beside is not None and not more.keys() & read.collected.projects.keys():
            message = (
                f"no project of {projects} is in the table of who took part: both must give "
                "projects the same identifiers. Say their columns: --option project=HEADING"
            )
            raise SourceError(message)
        if beside is not None and (lost := len(read.collected.projects.keys() - more.keys())):
            notes.append(f"{lost} of {len(read.collected.projects)} projects are not in {projects}")
        if read.texts:
            progress("Sorting texts into themes")
            read.sort_texts(known_until)
        return cls(
            history=read.collected.history(),
            rows=read.rows,
            rejected=read.rejected,
            columns=table.columns,
            notes=(
                *read.notes(),
                *notes,
                *table.unread({**options, **(beside.columns if beside else {})}),
            ),
        )

    def years(self, *, train_until: int, test_from: int, test_until: int | None) -> Years:
        """Split the table by the years in which projects began.

        As many years are learnt from as are asked about, if there are that many and others before;
        the last of them is the last known one in which any project began.

        Raises
        ------
        SourceError
            If the years do not follow each other, the table has no project in them, or none of its
            projects has two organisations.
        """
        if len(self.history.organisation) <= self.history.works:
            raise self._nobody_together()
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

    def _nobody_together(self) -> SourceError:
        """Say that no project has two organisations, and what that is by."""
        who = "organisation" if "organisation" in self.columns else "name"
        count = self.history.works
        message = (
            "the table has no project with two organisations, so it does not tell who works with "
            f"whom: {count} project{'' if count == 1 else 's'} by the column "
            f"{self.columns['project']!r}, organisations by {self.columns[who]!r}. Say other "
            f"columns: --option project=HEADING --option {who}=HEADING"
        )
        return SourceError(message)


def _projects(table: Opened, notes: list[str]) -> dict[str, dict[str, str]]:
    """Read what a table tells of each project; of several rows the first that says it counts.

    Topics of all rows are united. `notes` gets what is said of rows that cannot be read.
    """
    table.need("project", rows=OF_A_PROJECT)
    if not table.columns.keys() & set(OF_PROJECTS):
        table.need("topics", rows=OF_A_PROJECT)
    found: dict[str, dict[str, str]] = {}
    rejects: list[Reject] = []
    for row in table.rows():
        if isinstance(row, Reject):
            rejects.append(row)
            continue
        cells = cells_of(row, table.columns)
        told = found.setdefault(cells["project"], {})
        for name in OF_PROJECTS:
            if not cells.get(name):
                continue
            if name == "topics":
                told[name] = f"{told.get(name, '')};{cells[name]}"
            else:
                told.setdefault(name, cells[name])
    found.pop("", None)
    if rejects:
        first = rejects[0]
        rows = f"{len(rejects)} row{'' if len(rejects) == 1 else 's'}"
        notes.append(
            f"{table.file.path.name}: {rows} cannot be read: line {first.row}: {first.reason}"
        )
    return found


def _taken(columns: Mapping[str, str]) -> str:
    """Say which heading was taken for what."""
    return ", ".join(f"{name} from {heading}" for name, heading in columns.items())


def _span(first: int, last: int) -> Span:
    """Give all days of some years."""
    return Span(start=date(first, 1, 1).toordinal(), end=date(last + 1, 1, 1).toordinal())
