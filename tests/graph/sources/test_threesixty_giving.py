"""Importing grants in the 360Giving standard."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from graph.errors import SourceError
from graph.records.entries import Description, Entry, Operation, Trait
from graph.records.kinds import CollaborationKind, MemberRole, OrganisationKind, Outcome
from graph.records.model import Collaboration, LinkedIdentifier, Membership, Organisation
from graph.records.provenance import Confidence, PartialDate, Provenance
from graph.sources import importer
from graph.sources.files import SourceFile
from graph.sources.places import PlaceNames
from graph.sources.protocol import Context
from tests.builders import A, small_facts
from tests.graph.sources.broken import broken, paths, rows_of, without
from tests.graph.sources.reading import read

SAMPLE = Path(__file__).parents[4] / "shared/data/grants_360giving/lloyds_bank_foundation.json"
PLACE = next(place.name for place in small_facts().places if place.code == A)
GRANT: dict[str, Any] = {
    "id": "360G-Made-1",
    "title": "Grant to New Start",
    "description": "A mentor for women\nwho leave prison.",
    "currency": "GBP",
    "amountAwarded": 15000,
    "awardDate": "2015-06-09T23:30:00Z",
    "plannedDates": [{"startDate": "2015-07-01", "endDate": "2016-06-30T00:00:00Z"}],
    "recipientOrganization": [
        {
            "id": "GB-CHC-1121560",
            "name": "New Start",
            "charityNumber": "1121560",
            "companyNumber": 203583,
            "postalCode": "e1 6an",
            "url": "https://www.newstart.example/about",
        }
    ],
    "fundingOrganization": [{"id": "GB-CHC-327114", "name": "A Foundation"}],
    "grantProgramme": [{"title": "Invest"}],
    "beneficiaryLocation": [
        {"geoCode": "E99999999", "name": PLACE},
        {"name": "Narnia"},
    ],
}


def read_grants(tmp_path: Path, *grants: Any) -> tuple[list[Entry], list[Any]]:
    return read("360giving", tmp_path / "grants.json", json.dumps({"grants": grants}))


def one(tmp_path: Path, **changes: Any) -> tuple[Entry, list[Any]]:
    entries, rejects = read_grants(tmp_path, GRANT | changes)
    (entry,) = entries
    return entry, rejects


def of_kind(entry: Entry, *kinds: type[Any]) -> list[Any]:
    return [each for each in (*entry.records, *entry.notes) if isinstance(each, kinds)]


def test_a_grant_is_a_collaboration_of_funder_and_recipient(tmp_path: Path) -> None:
    entry, rejects = one(tmp_path)

    (grant,) = of_kind(entry, Collaboration)
    assert rejects == []
    assert (entry.key, grant.id, grant.name) == ("360G-Made-1", "360G-Made-1", GRANT["title"])
    assert grant.kind is CollaborationKind.GRANT
    assert (grant.start, grant.end) == ("2015-07-01", "2016-06-30")
    assert (grant.value_gbp, grant.outcome, grant.places) == (15000, Outcome.WON, (A,))
    assert [
        (each.organisation, each.role, each.role_note) for each in of_kind(entry, Membership)
    ] == [
        ("GB-CHC-327114", MemberRole.FUNDER, "Invest"),
        ("GB-CHC-1121560", MemberRole.LEAD, "recipient of the grant"),
    ]
    assert [(each.name, each.kind) for each in of_kind(entry, Organisation)] == [
        ("A Foundation", OrganisationKind.FUNDER),
        ("New Start", OrganisationKind.CHARITY),
    ]
    assert [each.identifier for each in of_kind(entry, LinkedIdentifier)] == ["GB-COH-00203583"]


def test_what_the_recipient_does_with_it_and_where_is_noted(tmp_path: Path) -> None:
    entry, _ = one(tmp_path)

    assert [each.text for each in of_kind(entry, Description)] == [GRANT["description"]]
    assert [(each.places, each.words) for each in of_kind(entry, Operation)] == [
        ((A,), ("Narnia",))
    ]
    assert [each.value for each in of_kind(entry, Trait)] == ["E1 6AN", "newstart.example"]


def test_nothing_counts_before_the_british_day_of_the_award(tmp_path: Path) -> None:
    entry, _ = one(tmp_path)

    days = {each.provenance.known_from for each in entry.records}
    days |= {each.known_from for each in of_kind(entry, Description, Operation)}
    assert days == {"2015-06-10"}
    assert of_kind(entry, Collaboration)[0].outcome_known_from == "2015-06-10"


def test_a_grant_without_a_day_counts_from_the_file_s(tmp_path: Path) -> None:
    entry, rejects = one(tmp_path, awardDate="9999-12-31")

    assert of_kind(entry, Collaboration)[0].provenance.known_from == "2020-05-01"
    assert [each.field for each in rejects] == ["awardDate"]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"currency": "EUR"}, ["amountAwarded"]),
        ({"currency": None}, ["amountAwarded"]),
        ({"amountAwarded": -1}, ["amountAwarded"]),
        ({"amountAwarded": ["15000"]}, ["amountAwarded"]),
    ],
)
def test_what_is_no_amount_in_pounds_is_told(
    tmp_path: Path, changes: dict[str, Any], fields: list[str]
) -> None:
    entry, rejects = one(tmp_path, **changes)

    assert of_kind(entry, Collaboration)[0].value_gbp is None
    assert [(each.field, each.rows) for each in rejects] == [(field, 0) for field in fields]


def test_a_grant_that_ends_before_it_begins_has_no_dates(tmp_path: Path) -> None:
    entry, rejects = one(tmp_path, plannedDates=[{"startDate": "2016", "endDate": "2015"}])

    (grant,) = of_kind(entry, Collaboration)
    assert (grant.start, grant.end) == (None, None)
    assert [each.field for each in rejects] == ["plannedDates[0].endDate"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": ""}, "id"),
        ({"recipientOrganization": []}, "recipientOrganization"),
        ({"recipientOrganization": None, "recipientIndividual": {}}, "recipientOrganization"),
        ({"fundingOrganization": [{"name": "—"}]}, "fundingOrganization"),
    ],
)
def test_a_grant_that_is_nobody_s_is_rejected(
    tmp_path: Path, changes: dict[str, Any], field: str
) -> None:
    entries, rejects = read_grants(tmp_path, GRANT, GRANT | changes)

    assert len(entries) == 1
    assert [(each.row, each.rows, each.field) for each in rejects] == [(2, 1, field)]


def test_each_grant_tells_what_is_wrong_with_its_recipient(tmp_path: Path) -> None:
    wrong = [{"name": "New Start", "id": "GB-CHC-715"}]
    grants = [GRANT | {"id": f"360G-Made-{n}", "recipientOrganization": wrong} for n in (1, 2)]
    entries, rejects = read_grants(tmp_path, *grants)
    assert [entry.key for entry in entries] == ["360G-Made-1", "360G-Made-2"]
    assert [(each.key, each.value) for each in rejects] == [
        ("360G-Made-1", "GB-CHC-715"),
        ("360G-Made-2", "GB-CHC-715"),
    ]


def test_councils_and_departments_that_give_grants_stay_what_they_are(tmp_path: Path) -> None:
    funder = [{"name": "Essex County Council"}]

    entry, _ = one(tmp_path, fundingOrganization=funder)

    assert of_kind(entry, Organisation)[0].kind is OrganisationKind.LOCAL_AUTHORITY


def test_a_grant_cannot_pass_for_another_collaboration(tmp_path: Path) -> None:
    entry, _ = one(tmp_path, id="crs-ccs-0001")

    assert of_kind(entry, Collaboration)[0].id == entry.key == "360G-crs-ccs-0001"


@pytest.mark.parametrize("name", [GRANT["title"], "Another name"])
def test_a_grant_that_the_programme_has_itself_is_not_there_twice(
    tmp_path: Path, name: str
) -> None:
    (imported,) = read_grants(tmp_path, GRANT)[0]
    (grant,), members = of_kind(imported, Collaboration), of_kind(imported, Membership)
    own = Provenance(
        sources=("S1",), known_from=PartialDate("2015-06-10"), confidence=Confidence.ESTIMATE
    )
    facts = small_facts(
        collaborations=(replace(grant, id="grant-1", name=name, provenance=own),),
        memberships=tuple(
            replace(member, collaboration="grant-1", provenance=own) for member in members
        ),
    )
    context = Context(facts=facts, places=PlaceNames(facts.places))
    file = SourceFile.look_over(tmp_path / "grants.json", progress=lambda *_: None)

    (entry,) = importer("360giving").parts[""](file, context)

    assert isinstance(entry, Entry)
    assert [each.id for each in of_kind(entry, Collaboration)] == ["grant-1"]
    assert {each.collaboration for each in of_kind(entry, Membership)} == {"grant-1"}


TABLE = f"""\ufeffIdentifier,Title,Description,Currency,Amount Awarded,Award Date,Shoe Size,\
Planned Dates:Start Date,Recipient Org:Identifier,Recipient Org:Name,Recipient Org:Postal Code,\
Funding Org:Identifier,Funding Org:Name,Beneficiary Location:0:Name,Beneficiary Location:1:Name
360G-Made-1,Grant,"Two
lines",GBP,"£1,500.00",10/06/2015,9,42186,GB-COH-203583,New Start,E1 6AN,,A Council,{PLACE},Narnia
360G-Made-2,Grant
"""


def test_a_table_says_the_same_as_json_does(tmp_path: Path) -> None:
    (entry,), (reject,) = read("360giving", tmp_path / "grants.csv", TABLE)

    (grant,) = of_kind(entry, Collaboration)
    assert (grant.value_gbp, grant.start, grant.places) == (1500, "2015-07-01", (A,))
    assert grant.provenance.known_from == "2015-06-10"
    assert [each.organisation for each in of_kind(entry, Membership)] == [
        "ZZ-PMS-a-council",
        "GB-COH-00203583",
    ]
    assert [each.text for each in of_kind(entry, Description)] == ["Two\nlines"]
    assert (reject.row, reject.rows) == (4, 1)


def test_a_tool_s_headings_are_read_too(tmp_path: Path) -> None:
    table = (
        "id,awardDate,amountAwarded,currency,recipientOrganization/0/name,"
        "fundingOrganization/0/name\n1,2015-06-10,5,GBP,New Start,A Foundation\n"
    )

    (entry,), rejects = read("360giving", tmp_path / "grants.csv", table)

    assert (entry.key, rejects) == ("360G-1", [])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.csv", "Identifier,Title\n1,2\n", "Recipient Org:Name, Funding Org:Name, Award Date"),
        ("x.json", '{"releases": [{"ocid": "ocds-213czf-1"}]}', "ocds"),
    ],
)
def test_another_source_s_file_is_told_apart(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        read("360giving", tmp_path / name, content)


def test_a_file_that_is_cut_off_is_none(tmp_path: Path) -> None:
    whole = json.dumps({"grants": [GRANT] * 50})

    with pytest.raises(SourceError, match="is no JSON after item"):
        read("360giving", tmp_path / "grants.json", whole[:-100])


def test_each_publisher_s_file_is_a_part_of_its_own(tmp_path: Path) -> None:
    def part(*ids: str) -> str:
        path = tmp_path / "grants.json"
        path.write_text(json.dumps([GRANT | {"id": number} for number in ids]))
        file = SourceFile.look_over(path, progress=lambda *_: None)
        return importer("360giving").part_of(file)

    assert part("360G-Made-1", "360G-Made-2") == "360G-Made"
    assert part("360G-Made-1", "360G-Other-1") == ""


@given(grant=broken(GRANT))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_in_any_place_is_read_or_told(tmp_path: Path, grant: Any) -> None:
    lines = "\n".join(json.dumps(each) for each in (GRANT, grant))
    entries, rejects = read("360giving", tmp_path / "grants.jsonl", lines)

    assert rows_of([*entries, *rejects]) == 2


@pytest.mark.parametrize("path", [path for path in paths(GRANT) if path], ids=str)
def test_any_field_may_be_missing(tmp_path: Path, path: Any) -> None:
    entries, rejects = read_grants(tmp_path, without(GRANT, path))

    assert rows_of([*entries, *rejects]) == 1


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the real grants are not beside this folder")
def test_every_real_grant_is_taken() -> None:
    file = SourceFile.look_over(SAMPLE, progress=lambda *_: None)
    facts = small_facts()
    context = Context(facts=facts, places=PlaceNames(facts.places))
    found = list(importer("360giving").parts["360G-LBFEW"](file, context))

    entries = [each for each in found if isinstance(each, Entry)]
    grants = [each for entry in entries for each in of_kind(entry, Collaboration)]
    assert (len(grants), rows_of(found)) == (4116, 4116)
    assert len({each.id for each in grants}) == 4116
    assert all(each.start and each.end and each.provenance.known_from for each in grants)
    assert sum(not each.value_gbp for each in grants) == 1  # one grant of nothing
    assert (
        sum(
            each.organisation == "GB-CHC-327114"
            for entry in entries
            for each in of_kind(entry, Membership)
        )
        == 4116
    )
