"""What organisations say of themselves in the spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.packs.statement_questions import COLUMNS
from graph.records.entries import Refusal
from graph.records.model import (
    Accounts,
    Capability,
    Evidence,
    Interest,
    LinkedIdentifier,
    Organisation,
    Size,
)
from graph.records.provenance import Confidence
from graph.sources import importer
from graph.sources.files import SourceFile
from tests.graph.sources.reading import read
from tests.graph.sources.workbooks import save

if TYPE_CHECKING:
    from pathlib import Path

    from graph.records.entries import Entry, Reject

HEADINGS = tuple(each.heading for each in COLUMNS)
HARBOUR = {
    "Name": "Harbour",
    "Identifier": "charity 1234567",
    "Kind": "social enterprise",
    "Consent": "yes",
    "Pathways": "Housing",
    "Places": "Ayton",
}
FULL = HARBOUR | {
    "Other numbers": "company 3861209; charity 1234567",
    "Founded": "38112",
    "Turnover": "£100,000 - 250,000",
    "About": "Floating support",
    "Since": "01/05/2019",
    "Interest": "tier2; prime",
    "Interest areas": "First County; CPA2",
    "Refused": "Women's centre",
    "Accounts year end": "31/03/2019",
    "Accounts income": "£180,000",
    "Accounts reserves": "-1.5k",
    "Employees": "1,006",
    "Pathways": "Housing; work",
    "Cohorts": "women; homeless",
    "Setting": "community",
    "Sex": "women",
    "Justice": "explicit",
    "Capacity needs a year": "1,200",
    "Evidence kind": "survey",
    "Evidence level": "2",
    "Evidence by": "a university",
    "Evidence effect": "fewer evictions",
    "Evidence sample": "50 women",
}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "harbour.csv"


def taken(table: Path, *rows: dict[str, str]) -> tuple[list[Entry], list[Reject]]:
    """Import rows that hold these cells."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADINGS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return read("template", table, text.getvalue())


def records(entry: Entry, kind: type) -> list[object]:
    return [each for each in entry.records if isinstance(each, kind)]


def test_every_cell_becomes_what_it_says(table: Path) -> None:
    (entry,), rejects = taken(table, FULL)
    assert rejects == []
    assert (entry.key, entry.row, entry.rows) == ("GB-CHC-1234567", 2, 1)
    organisation = entry.records[0]
    assert isinstance(organisation, Organisation)
    assert (organisation.kind.value, organisation.founded) == ("social-enterprise", "2004-05-05")
    assert organisation.scope_note == "Floating support"
    origin = organisation.provenance
    assert (origin.sources, origin.known_from) == (("IMPORT-TEMPLATE",), "2019-05-01")
    assert origin.confidence is Confidence.OWN_STATEMENT
    (linked,) = records(entry, LinkedIdentifier)
    assert isinstance(linked, LinkedIdentifier)
    assert linked.identifier == "GB-COH-03861209"
    (size,) = records(entry, Size)
    assert isinstance(size, Size)
    assert (size.year, size.turnover_low_gbp, size.turnover_high_gbp) == (2018, 1e5, 2.5e5)
    interests = {(i.role, i.area) for i in records(entry, Interest) if isinstance(i, Interest)}
    assert interests == {(role, area) for role in ("tier2", "prime") for area in ("CPA1", "CPA2")}
    assert entry.notes == (Refusal(organisation=organisation.id, pathway="centre"),)
    accounts, people = records(entry, Accounts)
    assert isinstance(accounts, Accounts)
    assert isinstance(people, Accounts)
    assert (accounts.year_end, accounts.income_gbp) == ("2019-03-31", 180_000.0)
    assert (accounts.spending_gbp, accounts.reserves_gbp) == (None, -1500.0)
    assert (people.year_end, people.employees, people.volunteers) == ("2019-05-01", 1006, None)
    first, second = records(entry, Capability)
    assert isinstance(first, Capability)
    assert isinstance(second, Capability)
    assert (first.pathway, second.pathway) == ("housing", "work")
    assert (first.places, first.cohorts) == (("E07000001",), ("women", "homeless"))
    assert (first.setting, first.sex, first.justice) == ("community", "women", "explicit")
    assert (first.capacity_needs_a_year, first.probability) == (1200.0, None)
    proof, also = records(entry, Evidence)
    assert isinstance(proof, Evidence)
    assert isinstance(also, Evidence)
    assert (proof.kind, proof.level, proof.by) == ("survey", 2, "a university")
    assert (proof.effect, proof.sample) == ("fewer evictions", "50 women")
    assert (proof.pathway, also.pathway) == ("housing", "work")


