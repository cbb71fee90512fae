"""Facts from a programme's own and from what sources say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from graph.assembly.assemble import Assembled, assemble, own_facts
from graph.records.entries import Decision, Entry, Import, Link, LinkMethod, Refusal
from graph.records.identifiers import OrgId, PlaceCode
from graph.records.model import LinkedIdentifier, Source
from graph.records.provenance import Confidence, PartialDate, Provenance
from graph.records.references import first_broken_reference
from graph.snapshot.version import data_version
from graph.stores.entry_columns import EntryColumns
from graph.stores.entry_rows import said
from tests.builders import (
    COUNTY_1,
    alias,
    capability,
    member,
    org_id,
    organisation,
    project,
    size,
    small_facts,
)

if TYPE_CHECKING:
    from graph.records.facts import Facts

CHARITY, COMPANY = OrgId("GB-CHC-1079327"), OrgId("GB-COH-03861209")


def origin(name: str) -> Source:
    """The source of an import."""
    return Source(
        id=f"IMPORT-{name}", title=name, address="", kind="register", published=None, licence=""
    )


def said_by(name: str, *records: Any, notes: tuple[Any, ...] = ()) -> tuple[Import, Entry]:
    """What one entry of a source says."""
    held = Import(
        source=name.lower(),
        file="file",
        digest="0",
        origin=origin(name),
        begun=datetime(2026, 11, 27, tzinfo=UTC),
    )
    provenance = Provenance(
        sources=(held.origin.id,),
        known_from=PartialDate("2012"),
        confidence=Confidence.VERIFIED_OFFICIAL,
    )
    records = tuple(replace(record, provenance=provenance) for record in records)
    return held, Entry(key=str(records), row=1, records=records, notes=notes)


def listed(who: OrgId, name: str) -> Any:
    """An organisation under a register's number."""
    return replace(organisation(name), id=who)


def is_also(who: OrgId, other: OrgId) -> LinkedIdentifier:
    """One identifier that stands for another."""
    return replace(LINKED, organisation=who, identifier=other)


LINKED = LinkedIdentifier(
    organisation=CHARITY,
    identifier=COMPANY,
    provenance=organisation("Any").provenance,
)
OWN = small_facts(
    organisations=(organisation("Alpha"), organisation("Beta")),
    sizes=(size("Alpha", 1.0, 2.0),),
)


def made(*entries: tuple[Import, Entry], own: Facts = OWN, **who: Any) -> Assembled:
    """Assemble, and check what always holds."""
    reader = EntryColumns()
    kept = [(held, reader.read([(entry.key, said(entry))])) for held, entry in entries]
    found = assemble(own, kept, **who)
    assert first_broken_reference(found.facts) == ""
    assert own_facts(found.facts) == own
    return found


def test_without_sources_the_facts_are_the_programmes_own() -> None:
    assert made().facts == OWN
    assert data_version(made().facts) == data_version(OWN)


def test_what_sources_say_stands_beside_with_its_own_source() -> None:
    found = made(said_by("A", listed(CHARITY, "Gamma"), alias("Alpha", "Alpha Trust")))
    assert [row.id for row in found.facts.organisations] == [
        org_id("Alpha"),
        org_id("Beta"),
        CHARITY,
    ]
    (other,) = found.facts.aliases
    assert (other.organisation, other.provenance.sources) == (org_id("Alpha"), ("IMPORT-A",))
    assert [row.id for row in found.facts.sources][-1] == "IMPORT-A"
    assert found.organisations == 1


def test_two_registers_tell_of_one_organisation() -> None:
    found = made(
        said_by("B", listed(COMPANY, "GAMMA LIMITED"), is_also(COMPANY, CHARITY)),
        said_by("CHARITY-COMMISSION", listed(CHARITY, "Gamma")),
    )
    (gamma,) = (row for row in found.facts.organisations if row.id == CHARITY)
    assert gamma.name == "Gamma"
    assert [(row.organisation, row.name) for row in found.facts.aliases] == [
        (CHARITY, "GAMMA LIMITED")
    ]
    assert [(row.organisation, row.identifier) for row in found.facts.identifiers] == [
        (CHARITY, COMPANY)
    ]
    assert (found.organisations, found.joined) == (1, 1)


