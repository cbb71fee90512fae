"""Charities with hand-made tags, and lists of tags."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.errors import SourceError
from graph.records.entries import Classification, Description, Entry, Trait
from graph.records.model import Accounts, LinkedIdentifier, Organisation, Registration, Size
from graph.sources import importer
from graph.sources.files import SourceFile
from tests.graph.sources.reading import read

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "charities"
needs_shared_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the public data are not beside this folder (../shared/data)"
)
HEADER = (
    "org_id,reg_number,name,postcode,active,date_registered,activities,objects,source,income,"
    "spending,fye,Batch ID,web,company_number,UKCAT,ICNPTSO\n"
)
ROW = (
    "GB-CHC-1000031,1000031,NEW HOPE,CM1 1AA,True,1990-08-02,We help,THE RELIEF OF NEED,CCEW,"
    "1200.0,1100.0,2019-03-31,01,http://www.newhope.example,2534145,CJ101;HO100,D20\n"
)


def of_kind(entries: list[Entry], kind: type[Any]) -> list[Any]:
    said = [each for entry in entries for each in (*entry.records, *entry.notes)]
    return [each for each in said if isinstance(each, kind)]


def test_a_charity_gives_all_that_its_row_says(tmp_path: Path) -> None:
    entries, rejects = read("uk-cat", tmp_path / "x.csv", HEADER + ROW)
    assert ([entry.key for entry in entries], rejects) == (["GB-CHC-1000031"], [])
    assert of_kind(entries, Organisation)[0].provenance.known_from == "1990-08-02"
    assert of_kind(entries, Registration)[0].status == "registered"
    assert of_kind(entries, LinkedIdentifier)[0].identifier == "GB-COH-02534145"
    assert of_kind(entries, Accounts)[0].spending_gbp == 1100
    assert of_kind(entries, Size)[0].turnover_low_gbp == 1200
    assert {each.kind: each.text for each in of_kind(entries, Description)} == {
        "activities": "We help",
        "objects": "THE RELIEF OF NEED",
    }
    assert {each.scheme: each.codes for each in of_kind(entries, Classification)} == {
        "ukcat": ("CJ101", "HO100"),
        "icnptso": ("D20",),
    }
    assert [each.value for each in of_kind(entries, Trait)] == ["CM1 1AA", "newhope.example"]


def test_lists_of_charities_and_of_companies_stand_side_by_side(tmp_path: Path) -> None:
    found = importer("uk-cat")
    sets = {}
    for name in ("charities_active-ukcat", "charities_inactive-ukcat", "cics-ukcat", "mine"):
        path = tmp_path / f"ukcat_2021-07-29_{name}.csv"
        path.write_text("org_id,ukcat_code\nGB-CHC-1000031,HO100\n", "utf-8")
        sets[name] = found.set_of(SourceFile.look_over(path, progress=lambda *_: None))
    assert list(sets.values()) == ["active", "inactive", "cics", ""]
    path = tmp_path / "active.csv"
    path.write_text(HEADER + ROW, "utf-8")
    assert found.set_of(SourceFile.look_over(path, progress=lambda *_: None)) == ""


def test_a_column_that_is_missing_is_told_and_leaves_no_row_out(tmp_path: Path) -> None:
    text = "org_id,name,activities,UKCAT,income,fye\nGB-CHC-1000031,NEW HOPE,,,5,2019-03-31\n"
    (entry,), rejects = read("uk-cat", tmp_path / "x.csv", text)
    assert of_kind([entry], Accounts)[0].income_gbp == 5
    assert {each.field for each in rejects} == {
        *("postcode", "active", "date_registered", "objects", "spending", "web"),
        *("company_number", "ICNPTSO"),
    }
    assert {(each.row, each.rows) for each in rejects} == {(1, 0)}


def test_what_is_unknown_is_left_out(tmp_path: Path) -> None:
    row = "GB-SC-SC012345,,HOPE,,False,,,,OSCR,,,,,,,,\n"
    (entry,), _ = read("uk-cat", tmp_path / "x.csv", HEADER + row)
    assert [type(record).__name__ for record in entry.records] == ["Organisation", "Registration"]
    assert entry.notes == ()
    assert of_kind([entry], Registration)[0].status == "removed"


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (ROW.replace("GB-CHC-1000031", "no id"), "org_id"),
        (ROW.replace("GB-CHC-1000031", "GB-CHC-12"), "org_id"),
        (ROW.replace("NEW HOPE", " "), "name"),
    ],
)
def test_a_row_without_id_or_name_is_rejected(tmp_path: Path, row: str, field: str) -> None:
    entries, (reject,) = read("uk-cat", tmp_path / "x.csv", HEADER + row)
    assert (entries, reject.row, reject.rows, reject.field) == ([], 2, 1, field)


def test_tags_of_one_organisation_are_one_entry(tmp_path: Path) -> None:
    rows = (
        "GB-COH-1,A1\nGB-COH-1,B2\nno id,A1\nGB-COH-2,A1\nGB-COH-2,\nGB-COH-1,C3\ntoo,many,cells\n"
    )
    entries, rejects = read("uk-cat", tmp_path / "x.csv", "org_id,ukcat_code\n" + rows)
    assert [(entry.key, entry.row, entry.rows) for entry in entries] == [
        ("GB-COH-00000001", 2, 2),
        ("GB-COH-00000002", 5, 1),
        ("GB-COH-00000001 (2)", 7, 1),
    ]
    assert of_kind(entries, Classification)[0].codes == ("A1", "B2")
    assert [(reject.row, reject.field) for reject in rejects] == [
        (4, "org_id"),
        (6, "ukcat_code"),
        (8, ""),
    ]


def test_another_file_is_told(tmp_path: Path) -> None:
    for content in ("org_id,name\n1,a\n", "ukcat_code\nA1\n", "a\n1\n"):
        with pytest.raises(SourceError, match="has neither the columns"):
            read("uk-cat", tmp_path / "x.csv", content)


@needs_shared_data
def test_the_published_sample_is_read_whole() -> None:
    entries, rejects = read("uk-cat", DATA / "sample.csv")
    assert len(entries) == 4203
    assert [(reject.field, reject.rows) for reject in rejects] == [("company_number", 0)]
    assert sum(bool(of_kind([entry], Classification)) for entry in entries) > 4000