def test_rows_below_one_that_could_not_be_read_are_given_to_nobody_else(tmp_path: Path) -> None:
    """The row of the second organisation is broken, so its work is not the first one's."""
    more = {"Pathways": "work", "Places": "Ayton"}
    second = {**HARBOUR, "Name": "Anchor", "Identifier": "charity 7654321", "About": "=A1"}
    third = {**HARBOUR, "Name": "Third", "Identifier": ""}
    rows = [[each.get(name) for name in HEADINGS] for each in (HARBOUR, second, more, third, more)]
    path = save(tmp_path / "both.xlsx", [HEADINGS, *rows])
    entries, (broken, below) = read("template", path)
    assert [(entry.key, entry.row, entry.rows) for entry in entries] == [
        ("GB-CHC-1234567", 2, 1), ("ZZ-PMS-third", 5, 2)
    ]  # fmt: skip
    assert [each.pathway for each in records(entries[0], Capability)] == ["housing"]  # type: ignore[attr-defined]
    assert (broken.row, below.row) == (3, 4)
    assert below.reason == "A4 (Name): it names nobody, and row 3 above it could not be read"


def test_what_is_left_out_is_unknown(table: Path) -> None:
    (entry,), _ = taken(table, {**HARBOUR, "Identifier": ""})
    organisation, capability = entry.records
    assert isinstance(organisation, Organisation)
    assert isinstance(capability, Capability)
    assert (organisation.id, organisation.founded) == ("ZZ-PMS-harbour", None)
    assert organisation.provenance.known_from == "2020-05-01"
    assert (capability.cohorts, capability.capacity_needs_a_year) == ((), None)


def test_a_file_without_a_day_counts_from_today(table: Path) -> None:
    text = ",".join(HARBOUR) + "\n" + ",".join(HARBOUR.values()) + "\n"
    (entry,), _ = read("template", table, text, published="")
    organisation = entry.records[0]
    assert isinstance(organisation, Organisation)
    today = datetime.now(UTC).date()
    known_from = organisation.provenance.known_from
    assert known_from is not None
    assert abs((date.fromisoformat(known_from) - today).days) <= 1


def test_the_rows_of_an_organisation_are_one_entry(table: Path) -> None:
    more = {"Pathways": "Work", "Places": "Beeton"}
    again = {
        "Name": "Harbour",
        "Identifier": "charity 1234567",
        "Kind": "social enterprise",
        **more,
    }
    other = {**HARBOUR, "Name": "Other", "Identifier": ""}
    entries, rejects = taken(table, HARBOUR, more, {}, again, other)
    assert rejects == []
    assert [(each.key, each.row, each.rows) for each in entries] == [
        ("GB-CHC-1234567", 2, 3),
        ("ZZ-PMS-other", 6, 1),
    ]
    assert len(records(entries[0], Capability)) == 3


def test_a_row_may_tell_no_work_if_it_tells_something_else(table: Path) -> None:
    without = {**HARBOUR, "Pathways": "", "Places": ""}
    (entry,), _ = taken(table, {**without, "Refused": "Work"})
    assert len(entry.records) == len(entry.notes) == 1
    (entry,), _ = taken(table, {**without, "Accounts year end": "2019-03-31"})
    assert len(records(entry, Accounts)) == 1
    _, (reject,) = taken(table, without)
    assert reject.reason.startswith("S2 (Pathways): must be answered, such as accommodation")


def test_all_that_is_wrong_with_a_row_is_told_with_its_cells(table: Path) -> None:
    wrong = {
        "Name": "Harbour",
        "Identifier": "226171",
        "Kind": "thing",
        "Since": "2099-01-01",
        "Consent": "no",
        "Interest": "boss",
        "Accounts income": "plenty",
        "Accounts reserves": "3",
        "Interest areas": "Narnia",
        "Pathways": "magic",
        "Setting": "sea",
        "Capacity needs a year": "lots",
        "Evidence by": "me",
    }
    entries, (reject,) = taken(table, wrong)
    assert (entries, reject.row, reject.key, reject.field) == ([], 2, "Harbour", "Identifier")
    assert reject.value == "226171"
    for told in (
        "B2 (Identifier): '226171': say whose number it is: charity 226171, or company 226171",
        "C2 (Kind): 'thing' is not one of charity, social enterprise, CIC,",
        "I2 (Since): 2099-01-01 is after today",
        "K2 (Consent): is no, and what others may not see is not kept here",
        "L2 (Interest): 'boss' is not one of prime, tier2, tier3, investor",
        "M2 (Interest areas): No contract area is called 'Narnia'",
        "O2 (Accounts year end): must be answered if accounts_reserves is",
        "P2 (Accounts income): 'plenty' is not an amount in pounds, such as 180000",
        "S2 (Pathways): No pathway is called 'magic'. There are: housing, work, centre",
        "T2 (Places): must be answered",
        "V2 (Setting): 'sea' is not one of custody, community, both",
        "Y2 (Capacity needs a year): 'lots' is not a number",
        "Z2 (Evidence kind): must be answered if evidence_by is",
    ):
        assert told in reject.reason


