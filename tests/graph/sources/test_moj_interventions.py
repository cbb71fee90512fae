"""Importing the Ministry of Justice's live rehabilitation contracts."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from graph.errors import SourceError
from graph.records.entries import Description, Entry, Operation, Reject
from graph.records.kinds import MemberRole, Outcome, Setting, Sex
from graph.records.model import Capability, Collaboration, Interest, Membership, Organisation
from graph.records.provenance import Confidence, PartialDate
from graph.sources import importer
from graph.sources.files import SourceFile
from graph.sources.places import PlaceNames
from graph.sources.protocol import Context
from tests.builders import small_facts
from tests.builtin import read_builtin
from tests.graph.sources.broken import broken, paths, rows_of, without

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.records.facts import Facts

SHARED = Path(__file__).parents[4] / "shared/data"
CONTRACTS = SHARED / "moj_interventions/contracts.jsonl"
OPTIONS = {
    "providers": str(SHARED / "moj_interventions/providers.json"),
    "dates": str(SHARED / "crs/crs_contract_dates_shared.csv"),
}
CONTRACT: dict[str, Any] = {
    "contract_reference": "PRJ_1_A",
    "contract_type_id": "DNR-NE",
    "region": {"nps_region_code": "A", "pcc_region_code": None},
    "eligibility": {
        "allows_female": False,
        "allows_male": True,
        "minimum_age": 18,
        "maximum_age": None,
    },
    "providers": {
        "prime_provider_code": "CATCH_22",
        "subcontractor_codes": ["NEW_START", "NEW_START"],
    },
    "intervention_title": "Dependency and Recovery Services in Durham DA",
    "short_description": "They will not be delivered pre-release.",
    "activities": [{"activity": "Groups", "delivery_location": "Consett, Stanley"}],
}
PROVIDERS = [{"code": "CATCH_22", "name": "Catch22 Charity Limited"}, {"code": None}, 5]
DATES = "contract,start,end\nPRJ_1_A,2021-06-26,2023-03-31\nPRJ_2,,\n"


@cache
def facts() -> Facts:
    return read_builtin("commissioned-rehabilitative-services")


def context(of: Facts | None = None, /, **options: str) -> Context:
    of = of or facts()
    day = None if "dates" in options else PartialDate("2026-08-21")
    return Context(facts=of, places=PlaceNames(of.places), published=day, options=options)


def read(path: Path, within: Context) -> list[Entry | Reject]:
    file = SourceFile.look_over(path, progress=lambda *_: None)
    of = importer("moj-interventions")
    return list(of.parts[of.part_of(file)](file, within))


def read_contracts(
    tmp_path: Path, *contracts: Any, within: Context | None = None
) -> list[Entry | Reject]:
    path = tmp_path / "contracts.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in (CONTRACT, *contracts)))
    return read(path, within or context())[0 if not contracts else 1 :]


def of_kind(found: Iterable[Entry | Reject], kind: type[Any]) -> list[Any]:
    entries = [each for each in found if isinstance(each, Entry)]
    said = [each for entry in entries for each in (*entry.records, *entry.notes)]
    return [each for each in said if isinstance(each, kind)]


def option_files(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "providers.json").write_text(json.dumps(PROVIDERS))
    (tmp_path / "dates.csv").write_text(DATES)
    return {name: str(next(tmp_path.glob(f"{name}.*"))) for name in ("providers", "dates")}


def test_a_contract_is_a_collaboration_of_prime_and_subcontractors(tmp_path: Path) -> None:
    found = read_contracts(tmp_path, within=context(**option_files(tmp_path)))

    (contract,) = of_kind(found, Collaboration)
    assert contract.id == "crs-prj-1-a"
    assert contract.name == "Dependency and Recovery Services in Durham"
    assert contract.outcome_note.startswith("awarded directly after a competition that failed")
    assert (contract.start, contract.end) == ("2021-06-26", "2023-03-31")
    assert (contract.areas, contract.places) == (("CRS1",), ("E23000008",))
    assert (contract.pathways, contract.outcome) == (("drugs_alcohol",), Outcome.WON)
    assert [
        (each.organisation, each.role, each.role_note) for each in of_kind(found, Membership)
    ] == [
        ("ZZ-PMS-catch22", MemberRole.LEAD, "listed as CATCH_22"),
        ("ZZ-PMS-new-start", MemberRole.SUBCONTRACTOR, "listed as NEW_START"),
    ]
    assert [(each.organisation, each.area) for each in of_kind(found, Interest)] == [
        ("ZZ-PMS-catch22", "CRS1")
    ]
    assert {each.provenance.known_from for each in of_kind(found, Organisation)} == {"2021-06-26"}


def test_what_a_subcontractor_does_is_an_upper_bound(tmp_path: Path) -> None:
    prime, subcontractor = of_kind(read_contracts(tmp_path), Capability)

    assert prime.provenance.confidence is Confidence.VERIFIED_OFFICIAL
    assert subcontractor.provenance.confidence is Confidence.ESTIMATE
    for each in (prime, subcontractor):
        assert (each.pathway, each.places) == ("drugs_alcohol", ("E23000008",))
        assert (each.cohorts, each.sex) == (("young_men", "men"), Sex.MEN)
        assert each.setting is Setting.COMMUNITY


def test_a_contract_without_a_date_counts_from_the_day_of_the_file(tmp_path: Path) -> None:
    found = read_contracts(tmp_path)

    (contract,) = of_kind(found, Collaboration)
    assert contract.start is None
    assert contract.provenance.known_from == "2026-08-21"


def test_nobody_guesses_since_when_contracts_were_public(tmp_path: Path) -> None:
    unsaid = Context(facts=facts(), places=PlaceNames(facts().places))

    with pytest.raises(SourceError, match="--published"):
        read_contracts(tmp_path, within=unsaid)


@pytest.mark.parametrize(
    ("title", "region", "places"),
    [
        ("Services in Wigan and Leigh", "L", ("E08000010",)),
        ("Services in Bolton and Bury", "L", ("E08000001", "E08000002")),
        ("ETE Services for the West Midlands", "E", ()),
        ("ETE Services for Kent, Surrey & Sussex", "K", ()),
    ],
)
def test_the_title_says_for_which_part_of_a_region_it_is(
    tmp_path: Path, title: str, region: str, places: tuple[str, ...]
) -> None:
    changed = CONTRACT | {"intervention_title": title, "region": {"nps_region_code": region}}

    (contract,) = of_kind(read_contracts(tmp_path, changed), Collaboration)

    assert contract.places == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("for these boroughs: Kingston, Barking and Dagenham. More.", ("E09000002", "E09000021")),
        ("for all Lot 2 boroughs (Barking, Dagenham, Bexley and Bromley)", 3),
        ("with offices (Bexley, Luton)", ()),
        ("with an office (Bexley)", ()),
    ],
)
def test_a_list_of_boroughs_cuts_a_contract_down_to_them(
    tmp_path: Path, text: str, places: Any
) -> None:
    changed = CONTRACT | {
        "intervention_title": "Services",
        "short_description": text,
        "region": {"nps_region_code": "J"},
    }

    (contract,) = of_kind(read_contracts(tmp_path, changed), Collaboration)

    assert contract.places == places or len(contract.places) == places


def test_a_police_area_is_the_place(tmp_path: Path) -> None:
    changed = CONTRACT | {"region": {"pcc_region_code": "avon-and-somerset"}}

    (contract,) = of_kind(read_contracts(tmp_path, changed), Collaboration)

    assert (contract.areas, contract.places) == (("CRS7",), ("E23000036",))


@pytest.mark.parametrize(
    ("eligible", "cohorts"),
    [
        ({"allows_female": True, "allows_male": False}, ("women",)),
        ({"allows_female": True, "allows_male": True}, ()),
        ({"allows_female": False, "allows_male": True, "maximum_age": 25}, ("young_men",)),
        ({"allows_female": False, "allows_male": True, "minimum_age": 26}, ("men",)),
        ({}, ()),
    ],
)
def test_who_is_eligible_is_the_cohort(
    tmp_path: Path, eligible: dict[str, Any], cohorts: tuple[str, ...]
) -> None:
    found = read_contracts(tmp_path, CONTRACT | {"eligibility": eligible})

    assert {each.cohorts for each in of_kind(found, Capability)} == {cohorts}


def test_the_service_is_described_by_who_answers_for_it(tmp_path: Path) -> None:
    found = read_contracts(tmp_path)

    assert [(each.organisation, each.text) for each in of_kind(found, Description)] == [
        ("ZZ-PMS-catch-22", CONTRACT["short_description"])
    ]


@pytest.mark.parametrize(
    ("changes", "field", "rows"),
    [
        ({"contract_reference": None}, "contract_reference", 1),
        ({"providers": {"subcontractor_codes": ["NACRO"]}}, "providers", 1),
        ({"contract_type_id": "XYZ"}, "contract_type_id", 0),
        ({"region": {"nps_region_code": "Z"}}, "region", 0),
    ],
)
def test_what_is_wrong_is_told(
    tmp_path: Path, changes: dict[str, Any], field: str, rows: int
) -> None:
    found = read_contracts(tmp_path, CONTRACT | changes)

    assert [(each.field, each.rows) for each in found if isinstance(each, Reject)] == [
        (field, rows)
    ]


def test_in_a_programme_without_such_areas_words_say_where_it_is(tmp_path: Path) -> None:
    found = read_contracts(tmp_path, within=context(small_facts()))

    assert of_kind(found, Capability) == []
    assert {each.words for each in of_kind(found, Operation)} == {("North East",)}
    assert [each.field for each in found if isinstance(each, Reject)] == ["contract_type_id"]


@pytest.mark.parametrize(
    ("option", "content", "said"),
    [
        ("providers", "[]", "no providers"),
        ("providers", "{", "no JSON"),
        ("dates", "reference,start\n1,2\n", "contract, end"),
        ("dates", f"{DATES}PRJ_3,2021-06-26,2020-01-01\n", "line 4: .* the end is before"),
        ("dates", f"{DATES}PRJ_3,soon,\nPRJ_4\n", "line 4: soon: .*; line 5: "),
    ],
)
def test_an_option_s_file_that_is_another_is_told(
    tmp_path: Path, option: str, content: str, said: str
) -> None:
    options = option_files(tmp_path)
    Path(options[option]).write_text(content)

    with pytest.raises(SourceError, match=said):
        read_contracts(tmp_path, within=context(**options))


def test_another_source_s_file_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "grants.json"
    path.write_text('{"grants": []}')

    with pytest.raises(SourceError, match="hmpps-interventions-service"):
        read(path, context())


def test_contracts_may_come_as_a_list_or_one_file_after_another(tmp_path: Path) -> None:
    path = tmp_path / "contracts.json"
    for text in (
        json.dumps([CONTRACT, CONTRACT | {"contract_reference": "B"}], indent=1),
        json.dumps(CONTRACT, indent=1) + json.dumps(CONTRACT | {"contract_reference": "B"}),
    ):
        path.write_text(text)
        found = read(path, context())
        assert [each.id for each in of_kind(found, Collaboration)] == ["crs-prj-1-a", "crs-b"]


def test_a_line_that_is_no_contract_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "contracts.jsonl"
    path.write_text(f"{json.dumps(CONTRACT)}\n{{\n[]\n")

    found = read(path, context())

    assert [each.row for each in found if isinstance(each, Reject) and each.rows] == [2, 3]
    assert rows_of(found) == 3


@given(contract=broken(CONTRACT))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_in_any_place_is_read_or_told(tmp_path: Path, contract: Any) -> None:
    assert rows_of(read_contracts(tmp_path, contract)) == 1


@pytest.mark.parametrize("path", [path for path in paths(CONTRACT) if path], ids=str)
def test_any_field_may_be_missing(tmp_path: Path, path: Any) -> None:
    assert rows_of(read_contracts(tmp_path, without(CONTRACT, path))) == 1


@cache
def real() -> tuple[Entry | Reject, ...]:
    return tuple(read(CONTRACTS, context(**OPTIONS)))


needs_shared_data = pytest.mark.skipif(
    not (CONTRACTS.is_file() and Path(OPTIONS["dates"]).is_file()),
    reason="the Ministry's files are not beside this folder (../shared/data)",
)


@needs_shared_data
def test_the_built_in_contracts_are_those_that_are_imported() -> None:
    def told(contracts: Iterable[Collaboration]) -> set[object]:
        return {
            (
                *(each.id, each.name, each.kind, each.start, each.end, each.areas),
                *(frozenset(each.places), each.pathways, each.outcome, each.outcome_known_from),
                *(each.outcome_note, each.provenance.known_from, each.provenance.confidence),
            )
            for each in contracts
        }

    imported = of_kind(real(), Collaboration)
    assert len(imported) == 140
    assert told(imported) == told(facts().collaborations)


@needs_shared_data
def test_the_built_in_members_are_those_that_are_imported() -> None:
    def told(members: Iterable[Membership]) -> set[object]:
        return {
            (
                *(each.collaboration, each.organisation, each.role, each.role_note),
                *(each.provenance.known_from, each.provenance.confidence),
            )
            for each in members
        }

    imported = of_kind(real(), Membership)
    assert len(imported) == 435
    assert told(imported) == told(facts().memberships)
    organisations = {each.id for each in of_kind(real(), Organisation)}
    assert organisations == {each.id for each in facts().organisations}


@needs_shared_data
def test_the_built_in_capabilities_are_those_that_are_imported() -> None:
    """The tables have each place once for an organisation, pathway and cohort, by its first day."""

    def told(capabilities: Iterable[Capability]) -> dict[object, object]:
        found: dict[object, object] = {}
        for each in sorted(capabilities, key=lambda each: (each.provenance.known_from, each.note)):
            for place in each.places:
                key = each.organisation, each.pathway, frozenset(each.cohorts), place
                marks = each.setting, each.sex, each.justice, each.note
                found.setdefault(
                    key, (*marks, each.provenance.known_from, each.provenance.confidence)
                )
        return found

    imported = told(of_kind(real(), Capability))
    assert len(imported) == 600
    assert imported == told(facts().capabilities)


@needs_shared_data
def test_the_built_in_interests_are_those_that_are_imported() -> None:
    imported = {(each.organisation, each.role, each.area) for each in of_kind(real(), Interest)}

    assert imported == {(each.organisation, each.role, each.area) for each in facts().interests}
