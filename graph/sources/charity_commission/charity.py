"""The file `charity`: who is on the register, in which state, how large, and how to reach it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.records.entries import Description, DescriptionKind, Entry, Reject
from graph.records.identifiers import OrgId
from graph.records.kinds import FlagKind, OrganisationKind
from graph.records.model import (
    Accounts,
    Alias,
    CounterpartyFlag,
    LinkedIdentifier,
    Organisation,
    Registration,
    Size,
)
from graph.records.provenance import Confidence, PartialDate, Provenance
from graph.sources.cells import Cells, flag, postcode, pounds, traits, when
from graph.sources.charity_commission import rows
from graph.sources.charity_commission.rows import LINKED, NUMBER
from graph.sources.left_out import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records.entries import Said
    from graph.sources.files import SourceFile
    from graph.sources.protocol import Context

SOURCE = "IMPORT-CHARITY-COMMISSION"
NEEDED = (NUMBER, LINKED, "charity_name", "charity_registration_status", "date_of_registration")
FIELDS = (
    *NEEDED,
    *("date_of_removal", "latest_acc_fin_period_end_date", "latest_income", "latest_expenditure"),
    *("charity_contact_postcode", "charity_contact_phone", "charity_contact_email"),
    *("charity_contact_web", "charity_company_registration_number", "charity_insolvent"),
    *("charity_in_administration", "charity_activities"),
)
_NO_COMPANY = frozenset({"0", "00000000", "N/A", "NA", "NONE"})
_FLAGS = {
    "charity_insolvent": "the register of charities says that it is insolvent",
    "charity_in_administration": "the register of charities says that it is in administration",
}


@lru_cache(2**12)
def stated(known_from: PartialDate | None) -> Provenance:
    """Give the provenance of what the register says and has said since a day."""
    return Provenance(
        sources=(SOURCE,), known_from=known_from, confidence=Confidence.VERIFIED_OFFICIAL
    )


def charities(file: SourceFile, context: Context) -> Iterator[Entry | Reject]:
    """Yield an entry for each charity and each group member.

    A charity that was removed before the competition opened is left out, unless the option
    ``removed`` says otherwise.
    """
    removed_since = _removed_since(context)
    left_out = LeftOut()
    for row in rows.charities(file, FIELDS):
        if isinstance(row, Reject):
            yield row
            continue
        who, cells = row
        end = cells.get("date_of_removal", when)
        if end is not None and end < removed_since:
            yield from left_out.add(cells.row, f"removed from the register before {removed_since}")
        elif not cells.text("charity_name"):
            yield cells.reject("charity_name", "there is no name")
        else:
            yield _entry(cells, who, end, context.published)
            yield from cells.wrong
    yield from left_out.rest()


def _removed_since(context: Context) -> str:
    """Give the day since which removed charities are of interest, as a text that sorts."""
    said = context.options.get("removed", "")
    if said in {"all", "none"}:
        return "" if said == "all" else "any day"
    try:
        return when(said) if said else str(context.facts.programme.competition_opened)
    except ValueError as error:
        message = f"removed={said} is neither all nor none nor a day: {error}"
        raise SourceError(message) from error


def _entry(
    cells: Cells, who: OrgId, end: PartialDate | None, published: PartialDate | None
) -> Entry:
    if who.group != who:
        return Entry(key=who, row=cells.row, records=tuple(_member(cells, who, end)))
    activities = cells.prose("charity_activities")
    text = Description(
        organisation=who, kind=DescriptionKind.ACTIVITIES, text=activities, known_from=published
    )
    found = traits(
        who,
        postcode=cells.text("charity_contact_postcode"),
        web=cells.text("charity_contact_web"),
        email_domain=cells.text("charity_contact_email"),
        phone=cells.text("charity_contact_phone"),
    )
    return Entry(
        key=who,
        row=cells.row,
        records=tuple(_charity(cells, who, end, published)),
        notes=(*((text,) if activities else ()), *found),
    )


def _member(cells: Cells, who: OrgId, end: PartialDate | None) -> Iterator[Said]:
    """Say that a group member is part of its group: it reports and signs with it.

    Its number is one more of the group's, and its name one more by which the group is known.
    """
    group, start = who.group, cells.get("date_of_registration", when)
    yield LinkedIdentifier(organisation=group, identifier=who, provenance=stated(start))
    yield Alias(
        organisation=group,
        name=cells.text("charity_name"),
        used_from=start,
        used_to=end,
        provenance=stated(start),
    )


def _charity(
    cells: Cells, who: OrgId, end: PartialDate | None, published: PartialDate | None
) -> Iterator[Said]:
    start = cells.get("date_of_registration", when)
    now = stated(published)
    yield Organisation(
        id=who,
        name=cells.text("charity_name"),
        kind=OrganisationKind.CHARITY,
        founded=None,
        scope_note="",
        provenance=stated(start or published),
    )
    yield Registration(
        organisation=who,
        identifier=who,
        status=cells.text("charity_registration_status").lower(),
        start=start,
        end=end,
        postcode=postcode(cells.text("charity_contact_postcode")),
        web=cells.text("charity_contact_web"),
        provenance=now,
    )
    company = cells.get("charity_company_registration_number", _company)
    if company is not None and company != who:
        yield LinkedIdentifier(organisation=who, identifier=company, provenance=now)
    yield from _figures(cells, who, now)
    for field, note in _FLAGS.items():
        if flag(cells.text(field)):
            kind = FlagKind.ADMINISTRATION
            yield CounterpartyFlag(
                organisation=who, kind=kind, note=note, start=None, end=None, provenance=now
            )


def _figures(cells: Cells, who: OrgId, now: Provenance) -> Iterator[Said]:
    """Yield the size and the accounts of the latest year; who sent none has none."""
    year_end = cells.get("latest_acc_fin_period_end_date", when)
    income = cells.get("latest_income", pounds)
    spending = cells.get("latest_expenditure", pounds)
    if year_end is None or (income is None and spending is None):
        return
    yield Accounts(
        organisation=who,
        year_end=year_end,
        income_gbp=income,
        spending_gbp=spending,
        reserves_gbp=None,
        employees=None,
        volunteers=None,
        provenance=now,
    )
    if income is not None:
        yield Size(
            organisation=who,
            year=year_end.last_day.year,
            turnover_low_gbp=income,
            turnover_high_gbp=income,
            provenance=now,
        )


def _company(cell: str) -> OrgId | None:
    """Give the company of a number, whose zeros in front are often lost; None for no company."""
    number = "".join(cell.upper().split()).removesuffix(".0")
    return None if number in _NO_COMPANY else OrgId(f"GB-COH-{number}")
