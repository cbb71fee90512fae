"""The immutable columnar view of a programme's facts that the matcher reads.

Facts are laid out as numpy columns, one row a fact, with the day it was first public, so that
a view as of any day is one comparison. `data_version` is a hash of the whole content: equal
facts give equal versions, whatever store they came from.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.kinds import PlaceKind
from graph.provenance import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from graph.facts import Facts
    from graph.model import Place, Record
    from graph.provenance import PartialDate

NEVER = np.int32(np.iinfo(np.int32).max)
"""The day of a fact that nobody can date: after every `as_of`."""

CONFIDENCES = tuple(Confidence)
"""The marks that the confidence columns refer to."""


def day_number(day: date | PartialDate | None) -> np.int32:
    """Count days as `date.toordinal` does; a partial date counts from its last day."""
    if day is None:
        return NEVER
    last_day = day if isinstance(day, date) else day.last_day
    return np.int32(last_day.toordinal())


def data_version(facts: Facts) -> str:
    """Hash the content of all tables; the order of rows within a table does not matter.

    Returns
    -------
    str
        The first 16 hexadecimal digits of a SHA-256.
    """
    digest = hashlib.sha256()
    for name, records in facts.tables():
        digest.update(f"\n[{name}]\n".encode())
        for line in sorted(_canonical(record) for record in records):
            digest.update(line.encode())
    return digest.hexdigest()[:16]


def _canonical(record: Record) -> str:
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return json.dumps(values, default=_plain, sort_keys=True, ensure_ascii=False) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return {field.name: getattr(value, field.name) for field in fields(value)}  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityColumns:
    """Capabilities, one row for each capability and place.

    Attributes
    ----------
    record : row of `Facts.capabilities`
    organisation, pathway, place : indices into the snapshot's tables
    cohorts : index into `Snapshot.cohort_sets`
    confidence : index into `CONFIDENCES`
    capacity : people a year, NaN where nobody stated it
    known_day : day number from which the row counts
    """

    record: NDArray[np.int32]
    organisation: NDArray[np.int32]
    pathway: NDArray[np.int32]
    place: NDArray[np.int32]
    cohorts: NDArray[np.int32]
    confidence: NDArray[np.int32]
    capacity: NDArray[np.float64]
    known_day: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipColumns:
    """Memberships: `record` is the row of `Facts.memberships`; the rest are indices and days."""

    record: NDArray[np.int32]
    collaboration: NDArray[np.int32]
    organisation: NDArray[np.int32]
    known_day: NDArray[np.int32]


class Snapshot:
    """One programme's facts in columns.

    Attributes
    ----------
    facts : the records themselves, for names, sources and explanations
    data_version : hash of their content
    authorities : places that carry demand, A of them, in the order of their codes
    authority_area : index of each authority's contract area, shape (A,)
    demand : people a year, shape (A, P, H) for P pathways and H cohorts of the partition
    covers : which authorities each place contains, boolean CSR of shape (places, A)
    cohort_sets : the different sets of cohorts that capabilities name
    """

    def __init__(self, facts: Facts) -> None:
        """Lay the facts out in columns; `facts` must be consistent (see `graph.packs`)."""
        self.facts = facts
        self.places = facts.places
        self.areas = facts.areas
        self.pathways = facts.pathways
        self.cohorts = tuple(
            sorted((c for c in facts.cohorts if c.in_partition), key=lambda c: c.order)
        )
        self.organisations = facts.organisations
        self.authorities = tuple(p for p in facts.places if p.kind is PlaceKind.AUTHORITY)
        self.place_index = _index(place.code for place in self.places)
        self.area_index = _index(area.id for area in self.areas)
        self.pathway_index = _index(pathway.key for pathway in self.pathways)
        self.cohort_index = _index(cohort.key for cohort in self.cohorts)
        self.organisation_index = _index(org.id for org in self.organisations)
        self.authority_index = _index(place.code for place in self.authorities)
        self.authority_area = self._authority_areas()
        self.demand = self._demand()
        self.covers = self._covers()
        self.organisation_known_day = _days(
            org.provenance.known_from for org in facts.organisations
        )
        self.cohort_sets = tuple(sorted({record.cohorts for record in facts.capabilities}))
        self.capabilities = self._capability_columns()
        self.memberships = self._membership_columns()

    @cached_property
    def data_version(self) -> str:
        """The hash of the content."""
        return data_version(self.facts)

    def _authority_areas(self) -> NDArray[np.int32]:
        def area_of(place: Place) -> int:
            return next(self.area_index[p] for p in place.parents if p in self.area_index)

        return np.array([area_of(place) for place in self.authorities], dtype=np.int32)

    def _demand(self) -> NDArray[np.float64]:
        shape = (len(self.authorities), len(self.pathways), len(self.cohorts))
        demand = np.zeros(shape)
        for row in self.facts.demand:
            a, p = self.authority_index[row.place], self.pathway_index[row.pathway]
            demand[a, p, self.cohort_index[row.cohort]] = row.people_a_year
        return _frozen(demand)

    def _covers(self) -> sparse.csr_array[Any]:
        """Walk up from each authority through its parents, and theirs."""
        parents = {place.code: place.parents for place in self.places}
        rows: list[int] = []
        columns: list[int] = []
        for column, authority in enumerate(self.authorities):
            waiting, seen = [authority.code], {authority.code}
            while waiting:
                code = waiting.pop()
                rows.append(self.place_index[code])
                columns.append(column)
                fresh = [parent for parent in parents[code] if parent not in seen]
                seen.update(fresh)
                waiting.extend(fresh)
        shape = (len(self.places), len(self.authorities))
        return sparse.csr_array((np.ones(len(rows), dtype=bool), (rows, columns)), shape=shape)

    def _capability_columns(self) -> CapabilityColumns:
        records = self.facts.capabilities
        cohort_sets = {cohorts: index for index, cohorts in enumerate(self.cohort_sets)}
        confidences = {mark: index for index, mark in enumerate(CONFIDENCES)}
        repeat = np.array([len(record.places) for record in records], dtype=np.int64)

        def spread(values: Sequence[object], dtype: type[np.generic]) -> NDArray[Any]:
            return _frozen(np.repeat(np.array(values, dtype=dtype), repeat))

        return CapabilityColumns(
            record=spread(range(len(records)), np.int32),
            organisation=spread(
                [self.organisation_index[r.organisation] for r in records], np.int32
            ),
            pathway=spread([self.pathway_index[r.pathway] for r in records], np.int32),
            place=_frozen(
                np.array([self.place_index[p] for r in records for p in r.places], dtype=np.int32)
            ),
            cohorts=spread([cohort_sets[r.cohorts] for r in records], np.int32),
            confidence=spread([confidences[r.provenance.confidence] for r in records], np.int32),
            capacity=spread(
                [np.nan if (c := r.capacity_people_a_year) is None else c for r in records],
                np.float64,
            ),
            known_day=spread([day_number(r.provenance.known_from) for r in records], np.int32),
        )

    def _membership_columns(self) -> MembershipColumns:
        records = self.facts.memberships
        collaborations = _index(c.id for c in self.facts.collaborations)

        def column(values: Iterable[int]) -> NDArray[np.int32]:
            return _frozen(np.fromiter(values, dtype=np.int32))

        return MembershipColumns(
            record=column(range(len(records))),
            collaboration=column(collaborations[r.collaboration] for r in records),
            organisation=column(self.organisation_index[r.organisation] for r in records),
            known_day=_days(record.provenance.known_from for record in records),
        )


def _index(keys: Iterable[str]) -> dict[str, int]:
    return {key: position for position, key in enumerate(keys)}


def _days(days: Iterable[PartialDate | None]) -> NDArray[np.int32]:
    return _frozen(np.fromiter((day_number(day) for day in days), dtype=np.int32))


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
