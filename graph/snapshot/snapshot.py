"""The immutable columnar view of a programme's facts that the matcher reads.

Facts are laid out as numpy columns (`graph.snapshot.columns`), one row a fact, with the day it was
first public, so that a view as of any day is one comparison. `data_version` is a hash of the whole
content: equal facts give equal versions, whatever store they came from.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.snapshot.columns import (
    affiliation_columns,
    capability_columns,
    collaboration_columns,
    evidence_columns,
    flag_columns,
    membership_columns,
    organisation_columns,
    size_columns,
)
from graph.snapshot.numbering import Numbering
from graph.snapshot.reach import reach_of
from graph.snapshot.version import data_version

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.records.facts import Facts
    from graph.records.model import Place


class Snapshot(Numbering):
    """One programme's facts in columns.

    Attributes
    ----------
    data_version : hash of their content
    authority_area : index of each authority's contract area, shape (A,)
    demand : people a year, shape (A, P, H) for P pathways and H cohorts of the partition
    covers : which authorities each place contains, boolean CSR of shape (places, A)
    reach : the first day on which each organisation is known to work in each authority, CSR (N, A)
    organisation_columns, sizes, capabilities, evidence, collaborations, memberships, affiliations,
        flags : the facts in columns
    """

    def __init__(self, facts: Facts) -> None:
        """Lay the facts out in columns; `facts` must be consistent (see `graph.packs.reading`)."""
        super().__init__(facts)
        self.authority_area = self._authority_areas()
        self.demand = self._demand()
        self.covers = self._covers()
        self.organisation_columns = organisation_columns(self)
        self.organisation_known_day = self.organisation_columns.known_day
        self.sizes = size_columns(self)
        self.capabilities = capability_columns(self)
        self.reach = reach_of(self.capabilities, self.covers, organisations=len(self.organisations))
        self.evidence = evidence_columns(self)
        self.collaborations = collaboration_columns(self)
        self.memberships = membership_columns(self)
        self.affiliations = affiliation_columns(self)
        self.flags = flag_columns(self)

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


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
