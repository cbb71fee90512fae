"""Charities and companies with the tags of the UK Charity Activity Tags (UK-CAT).

Two kinds of files: charities with their texts and tags, and lists of tags by org-id.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.records.entries import (
    Classification,
    Description,
    DescriptionKind,
    Entry,
    Note,
    Reject,
)
from graph.records.identifiers import OrgId
from graph.records.kinds import OrganisationKind
from graph.records.model import (
    Accounts,
    LinkedIdentifier,
    Organisation,
    Registration,
    Size,
    Source,
)
from graph.records.provenance import Confidence, PartialDate, Provenance
from graph.sources.cells import Cells, flag, postcode, pounds, traits, when
from graph.sources.columns import absent
from graph.sources.protocol import SET, SET_WORDS, Importer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records.entries import Said
    from graph.sources.files import SourceFile
    from graph.sources.protocol import Context

SOURCE = "IMPORT-UK-CAT"
_CHARITIES = ("org_id", "name", "activities", "UKCAT")
_MORE = (
    *("postcode", "active", "date_registered", "objects", "income", "spending", "fye", "web"),
    *("company_number", "ICNPTSO"),
)
_WHOSE = re.compile(r"inactive|active|cics", re.IGNORECASE)
"""Of the name of a list: whose tags it holds. The lists of each stand side by side."""
_SCHEMES = {"ukcat_code": "ukcat", "icnptso_code": "icnptso"}
"""The column of a list of tags, and the scheme of the tags in it."""
_MOST_TOGETHER = 1000


@lru_cache(2**12)
def _stated(known_from: PartialDate | None) -> Provenance:
    return Provenance(
        sources=(SOURCE,), known_from=known_from, confidence=Confidence.VERIFIED_SECONDARY
    )


def _identified(file: SourceFile) -> Iterator[tuple[OrgId, Cells] | Reject]:
    for row in file.table():
        if isinstance(row, Reject):
            yield row
            continue
        cell = row.values["org_id"].strip()
        try:
            who = OrgId(cell)
        except ValueError as error:
            yield Reject(row=row.number, field="org_id", reason=str(error)[:300], value=cell[:200])
            continue
        yield who, Cells(row.number, row.values, who)


def _charities(file: SourceFile, context: Context) -> Iterator[Entry | Reject]:
    """Yield an entry for each charity."""
    yield from absent(file.columns(), _MORE)
    for row in _identified(file):
        if isinstance(row, Reject):
            yield row
            continue
        who, cells = row
        if not cells.text("name"):
            yield cells.reject("name", "there is no name")
            continue
        yield Entry(
            key=who,
            row=cells.row,
            records=tuple(_records(cells, who, context.published)),
            notes=tuple(_notes(cells, who, context.published)),
        )
        yield from cells.wrong


def _records(cells: Cells, who: OrgId, published: PartialDate | None) -> Iterator[Said]:
    start, now = cells.get("date_registered", when), _stated(published)
    yield Organisation(
        id=who,
        name=cells.text("name"),
        kind=OrganisationKind.CHARITY,
        founded=None,
        scope_note="",
        provenance=_stated(start or published),
    )
    yield Registration(
        organisation=who,
        identifier=who,
        status="registered" if flag(cells.text("active")) else "removed",
        start=start,
        end=None,
        postcode=postcode(cells.text("postcode")),
        web=cells.text("web"),
        provenance=now,
    )
    company = cells.get("company_number", lambda cell: OrgId(f"GB-COH-{cell.removesuffix('.0')}"))
    if company is not None:
        yield LinkedIdentifier(organisation=who, identifier=company, provenance=now)
    yield from _figures(cells, who, now)


def _figures(cells: Cells, who: OrgId, now: Provenance) -> Iterator[Said]:
    year_end = cells.get("fye", when)
    income, spending = cells.get("income", pounds), cells.get("spending", pounds)
    if year_end is None or income is None:
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
    yield Size(
        organisation=who,
        year=year_end.last_day.year,
        turnover_low_gbp=income,
        turnover_high_gbp=income,
        provenance=now,
    )


def _notes(cells: Cells, who: OrgId, published: PartialDate | None) -> Iterator[Note]:
    for field in ("activities", "objects"):
        if text := cells.prose(field):
            yield Description(
                organisation=who, kind=DescriptionKind(field), text=text, known_from=published
            )
    for field, scheme in (("UKCAT", "ukcat"), ("ICNPTSO", "icnptso")):
        codes = tuple(code.strip() for code in cells.text(field).split(";") if code.strip())
        if codes:
            yield Classification(organisation=who, scheme=scheme, codes=codes)
    yield from traits(who, postcode=cells.text("postcode"), web=cells.text("web"))


def _tags(file: SourceFile, column: str) -> Iterator[Entry | Reject]:
    """Yield an entry for the consecutive tags of each organisation."""
    seen: dict[OrgId, int] = {}
    told = enumerate(_identified(file))

    def together(numbered: tuple[int, tuple[OrgId, Cells] | Reject]) -> tuple[str, int]:
        place, row = numbered
        return ("", place) if isinstance(row, Reject) else (row[0], place // _MOST_TOGETHER)

    for _, run in groupby(told, key=together):
        who: OrgId | None = None
        codes: list[str] = []
        first = 0
        for _, row in run:
            if isinstance(row, Reject):
                yield row
            elif not row[1].text(column):
                yield row[1].reject(column, "there is no tag")
            else:
                who, first = row[0], first or row[1].row
                codes.append(row[1].text(column))
        if who is None:
            continue
        seen[who] = seen.get(who, 0) + 1
        note = Classification(organisation=who, scheme=_SCHEMES[column], codes=tuple(codes))
        key = who if seen[who] == 1 else f"{who} ({seen[who]})"
        yield Entry(key=key, row=first, rows=len(codes), notes=(note,))


def _part_of(file: SourceFile) -> str:
    """Tell charities from lists of tags by the columns."""
    there = file.columns()
    if all(column in there for column in _CHARITIES):
        return "charities"
    part = next((scheme for column, scheme in _SCHEMES.items() if column in there), "")
    if part and "org_id" in there:
        return part
    message = (
        f"{file.path} has neither the columns {', '.join(_CHARITIES)}, nor org_id and one of"
        f" {', '.join(_SCHEMES)}; it has {', '.join(there[:12])[:200] or '(none)'}."
        " Nothing was imported"
    )
    raise SourceError(message)


def _set_of(file: SourceFile) -> str:
    """Tell the lists of charities, of those removed, and of companies apart by their names."""
    whose = _WHOSE.search(file.path.name)
    return whose[0].lower() if whose and _part_of(file) != "charities" else ""


IMPORTER = Importer(
    name="uk-cat",
    words="Charities with texts, income and hand-made tags, and tags of charities and CICs",
    formats="CSV: sample.csv, charities_active-ukcat.csv, cics-icnptso.csv",
    origin=Source(
        id=SOURCE,
        title="UK Charity Activity Tags, and ICNP/TSO classes of charities and companies",
        address="https://github.com/charity-classification/ukcat",
        kind="data",
        published=None,
        licence="CC BY 4.0",
    ),
    options={SET: SET_WORDS},
    parts={
        "charities": _charities,
        "ukcat": lambda file, _: _tags(file, "ukcat_code"),
        "icnptso": lambda file, _: _tags(file, "icnptso_code"),
    },
    part_of=_part_of,
    set_of=_set_of,
)
