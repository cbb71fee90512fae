"""A generated register: made-up organisations in the real programme's places, seeded.

Every organisation is generated and says so in its name and its source; none is real. Nine in ten
are local, with one to three pathways in one to three authorities of one contract area; the others
work across a region or the nation. Some had contracts or grants together, and some were bids.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.records import model
from graph.records.identifiers import OrgId
from graph.records.kinds import CollaborationKind, MemberRole, OrganisationKind, Outcome, PlaceKind
from graph.records.provenance import Confidence, PartialDate, Provenance
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.records.facts import Facts
    from graph.records.identifiers import PlaceCode

SOURCE = model.Source(
    id="GENERATED",
    title="Generated for measuring: no such organisation exists",
    address="",
    kind="generated",
    published=None,
    licence="",
)
_KINDS = {
    OrganisationKind.CHARITY: 0.70,
    OrganisationKind.CIC: 0.08,
    OrganisationKind.SOCIAL_ENTERPRISE: 0.05,
    OrganisationKind.HOUSING_ASSOCIATION: 0.03,
    OrganisationKind.PRIVATE_COMPANY: 0.09,
    OrganisationKind.FE_COLLEGE: 0.01,
    OrganisationKind.LOCAL_AUTHORITY: 0.01,
    OrganisationKind.FUNDER: 0.01,
    OrganisationKind.UMBRELLA_BODY: 0.01,
    OrganisationKind.STAFF_MUTUAL: 0.01,
}
LOCAL = "local"
_WIDER = {PlaceKind.REGION: 0.07, PlaceKind.COUNTRY: 0.01}
_COHORTS = {(): 0.8, ("women",): 0.1, ("young_adults",): 0.05, ("homeless",): 0.05}
_PROJECTS = {
    CollaborationKind.CONTRACT: 0.5,
    CollaborationKind.GRANT: 0.33,
    CollaborationKind.NETWORK: 0.08,
    CollaborationKind.SUPPORT: 0.05,
    CollaborationKind.EVIDENCE: 0.01,
    CollaborationKind.TR_BID: 0.03,
}
_OUTCOMES = {
    Outcome.DELIVERED: 0.3,
    Outcome.UNKNOWN: 0.3,
    Outcome.WON: 0.1,
    Outcome.LOST: 0.05,
    Outcome.WITHDRAWN: 0.1,
    Outcome.PASSED_PQQ: 0.1,
    Outcome.RUMOURED: 0.05,
}
_ROLES = {
    MemberRole.PARTNER: 0.5,
    MemberRole.SUBCONTRACTOR: 0.35,
    MemberRole.FUNDER: 0.1,
    MemberRole.EVALUATOR: 0.05,
}


def generate_register(organisations: int, *, seed: int = 0) -> Facts:
    """Make the facts; everything but the organisations is the built-in programme's."""
    facts = read_builtin()
    return _Register(facts, organisations, np.random.default_rng(seed)).facts()


