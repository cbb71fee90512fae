"""The history that a programme's facts tell: who delivered what with whom, what each body is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.records.kinds import CollaborationKind, MemberRole, Outcome
from graph.snapshot.columns import ORGANISATION_KINDS, OUTCOMES, PROJECT_KINDS
from matcher.affinity.history import SUBJECTS, History, Said, Subject, Terms
from matcher.affinity.purposes import NO_PURPOSES, purposes_of
from matcher.affinity.sites import Sites

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Flags

_NO_WORK_TOGETHER = (
    CollaborationKind.EVIDENCE,
    CollaborationKind.SUPPORT,
    CollaborationKind.ADVICE,
)
"""Kinds of collaboration whose members did nothing together: who is supported by one programme
works where each works, and need not know the others."""
_ONLY_MET = (
    *_NO_WORK_TOGETHER,
    CollaborationKind.ALLIANCE,
    CollaborationKind.NETWORK,
)
"""Kinds of collaboration whose members met, and need not have delivered anything together."""
MOST_IN_A_TEAM = 150
"""Where more took part, any two of them have next to nothing to do with each other."""


def history_from(snapshot: Snapshot, *, purposes: bool = False) -> History:
    """Make a history of all facts of a programme, on whatever day they became known.

    Terms are the pathways, the contract areas (as regions), the cohorts, the kinds of organisation
    and the funders; with `purposes`, the words of these too. A rumour is no work, and neither are a
    study, support and advice.
    """
    vocabulary = _Vocabulary(snapshot, purposes=purposes)
    return History(
        **_participations(snapshot, is_work(snapshot)),
        terms=vocabulary.terms(),
        about=_about(snapshot, vocabulary),
        said=_said(snapshot, vocabulary),
        sites=_sites(snapshot),
    ).checked()


def teams_from(snapshot: Snapshot, day: int) -> History:
    """Make a history of those who delivered together, or bid to, and of nothing else.

    Alliances, networks and programmes of support are left out, and works in which more than
    `MOST_IN_A_TEAM` were known by the day number. Nothing is said of what works are about, nor of
    the bodies.
    """
    nothing, works = np.zeros(0, dtype=np.int32), len(snapshot.facts.collaborations)
    every = History(
        **_participations(snapshot, is_work(snapshot, but=_ONLY_MET)),
        terms=Terms(names=(), subject=np.zeros(0, dtype=np.int8)),
        about=sparse.csr_array((works, 0), dtype=np.float64),
        said=Said(organisation=nothing, term=nothing, weight=np.zeros(0), day=nothing),
        sites=Sites.nowhere(len(snapshot.organisations)),
    ).checked()
    known = np.bincount(every.work[every.day <= day], minlength=works)
    return every.without(known > MOST_IN_A_TEAM)


def _participations(snapshot: Snapshot, works: Flags) -> dict[str, Any]:
    """Who took part in works that count, and bodies, as fields of a history.

    Whom a grant pays for work of its own alone has led nobody: such a grant has no lead.
    """
    columns = snapshot.memberships
    counts = columns.delivers & works[columns.collaboration]
    is_grant = snapshot.collaborations.kind == PROJECT_KINDS.index(CollaborationKind.GRANT)
    return {
        "size": len(snapshot.organisations),
        "organisation": columns.organisation[counts],
        "work": columns.collaboration[counts],
        "leads": columns.leads[counts],
        "day": columns.known_day[counts],
        "known_day": snapshot.organisation_known_day,
        "lone_leads": np.asarray(is_grant),
    }


class _Vocabulary:
    """Where each subject's terms begin."""

    def __init__(self, snapshot: Snapshot, *, purposes: bool) -> None:
        memberships = snapshot.facts.memberships
        idle = np.flatnonzero(~snapshot.memberships.delivers).tolist()  # a funder delivers nothing
        funds = [row for row in idle if memberships[row].role is MemberRole.FUNDER]
        self.funding = np.array(funds, dtype=np.int64)
        self.funders = np.unique(
            [snapshot.organisation_index[memberships[row].organisation] for row in funds]
        ).astype(np.int64)
        self.purposes = purposes_of(snapshot) if purposes else NO_PURPOSES
        self._names = {
            Subject.PATHWAY: [pathway.name for pathway in snapshot.pathways],
            Subject.REGION: [area.name for area in snapshot.areas],
            Subject.COHORT: [cohort.name for cohort in snapshot.cohorts],
            Subject.KIND: [kind.value for kind in ORGANISATION_KINDS],
            Subject.FUNDER: [snapshot.organisations[index].name for index in self.funders],
            Subject.PURPOSE: self.purposes.names,
        }
        ends = np.cumsum([0, *(len(names) for names in self._names.values())])
        self.first = dict(zip(self._names, ends.tolist(), strict=False))

    def terms(self) -> Terms:
        """All terms in order."""
        subject = [SUBJECTS.index(each) for each, names in self._names.items() for _ in names]
        names = tuple(name for names in self._names.values() for name in names)
        return Terms(names=names, subject=np.array(subject, dtype=np.int8))


