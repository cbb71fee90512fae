"""The supply side: who can serve which cells of an area, how well, and how likely it is there.

quality = cohort fit * service fit * setting fit * justice fit * confidence fit * evidence fit

The confidence fit of an inferred capability is multiplied by how likely it is. Each is
each in [0, 1] (`matcher.case.scoring`). Beside it stands the presence (`matcher.case.presence`). Of
several capabilities for the same cell the one with the highest product of both counts. A joint
venture and a consortium also have the capabilities of their members.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.networks.ties import outcomes_as_of
from graph.records.kinds import Outcome, Setting, Sex
from graph.snapshot.columns import (
    CONFIDENCES,
    JUSTICE_MARKS,
    NO_LEVEL,
    OUTCOMES,
    SETTINGS,
    SEXES,
    day_number,
)
from matcher.case.affiliations import heirs
from matcher.case.presence import presence_of
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
    presence : the chance that each stored entry's work is done there, in (0, 1]
    row : the row of `Snapshot.capabilities` behind each stored entry of `quality`
    active : rows of `Snapshot.capabilities` that count on the day, for this area
    owner : whose capability each of `active` is; an heir's follow those of its members
    """

    quality: sparse.csr_array[Any]
    presence: Floats
    row: Indices
    active: Indices
    owner: Indices


def supply_of(
    snapshot: Snapshot, cells: Cells, area: int, *, as_of: date, rules: ScoringRules
) -> Supply:
    """Work out the quality of every organisation for every cell of an area."""
    columns = snapshot.capabilities
    covers = sparse.csr_array(snapshot.covers[:, cells.authorities])
    active, owner = _active_rows(snapshot, covers, as_of, rules)
    chance = presence_of(snapshot, active, area, as_of=as_of, rules=rules)
    likely = np.flatnonzero(chance > 0)
    position, place, _ = gather_rows(covers, columns.place[active[likely]])
    position = likely[position]
    serves, combination = _services(snapshot, active[position], rules)
    entry, kind, fit = gather_rows(serves, combination)
    position, place = position[entry], place[entry]
    pathway, cohort = np.divmod(kind, len(snapshot.cohorts))
    cell = cells.lookup[place, pathway, cohort]
    needed = cell >= 0
    position, cell = position[needed], cell[needed]
    row = active[position]
    return _best_per_cell(
        owner=owner[position],
        cell=cell,
        quality=fit[needed] * _row_fit(snapshot, row, as_of, rules),
        presence=chance[position],
        row=row,
        shape=(len(snapshot.organisations), cells.count),
        active=(active, owner),
    )


def _active_rows(
    snapshot: Snapshot, covers: sparse.csr_array[Any], as_of: date, rules: ScoringRules
) -> tuple[Indices, Indices]:
    """Capability rows that were public, of bodies that exist, and not rumours; and whose they are.

    Those of bodies that may bid count for themselves, those of members for their heirs too.
    """
    columns, today = snapshot.capabilities, day_number(as_of)
    exists = snapshot.organisation_known_day <= today
    trusted = np.array([rules.confidence_fit[mark] > 0 for mark in CONFIDENCES])
    here = np.diff(covers.indptr) > 0
    rows = np.flatnonzero(
        (columns.known_day <= today)
        & exists[columns.organisation]
        & trusted[columns.confidence]
        & here[columns.place]
    )
    holder = columns.organisation[rows].astype(np.int64)
    position, heir, _ = gather_rows(heirs(snapshot, as_of), holder)
    rows, owner = np.append(rows, rows[position]), np.append(holder, heir)
    may_bid = snapshot.organisation_columns.may_bid & exists
    return rows[may_bid[owner]], owner[may_bid[owner]]


def _services(
    snapshot: Snapshot, row: Indices, rules: ScoringRules
) -> tuple[sparse.csr_array[Any], Indices]:
    """Which kinds of need (pathway x cohort) each row's service meets, and how well.

    Returns a CSR of shape (combinations, P * H) and each row's combination of service, cohorts,
    setting and sex.
    """
    columns = snapshot.capabilities
    asked = np.stack(
        [columns.pathway[row], columns.cohorts[row], columns.setting[row], columns.sex[row]]
    )
    found, combination = np.unique(asked, axis=1, return_inverse=True)
    pathway, cohorts, setting, sex = found
    suits = cohort_fits(snapshot, rules)[cohorts]
    suits *= setting_fits(snapshot, rules)[setting] * sex_fits(snapshot)[sex]
    table = _service_table(snapshot)[pathway] * suits[:, np.newaxis, :]
    kinds = len(snapshot.pathways) * len(snapshot.cohorts)
    return sparse.csr_array(table.reshape(found.shape[1], kinds)), combination.ravel()


