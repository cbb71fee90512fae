"""What is compared: what a source says of an organisation that tells it from others.

Everything streams: an entry gives what it says of each organisation that it names, and the rest is
put together in a table (`graph.identity.rows`), so memory does not grow with the register.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.identity.names import domain_of, names_in, phone_of, postcode_of
from graph.records.entries import Operation, Trait, TraitKind
from graph.records.model import (
    Alias,
    Capability,
    LinkedIdentifier,
    Organisation,
    Registration,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.records.entries import Entry, Import, Note, Said
    from graph.records.facts import Facts
    from graph.records.identifiers import OrgId, PlaceCode

OWN = "own"
"""The source of what the programme says itself."""
MOST_PLACES = 40
"""Who works in more places is as likely anywhere: they tell nothing."""


@dataclass(slots=True, kw_only=True)
class Subject:
    """What one source says of one organisation, as far as it tells who it is.

    Attributes
    ----------
    organisation, source : whom it is about, and who says it
    is_own : whether it is one of the programme's own
    names : all that are given, former ones too
    numbers : other identifiers that are given for it
    postcode, domain, phone, sector : empty where unknown
    places : where it works
    """

    organisation: OrgId
    source: str
    is_own: bool = False
    names: list[str] = field(default_factory=list)
    numbers: list[OrgId] = field(default_factory=list)
    postcode: str = ""
    domain: str = ""
    phone: str = ""
    sector: str = ""
    places: set[PlaceCode] = field(default_factory=set)

    def take(self, record: Said | Note) -> None:
        """Add what a record tells of the organisation."""
        if isinstance(record, Organisation):
            self.names += names_in(record.name)
            self.sector = record.sector.value
        elif isinstance(record, Alias):
            self.names += names_in(record.name)
        elif isinstance(record, LinkedIdentifier):
            self.numbers.append(record.identifier)
        elif isinstance(record, Registration):
            self.numbers.append(record.identifier)
            self.postcode = self.postcode or postcode_of(record.postcode)
            self.domain = self.domain or domain_of(record.web)
        elif isinstance(record, Trait):
            self._take_trait(record)
        elif isinstance(record, (Operation, Capability)):
            self.places.update(record.places)

    def _take_trait(self, trait: Trait) -> None:
        if trait.kind is TraitKind.POSTCODE:
            self.postcode = self.postcode or postcode_of(trait.value)
        elif trait.kind is TraitKind.PHONE:
            self.phone = self.phone or phone_of(trait.value)
        else:
            self.domain = self.domain or domain_of(trait.value)


def own_subjects(facts: Facts) -> Iterator[Subject]:
    """Yield the programme's own organisations."""
    tables = (
        facts.organisations,
        facts.aliases,
        facts.identifiers,
        facts.registrations,
        facts.capabilities,
    )
    found: dict[OrgId, Subject] = {}
    for row in facts.organisations:
        found[row.id] = Subject(organisation=row.id, source=OWN, is_own=True)
    for record in (record for table in tables for record in table):
        who = record.id if isinstance(record, Organisation) else record.organisation
        if who in found:
            found[who].take(record)
    yield from found.values()


def imported_subjects(
    entries: Iterable[tuple[Import, Entry]], own: frozenset[OrgId] = frozenset()
) -> Iterator[Subject]:
    """Yield what each entry says of each organisation; `own` are the programme's."""
    for held, entry in entries:
        found: dict[OrgId, Subject] = {}
        records: dict[OrgId, list[Said | Note]] = defaultdict(list)
        for record in (*entry.records, *entry.notes):
            who = record.id if isinstance(record, Organisation) else _whose(record)
            if who is not None:
                records[who].append(record)
        for who, said in records.items():
            found[who] = Subject(organisation=who, source=held.source, is_own=who in own)
            for record in said:
                found[who].take(record)
        yield from found.values()


def _whose(record: Said | Note) -> OrgId | None:
    if isinstance(record, (Alias, LinkedIdentifier, Registration, Trait, Operation, Capability)):
        return record.organisation
    return None
