"""The facts as they would be without one contract, narrowed to what that contract was let for.

The contract's own line-up is left out wherever it occurs: all contracts of the same prime with at
least half of the same subcontractors, their memberships, what they show of capabilities and
interests, and affiliations between two of their members. What is left of a body's places becomes a
claim as tables of the time have it: national, regional or its own places. What the tables of
Transforming Rehabilitation knew of the same bodies in 2013 is added.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from graph.records.kinds import MemberRole, PlaceKind
from tests.tooling.presence.lots import CITY, NATIONAL_REGIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from graph.records.facts import Facts
    from graph.records.identifiers import OrgId, PlaceCode
    from graph.records.model import (
        Capability,
        Collaboration,
        Demand,
        Interest,
        Membership,
        Rule,
    )

NATION = "K04000001"
WOMENS_SERVICES, WOMEN = "womens_services", "women"
SERVICES = {
    "accommodation": "accommodation",
    "ete": "ete",
    "finance": "finance",
    "drugs_alcohol": "drugs_alcohol",
    "children_families": "personal_wellbeing",
    "attitudes": "personal_wellbeing",
    "women_abuse": WOMENS_SERVICES,
    "women_sex_work": WOMENS_SERVICES,
    "womens_services": WOMENS_SERVICES,
    "mentoring": "mentoring",
}
"""The contract type under which each pathway of 2013 would have been let, by its description."""
COSTS = ("tier_2_cost", "tier_3_cost")
"""The rules of Transforming Rehabilitation that the other programme lacks and line-ups need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A contract with its prime, its subcontractors, and the first day of its work."""

    contract: Collaboration
    prime: OrgId
    others: frozenset[OrgId]

    @property
    def members(self) -> frozenset[OrgId]:
        """The prime and its subcontractors."""
        return self.others | {self.prime}

    def is_like(self, other: Lot) -> bool:
        """Whether another contract has the same line-up: the same prime, and half of the others."""
        shared, either = self.others & other.others, self.others | other.others
        return self.prime == other.prime and len(shared) * 2 >= len(either)

    @property
    def service(self) -> str:
        """The contract type."""
        return self.contract.pathways[0]

    @property
    def region(self) -> str:
        """The region in which it was let."""
        return str(self.contract.areas[0])

    @property
    def places(self) -> frozenset[PlaceCode]:
        """The places it was let for: the whole region where it names none."""
        return frozenset(self.contract.places or self.contract.areas)

    @property
    def begins(self) -> date:
        """The day on which it became known."""
        known = self.contract.provenance.known_from
        if known is None:
            message = f"{self.contract.id} has no day; give it one in collaborations.csv"
            raise ValueError(message)
        return known.last_day


def lots_of(facts: Facts) -> tuple[Lot, ...]:
    """Every contract with its members, in the order of the facts."""
    members: dict[str, list[Membership]] = defaultdict(list)
    for each in facts.memberships:
        members[each.collaboration].append(each)
    return tuple(_lot(contract, members[contract.id]) for contract in facts.collaborations)


def _lot(contract: Collaboration, members: Collection[Membership]) -> Lot:
    prime = next(m.organisation for m in members if m.role is MemberRole.LEAD)
    return Lot(
        contract=contract,
        prime=prime,
        others=frozenset(m.organisation for m in members) - {prime},
    )


class LeftOut:
    """Makes the facts for each lot out of those of the programme and of an earlier one."""

    def __init__(self, facts: Facts, earlier: Facts, *, earlier_day: date) -> None:
        """Keep both; of the `earlier` only what was public by its day counts."""
        self.facts, self.lots = facts, lots_of(facts)
        self._earlier, self._day = earlier, earlier_day
        self._kinds = {str(place.code): place.kind for place in facts.places}
        self._within: dict[str, set[str]] = defaultdict(set)
        for place in facts.places:
            if place.kind is PlaceKind.AUTHORITY:
                for code in (place.code, *place.parents):
                    self._within[str(code)].add(str(place.code))
        self._region = {
            code: area.id for area in facts.areas for code in self._within[str(area.id)]
        }

    def others(self, lot: Lot, *, before: bool) -> tuple[Lot, ...]:
        """The contracts of other line-ups; only those that began earlier, if `before`."""
        return tuple(
            other
            for other in self.lots
            if not other.is_like(lot) and (not before or other.begins < lot.begins)
        )

    def facts_for(self, lot: Lot, *, before: bool) -> Facts:
        """The facts without a lot's line-up, with the needs that it was let for alone."""
        kept = self.others(lot, before=before)
        demand = tuple(self._demand(lot))
        needs = sum(row.people_a_year for row in demand)
        of_region = sum(
            row.people_a_year
            for row in self.facts.demand
            if self._region[str(row.place)] == lot.region
        )
        areas = tuple(
            replace(area, annual_value_gbp=area.annual_value_gbp * needs / of_region)
            if area.id == lot.region
            else area
            for area in self.facts.areas
        )
        contracts = {other.contract.id for other in kept}
        projects, members = self._earlier_work
        return replace(
            self.facts,
            areas=areas,
            demand=demand,
            rules=self._rules,
            capabilities=(*self._capabilities(kept), *self.earlier_capabilities),
            interests=tuple(self._interests(kept)),
            collaborations=(*(other.contract for other in kept), *projects),
            memberships=(
                *(m for m in self.facts.memberships if m.collaboration in contracts),
                *members,
            ),
            affiliations=tuple(
                link
                for link in self.facts.affiliations
                if not {link.organisation, link.of} <= lot.members
            ),
        )

    def _demand(self, lot: Lot) -> Iterator[Demand]:
        """The needs that the contract is for; what its type serves is part of its tender."""
        places, pathways = self._authorities(lot.places), self._pathways(lot)
        groups = {WOMEN} if lot.service == WOMENS_SERVICES else self._groups(lot)
        for row in self.facts.demand:
            asked = row.pathway in pathways and (not groups or row.cohort in groups)
            if asked and str(row.place) in places:
                yield row

    def _pathways(self, lot: Lot) -> set[str]:
        fits = {fit.pathway for fit in self.facts.service_fits if fit.service == lot.service}
        return fits or {lot.service}

    def _groups(self, lot: Lot) -> set[str]:
        """Who is eligible: everybody, where the contract names no group."""
        return {
            group
            for each in self.facts.capabilities
            if each.organisation == lot.prime and each.pathway == lot.service
            for group in each.cohorts
        }

    def _authorities(self, places: Iterable[str]) -> set[str]:
        return {code for place in places for code in self._within[str(place)]}

    @cached_property
    def _rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self._earlier.rules if rule.key in COSTS)

    def _capabilities(self, kept: Collection[Lot]) -> Iterator[Capability]:
        """What is left of each body's capabilities, and the claim that its breadth makes."""
        delivers: dict[OrgId, list[Lot]] = defaultdict(list)
        for other in kept:
            for member in other.members:
                delivers[member].append(other)
        for row in self.facts.capabilities:
            mine = delivers[row.organisation]
            shown = {p for other in mine if other.service == row.pathway for p in other.places}
            places = tuple(place for place in row.places if place in shown)
            if places:
                claim = self._claim(mine)
                yield replace(row, places=tuple(dict.fromkeys((*places, *claim))))

    def _claim(self, mine: Collection[Lot]) -> tuple[PlaceCode, ...]:
        """Where a body would be said to work: the nation, its regions, or nowhere else."""
        regions = sorted({other.contract.areas[0] for other in mine})
        if len(regions) >= NATIONAL_REGIONS:
            return tuple(p.code for p in self.facts.places if p.code == NATION)
        several = len({place for other in mine for place in other.places}) > 1
        return tuple(regions) if several or len(regions) > 1 else ()

    def _interests(self, kept: Collection[Lot]) -> Iterator[Interest]:
        led = {(other.prime, str(other.contract.areas[0])) for other in kept}
        return (row for row in self.facts.interests if (row.organisation, row.area) in led)

    @cached_property
    def earlier_capabilities(self) -> tuple[Capability, ...]:
        """What was known of the same bodies in 2013, in places that both programmes have."""
        here = {body.id for body in self.facts.organisations}
        return tuple(self._translated(here))

    def _translated(self, here: Collection[OrgId]) -> Iterator[Capability]:
        for row in self._earlier.capabilities:
            known = row.organisation in here and row.provenance.is_known_by(self._day)
            places = tuple(self._earlier_places(row))
            if known and row.pathway in SERVICES and places:
                groups = tuple(g for g in row.cohorts if g in {c.key for c in self.facts.cohorts})
                if groups or not row.cohorts:
                    yield replace(row, pathway=SERVICES[row.pathway], places=places, cohorts=groups)

    def _earlier_places(self, row: Capability) -> Iterator[PlaceCode]:
        """Places of both programmes; a contract area of 2013 by its authorities."""
        areas = {area.id for area in self._earlier.areas}
        for code in row.places:
            if code in areas:
                yield from (
                    place.code
                    for place in self._earlier.places
                    if place.kind is PlaceKind.AUTHORITY
                    and code in place.parents
                    and str(place.code) in self._kinds
                )
            elif str(code) in self._kinds and code != CITY:
                yield code

    @cached_property
    def _earlier_work(self) -> tuple[tuple[Collaboration, ...], tuple[Membership, ...]]:
        """Work of 2013 and before in which two or more of the same bodies took part."""
        here = {body.id for body in self.facts.organisations}
        members = [
            each
            for each in self._earlier.memberships
            if each.organisation in here and each.provenance.is_known_by(self._day)
        ]
        counts: dict[str, int] = defaultdict(int)
        for each in members:
            counts[each.collaboration] += 1
        areas = {area.id for area in self.facts.areas}
        services = {pathway.key for pathway in self.facts.pathways}
        projects = tuple(
            replace(
                project,
                areas=tuple(a for a in project.areas if a in areas),
                places=tuple(p for p in project.places if str(p) in self._kinds),
                pathways=tuple(
                    dict.fromkeys(
                        SERVICES[p] for p in project.pathways if SERVICES.get(p) in services
                    )
                ),
            )
            for project in self._earlier.collaborations
            if counts[project.id] > 1 and project.provenance.is_known_by(self._day)
        )
        known = {project.id for project in projects}
        return projects, tuple(each for each in members if each.collaboration in known)
