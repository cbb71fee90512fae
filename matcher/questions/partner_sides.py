"""One of two bodies as a partner sees it: what is said of it, and what its works tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from graph.networks.ties import outcome_as_of
from graph.records.kinds import CollaborationKind, Outcome, PlaceKind
from matcher.affinity.history import Subject
from matcher.affinity.rows import joined
from matcher.questions.partner_evidence import row_of, rows_of_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from graph.records.model import Collaboration
    from graph.records.provenance import Provenance
    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Indices
    from matcher.affinity.past import Past

_FEW_AREAS = 5
"""Who works in more is local nowhere: what hangs on an area is told for a named one only."""
_CONTRACTS = (
    CollaborationKind.CONTRACT,
    CollaborationKind.PRIME_CONTRACT,
    CollaborationKind.TR_SUPPLY_CHAIN,
)
_NOT_HELD = (Outcome.LOST, Outcome.WITHDRAWN, Outcome.RUMOURED, Outcome.PASSED_PQQ)
_USUAL_YEARS = 7
"""A contract whose end nobody wrote down is taken to run no longer."""
_MEASURED = 2
"""The level of evidence from which on something was measured: before and after, or better."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """One of two bodies, and what is said of it for the work asked about; see `side_of`.

    Attributes
    ----------
    snapshot, past : the facts
    who : index of the body
    area, pathway : those asked about; None for all
    public : the rows of its capabilities that were public and count
    there : those of them that reach the area asked about
    rows : those of these on the pathway asked about
    areas : the area asked about, or those where it works if they are few
    works_in : the area asked about, or all those where it works
    """

    snapshot: Snapshot
    past: Past
    who: int
    area: int | None
    pathway: int | None
    public: NDArray[np.int64]
    there: NDArray[np.int64]
    rows: NDArray[np.int64]
    areas: Indices
    works_in: Indices

    @property
    def day(self) -> date:
        """The day of the facts."""
        return date.fromordinal(self.past.day)

    def pathways(self, rows: NDArray[np.int64]) -> Indices:
        """The pathways that some rows of capabilities are on, rising."""
        return np.unique(self.snapshot.capabilities.pathway[rows])

    def places(self) -> Indices:
        """The areas where it works, or of the area asked about the authorities that are said."""
        if self.area is None:
            return self.works_in
        reached = joined(self.snapshot.covers, self.snapshot.capabilities.place[self.rows])
        return np.unique(reached[self.snapshot.authority_area[reached] == self.area])

    def areas_of(self, rows: NDArray[np.int64]) -> Indices:
        """The areas that some rows of capabilities reach, rising."""
        reached = joined(self.snapshot.covers, self.snapshot.capabilities.place[rows])
        areas = np.unique(self.snapshot.authority_area[reached])
        return areas[areas >= 0]

    def sizes(self) -> list[Provenance]:
        """What is publicly said of its size, by its provenance."""
        sizes = self.snapshot.facts.sizes
        rows = self.snapshot.owners.rows("sizes", self.who).tolist()
        said = [sizes[row].provenance for row in rows]
        return [each for each in said if each.is_known_by(self.day)]

    def may_gain_places(self) -> bool:
        """Whether another could bring it further places.

        Who works in one area is local, or nobody knows that it is not. Of whom only works tell
        that it is in the area asked about, nobody knows in which of the authorities.
        """
        if self.area is None:
            return len(self.works_in) > 1
        return bool(len(self.there)) or not any(self.works(self.works_in))

    def cohorts(self, *, but: str = "") -> Mapping[str, set[int]]:
        """The people whom it is said to serve, by name, and the records that say so.

        A service that names the cohort `but` does not count.
        """
        columns = self.snapshot.capabilities
        sets, found = self.snapshot.cohort_sets, dict[str, set[int]]()
        for row in self.rows.tolist():
            named = sets[columns.cohorts[row]]
            for cohort in () if but in named else named:
                found.setdefault(cohort, set()).add(int(columns.record[row]))
        return found

    def named_places(self) -> Mapping[int, set[int]]:
        """The authorities that are named of it, not only within a wider place, and the records."""
        columns, covers = self.snapshot.capabilities, self.snapshot.covers
        found: dict[int, set[int]] = {}
        for row in self.rows.tolist():
            within = row_of(covers, int(columns.place[row]))
            if len(within) == 1:
                found.setdefault(int(within[0]), set()).add(int(columns.record[row]))
        return found

    def results(self) -> Mapping[str, tuple[int, int]]:
        """Its best measured result of each pathway: level, and the row of the evidence."""
        pathways, found = self.snapshot.pathways, dict[str, tuple[int, int]]()
        wanted = None if self.pathway is None else pathways[self.pathway].key
        for row in self.snapshot.owners.rows("evidence", self.who).tolist():
            record = self.snapshot.facts.evidence[row]
            level = record.level or 0
            if level < _MEASURED or not record.provenance.is_known_by(self.day):
                continue
            if wanted in (None, record.pathway):
                found[record.pathway] = max(found.get(record.pathway, (0, 0)), (level, row))
        return found

    def contracts(self, areas: Indices) -> Iterator[tuple[int, Collaboration]]:
        """The contracts that it leads on the day in any of some areas, with their rows."""
        for work, record in self.works(areas, led=True):
            if _runs(record, self.day):
                yield work, record

    def works(
        self, areas: Indices | None = None, *, led: bool = False
    ) -> Iterator[tuple[int, Collaboration]]:
        """Its works and bids, the latest first, with their rows.

        Parameters
        ----------
        areas : only works that name any of these or have a place in them; None for all
        led : only those that it leads
        """
        past = self.past
        works = row_of(past.leading if led else past.taking_part, self.who)
        order = np.lexsort((works, -past.work_day[works].astype(np.int64)))
        for work in works[order].tolist():
            record = self.snapshot.facts.collaborations[work]
            if areas is None or np.isin(_areas_of(self.snapshot, work, record), areas).any():
                yield work, record


def side_of(
    snapshot: Snapshot, past: Past, who: int, *, area: int | None, pathway: int | None
) -> Side:
    """Read what is said of one body for an area and a pathway; None stands for all of them."""
    rows = snapshot.capabilities
    own = rows_of_records(rows.record, snapshot.owners.rows("capabilities", who))
    there = public = own[(rows.known_day[own] <= past.day) & (rows.probability[own] > 0)]
    where = _areas_worked(past, who)
    areas = where if len(where) <= _FEW_AREAS else where[:0]
    if area is not None:
        inside = snapshot.authority_area == area
        reaches = [
            bool(inside[row_of(snapshot.covers, place)].any())
            for place in rows.place[public].tolist()
        ]
        there = public[np.array(reaches, dtype=bool)]
        areas = where = np.array([area], dtype=np.int32)
    return Side(
        snapshot=snapshot,
        past=past,
        who=who,
        area=area,
        pathway=pathway,
        public=public,
        there=there,
        rows=there if pathway is None else there[rows.pathway[there] == pathway],
        areas=areas,
        works_in=where,
    )


def _areas_worked(past: Past, who: int) -> Indices:
    """The areas that are said of a body, or where none are, those of its works."""
    regions = np.flatnonzero(past.history.terms.of(Subject.REGION)).astype(np.int32)
    told = np.isin(regions, row_of(past.told, who))
    found = told if told.any() else np.isin(regions, row_of(past.profile, who))
    return np.flatnonzero(found).astype(np.int32)


def _runs(record: Collaboration, day: date) -> bool:
    """Whether a contract of a service was held on a day; without an end, for the usual years."""
    is_service = record.kind in _CONTRACTS and record.pathways
    if not is_service or outcome_as_of(record, day) in _NOT_HELD:
        return False
    if record.start is not None and record.start.first_day > day:
        return False
    if record.end is not None:
        return record.end.last_day >= day
    return record.start is not None and day.year - record.start.first_day.year <= _USUAL_YEARS


def _areas_of(snapshot: Snapshot, work: int, record: Collaboration) -> NDArray[np.int64]:
    """The areas that a work names, or reaches by its places; a whole country reaches none."""
    named = row_of(snapshot.collaborations.areas, work)
    every = [snapshot.place_index[code] for code in record.places]
    places = [each for each in every if snapshot.places[each].kind is not PlaceKind.COUNTRY]
    reached = [snapshot.authority_area[row_of(snapshot.covers, place)] for place in places]
    return np.unique(np.concatenate([named, *reached])).astype(np.int64)
