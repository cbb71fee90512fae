"""The files with several rows for a charity: names, codes, places, years, reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from graph.records.entries import (
    Classification,
    Description,
    DescriptionKind,
    Entry,
    Note,
    Operation,
    Reject,
)
from graph.records.identifiers import slug
from graph.records.kinds import FlagKind
from graph.records.model import Accounts, Alias, CounterpartyFlag
from graph.sources.cells import Cells, balance, flag, people, pounds, when
from graph.sources.charity_commission import events
from graph.sources.charity_commission.charity import stated
from graph.sources.charity_commission.rows import LINKED, NUMBER, charities
from graph.sources.left_out import LeftOut
from graph.sources.places import ANY, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.records.entries import Said
    from graph.records.identifiers import OrgId, PlaceCode
    from graph.records.provenance import PartialDate
    from graph.sources.files import SourceFile
    from graph.sources.protocol import Context

_MOST_TOGETHER = 1000
"""Rows of one entry; no charity has as many in any file."""

Says: TypeAlias = "Callable[[OrgId, Sequence[Cells], Context], Iterator[Said | Note]]"
"""What turns the rows of a charity into records and notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """A file with several rows for a charity.

    Attributes
    ----------
    needed : the fields without which it cannot be read
    more : the fields that are read if they are there
    says : what the rows of one charity say
    empty : why a row that says nothing is left out, and whether it does, by its cells
    """

    needed: tuple[str, ...]
    more: tuple[str, ...] = ()
    says: Says
    empty: tuple[str, Callable[[Cells], bool]]

    def read(self, file: SourceFile, context: Context) -> Iterator[Entry | Reject]:
        """Yield an entry for the consecutive rows of each charity."""
        seen: dict[OrgId, int] = {}
        left_out = LeftOut()
        for together in self._together(file):
            if isinstance(together, Reject):
                yield together
                continue
            who, rows = together
            said = tuple(self.says(who.group, rows, context))
            if said:
                seen[who] = seen.get(who, 0) + 1
                key = who if seen[who] == 1 else f"{who} ({seen[who]})"
                yield _entry(key, rows, said)
            else:
                for cells in rows:
                    yield from left_out.add(cells.row, self.empty[0])
            for cells in rows:
                yield from cells.wrong
        yield from left_out.rest()

    def _together(self, file: SourceFile) -> Iterator[tuple[OrgId, list[Cells]] | Reject]:
        """Yield the consecutive rows of each charity, without those that say nothing."""
        left_out = LeftOut()
        reason, is_empty = self.empty
        current: tuple[OrgId, list[Cells]] | None = None
        for row in charities(file, (NUMBER, LINKED, *self.needed, *self.more)):
            if isinstance(row, Reject):
                yield row
            elif is_empty(row[1]):
                yield from left_out.add(row[1].row, reason)
            elif current and current[0] == row[0] and len(current[1]) < _MOST_TOGETHER:
                current[1].append(row[1])
            else:
                if current:
                    yield current
                current = (row[0], [row[1]])
        if current:
            yield current
        yield from left_out.rest()


def _entry(key: str, rows: Sequence[Cells], said: Sequence[Said | Note]) -> Entry:
    return Entry(
        key=key,
        row=rows[0].row,
        rows=len(rows),
        records=tuple(each for each in said if not isinstance(each, Note)),
        notes=tuple(each for each in said if isinstance(each, Note)),
    )


def _blank(*fields: str) -> Callable[[Cells], bool]:
    return lambda cells: not any(cells.text(field) for field in fields)


def _names(who: OrgId, rows: Sequence[Cells], context: Context) -> Iterator[Said | Note]:
    for cells in rows:
        yield Alias(
            organisation=who,
            name=cells.text("charity_name"),
            used_from=None,
            used_to=None,
            provenance=stated(context.published),
        )


def _classes(who: OrgId, rows: Sequence[Cells], _: Context) -> Iterator[Said | Note]:
    codes = tuple(dict.fromkeys(cells.text("classification_code") for cells in rows))
    yield Classification(organisation=who, scheme="ccew", codes=codes)


def _regulators(who: OrgId, rows: Sequence[Cells], _: Context) -> Iterator[Said | Note]:
    codes = tuple(dict.fromkeys(slug(cells.text("regulator_name")) for cells in rows))
    yield Classification(organisation=who, scheme="regulator", codes=codes)


_LEVELS = {
    "local authority": (Level.AUTHORITY, Level.COUNTY),
    "metropolitan counties": (Level.COUNTY, Level.REGION),
    "metropolitan county": (Level.COUNTY, Level.REGION),
    "region": (Level.COUNTRY, Level.REGION),
    "country": (Level.COUNTRY,),
    "continent": (),
}
"""What the types of areas of the register mean; London is a region and stands among counties."""


def _areas(who: OrgId, rows: Sequence[Cells], context: Context) -> Iterator[Said | Note]:
    places: dict[PlaceCode, None] = {}
    words: dict[str, None] = {}
    for cells in rows:
        name = cells.text("geographic_area_description")
        levels = _LEVELS.get(cells.text("geographic_area_type").lower(), ANY)
        found = context.places.named(name, levels=levels)
        places.update(dict.fromkeys(found))
        words.update({} if found else {name: None})
    yield Operation(
        organisation=who, places=tuple(places), words=tuple(words), known_from=context.published
    )


def _objects(who: OrgId, rows: Sequence[Cells], context: Context) -> Iterator[Said | Note]:
    for cells in rows:
        yield Description(
            organisation=who,
            kind=DescriptionKind.OBJECTS,
            text=cells.prose("charitable_objects"),
            known_from=context.published,
        )


