"""The records of a programme: its sources, its places and areas, and what is needed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from graph.records.identifiers import AreaCode, AreaId, PlaceCode
    from graph.records.kinds import (
        PathwayKind,
        PlaceKind,
    )
    from graph.records.provenance import PartialDate, Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page, file or data set that facts were taken from; `published` may be unknown."""

    id: str
    title: str
    address: str
    kind: str
    published: PartialDate | None
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A procurement. `annual_people` is the national caseload that demand is computed from."""

    id: str
    name: str
    competition_opened: date
    annual_people: float
    annual_value_gbp: float
    expected_population: int
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of any kind. `parents` are the codes of places that contain it.

    Latitude and longitude (WGS 84 degrees) and population are None where unknown.
    """

    code: PlaceCode
    name: str
    kind: PlaceKind
    parents: tuple[PlaceCode, ...]
    population: int | None
    latitude: float | None
    longitude: float | None
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Prison:
    """What is known of a prison beyond its place; `lead_areas` are those it releases to."""

    place: PlaceCode
    operator: str
    function: str
    designation: str
    women: bool
    postcode: str
    lead_areas: tuple[AreaId, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractArea:
    """An area put out to contract; `codes` are those that others know it by, by their scheme.

    `caseload` (people) is None where none was published; `caseload_basis` is ``stock`` (at one
    time), ``annual`` or empty. `annual_value_basis` is ``published`` or ``estimate``.
    """

    id: AreaId
    name: str
    short_name: str
    annual_value_gbp: float
    annual_value_basis: str
    caseload: float | None
    caseload_basis: str
    caseload_note: str
    codes: tuple[AreaCode, ...] = ()
    provenance: Provenance

    @property
    def by_scheme(self) -> dict[str, str]:
        """The codes that others know it by, by their scheme."""
        return {code.scheme: code.code for code in self.codes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """A pathway out of offending, or a service that cuts across them."""

    key: str
    name: str
    kind: PathwayKind
    description: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A group of people. Those with `in_partition` split everybody once, in `order`."""

    key: str
    name: str
    order: int
    in_partition: bool
    description: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortShare:
    """A cohort's share of the people that `of` names (`graph.packs.demand.partition_shares`)."""

    cohort: str
    share: float
    of: str
    note: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Prevalence:
    """The share of a cohort that has a need in a year; `basis` is published or estimate."""

    pathway: str
    cohort: str
    share: float
    basis: str
    note: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFit:
    """How far a cross-cutting service meets the need of a pathway for a cohort, in (0, 1]."""

    service: str
    pathway: str
    cohort: str
    fit: float
    note: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A figure of the procurement: a gate, a share, a stress test."""

    key: str
    name: str
    value: float
    unit: str
    applies_to: str
    default_on: bool
    note: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """People a year in a place who have a need, by pathway and cohort."""

    place: PlaceCode
    pathway: str
    cohort: str
    people_a_year: float
    provenance: Provenance
