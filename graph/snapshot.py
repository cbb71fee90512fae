"""The immutable columnar view of a programme's facts that the matcher reads.

Facts are laid out as numpy columns (`graph.columns`), one row a fact, with the day it was first
public, so that a view as of any day is one comparison. `data_version` is a hash of the whole
content: equal facts give equal versions, whatever store they came from.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.columns import (
    CONFIDENCES,
    NEVER,
    capability_columns,
    collaboration_columns,
    day_number,
    evidence_columns,
    membership_columns,
    organisation_columns,
    size_columns,
)
from graph.kinds import PlaceKind
from graph.reach import reach_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from graph.facts import Facts
    from graph.model import Place, Record

__all__ = ["CONFIDENCES", "NEVER", "Snapshot", "data_version", "day_number"]


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
    return _ENCODER.encode(_values(record)) + "\n"


def _values(record: Any) -> dict[str, object]:  # noqa: ANN401  (any dataclass)
    names = _names(type(record))  # type: ignore[arg-type]  # a class is hashable
    return {name: _unsigned(getattr(record, name)) for name in names}


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _unsigned(value: object) -> object:
    """Drop the sign of zero: -0.0 equals 0.0, and SQLite gives back the one for the other."""
    return value + 0.0 if value.__class__ is float else value


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else _values(value)


_ENCODER = json.JSONEncoder(default=_plain, sort_keys=True, ensure_ascii=False)


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
    size_records : the records behind `sizes`, and None for row -1
    reach : the first day on which each organisation is known to work in each authority, CSR (N, A)
    cohort_sets : the different sets of cohorts that capabilities name
    organisation_columns, sizes, capabilities, evidence, collaborations, memberships : the facts in
        columns
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
        self.cohort_sets = tuple(sorted({record.cohorts for record in facts.capabilities}))
        self.organisation_columns = organisation_columns(self)
        self.organisation_known_day = self.organisation_columns.known_day
        self.sizes = size_columns(self)
        self.size_records = np.array([*facts.sizes, None], dtype=object)
        self.capabilities = capability_columns(self)
        self.reach = reach_of(self.capabilities, self.covers, organisations=len(self.organisations))
        self.evidence = evidence_columns(self)
        self.collaborations = collaboration_columns(self)
        self.memberships = membership_columns(self)

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


def _index(keys: Iterable[str]) -> dict[str, int]:
    return {key: position for position, key in enumerate(keys)}


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
