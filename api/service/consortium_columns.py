"""The columns of tables of consortia, as `matcher evaluate consortia` looks for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.records.kinds import MemberRole
from graph.sources.columns import (
    Sought,
    columns_of,
    delimiter_of,
    letters,
    listed,
    named_options,
    once,
)
from graph.sources.consortia_words import COLUMNS, ROLES
from graph.sources.files import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from graph.records.entries import Reject
    from graph.sources.files import Row

_PLACES = ("country", "region", *COLUMNS["place"].headings, "area")


def _wider(name: str, *headings: str) -> Sought:
    return replace(COLUMNS[name], headings=(*COLUMNS[name].headings, *headings))


_WIDER = {
    "project": _wider(
        "project",
        *("project_ref", "contract_reference", "contract_ref", "contract_id", "contract_number"),
        *("contract", "award_id", "notice_id", "ocid"),
        *("grant_reference", "grant_ref", "grant_number", "grant_id", "grant"),
    ),
    "organisation": _wider(
        "organisation", "member_id", "provider_id", "supplier_id", "recipient_org_identifier"
    ),
    "name": _wider(
        "name",
        *("provider_name", "supplier_name", "member_name", "company_name", "recipient_org_name"),
        *("provider", "supplier", "member", "company"),
    ),
    "role": _wider(
        "role",
        *("organisation_role", "organization_role", "partner_role", "member_role"),
        *("provider_role", "supplier_role", "lead", "is_lead", "lead_organisation"),
        *("lead_partner", "lead_provider", "lead_applicant"),
    ),
    "start": _wider("start", "start_year", "award_date", "financial_year", "year"),
    "end": _wider("end", "end_year"),
    "place": replace(COLUMNS["place"], headings=_PLACES),
    "topics": _wider(
        "topics",
        *("topic_code", "topic_codes", "programme", "grant_programme_title", "theme"),
        *("service_type", "cpv_code", "cpv_codes", "cpv"),
    ),
    "title": Sought(words="the project's title", headings=("title", "project_title")),
}
_NAMES = ("project", "organisation", "name", "role", "start", "end", "place", "postcode", "type")
SOUGHT = {name: _WIDER.get(name, COLUMNS[name]) for name in (*_NAMES, "topics", "title", "text")}
"""What is looked for in a table."""
LEADS = frozenset(
    {
        *(word for word, role in ROLES.items() if role is MemberRole.LEAD),
        *("lead applicant", "lead organisation", "lead provider", "lead contractor"),
        *("prime provider", "prime contractor"),
    }
)
"""What a lead is called in a column of roles."""
YES = frozenset({"yes", "y", "true", "1", "1.0", "x"})
"""What a column says of a lead whose heading asks whether one leads, such as ``Lead?``."""
OF_PROJECTS = ("start", "end", "topics", "title", "text")
"""What a table of projects may tell, too."""
OPTIONS = {**dict.fromkeys(SOUGHT, "HEADING"), "lead": "WORD", "delimiter": "comma"}
"""What may be said of a table, and what follows."""

_LISTED = 12
_DELIMITER = "--option delimiter=comma, semicolon, tab or pipe"
A_ROW_EACH = "a row is needed for each organisation in each project, not one for a whole project"
"""What a table of who took part in what must be."""
OF_A_PROJECT = "each other line tells of one project"
"""What a table of projects must be."""


def _words(name: str) -> str:
    """Say what is looked for; an organisation may be told by its name or its identifier."""
    other = ", or organisation (its identifier)" if name == "name" else ""
    return f"{name} ({SOUGHT[name].words}){other}"


def options_of(given: Sequence[str]) -> dict[str, str]:
    """Read options such as ``project=Grant number``.

    Raises
    ------
    SourceError
        If one is none of `OPTIONS`, or is said twice.
    """
    return named_options(given, OPTIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A table whose columns are found: `columns` gives the heading of each."""

    file: SourceFile
    delimiter: str
    columns: dict[str, str]

    @classmethod
    def participations(
        cls, path: Path, options: Mapping[str, str], *, beside: Opened | None = None
    ) -> Opened:
        """Open a table of who took part in what.

        Parameters
        ----------
        path : where it is
        options : which column holds what; one that only the table `beside` has is not sought here
        beside : the table of projects, if there is one

        Raises
        ------
        SourceError
            If it cannot be read, has not the columns that were named, or one of them twice.
        """
        file = SourceFile.look_over(path, progress=lambda *_: None)
        delimiter = delimiter_of(file, options.get("delimiter"))
        headings = file.columns(delimiter=delimiter)
        there = {letters(heading) for heading in headings}
        others = {letters(each) for each in beside.headings} - there if beside else set[str]()
        said = {
            name: heading
            for name, heading in options.items()
            if name not in OF_PROJECTS or letters(heading) not in others
        }
        columns = once(path, headings, columns_of(headings, SOUGHT, said), SOUGHT)
        return cls(file=file, delimiter=delimiter, columns=columns)

    @classmethod
    def projects(cls, path: Path, options: Mapping[str, str]) -> Opened:
        """Open a table of projects; what was said of the other table counts where it has that.

        Raises
        ------
        SourceError
            If it cannot be read, or has a column twice that is needed.
        """
        file = SourceFile.look_over(path, progress=lambda *_: None)
        delimiter = delimiter_of(file, None)
        headings = file.columns(delimiter=delimiter)
        there = {letters(heading) for heading in headings}
        said = {name: text for name, text in options.items() if letters(text) in there}
        sought = {name: SOUGHT[name] for name in ("project", *OF_PROJECTS)}
        columns = once(path, headings, columns_of(headings, sought, said), sought)
        return cls(file=file, delimiter=delimiter, columns=columns)

    def rows(self) -> Iterator[Row | Reject]:
        """Yield its rows."""
        yield from self.file.table(delimiter=self.delimiter)

    @property
    def headings(self) -> Sequence[str]:
        """The headings of the table."""
        return self.file.columns(delimiter=self.delimiter)

    def unread(self, options: Mapping[str, str]) -> Iterator[str]:
        """Say which columns are not read, where any of them could hold what none was found for.

        `options` has what was said of columns, or is told by another table.
        """
        others = [each for each in self.headings if each and each not in self.columns.values()]
        found = {*self.columns, *options, *(("organisation",) if "name" in self.columns else ())}
        lacking = [each for each in SOUGHT if each not in found]
        if others and lacking:
            more = f" and {len(others) - _LISTED} more" if len(others) > _LISTED else ""
            shown = ", ".join(heading[:40] for heading in others[:_LISTED])
            yield (
                f"not read {'is' if len(others) == 1 else 'are'} {shown}{more}. No column was "
                f"found for {', '.join(lacking)}: if one holds that, say it by --option "
                "NAME=HEADING"
            )

    def need(self, *names: str, rows: str) -> None:
        """Complain of columns that are needed and not there; `rows` says what a row must be.

        Raises
        ------
        SourceError
            If one is missing; it says how to name it.
        """
        missing = [name for name in names if name not in self.columns]
        if missing:
            headings = self.headings
            if headings and headings[0].startswith(("{", "[")):
                message = f"{self.file.path} is JSON: a table is needed, such as CSV or XLSX"
                raise SourceError(message)
            words = "; ".join(_words(name) for name in missing)
            said = " ".join(f"--option {name}=HEADING" for name in missing)
            split = f", and {_DELIMITER}" if len(headings) == 1 else ""
            message = (
                f"{self.file.path} has no column for {words}; {listed(headings)}. Say it: "
                f"{said}{split}. The first line must hold the headings, and {rows}"
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

    def leads(self, options: Mapping[str, str]) -> frozenset[str]:
        """Give what the column of roles says of a lead, in small letters."""
        if said := options.get("lead"):
            return frozenset({folded(said)})
        asks = letters(self.columns.get("role", "")) in {"lead", "islead"}
        return LEADS | YES if asks else LEADS


def folded(text: str) -> str:
    """Write a role without what differs from one table to the next."""
    return " ".join(text.casefold().split())
