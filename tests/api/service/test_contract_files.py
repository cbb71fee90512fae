"""Files of the Ministry's contracts, read for the evaluation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.service.contract_files import ContractFiles, Gazetteer, frame, known_bodies
from api.service.names_told import told_by
from graph.errors import SourceError
from matcher.affinity.history import Subject
from tests.builtin import read_builtin

SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "moj_interventions"


def contract(number: int, *, region: str = "J", **others: Any) -> dict[str, Any]:
    """A contract as hmpps-interventions-service writes it."""
    return {
        "contract_reference": f"TEST_{number}",
        "contract_type_id": "WOS",
        "region": {"nps_region_code": region, "pcc_region_code": None},
        "eligibility": {
            "allows_female": True,
            "allows_male": False,
            "minimum_age": 18,
            "maximum_age": None,
        },
        "providers": {
            "prime_provider_code": "WOMEN_IN_PRISON",
            "subcontractor_codes": ["SALFORD_SHELTER"],
        },
        "intervention_title": "Women's services",
        "short_description": "With the help of the Salford Shelter.",
        **others,
    }


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "contracts.jsonl"
    path.write_text("\n".join(json.dumps(contract(number)) for number in range(3)))
    return path


def test_a_contract_is_a_work_of_its_type_area_and_people(written: Path) -> None:
    files = ContractFiles.read(written, None, None)
    first = files.learnt[0]
    assert first.lead.endswith("women-in-prison")
    assert (Subject.PATHWAY, "womens_services") in first.about
    assert (Subject.COHORT, "women") in first.about
    assert {name for of, name in first.about if of is Subject.REGION} == {"CRS10"}


def test_nothing_of_a_contracts_text_is_read(written: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    said = contract(0, short_description="x", intervention_title="Other", activities=["y"])
    other.write_text(json.dumps(said))
    assert (
        ContractFiles.read(written, None, None).learnt[0]
        == (ContractFiles.read(other, None, None).learnt[0])
    )


def test_a_body_is_where_its_name_says(written: Path) -> None:
    files = ContractFiles.read(written, None, None)
    shelter = next(each for each in files.bodies if each.name == "Salford Shelter")
    assert (Subject.REGION, "CRS12") in shelter.said


def test_what_the_programme_knows_of_the_contracts_stays_out() -> None:
    facts = frame()
    assert not facts.collaborations
    assert not facts.memberships
    assert not facts.capabilities


def test_earlier_bodies_stand_beside_those_that_contracts_name(written: Path) -> None:
    names = {each.name for each in ContractFiles.read(written, None, None).bodies}
    assert "Working Links" in names
    assert len(names) > 500


def test_nothing_counts_that_became_known_by_the_contracts() -> None:
    facts = frame()
    known = known_bodies(read_builtin("transforming_rehabilitation"), gazetteer=Gazetteer(facts))
    offploy = next(each for each in known.values() if each.name == "Offploy CIC")
    assert (Subject.PATHWAY, "ete") in offploy.said  # since 2018
    assert (Subject.PATHWAY, "attitudes") not in offploy.said  # by the contracts of 2021


def test_a_contract_of_both_files_is_one_and_is_asked_about(written: Path) -> None:
    trial = ContractFiles.read(written, written, None).trial()
    assert len(trial.table.works) == 3
    assert trial.learns.all()
    assert trial.asks.all()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Stockport Women's Centre", {"women", "womens_services"}),
        ("Birmingham Debt Advice", {"finance"}),
        ("Pecan", set()),
    ],
)
def test_a_name_tells_what_a_body_does(name: str, told: set[str]) -> None:
    facts = frame()
    said = told_by(
        name,
        pathways=frozenset(row.key for row in facts.pathways),
        cohorts=frozenset(row.key for row in facts.cohorts),
    )
    assert {term for _, term in said} == told


def test_what_names_tell_is_said_of_bodies(tmp_path: Path) -> None:
    path = tmp_path / "contracts.jsonl"
    prime = {"prime_provider_code": "ONE", "subcontractor_codes": ["BEDFORD_WOMENS_CENTRE_TWO"]}
    path.write_text(json.dumps(contract(1, providers=prime)))
    bodies = ContractFiles.read(path, None, None).bodies
    centre = next(each for each in bodies if each.name == "Bedford Womens Centre Two")
    assert (Subject.COHORT, "women") in centre.said
    assert any(of is Subject.REGION for of, _ in centre.said)


def test_counts_what_is_no_contract(tmp_path: Path) -> None:
    path = tmp_path / "contracts.jsonl"
    lone = contract(2, providers={"prime_provider_code": "", "subcontractor_codes": []})
    path.write_text("\n".join(json.dumps(each) for each in (contract(1), lone)))
    files = ContractFiles.read(path, None, None)
    assert (len(files.learnt), files.rejected) == (1, 1)


def test_refuses_a_file_of_another_source(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(SourceError, match="no field for lead"):
        ContractFiles.read(path, None, None)


def test_a_body_that_the_earlier_programme_knows_by_its_name_is_one(tmp_path: Path) -> None:
    path = tmp_path / "contracts.jsonl"
    prime = {"prime_provider_code": "PECAN", "subcontractor_codes": ["PECAN_TWO"]}
    path.write_text(json.dumps(contract(1, providers=prime)))
    names = [each.name for each in ContractFiles.read(path, None, None).bodies]
    assert names.count("Pecan") == 1


@pytest.mark.parametrize(
    ("name", "region"),
    [("Urban Outreach Bolton", "CRS12"), ("Tomorrow's Women Wirral", "CRS2"), ("Pecan", None)],
)
def test_finds_places_in_names(name: str, region: str | None) -> None:
    found = {term for of, term in Gazetteer(frame()).named(name) if of is Subject.REGION}
    assert found == ({region} if region else set())


@pytest.mark.skipif(not SHARED.is_dir(), reason="the Ministry's contracts are not here")
def test_reads_all_of_the_ministrys_contracts() -> None:
    files = ContractFiles.read(SHARED / "contracts.jsonl", None, SHARED / "providers.json")
    trial = files.trial()
    assert len(files.learnt) == 140
    assert files.rejected == 0
    assert int(trial.is_question.sum()) == 99
