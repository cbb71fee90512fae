"""The records that the faces show of areas and organisations.

Field names and their order are the JSON of the service. Dates are written as far as they are
known (``2013``, ``2013-05``, ``2013-05-09``); None and an empty list mean unknown.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (read at run time to make the JSON schema)
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNote:
    """A page, file or data set that a fact was taken from."""

    id: str
    title: str
    address: str
    published: str | None
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a fact came from, since when it was public, and how sure we are of it.

    `counts` is whether it was certainly public on the day that the record is as of.
    """

    sources: tuple[SourceNote, ...]
    known_from: str | None
    confidence: str
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationSummary:
    """An organisation in a list; `pathways` and `areas` are those its work reached by the day.

    Of `inferred_pathways`, which are among the pathways, no source states anything.
    """

    id: str
    name: str
    kind: str
    sector: str
    founded: str | None
    pathways: tuple[str, ...]
    inferred_pathways: tuple[str, ...]
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasFact:
    """Another name and when it was used."""

    name: str
    used_from: str | None
    used_to: str | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierFact:
    """Another identifier of the same organisation."""

    identifier: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeFact:
    """A year's turnover as a band in pounds; the upper end is None where it is open."""

    year: int
    turnover_low_gbp: float
    turnover_high_gbp: float | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestFact:
    """A role wanted in public, in an area or (None) in no particular one."""

    role: str
    area: str | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A place by its code and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityFact:
    """Work that an organisation can do; no cohorts means any adult.

    `probability` and `inferred` (in words) are of work that no source states.
    """

    pathway: str
    pathway_name: str
    cohorts: tuple[str, ...]
    places: tuple[NamedPlace, ...]
    capacity_needs_a_year: float | None
    note: str
    probability: float | None
    inferred: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFact:
    """A measured effect; `level` is Nesta's, 1 to 5; 0 found no difference, -1 did worse."""

    pathway: str
    kind: str
    level: int | None
    by: str
    effect: str
    sample: str
    note: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPartner:
    """Another organisation in a piece of work."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFact:
    """A contract, grant, bid or alliance that an organisation took part in.

    `outcome` stays ``unknown`` when it was not public by the day that the record is as of.
    """

    id: str
    name: str
    kind: str
    role: str
    start: str | None
    end: str | None
    areas: tuple[str, ...]
    pathways: tuple[str, ...]
    outcome: str
    outcome_known_from: str | None
    value_gbp: float | None
    partners: tuple[WorkPartner, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class AffiliationFact:
    """What an organisation is of another (``member of``), or has in it (``with member``)."""

    relation: str
    id: str
    name: str
    start: str | None
    end: str | None
    note: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFact:
    """What a check of a counterparty would raise; `end` is None where it stands."""

    kind: str
    note: str
    start: str | None
    end: str | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationFact:
    """What a register says of an organisation; `end` is None where it is there still."""

    identifier: str
    status: str
    start: str | None
    end: str | None
    postcode: str
    web: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsFact:
    """The accounts of a year, in pounds and people; None where unknown."""

    year_end: str
    income_gbp: float | None
    spending_gbp: float | None
    reserves_gbp: float | None
    employees: int | None
    volunteers: int | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDetail:
    """All that is known of an organisation, each fact with its origin."""

    programme: str
    data_version: str
    as_of: str
    id: str
    name: str
    kind: str
    sector: str
    founded: str | None
    scope_note: str
    pathways: tuple[str, ...]
    inferred_pathways: tuple[str, ...]
    areas: tuple[str, ...]
    origin: Origin
    aliases: tuple[AliasFact, ...]
    identifiers: tuple[IdentifierFact, ...]
    sizes: tuple[SizeFact, ...]
    interests: tuple[InterestFact, ...]
    capabilities: tuple[CapabilityFact, ...]
    evidence: tuple[EvidenceFact, ...]
    affiliations: tuple[AffiliationFact, ...]
    flags: tuple[FlagFact, ...]
    registrations: tuple[RegistrationFact, ...]
    accounts: tuple[AccountsFact, ...]
    work: tuple[WorkFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaSummary:
    """A contract area with its codes by scheme, its size and its need.

    `population` is None where none of its authorities' is known; `needs_a_year` counts a person
    with three needs three times. `could_be_met` estimates the share of these that the best line-up
    could meet (`matcher.questions.could_be_met`); None where nobody has a need.
    """

    id: str
    codes: Mapping[str, str]
    name: str
    short_name: str
    annual_value_gbp: float
    annual_value_basis: str
    caseload: float | None
    caseload_basis: str
    authorities: int
    population: int | None
    needs_a_year: float
    could_be_met: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedNeed:
    """Needs a year of one pathway or one cohort."""

    key: str
    name: str
    needs_a_year: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNeed:
    """A local authority with its population, its needs a year, and the share that could be met."""

    code: str
    name: str
    population: int | None
    needs_a_year: float
    could_be_met: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestedOrganisation:
    """An organisation that wanted a role in the area, or in no particular area."""

    id: str
    name: str
    role: str
    anywhere: bool
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaDetail:
    """All that is known of a contract area."""

    programme: str
    data_version: str
    as_of: str
    id: str
    codes: Mapping[str, str]
    name: str
    short_name: str
    annual_value_gbp: float
    annual_value_basis: str
    caseload: float | None
    caseload_basis: str
    caseload_note: str
    population: int | None
    needs_a_year: float
    could_be_met: float | None
    by_pathway: tuple[NamedNeed, ...]
    by_cohort: tuple[NamedNeed, ...]
    authorities: tuple[PlaceNeed, ...]
    police_areas: tuple[NamedPlace, ...]
    trusts: tuple[NamedPlace, ...]
    prisons: tuple[NamedPlace, ...]
    interested: tuple[InterestedOrganisation, ...]
    origin: Origin