def _reports(who: OrgId, rows: Sequence[Cells], context: Context) -> Iterator[Said | Note]:
    for cells in rows:
        day = cells.get("date_published", when)
        name, address = cells.text("report_name"), cells.text("report_location")
        yield CounterpartyFlag(
            organisation=who,
            kind=FlagKind.INVESTIGATION,
            note=f"the Charity Commission published a report: {name} {address}".strip(),
            start=day,
            end=None,
            provenance=stated(day or context.published),
        )


_YEAR_END = "fin_period_end_date"


def _accounts(
    *,
    received: tuple[str, ...],
    income: str,
    spending: str,
    reserves: str = "",
    employees: str = "",
    volunteers: str = "",
) -> Says:
    """Read the accounts of each year; a field of no name is one that the file does not have."""

    def says(who: OrgId, rows: Sequence[Cells], context: Context) -> Iterator[Said | Note]:
        for cells in rows:
            year_end = cells.get(_YEAR_END, when)
            if year_end is not None:
                yield Accounts(
                    organisation=who,
                    year_end=year_end,
                    income_gbp=cells.get(income, pounds),
                    spending_gbp=cells.get(spending, pounds),
                    reserves_gbp=cells.get(reserves, balance),
                    employees=cells.get(employees, people),
                    volunteers=cells.get(volunteers, people),
                    provenance=stated(_known_from(cells, received, year_end) or context.published),
                )

    return says


def _known_from(
    cells: Cells, received: tuple[str, ...], year_end: PartialDate
) -> PartialDate | None:
    """Give the day on which the figures were received; none that is before the year's end."""
    days = (cells.get(field, when) for field in received)
    return next((day for day in days if day is not None and day > year_end), None)


_WORK = {
    "grant_making_is_main_activity": "grant-making",
    "charity_receives_govt_funding_contracts": "government-contracts",
    "charity_receives_govt_funding_grants": "government-grants",
    "charity_has_trading_subsidiary": "trading-subsidiary",
}
"""What a charity says of its latest year, and how it is called here."""


def _first_part(who: OrgId, rows: Sequence[Cells], context: Context) -> Iterator[Said | Note]:
    yield from _figures_of_first_part(who, rows, context)
    latest = [cells for cells in rows if flag(cells.text("latest_fin_period_submitted_ind"))]
    codes = tuple(code for field, code in _WORK.items() if any(flag(c.text(field)) for c in latest))
    if codes:
        yield Classification(organisation=who, scheme="annual-return", codes=codes)


_FIGURES = ("total_gross_income", "total_gross_expenditure")
_figures_of_first_part = _accounts(
    received=("ar_received_date",),
    income=_FIGURES[0],
    spending=_FIGURES[1],
    volunteers="count_volunteers",
)


def _no_figures(*fields: str) -> tuple[str, Callable[[Cells], bool]]:
    blank, no_year = _blank(*fields), _blank(_YEAR_END)

    def is_empty(cells: Cells) -> bool:
        return flag(cells.text("suppression_ind")) or no_year(cells) or blank(cells)

    return "a year without figures", is_empty


PARTS = {
    "charity_other_names": Several(
        needed=(LINKED, "charity_name_type", "charity_name"),
        says=_names,
        empty=("there is no name", _blank("charity_name")),
    ),
    "charity_classification": Several(
        needed=(LINKED, "classification_code"),
        says=_classes,
        empty=("there is no code", _blank("classification_code")),
    ),
    "charity_area_of_operation": Several(
        needed=(LINKED, "geographic_area_type", "geographic_area_description"),
        says=_areas,
        empty=("there is no area", _blank("geographic_area_description")),
    ),
    "charity_event_history": Several(
        needed=(LINKED, events.TYPE, events.DAY, events.OTHER),
        says=events.successors,
        empty=(events.SAYS_NOTHING, events.says_nothing),
    ),
    "charity_governing_document": Several(
        needed=(LINKED, "charitable_objects"),
        says=_objects,
        empty=("there are no objects", _blank("charitable_objects")),
    ),
    "charity_annual_return_history": Several(
        needed=(_YEAR_END, "date_annual_return_received", "date_accounts_received", *_FIGURES),
        more=("suppression_ind",),
        says=_accounts(
            received=("date_annual_return_received", "date_accounts_received"),
            income=_FIGURES[0],
            spending=_FIGURES[1],
        ),
        empty=_no_figures(*_FIGURES),
    ),
    "charity_annual_return_parta": Several(
        needed=(_YEAR_END, "ar_received_date", *_FIGURES, "count_volunteers"),
        more=("latest_fin_period_submitted_ind", *_WORK),
        says=_first_part,
        empty=_no_figures(*_FIGURES, "count_volunteers"),
    ),
    "charity_annual_return_partb": Several(
        needed=(_YEAR_END, "ar_received_date", "reserves", "count_employees"),
        more=("income_total_income_and_endowments", "expenditure_total"),
        says=_accounts(
            received=("ar_received_date",),
            income="income_total_income_and_endowments",
            spending="expenditure_total",
            reserves="reserves",
            employees="count_employees",
        ),
        empty=_no_figures("reserves", "count_employees", "income_total_income_and_endowments"),
    ),
    "charity_other_regulators": Several(
        needed=("regulator_name",),
        says=_regulators,
        empty=("there is no regulator", lambda cells: not slug(cells.text("regulator_name"))),
    ),
    "charity_published_report": Several(
        needed=(LINKED, "report_name", "date_published"),
        more=("report_location",),
        says=_reports,
        empty=(
            "the report is of no inquiry",
            lambda cells: "inquiry" not in cells.text("report_name").lower(),
        ),
    ),
}
"""The files with several rows for a charity, by their names in the extract."""
