"""The register of companies, as Companies House publishes it: BasicCompanyData.

It has five million rows, most of which nobody here will ever ask about. Left out by choice, and
counted, is whatever is not of the kinds that the option ``only`` names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.records.entries import Classification, Entry, Reject
from graph.records.identifiers import OrgId
from graph.records.kinds import FlagKind, OrganisationKind
from graph.records.model import Alias, CounterpartyFlag, Organisation, Registration, Source
from graph.records.provenance import Confidence, PartialDate, Provenance
from graph.sources.cells import Cells, postcode, traits, when
from graph.sources.columns import absent, delimiter_of
from graph.sources.kinds import kind_by_name
from graph.sources.left_out import LeftOut
from graph.sources.protocol import Importer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records.facts import Facts
    from graph.sources.files import Row, SourceFile
    from graph.sources.protocol import Context

SOURCE = "IMPORT-COMPANIES-HOUSE"
_NEEDED = (
    *("CompanyName", "CompanyNumber", "CompanyCategory", "CompanyStatus"),
    *("IncorporationDate", "RegAddress.PostCode"),
)
_MORE = (
    *("DissolutionDate", "SICCode.SicText_1"),
    *("PreviousName_1.CompanyName", "PreviousName_1.CONDATE"),
)
_CIC, _CHARITY = OrganisationKind.CIC, OrganisationKind.CHARITY
_SOCIAL, _PRIVATE = OrganisationKind.SOCIAL_ENTERPRISE, OrganisationKind.PRIVATE_COMPANY
_GROUPS: tuple[tuple[str, str, OrganisationKind], ...] = (
    ("cic", r"community interest company", _CIC),
    ("charitable", r"charitable incorporated organisation", _CHARITY),
    ("college", r"further education|sixth form", OrganisationKind.FE_COLLEGE),
    ("society", r"registered society|industrial and provident|royal charter", _SOCIAL),
    ("guarantee", r"by guar|lbg", _SOCIAL),
    ("company", r"limited|public|unlimited|partnership|plc|old public|section 30", _PRIVATE),
)
"""The kinds of companies: the word for the option, the words of the category, and our kind."""
_REST = ("other", _PRIVATE)
_WORDS = {
    "cic": "community interest companies",
    "charitable": "charitable incorporated organisations",
    "college": "colleges",
    "society": "registered societies and bodies with a royal charter",
    "guarantee": "companies limited by guarantee",
    "company": "limited companies and partnerships",
    "other": "other bodies, such as overseas and investment companies",
    "known": "whoever the programme's facts name by a company number",
    "all": "everybody",
}
_DEFAULT = "cic,charitable,college,society,known"
_BY_NAME = {OrganisationKind.HOUSING_ASSOCIATION, OrganisationKind.NHS_TRUST}
_IN_TROUBLE = re.compile(
    r"administ|liquidat|receiver|insolven|voluntary arrangement", re.IGNORECASE
)
_SIC = re.compile(r"(\d{4,5})\b")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})")
_PART = re.compile(r"part(\d{1,2})_\d{1,2}")
_MOST_NAMES, _MOST_CODES, _MOST_PARTS = 10, 4, 20


@lru_cache(2**12)
def _stated(known_from: PartialDate | None) -> Provenance:
    return Provenance(
        sources=(SOURCE,), known_from=known_from, confidence=Confidence.VERIFIED_OFFICIAL
    )


def _companies(file: SourceFile, context: Context) -> Iterator[Entry | Reject]:
    """Yield an entry for each company of the kinds that are wanted."""
    wanted = _wanted(context)
    known = _known(context.facts) if "known" in wanted else frozenset()
    left_out, delimiter = LeftOut(), delimiter_of(file, None)
    yield from absent(file.columns(delimiter=delimiter), _MORE)
    for row in file.table(delimiter=delimiter):
        if isinstance(row, Reject):
            yield row
            continue
        group, kind = _group(row.values["CompanyCategory"])
        who = _company(row)
        if isinstance(who, Reject):
            yield who
        elif group not in wanted and "all" not in wanted and who not in known:
            yield from left_out.add(row.number, _WORDS[group])
        else:
            yield from _entry(Cells(row.number, row.values, who), who, kind, context.published)
    yield from left_out.rest()


def _wanted(context: Context) -> frozenset[str]:
    said = context.options.get("only", _DEFAULT)
    wanted = frozenset(word.strip() for word in said.split(",") if word.strip())
    unknown = wanted - set(_WORDS)
    if unknown or not wanted:
        message = f"only={said} has words other than {', '.join(_WORDS)}"
        raise SourceError(message)
    return wanted


def _known(facts: Facts, *, besides: str = "") -> frozenset[str]:
    """Give the companies that a programme's facts name by number.

    Parameters
    ----------
    facts : of the programme
    besides : a source; what it alone names is left out
    """
    named = (
        *((row.id, row.provenance) for row in facts.organisations),
        *((row.identifier, row.provenance) for row in facts.identifiers),
    )
    return frozenset(
        each
        for each, provenance in named
        if each.startswith("GB-COH-") and provenance.sources != (besides,)
    )


def _depends_on(context: Context) -> str:
    """Tell the companies that are known apart: when there are more, more of a file are taken.

    Those that are known by such a file alone make no difference to the next.
    """
    if "known" not in _wanted(context):
        return ""
    known = sorted(_known(context.facts, besides=SOURCE))
    return sha256(" ".join(known).encode()).hexdigest()


@lru_cache(256)
def _group(category: str) -> tuple[str, OrganisationKind]:
    words = category.casefold()
    for group, pattern, kind in _GROUPS:
        if re.search(pattern, words):
            return group, kind
    return _REST


def _company(row: Row) -> OrgId | Reject:
    """Give the company of a row; zeros in front that a spreadsheet dropped are put back."""
    cell = row.values["CompanyNumber"]
    number = "".join(cell.upper().split()).removesuffix(".0")
    try:
        return OrgId(f"GB-COH-{number}")
    except ValueError:
        reason = "this is not the number of a company, which has eight characters"
        return Reject(row=row.number, field="CompanyNumber", reason=reason, value=cell[:200])


def _entry(
    cells: Cells, who: OrgId, kind: OrganisationKind, published: PartialDate | None
) -> Iterator[Entry | Reject]:
    name = cells.text("CompanyName")
    if not name:
        yield cells.reject("CompanyName", "there is no name")
        return
    start = cells.get("IncorporationDate", when)
    office = cells.text("RegAddress.PostCode")
    by_name = kind_by_name(name) if kind is _SOCIAL else None
    organisation = Organisation(
        id=who,
        name=name,
        kind=by_name if by_name in _BY_NAME and by_name is not None else kind,
        founded=start,
        scope_note="",
        provenance=_stated(start or published),
    )
    status = cells.text("CompanyStatus")
    registration = Registration(
        organisation=who,
        identifier=who,
        status=status.lower(),
        start=start,
        end=cells.get("DissolutionDate", when),
        postcode=postcode(office),
        web="",
        provenance=_stated(published),
    )
    yield Entry(
        key=who,
        row=cells.row,
        records=(
            organisation,
            registration,
            *_former_names(cells, who, start),
            *_trouble(status, who, published),
        ),
        notes=(*_codes(cells, who), *traits(who, postcode=office)),
    )
    yield from cells.wrong


def _former_names(cells: Cells, who: OrgId, start: PartialDate | None) -> Iterator[Alias]:
    """Yield the former names; the register has the latest first, with the day of its change."""
    names: list[tuple[str, PartialDate | None]] = []
    for number in range(1, _MOST_NAMES + 1):
        name = cells.text(f"PreviousName_{number}.CompanyName")
        if name:
            names.append((name, cells.get(f"PreviousName_{number}.CONDATE", when)))
    changes = [day for _, day in names[1:]] + [start]
    for (name, until), since in zip(names, changes, strict=False):
        yield Alias(
            organisation=who,
            name=name,
            used_from=since if until is None or since is None or since <= until else None,
            used_to=until,
            provenance=_stated(until),
        )


def _trouble(status: str, who: OrgId, published: PartialDate | None) -> Iterator[CounterpartyFlag]:
    if _IN_TROUBLE.search(status):
        yield CounterpartyFlag(
            organisation=who,
            kind=FlagKind.ADMINISTRATION,
            note=f"its status at Companies House is: {status}",
            start=None,
            end=None,
            provenance=_stated(published),
        )


def _codes(cells: Cells, who: OrgId) -> Iterator[Classification]:
    texts = (cells.text(f"SICCode.SicText_{number}") for number in range(1, _MOST_CODES + 1))
    codes = tuple(found[1] for found in map(_SIC.match, texts) if found)
    if codes:
        yield Classification(organisation=who, scheme="sic", codes=codes)


def _part_of(file: SourceFile) -> str:
    """Check that the columns are there; tell the parts of one publication by the file's name."""
    there = file.columns(delimiter=delimiter_of(file, None))
    missing = [column for column in _NEEDED if column not in there]
    if len(missing) == len(_NEEDED):
        message = (
            f"{file.path} is no file of company data: it has the columns"
            f" {', '.join(there[:12])[:200] or '(none)'}; name one such as"
            " BasicCompanyDataAsOneFile-2026-11-01.zip. Nothing was imported"
        )
        raise SourceError(message)
    if missing:
        message = (
            f"{file.path} lacks the columns {', '.join(missing)}; fetch it anew from Companies"
            " House and import it as it is. Nothing was imported"
        )
        raise SourceError(message)
    part = _PART.search(file.name)
    return f"part {int(part[1])}" if part and int(part[1]) in range(1, _MOST_PARTS + 1) else ""


def _published_in(file: SourceFile) -> PartialDate | None:
    """Give the day in the file's name."""
    found = _DAY.search(file.name)
    try:
        return when(found[1]) if found else None
    except ValueError:
        return None


IMPORTER = Importer(
    name="companies-house",
    words="Companies, CICs and societies: names and former names, kind, status, office, SIC codes",
    formats="the zips or CSV of BasicCompanyData, such as BasicCompanyDataAsOneFile-2026-11-01.zip",
    origin=Source(
        id=SOURCE,
        title="Companies House, free company data product",
        address="https://download.companieshouse.gov.uk/en_output.html",
        kind="register",
        published=None,
        licence="No conditions on use (Companies Act 2006, public register)",
    ),
    options={
        "only": (
            "which to take, with commas between them: "
            + "; ".join(f"{word}: {words}" for word, words in _WORDS.items())
            + f" ({_DEFAULT})"
        )
    },
    parts={
        "": _companies,
        **{f"part {number}": _companies for number in range(1, _MOST_PARTS + 1)},
    },
    part_of=_part_of,
    published_in=_published_in,
    depends_on=_depends_on,
    looks_at=("places", "organisations", "identifiers"),
)
