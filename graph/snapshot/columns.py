"""Facts laid out as numpy columns, one row a fact (or a fact and place), for reading in bulk.

Indices point into the snapshot's tables, and a day is the number of days as `date.toordinal`
counts them, so that a view as of any day is one comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.records.kinds import (
    AffiliationKind,
    CollaborationKind,
    FlagKind,
    JusticeMark,
    MemberRole,
    OrganisationKind,
    Outcome,
    Setting,
    Sex,
)
from graph.records.provenance import Confidence
from graph.snapshot.cells import cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from enum import StrEnum

    from numpy.typing import NDArray

    from graph.records.provenance import PartialDate
    from graph.snapshot.numbering import Numbering

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


def organisation_columns(numbering: Numbering) -> OrganisationColumns:
    """Lay out the organisations."""
    kinds, known = cells(numbering.facts.organisations, "kind", "provenance.known_from")
    return OrganisationColumns(
        known_day=_days(known),
        kind=_marks(ORGANISATION_KINDS, kinds),
        may_bid=_flags(kind.may_bid for kind in kinds),
        may_lead=_flags(kind.may_lead for kind in kinds),
        is_vcse=_flags(kind.sector.is_vcse for kind in kinds),
    )


def size_columns(numbering: Numbering) -> SizeColumns:
    """Lay out the turnover bands."""
    whose, year, low, high, known = cells(
        numbering.facts.sizes,
        *("organisation", "year", "turnover_low_gbp", "turnover_high_gbp", "provenance.known_from"),
    )
    return SizeColumns(
        organisation=_places(numbering.organisation_index, whose),
        year=_column(year, np.int32),
        low_gbp=_column(low, np.float64),
        high_gbp=_known(high),
        known_day=_days(known),
    )


def accounts_columns(numbering: Numbering) -> AccountsColumns:
    """Lay out the accounts."""
    whose, year_end, employees, volunteers, known = cells(
        numbering.facts.accounts,
        *("organisation", "year_end", "employees", "volunteers", "provenance.known_from"),
    )
    return AccountsColumns(
        organisation=_places(numbering.organisation_index, whose),
        year_end=_days(year_end),
        employees=_known(employees),
        volunteers=_known(volunteers),
        known_day=_days(known),
    )


def capability_columns(numbering: Numbering) -> CapabilityColumns:
    """Lay out the capabilities."""
    whose, pathway, places, cohorts, capacity, probability, *marks = cells(
        numbering.facts.capabilities,
        *("organisation", "pathway", "places", "cohorts", "capacity_needs_a_year", "probability"),
        *("setting", "sex", "justice", "provenance.confidence", "provenance.known_from"),
    )
    setting, sex, justice, confidence, known = marks
    cohort_sets = {each: index for index, each in enumerate(numbering.cohort_sets)}
    confidences = {mark: index for index, mark in enumerate(CONFIDENCES)}
    repeat = np.array([len(each) for each in places], dtype=np.int64)

    def spread(column: NDArray[Any]) -> NDArray[Any]:
        return _frozen(np.repeat(column, repeat))

    likely = (1.0 if each is None else each for each in probability)
    return CapabilityColumns(
        record=spread(np.arange(len(whose), dtype=np.int32)),
        organisation=spread(_places(numbering.organisation_index, whose)),
        pathway=spread(_places(numbering.pathway_index, pathway)),
        place=_places(numbering.place_index, (place for each in places for place in each)),
        cohorts=spread(_places(cohort_sets, cohorts)),
        confidence=spread(_places(confidences, confidence)),
        capacity=spread(_known(capacity)),
        probability=spread(_column(likely, np.float64)),
        setting=spread(_marks(SETTINGS, setting)),
        sex=spread(_marks(SEXES, sex)),
        justice=spread(_marks(JUSTICE_MARKS, justice)),
        known_day=spread(_days(known)),
    )


def evidence_columns(numbering: Numbering) -> EvidenceColumns:
    """Lay out the evidence."""
    records = numbering.facts.evidence
    return EvidenceColumns(
        organisation=_places(numbering.organisation_index, (r.organisation for r in records)),
        pathway=_places(numbering.pathway_index, (r.pathway for r in records)),
        level=_column((NO_LEVEL if r.level is None else r.level for r in records), np.int32),
        known_day=_days(record.provenance.known_from for record in records),
    )


def collaboration_columns(numbering: Numbering) -> CollaborationColumns:
    """Lay out the collaborations."""
    records = numbering.facts.collaborations
    kinds = {kind: index for index, kind in enumerate(PROJECT_KINDS)}
    outcomes = {outcome: index for index, outcome in enumerate(OUTCOMES)}
    return CollaborationColumns(
        kind=_places(kinds, (record.kind for record in records)),
        outcome=_places(outcomes, (record.outcome for record in records)),
        outcome_known_day=_days(record.outcome_known_from for record in records),
        last_day=_days(record.end or record.start for record in records),
        pathways=_named(numbering.pathway_index, [record.pathways for record in records]),
        areas=_named(numbering.area_index, [record.areas for record in records]),
    )


def membership_columns(numbering: Numbering) -> MembershipColumns:
    """Lay out the memberships."""
    records = numbering.facts.memberships
    collaborations = {c.id: index for index, c in enumerate(numbering.facts.collaborations)}
    return MembershipColumns(
        record=_frozen(np.arange(len(records), dtype=np.int32)),
        collaboration=_places(collaborations, (r.collaboration for r in records)),
        organisation=_places(numbering.organisation_index, (r.organisation for r in records)),
        delivers=_flags(record.role.delivers for record in records),
        leads=_flags(record.role is MemberRole.LEAD for record in records),
        known_day=_days(record.provenance.known_from for record in records),
    )


def affiliation_columns(numbering: Numbering) -> AffiliationColumns:
    """Lay out the affiliations."""
    records = numbering.facts.affiliations
    return AffiliationColumns(
        organisation=_places(numbering.organisation_index, (r.organisation for r in records)),
        of=_places(numbering.organisation_index, (r.of for r in records)),
        kind=_marks(AFFILIATION_KINDS, (r.kind for r in records)),
        first_day=_first_days(r.start for r in records),
        last_day=_days(r.end for r in records),
        known_day=_days(r.provenance.known_from for r in records),
    )


def flag_columns(numbering: Numbering) -> FlagColumns:
    """Lay out the flags."""
    records = numbering.facts.flags
    return FlagColumns(
        organisation=_places(numbering.organisation_index, (r.organisation for r in records)),
        kind=_marks(FLAG_KINDS, (r.kind for r in records)),
        first_day=_first_days(r.start for r in records),
        last_day=_days(r.end for r in records),
        known_day=_days(r.provenance.known_from for r in records),
    )


def _places(index: Mapping[Any, int], keys: Iterable[object]) -> Indices:
    """Where each key stands in an index."""
    return _column(map(index.__getitem__, keys), np.int32)


def _named(index: Mapping[Any, int], names: Sequence[Sequence[object]]) -> sparse.csr_array[Any]:
    """Which of the index's keys each row names."""
    indptr = np.concatenate([[0], np.cumsum([len(row) for row in names], dtype=np.int64)])
    columns = _places(index, (name for row in names for name in row))
    flags = np.ones(len(columns), dtype=bool)
    return sparse.csr_array((flags, columns, indptr), shape=(len(names), len(index)))


