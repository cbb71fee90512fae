"""The contracts of the Commissioned Rehabilitative Services as lots: who delivers what, where."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graph.records.kinds import MemberRole, PlaceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.records.facts import Facts

CITY, METROPOLITAN = "E23000034", "E23000001"
"""London is one place here: its two police areas were never apart in a contract."""
NATIONAL_REGIONS = 4
NATIONAL, REGIONAL, LOCAL = "national", "regional", "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """One contract: a service in one or more police areas, its prime, its subcontractors."""

    service: str
    places: frozenset[str]
    lead: str
    subcontractors: frozenset[str]

    @property
    def wide(self) -> bool:
        """Whether it covers several police areas, so that nobody knows who works in which."""
        return len(self.places) > 1

    @property
    def members(self) -> frozenset[str]:
        """The prime and the subcontractors."""
        return self.subcontractors | {self.lead}


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Whether an organisation delivers a service in a place, and what was known without that.

    Attributes
    ----------
    organisation, lead : who is observed; the prime of the lot, if that was given
    breadth : national, regional or local, judged by all its other work
    known : other places (or lots of that prime) in which it delivers this service
    known_here : those of them in the same region
    any_here : whether it delivers anything elsewhere in the same region
    is_prime : whether it mostly leads where it delivers this service
    delivers : what is to be predicted
    """

    organisation: str
    lead: str | None
    breadth: str
    known: int
    known_here: int
    any_here: bool
    is_prime: bool
    delivers: bool


class Market:
    """All lots of a programme, and the regions of its police areas."""

    def __init__(self, facts: Facts) -> None:
        police = {p.code: p for p in facts.places if p.kind is PlaceKind.POLICE_AREA}
        areas = {area.id for area in facts.areas}
        self.region = {
            str(code): next(str(parent) for parent in place.parents if parent in areas)
            for code, place in police.items()
            if code != CITY
        }
        self.lots = tuple(_lots(facts, self.region))

    @cached_property
    def places_of(self) -> dict[tuple[str, str], dict[str, bool]]:
        """Where each organisation delivers each service, and whether it leads there."""
        found: dict[tuple[str, str], dict[str, bool]] = defaultdict(dict)
        for lot in self.lots:
            for organisation in lot.members:
                for place in lot.places:
                    leads = organisation == lot.lead
                    before = found[organisation, lot.service].get(place, False)
                    found[organisation, lot.service][place] = before or leads
        return dict(found)

    @cached_property
    def let_by_police_area(self) -> dict[str, frozenset[str]]:
        """The police areas that each service was let for alone."""
        found: dict[str, set[str]] = defaultdict(set)
        for lot in self.lots:
            if not lot.wide:
                found[lot.service] |= lot.places
        return {service: frozenset(places) for service, places in found.items()}

    def all_places(self, organisation: str) -> frozenset[str]:
        """Where an organisation delivers anything."""
        found = (v for (who, _), v in self.places_of.items() if who == organisation)
        return frozenset(place for places in found for place in places)

    def breadth(self, places: Iterable[str]) -> str:
        """Judge the claim of a body that works in these places."""
        regions = Counter(self.region[place] for place in places)
        if len(regions) >= NATIONAL_REGIONS:
            return NATIONAL
        return REGIONAL if len(regions) > 1 or max(regions.values(), default=0) > 1 else LOCAL

    def plain(self) -> Iterator[Observation]:
        """Observe each organisation, service and police area that was let alone."""
        for (organisation, service), places in self.places_of.items():
            everywhere = self.all_places(organisation)
            for place in sorted(self.let_by_police_area.get(service, ())):
                known = [other for other in places if other != place]
                if known:
                    here = self.region[place]
                    others = everywhere - {place}
                    yield Observation(
                        organisation=organisation,
                        lead=None,
                        breadth=self.breadth(others),
                        known=len(known),
                        known_here=sum(self.region[other] == here for other in known),
                        any_here=any(self.region[other] == here for other in others),
                        is_prime=sum(places[other] for other in known) * 2 >= len(known),
                        delivers=place in places,
                    )

    def given_the_lead(self) -> Iterator[Observation]:
        """Observe each subcontractor in each lot of a prime that it works for in another lot."""
        for lead, service in sorted({(lot.lead, lot.service) for lot in self.lots}):
            lots = [lot for lot in self.lots if (lot.lead, lot.service) == (lead, service)]
            for organisation in sorted(
                frozenset[str]().union(*(lot.subcontractors for lot in lots))
            ):
                for lot in lots:
                    others = [o for o in lots if o is not lot and organisation in o.subcontractors]
                    if others:
                        yield self._in_chain(organisation, lot, others)

    def _in_chain(self, organisation: str, lot: Lot, others: list[Lot]) -> Observation:
        here = self._region_of(lot)
        places = frozenset(
            place
            for other in self.lots
            if other is not lot and organisation in other.members
            for place in other.places
        )
        return Observation(
            organisation=organisation,
            lead=lot.lead,
            breadth=self.breadth(places),
            known=len(others),
            known_here=sum(self._region_of(other) == here for other in others),
            any_here=any(self.region[place] == here for place in places),
            is_prime=False,
            delivers=organisation in lot.subcontractors,
        )

    def _region_of(self, lot: Lot) -> str:
        return self.region[min(lot.places)]


def _lots(facts: Facts, region: dict[str, str]) -> Iterator[Lot]:
    authorities = {p.code: p for p in facts.places if p.kind is PlaceKind.AUTHORITY}
    members: dict[str, dict[str, str]] = defaultdict(dict)
    for member in facts.memberships:
        members[member.collaboration][str(member.organisation)] = member.role
    for contract in facts.collaborations:
        roles = members[contract.id]
        codes = [str(code) for code in contract.places]
        for code in contract.places:
            if code in authorities:
                codes += [str(parent) for parent in authorities[code].parents]
        places = {METROPOLITAN if code == CITY else code for code in codes} & region.keys()
        yield Lot(
            service=contract.pathways[0],
            places=frozenset(places or (p for p, r in region.items() if r in contract.areas)),
            lead=next(who for who, role in roles.items() if role == MemberRole.LEAD),
            subcontractors=frozenset(w for w, r in roles.items() if r != MemberRole.LEAD),
        )
