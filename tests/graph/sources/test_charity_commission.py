"""The Charity Commission's public extract. All charities here are invented."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from graph.errors import SourceError
from graph.records.entries import (
    Classification,
    Description,
    DescriptionKind,
    Entry,
    Operation,
    Reject,
    Trait,
)
from graph.records.kinds import AffiliationKind, FlagKind, OrganisationKind
from graph.records.model import (
    Accounts,
    Affiliation,
    Alias,
    CounterpartyFlag,
    LinkedIdentifier,
    Organisation,
    Registration,
    Size,
)
from graph.sources import importer
from graph.sources.charity_commission import several
from graph.sources.charity_commission.rows import extracted, rows
from graph.sources.files import SourceFile
from tests.builders import A
from tests.graph.sources.reading import read
from tests.graph.sources.workbooks import save

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CHARITY = {
    "date_of_extract": "2020-05-01T00:00:00",
    "organisation_number": 31,
    "registered_charity_number": 1000031,
    "linked_charity_number": 0,
    "charity_name": "NEW  HOPE (ESSEX)",
    "charity_type": "Charitable company",
    "charity_registration_status": "Registered",
    "date_of_registration": "1990-08-02T00:00:00",
    "date_of_removal": None,
    "latest_acc_fin_period_end_date": "2019-03-31T00:00:00",
    "latest_income": 120000.0,
    "latest_expenditure": 110000.5,
    "charity_contact_postcode": "cm1 1aa",
    "charity_contact_phone": "01245 000000",
    "charity_contact_email": "office@newhope.example",
    "charity_contact_web": "www.newhope.example",
    "charity_company_registration_number": "2534145",
    "charity_insolvent": False,
    "charity_in_administration": False,
    "charity_activities": "We help people leaving prison.\nWe find homes.",
}
"""A row of the file of charities, as JSON has it."""
KEY = {
    "date_of_extract": "2020-05-01",
    "organisation_number": 31,
    "registered_charity_number": 1000031,
    "linked_charity_number": 0,
}


def as_json(*records: dict[str, Any]) -> str:
    return "\ufeff" + json.dumps(records)


def as_text(*records: dict[str, Any], mark: str = "\t", end: str = "\r\n") -> str:
    cells = [["" if v is None else str(v).replace("\n", " ") for v in r.values()] for r in records]
    return end.join(mark.join(row) for row in (list(records[0]), *cells)) + end


def charities(
    tmp_path: Path, *records: dict[str, Any], **options: str
) -> tuple[list[Entry], list[Reject]]:
    return read("charity-commission", tmp_path / "x.json", as_json(*records), **options)


def of_kind(entries: Sequence[Entry], kind: type[Any]) -> list[Any]:
    said = [each for entry in entries for each in (*entry.records, *entry.notes)]
    return [each for each in said if isinstance(each, kind)]


def test_a_charity_gives_all_that_its_row_says(tmp_path: Path) -> None:
    (entry,), rejects = charities(tmp_path, CHARITY)
    assert rejects == []
    assert (entry.key, entry.row, entry.rows) == ("GB-CHC-1000031", 1, 1)
    (organisation,) = of_kind([entry], Organisation)
    assert organisation.name == "NEW HOPE (ESSEX)"
    assert organisation.kind is OrganisationKind.CHARITY
    assert organisation.provenance.known_from == "1990-08-02"
    (registration,) = of_kind([entry], Registration)
    assert (registration.status, registration.start, registration.end) == (
        "registered",
        "1990-08-02",
        None,
    )
    assert (registration.postcode, registration.web) == ("CM1 1AA", "www.newhope.example")
    (linked,) = of_kind([entry], LinkedIdentifier)
    assert linked.identifier == "GB-COH-02534145"
    (accounts,) = of_kind([entry], Accounts)
    assert (accounts.year_end, accounts.income_gbp, accounts.spending_gbp) == (
        "2019-03-31",
        120000.0,
        110000.5,
    )
    (size,) = of_kind([entry], Size)
    assert (size.year, size.turnover_low_gbp, size.turnover_high_gbp) == (2019, 120000, 120000)
    (description,) = of_kind([entry], Description)
    assert description.text == "We help people leaving prison.\nWe find homes."
    traits = {str(trait.kind): trait.value for trait in of_kind([entry], Trait)}
    assert traits == {
        "postcode": "CM1 1AA",
        "web": "newhope.example",
        "email-domain": "newhope.example",
        "phone": "01245000000",
    }


def test_what_changes_counts_only_from_the_day_of_the_extract(tmp_path: Path) -> None:
    (entry,), _ = charities(tmp_path, CHARITY)
    for record in (*of_kind([entry], Registration), *of_kind([entry], Accounts)):
        assert record.provenance.known_from == "2020-05-01"


def test_json_text_and_csv_say_the_same(tmp_path: Path) -> None:
    plain = CHARITY | {"charity_activities": "We help, and we find homes."}
    expected, _ = charities(tmp_path, plain)
    texts = (as_text(plain), as_text(plain).encode("cp1252"), as_text(plain, end="\n"))
    for text in texts:
        entries, rejects = read("charity-commission", tmp_path / "x.txt", text)
        assert (entries[0].records, rejects) == (expected[0].records, [])
    quoted = plain | {"charity_activities": '"We help, and we find homes."'}
    entries, _ = read("charity-commission", tmp_path / "x.csv", as_text(quoted, mark=","))
    assert entries[0].records == expected[0].records


def test_what_a_spreadsheet_did_to_the_file_is_undone(tmp_path: Path) -> None:
    spoilt = CHARITY | {
        "registered_charity_number": "1000031.0",
        "date_of_registration": "33087",
        "latest_acc_fin_period_end_date": "31/03/2019",
        "latest_income": "120,000.00",
    }
    expected, _ = charities(tmp_path, CHARITY)
    assert charities(tmp_path, spoilt) == (expected, [])


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("date_of_registration", "9999-12-31T00:00:00", None),
        ("latest_income", "plenty", Size),
        ("charity_company_registration_number", "see note", LinkedIdentifier),
        ("latest_acc_fin_period_end_date", "31/31/2019", Accounts),
    ],
)
def test_a_cell_that_makes_no_sense_is_reported_and_the_charity_kept(
    tmp_path: Path, field: str, value: str, kind: type[Any] | None
) -> None:
    entries, (reject,) = charities(tmp_path, CHARITY | {field: value})
    assert len(of_kind(entries, Organisation)) == 1
    assert (reject.key, reject.field, reject.value, reject.rows) == (
        "GB-CHC-1000031",
        field,
        value,
        0,
    )
    assert kind is None or of_kind(entries, kind) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"registered_charity_number": None},
        {"registered_charity_number": "12"},
        {"registered_charity_number": "1E+06"},
        {"linked_charity_number": "one"},
        {"charity_name": " "},
    ],
)
def test_a_row_without_number_or_name_is_rejected(tmp_path: Path, changes: dict[str, Any]) -> None:
    entries, (reject,) = charities(tmp_path, CHARITY | changes)
    assert (entries, reject.row, reject.rows) == ([], 1, 1)


def test_a_company_number_that_stands_for_none_is_none(tmp_path: Path) -> None:
    entries, rejects = charities(tmp_path, CHARITY | {"charity_company_registration_number": "0"})
    assert (of_kind(entries, LinkedIdentifier), rejects) == ([], [])


def test_a_group_member_belongs_to_its_group(tmp_path: Path) -> None:
    member = CHARITY | {"linked_charity_number": 2, "charity_name": "THE LODGE FUND"}
    (entry,), _ = charities(tmp_path, member)
    assert entry.key == "GB-CHC-1000031-2"
    assert of_kind([entry], Organisation) == []
    (linked,) = of_kind([entry], LinkedIdentifier)
    assert (linked.organisation, linked.identifier) == ("GB-CHC-1000031", "GB-CHC-1000031-2")
    (alias,) = of_kind([entry], Alias)
    assert (alias.organisation, alias.name, alias.used_from) == (
        "GB-CHC-1000031",
        "THE LODGE FUND",
        "1990-08-02",
    )


def test_charities_removed_before_the_competition_are_left_out_and_counted(tmp_path: Path) -> None:
    gone = CHARITY | {"charity_registration_status": "Removed"}
    old = gone | {"date_of_removal": "2001-01-01", "registered_charity_number": 1000032}
    late = gone | {"date_of_removal": "2019-01-01", "registered_charity_number": 1000033}
    entries, (reject,) = charities(tmp_path, CHARITY, old, late, old)
    assert [entry.key for entry in entries] == ["GB-CHC-1000031", "GB-CHC-1000033"]
    assert (reject.row, reject.rows) == (2, 2)
    assert of_kind(entries, Registration)[1].end == "2019-01-01"
    counts = {
        said: len(charities(tmp_path, CHARITY, old, late, removed=said)[0])
        for said in ("all", "none", "2001-01-01", "2020-01-01")
    }
    assert counts == {"all": 3, "none": 1, "2001-01-01": 3, "2020-01-01": 1}
    with pytest.raises(SourceError, match="neither all nor none nor a day"):
        charities(tmp_path, CHARITY, removed="some")


def test_insolvency_and_administration_are_flags(tmp_path: Path) -> None:
    entries, _ = charities(
        tmp_path, CHARITY | {"charity_insolvent": True, "charity_in_administration": True}
    )
    flags = of_kind(entries, CounterpartyFlag)
    assert [flag.kind for flag in flags] == [FlagKind.ADMINISTRATION] * 2
    assert {flag.note.rpartition(" ")[2] for flag in flags} == {"insolvent", "administration"}


def part(tmp_path: Path, name: str, *records: dict[str, Any]) -> tuple[list[Entry], list[Reject]]:
    """Read a file with several rows for a charity, both as JSON and as text."""
    records = tuple(KEY | record for record in records)
    by_json = read("charity-commission", tmp_path / "x.json", as_json(*records))
    by_text = read("charity-commission", tmp_path / "x.txt", as_text(*records))
    assert [(e.key, e.rows, e.records, e.notes) for e in by_json[0]] == [
        (e.key, e.rows, e.records, e.notes) for e in by_text[0]
    ]
    file = SourceFile.look_over(tmp_path / "x.json", progress=lambda *_: None)
    assert importer("charity-commission").part_of(file) == name
    total = sum(e.rows for e in by_json[0]) + sum(r.rows for r in by_json[1])
    assert total == len(records)
    return by_json


def test_other_names_are_aliases(tmp_path: Path) -> None:
    names = [
        {"charity_name_type": "Previous name", "charity_name": "Old Hope"},
        {"charity_name_type": "Working name", "charity_name": "NH"},
        {"charity_name_type": "Working name", "charity_name": ""},
    ]
    entries, (reject,) = part(tmp_path, "charity_other_names", *names)
    assert [alias.name for alias in of_kind(entries, Alias)] == ["Old Hope", "NH"]
    assert reject.rows == 1


def test_a_charity_that_comes_again_is_an_entry_of_its_own(tmp_path: Path) -> None:
    def row(number: int, code: int) -> dict[str, Any]:
        return {"registered_charity_number": number, "classification_code": code}

    entries, _ = part(
        tmp_path,
        "charity_classification",
        row(1000031, 105),
        row(1000031, 107),
        row(1000032, 105),
        row(1000031, 302),
    )
    assert [(entry.key, entry.row, entry.rows) for entry in entries] == [
        ("GB-CHC-1000031", 1, 2),
        ("GB-CHC-1000032", 3, 1),
        ("GB-CHC-1000031 (2)", 4, 1),
    ]
    assert of_kind(entries, Classification)[0].codes == ("105", "107")


def test_no_entry_grows_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(several, "_MOST_TOGETHER", 2)
    rows = [{"classification_code": code} for code in (101, 102, 103)]
    entries, _ = part(tmp_path, "charity_classification", *rows)
    assert [entry.rows for entry in entries] == [2, 1]


def test_areas_of_operation_are_places_and_words(tmp_path: Path) -> None:
    areas = [
        {"geographic_area_type": "Local Authority", "geographic_area_description": "Ayton"},
        {"geographic_area_type": "Country", "geographic_area_description": "India"},
        {"geographic_area_type": "Country", "geographic_area_description": "Ayton"},
    ]
    entries, _ = part(tmp_path, "charity_area_of_operation", *areas)
    (operation,) = of_kind(entries, Operation)
    assert (operation.places, operation.words) == ((A,), ("India", "Ayton"))


def test_objects_are_a_description(tmp_path: Path) -> None:
    texts = [{"charitable_objects": "THE RELIEF OF NEED"}]
    entries, _ = part(tmp_path, "charity_governing_document", *texts)
    (description,) = of_kind(entries, Description)
    assert (description.kind, description.text) == (DescriptionKind.OBJECTS, "THE RELIEF OF NEED")


HISTORY = {
    "fin_period_end_date": "2019-03-31",
    "date_annual_return_received": "2019-12-01",
    "date_accounts_received": "2019-11-01",
    "total_gross_income": 5,
    "total_gross_expenditure": 4,
    "suppression_ind": False,
}


def test_accounts_count_from_the_day_on_which_they_were_received(tmp_path: Path) -> None:
    years = [
        HISTORY,
        HISTORY | {"fin_period_end_date": "2018-03-31", "date_annual_return_received": None},
        HISTORY | {"date_annual_return_received": "1919-12-01", "date_accounts_received": None},
        HISTORY | {"total_gross_income": None, "total_gross_expenditure": None},
        HISTORY | {"suppression_ind": True},
        HISTORY | {"fin_period_end_date": None},
    ]
    entries, (reject,) = part(tmp_path, "charity_annual_return_history", *years)
    found = [(each.year_end, each.provenance.known_from) for each in of_kind(entries, Accounts)]
    assert found == [
        ("2019-03-31", "2019-12-01"),
        ("2018-03-31", "2019-11-01"),
        ("2019-03-31", "2020-05-01"),
    ]
    assert (reject.rows, reject.reason) == (3, "left out: a year without figures")


def test_the_first_part_of_the_return_tells_of_volunteers_and_contracts(tmp_path: Path) -> None:
    year = {
        "latest_fin_period_submitted_ind": True,
        "fin_period_end_date": "2019-03-31",
        "ar_received_date": "2019-12-01",
        "total_gross_income": 5,
        "total_gross_expenditure": 4,
        "count_volunteers": 12,
        "charity_receives_govt_funding_contracts": True,
        "grant_making_is_main_activity": False,
    }
    before = year | {
        "latest_fin_period_submitted_ind": False,
        "grant_making_is_main_activity": True,
    }
    entries, _ = part(tmp_path, "charity_annual_return_parta", year, before)
    assert of_kind(entries, Accounts)[0].volunteers == 12
    (classes,) = of_kind(entries, Classification)
    assert (classes.scheme, classes.codes) == ("annual-return", ("government-contracts",))


def test_the_second_part_of_the_return_tells_of_reserves_and_employees(tmp_path: Path) -> None:
    year = {
        "fin_period_end_date": "2019-03-31",
        "ar_received_date": "2019-12-01",
        "income_total_income_and_endowments": 900_000,
        "expenditure_total": 800_000,
        "reserves": -50,
        "count_employees": 31,
    }
    entries, _ = part(tmp_path, "charity_annual_return_partb", year)
    (accounts,) = of_kind(entries, Accounts)
    assert (accounts.reserves_gbp, accounts.employees, accounts.income_gbp) == (-50, 31, 900_000)


def event(kind: str, other: int | None = None, **more: Any) -> dict[str, Any]:
    """An event in the history of a charity, on the same day as all the others."""
    return {
        "charity_event_order": 1,
        "event_type": kind,
        "date_of_event": "2018-06-30",
        "reason": "",
        "assoc_registered_charity_number": other,
    } | more


def test_a_charity_that_was_removed_has_gone_into_the_one_that_has_its_assets(
    tmp_path: Path,
) -> None:
    history = [event("Registration"), event("Asset transfer out", 1000044), event("Removal")]
    (entry,), (reject,) = part(tmp_path, "charity_event_history", *history)
    (took_over,) = of_kind([entry], Affiliation)
    assert (took_over.organisation, took_over.of) == ("GB-CHC-1000044", "GB-CHC-1000031")
    assert (took_over.kind, took_over.start) == (AffiliationKind.PARENT, "2018-06-30")
    assert took_over.provenance.known_from == "2020-05-01"
    assert (entry.rows, reject.rows) == (2, 1)
    entries, _ = part(tmp_path, "charity_event_history", event("Removed", 1000044))
    assert of_kind(entries, Affiliation) == [took_over]


@pytest.mark.parametrize(
    "history",
    [
        [event("Asset transfer out", 1000044)],
        [event("Asset transfer in", 1000044), event("Removal")],
        [event("Asset transfer out", 0), event("Removal")],
        [event("Asset transfer out", 1000031), event("Removal")],
        [event("Registration", 1000044)],
    ],
)
def test_what_does_not_tell_who_took_over_is_left_out(
    tmp_path: Path, history: list[dict[str, Any]]
) -> None:
    entries, rejects = part(tmp_path, "charity_event_history", *history)
    assert entries == []
    assert sum(each.rows for each in rejects) == len(history)


def test_a_number_that_is_no_charity_is_told(tmp_path: Path) -> None:
    history = [event("Asset transfer out", 7), event("Removal")]
    _, rejects = part(tmp_path, "charity_event_history", *history)
    assert [(each.field, each.rows) for each in rejects] == [
        ("assoc_registered_charity_number", 0),
        ("", 2),
    ]


def test_inquiries_are_flags_and_other_reports_are_left_out(tmp_path: Path) -> None:
    reports = [
        {"report_name": "Inquiry report", "report_location": "x.example", "date_published": "2018"},
        {"report_name": "Annual review", "report_location": "", "date_published": "2018-01-01"},
    ]
    entries, (reject,) = part(tmp_path, "charity_published_report", *reports)
    (flag,) = of_kind(entries, CounterpartyFlag)
    assert (flag.kind, flag.provenance.known_from) == (FlagKind.INVESTIGATION, "2018")
    assert "Inquiry report x.example" in flag.note
    assert reject.reason == "left out: the report is of no inquiry"


def test_other_regulators_are_codes(tmp_path: Path) -> None:
    entries, _ = part(
        tmp_path, "charity_other_regulators", {"regulator_name": "Care Quality Commission"}
    )
    assert of_kind(entries, Classification)[0].codes == ("care-quality-commission",)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("a,b\n1,2\n", "is no file of the Charity Commission's public extract"),
        ('[{"id": "360G-1", "title": "Grant"}]', "is no file of the Charity Commission"),
        (as_text(KEY | {"trustee_name": "A N Other"}), "no facts of people"),
        (as_text(KEY | {"policy_name": "Safeguarding"}), "not taken"),
        (as_text(KEY | {"charity_event_order": 1}), "lacks the fields event_type"),
        (
            as_json({k: v for k, v in CHARITY.items() if k != "charity_name"}),
            "lacks the fields charity_name",
        ),
    ],
)
def test_another_file_is_told(tmp_path: Path, content: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem):
        read("charity-commission", tmp_path / "x", content)


def test_a_renamed_file_is_known_by_its_fields_and_an_empty_one_by_its_name(tmp_path: Path) -> None:
    packed = tmp_path / "mine.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("publicextract.charity_other_names.json", "[]")
    assert read("charity-commission", packed) == ([], [])


def _file(tmp_path: Path, text: str) -> SourceFile:
    path = tmp_path / "x.txt"
    path.write_text(text, encoding="utf-8", newline="")
    return SourceFile.look_over(path, progress=lambda *_: None)


@pytest.mark.parametrize("text", [as_json(CHARITY), as_text(CHARITY), as_text(CHARITY, mark=",")])
def test_every_file_says_its_day(tmp_path: Path, text: str) -> None:
    assert extracted(_file(tmp_path, text)) == "2020-05-01"


@pytest.mark.parametrize(
    "text", ["a\tb\n1\t2\n", "date_of_extract\tb\n", "date_of_extract\tb\nsoon\t2\n", "[]"]
)
def test_a_file_that_does_not_say_its_day_has_none(tmp_path: Path, text: str) -> None:
    assert extracted(_file(tmp_path, text)) is None


def test_a_backslash_may_escape_a_tab_or_the_end_of_a_line(tmp_path: Path) -> None:
    text = "a\tb\tc\n1\\\tx\t2\t3\n4\\\n5\t6\t7\n\n8\\x\t9\t10\n11\t12\n13\\\n"
    found = list(rows(_file(tmp_path, text), ()))
    good = [list(each.values.values()) for each in found if not isinstance(each, Reject)]
    assert good == [["1 x", "2", "3"], ["4\n5", "6", "7"], ["8\\x", "9", "10"]]
    assert [each.reason for each in found if isinstance(each, Reject)] == [
        "the row has 2 cells, the header 3",
        "the row has 1 cells, the header 3",
    ]


def test_what_is_no_record_is_rejected(tmp_path: Path) -> None:
    found = rows(_file(tmp_path, '[{"a": {"b": 1}}, 7]'), ("a",))
    good, bad = list(found)
    assert not isinstance(good, Reject)
    assert good.values == {"a": ""}
    assert isinstance(bad, Reject)
    assert bad.row == 2


def test_a_workbook_of_the_register_says_its_day(tmp_path: Path) -> None:
    rows: list[list[object]] = [list(CHARITY), list(CHARITY.values())]
    path = save(tmp_path / "charity.xlsx", rows)
    assert extracted(SourceFile.look_over(path, progress=lambda *_: None)) == "2020-05-01"
    empty = save(tmp_path / "empty.xlsx", rows[:1])
    assert extracted(SourceFile.look_over(empty, progress=lambda *_: None)) is None
