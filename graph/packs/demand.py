"""How many people a year have which need where (docs/demand.md).

    people(area)      = annual people * population share, corrected by caseloads and given values
    people(authority) = people(area) * share of the area's population
    people(cohort)    = people(authority) * cohort share
    demand            = people(cohort) * prevalence of the need in the cohort

Everything that comes out is an estimate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.records.identifiers import AreaId
from graph.records.kinds import PlaceKind
from graph.records.model import Demand, Place
from graph.records.provenance import Confidence, Provenance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graph.records.model import CohortShare, ContractArea, Prevalence, Programme

    Floats = NDArray[np.float64]

ALL, OTHERS, REST = "all", "others", "rest"
BASES = (ALL, OTHERS, REST)
"""The groups that a cohort may have a share of, besides the people of another cohort."""

CALCULATED = "CALC"
CASELOAD_TRUST = 0.5
VALUE_TRUST = 0.5


def compute_demand(
    programme: Programme,
    areas: Sequence[ContractArea],
    places: Sequence[Place],
    cohorts: Sequence[CohortShare],
    prevalence: Sequence[Prevalence],
) -> tuple[Demand, ...]:
    """Compute the demand of every authority, pathway and cohort that has a prevalence."""
    authorities = [place for place in places if place.kind is PlaceKind.AUTHORITY]
    people = authority_people(programme, areas, authorities)
    shares = partition_shares(cohorts)
    return tuple(
        Demand(
            place=authority.code,
            pathway=row.pathway,
            cohort=row.cohort,
            people_a_year=float(people[index] * shares[row.cohort] * row.share),
            provenance=Provenance(
                sources=tuple(dict.fromkeys((CALCULATED, *row.provenance.sources))),
                known_from=programme.provenance.known_from,
                confidence=Confidence.ESTIMATE,
            ),
        )
        for index, authority in enumerate(authorities)
        for row in prevalence
    )


def authority_people(
    programme: Programme, areas: Sequence[ContractArea], authorities: Sequence[Place]
) -> Floats:
    """People a year in each authority; they add up to the programme's annual people."""
    population = np.array([authority.population or 0 for authority in authorities], np.float64)
    position = {area.id: index for index, area in enumerate(areas)}
    area = np.array([_area_of(authority, position) for authority in authorities])
    in_area = np.bincount(area, population, len(areas)).astype(np.float64)
    per_area = area_people(programme, in_area, areas)
    people: Floats = per_area[area] * population / in_area[area]
    return people


def _area_of(authority: Place, position: Mapping[AreaId, int]) -> int:
    return next(position[AreaId(p)] for p in authority.parents if p in position)


def area_people(programme: Programme, population: Floats, areas: Sequence[ContractArea]) -> Floats:
    """Share out the programme's annual people among areas.

    By population; then areas that publish a caseload at one time (``stock``) move half way towards
    their group's split by it (only half way: those figures are of different years); areas whose
    annual value is given move half way towards their share by it, for a contract's price follows
    its expected volume; an area that publishes an ``annual`` figure has that; the others are scaled
    so that the total stays.
    """
    annual_people = programme.annual_people
    people: Floats = annual_people * population / population.sum()
    caseload = np.array([area.caseload or 0.0 for area in areas])
    stock = np.array([area.caseload_basis == "stock" for area in areas])
    annual = np.array([area.caseload_basis == "annual" for area in areas])
    if stock.any():
        by_caseload = people[stock].sum() * caseload[stock] / caseload[stock].sum()
        people[stock] += CASELOAD_TRUST * (by_caseload - people[stock])
    people += VALUE_TRUST * (_people_by_value(programme, people, areas) - people)
    people[annual] = caseload[annual]
    if not annual.all():
        people[~annual] *= (annual_people - people[annual].sum()) / people[~annual].sum()
    return people


def _people_by_value(programme: Programme, people: Floats, areas: Sequence[ContractArea]) -> Floats:
    """Each area's people by its given value; where none is given, as many as there are."""
    value = np.array([area.annual_value_gbp for area in areas])
    whole = value.sum() if value.all() else programme.annual_value_gbp
    return np.where(value > 0, programme.annual_people * value / whole, people)


def partition_shares(cohorts: Sequence[CohortShare]) -> dict[str, float]:
    """Each cohort's share of all people, in the order in which they take their part.

    ``all``: of everybody; ``others``: of what the ``all`` rows leave; ``rest``: of what the
    ``others`` rows leave, and then of what earlier ``rest`` rows leave; the key of a cohort of a
    row above: of its people, who are that cohort's no more.

    Raises
    ------
    KeyError
        If a share is of a cohort that has none yet.
    """
    shares: dict[str, float] = {}
    left = 1.0
    for basis in (ALL, OTHERS):
        whole = left
        for row in cohorts:
            if row.of == basis:
                shares[row.cohort] = whole * row.share
                left -= whole * row.share
    for row in cohorts:
        if row.of == REST:
            shares[row.cohort] = left * row.share
            left -= left * row.share
        elif row.of not in BASES:
            part = shares[row.of] * row.share
            shares[row.of] -= part
            shares[row.cohort] = part
    return shares
