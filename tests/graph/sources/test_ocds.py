"""Importing contract awards in the Open Contracting Data Standard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from graph.errors import SourceError
from graph.records.entries import Classification, Description, Entry, Operation, Reject
from graph.records.kinds import MemberRole, OrganisationKind, Outcome
from graph.records.model import Collaboration, Membership, Organisation
from graph.sources import importer
from graph.sources.files import SourceFile
from tests.builders import A, small_facts
from tests.graph.sources.broken import broken, paths, rows_of, without
from tests.graph.sources.reading import context, read

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLE = Path(__file__).parents[4] / "shared/data/contracts_ocds/uk_releases_2025.jsonl"
PLACE = next(place.name for place in small_facts().places if place.code == A)
OCID = "ocds-b5fd17-1"
AWARD: dict[str, Any] = {
    "id": "A1",
    "status": "active",
    "date": "2024-12-01",
    "value": {"amount": 90000, "currency": "GBP"},
    "suppliers": [{"id": "GB-CFS-2", "name": "New Start CIC"}],
    "contractPeriod": {"startDate": "2025-04-01", "endDate": "2027-03-31T23:59:59+01:00"},
}
RELEASE: dict[str, Any] = {
    "ocid": OCID,
    "date": "2025-03-11T09:40:02Z",
    "tag": ["award"],
    "buyer": {"id": "GB-CFS-1", "name": "Made Up Council"},
    "parties": [
        {
            "id": "GB-CFS-1",
            "name": "Made Up County Council",
            "identifier": {"scheme": "GB-LAE", "id": "MAD"},
            "roles": ["buyer"],
        },
        {
            "id": "GB-CFS-2",
            "name": "New Start CIC",
            "identifier": {"scheme": "GB-COH", "id": "203583"},
            "additionalIdentifiers": [{"scheme": "GB-CHC", "id": "1121560"}],
            "address": {"postalCode": "E1 6AN"},
            "details": {"vcse": True, "url": "https://newstart.example"},
        },
    ],
    "tender": {
        "title": "Mentoring",
        "description": "Mentors for people on probation.",
        "classification": {"scheme": "CPV", "id": "75231240"},
        "items": [
            {
                "id": "1",
                "relatedLot": "L1",
                "deliveryAddresses": [{"region": PLACE}, {"region": "UKI31"}],
                "deliveryLocation": {"description": "Narnia"},
                "additionalClassifications": [{"scheme": "CPV", "id": "85312000-9"}],
            },
            {"id": "2", "relatedLot": "L2", "deliveryAddresses": [{"region": "Nowhere"}]},
        ],
    },
    "awards": [AWARD],
}


def award(**changes: Any) -> dict[str, Any]:
    return RELEASE | {"awards": [AWARD | changes]}


def suppliers(*names: str) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


def read_releases(tmp_path: Path, *releases: Any) -> tuple[list[Entry], list[Reject]]:
    lines = "\n".join(json.dumps(each) for each in ({"ocid": "ocds-b5fd17-0"}, *releases))
    entries, rejects = read("ocds", tmp_path / "releases.jsonl", lines)
    return entries, [each for each in rejects if each.key != "ocds-b5fd17-0"]


def one(tmp_path: Path, *releases: Any) -> tuple[Entry, list[Reject]]:
    (entry,), rejects = read_releases(tmp_path, *releases)
    return entry, rejects


def of_kind(entry: Entry, *kinds: type[Any]) -> list[Any]:
    return [each for each in (*entry.records, *entry.notes) if isinstance(each, kinds)]


def roles(members: Iterable[Membership]) -> list[tuple[str, MemberRole]]:
    return [(each.organisation, each.role) for each in members]


def test_an_award_is_a_collaboration_of_buyer_and_supplier(tmp_path: Path) -> None:
    entry, rejects = one(tmp_path, RELEASE)

    (contract,) = of_kind(entry, Collaboration)
    assert rejects == []
    assert (entry.key, entry.row, entry.rows) == (OCID, 2, 1)
    assert (contract.id, contract.name) == (f"{OCID}/A1", "Mentoring")
    assert (contract.start, contract.end) == ("2025-04-01", "2027-03-31")
    assert (contract.value_gbp, contract.outcome) == (90000, Outcome.WON)
    assert contract.places == (A,)
    assert roles(of_kind(entry, Membership)) == [
        ("GB-COH-00203583", MemberRole.LEAD),
        ("GB-LAE-MAD", MemberRole.COMMISSIONER),
    ]
    assert [each.kind for each in of_kind(entry, Organisation)] == [
        OrganisationKind.CHARITY,
        OrganisationKind.LOCAL_AUTHORITY,
    ]


def test_what_was_bought_and_where_is_noted_of_the_supplier(tmp_path: Path) -> None:
    entry, _ = one(tmp_path, award(relatedLots=["L1"]))

    (text,), (where,), (what,) = (
        of_kind(entry, kind) for kind in (Description, Operation, Classification)
    )
    assert text.text == "Mentors for people on probation."
    assert (where.places, where.words) == ((A,), ("UKI31", "Narnia"))
    assert (what.scheme, what.codes) == ("cpv", ("75231240", "85312000-9"))
    assert {each.organisation for each in (text, where, what)} == {"GB-COH-00203583"}


def test_an_award_counts_from_the_day_of_its_release_not_from_its_own(tmp_path: Path) -> None:
    entry, _ = one(tmp_path, RELEASE)

    days = {each.provenance.known_from for each in entry.records}
    days |= {each.known_from for each in of_kind(entry, Description, Operation)}
    assert days == {"2025-03-11"}


def test_the_newest_release_is_believed_wherever_it_stands(tmp_path: Path) -> None:
    newer = award(value={"amount": 80000, "currency": "GBP"}) | {"date": "2025-06-01T08:00:00Z"}

    entry, _ = one(tmp_path, newer, RELEASE)

    (contract,) = of_kind(entry, Collaboration)
    assert (entry.row, entry.rows, contract.value_gbp) == (2, 2, 80000)
    assert contract.provenance.known_from == "2025-06-01"
    assert {each.provenance.known_from for each in of_kind(entry, Membership)} == {"2025-03-11"}


def test_what_a_newer_release_does_not_speak_of_stays(tmp_path: Path) -> None:
    later = {"ocid": OCID, "date": "2025-06-01", "tag": ["implementation"]}
    second = RELEASE | {"date": "2025-05-01", "awards": [AWARD | {"id": "A2"}]}

    entry, _ = one(tmp_path, RELEASE, later, second)

    contracts = {each.id: each.provenance.known_from for each in of_kind(entry, Collaboration)}
    assert contracts == {f"{OCID}/A1": "2025-03-11", f"{OCID}/A2": "2025-05-01"}
    assert entry.rows == 3


@pytest.mark.parametrize(
    "withdrawn",
    [
        {"tag": ["awardUpdate"], "awards": [{"id": "A1", "status": "cancelled"}]},
        {"tag": ["awardCancellation"], "awards": [{"id": "A1"}]},
        {"tag": ["contract"], "contracts": [{"awardID": "A1", "status": "cancelled"}]},
    ],
)
def test_a_withdrawn_award_was_made_all_the_same(tmp_path: Path, withdrawn: dict[str, Any]) -> None:
    entry, _ = one(tmp_path, RELEASE, {"ocid": OCID, "date": "2025-06-01"} | withdrawn)

    (contract,) = of_kind(entry, Collaboration)
    assert contract.outcome is Outcome.WITHDRAWN
    assert contract.outcome_known_from == "2025-06-01"
    assert contract.provenance.known_from == "2025-03-11"


def test_suppliers_hold_an_award_together_where_its_words_say_so(tmp_path: Path) -> None:
    shared = award(suppliers=suppliers("A", "B"), description="Awarded to a consortium.")

    entry, _ = one(tmp_path, shared)

    (contract,) = of_kind(entry, Collaboration)
    assert contract.value_gbp == 90000
    assert contract.outcome_note == "one of 2 suppliers who hold the award together"
    assert roles(of_kind(entry, Membership))[:2] == [
        ("ZZ-PMS-a", MemberRole.PARTNER),
        ("ZZ-PMS-b", MemberRole.PARTNER),
    ]


@pytest.mark.parametrize("names", ["AB", "ABCDEFGHIJKLM"])
def test_suppliers_of_a_framework_did_not_work_together(tmp_path: Path, names: str) -> None:
    text = "A framework." if len(names) == 2 else "Any consortium may call."

    entry, _ = one(tmp_path, award(suppliers=suppliers(*names, "A"), description=text))

    contracts = of_kind(entry, Collaboration)
    members = of_kind(entry, Membership)
    assert len(contracts) == len(names)
    assert {each.value_gbp for each in contracts} == {None}
    assert all("its value of £90,000 is that of all" in each.outcome_note for each in contracts)
    leads = [each.collaboration for each in members if each.role is MemberRole.LEAD]
    assert sorted(leads) == sorted(each.id for each in contracts)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": {"amount": 5, "currency": "EUR"}}, "awards[0].value.amount"),
        ({"value": {"amount": -5, "currency": "GBP"}}, "awards[0].value.amount"),
        ({"value": {"amount": 0, "currency": "GBP"}}, "awards[0].value.amount"),
        (
            {"contractPeriod": {"startDate": "2026", "endDate": "2025"}, "value": None},
            "awards[0].contractPeriod.endDate",
        ),
    ],
)
def test_what_is_wrong_with_an_award_is_told(
    tmp_path: Path, changes: dict[str, Any], field: str
) -> None:
    entry, rejects = one(tmp_path, award(**changes))

    assert of_kind(entry, Collaboration)[0].value_gbp is None
    assert [(each.field, each.rows) for each in rejects] == [(field, 0)]


def test_the_contract_tells_what_the_award_does_not(tmp_path: Path) -> None:
    bare = award(value=None, contractPeriod=None)
    contract = {
        "awardID": "A1",
        "value": {"amount": 7, "currency": "GBP"},
        "period": {"startDate": "2025-05-01"},
    }

    entry, _ = one(tmp_path, bare | {"contracts": [contract]})

    (found,) = of_kind(entry, Collaboration)
    assert (found.value_gbp, found.start) == (7, "2025-05-01")


@pytest.mark.parametrize(
    "release",
    [
        RELEASE | {"awards": []},
        award(suppliers=[]),
        award(suppliers=[{"name": " "}]),
        award(status="unsuccessful"),
        award(id=None),
    ],
)
def test_a_process_without_a_holder_is_rejected(tmp_path: Path, release: dict[str, Any]) -> None:
    entries, rejects = read_releases(tmp_path, release, release)

    assert entries == []
    assert [(each.row, each.rows) for each in rejects if each.rows] == [(2, 2)]


def test_the_same_award_of_a_process_is_nobody_else_s(tmp_path: Path) -> None:
    entry, _ = one(tmp_path, RELEASE | {"ocid": "crs-ccs-0001"})

    assert of_kind(entry, Collaboration)[0].id == "ocds-crs-ccs-0001/A1"


PACKAGE = {"publishedDate": "2025-03-12T00:00:00Z", "releases": [RELEASE]}
RECORD = {"ocid": OCID, "releases": [{"url": "https://x"}], "compiledRelease": RELEASE}


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(PACKAGE),
        json.dumps(PACKAGE, indent=1),
        json.dumps({"records": [RECORD]}),
        json.dumps({"records": [RECORD | {"releases": [RELEASE]}]}, indent=1),
        json.dumps([RELEASE]),
        json.dumps(RELEASE),
        json.dumps(PACKAGE) + "\n" + json.dumps({"releases": []}),
    ],
)
def test_packages_records_and_lists_say_the_same(tmp_path: Path, content: str) -> None:
    (entry,), rejects = read("ocds", tmp_path / "x.json", content)

    assert of_kind(entry, Collaboration)[0].provenance.known_from == "2025-03-11"
    assert [each.reason for each in rejects] in (
        [],
        ["the package holds no releases and no records"],
    )


def test_a_record_that_only_links_is_rejected(tmp_path: Path) -> None:
    links = {"records": [RECORD | {"compiledRelease": None}]}

    entries, rejects = read("ocds", tmp_path / "x.json", json.dumps(links))

    assert entries == []
    assert [(each.rows, "only links" in each.reason) for each in rejects] == [(1, True)]


def test_lines_that_are_no_release_are_rejected_one_by_one(tmp_path: Path) -> None:
    lines = [json.dumps(RELEASE), "{", "[" * 50 + "]" * 50, '"x"', '{"date": 1}', '{"ocid": [1]}']

    entries, rejects = read("ocds", tmp_path / "x.jsonl", "\n".join(lines))

    assert len(entries) == 1
    assert rows_of([*entries, *rejects]) == 6
    assert sorted({each.row for each in rejects}) == [2, 3, 4, 5, 6]


def test_another_source_s_file_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="360giving"):
        read("ocds", tmp_path / "x.json", '{"grants": []}')


def test_whose_contracts_and_of_which_day_the_file_says(tmp_path: Path) -> None:
    def looked_over(*releases: Any, **package: Any) -> SourceFile:
        path = tmp_path / "x.json"
        path.write_text(json.dumps(package | {"releases": releases}))
        return SourceFile.look_over(path, progress=lambda *_: None)

    ocds = importer("ocds")
    own = looked_over(RELEASE, publishedDate="2025-03-12T23:30:00Z")
    assert ocds.part_of(own) == "ocds-b5fd17"
    assert ocds.published_in(own) == "2025-03-13"
    mixed = looked_over(RELEASE, {"ocid": "ocds-h6vhtk-1"})
    assert (ocds.part_of(mixed), ocds.published_in(mixed)) == ("", None)


@given(release=broken(RELEASE))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_in_any_place_is_read_or_told(tmp_path: Path, release: Any) -> None:
    lines = "\n".join(json.dumps(each) for each in (RELEASE, release, RELEASE))

    entries, rejects = read("ocds", tmp_path / "x.jsonl", lines)

    packed = release.get("releases", release.get("records")) if isinstance(release, dict) else 0
    assert packed or rows_of([*entries, *rejects]) == 3


@pytest.mark.parametrize("path", [path for path in paths(RELEASE) if path], ids=str)
def test_any_field_may_be_missing(tmp_path: Path, path: Any) -> None:
    entries, rejects = read_releases(tmp_path, without(RELEASE, path), RELEASE)

    assert rows_of([*entries, *rejects]) == 2


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the real contracts are not beside this folder")
def test_every_real_award_to_somebody_is_taken() -> None:
    file = SourceFile.look_over(SAMPLE, progress=lambda *_: None)
    found = list(importer("ocds").parts[""](file, context()))

    entries = [each for each in found if isinstance(each, Entry)]
    assert (rows_of(found), len(entries)) == (228, 140)
    contracts = [each for entry in entries for each in of_kind(entry, Collaboration)]
    assert len({each.id for each in contracts}) == len(contracts) == 253
    assert {str(each.provenance.known_from)[:4] for each in contracts} == {"2025"}
