"""One award of the Open Contracting Data Standard as collaborations of buyer and suppliers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from graph.records.entries import Classification, Description, DescriptionKind, Operation
from graph.records.kinds import CollaborationKind, MemberRole, OrganisationKind, Outcome
from graph.records.model import Collaboration, Membership
from graph.sources.fields import NOTHING
from graph.sources.located import located
from graph.sources.parties import Party, party_of, said_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.records.entries import Note
    from graph.records.identifiers import PlaceCode
    from graph.records.provenance import PartialDate, Provenance
    from graph.sources.fields import Fields
    from graph.sources.places import PlaceNames

SOURCE = "IMPORT-OCDS"
_LONGEST_NAME = 200
_MOST_TOGETHER = 10
"""Suppliers; more than these are no consortium, whatever a text says."""
_TOGETHER = re.compile(
    r"consorti(?:um|a)\b|\bjoint venture|\bjointly\b|\bin partnership with\b|\bjv\b", re.IGNORECASE
)
_CPV = re.compile(r"\d{8}(-\d)?")
OUTCOMES = {
    "active": Outcome.WON,
    "": Outcome.WON,
    "cancelled": Outcome.WITHDRAWN,
    "pending": Outcome.UNKNOWN,
}
"""How an award of a status stands; awards of another status have no holder."""


class Holding(StrEnum):
    """How the suppliers of an award hold it."""

    ALONE = "alone"
    TOGETHER = "together"
    EACH = "each for itself"


@dataclass(frozen=True, kw_only=True)
class Award:
    """What the records of one award are made from, all as its newest release has it."""

    key: str
    award: Fields
    contract: Fields
    tender: Fields
    buyer: Party | None
    suppliers: tuple[Party, ...]
    outcome: Outcome

    @property
    def parties(self) -> tuple[Party, ...]:
        """The suppliers and the buyer."""
        return self.suppliers if self.buyer is None else (*self.suppliers, self.buyer)

    @cached_property
    def holding(self) -> Holding:
        """How the suppliers hold the award.

        The standard asks for an award each where suppliers do not work together, but notices list
        all suppliers of a framework, and of lots, in one award. So several count as together only
        where the award's own words or a supplier's name say so.
        """
        if len(self.suppliers) == 1:
            return Holding.ALONE
        words = [self.award.line("title"), self.award.line("description")]
        words += [self.tender.line("title"), *(party.name for party in self.suppliers)]
        if len(self.suppliers) <= _MOST_TOGETHER and any(map(_TOGETHER.search, words)):
            return Holding.TOGETHER
        return Holding.EACH

    def collaborations(
        self, places: PlaceNames, known_from: PartialDate | None, outcome: Outcome
    ) -> Iterator[Collaboration | Membership]:
        """Yield the collaboration and its members, or one of each for every supplier."""
        found, _ = self._located(places)
        provenance = said_by(SOURCE, known_from)
        held = [(self.key, self.suppliers)]
        if self.holding is Holding.EACH:
            held = [(f"{self.key}/{party.id}", (party,)) for party in self.suppliers]
        start, end = self._span()
        for key, holders in held:
            yield Collaboration(
                id=key,
                name=self.award.line("title") or self.tender.line("title") or key,
                kind=CollaborationKind.CONTRACT,
                start=start,
                end=end,
                areas=(),
                places=found,
                pathways=(),
                outcome=outcome,
                outcome_known_from=known_from,
                outcome_note=self._note,
                value_gbp=None if self.holding is Holding.EACH else self._value,
                provenance=provenance,
            )
            yield from self._members(key, holders, provenance)

    def notes(self, places: PlaceNames, known_from: PartialDate | None) -> Iterator[Note]:
        """Yield what each supplier was awarded, and where."""
        found, words = self._located(places)
        text = self.award.text("description") or self.tender.text("description")
        text = text or self.award.text("title") or self.tender.text("title")
        codes = self._codes()
        for who in (party.id for party in self.suppliers):
            if text:
                yield Description(
                    organisation=who,
                    kind=DescriptionKind.PROJECT,
                    text=text,
                    known_from=known_from,
                )
            if found or words:
                yield Operation(organisation=who, places=found, words=words, known_from=known_from)
            if codes:
                yield Classification(organisation=who, scheme="cpv", codes=codes)

    def _members(
        self, key: str, holders: tuple[Party, ...], provenance: Provenance
    ) -> Iterator[Membership]:
        is_shared = self.holding is Holding.TOGETHER
        role = MemberRole.PARTNER if is_shared else MemberRole.LEAD
        note = "holds the award together with others" if is_shared else "supplier"
        members = [(party, role, note) for party in holders]
        if self.buyer and self.buyer.id not in {party.id for party in holders}:
            members.append((self.buyer, MemberRole.COMMISSIONER, "buyer"))
        for party, its_role, its_note in members:
            yield Membership(
                collaboration=key,
                organisation=party.id,
                role=its_role,
                role_note=its_note,
                provenance=provenance,
            )

    def _span(self) -> tuple[PartialDate | None, PartialDate | None]:
        start, end = self.award.within("contractPeriod").span("startDate", "endDate")
        if start is None and end is None:
            return self.contract.within("period").span("startDate", "endDate")
        return start, end

    @cached_property
    def _value(self) -> float | None:
        """The award's value in pounds, else the contract's; 0 stands for one that is not told."""
        for fields in (self.award.within("value"), self.contract.within("value")):
            if (value := fields.pounds("amount", "currency")) is not None:
                if value > 0:
                    return value
                fields.refuse("amount", "a value of 0 is none; it is left out", value)
        return None

    @property
    def _note(self) -> str:
        """How the award is held, where that is not plain."""
        if self.holding is Holding.ALONE:
            return ""
        if self.holding is Holding.TOGETHER:
            return f"one of {len(self.suppliers)} suppliers who hold the award together"
        shared = f"; its value of £{self._value:,.0f} is that of all" if self._value else ""
        return (
            f"one of {len(self.suppliers)} suppliers named in one award, as on a framework or for "
            f"lots: nothing says that they work together{shared}"
        )

    @cached_property
    def _items(self) -> tuple[Fields, ...]:
        """The award's items, else those of the tender that are of the award's lots."""
        if own := self.award.each("items"):
            return own
        lots = set(self.award.lines("relatedLots"))
        items = self.tender.each("items")
        return tuple(item for item in items if not lots or item.line("relatedLot") in {*lots, ""})

    def _located(self, places: PlaceNames) -> tuple[tuple[PlaceCode, ...], tuple[str, ...]]:
        return located(places, self._locations)

    @cached_property
    def _locations(self) -> tuple[tuple[str, str], ...]:
        """The codes and names of where the contract is to be carried out."""
        said: dict[tuple[str, str], None] = {}
        for item in self._items:
            for address in item.each("deliveryAddresses"):
                if region := address.line("region"):
                    said[region, region] = None
            for location in item.each("deliveryLocation"):
                codes = location.within("gazetteer").lines("identifiers")
                said |= {(code, code): None for code in codes}
                if not codes and (name := location.line("description")):
                    said["", name[:_LONGEST_NAME]] = None
        return tuple(said)

    def _codes(self) -> tuple[str, ...]:
        """The codes of what was bought, in the Common Procurement Vocabulary."""
        codes: dict[str, None] = {}
        for fields in (self.tender, *self._items):
            for name in ("classification", "additionalClassifications"):
                for each in fields.each(name):
                    code = each.line("id")
                    if _CPV.fullmatch(code) and each.line("scheme").upper() == "CPV":
                        codes[code] = None
        return tuple(codes)


def suppliers_of(award: Fields, parties: Mapping[str, Fields]) -> tuple[Party, ...]:
    """Give who is awarded, each once; one who is not named is left out and noted."""
    found = {}
    for each in award.each("suppliers"):
        party = party_named(each, parties, OrganisationKind.PRIVATE_COMPANY)
        if party is None:
            each.refuse("name", "the supplier has no name and no identifier; it is left out")
        else:
            found[party.id] = party
    return tuple(found.values())


def party_named(
    named: Fields, parties: Mapping[str, Fields], usual: OrganisationKind
) -> Party | None:
    """Make out who is named, with what the release says of them among its parties.

    Parameters
    ----------
    named : a buyer or supplier: its id among the parties, and its name
    parties : by their id
    usual : what such a body is, unless a register or its name tells
    """
    number = named.line("id")
    party = parties.get(number, NOTHING)
    identifier, details = party.within("identifier"), party.within("details")
    if usual is OrganisationKind.PRIVATE_COMPANY and details.flag("vcse"):
        usual = OrganisationKind.SOCIAL_ENTERPRISE
    identifiers = (identifier, *party.each("additionalIdentifiers"))
    return party_of(
        named,
        name=named.line("name") or party.line("name") or identifier.line("legalName"),
        ids=(*(("identifier", _org_id(each)) for each in identifiers), ("id", number)),
        usual=usual,
        postcode=party.within("address").line("postalCode"),
        web=details.line("url"),
    )


def _org_id(identifier: Fields) -> str:
    scheme = identifier.line("scheme")
    number = identifier.line("id").replace(" ", "")
    return f"{scheme}-{number.removeprefix(f'{scheme}-')}" if scheme and number else ""
