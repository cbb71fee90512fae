"""Facts laid out in columns (`graph.snapshot.columns`), out of the fields that the records hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.records.kinds import MemberRole
from graph.snapshot.cells import KNOWN, cells
from graph.snapshot.columns import (
    AFFILIATION_KINDS,
    CONFIDENCES,
    EVER,
    FLAG_KINDS,
    JUSTICE_MARKS,
    NO_LEVEL,
    ORGANISATION_KINDS,
    OUTCOMES,
    PROJECT_KINDS,
    SETTINGS,
    SEXES,
    UNKNOWN,
    AccountsColumns,
    AffiliationColumns,
    CapabilityColumns,
    CollaborationColumns,
    EvidenceColumns,
    FlagColumns,
    MembershipColumns,
    OrganisationColumns,
    SizeColumns,
    day_number,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from enum import StrEnum

    from numpy.typing import NDArray

    from graph.records.provenance import PartialDate
    from graph.snapshot.columns import Flags, Floats, Indices, Marks
    from graph.snapshot.numbering import Numbering


def organisation_columns(numbering: Numbering) -> OrganisationColumns:
    """Lay out the organisations."""
    rows = cells(numbering.facts, "organisations")
    kind = _marks(ORGANISATION_KINDS, rows["kind"])
    may_bid, may_lead, is_vcse = (
        np.array(each, dtype=np.bool_)
        for each in zip(
            *((k.may_bid, k.may_lead, k.sector.is_vcse) for k in ORGANISATION_KINDS), strict=True
        )
    )
    return OrganisationColumns(
        known_day=_days(rows[KNOWN]),
        kind=kind,
        may_bid=_frozen(may_bid[kind]),
        may_lead=_frozen(may_lead[kind]),
        is_vcse=_frozen(is_vcse[kind]),
    )


def size_columns(numbering: Numbering) -> SizeColumns:
    """Lay out the turnover bands."""
    rows = cells(numbering.facts, "sizes")
    return SizeColumns(
        organisation=_places(numbering.organisation_index, rows["organisation"]),
        year=_column(rows["year"], np.int32),
        low_gbp=_column(rows["turnover_low_gbp"], np.float64),
        high_gbp=_known(rows["turnover_high_gbp"]),
        known_day=_days(rows[KNOWN]),
    )


def accounts_columns(numbering: Numbering) -> AccountsColumns:
    """Lay out the accounts."""
    rows = cells(numbering.facts, "accounts")
    return AccountsColumns(
        organisation=_places(numbering.organisation_index, rows["organisation"]),
        year_end=_days(rows["year_end"]),
        employees=_known(rows["employees"]),
        volunteers=_known(rows["volunteers"]),
        known_day=_days(rows[KNOWN]),
    )


def capability_columns(numbering: Numbering) -> CapabilityColumns:
    """Lay out the capabilities."""
    rows = cells(numbering.facts, "capabilities")
    places = rows["places"]
    cohort_sets = {each: index for index, each in enumerate(numbering.cohort_sets)}
    confidences = {mark: index for index, mark in enumerate(CONFIDENCES)}
    repeat = np.array(list(map(len, places)), dtype=np.int64)

    def spread(column: NDArray[Any]) -> NDArray[Any]:
        return _frozen(np.repeat(column, repeat))

    likely = [1.0 if each is None else each for each in rows["probability"]]
    return CapabilityColumns(
        record=spread(np.arange(len(places), dtype=np.int32)),
        organisation=spread(_places(numbering.organisation_index, rows["organisation"])),
        pathway=spread(_places(numbering.pathway_index, rows["pathway"])),
        place=_places(numbering.place_index, (place for each in places for place in each)),
        cohorts=spread(_places(cohort_sets, rows["cohorts"])),
        confidence=spread(_places(confidences, rows["provenance.confidence"])),
        capacity=spread(_known(rows["capacity_needs_a_year"])),
        probability=spread(_column(likely, np.float64)),
        setting=spread(_marks(SETTINGS, rows["setting"])),
        sex=spread(_marks(SEXES, rows["sex"])),
        justice=spread(_marks(JUSTICE_MARKS, rows["justice"])),
        known_day=spread(_days(rows[KNOWN])),
    )


def evidence_columns(numbering: Numbering) -> EvidenceColumns:
    """Lay out the evidence."""
    rows = cells(numbering.facts, "evidence")
    levels = [NO_LEVEL if level is None else level for level in rows["level"]]
    return EvidenceColumns(
        organisation=_places(numbering.organisation_index, rows["organisation"]),
        pathway=_places(numbering.pathway_index, rows["pathway"]),
        level=_column(levels, np.int32),
        known_day=_days(rows[KNOWN]),
    )


def collaboration_columns(numbering: Numbering) -> CollaborationColumns:
    """Lay out the collaborations."""
    rows = cells(numbering.facts, "collaborations")
    kinds = {kind: index for index, kind in enumerate(PROJECT_KINDS)}
    outcomes = {outcome: index for index, outcome in enumerate(OUTCOMES)}
    lasts = [end or start for start, end in zip(rows["start"], rows["end"], strict=True)]
    return CollaborationColumns(
        kind=_places(kinds, rows["kind"]),
        outcome=_places(outcomes, rows["outcome"]),
        outcome_known_day=_days(rows["outcome_known_from"]),
        last_day=_days(lasts),
        pathways=_named(numbering.pathway_index, rows["pathways"]),
        areas=_named(numbering.area_index, rows["areas"]),
    )


def membership_columns(numbering: Numbering) -> MembershipColumns:
    """Lay out the memberships."""
    rows = cells(numbering.facts, "memberships")
    ids = cells(numbering.facts, "collaborations")["id"]
    collaborations = {each: index for index, each in enumerate(ids)}
    roles = rows["role"]
    return MembershipColumns(
        record=_frozen(np.arange(len(roles), dtype=np.int32)),
        collaboration=_places(collaborations, rows["collaboration"]),
        organisation=_places(numbering.organisation_index, rows["organisation"]),
        delivers=_flags(role.delivers for role in roles),
        leads=_flags(role is MemberRole.LEAD for role in roles),
        known_day=_days(rows[KNOWN]),
    )


def affiliation_columns(numbering: Numbering) -> AffiliationColumns:
    """Lay out the affiliations."""
    rows = cells(numbering.facts, "affiliations")
    return AffiliationColumns(
        organisation=_places(numbering.organisation_index, rows["organisation"]),
        of=_places(numbering.organisation_index, rows["of"]),
        kind=_marks(AFFILIATION_KINDS, rows["kind"]),
        first_day=_first_days(rows["start"]),
        last_day=_days(rows["end"]),
        known_day=_days(rows[KNOWN]),
    )


def flag_columns(numbering: Numbering) -> FlagColumns:
    """Lay out the flags."""
    rows = cells(numbering.facts, "flags")
    return FlagColumns(
        organisation=_places(numbering.organisation_index, rows["organisation"]),
        kind=_marks(FLAG_KINDS, rows["kind"]),
        first_day=_first_days(rows["start"]),
        last_day=_days(rows["end"]),
        known_day=_days(rows[KNOWN]),
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


def _days(days: Iterable[date | PartialDate | None]) -> Indices:
    """Number the days; the same few are named again and again."""
    return _column(map(_DayNumbers().__getitem__, days), np.int32)


class _DayNumbers(dict["date | PartialDate | None", int]):
    def __missing__(self, day: date | PartialDate | None) -> int:
        number = self[day] = int(day_number(day))
        return number


def _first_days(days: Iterable[PartialDate | None]) -> Indices:
    """Number the first day that each date can mean."""
    return _column(
        (EVER if day is None else np.int32(day.first_day.toordinal()) for day in days), np.int32
    )


def _marks(words: Sequence[StrEnum], marks: Iterable[StrEnum | None]) -> Marks:
    """Where each mark stands among its words."""
    places: dict[StrEnum | None, int] = {word: place for place, word in enumerate(words)}
    return _column(map((places | {None: UNKNOWN}).__getitem__, marks), np.int8)


def _known(figures: Sequence[float | None]) -> Floats:
    """Figures, NaN where unknown."""
    return _frozen(np.array(figures, dtype=np.float64))


def _flags(flags: Iterable[bool]) -> Flags:
    return _column(flags, np.bool_)


def _column(values: Iterable[object], dtype: type[np.generic]) -> NDArray[Any]:
    return _frozen(np.fromiter(values, dtype=dtype))


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
