"""Facts laid out as numpy columns, one row a fact (or a fact and place), for reading in bulk.

Indices point into the snapshot's tables, and a day is the number of days as `date.toordinal`
counts them, so that a view as of any day is one comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.records.kinds import (
    AffiliationKind,
    CollaborationKind,
    FlagKind,
    JusticeMark,
    OrganisationKind,
    Outcome,
    Setting,
    Sex,
)
from graph.records.provenance import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from scipy import sparse

    from graph.records.provenance import PartialDate

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Indices = NDArray[np.int32]
    Marks = NDArray[np.int8]

NEVER = np.int32(np.iinfo(np.int32).max)
"""The day of a fact that nobody can date: after every `as_of`."""

CONFIDENCES = tuple(Confidence)
"""The marks that the confidence columns refer to."""
ORGANISATION_KINDS = tuple(OrganisationKind)
"""The kinds that `OrganisationColumns.kind` refers to."""
PROJECT_KINDS = tuple(CollaborationKind)
"""The kinds that `CollaborationColumns.kind` refers to."""
OUTCOMES = tuple(Outcome)
"""The outcomes that `CollaborationColumns.outcome` refers to."""
SETTINGS = tuple(Setting)
"""The settings that `CapabilityColumns.setting` refers to."""
SEXES = tuple(Sex)
"""The sexes that `CapabilityColumns.sex` refers to."""
JUSTICE_MARKS = tuple(JusticeMark)
"""The marks that `CapabilityColumns.justice` refers to."""
AFFILIATION_KINDS = tuple(AffiliationKind)
"""The kinds that `AffiliationColumns.kind` refers to."""
FLAG_KINDS = tuple(FlagKind)
"""The kinds that `FlagColumns.kind` refers to."""
NO_LEVEL = -9
"""The level of evidence whose result is not known."""
UNKNOWN = -1
"""What stands for a mark that no source gives."""
EVER = np.int32(0)
"""The first day of what has no known beginning: before every day."""


def is_of(columns: OrganisationColumns, kinds: Iterable[OrganisationKind]) -> Flags:
    """Say which organisations are of one of some kinds, shape (N,)."""
    wanted = [ORGANISATION_KINDS.index(kind) for kind in kinds]
    return np.isin(columns.kind, np.array(wanted, dtype=np.int8))


def day_number(day: date | PartialDate | None) -> np.int32:
    """Count days as `date.toordinal` does; a partial date counts from its last day."""
    if day is None:
        return NEVER
    last_day = day if isinstance(day, date) else day.last_day
    return np.int32(last_day.toordinal())


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationColumns:
    """What an organisation's kind allows, and the day from which it is known.

    `kind` is an index into `ORGANISATION_KINDS`.
    """

    known_day: Indices
    kind: Marks
    may_bid: Flags
    may_lead: Flags
    is_vcse: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeColumns:
    """Turnover bands, in the order of `Facts.sizes`; `high_gbp` is NaN where open."""

    organisation: Indices
    year: Indices
    low_gbp: Floats
    high_gbp: Floats
    known_day: Indices


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsColumns:
    """Who works in a body, paid and unpaid, in the order of `Facts.accounts`; NaN where unknown.

    `year_end` is the number of the year's last day.
    """

    organisation: Indices
    year_end: Indices
    employees: Floats
    volunteers: Floats
    known_day: Indices


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityColumns:
    """Capabilities, one row for each capability and place.

    Attributes
    ----------
    record : row of `Facts.capabilities`
    organisation, pathway, place : indices into the snapshot's tables
    cohorts : index into `Numbering.cohort_sets`
    confidence : index into `CONFIDENCES`
    capacity : people a year, NaN where nobody stated it
    probability : how likely it is, 1 where somebody stated it
    setting, sex, justice : indices into `SETTINGS`, `SEXES` and `JUSTICE_MARKS`; `UNKNOWN` where no
        source says
    known_day : day number from which the row counts
    """

    record: Indices
    organisation: Indices
    pathway: Indices
    place: Indices
    cohorts: Indices
    confidence: Indices
    capacity: Floats
    probability: Floats
    setting: Marks
    sex: Marks
    justice: Marks
    known_day: Indices


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceColumns:
    """Evidence, in the order of `Facts.evidence`; `level` is `NO_LEVEL` where none was given."""

    organisation: Indices
    pathway: Indices
    level: Indices
    known_day: Indices


@dataclass(frozen=True, slots=True, kw_only=True)
class CollaborationColumns:
    """Collaborations, M of them, in the order of `Facts.collaborations`.

    Attributes
    ----------
    kind, outcome : indices into `PROJECT_KINDS` and `OUTCOMES`
    outcome_known_day : day number from which the outcome counts
    last_day : the end, or the start where the end is unknown; `NEVER` where both are
    pathways, areas : which of the snapshot's pathways and areas each names, boolean CSR
    """

    kind: Indices
    outcome: Indices
    outcome_known_day: Indices
    last_day: Indices
    pathways: sparse.csr_array[Any]
    areas: sparse.csr_array[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipColumns:
    """Memberships: `record` is the row of `Facts.memberships`; the rest are indices and days.

    `delivers` and `leads` say what the role is.
    """

    record: Indices
    collaboration: Indices
    organisation: Indices
    delivers: Flags
    leads: Flags
    known_day: Indices


@dataclass(frozen=True, slots=True, kw_only=True)
class AffiliationColumns:
    """Affiliations, in the order of `Facts.affiliations`: the organisation is `kind` of another.

    Attributes
    ----------
    organisation, of : indices into the snapshot's organisations
    kind : index into `AFFILIATION_KINDS`
    first_day, last_day : the days from which and up to which it may hold; `EVER` and `NEVER` where
        unknown
    known_day : day number from which the row counts
    """

    organisation: Indices
    of: Indices
    kind: Marks
    first_day: Indices
    last_day: Indices
    known_day: Indices


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagColumns:
    """Flags, in the order of `Facts.flags`.

    Attributes
    ----------
    organisation : index into the snapshot's organisations
    kind : index into `FLAG_KINDS`
    first_day, last_day : the days from which and up to which it may stand; `EVER` and `NEVER` where
        unknown
    known_day : day number from which the row counts
    """

    organisation: Indices
    kind: Marks
    first_day: Indices
    last_day: Indices
    known_day: Indices
