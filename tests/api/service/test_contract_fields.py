"""Files of contracts whose fields are other ones, or that are wrong."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from api.service.contract_fields import contract_options
from api.service.contract_files import ContractFiles
from graph.errors import SourceError
from tests.api.service.test_contract_files import contract

if TYPE_CHECKING:
    from pathlib import Path

    from matcher.evaluation.tables import Work

ROWS = [
    contract(
        number,
        region=region,
        providers={"prime_provider_code": lead, "subcontractor_codes": ["A_SHELTER", "B_CENTRE"]},
        scheduling={"hide_before": "2021-01-01", "hide_after": "2022-12-01"},
    )
    for number, (region, lead) in enumerate([("J", "ONE"), ("D", "ONE"), ("A", "OTHER")])
]
CAMEL = [
    {
        "ref": row["contract_reference"],
        "primeProvider": {"name": row["providers"]["prime_provider_code"]},
        "partners": [{"called": code} for code in row["providers"]["subcontractor_codes"]],
        "work": row["contract_type_id"],
        "npsRegion": row["region"]["nps_region_code"],
        "allowsFemale": True,
        "allowsMale": False,
    }
    for row in ROWS
]


def lines(rows: list[dict[str, Any]]) -> str:
    return "\n".join(map(json.dumps, rows))


def table(rows: list[dict[str, Any]]) -> str:
    """The same contracts, a row each, in words."""
    cells = [
        [row["contract_reference"], row["providers"]["prime_provider_code"], "A_SHELTER; B_CENTRE"]
        for row in rows
    ]
    places = ["London", "Wales", "North East"]
    told = [
        [*each, "Women's services", place, "yes", "no"]
        for each, place in zip(cells, places, strict=True)
    ]
    heading = ["Reference", "Lead", "Subcontractors", "Type", "Region", "Women", "Men"]
    return "\n".join(",".join(each) for each in [heading, *told])


def read(path: Path, text: str, *options: str, test: Path | None = None) -> ContractFiles:
    path.write_text(text, encoding="utf-8")
    return ContractFiles.read(path, test, None, options=contract_options(options))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "contracts.txt"


@pytest.fixture
def right(tmp_path: Path) -> tuple[Work, ...]:
    return read(tmp_path / "right.jsonl", lines(ROWS)).learnt


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ROWS, indent=1),
        "\n".join(json.dumps(row, indent=1) for row in ROWS),
        json.dumps({"count": 3, "contracts": ROWS}),
        table(ROWS),
        table(ROWS).replace(",", "\t"),
    ],
    ids=["list", "several objects", "list within an object", "CSV", "tabs"],
)
def test_contracts_are_the_same_in_every_form(
    path: Path, right: tuple[Work, ...], text: str
) -> None:
    assert _plain(read(path, text).learnt) == _plain(right)


def _plain(works: tuple[Work, ...]) -> list[tuple[object, ...]]:
    return [(each.id, each.lead, each.others, set(each.about)) for each in works]


def test_fields_of_other_names_are_taken_as_options_say(
    path: Path, right: tuple[Work, ...]
) -> None:
    files = read(path, lines(CAMEL), "subcontractors=partners.called", "reference=ref", "type=work")
    assert _plain(files.learnt) == _plain(right)
    assert files.fields[path.name]["lead"] == "primeProvider.name"
    (note,) = files.notes
    assert "2 of 2 providers are known by a code alone, such as A_SHELTER" in note


def test_says_which_field_is_missing_and_how_to_name_it(path: Path) -> None:
    with pytest.raises(SourceError) as error:
        read(path, lines(CAMEL))
    assert "no field for subcontractors (who joins" in str(error.value)
    assert "partners.called" in str(error.value)
    assert "--option subcontractors=FIELD" in str(error.value)


def test_says_that_a_field_named_by_an_option_is_not_there(path: Path) -> None:
    with pytest.raises(SourceError, match=r"no field 'partner\.called' for subcontractors; its"):
        read(path, lines(CAMEL), "subcontractors=partner.called")


def test_refuses_an_option_that_is_none() -> None:
    with pytest.raises(SourceError, match="--option 'leader=x' is none of reference=FIELD"):
        contract_options(["leader=x"])


@pytest.mark.parametrize("broken", [0, 1, 3])
def test_a_broken_line_is_told_and_the_others_are_read(path: Path, broken: int) -> None:
    told = [json.dumps(row) for row in ROWS]
    files = read(path, "\n".join([*told[:broken], '{"contract_reference": ', *told[broken:]]))
    assert (len(files.learnt), files.rejected) == (3, 1)
    assert f"contracts.txt, line {broken + 1}: the line is no JSON" in files.notes[0]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        ("[]", "holds no contracts: objects with fields are expected"),
        ("[1, 2]", "holds no contracts: objects with fields are expected"),
        ("contract,lead,subcontractors\n1,,A\n", r"line 2: lead: it says no lead.*--option"),
        (json.dumps(ROWS)[:-40], "is no JSON after item 2"),
    ],
    ids=["empty", "no item", "no objects", "no lead", "cut off"],
)
def test_says_why_there_is_no_contract(path: Path, text: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem):
        read(path, text)


def test_what_is_no_type_and_no_region_is_told_with_what_was_expected(path: Path) -> None:
    odd = [{**row, "contract_type_id": "ZZ", "region": {"nps_region_code": "Q"}} for row in ROWS]
    notes = " ".join(read(path, lines(odd)).notes)
    assert "lines 1, 2, 3: contract_type_id: it is no contract type that is known" in notes
    assert "(such as 'ZZ'); expected is one of ACC, ETE" in notes
    assert "region.nps_region_code: it names no probation region" in notes


def test_what_no_field_holds_is_told_once(path: Path) -> None:
    few = [{name: row[name] for name in ("contract_reference", "providers")} for row in ROWS]
    notes = read(path, lines(few)).notes
    assert len(notes) == 3
    assert "--option type=FIELD" in notes[0]
    assert "--option region=FIELD" in notes[1]


def test_rows_without_a_reference_are_contracts_of_their_own(path: Path) -> None:
    same = [{**ROWS[0], "contract_reference": None} for _ in range(3)]
    assert len({work.id for work in read(path, lines(same)).learnt}) == 3


def test_a_contract_told_again_is_one_with_the_subcontractors_of_both(path: Path) -> None:
    again = {**ROWS[0], "providers": {"prime_provider_code": "ONE", "subcontractor_codes": ["C"]}}
    files = read(path, lines([*ROWS, again]))
    trial = files.trial()
    assert len(trial.table.works) == 3
    assert len(trial.joined[0]) == 3
    assert "tells 1 contract again" in files.notes[0]


def test_days_that_run_backwards_are_told(path: Path, tmp_path: Path) -> None:
    late = [{**row, "contract_reference": f"LATE_{number}"} for number, row in enumerate(ROWS)]
    for row in late:
        row["scheduling"] = {"hide_before": "2023-01-01", "hide_after": "2022-01-01"}
    late[0]["scheduling"] = {"hide_before": "2023-01-01", "hide_after": "2024-01-01"}
    asked = tmp_path / "asked.jsonl"
    asked.write_text(lines(ROWS))
    notes = read(path, lines(late), test=asked).notes
    assert "lines 2, 3: scheduling.hide_after: the end is before the start" in notes[0]
    assert "earlier contracts are foretold from later ones" in notes[1]


def test_the_same_contracts_in_both_files_are_told(path: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text(lines(ROWS))
    assert (
        "3 of 3 contracts asked about are in the first file too"
        in (read(path, lines(ROWS), test=asked).notes[0])
    )


def test_files_without_a_body_in_common_are_told(path: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    others = {"prime_provider_code": "Prime", "subcontractor_codes": ["Somebody"]}
    asked.write_text(json.dumps({**ROWS[0], "contract_reference": "X", "providers": others}))
    assert (
        "none of the 2 organisations of the second file is in the first"
        in (read(path, lines(ROWS), test=asked).notes[0])
    )


def test_a_name_with_commas_is_one_name_and_codes_with_commas_are_several(path: Path) -> None:
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["contract", "lead", "subcontractors", "type", "region"])
        out.writerow(["1", "One", "Reform,Restore,Respect", "ACC", "J"])
        out.writerow(["2", "One", "A_SHELTER, B_CENTRE", "ACC", "J"])
    works = ContractFiles.read(path, None, None).learnt
    assert [len(work.others) for work in works] == [1, 2]


def test_a_table_with_two_columns_of_one_heading_says_which_to_rename(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Prime,Partner,Partner\nOne,Two,Three\n", encoding="utf-8")
    with pytest.raises(SourceError, match="2 columns headed 'Partner': rename all but the one"):
        ContractFiles.read(path, None, None, options={"subcontractors": "partner"})


def test_a_joiner_without_a_name_is_told_and_not_passed_over(path: Path) -> None:
    """A joiner of null is none; an object among names may be somebody."""
    fields = ("subcontractors=partners", "reference=ref", "type=work")
    given = [["A_SHELTER", {"called": "B"}], ["A_SHELTER", None], ["A_SHELTER", "B_CENTRE"]]
    odd = [{**row, "partners": those} for row, those in zip(CAMEL, given, strict=True)]
    files = read(path, lines(odd), *fields)
    assert (len(files.learnt), files.rejected) == (2, 1)
    assert "line 1: partners: it says who joins by something that is no name" in files.notes[0]