def test_wrong_work_leaves_the_other_rows_of_an_organisation(table: Path) -> None:
    entries, rejects = taken(
        table,
        HARBOUR,
        {"Pathways": "magic", "Places": "Ayton"},
        {"Pathways": "Work", "Places": "Ayton", "Turnover": "1m or more", "Consent": "yes"},
        {"Pathways": "Work", "Places": "Ayton"},
    )
    assert [(each.row, each.rows) for each in entries] == [(2, 2)]
    assert [each.row for each in rejects] == [3, 4]
    assert rejects[1].reason == "E4 (Turnover): is not what row 2 says; leave it blank here"


def test_an_organisation_that_is_wrong_takes_its_rows_with_it(table: Path) -> None:
    entries, rejects = taken(
        table, {**HARBOUR, "Kind": ""}, {"Pathways": "magic", "Places": "Ayton"}
    )
    assert entries == []
    assert rejects[0].reason == "C2 (Kind): must be answered, such as charity"
    assert rejects[1].reason.startswith("A3 (Name): the organisation in row 2 was not taken; S3")


def test_an_organisation_stands_in_one_place(table: Path) -> None:
    other = {**HARBOUR, "Name": "Other", "Identifier": ""}
    entries, (reject,) = taken(table, HARBOUR, other, HARBOUR)
    assert len(entries) == 2
    assert (reject.row, reject.field) == (4, "Name")
    assert "stands further up already; put its rows one below the other" in reject.reason


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Name,Kind,Consent,Pathways", "the column Places is missing"),
        (",".join(HARBOUR) + ",Colour", "nothing is known of the column Colour"),
    ],
)
def test_other_columns_are_told(table: Path, header: str, told: str) -> None:
    with pytest.raises(SourceError, match=rf"{told}\. matcher template FILE\.xlsx writes"):
        read("template", table, header + "\n")


def test_columns_may_stand_in_any_order_and_be_left_out(table: Path) -> None:
    backwards = dict(reversed(HARBOUR.items()))
    text = ",".join(backwards).upper() + "\n" + ",".join(backwards.values()) + "\n"
    (entry,), _ = read("template", table, text)
    assert entry.key == "GB-CHC-1234567"


def test_the_sheet_is_found_by_its_name(tmp_path: Path) -> None:
    path = save(
        tmp_path / "book.xlsx",
        [["Notes"], ["=1+1"]],
        Organisations=[list(HARBOUR), list(HARBOUR.values())],
    )
    (entry,), rejects = read("template", path)
    assert (entry.key, rejects) == ("GB-CHC-1234567", [])


def test_a_formula_that_was_never_computed_is_rejected(tmp_path: Path) -> None:
    cells = {**HARBOUR, "Places": '=HYPERLINK("http://evil")'}
    path = save(tmp_path / "book.xlsx", [list(cells), list(cells.values())])
    _, (reject,) = read("template", path)
    assert reject.reason == "the cell F2 holds a formula without its value; write the value itself"


def test_each_file_has_a_place_of_its_own_by_its_name(table: Path) -> None:
    taken(table, HARBOUR)
    of = importer("template")
    assert of.set_of(SourceFile.look_over(table, progress=lambda *_: None)) == "harbour"


@given(
    st.lists(
        st.dictionaries(st.sampled_from(HEADINGS), st.text(max_size=12), min_size=1), max_size=5
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_stands_in_the_cells_every_row_is_taken_or_rejected(
    table: Path, rows: list[dict[str, str]]
) -> None:
    clean = [
        {key: "".join(c for c in text if c.isprintable()) for key, text in row.items()}
        for row in rows
    ]
    told = sum(any(text.strip() for text in row.values()) for row in clean)
    entries, rejects = taken(table, *clean)
    assert sum(each.rows for each in entries) + sum(each.rows for each in rejects) == told
