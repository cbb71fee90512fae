"""Subjects: what the programme and its sources say of each organisation."""

from __future__ import annotations

from datetime import UTC, datetime

from graph.identity.subjects import OWN, imported_subjects, own_subjects
from graph.records.entries import Entry, Import, Operation, Trait, TraitKind
from graph.records.identifiers import OrgId
from graph.records.model import LinkedIdentifier, Source
from tests.builders import (
    COUNTY_1,
    alias,
    capability,
    member,
    org_id,
    organisation,
    provenance,
    registration,
    small_facts,
)

HELD = Import(
    source="register",
    file="register.csv",
    digest="0",
    origin=Source(
        id="IMPORT-REGISTER", title="", address="", kind="register", published=None, licence=""
    ),
    begun=datetime(2026, 1, 1, tzinfo=UTC),
)
HARBOUR = org_id("harbour")


def test_the_programmes_own_organisations_come_with_all_their_names_and_numbers() -> None:
    number = OrgId("GB-CHC-1000001")
    facts = small_facts(
        organisations=(organisation("harbour"), organisation("quay")),
        aliases=(alias("harbour", "Old Harbour (OH)"),),
        identifiers=(
            LinkedIdentifier(organisation=HARBOUR, identifier=number, provenance=provenance()),
        ),
        capabilities=(capability("harbour", "housing"),),
    )
    harbour, quay = own_subjects(facts)
    assert (harbour.source, harbour.is_own, harbour.sector) == (OWN, True, "vcse")
    assert harbour.names[1:] == ["Old Harbour"]
    assert harbour.numbers == [number]
    assert harbour.places
    assert quay.numbers == []


def test_an_entry_gives_what_it_says_of_each_organisation() -> None:
    entry = Entry(
        key="1",
        row=2,
        records=(
            organisation("harbour"),
            registration("harbour"),
            organisation("quay"),
            member("p", "quay"),
        ),
        notes=(
            Trait(organisation=HARBOUR, kind=TraitKind.POSTCODE, value="ab1 2cd"),
            Trait(organisation=HARBOUR, kind=TraitKind.EMAIL_DOMAIN, value="harbour.org"),
            Trait(organisation=HARBOUR, kind=TraitKind.PHONE, value="0115 496 0123"),
            Operation(organisation=HARBOUR, places=(COUNTY_1,), words=(), known_from=None),
        ),
    )
    harbour, quay = imported_subjects([(HELD, entry)], frozenset({HARBOUR}))
    assert (harbour.organisation, harbour.source, harbour.is_own) == (HARBOUR, "register", True)
    assert harbour.phone == "1154960123"
    assert harbour.places == {COUNTY_1}
    assert harbour.postcode
    assert harbour.domain
    assert harbour.numbers
    assert (quay.is_own, quay.postcode, quay.numbers) == (False, "", [])


def test_what_names_nobody_is_no_subject() -> None:
    entry = Entry(key="1", row=2, records=(member("p", "quay"),))
    assert list(imported_subjects([(HELD, entry)])) == []
