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
    AccountsColumns,
    AffiliationColumns,
    CapabilityColumns,
    CollaborationColumns,
    EvidenceColumns,
    FlagColumns,
    MembershipColumns,
    OrganisationColumns,
    SizeColumns,
)
from graph.snapshot.laying_out import (
    accounts_columns,
    affiliation_columns,
    capability_columns,
    collaboration_columns,
    evidence_columns,
    flag_columns,
    membership_columns,
    organisation_columns,
    size_columns,
)
from graph.snapshot.name_lines import NameColumns, NameLines, name_columns
from graph.snapshot.numbering import Numbering
from graph.snapshot.owners import OwnerColumns, owner_columns
from graph.snapshot.reach import reach_of
from graph.snapshot.version import data_version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from graph.records.facts import Facts
    from graph.records.model import Place


LAID_OUT: dict[str, type[Any]] = {
    "authority_area": np.ndarray,
    "demand": np.ndarray,
    "covers": sparse.csr_array,
    "organisation_columns": OrganisationColumns,
    "sizes": SizeColumns,
    "accounts": AccountsColumns,
    "capabilities": CapabilityColumns,
    "reach": sparse.csr_array,
    "evidence": EvidenceColumns,
    "collaborations": CollaborationColumns,
    "memberships": MembershipColumns,
    "affiliations": AffiliationColumns,
    "flags": FlagColumns,
    "owners": OwnerColumns,
    "names": NameColumns,
}
"""What a snapshot makes of the records, and what each is."""


class Snapshot(Numbering):
    """One programme's facts in columns.

    Attributes
    ----------
    data_version : hash of their content
    authority_area : index of each authority's contract area, shape (A,)
    demand : people a year, shape (A, P, H) for P pathways and H cohorts of the partition
    covers : which authorities each place contains, boolean CSR of shape (places, A)
    reach : the first day on which each organisation is known to work in each authority, CSR (N, A)
    organisation_columns, sizes, accounts, capabilities, evidence, collaborations, memberships,
        affiliations, flags : the facts in columns
    owners : the rows of each organisation; made when it is first asked for, like `names`
    names : what organisations are called
    """

    authority_area: NDArray[np.int32]
    demand: NDArray[np.float64]
    covers: sparse.csr_array[Any]
    organisation_columns: OrganisationColumns
    sizes: SizeColumns
    accounts: AccountsColumns
    capabilities: CapabilityColumns
    reach: sparse.csr_array[Any]
    evidence: EvidenceColumns
    collaborations: CollaborationColumns
    memberships: MembershipColumns
    affiliations: AffiliationColumns
    flags: FlagColumns

    def __init__(
        self,
        facts: Facts,
        *,
        laid_out: Mapping[str, Any] | None = None,
        version: str | None = None,
        **numbers: Any,  # noqa: ANN401  (handed on)
    ) -> None:
        """Lay the facts out in columns; `facts` must be consistent (see `graph.packs.reading`).

        Parameters
        ----------
        facts : the records
        laid_out : what `LAID_OUT` names, if these facts were laid out before
        version : their data version, if it is known
        numbers : what `Numbering` need not find out
        """
        super().__init__(facts, **numbers)
        if version is not None:
            self.data_version = version
        for name, columns in (self._laid_out() if laid_out is None else laid_out).items():
            setattr(self, name, columns)
        self.organisation_known_day = self.organisation_columns.known_day

    def _laid_out(self) -> dict[str, Any]:
        capabilities, covers = capability_columns(self), self._covers()
        count = len(self.organisations)
        return {
            "authority_area": self._authority_areas(),
            "demand": self._demand(),
            "covers": covers,
            "organisation_columns": organisation_columns(self),
            "sizes": size_columns(self),
            "accounts": accounts_columns(self),
            "capabilities": capabilities,
            "reach": reach_of(capabilities, covers, organisations=count),
            "evidence": evidence_columns(self),
            "collaborations": collaboration_columns(self),
            "memberships": membership_columns(self),
            "affiliations": affiliation_columns(self),
            "flags": flag_columns(self),
        }

    @cached_property
    def owners(self) -> OwnerColumns:
        """The rows of each organisation."""
        return owner_columns(self)

    @cached_property
    def names(self) -> NameColumns:
        """What organisations are called."""
        return name_columns(self)

    @cached_property
    def name_lines(self) -> NameLines:
        """The names, to look for parts of them in."""
        return NameLines(self.names)

    def owned(self, table: str, organisation: int, *, field: str = "organisation") -> list[Any]:
        """Give the records of a table in which a field names an organisation, in their order."""
        records = getattr(self.facts, table)
        rows = self.owners.rows(table, organisation, field=field)
        return [records[row] for row in rows.tolist()]

    def own_capabilities(self, organisation: int) -> NDArray[np.integer[Any]]:
        """Give the rows of `capabilities` that are of an organisation."""
        records = self.owners.rows("capabilities", organisation)
        rows = self.capabilities.record
        first, last = (np.searchsorted(rows, records, side) for side in ("left", "right"))
        return np.concatenate([np.arange(0), *map(np.arange, first, last)])

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
