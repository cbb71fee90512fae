"""The register of companies. All companies here are invented."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from graph.errors import SourceError
from graph.records.entries import Classification, Entry, Reject, Trait
from graph.records.identifiers import OrgId
from graph.records.kinds import FlagKind, OrganisationKind
from graph.records.model import Alias, CounterpartyFlag, Organisation, Registration
from graph.sources import importer
from graph.sources.files import SourceFile
from graph.sources.importing import read_into
from graph.stores.sqlite.store import SqliteStore
from tests.builders import organisation
from tests.graph.sources.reading import context, read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NAMES = [f"PreviousName_{n}.{what}" for n in range(1, 11) for what in ("CONDATE", " CompanyName")]
COMPANY = {
    "CompanyName": "NEW HOPE ESSEX C.I.C.",
    " CompanyNumber": "01234567",
    "RegAddress.PostCode": "CM1 1AA",
    "CompanyCategory": "Community Interest Company",
    "CompanyStatus": "Active",
    "DissolutionDate": "",
    "IncorporationDate": "02/08/1990",
    "SICCode.SicText_1": "87900 - Other residential care activities n.e.c.",
    "SICCode.SicText_2": "None Supplied",
    "PreviousName_1.CONDATE": "05/06/2012",
    " PreviousName_1.CompanyName": "HOPE IN ESSEX LIMITED",
    "PreviousName_2.CONDATE": "01/01/2001",
    " PreviousName_2.CompanyName": "ESSEX HOSTELS LIMITED",
}
"""A row, with the blanks that some of the headings begin with."""
OTHER = {" CompanyNumber": "07654321", "CompanyCategory": "Private Limited Company"}
BY_CATEGORY = [
    ("Community Interest Company", "cic", OrganisationKind.CIC),
    ("Charitable Incorporated Organisation", "charitable", OrganisationKind.CHARITY),
    ("Scottish Charitable Incorporated Organisation", "charitable", OrganisationKind.CHARITY),
    ("Registered Society", "society", OrganisationKind.SOCIAL_ENTERPRISE),
    ("Industrial and Provident Society", "society", OrganisationKind.SOCIAL_ENTERPRISE),
    (
        "PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)",
        "guarantee",
        OrganisationKind.SOCIAL_ENTERPRISE,
    ),
    (
        "PRI/LBG/NSC (Private, Limited by guarantee, no share capital, use of 'Limited' exemption)",
        "guarantee",
        OrganisationKind.SOCIAL_ENTERPRISE,
    ),
    ("Further Education and Sixth Form College Corps", "college", OrganisationKind.FE_COLLEGE),
    ("Private Limited Company", "company", OrganisationKind.PRIVATE_COMPANY),
    ("Public Limited Company", "company", OrganisationKind.PRIVATE_COMPANY),
    ("Limited Liability Partnership", "company", OrganisationKind.PRIVATE_COMPANY),
    ("Overseas Entity", "other", OrganisationKind.PRIVATE_COMPANY),
    ("Investment Company with Variable Capital", "other", OrganisationKind.PRIVATE_COMPANY),
]


def table(*companies: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(companies[0]), quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(companies)
    return text.getvalue()


def companies(
    tmp_path: Path, *rows: dict[str, str], **options: str
) -> tuple[list[Entry], list[Reject]]:
    return read("companies-house", tmp_path / "x.csv", table(*rows), **options)


def of_kind(entries: Sequence[Entry], kind: type[Any]) -> list[Any]:
    said = [each for entry in entries for each in (*entry.records, *entry.notes)]
    return [each for each in said if isinstance(each, kind)]


def test_a_company_gives_all_that_its_row_says(tmp_path: Path) -> None:
    (entry,), rejects = companies(tmp_path, COMPANY)
    assert (entry.key, entry.row, rejects) == ("GB-COH-01234567", 2, [])
    (body,) = of_kind([entry], Organisation)
    assert (body.name, body.kind, body.founded) == (
        "NEW HOPE ESSEX C.I.C.",
        OrganisationKind.CIC,
        "1990-08-02",
    )
    assert body.provenance.known_from == "1990-08-02"
    (registration,) = of_kind([entry], Registration)
    assert (registration.status, registration.postcode, registration.end) == (
        "active",
        "CM1 1AA",
        None,
    )
    assert registration.provenance.known_from == "2020-05-01"
    assert of_kind([entry], Classification)[0].codes == ("87900",)
    assert of_kind([entry], Trait)[0].value == "CM1 1AA"
    assert of_kind([entry], CounterpartyFlag) == []


def test_former_names_follow_one_another(tmp_path: Path) -> None:
    entries, _ = companies(tmp_path, COMPANY)
    assert [(a.name, a.used_from, a.used_to) for a in of_kind(entries, Alias)] == [
        ("HOPE IN ESSEX LIMITED", "2001-01-01", "2012-06-05"),
        ("ESSEX HOSTELS LIMITED", "1990-08-02", "2001-01-01"),
    ]
    assert of_kind(entries, Alias)[0].provenance.known_from == "2012-06-05"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1234567", "01234567"),
        ("1234567.0", "01234567"),
        ("sc123456", "SC123456"),
        ("SC1234", "SC001234"),
        ("CE012345", "CE012345"),
        ("RS001234", "RS001234"),
    ],
)
def test_zeros_that_a_spreadsheet_dropped_are_put_back(
    tmp_path: Path, written: str, number: str
) -> None:
    entries, rejects = companies(tmp_path, COMPANY | {" CompanyNumber": written})
    assert ([entry.key for entry in entries], rejects) == ([f"GB-COH-{number}"], [])


@pytest.mark.parametrize(
    ("field", "value"),
    [(" CompanyNumber", ""), (" CompanyNumber", "1.23E+06"), ("CompanyName", " ")],
)
def test_a_row_without_number_or_name_is_rejected(tmp_path: Path, field: str, value: str) -> None:
    entries, (reject,) = companies(tmp_path, COMPANY | {field: value})
    assert (entries, reject.rows, reject.field) == ([], 1, field.strip())


def test_a_date_that_makes_no_sense_is_reported_and_the_company_kept(tmp_path: Path) -> None:
    (entry,), (reject,) = companies(tmp_path, COMPANY | {"IncorporationDate": "01/01/9999"})
    assert (reject.rows, reject.field) == (0, "IncorporationDate")
    assert of_kind([entry], Organisation)[0].founded is None
    assert of_kind([entry], Organisation)[0].provenance.known_from == "2020-05-01"


@pytest.mark.parametrize(("category", "group", "kind"), BY_CATEGORY)
def test_the_category_tells_the_kind_and_whether_it_is_wanted(
    tmp_path: Path, category: str, group: str, kind: OrganisationKind
) -> None:
    row = COMPANY | {"CompanyCategory": category}
    entries, _ = companies(tmp_path, row, only=group)
    assert of_kind(entries, Organisation)[0].kind is kind
    others = ",".join(sorted({each for _, each, _ in BY_CATEGORY} - {group}))
    entries, (reject,) = companies(tmp_path, row, row, only=others)
    assert (entries, reject.row, reject.rows) == ([], 2, 2)
    assert reject.reason.startswith("left out: ")


def test_a_society_may_be_a_housing_association_by_its_name(tmp_path: Path) -> None:
    row = COMPANY | {
        "CompanyName": "NEW HOPE HOUSING ASSOCIATION LIMITED",
        "CompanyCategory": "Registered Society",
    }
    entries, _ = companies(tmp_path, row)
    assert of_kind(entries, Organisation)[0].kind is OrganisationKind.HOUSING_ASSOCIATION


def test_a_company_that_the_programme_names_is_taken_whatever_it_is(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(table(COMPANY | {"CompanyCategory": "Private Limited Company"}))
    file = SourceFile.look_over(path, progress=lambda *_: None)
    of, knows = importer("companies-house"), context()
    (left_out,) = of.parts[""](file, knows)
    assert isinstance(left_out, Reject)
    body = replace(organisation("Hope"), id=OrgId("GB-COH-01234567"))
    facts = replace(knows.facts, organisations=(body,))
    (entry,) = of.parts[""](file, replace(knows, facts=facts))
    assert isinstance(entry, Entry)


def test_a_file_is_read_anew_when_more_companies_are_known(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(table(COMPANY, COMPANY | OTHER))
    knows, of = context(), importer("companies-house")
    store = SqliteStore.create(tmp_path / "store.db", knows.facts)
    holdings = store.holdings(knows.facts.programme.id)
    body = replace(organisation("Hope"), id=OrgId("GB-COH-07654321"))
    more = replace(knows, facts=replace(knows.facts, organisations=(body,)))
    told = replace(body, provenance=replace(body.provenance, sources=(of.origin.id,)))
    after = replace(knows, facts=replace(knows.facts, organisations=(told,)))
    taken = []
    for each in (knows, after, more):
        imported = read_into(holdings, of, path, each)
        if not imported.unchanged:
            store.write(knows.facts, finishing=(imported.held.number,))
        taken.append((imported.unchanged, imported.held.entries))
    assert taken == [(False, 1), (True, 1), (False, 2)]


@pytest.mark.parametrize("only", ["charities", "", " , "])
def test_a_kind_that_there_is_none_of_is_told(tmp_path: Path, only: str) -> None:
    with pytest.raises(SourceError, match="cic, charitable"):
        companies(tmp_path, COMPANY, only=only)


@pytest.mark.parametrize("status", ["Liquidation", "In Administration", "Voluntary Arrangement"])
def test_a_company_in_trouble_is_flagged(tmp_path: Path, status: str) -> None:
    entries, _ = companies(tmp_path, COMPANY | {"CompanyStatus": status})
    (flag,) = of_kind(entries, CounterpartyFlag)
    assert flag.kind is FlagKind.ADMINISTRATION
    assert status in flag.note


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("id,title\n1,Grant\n", "is no file of company data"),
        ('[{"registered_charity_number": 1}]', "is no file of company data"),
        (table({k: v for k, v in COMPANY.items() if k != "CompanyStatus"}), "lacks the columns"),
    ],
)
def test_another_file_is_told(tmp_path: Path, content: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem):
        read("companies-house", tmp_path / "x.csv", content)


@pytest.mark.parametrize(
    ("name", "part", "day"),
    [
        ("BasicCompanyDataAsOneFile-2026-11-01.csv", "", "2026-11-01"),
        ("BasicCompanyData-2026-11-01-part2_7.csv", "part 2", "2026-11-01"),
        ("BasicCompanyData-2026-11-01-part99_99.csv", "", "2026-11-01"),
        ("mine-9999-99-99.csv", "", None),
        ("mine.csv", "", None),
    ],
)
def test_the_name_of_a_file_says_its_day_and_its_part(
    tmp_path: Path, name: str, part: str, day: str | None
) -> None:
    path = tmp_path / name
    path.write_text(table(COMPANY))
    file, of = SourceFile.look_over(path, progress=lambda *_: None), importer("companies-house")
    assert (of.part_of(file), of.published_in(file)) == (part, day)
    assert of.part_of(file) in of.parts
