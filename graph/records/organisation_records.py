"""The records of organisations: who they are, what they do, and what they did together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.records.provenance import Confidence

if TYPE_CHECKING:
    from graph.records.identifiers import AreaId, OrgId, PlaceCode
    from graph.records.kinds import (
        AffiliationKind,
        CollaborationKind,
        FlagKind,
        JusticeMark,
        MemberRole,
        OrganisationKind,
        Outcome,
        Sector,
        Setting,
        Sex,
    )
    from graph.records.provenance import PartialDate, Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation; `founded` is None where unknown."""

    id: OrgId
    name: str
    kind: OrganisationKind
    founded: PartialDate | None
    scope_note: str
    provenance: Provenance

    @property
    def sector(self) -> Sector:
        """The sector its kind belongs to."""
        return self.kind.sector


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedIdentifier:
    """Another identifier of the same organisation."""

    organisation: OrgId
    identifier: OrgId
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another name; `used_from` and `used_to` are None where unknown."""

    organisation: OrgId
    name: str
    used_from: PartialDate | None
    used_to: PartialDate | None
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """The turnover of a year as a band in pounds; the upper end is None where open."""

    organisation: OrgId
    year: int
    turnover_low_gbp: float
    turnover_high_gbp: float | None
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The accounts of a year as one source has them; pounds, and people at the year's end.

    Every figure may be unknown. Several sources may give several accounts of one year.
    """

    organisation: OrgId
    year_end: PartialDate
    income_gbp: float | None
    spending_gbp: float | None
    reserves_gbp: float | None
    employees: int | None
    volunteers: int | None
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What a register says of an organisation: `identifier` is its number there.

    `start` and `end` are None where unknown, and `end` where it is on the register still. The
    postcode is that of its office, which need not be where it works.
    """

    organisation: OrgId
    identifier: OrgId
    status: str
    start: PartialDate | None
    end: PartialDate | None
    postcode: str
    web: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """An organisation's public interest in a role; `area` is None where unspecified."""

    organisation: OrgId
    role: str
    area: AreaId | None
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """What an organisation can do, where and for whom.

    No cohorts means any adult. `capacity_needs_a_year` is None unless somebody stated it; so are
    `setting`, `sex` (None as well where it is for both) and `justice` unless a source says so.
    `probability` is how likely an inferred capability is; None for one that somebody stated.
    """

    organisation: OrgId
    pathway: str
    cohorts: tuple[str, ...]
    places: tuple[PlaceCode, ...]
    capacity_needs_a_year: float | None
    note: str
    setting: Setting | None = None
    sex: Sex | None = None
    justice: JusticeMark | None = None
    probability: float | None = None
    provenance: Provenance

    @property
    def inferred(self) -> str:
        """How likely it is and by which words, as a sentence has it; empty if it was stated."""
        if self.provenance.confidence is not Confidence.INFERRED:
            return ""
        chance = "" if self.probability is None else f" ({self.probability:.0%})"
        return f"inferred{chance} from the words {self.note}".removesuffix(" from the words ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A measured effect: by whom, how strong (`level`), or None where nobody knows.

    Nesta's standards, 1 to 5, grade good effects. Level 0 is a comparison that found no difference,
    and -1 one in which the people did worse.
    """

    organisation: OrgId
    pathway: str
    kind: str
    level: int | None
    by: str
    effect: str
    sample: str
    note: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaboration:
    """A real contract, grant, bid or alliance; dates, value and outcome may be unknown.

    `outcome_known_from` dates the outcome apart from the collaboration itself.
    """

    id: str
    name: str
    kind: CollaborationKind
    start: PartialDate | None
    end: PartialDate | None
    areas: tuple[AreaId, ...]
    places: tuple[PlaceCode, ...]
    pathways: tuple[str, ...]
    outcome: Outcome
    outcome_known_from: PartialDate | None
    outcome_note: str
    value_gbp: float | None
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """An organisation's part in a collaboration."""

    collaboration: str
    organisation: OrgId
    role: MemberRole
    role_note: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """The organisation is `kind` of another: G4S is parent of a subsidiary.

    `start` and `end` are None where unknown, and `end` where it goes on.
    """

    organisation: OrgId
    of: OrgId
    kind: AffiliationKind
    start: PartialDate | None
    end: PartialDate | None
    note: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterpartyFlag:
    """What a check of a counterparty would raise; `end` (cleared) is None where it stands."""

    organisation: OrgId
    kind: FlagKind
    note: str
    start: PartialDate | None
    end: PartialDate | None
    provenance: Provenance