def _days(days: Iterable[PartialDate | None]) -> Indices:
    """Number the days; the same few are named again and again."""
    return _column(map(_DayNumbers().__getitem__, days), np.int32)


class _DayNumbers(dict["PartialDate | None", np.int32]):
    def __missing__(self, day: PartialDate | None) -> np.int32:
        number = self[day] = day_number(day)
        return number


def _first_days(days: Iterable[PartialDate | None]) -> Indices:
    """Number the first day that each date can mean."""
    return _column(
        (EVER if day is None else np.int32(day.first_day.toordinal()) for day in days), np.int32
    )


def _marks(words: Sequence[StrEnum], marks: Iterable[StrEnum | None]) -> Marks:
    """Where each mark stands among its words."""
    places = {word: place for place, word in enumerate(words)}
    return _column((UNKNOWN if mark is None else places[mark] for mark in marks), np.int8)


def _known(figures: Iterable[float | None]) -> Floats:
    """Figures, NaN where unknown."""
    return _column((np.nan if figure is None else figure for figure in figures), np.float64)


def _flags(flags: Iterable[bool]) -> Flags:
    return _column(flags, np.bool_)


def _column(values: Iterable[object], dtype: type[np.generic]) -> NDArray[Any]:
    return _frozen(np.fromiter(values, dtype=dtype))


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
