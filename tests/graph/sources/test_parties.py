"""Telling which organisation a standard's object means."""

from __future__ import annotations

import pytest

from graph.records.entries import Trait, TraitKind
from graph.records.kinds import OrganisationKind
from graph.records.model import LinkedIdentifier, Organisation
from graph.records.provenance import Confidence, PartialDate
from graph.sources.fields import Fields
from graph.sources.parties import Party, charity_id, party_of, postcode_of, web_of

KIND = OrganisationKind


def a_party(name: str, *ids: str, usual: KIND = KIND.SOCIAL_ENTERPRISE) -> Party | None:
    numbered = [(f"id{place}", text) for place, text in enumerate(ids)]
    return party_of(Fields({}, row=1), name=name, ids=numbered, usual=usual)


def the_party(name: str, *ids: str) -> Party:
    found = a_party(name, *ids)
    assert found is not None
    return found


def test_the_first_good_identifier_is_the_organisation_and_the_others_stand_beside_it() -> None:
    party = the_party("Nacro", "360G-x", "GB-CHC-226171", "GB-COH-203583", "GB-CHC-226171")

    assert party.id == "GB-CHC-226171"
    assert party.numbers == ("GB-COH-00203583",)


def test_without_an_identifier_the_name_is_the_organisation() -> None:
    assert the_party("A Way Out", "", "org-1").id == "ZZ-PMS-a-way-out"
    assert a_party("—", "org-1") is None


def test_a_portal_s_own_number_tells_nobody_from_others() -> None:
    assert the_party("Acme Ltd", "GB-CFS-307567").id == "ZZ-PMS-acme-ltd"


def test_nobody_can_pass_for_an_organisation_known_by_name() -> None:
    assert the_party("Other", "ZZ-PMS-nacro").id == "ZZ-PMS-other"


def test_a_number_that_is_none_of_its_register_is_told_once() -> None:
    fields = Fields({}, row=1)

    party = party_of(
        fields,
        name="Small",
        ids=[("id", "GB-CHC-715"), ("charityNumber", "GB-CHC-715")],
        usual=KIND.CHARITY,
    )

    assert party is not None
    assert party.id == "ZZ-PMS-small"
    assert [each.field for each in fields.refused] == ["id"]


@pytest.mark.parametrize(
    ("name", "number", "kind", "sure"),
    [
        ("Nacro Limited", "GB-CHC-226171", KIND.CHARITY, True),
        ("Anything", "GB-LAE-DER", KIND.LOCAL_AUTHORITY, True),
        ("Essex County Council", "GB-SRS-1", KIND.LOCAL_AUTHORITY, False),
        ("Acme Ltd", "GB-COH-12345678", KIND.SOCIAL_ENTERPRISE, False),
    ],
)
def test_a_register_tells_the_kind_before_a_name_does(
    name: str, number: str, kind: OrganisationKind, sure: bool
) -> None:
    party = the_party(name, number)

    assert (party.kind, party.sure) == (kind, sure)


def test_what_a_party_is_says_how_sure_that_is() -> None:
    day = PartialDate("2015-06-10")
    organisation, linked = the_party("X CIC", "GB-COH-12345678", "GB-NIC-100123").records("S", day)

    assert isinstance(organisation, Organisation)
    assert organisation.provenance.confidence is Confidence.VERIFIED_OFFICIAL
    assert organisation.provenance.known_from == day
    assert isinstance(linked, LinkedIdentifier)
    guessed = the_party("X CIC", "GB-COH-12345678").records("S", day)[0]
    assert guessed.provenance.confidence is Confidence.ESTIMATE


def test_its_office_and_web_address_help_to_tell_it() -> None:
    party = party_of(
        Fields({}, row=1),
        name="A",
        ids=[],
        usual=KIND.CHARITY,
        postcode="sw1a1aa",
        web="https://www.A.example/x",
    )

    assert party is not None
    assert party.notes() == (
        Trait(organisation=party.id, kind=TraitKind.POSTCODE, value="SW1A 1AA"),
        Trait(organisation=party.id, kind=TraitKind.WEB, value="a.example"),
    )


@pytest.mark.parametrize(
    ("text", "domain"),
    [("example.org", "example.org"), ("HTTP://WWW.example.org:80/a b", "example.org"), ("N/A", "")],
)
def test_a_web_address_is_its_domain(text: str, domain: str) -> None:
    assert web_of(text) == domain


def test_a_postcode_has_one_space() -> None:
    assert [postcode_of(text) for text in ("E16AN", "e1 6an", "E1", "")] == ["E1 6AN"] * 2 + [
        ""
    ] * 2


def test_each_register_of_charities_has_its_own_numbers() -> None:
    assert [charity_id(text) for text in ("226171", "sc 004089", "")] == [
        "GB-CHC-226171",
        "GB-SC-SC004089",
        "",
    ]