def test_an_organisation_is_known_since_a_source_first_named_it() -> None:
    held, entry = said_by("Grants", listed(CHARITY, "Charity"))
    (record,) = entry.records

    def known_from(*days: str | None) -> str | None:
        known = [None if day is None else PartialDate(day) for day in days]
        dated = tuple(
            replace(record, provenance=replace(record.provenance, known_from=day)) for day in known
        )
        found = made((held, replace(entry, records=dated))).facts.organisations[-1]
        return found.provenance.known_from

    assert known_from("2013-05", "2012-01-31", "2012-02") == "2012-01-31"
    assert known_from(None, "2012", "2012-06-30") == "2012-06-30"
    assert known_from(None) is None


def test_what_is_said_of_an_organisation_of_the_programme_joins_it() -> None:
    own = replace(OWN, identifiers=(is_also(org_id("Alpha"), CHARITY),))
    does = replace(capability("Any"), organisation=CHARITY)
    found = made(said_by("A", listed(CHARITY, "Alpha Trust"), does), own=own)
    assert found.organisations == 0
    assert [row.organisation for row in found.facts.capabilities] == [org_id("Alpha")]
    assert [row.name for row in found.facts.aliases] == ["Alpha Trust"]


def test_a_link_joins_and_a_decision_parts_again() -> None:
    entries = said_by("A", listed(CHARITY, "Gamma")), said_by("B", listed(COMPANY, "Gamma Ltd"))
    link = Link(
        left=CHARITY, right=COMPANY, probability=0.999, method=LinkMethod.MODEL, waterfall={}
    )
    apart = Decision(left=CHARITY, right=COMPANY, same=False, by="me", day=date(2026, 11, 27))
    assert made(*entries, links=[link]).organisations == 1
    assert made(*entries, links=[link], decisions=[apart]).facts == made(*entries).facts
    assert made(*entries).organisations == 2


def test_records_wait_for_who_their_organisation_is() -> None:
    does = replace(capability("Any"), organisation=CHARITY)
    found = made(
        said_by("A", does, project("P"), replace(member("P", "Any"), organisation=CHARITY))
    )
    assert (found.facts.capabilities, found.waiting) == ((), 2)
    later = made(said_by("A", does), said_by("B", listed(CHARITY, "Gamma")))
    assert (len(later.facts.capabilities), later.waiting) == (1, 0)


def test_what_the_programme_has_no_place_for_is_left_out() -> None:
    nowhere = PlaceCode("E07999999")
    rows = [capability("Alpha", pathway="flying"), capability("Alpha", places=(nowhere,))]
    half = capability("Alpha", places=(COUNTY_1, nowhere))
    found = made(said_by("A", *rows, half))
    assert [row.places for row in found.facts.capabilities] == [(COUNTY_1,)]
    assert found.homeless == 2


def test_a_year_that_the_programme_knows_stays_as_it_is() -> None:
    found = made(said_by("A", size("Alpha", 7.0, 7.0), size("Alpha", 8.0, 8.0, year=2012)))
    assert [(row.year, row.turnover_low_gbp) for row in found.facts.sizes] == [(2011, 1), (2012, 8)]


def test_what_is_stated_or_refused_is_not_inferred_too() -> None:
    inferred = [
        replace(capability(name, pathway), probability=0.8)
        for name, pathway in (("Alpha", "housing"), ("Alpha", "work"), ("Beta", "work"))
    ]
    no = Refusal(organisation=org_id("Beta"), pathway="work")
    found = made(
        said_by("TEXTS", *inferred),
        said_by("A", capability("Alpha", "work"), notes=(no,)),
    )
    assert [(r.organisation, r.pathway, r.probability) for r in found.facts.capabilities] == [
        (org_id("Alpha"), "work", None),
        (org_id("Alpha"), "housing", 0.8),
    ]
    assert found.withdrawn == 2


def test_nothing_is_there_twice() -> None:
    row = capability("Alpha")
    shared = (project("P"), member("P", "Alpha"), member("P", "Beta"))
    found = made(said_by("A", row, *shared), said_by("A", row, *shared[:2]))
    counts = found.facts.counts()
    assert (counts["capabilities"], counts["collaborations"], counts["memberships"]) == (1, 1, 2)
