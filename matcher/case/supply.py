"""The supply side: who can serve which cells of an area, how well, and how much of it.

quality = place fit * cohort fit * service fit * confidence fit * evidence fit

each in [0, 1] (`matcher.case.scoring`); of several capabilities for the same cell the best counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.networks.ties import outcomes_as_of
from graph.records.kinds import Outcome
from graph.snapshot.columns import CONFIDENCES, OUTCOMES, day_number
from matcher.case.scoring import WOMEN
from matcher.problem.rows import gather_rows

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.case.cells import Cells
    from matcher.case.scoring import ScoringRules

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_DELIVERED = (Outcome.WON, Outcome.DELIVERED)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Supply:
    """What organisations can do for the cells of an area.

    Attributes
    ----------
    quality : CSR (N, C) over all N organisations of the snapshot
    row : the row of `Snapshot.capabilities` behind each stored entry of `quality`
    active : rows of `Snapshot.capabilities` that count on the day, for this area
    """

    quality: sparse.csr_array[Any]
    row: Indices
    active: Indices


def supply_of(snapshot: Snapshot, cells: Cells, *, as_of: date, rules: ScoringRules) -> Supply:
    """Work out the quality of every organisation for every cell of an area."""
    columns = snapshot.capabilities
    covers = sparse.csr_array(snapshot.covers[:, cells.authorities])
    active = _active_rows(snapshot, covers, as_of, rules)
    position, place, _ = gather_rows(covers, columns.place[active])
    row = active[position]
    serves, combination = _services(snapshot, row, rules)
    entry, kind, fit = gather_rows(serves, combination)
    row, place = row[entry], place[entry]
    pathway, cohort = np.divmod(kind, len(snapshot.cohorts))
    cell = cells.lookup[place, pathway, cohort]
    needed = cell >= 0
    row, cell = row[needed], cell[needed]
    quality = fit[needed] * _row_fit(snapshot, row, as_of, rules)
    shape = (len(snapshot.organisations), cells.count)
    organisation = columns.organisation[row].astype(np.int64)
    return _best_per_cell(organisation, cell, quality, row, shape, active)


def _active_rows(
    snapshot: Snapshot, covers: sparse.csr_array[Any], as_of: date, rules: ScoringRules
) -> Indices:
    """Capability rows that were public, of bodies that exist and may bid, and not rumours."""
    columns, today = snapshot.capabilities, day_number(as_of)
    exists = snapshot.organisation_columns.may_bid & (snapshot.organisation_known_day <= today)
    trusted = np.array([rules.confidence_fit[mark] > 0 for mark in CONFIDENCES])
    here = np.diff(covers.indptr) > 0
    return np.flatnonzero(
        (columns.known_day <= today)
        & exists[columns.organisation]
        & trusted[columns.confidence]
        & here[columns.place]
    )


def _services(
    snapshot: Snapshot, row: Indices, rules: ScoringRules
) -> tuple[sparse.csr_array[Any], Indices]:
    """Which kinds of need (pathway x cohort) each row's service meets, and how well.

    Returns a CSR of shape (combinations, P * H) and each row's combination of service and cohorts.
    """
    columns, cohorts = snapshot.capabilities, len(snapshot.cohorts)
    service = _service_table(snapshot)
    audience = cohort_fits(snapshot, rules)
    table = service[:, np.newaxis] * audience[np.newaxis, :, np.newaxis, :]
    sets = len(snapshot.cohort_sets)
    flat = table.reshape(len(snapshot.pathways) * sets, len(snapshot.pathways) * cohorts)
    combination = columns.pathway[row].astype(np.int64) * sets + columns.cohorts[row]
    return sparse.csr_array(flat), combination


def _service_table(snapshot: Snapshot) -> Floats:
    """Shape (P, P, H): how far a service of the first pathway meets the need of the second."""
    count = len(snapshot.pathways)
    table = np.zeros((count, count, len(snapshot.cohorts)))
    table[np.arange(count), np.arange(count)] = 1.0
    for row in snapshot.facts.service_fits:
        place = snapshot.pathway_index[row.service], snapshot.pathway_index[row.pathway]
        table[(*place, snapshot.cohort_index[row.cohort])] = row.fit
    return table


def cohort_fits(snapshot: Snapshot, rules: ScoringRules) -> Floats:
    """How well a service for a set of cohorts suits each cohort of the partition, shape (S, H)."""
    keys = [cohort.key for cohort in snapshot.cohorts]
    general = np.array([rules.generic_women_fit if key == WOMEN else 1.0 for key in keys])

    def one(group: str) -> Floats:
        if group in keys:
            return np.array([1.0 if key == group else 0.0 for key in keys])
        overlay = rules.overlay_fit.get(group)
        if overlay is not None:
            return np.array([overlay.get(key, 0.0) for key in keys])
        return general * rules.subgroup_fit

    def together(groups: tuple[str, ...]) -> Floats:
        return np.max([one(group) for group in groups], axis=0) if groups else general

    sets = [together(groups) for groups in snapshot.cohort_sets]
    return np.array(sets).reshape(len(sets), len(keys))


def _row_fit(snapshot: Snapshot, row: Indices, as_of: date, rules: ScoringRules) -> Floats:
    """Place, confidence and evidence fit of some capability rows."""
    columns = snapshot.capabilities
    place = np.array([rules.place_fit[place.kind] for place in snapshot.places])
    confidence = np.array([rules.confidence_fit[mark] for mark in CONFIDENCES])
    evidence = evidence_fits(snapshot, as_of=as_of, rules=rules)
    known = place[columns.place[row]] * confidence[columns.confidence[row]]
    return np.asarray(known * evidence[columns.organisation[row], columns.pathway[row]])


def evidence_fits(snapshot: Snapshot, *, as_of: date, rules: ScoringRules) -> Floats:
    """The evidence fit of every organisation and pathway, shape (N, P)."""
    fits = np.full((len(snapshot.organisations), len(snapshot.pathways)), rules.evidence_fit[0])
    delivered = _delivered(snapshot, as_of)
    pathways = sparse.csr_array(
        snapshot.collaborations.pathways[snapshot.memberships.collaboration[delivered]]
    )
    members = np.repeat(snapshot.memberships.organisation[delivered], np.diff(pathways.indptr))
    fits[members, pathways.indices] = rules.track_record_fit
    columns = snapshot.evidence
    known = (columns.known_day <= day_number(as_of)) & (columns.level >= 0)
    cells = columns.organisation[known], columns.pathway[known]
    np.maximum.at(fits, cells, np.array(rules.evidence_fit)[columns.level[known]])
    return fits


def _delivered(snapshot: Snapshot, as_of: date) -> Indices:
    """Memberships that did work in what was publicly won or delivered by then."""
    columns = snapshot.memberships
    good = np.isin(outcomes_as_of(snapshot, as_of), [OUTCOMES.index(each) for each in _DELIVERED])
    public = columns.delivers & (columns.known_day <= day_number(as_of))
    return np.flatnonzero(public & good[columns.collaboration])


def _best_per_cell(
    organisation: Indices,
    cell: Indices,
    quality: Floats,
    row: Indices,
    shape: tuple[int, int],
    active: Indices,
) -> Supply:
    """Keep each organisation's best capability for each cell; the earlier row where they tie.

    The entries come in the order of their rows, and a stable sort keeps it.
    """
    key = organisation * shape[1] + cell
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    length = np.diff(first, append=len(key))
    sorted_quality = quality[order]
    highest = np.repeat(np.maximum.reduceat(sorted_quality, first), length)
    best = np.flatnonzero(sorted_quality == highest)
    kept = order[best[np.searchsorted(best, first)]]
    indptr = np.concatenate([[0], np.cumsum(np.bincount(organisation[kept], minlength=shape[0]))])
    matrix = sparse.csr_array((quality[kept], cell[kept], indptr), shape=shape)
    return Supply(quality=matrix, row=row[kept], active=active)