def is_work(snapshot: Snapshot, *, but: Sequence[CollaborationKind] = _NO_WORK_TOGETHER) -> Flags:
    """Say which collaborations brought members together, shape (P,); studies and support do not."""
    columns = snapshot.collaborations
    idle = [PROJECT_KINDS.index(kind) for kind in but]
    is_rumour = columns.outcome == OUTCOMES.index(Outcome.RUMOURED)
    return np.asarray(~np.isin(columns.kind, idle) & ~is_rumour)


def _about(snapshot: Snapshot, vocabulary: _Vocabulary) -> sparse.csr_array[Any]:
    """Give each collaboration its pathways and its areas."""
    columns = snapshot.collaborations
    width = len(vocabulary.terms().names)
    parts = []
    for matrix, subject in (
        (columns.pathways, Subject.PATHWAY),
        (columns.areas, Subject.REGION),
    ):
        named = sparse.coo_array(matrix)
        places = (named.row, named.col + vocabulary.first[subject])
        shape = (len(snapshot.facts.collaborations), width)
        parts.append(sparse.csr_array((np.ones(named.nnz), places), shape=shape))
    return sparse.csr_array(parts[0] + parts[1])


def _said(snapshot: Snapshot, vocabulary: _Vocabulary) -> Said:
    """Put what is said of bodies into one table, each body and term once, on its first day."""
    parts = list(_statements(snapshot, vocabulary))
    organisation, term, day, weight = (
        np.concatenate([np.asarray(part[column]) for part in parts]) for column in range(4)
    )
    order = np.lexsort((day, term, organisation))
    organisation, term = organisation[order], term[order]
    is_first = np.append(True, (organisation[1:] != organisation[:-1]) | (term[1:] != term[:-1]))[
        : len(order)
    ]
    return Said(
        organisation=organisation[is_first].astype(np.int32),
        term=term[is_first].astype(np.int32),
        weight=weight[order][is_first].astype(np.float64),
        day=day[order][is_first].astype(np.int32),
    )


def _statements(snapshot: Snapshot, vocabulary: _Vocabulary) -> Iterator[tuple[NDArray[Any], ...]]:
    """Yield organisations, terms, days and weights: what each does, where, for whom, what it is."""
    first, columns = vocabulary.first, snapshot.capabilities
    likely = columns.probability > 0
    owner, day = columns.organisation[likely], columns.known_day[likely]
    weight = columns.probability[likely]
    yield owner, first[Subject.PATHWAY] + columns.pathway[likely], day, weight
    sets = snapshot.cohort_sets
    for cohort, index in snapshot.cohort_index.items():
        has = np.array([cohort in cohorts for cohorts in sets], dtype=bool)
        for_it = has[columns.cohorts[likely]]
        term = np.full(int(for_it.sum()), first[Subject.COHORT] + index)
        yield owner[for_it], term, day[for_it], weight[for_it]
    reach = sparse.coo_array(snapshot.reach)
    areas = first[Subject.REGION] + snapshot.authority_area[reach.col]
    yield reach.row, areas, reach.data, np.ones(reach.nnz)
    whose = snapshot.organisation_columns
    everybody = np.arange(len(whose.kind))
    yield everybody, first[Subject.KIND] + whose.kind, whose.known_day, np.ones(len(everybody))
    yield _funded(snapshot, vocabulary)
    said = vocabulary.purposes
    terms, days = first[Subject.PURPOSE] + said.word, whose.known_day[said.organisation]
    yield said.organisation, terms, days, np.ones(len(terms))


def _funded(snapshot: Snapshot, vocabulary: _Vocabulary) -> tuple[NDArray[Any], ...]:
    """Say whom each funder has paid: those who delivered what it funded, once both are known."""
    columns, rows = snapshot.memberships, vocabulary.funding
    place = np.searchsorted(vocabulary.funders, columns.organisation[rows])
    funded = sparse.csr_array(
        (np.ones(len(rows)), (columns.collaboration[rows], np.arange(len(rows)))),
        shape=(len(snapshot.facts.collaborations), max(len(rows), 1)),
    )
    delivering = np.flatnonzero(columns.delivers)
    held = sparse.coo_array(funded[columns.collaboration[delivering]])
    who = delivering[held.row]
    terms = vocabulary.first[Subject.FUNDER] + place[held.col]
    day = np.maximum(columns.known_day[who], columns.known_day[rows[held.col]])
    return columns.organisation[who], terms, day, np.ones(len(who))


def _sites(snapshot: Snapshot) -> Sites:
    """Say in which authorities each body works, and since when."""
    centres = [[each.latitude, each.longitude] for each in snapshot.authorities]
    return Sites(since=snapshot.reach, centres=np.array(centres, dtype=np.float64).reshape(-1, 2))