def setting_fits(snapshot: Snapshot, rules: ScoringRules) -> Floats:
    """How far work in each setting meets each cohort's need; unknown is the last, shape (4, H)."""
    fits = np.ones((len(SETTINGS) + 1, len(snapshot.cohorts)))
    fits[SETTINGS.index(Setting.CUSTODY)] = [
        rules.custody_fit.get(cohort.key, rules.custody_else) for cohort in snapshot.cohorts
    ]
    return fits


def sex_fits(snapshot: Snapshot) -> Floats:
    """Whether a service for one sex is for each cohort; either sex is the last, shape (3, H)."""
    women = np.array([cohort.key == WOMEN for cohort in snapshot.cohorts], dtype=np.float64)
    fits = {Sex.WOMEN: women, Sex.MEN: 1.0 - women}
    return np.array([*(fits[sex] for sex in SEXES), np.ones(len(women))])


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
    """Justice, confidence and evidence fit of some capability rows; how likely the inferred are."""
    columns = snapshot.capabilities
    justice = np.array([*(rules.justice_fit[mark] for mark in JUSTICE_MARKS), rules.unmarked_fit])
    confidence = np.array([rules.confidence_fit[mark] for mark in CONFIDENCES])
    evidence = evidence_fits(snapshot, as_of=as_of, rules=rules)
    known = justice[columns.justice[row]] * confidence[columns.confidence[row]]
    known *= columns.probability[row]
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
    _measure(snapshot, fits, as_of, rules)
    return fits


def _measure(snapshot: Snapshot, fits: Floats, as_of: date, rules: ScoringRules) -> None:
    """Put what was measured into the fits: the best good result since the last that was not.

    A later comparison that found no difference, or worse, takes the place of earlier good results
    and of a track record.
    """
    columns = snapshot.evidence
    known = (columns.known_day <= day_number(as_of)) & (columns.level != NO_LEVEL)
    level, day = columns.level[known], columns.known_day[known]
    cell = columns.organisation[known].astype(np.int64) * fits.shape[1] + columns.pathway[known]
    measured, which = np.unique(cell, return_inverse=True)
    last = np.zeros(len(measured), dtype=np.int64)
    np.maximum.at(last, which[level <= 0], day[level <= 0])
    latest = day >= last[which]
    worse, good = (latest & kind for kind in (level < 0, level > 0))
    found = fits.reshape(-1)  # the same numbers, in one row
    found[measured[last > 0]] = rules.evidence_fit[0]
    found[cell[worse]] = rules.worse_fit
    np.maximum.at(found, cell[good], np.array(rules.evidence_fit)[level[good]])


def _delivered(snapshot: Snapshot, as_of: date) -> Indices:
    """Memberships that did work in what was publicly won or delivered by then."""
    columns = snapshot.memberships
    good = np.isin(outcomes_as_of(snapshot, as_of), [OUTCOMES.index(each) for each in _DELIVERED])
    public = columns.delivers & (columns.known_day <= day_number(as_of))
    return np.flatnonzero(public & good[columns.collaboration])


def _best_per_cell(
    *,
    owner: Indices,
    cell: Indices,
    quality: Floats,
    presence: Floats,
    row: Indices,
    shape: tuple[int, int],
    active: tuple[Indices, Indices],
) -> Supply:
    """Keep each organisation's best capability for each cell; the earlier row where they tie.

    The entries come in the order of their rows, and a stable sort keeps it.
    """
    key = owner * shape[1] + cell
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    length = np.diff(first, append=len(key))
    worth = (quality * presence)[order]
    highest = np.repeat(np.maximum.reduceat(worth, first), length)
    best = np.flatnonzero(worth == highest)
    kept = order[best[np.searchsorted(best, first)]]
    indptr = np.concatenate([[0], np.cumsum(np.bincount(owner[kept], minlength=shape[0]))])
    return Supply(
        quality=sparse.csr_array((quality[kept], cell[kept], indptr), shape=shape),
        presence=presence[kept],
        row=row[kept],
        active=active[0],
        owner=active[1],
    )
