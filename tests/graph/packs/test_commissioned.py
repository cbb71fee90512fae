"""The second built-in programme: it is sound, and it says what the Ministry's files say."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.packs.reading import builtin, check_pack
from graph.records.kinds import MemberRole, PlaceKind
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records.facts import Facts
    from graph.records.identifiers import PlaceCode
    from graph.records.model import Place

NAME = "commissioned-rehabilitative-services"
ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared" / "data"
TYPES = {
    "ACC": "accommodation",
    "ETE": "ete",
    "FBD": "finance",
    "DNR": "drugs_alcohol",
    "PWB": "personal_wellbeing",
    "WOS": "womens_services",
    "WSM": "womens_services",
    "MTR": "mentoring",
}

needs_shared_data = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the Ministry's files are not beside this folder (../shared/data)"
)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_builtin(NAME)


@pytest.fixture(scope="module")
def contracts() -> list[dict[str, Any]]:
    text = (SHARED / "moj_interventions" / "contracts.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def shared_rows(path: str) -> list[dict[str, str]]:
    with (SHARED / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reference_of(collaboration: str) -> str:
    """The Ministry's reference of a contract in the tables."""
    return collaboration.removeprefix("crs-").upper().replace("-", "_")


def test_it_is_sound_and_holds_what_its_page_says(facts: Facts) -> None:
    report = check_pack(builtin(NAME))
    assert (report.mistakes, report.doubts) == ((), ())
    assert facts.programme.id == NAME
    page = (ROOT / "docs" / "commissioned.md").read_text("utf-8")
    for count, what in (
        (len(facts.areas), "regions"),
        (len(facts.collaborations), "contracts"),
        (len(facts.organisations), "organisations"),
        (len(facts.memberships), "memberships"),
        (len(facts.capabilities), "capabilities"),
        (len(facts.affiliations), "affiliations"),
    ):
        assert re.search(rf"^\| {what}.*? \| {count} \|", page, re.MULTILINE)
    needs = sum(row.people_a_year for row in facts.demand)
    assert f"{round(needs, -3):,.0f} a year" in " ".join(page.split())


def test_its_value_is_shared_out_over_all_regions(facts: Facts) -> None:
    shared_out = sum(area.annual_value_gbp for area in facts.areas)
    assert shared_out == pytest.approx(facts.programme.annual_value_gbp, rel=0.01)


def test_nobody_can_do_what_no_contract_of_theirs_says(facts: Facts) -> None:
    of = {contract.id: contract for contract in facts.collaborations}
    work: dict[tuple[str, str], set[str]] = defaultdict(set)
    for member in facts.memberships:
        contract = of[member.collaboration]
        for pathway in contract.pathways:
            work[member.organisation, pathway] |= set(contract.places or contract.areas)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for capability in facts.capabilities:
        found[capability.organisation, capability.pathway] |= set(capability.places)
    assert found == work


def test_nobody_is_interested_in_leading_but_who_has_led(facts: Facts) -> None:
    areas = {contract.id: contract.areas for contract in facts.collaborations}
    led = {
        (member.organisation, area)
        for member in facts.memberships
        if member.role is MemberRole.LEAD
        for area in areas[member.collaboration]
    }
    assert {(interest.organisation, interest.area) for interest in facts.interests} == led


def test_who_is_in_both_programmes_has_one_identifier(facts: Facts) -> None:
    first = {organisation.id: organisation for organisation in read_builtin().organisations}
    both = {organisation.id for organisation in facts.organisations} & set(first)
    assert {"GB-CHC-263710", "GB-CHC-1079327", "ZZ-PMS-ingeus-uk"} <= both
    for organisation in facts.organisations:
        if organisation.id in both:
            assert organisation.kind is first[organisation.id].kind


