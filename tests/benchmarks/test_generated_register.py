"""The generated register is like the real ones: its formats, its overlaps, the truth about it."""

from __future__ import annotations

import csv
import json
import zipfile
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from graph.records.identifiers import OrgId
from tests.benchmarks.register.__main__ import write_register
from tests.benchmarks.register.corruption import Writing, corrupted
from tests.benchmarks.register.tables import TABLES

FIELDS = Path(__file__).parents[3] / "shared/data/charities/ccew-fields.csv"
SHORT = {"charityarparta": "charityannualreturnparta", "charityarpartb": "charityannualreturnpartb"}
SIZE = 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    write_register(folder, organisations=SIZE, seed=3)
    return folder


def inside(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        return archive.read(name).decode("utf-8-sig")


def read_json(folder: Path, table: str) -> list[dict[str, Any]]:
    path = folder / "charity-commission" / "json" / f"publicextract.{table}.zip"
    found: list[dict[str, Any]] = json.loads(inside(path))
    return found


def read_table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def truth(folder: Path) -> list[dict[str, str]]:
    return read_table(folder / "truth" / "identities.csv")


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(
    folder: Path, tmp_path: Path
) -> None:
    same, other = tmp_path / "same", tmp_path / "other"
    write_register(same, organisations=SIZE, seed=3, formats=("txt",))
    write_register(other, organisations=SIZE, seed=4, formats=("txt",))
    files = [path.relative_to(same) for path in same.rglob("*") if path.is_file()]
    assert all((same / path).read_bytes() == (folder / path).read_bytes() for path in files)
    changed = {
        path.name for path in files if (same / path).read_bytes() != (other / path).read_bytes()
    }
    assert {"grants.json", "releases.jsonl", "identities.csv"} <= changed


@pytest.mark.skipif(not FIELDS.exists(), reason="the list of the real extract's fields is not here")
def test_its_tables_have_the_fields_of_the_real_extract_in_their_order() -> None:
    real: dict[str, list[str]] = {}
    for row in read_table(FIELDS):
        table = row["Table"].lower()
        real.setdefault(SHORT.get(table, table), []).append(row["Field"])
    del real["charitytrustee"]
    assert {name.replace("_", ""): list(fields[1:]) for name, fields in TABLES.items()} == real


def test_both_formats_of_the_extract_say_the_same(folder: Path) -> None:
    for table, fields in TABLES.items():
        rows = read_json(folder, table)
        text = inside(folder / "charity-commission" / "txt" / f"publicextract.{table}.zip")
        heading, *lines = text.split("\r\n")[:-1]
        assert heading.split("\t") == list(fields)
        for line, row in zip(lines, rows, strict=True):
            cells = dict(zip(fields, line.split("\t"), strict=True))
            assert list(row) == list(fields)
            assert {name for name in fields if cells[name]} == {
                name for name in fields if row[name] is not None
            }


def test_the_truth_names_every_charity_and_who_of_them_is_a_company(folder: Path) -> None:
    known = {row["id"]: row["name"] for row in reversed(truth(folder))}
    charities = {
        f"GB-CHC-{row['registered_charity_number']}" for row in read_json(folder, "charity")
    }
    (path,) = (folder / "companies").iterdir()
    rows = list(csv.DictReader(inside(path).splitlines()))
    companies = {f"GB-COH-{row[' CompanyNumber']}": row["CompanyName"] for row in rows}
    both = {id_: name for id_, name in known.items() if id_ in companies}
    assert charities == {id_ for id_ in known if id_.startswith("GB-CHC")}
    assert len(companies) == SIZE
    assert SIZE / 10 < len(both) < SIZE / 2
    assert both.items() <= companies.items()


def test_its_overlaps_and_gaps_are_there_to_be_found(folder: Path) -> None:
    charities = read_json(folder, "charity")
    live = [row for row in charities if row["charity_registration_status"] == "Registered"]
    stated = [row for row in live if row["charity_company_registration_number"]]
    written = Counter(row["written"] for row in truth(folder))
    both = [
        row for row in truth(folder) if row["id"] == f"GB-COH-{90000001 + int(row['organisation'])}"
    ]
    assert len([row for row in live if row["linked_charity_number"] == 0]) == SIZE
    assert any(row["linked_charity_number"] for row in live)
    assert any(row["date_of_removal"] for row in charities)
    assert 0 < len(stated) < len(both)
    assert set(written) == set(Writing)
    for field in ("charity_activities", "charity_contact_web", "latest_income"):
        assert 0 < len([row for row in live if row[field] is None]) < len(live)


def test_who_took_over_from_a_charity_stands_in_the_history_of_both(folder: Path) -> None:
    events = read_json(folder, "charity_event_history")
    told: dict[str, set[tuple[int, int | None]]] = {
        kind: set() for kind in ("Asset transfer in", "Asset transfer out", "Removal")
    }
    for row in events:
        if row["event_type"] in told:
            ends = row["registered_charity_number"], row["assoc_registered_charity_number"]
            told[row["event_type"]].add(ends)
    assert told["Asset transfer out"]
    assert told["Asset transfer in"] == {(to, of) for of, to in told["Asset transfer out"]}
    assert {of for of, _ in told["Removal"]} == {of for of, _ in told["Asset transfer out"]}


def test_grants_and_contracts_name_only_whom_the_truth_knows(folder: Path) -> None:
    known = {row["id"] for row in truth(folder)}
    grants = json.loads((folder / "grants" / "grants.json").read_text("utf-8"))["grants"]
    lines = (folder / "contracts" / "releases.jsonl").read_text("utf-8").splitlines()
    awards = [award for line in lines for award in json.loads(line)["awards"]]
    recipients = {grant["recipientOrganization"][0]["id"] for grant in grants}
    suppliers = {supplier["id"] for award in awards for supplier in award["suppliers"]}
    assert recipients | suppliers <= known
    assert any(OrgId.pattern.fullmatch(id_) and id_.startswith("GB-CHC") for id_ in recipients)
    assert any(id_.startswith("360G") for id_ in recipients)
    assert (len(grants), len(lines)) == (SIZE // 10, SIZE // 100)


def test_everything_in_it_is_labelled_as_generated(folder: Path) -> None:
    assert "No organisation" in (folder / "README.txt").read_text("utf-8")
    for row in read_json(folder, "charity"):
        assert row["registered_charity_number"] > 8_000_000
        assert "Invented" in (row["charity_contact_address1"] or "Invented")
        assert (row["charity_contact_web"] or ".example").endswith(".example")


def test_a_typo_changes_one_place_of_a_name_and_never_the_first() -> None:
    rng, name = Random(5), "ELMFORD NIGHT SHELTER"  # noqa: S311  (no secret)
    written = [corrupted(name, rng) for _ in range(600)]
    typed = [text.upper() for text, how in written if how is Writing.TYPO]
    assert len(typed) > 30
    for text in typed:
        assert text != name
        assert text[0] == "E"
        assert abs(len(text) - len(name)) <= 1