class _Register:
    def __init__(self, facts: Facts, count: int, rng: np.random.Generator) -> None:
        self.programme, self.count, self.rng = facts, count, rng
        self.names = [f"Generated organisation {number:06}" for number in range(count)]
        self.ids = [OrgId(f"ZZ-PMS-generated-{number:06}") for number in range(count)]
        self.origins = [
            Provenance(sources=(SOURCE.id,), known_from=day, confidence=confidence)
            for day in (*map(PartialDate, ("2005", "2010-03", "2012", "2013-06", "2014")), None)
            for confidence in (Confidence.VERIFIED_SECONDARY, Confidence.MEMORY_MEDIUM)
        ]

    def facts(self) -> Facts:
        scope = self._scope()
        collaborations = self._collaborations()
        return replace(
            self.programme,
            sources=(*self.programme.sources, SOURCE),
            organisations=self._organisations(),
            identifiers=(),
            aliases=self._aliases(),
            sizes=self._sizes(scope),
            interests=(),
            affiliations=(),
            flags=(),
            capabilities=self._capabilities(scope),
            evidence=self._evidence(),
            collaborations=collaborations,
            memberships=self._memberships(collaborations),
        )

    def some(self, values: Sequence[Any], size: int, p: Sequence[float] | None = None) -> list[Any]:
        """Draw values by lot."""
        return [values[i] for i in self.rng.choice(len(values), size=size, p=p).tolist()]

    def origin(self, size: int) -> list[Provenance]:
        """Sources and days, most of them public early."""
        weight = np.array([6, 3, 6, 3, 6, 3, 1, 1, 1, 1, 0.2, 0.2])
        return self.some(self.origins, size, list(weight / weight.sum()))

    def members(self, size: int) -> list[OrgId]:
        """Organisations; a few of them turn up much more often than most."""
        return [self.ids[i] for i in (self.count * self.rng.random(size) ** 3).astype(int).tolist()]

    def _scope(self) -> list[str]:
        kinds = (LOCAL, *_WIDER)
        return self.some(kinds, self.count, [1 - sum(_WIDER.values()), *_WIDER.values()])

    def _organisations(self) -> tuple[model.Organisation, ...]:
        kinds = self.some(list(_KINDS), self.count, list(_KINDS.values()))
        rows = zip(self.ids, self.names, kinds, self.origin(self.count), strict=True)
        return tuple(
            model.Organisation(
                id=id_, name=name, kind=kind, founded=None, scope_note="", provenance=origin
            )
            for id_, name, kind, origin in rows
        )

    def _aliases(self) -> tuple[model.Alias, ...]:
        size = self.count // 10
        return tuple(
            model.Alias(
                organisation=self.ids[number],
                name=f"Also generated {number:06}",
                used_from=None,
                used_to=None,
                provenance=self.origins[0],
            )
            for number in self.rng.permutation(self.count)[:size].tolist()
        )

    def _sizes(self, scope: list[str]) -> tuple[model.Size, ...]:
        """Two in three have a turnover band, some of them for two years."""
        typical = {LOCAL: 11.5, PlaceKind.REGION: 14.5, PlaceKind.COUNTRY: 17.0}
        owners = self.rng.integers(0, self.count, self.count * 2 // 3).tolist()
        middle = np.exp(self.rng.normal([typical[scope[owner]] for owner in owners], 1.2))
        years = self.rng.integers(2009, 2013, len(owners)).tolist()
        rows = zip(owners, years, middle.tolist(), self.origin(len(owners)), strict=True)
        return tuple(
            model.Size(
                organisation=self.ids[owner],
                year=year,
                turnover_low_gbp=middle * 0.7,
                turnover_high_gbp=middle * 1.3,
                provenance=origin,
            )
            for owner, year, middle, origin in rows
        )

    def _capabilities(self, scope: list[str]) -> tuple[model.Capability, ...]:
        """One to three pathways each, mostly for any adult; few capacities are stated."""
        number = self.rng.integers(1, 4, self.count)
        owners = np.repeat(np.arange(self.count), number).tolist()
        size = len(owners)
        where = self._where(scope)
        pathways = self.some([pathway.key for pathway in self.programme.pathways], size)
        cohorts = self.some(list(_COHORTS), size, list(_COHORTS.values()))
        stated = self.some([None, 50.0, 150.0, 400.0], size, [0.97, 0.01, 0.01, 0.01])
        rows = zip(owners, pathways, cohorts, stated, self.origin(size), strict=True)
        return tuple(
            model.Capability(
                organisation=self.ids[owner],
                pathway=pathway,
                cohorts=groups,
                places=where[owner],
                capacity_needs_a_year=capacity,
                note="",
                provenance=origin,
            )
            for owner, pathway, groups, capacity, origin in rows
        )

    def _where(self, scope: list[str]) -> list[tuple[PlaceCode, ...]]:
        """Where each organisation works: neighbours in a contract area, a region or a country."""
        places = self.programme.places
        local = [
            [p.code for p in places if p.kind is PlaceKind.AUTHORITY and area.id in p.parents]
            for area in self.programme.areas
        ]
        wide = {kind: [p.code for p in places if p.kind is kind] for kind in _WIDER}
        area, first, number = self.rng.integers((0, 0, 1), (len(local), 99, 4), (self.count, 3)).T
        found = []
        for owner, kind in enumerate(scope):
            codes = local[area[owner]] if kind == LOCAL else wide[PlaceKind(kind)]
            start, length = first[owner] % len(codes), number[owner] if kind == LOCAL else 1
            found.append(tuple(codes[start : start + length]))
        return found

    def _evidence(self) -> tuple[model.Evidence, ...]:
        """One in a hundred has been evaluated."""
        size = self.count // 100
        pathways = self.some([pathway.key for pathway in self.programme.pathways], size)
        levels = self.some([None, 1, 2, 3], size)
        rows = zip(self.members(size), pathways, levels, self.origin(size), strict=True)
        return tuple(
            model.Evidence(
                organisation=owner,
                pathway=pathway,
                kind="evaluation",
                level=level,
                by="",
                effect="",
                sample="",
                note="",
                provenance=origin,
            )
            for owner, pathway, level, origin in rows
        )

    def _collaborations(self) -> tuple[model.Collaboration, ...]:
        """One for every five organisations; three in a hundred of them are bids."""
        size = self.count // 5
        kinds = self.some(list(_PROJECTS), size, list(_PROJECTS.values()))
        outcomes = self.some(list(_OUTCOMES), size, list(_OUTCOMES.values()))
        starts = self.some([*map(PartialDate, ("2005", "2009-04", "2012-10")), None], size)
        ends = self.some([*map(PartialDate, ("2012", "2013-03", "2016")), None], size)
        known = self.some([*map(PartialDate, ("2012", "2013-06", "2014")), None], size)
        areas = self.some([area.id for area in self.programme.areas], size)
        pathways = self.some([pathway.key for pathway in self.programme.pathways], size)
        columns = (kinds, outcomes, starts, ends, known, areas, pathways, self.origin(size))
        return tuple(
            model.Collaboration(
                id=f"generated-{number:06}",
                name=f"Generated project {number:06}",
                kind=kind,
                start=start,
                end=end,
                areas=() if number % 3 else (area,),
                places=(),
                pathways=(pathway,) if number % 2 else (),
                outcome=outcome,
                outcome_known_from=day,
                outcome_note="",
                value_gbp=None,
                provenance=origin,
            )
            for number, (kind, outcome, start, end, day, area, pathway, origin) in enumerate(
                zip(*columns, strict=True)
            )
        )

    def _memberships(
        self, collaborations: tuple[model.Collaboration, ...]
    ) -> tuple[model.Membership, ...]:
        """Two to five members, the first of them in the lead; sometimes one of them twice."""
        number = self.rng.integers(2, 6, len(collaborations))
        projects = np.repeat(np.arange(len(collaborations)), number)
        is_first = (np.diff(projects, prepend=-1) != 0).tolist()
        size = len(projects)
        roles = self.some(list(_ROLES), size, list(_ROLES.values()))
        columns = (projects.tolist(), self.members(size), roles, is_first, self.origin(size))
        return tuple(
            model.Membership(
                collaboration=collaborations[project].id,
                organisation=owner,
                role=MemberRole.LEAD if first else role,
                role_note="",
                provenance=origin,
            )
            for project, owner, role, first, origin in zip(*columns, strict=True)
        )