def test_its_page_says_which_cells_have_no_contract(facts: Facts) -> None:
    page = (ROOT / "docs" / "commissioned.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    heading = next(index for index, row in enumerate(rows) if row[:2] == ["region", "ACC"])
    said = {
        row[0]: dict(zip(rows[heading][1:], row[1:], strict=True)) for row in rows[heading + 1 :]
    }
    assert said == dict(cells(facts))


def cells(facts: Facts) -> Iterator[tuple[str, dict[str, str]]]:
    """For each region and contract type: where there is a contract."""
    authorities = [place for place in facts.places if place.kind is PlaceKind.AUTHORITY]
    police = {p.code: p.name for p in facts.places if p.kind is PlaceKind.POLICE_AREA}
    for area in facts.areas:
        mine = [place for place in authorities if area.id in place.parents]
        yield (
            area.name,
            {
                kind: cell(
                    [place for place in mine if not served(facts, pathway, place)], mine, police
                )
                for kind, pathway in TYPES.items()
                if kind != "WSM"
            },
        )


def served(facts: Facts, pathway: str, place: Place) -> bool:
    within = {place.code, *place.parents}
    return any(
        pathway in contract.pathways and within & set(contract.places or contract.areas)
        for contract in facts.collaborations
    )


def cell(missing: list[Place], mine: list[Place], police: dict[PlaceCode, str]) -> str:
    if len(missing) in {0, len(mine)}:
        return "none" if missing else "all"
    names = {police[code] for place in missing for code in place.parents if code in police}
    return f"not {', '.join(sorted(names))}"


@needs_shared_data
def test_every_contract_of_the_file_is_in_the_table_with_its_type_and_days(
    facts: Facts, contracts: list[dict[str, Any]]
) -> None:
    dates = {row["contract"]: row for row in shared_rows("crs/crs_contract_dates_shared.csv")}
    said = {
        reference_of(contract.id): (contract.pathways, contract.start, contract.end)
        for contract in facts.collaborations
    }
    assert said == {
        reference: (
            (TYPES[contract["contract_type_id"].split("-")[0]],),
            dates[reference]["start"],
            dates[reference]["end"],
        )
        for contract in contracts
        for reference in [contract["contract_reference"]]
    }


@needs_shared_data
def test_every_prime_and_subcontractor_of_the_file_is_a_member(
    facts: Facts, contracts: list[dict[str, Any]]
) -> None:
    said = {
        (reference_of(m.collaboration), m.role, str(m.role_note).removeprefix("listed as "))
        for m in facts.memberships
    }
    listed = set()
    for contract in contracts:
        reference, who = contract["contract_reference"], contract["providers"]
        listed.add((reference, MemberRole.LEAD, who["prime_provider_code"]))
        for code in who["subcontractor_codes"]:
            listed.add((reference, MemberRole.SUBCONTRACTOR, code))
    assert said == listed


@needs_shared_data
def test_every_contract_is_in_the_region_of_the_file(
    facts: Facts, contracts: list[dict[str, Any]]
) -> None:
    regions = {area.by_scheme["Region"]: area.id for area in facts.areas}
    police = {
        row["pcc_region_code"]: row for row in shared_rows("moj_interventions/pcc_region.csv")
    }
    said = {reference_of(contract.id): contract.areas for contract in facts.collaborations}
    for contract in contracts:
        region = contract["region"]
        code = region["nps_region_code"] or police[region["pcc_region_code"]]["nps_region_code"]
        assert said[contract["contract_reference"]] == (regions[code],)


@needs_shared_data
def test_every_police_area_is_in_its_region(facts: Facts) -> None:
    regions = {area.by_scheme["Region"]: area.id for area in facts.areas}
    places = {p.name: p for p in facts.places if p.kind is PlaceKind.POLICE_AREA}
    for row in shared_rows("moj_interventions/pcc_region.csv"):
        name = {"Avon & Somerset": "Avon and Somerset"}.get(row["name"], row["name"])
        assert regions[row["nps_region_code"]] in places[name].parents


@needs_shared_data
def test_a_capability_is_for_those_whom_the_contracts_let_in(
    facts: Facts, contracts: list[dict[str, Any]]
) -> None:
    who: dict[tuple[str, str], set[str | None]] = defaultdict(set)
    of = {(reference_of(m.collaboration), m.organisation) for m in facts.memberships}
    for contract in contracts:
        eligible = contract["eligibility"]
        women, men = eligible["allows_female"], eligible["allows_male"]
        sex = None if women and men else "women" if women else "men"
        pathway = TYPES[contract["contract_type_id"].split("-")[0]]
        for reference, organisation in of:
            if reference == contract["contract_reference"]:
                who[organisation, pathway].add(sex)
    found: dict[tuple[str, str], set[str | None]] = defaultdict(set)
    for capability in facts.capabilities:
        found[capability.organisation, capability.pathway].add(capability.sex)
    assert found == who
