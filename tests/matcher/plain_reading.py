"""One area's problem read record by record, as docs/scoring.md tells it: an oracle of reading.

Plain Python over `Facts`: no column, no array, no line of the reading that it checks.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from graph.networks.ties import outcome_as_of
from graph.records.kinds import (
    CollaborationKind,
    JusticeMark,
    MemberRole,
    Outcome,
    PlaceKind,
    Setting,
    Sex,
)
from matcher.brief.gates import GateKey
from matcher.case.scoring import WOMEN

if TYPE_CHECKING:
    from datetime import date

    from graph.records.facts import Facts
    from graph.records.identifiers import OrgId
    from graph.records.model import Capability, Collaboration, Organisation, Size
    from matcher.brief.request import ResolvedBrief
    from matcher.case.scoring import ScoringRules

    Cell = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class PlainReading:
    """One brief over the facts of a programme."""

    facts: Facts
    brief: ResolvedBrief
    rules: ScoringRules

    @cached_property
    def needs(self) -> dict[Cell, float]:
        """People a year by authority, pathway and cohort of the area."""
        area = self.facts.areas[self.brief.area].id
        inside = {place.code for place in self.facts.places if area in place.parents}
        return {
            (row.place, row.pathway, row.cohort): row.people_a_year
            for row in self.facts.demand
            if row.place in inside and row.people_a_year > 0
        }

    @cached_property
    def below(self) -> dict[str, set[str]]:
        """The authorities in each place."""
        parents = {place.code: place.parents for place in self.facts.places}
        found: dict[str, set[str]] = defaultdict(set)

        def climb(code: str, authority: str) -> None:
            found[code].add(authority)
            for parent in parents[code]:  # type: ignore[index]  # a code is a text
                climb(parent, authority)

        for place in self.facts.places:
            if place.kind is PlaceKind.AUTHORITY:
                climb(place.code, place.code)
        return found

    @cached_property
    def bidders(self) -> set[OrgId]:
        """Organisations that are known on the day and may be in a bid."""
        return {
            organisation.id
            for organisation in self.facts.organisations
            if organisation.kind.may_bid and organisation.provenance.is_known_by(self.brief.as_of)
        }

    @cached_property
    def active(self) -> list[Capability]:
        """Capabilities that count on the day and reach into the area."""
        inside = {place for place, _, _ in self.needs}
        return [
            row
            for row in self.facts.capabilities
            if row.organisation in self.bidders
            and row.provenance.is_known_by(self.brief.as_of)
            and self.rules.confidence_fit[row.provenance.confidence] > 0
            and any(self.below[place] & inside for place in row.places)
        ]

    @cached_property
    def evidence(self) -> dict[tuple[OrgId, str], float]:
        """The evidence fit where it is better than none."""
        fits: dict[tuple[OrgId, str], float] = {}
        for project, members in self.delivered.items():
            record = self.projects[project]
            if outcome_as_of(record, self.brief.as_of) in {Outcome.WON, Outcome.DELIVERED}:
                for pathway in record.pathways:
                    fits |= {(member, pathway): self.rules.track_record_fit for member in members}
        for (body, pathway), rows in self.measured.items():
            last = max((day for day, level in rows if level <= 0), default=None)
            levels = [level for day, level in rows if last is None or day >= last]
            if last is not None:
                fits[body, pathway] = self.rules.evidence_fit[0]
                if min(levels) < 0:
                    fits[body, pathway] = self.rules.worse_fit
            held = fits.get((body, pathway), self.rules.evidence_fit[0])
            fits[body, pathway] = max(held, self.rules.evidence_fit[max(0, *levels)])
        return fits

    @cached_property
    def measured(self) -> dict[tuple[OrgId, str], list[tuple[date, int]]]:
        """The public results, with their days and levels."""
        found: dict[tuple[OrgId, str], list[tuple[date, int]]] = defaultdict(list)
        for row in self.facts.evidence:
            known = row.provenance.known_from
            if known and known.last_day <= self.brief.as_of and row.level is not None:
                found[row.organisation, row.pathway].append((known.last_day, row.level))
        return found

    @cached_property
    def projects(self) -> dict[str, Collaboration]:
        return {project.id: project for project in self.facts.collaborations}

    @cached_property
    def delivered(self) -> dict[str, set[OrgId]]:
        """Who delivered which project, as far as it was public."""
        found: dict[str, set[OrgId]] = defaultdict(set)
        for row in self.facts.memberships:
            if row.role.delivers and row.provenance.is_known_by(self.brief.as_of):
                found[row.collaboration].add(row.organisation)
        return found

    @cached_property
    def quality(self) -> dict[tuple[OrgId, Cell], tuple[float, float]]:
        """The best quality of each organisation in each cell, and how likely it is there."""
        kind = {place.code: place.kind for place in self.facts.places}
        found: dict[tuple[OrgId, Cell], tuple[float, float]] = {}
        for row in self.active:
            proof = self.evidence.get((row.organisation, row.pathway), self.rules.evidence_fit[0])
            sure = self.rules.confidence_fit[row.provenance.confidence]
            sure *= 1.0 if row.probability is None else row.probability
            suits = self.rules.unmarked_fit
            if row.justice is not None:
                suits = self.rules.justice_fit[row.justice]
            for place in row.places:
                chance = self.presence(row.organisation, kind[place])
                known = suits * sure * proof
                for pathway, cohort, fit in self.kinds_met(row):
                    for authority in self.below[place]:
                        cell = (authority, pathway, cohort)
                        if cell in self.needs and chance > 0:
                            key = (row.organisation, cell)
                            held = found.get(key, (0.0, 0.0))
                            if fit * known * chance > math.prod(held):
                                found[key] = (fit * known, chance)
        return found

    def presence(self, organisation: OrgId, kind: PlaceKind) -> float:
        """The chance that work known for a kind of place is done in one authority."""
        sites, near = self.known_work[organisation]
        chance = self.rules.presence[kind]
        if near:
            chance = self.rules.presence_known_near.get(kind, chance)
        elif sites:
            chance = self.rules.presence_known_elsewhere.get(kind, chance)
        if kind not in self.rules.presence_wide:
            return chance
        if sites:
            return chance * self.rules.presence_by_sites[min(sites, 3) - 1]
        turnover = self.turnover_gbp(organisation) or 0.0
        return (
            chance
            * max(
                (foot, factor) for foot, factor in self.rules.presence_by_size if turnover >= foot
            )[1]
        )

    @cached_property
    def known_work(self) -> dict[OrgId, tuple[int, bool]]:
        """How many sites each is known for, and whether one is in the area's regions."""
        kind = {place.code: place.kind for place in self.facts.places}
        site_kinds = {PlaceKind.AUTHORITY, PlaceKind.POLICE_AREA, PlaceKind.TRUST, PlaceKind.PRISON}
        own = self.below[self.facts.areas[self.brief.area].id]
        regions = [self.below[p] for p in kind if kind[p] is PlaceKind.REGION]
        inside = own.union(*(region for region in regions if region & own))
        sites: dict[OrgId, set[str]] = defaultdict(set)
        for row in self.facts.capabilities:
            if row.provenance.is_known_by(self.brief.as_of):
                sites[row.organisation] |= {p for p in row.places if kind[p] in site_kinds}
        return {
            body.id: (
                len(sites[body.id]),
                any(self.below[place] & inside for place in sites[body.id]),
            )
            for body in self.facts.organisations
        }

    def kinds_met(self, row: Capability) -> list[tuple[str, str, float]]:
        """Which needs a capability meets, and how well."""
        service, groups = row.pathway, row.cohorts
        cohorts = [cohort.key for cohort in self.facts.cohorts if cohort.in_partition]
        meets = {(service, cohort): 1.0 for cohort in cohorts}
        for fit in self.facts.service_fits:
            if fit.service == service:
                meets[fit.pathway, fit.cohort] = fit.fit
        suits = {
            cohort: self.suits(cohort, groups, cohorts) * self.setting_suits(row, cohort)
            for cohort in cohorts
        }
        return [
            (pathway, cohort, fit * suits[cohort])
            for (pathway, cohort), fit in meets.items()
            if fit * suits[cohort] > 0
        ]

    def setting_suits(self, row: Capability, cohort: str) -> float:
        """Whether the setting and the sex suit a cohort."""
        if row.sex is not None and (row.sex is Sex.WOMEN) != (cohort == WOMEN):
            return 0.0
        if row.setting is Setting.CUSTODY:
            return self.rules.custody_fit.get(cohort, self.rules.custody_else)
        return 1.0

    def suits(self, cohort: str, groups: tuple[str, ...], cohorts: list[str]) -> float:
        """How well a service for some groups suits a cohort."""
        general = self.rules.generic_women_fit if cohort == WOMEN else 1.0

        def one(group: str) -> float:
            if group in cohorts:
                return float(group == cohort)
            if group in self.rules.overlay_fit:
                return self.rules.overlay_fit[group].get(cohort, 0.0)
            return general * self.rules.subgroup_fit

        return max(map(one, groups)) if groups else general

    @cached_property
    def sizes(self) -> dict[OrgId, Size]:
        """The latest public turnover band; of two for one year the first."""
        found: dict[OrgId, Size] = {}
        for row in self.facts.sizes:
            if row.provenance.is_known_by(self.brief.as_of):
                held = found.setdefault(row.organisation, row)
                if held.year < row.year:
                    found[row.organisation] = row
        return found

    def turnover_gbp(self, organisation: OrgId) -> float | None:
        """The middle of the band."""
        size = self.sizes.get(organisation)
        if size is None:
            return None
        if size.turnover_high_gbp is None:
            return size.turnover_low_gbp * 1.5
        return (size.turnover_low_gbp + size.turnover_high_gbp) / 2

    @cached_property
    def capacity(self) -> dict[OrgId, float]:
        """Needs a year: stated, estimated from turnover, or a small trust."""
        area = self.facts.areas[self.brief.area]
        shares = {rule.key: rule.value for rule in self.facts.rules}
        supply_chain = area.annual_value_gbp * shares.get("supply_chain_share", 1.0)
        unit_cost = supply_chain / sum(self.needs.values())
        most = self.brief.gates.figure(GateKey.EXPOSURE, off=1.0)
        stated: dict[OrgId, float] = defaultdict(float)
        for row in self.active:
            if row.capacity_needs_a_year is not None:
                stated[row.organisation] += row.capacity_needs_a_year
        found = dict(stated)
        for organisation in self.facts.organisations:
            turnover = self.turnover_gbp(organisation.id)
            if organisation.id in found:
                continue
            if organisation.id in self.volunteers:
                share = self.share_of_work(organisation)
                share *= min(1.0, self.rules.focus * self.share_here(organisation.id))
                each = self.rules.volunteer_needs[1]
                found[organisation.id] = self.volunteers[organisation.id] * each * share
            elif turnover is None:
                found[organisation.id] = self.rules.unknown_capacity[1]
            else:
                share = min(most, self.share_of_work(organisation))
                share *= min(1.0, self.rules.focus * self.share_here(organisation.id))
                found[organisation.id] = turnover * share / unit_cost
        return found

    @cached_property
    def volunteers(self) -> dict[OrgId, int]:
        """The volunteers of those who have no paid staff and are not large."""
        last: dict[str, dict[OrgId, tuple[date, int]]] = {"employees": {}, "volunteers": {}}
        for row in self.facts.accounts:
            if row.provenance.is_known_by(self.brief.as_of):
                for figure, found in last.items():
                    count, held = getattr(row, figure), found.get(row.organisation)
                    if count is not None and (not held or held[0] < row.year_end.last_day):
                        found[row.organisation] = row.year_end.last_day, count
        return {
            body: count
            for body, (_, count) in last["volunteers"].items()
            if count > 0
            and last["employees"].get(body, (None, 1))[1] == 0
            and (self.turnover_gbp(body) or 0.0) < self.rules.large_gbp
        }

    def share_of_work(self, body: Organisation) -> float:
        """The middle share of its turnover that is this work."""
        share = self.rules.work_share[body.kind][1]
        if body.id in self.explicit and body.sector.is_vcse:
            return max(share, self.rules.explicit_share[1])
        return share

    @cached_property
    def explicit(self) -> set[OrgId]:
        """Who works with offenders by a public source's account."""
        return {
            row.organisation
            for row in self.facts.capabilities
            if row.justice is JusticeMark.EXPLICIT and row.provenance.is_known_by(self.brief.as_of)
        }

    @cached_property
    def works_in(self) -> dict[OrgId, set[str]]:
        """The authorities where each organisation is known to do anything at all."""
        found: dict[OrgId, set[str]] = defaultdict(set)
        for row in self.facts.capabilities:
            if row.provenance.is_known_by(self.brief.as_of):
                for place in row.places:
                    found[row.organisation] |= self.below[place]
        return found

    @cached_property
    def people(self) -> dict[str, int]:
        return {place.code: place.population or 0 for place in self.facts.places}

    def share_here(self, organisation: OrgId) -> float:
        """The area's share of the people where an organisation works."""
        reach = self.works_in.get(organisation, set())
        everywhere = sum(self.people[place] for place in reach)
        area = self.facts.areas[self.brief.area].id
        here = sum(self.people[place] for place in reach & self.below[area])
        return here / everywhere if everywhere else 0.0

    @cached_property
    def bids(self) -> tuple[set[OrgId], set[OrgId]]:
        """Who publicly passed the funding gate for the area, and who withdrew."""
        area, day = self.facts.areas[self.brief.area].id, self.brief.as_of
        passed, withdrew = set(), set()
        for row in self.facts.memberships:
            bid = self.projects[row.collaboration]
            if bid.kind is not CollaborationKind.TR_BID or not row.provenance.is_known_by(day):
                continue
            if bid.areas and area not in bid.areas:
                continue
            outcome, lead = outcome_as_of(bid, day), row.role is MemberRole.LEAD
            if outcome in {Outcome.PASSED_PQQ, Outcome.WON} and lead:
                passed.add(row.organisation)
            if outcome is Outcome.WITHDRAWN and (
                lead or row.role is MemberRole.JOINT_VENTURE_MEMBER
            ):
                withdrew.add(row.organisation)
        return passed, withdrew

    @cached_property
    def leads(self) -> set[OrgId]:
        """Who may lead: a fit body with access to enough money, or one that has shown it."""
        passed, withdrew = self.bids
        value = self.facts.areas[self.brief.area].annual_value_gbp
        needed = self.brief.gates.figure(GateKey.FUNDING_ACCESS, off=0.0) * value
        share = self.brief.gates.gates[GateKey.EXPOSURE].standard
        return {
            body.id
            for body in self.facts.organisations
            if body.id in self.bidders
            and body.kind.may_lead
            and body.id not in withdrew
            and body.id not in self.volunteers
            and (body.id in passed or (self.turnover_gbp(body.id) or 0.0) * share >= needed)
        }

    @cached_property
    def candidates(self) -> list[OrgId]:
        """Who can serve a cell, or can lead and is known here or to have bid."""
        serves = {organisation for organisation, _ in self.quality}
        here = {row.organisation for row in self.active}
        wanted = serves | (self.leads & (here | self.bids[0]))
        return [body.id for body in self.facts.organisations if body.id in wanted]

    @cached_property
    def affinity(self) -> dict[frozenset[OrgId], float]:
        """How far the odds of working together are raised, for every two whom something links."""
        closely, through = (
            self.rules.pair_log_odds[each] for each in ("closely-together", "resource-allocation")
        )
        ties: dict[frozenset[OrgId], float] = defaultdict(float)
        partners: dict[OrgId, set[OrgId]] = defaultdict(set)
        for project, members in self.teams.items():
            left = 2 ** (-self.years_known[project] / 3)
            for pair in combinations(members, 2):
                ties[frozenset(pair)] += left / (len(members) - 1)
            for member in members:
                partners[member] |= members - {member}
        odds = {pair: closely * math.log1p(tie) for pair, tie in ties.items()}
        for link in (each for each in partners.values() if len(each) <= 25):
            for pair in combinations(link, 2):
                if frozenset(pair) not in ties:
                    between = odds.get(frozenset(pair), 0.0) + through / len(link)
                    odds[frozenset(pair)] = between
        found = {pair: -math.expm1(-each) for pair, each in odds.items()}
        return {pair: each for pair, each in found.items() if each >= 0.01}

    @cached_property
    def teams(self) -> dict[str, set[OrgId]]:
        """Who delivered or bid for which project, without those whose members only met."""
        met = {
            CollaborationKind.EVIDENCE,
            CollaborationKind.ALLIANCE,
            CollaborationKind.NETWORK,
            CollaborationKind.SUPPORT,
            CollaborationKind.ADVICE,
        }
        return {
            project: members
            for project, members in self.delivered.items()
            if self.projects[project].kind not in met
            and self.projects[project].outcome is not Outcome.RUMOURED
        }

    @cached_property
    def years_known(self) -> dict[str, float]:
        """Years since it became known who delivered each project."""
        first: dict[str, int] = {}
        for row in self.facts.memberships:
            known = row.provenance.known_from
            if known and row.role.delivers:
                day = known.last_day.toordinal()
                first[row.collaboration] = min(day, first.get(row.collaboration, day))
        today = self.brief.as_of.toordinal()
        return {project: (today - day) / 365.25 for project, day in first.items()}

    def whole(self) -> tuple[object, ...]:
        """Read everything that a problem is made of."""
        return (self.candidates, self.quality, self.capacity, self.leads, self.affinity)
