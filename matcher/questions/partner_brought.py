"""What a body brings to a partner besides pathways and places, each from facts with sources.

Each thing counts where the one has it and the other does not (`Brings` lists them); room for more
people also where both do the same. Sector and kind of a body are none; but room rests on what a
body could take on, which is estimated by its kind where nobody stated it (`matcher.case.capacity`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.records.kinds import AffiliationKind, PlaceKind
from graph.snapshot.columns import AFFILIATION_KINDS
from matcher.case.capacity import Basis
from matcher.questions.bids import only_bid
from matcher.questions.partner_evidence import row_of
from matcher.questions.partner_records import Brings, Brought

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from graph.records.model import Collaboration
    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Indices
    from matcher.questions.field_supply import FieldSupplies
    from matcher.questions.partner_leads import LeadGates
    from matcher.questions.partner_sides import Side

_MOST_SOURCES = 3
_WORTH_SAYING = 1.0
"""Room for fewer needs a year is none."""


def brought(
    gates: LeadGates, supplies: FieldSupplies, gains: Side, gives: Side, *, but: Indices
) -> Iterator[Brought]:
    """Yield what one side brings that the other lacks; `but` are authorities told already."""
    yield from _other_work(gains, gives)
    cohorts = {cohort.key: cohort.name for cohort in gives.snapshot.facts.cohorts}
    served, known = gives.cohorts(but=_most(gives.snapshot)), gains.cohorts()
    new = {cohorts[key]: rows for key, rows in served.items() if key not in known}
    yield from _by_capabilities(Brings.PEOPLE, gives, new)
    yield from _by_capabilities(Brings.NAMED_PLACES, gives, _local(gains, gives, but))
    yield from _room(supplies, gains, gives)
    yield from _lead(gates, gains, gives)
    yield from _contracts(gains, gives)
    yield from _results(gains, gives)
    yield from _members(gains, gives)
    yield from _joint_work(gains, gives)
    yield from _elsewhere(gains, gives)


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
    public = [each.sources for each in side.sizes()]
    affiliations = side.snapshot.facts.affiliations
    owners = side.snapshot.owners.rows("affiliations", side.who, field="of")
    yield from public or (affiliations[row].provenance.sources for row in owners.tolist())


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


def _other_work(gains: Side, gives: Side) -> Iterator[Brought]:
    """Name the pathways besides the one asked about that the one does and the other does not."""
    if gains.pathway is not None:
        found = _new_pathways(gives.there, gains, gives)
        found.pop(gives.snapshot.pathways[gains.pathway].name, None)
        yield from _by_capabilities(Brings.OTHER_WORK, gives, found)


def _elsewhere(gains: Side, gives: Side) -> Iterator[Brought]:
    """Name what the one does, but not for the area asked about, where the other does it neither."""
    if gains.area is None:
        return
    columns = gives.snapshot.capabilities
    away = gives.public[~np.isin(columns.pathway[gives.public], gives.pathways(gives.there))]
    if gives.pathway is not None:
        away = away[columns.pathway[away] == gives.pathway]
    found = {}
    for name, records in _new_pathways(away, gains, gives).items():
        rows = away[np.isin(columns.record[away], list(records))]
        found[f"{name} ({_where(gives, rows)})"] = records
    yield from _by_capabilities(Brings.ELSEWHERE, gives, found)


def _where(side: Side, rows: NDArray[np.int64]) -> str:
    """Name the area of some work, or count several; a place that is in none, such as a prison."""
    snapshot, areas = side.snapshot, side.areas_of(rows)
    if len(areas) > 1:
        return f"in {len(areas)} areas"
    if len(areas):
        return f"in {snapshot.areas[areas[0]].name}"
    place = snapshot.places[snapshot.capabilities.place[rows[0]]]
    return f"at {place.name} prison" if place.kind is PlaceKind.PRISON else f"in {place.name}"


def _new_pathways(rows: NDArray[np.int64], gains: Side, gives: Side) -> dict[str, set[int]]:
    """The pathways of some rows that the other does not do where asked about, and the records."""
    columns, snapshot = gives.snapshot.capabilities, gives.snapshot
    found: dict[str, set[int]] = {}
    done = gains.pathways(gains.there)
    for row in rows[~np.isin(columns.pathway[rows], done)].tolist():
        name = snapshot.pathways[columns.pathway[row]].name
        found.setdefault(name, set()).add(int(columns.record[row]))
    return found


def _joint_work(gains: Side, gives: Side) -> Iterator[Brought]:
    """Name works in which the one had a part without the other, if nothing says what it does.

    Who took part in a work of many pathways need not have done them all.
    """
    if len(gives.public):
        return
    snapshot = gives.snapshot
    wanted = None if gives.pathway is None else snapshot.pathways[gives.pathway].key
    names = {pathway.key: pathway.name for pathway in snapshot.pathways}
    own = set(row_of(gains.past.taking_part, gains.who).tolist())
    found = [
        record
        for work, record in gives.works(None if gives.area is None else gives.works_in)
        if work not in own
        and not only_bid(record, gives.day)
        and (wanted in record.pathways if wanted else record.pathways)
    ]
    if found:
        told = [f"{each.name} ({' and '.join(names[k] for k in each.pathways)})" for each in found]
        yield _brought(Brings.JOINT_WORK, told, (each.provenance.sources for each in found))


def _members(gains: Side, gives: Side) -> Iterator[Brought]:
    """Name the members of a consortium or joint venture to which the other does not belong."""
    columns, day, snapshot = gives.snapshot.affiliations, gives.past.day, gives.snapshot
    holds = (columns.of == gives.who) & (columns.known_day <= day)
    holds &= (columns.first_day <= day) & (columns.last_day >= day)
    holds &= columns.kind == AFFILIATION_KINDS.index(AffiliationKind.MEMBER)
    rows = np.flatnonzero(holds)
    members = columns.organisation[rows]
    if len(rows) and gains.who not in members:
        names = [snapshot.organisations[each].name for each in members.tolist()]
        records = [snapshot.facts.affiliations[row] for row in rows.tolist()]
        yield _brought(Brings.MEMBERS, names, (each.provenance.sources for each in records))


def _room(supplies: FieldSupplies, gains: Side, gives: Side) -> Iterator[Brought]:
    """Say how many more needs of work that both do the two could meet than the one alone."""
    snapshot, found = gives.snapshot, list[tuple[float, str]]()
    for area in gains.areas.tolist():
        field = supplies.of(area, gives.day)
        if field.capacity.basis[gives.who] is Basis.UNKNOWN:
            continue
        for pathway, more in field.room(gains.who, gives.who):
            if more >= _WORTH_SAYING and gives.pathway in (None, pathway):
                where = f"{snapshot.pathways[pathway].name} in {snapshot.areas[area].name}"
                found.append((more, f"{where} (about {more:,.0f} needs a year)"))
    if found:
        found.sort(key=lambda each: -each[0])
        stated = gives.there[~np.isnan(snapshot.capabilities.capacity[gives.there])]
        records = np.unique(snapshot.capabilities.record[stated]).tolist()
        said = [snapshot.facts.capabilities[each].provenance.sources for each in records]
        yield _brought(Brings.ROOM, [words for _, words in found], said or _of_size(gives))


def _span(record: Collaboration) -> str:
    start = f"from {record.start}" if record.start else "start not known"
    return f"{start} to {record.end}" if record.end else f"{start}, end not known"


def _pounds(amount: float) -> str:
    millions = amount / 1e6
    return f"£{millions:.0f}m" if millions >= 10 else f"£{millions:.1f}m"  # noqa: PLR2004
