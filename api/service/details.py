"""From a snapshot to the records of one area or one organisation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from api.records import listed as records
from api.service.reach import areas_of, day_of, inferred_pathways_of, pathways_of
from graph.networks.ties import outcome_as_of
from graph.records.kinds import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from api.service.service import Service
    from graph.records.model import Cohort, Collaboration, Membership, Pathway, Source
    from graph.records.provenance import PartialDate, Provenance
    from graph.snapshot.snapshot import Snapshot

_PEOPLE_DIGITS, _SHARE_DIGITS = 1, 4


def area_summary(service: Service, index: int, *, as_of: date | None = None) -> records.AreaSummary:
    """Describe an area in short, with what could be met there by those known on the day."""
    snapshot, met = service.snapshot, service.could_be_met(day_of(service, as_of))
    area, own = snapshot.areas[index], np.flatnonzero(snapshot.authority_area == index)
    return records.AreaSummary(
        id=str(area.id),
        codes=area.by_scheme,
        name=area.name,
        short_name=area.short_name,
        annual_value_gbp=area.annual_value_gbp,
        annual_value_basis=area.annual_value_basis,
        caseload=area.caseload,
        caseload_basis=area.caseload_basis,
        authorities=len(own),
        population=_population(snapshot, own.tolist()),
        needs_a_year=_people(snapshot.demand[own].sum()),
        could_be_met=_share(met.by_area[index]),
    )


def area_detail(service: Service, index: int, *, as_of: date | None = None) -> records.AreaDetail:
    """Describe an area with its places, its needs and who was interested in it."""
    snapshot, day = service.snapshot, day_of(service, as_of)
    area, short = snapshot.areas[index], area_summary(service, index, as_of=day)
    own = np.flatnonzero(snapshot.authority_area == index)
    demand = snapshot.demand[own]
    by_pathway, by_cohort = demand.sum(axis=(0, 2)), demand.sum(axis=(0, 1))
    met_by_authority = service.could_be_met(day).by_authority
    return records.AreaDetail(
        programme=snapshot.facts.programme.id,
        data_version=snapshot.data_version,
        as_of=day.isoformat(),
        id=short.id,
        codes=area.by_scheme,
        name=area.name,
        short_name=area.short_name,
        annual_value_gbp=area.annual_value_gbp,
        annual_value_basis=area.annual_value_basis,
        caseload=area.caseload,
        caseload_basis=area.caseload_basis,
        caseload_note=area.caseload_note,
        population=short.population,
        needs_a_year=short.needs_a_year,
        could_be_met=short.could_be_met,
        by_pathway=tuple(
            need for need in _needs(snapshot.pathways, by_pathway) if need.needs_a_year
        ),
        by_cohort=tuple(_needs(snapshot.cohorts, by_cohort)),
        authorities=tuple(
            _place_need(snapshot, position, met)
            for position, met in zip(own.tolist(), met_by_authority[own].tolist(), strict=True)
        ),
        police_areas=_places_below(snapshot, index, PlaceKind.POLICE_AREA),
        trusts=_places_below(snapshot, index, PlaceKind.TRUST),
        prisons=_places_below(snapshot, index, PlaceKind.PRISON),
        interested=tuple(_interested(snapshot, index, day)),
        origin=_origin(snapshot, area.provenance, day),
    )


def _share(share: float) -> float | None:
    return None if math.isnan(share) else round(float(share), _SHARE_DIGITS)


def _needs(rows: Iterable[Pathway | Cohort], needs: Iterable[float]) -> Iterator[records.NamedNeed]:
    for row, need in zip(rows, needs, strict=True):
        yield records.NamedNeed(key=row.key, name=row.name, needs_a_year=_people(need))


def _place_need(snapshot: Snapshot, authority: int, met: float) -> records.PlaceNeed:
    place = snapshot.authorities[authority]
    return records.PlaceNeed(
        code=str(place.code),
        name=place.name,
        population=place.population,
        needs_a_year=_people(snapshot.demand[authority].sum()),
        could_be_met=_share(met),
    )


def organisation_summary(
    service: Service, index: int, *, as_of: date | None = None
) -> records.OrganisationSummary:
    """Describe an organisation in short, with what its work reached by the day."""
    snapshot, day = service.snapshot, day_of(service, as_of)
    organisation = snapshot.organisations[index]
    return records.OrganisationSummary(
        id=str(organisation.id),
        name=organisation.name,
        kind=organisation.kind.value,
        sector=organisation.sector.value,
        founded=_date(organisation.founded),
        pathways=tuple(snapshot.pathways[p].key for p in pathways_of(snapshot, index, day)),
        inferred_pathways=tuple(
            snapshot.pathways[p].key for p in inferred_pathways_of(snapshot, index, day)
        ),
        areas=tuple(str(snapshot.areas[a].id) for a in areas_of(snapshot, index, day)),
    )


def organisation_detail(
    service: Service, index: int, *, as_of: date | None = None
) -> records.OrganisationDetail:
    """Describe all that is known of an organisation; later facts are marked as not counting."""
    snapshot, day = service.snapshot, day_of(service, as_of)
    organisation, facts = snapshot.organisations[index], snapshot.facts
    short = organisation_summary(service, index, as_of=day)
    return records.OrganisationDetail(
        programme=facts.programme.id,
        data_version=snapshot.data_version,
        as_of=day.isoformat(),
        id=short.id,
        name=short.name,
        kind=short.kind,
        sector=short.sector,
        founded=short.founded,
        scope_note=organisation.scope_note,
        pathways=short.pathways,
        inferred_pathways=short.inferred_pathways,
        areas=short.areas,
        origin=_origin(snapshot, organisation.provenance, day),
        aliases=tuple(_aliases(snapshot, index, day)),
        identifiers=tuple(_identifiers(snapshot, index, day)),
        sizes=tuple(_sizes(snapshot, index, day)),
        interests=tuple(_interests(snapshot, index, day)),
        capabilities=tuple(_capabilities(snapshot, index, day)),
        evidence=tuple(_evidence(snapshot, index, day)),
        affiliations=tuple(_affiliations(snapshot, index, day)),
        flags=tuple(_flags(snapshot, index, day)),
        registrations=tuple(_registrations(snapshot, index, day)),
        accounts=tuple(_accounts(snapshot, index, day)),
        work=tuple(_work(snapshot, index, day)),
    )


def _aliases(snapshot: Snapshot, own: int, day: date) -> Iterator[records.AliasFact]:
    for row in snapshot.owned("aliases", own):
        yield records.AliasFact(
            name=row.name,
            used_from=_date(row.used_from),
            used_to=_date(row.used_to),
            origin=_origin(snapshot, row.provenance, day),
        )


def _identifiers(snapshot: Snapshot, own: int, day: date) -> Iterator[records.IdentifierFact]:
    for row in snapshot.owned("identifiers", own):
        yield records.IdentifierFact(
            identifier=str(row.identifier), origin=_origin(snapshot, row.provenance, day)
        )


def _sizes(snapshot: Snapshot, own: int, day: date) -> Iterator[records.SizeFact]:
    for row in snapshot.owned("sizes", own):
        yield records.SizeFact(
            year=row.year,
            turnover_low_gbp=row.turnover_low_gbp,
            turnover_high_gbp=row.turnover_high_gbp,
            origin=_origin(snapshot, row.provenance, day),
        )


def _interests(snapshot: Snapshot, own: int, day: date) -> Iterator[records.InterestFact]:
    for row in snapshot.owned("interests", own):
        yield records.InterestFact(
            role=row.role,
            area=None if row.area is None else str(row.area),
            origin=_origin(snapshot, row.provenance, day),
        )


def _capabilities(snapshot: Snapshot, own: int, day: date) -> Iterator[records.CapabilityFact]:
    names = {row.key: row.name for row in snapshot.pathways}
    for row in snapshot.owned("capabilities", own):
        yield records.CapabilityFact(
            pathway=row.pathway,
            pathway_name=names[row.pathway],
            cohorts=row.cohorts,
            places=tuple(_place(snapshot, snapshot.place_index[code]) for code in row.places),
            capacity_needs_a_year=row.capacity_needs_a_year,
            note="" if row.inferred else row.note,
            probability=row.probability,
            inferred=row.inferred,
            origin=_origin(snapshot, row.provenance, day),
        )


def _evidence(snapshot: Snapshot, own: int, day: date) -> Iterator[records.EvidenceFact]:
    for row in snapshot.owned("evidence", own):
        yield records.EvidenceFact(
            pathway=row.pathway,
            kind=row.kind,
            level=row.level,
            by=row.by,
            effect=row.effect,
            sample=row.sample,
            note=row.note,
            origin=_origin(snapshot, row.provenance, day),
        )


def _affiliations(snapshot: Snapshot, own: int, day: date) -> Iterator[records.AffiliationFact]:
    """What it is of others, then what others are of it."""
    of_others = snapshot.owned("affiliations", own)
    of_this = snapshot.owned("affiliations", own, field="of")
    towards = [(f"{row.kind} of", row.of, row) for row in of_others]
    within = [(f"with {row.kind}", row.organisation, row) for row in of_this]
    for relation, other, row in (*towards, *within):
        yield records.AffiliationFact(
            relation=relation,
            id=str(other),
            name=snapshot.organisations[snapshot.organisation_index[other]].name,
            start=_date(row.start),
            end=_date(row.end),
            note=row.note,
            origin=_origin(snapshot, row.provenance, day),
        )


def _flags(snapshot: Snapshot, own: int, day: date) -> Iterator[records.FlagFact]:
    for row in snapshot.owned("flags", own):
        yield records.FlagFact(
            kind=row.kind.value,
            note=row.note,
            start=_date(row.start),
            end=_date(row.end),
            origin=_origin(snapshot, row.provenance, day),
        )


def _registrations(snapshot: Snapshot, own: int, day: date) -> Iterator[records.RegistrationFact]:
    for row in snapshot.owned("registrations", own):
        yield records.RegistrationFact(
            identifier=str(row.identifier),
            status=row.status,
            start=_date(row.start),
            end=_date(row.end),
            postcode=row.postcode,
            web=row.web,
            origin=_origin(snapshot, row.provenance, day),
        )


def _accounts(snapshot: Snapshot, own: int, day: date) -> Iterator[records.AccountsFact]:
    """Yield the accounts, the latest year first."""
    for row in sorted(snapshot.owned("accounts", own), key=lambda row: row.year_end, reverse=True):
        yield records.AccountsFact(
            year_end=str(row.year_end),
            income_gbp=row.income_gbp,
            spending_gbp=row.spending_gbp,
            reserves_gbp=row.reserves_gbp,
            employees=row.employees,
            volunteers=row.volunteers,
            origin=_origin(snapshot, row.provenance, day),
        )


def _work(snapshot: Snapshot, own: int, day: date) -> Iterator[records.WorkFact]:
    """Yield the pieces of work in the order of their start, those without one last."""
    rows, columns = snapshot.owners.rows("memberships", own), snapshot.memberships
    projects = np.unique(columns.collaboration[np.isin(columns.record, rows)]).tolist()
    facts = snapshot.facts
    for project in sorted(projects, key=lambda p: _start(facts.collaborations[p])):
        together = np.unique(columns.record[columns.collaboration == project]).tolist()
        members = [facts.memberships[row] for row in together]
        for row, membership in zip(together, members, strict=True):
            if row in rows:
                yield _piece_of_work(
                    snapshot, facts.collaborations[project], membership, members, day
                )


def _start(project: Collaboration) -> tuple[str, str]:
    return project.start or "9999", project.id


def _piece_of_work(
    snapshot: Snapshot,
    project: Collaboration,
    membership: Membership,
    members: list[Membership],
    day: date,
) -> records.WorkFact:
    names, position = snapshot.organisations, snapshot.organisation_index
    return records.WorkFact(
        id=project.id,
        name=project.name,
        kind=project.kind.value,
        role=membership.role.value,
        start=_date(project.start),
        end=_date(project.end),
        areas=tuple(str(area) for area in project.areas),
        pathways=project.pathways,
        outcome=outcome_as_of(project, day).value,
        outcome_known_from=_date(project.outcome_known_from),
        value_gbp=project.value_gbp,
        partners=tuple(
            records.WorkPartner(
                id=str(other.organisation),
                name=names[position[other.organisation]].name,
                role=other.role.value,
            )
            for other in members
            if other.organisation != membership.organisation
        ),
        origin=_origin(snapshot, membership.provenance, day),
    )


def _interested(
    snapshot: Snapshot, area: int, day: date
) -> Iterator[records.InterestedOrganisation]:
    code = snapshot.areas[area].id
    for row in snapshot.facts.interests:
        if row.area is None or row.area == code:
            name = snapshot.organisations[snapshot.organisation_index[row.organisation]].name
            yield records.InterestedOrganisation(
                id=str(row.organisation),
                name=name,
                role=row.role,
                anywhere=row.area is None,
                origin=_origin(snapshot, row.provenance, day),
            )


def _places_below(snapshot: Snapshot, area: int, kind: PlaceKind) -> tuple[records.NamedPlace, ...]:
    code = snapshot.areas[area].id
    return tuple(
        _place(snapshot, index)
        for index, place in enumerate(snapshot.places)
        if place.kind is kind and code in place.parents
    )


def _place(snapshot: Snapshot, index: int) -> records.NamedPlace:
    place = snapshot.places[index]
    return records.NamedPlace(code=str(place.code), name=place.name)


def source_note(source: Source) -> records.SourceNote:
    """Describe a source."""
    return records.SourceNote(
        id=source.id,
        title=source.title,
        address=source.address,
        published=_date(source.published),
        licence=source.licence,
    )


def _origin(snapshot: Snapshot, provenance: Provenance, day: date) -> records.Origin:
    sources = {source.id: source for source in snapshot.facts.sources}
    return records.Origin(
        sources=tuple(source_note(sources[key]) for key in provenance.sources),
        known_from=_date(provenance.known_from),
        confidence=provenance.confidence.value,
        counts=provenance.is_known_by(day),
    )


def _population(snapshot: Snapshot, authorities: list[int]) -> int | None:
    known = [snapshot.authorities[index].population for index in authorities]
    counted = [population for population in known if population is not None]
    return sum(counted) if counted else None


def _people(needs: float) -> float:
    return round(float(needs), _PEOPLE_DIGITS)


def _date(day: PartialDate | None) -> str | None:
    return None if day is None else str(day)
