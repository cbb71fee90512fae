"""What a body brings to a partner besides pathways and places, each from facts with sources.

Five things count, where the one has them and the other does not: people whom it is known to serve
by name, authorities that are named of it, the means to hold an area's contract, contracts that it
leads there, and measured results. Sector and kind of a body are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from graph.networks.ties import outcome_as_of
from graph.records.kinds import CollaborationKind, Outcome, PlaceKind
from matcher.questions.partner_evidence import row_of
from matcher.questions.partner_records import Brings, Brought

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from graph.records.model import Collaboration
    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Indices
    from matcher.affinity.past import Past
    from matcher.questions.partner_leads import LeadGates

_MOST_SOURCES = 3
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
    """One of two bodies, and what is said of it for the work asked about.

    Attributes
    ----------
    snapshot, past : the facts
    who : index of the body
    rows : the rows of its capabilities that are public and for this work
    areas : the area asked about, or those where it works if they are few
    works_in : the area asked about, or all those where it works
    pathway : the pathway asked about; None for all
    """

    snapshot: Snapshot
    past: Past
    who: int
    rows: NDArray[np.int64]
    areas: Indices
    works_in: Indices
    pathway: int | None

    @property
    def day(self) -> date:
        """The day of the facts."""
        return date.fromordinal(self.past.day)

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
        snapshot = self.snapshot
        works = row_of(self.past.leading, self.who)
        order = np.lexsort((works, -self.past.work_day[works].astype(np.int64)))
        for work in works[order].tolist():
            record = snapshot.facts.collaborations[work]
            if _runs(record, self.day) and np.isin(_areas_of(snapshot, work, record), areas).any():
                yield work, record


def brought(gates: LeadGates, gains: Side, gives: Side, *, but: Indices) -> Iterator[Brought]:
    """Yield what one side brings that the other lacks; `but` are authorities told already."""
    cohorts = {cohort.key: cohort.name for cohort in gives.snapshot.facts.cohorts}
    served, known = gives.cohorts(but=_most(gives.snapshot)), gains.cohorts()
    new = {cohorts[key]: rows for key, rows in served.items() if key not in known}
    yield from _by_capabilities(Brings.PEOPLE, gives, new)
    yield from _by_capabilities(Brings.NAMED_PLACES, gives, _local(gains, gives, but))
    yield from _lead(gates, gains, gives)
    yield from _contracts(gains, gives)
    yield from _results(gains, gives)


def _most(snapshot: Snapshot) -> str:
    """The cohort with the most need: who serves it serves most people, not some."""
    need = snapshot.demand.sum(axis=(0, 1))
    return snapshot.cohorts[int(need.argmax())].key if need.any() else ""


def _by_capabilities(
    what: Brings, gives: Side, found: Mapping[str, Iterable[int]]
) -> Iterator[Brought]:
    """Name what capabilities say, with their sources."""
    if found:
        records = [gives.snapshot.facts.capabilities[r] for rows in found.values() for r in rows]
        yield _brought(what, list(found), (record.provenance.sources for record in records))


def _local(gains: Side, gives: Side, but: Indices) -> Mapping[str, set[int]]:
    """The authorities named of one side and not of the other, in areas where the other works."""
    snapshot, named = gives.snapshot, gains.named_places()
    return {
        snapshot.authorities[each].name: rows
        for each, rows in sorted(gives.named_places().items())
        if each not in named and each not in but and snapshot.authority_area[each] in gains.works_in
    }


def _lead(gates: LeadGates, gains: Side, gives: Side) -> Iterator[Brought]:
    """Say where the one passes the gates of a lead and the other does not."""
    if not gates.funding:
        return
    snapshot, told = gives.snapshot, []
    for area in gains.areas.tolist():
        leads = gates.leads(area, gives.day)
        if leads.may_lead[gives.who] and not leads.may_lead[gains.who]:
            access = float(leads.access_gbp[gives.who])
            how = (
                f"access to about {_pounds(access)}, {_pounds(leads.required_gbp)} asked for"
                if access >= leads.required_gbp
                else "its bid passed the funding gate"
            )
            told.append(f"{snapshot.areas[area].name} ({how})")
    if told:
        yield _brought(Brings.LEAD, told, _of_size(gives))


def _of_size(side: Side) -> Iterator[tuple[str, ...]]:
    """What says how large a body is: of itself, or where nothing does, who owns it."""
    facts, rows = side.snapshot.facts, side.snapshot.owners.rows("sizes", side.who)
    sizes = [facts.sizes[row].provenance for row in rows.tolist()]
    public = [each.sources for each in sizes if each.is_known_by(side.day)]
    owners = side.snapshot.owners.rows("affiliations", side.who, field="of")
    yield from public or (facts.affiliations[row].provenance.sources for row in owners.tolist())


def _contracts(gains: Side, gives: Side) -> Iterator[Brought]:
    """Name the contracts that the one leads where the other works, and has no part in."""
    own = set(row_of(gains.past.taking_part, gains.who).tolist())
    found = [each for work, each in gives.contracts(gains.works_in) if work not in own]
    if found:
        names = [f"{each.name} ({_span(each)})" for each in found]
        yield _brought(Brings.CONTRACTS, names, (each.provenance.sources for each in found))


def _results(gains: Side, gives: Side) -> Iterator[Brought]:
    """Name the best measured results of pathways for which the other has none."""
    names = {pathway.key: pathway.name for pathway in gives.snapshot.pathways}
    known, told = gains.results(), []
    for key, (level, row) in gives.results().items():
        if key not in known:
            record = gives.snapshot.facts.evidence[row]
            what = f"{names[key]}: {record.kind}, level {level}"
            told.append((what, record.provenance.sources))
    if told:
        yield _brought(Brings.RESULTS, [what for what, _ in told], (each for _, each in told))


def _brought(what: Brings, facts: list[str], sources: Iterable[Iterable[str]]) -> Brought:
    each = dict.fromkeys(source for some in sources for source in some)
    return Brought(what=what.value, facts=tuple(facts), sources=tuple(each)[:_MOST_SOURCES])


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


def _span(record: Collaboration) -> str:
    start = f"from {record.start}" if record.start else "start not known"
    return f"{start} to {record.end}" if record.end else f"{start}, end not known"


def _pounds(amount: float) -> str:
    millions = amount / 1e6
    return f"£{millions:.0f}m" if millions >= 10 else f"£{millions:.1f}m"  # noqa: PLR2004
