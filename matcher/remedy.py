"""The smallest change of each kind that would bring an organisation into the best line-up.

More capacity, better evidence, one more pathway, more places, or a partner among the members: each
is tried by solving, from the most that could be asked for down to the least that is enough.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from matcher.findings import Remedy
from matcher.gates import GateKey
from matcher.scoring import WOMEN
from matcher.supply import evidence_fits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from matcher.case import Case
    from matcher.inquiry import Found, Inquiry
    from matcher.problem import Problem

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_DIGITS = 6
_HALVINGS = 9
_ONE_CONTRACT = 1.0 - float(np.exp(-1.0))
_TIE = 1e-9
_ORDER = {
    False: "",
    True: " (Taken in order of what each gains; fewer, otherwise chosen, are not ruled out.)",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bar:
    """What an organisation has to reach: the best line-up without it.

    `case` is the one in which it is a candidate and locked in.
    """

    inquiry: Inquiry
    case: Case
    candidate: int
    best: Found

    def reached(self, found: Found) -> bool:
        """Whether a line-up with the organisation is as good as the best."""
        if found.score is None:
            return False
        return self.best.score is None or found.score >= self.best.score - _TIE

    @property
    def own(self) -> tuple[Indices, Floats]:
        """The cells that the organisation can serve, and how well."""
        quality = self.case.problem.quality
        start, stop = quality.indptr[self.candidate], quality.indptr[self.candidate + 1]
        return quality.indices[start:stop].astype(np.int64), quality.data[start:stop]


def remedies_of(bar: Bar) -> Iterator[Remedy]:
    """Try every kind of change; those that are enough come first."""
    kinds: Sequence[Callable[[Bar], Iterator[Remedy]]] = (
        _consent,
        _capacity,
        _evidence,
        _pathway,
        _places,
        _partner,
    )
    found = [remedy for kind in kinds for remedy in kind(bar)]
    if not any(remedy.enough for remedy in found):
        found += _pathway(bar, grown=True)
    yield from sorted(found, key=lambda remedy: not remedy.enough)


def _remedy(
    bar: Bar, kind: str, sentence: str, found: Found, amount: float | None = None, unit: str = ""
) -> Remedy:
    enough = bar.reached(found)
    return Remedy(
        kind=kind,
        sentence=sentence if enough else f"Not enough: {sentence[0].lower()}{sentence[1:]}",
        enough=enough,
        amount=None if amount is None else round(amount, 1),
        unit=unit,
        score=None if found.score is None else round(found.score, _DIGITS),
        proven=found.sure and bar.best.sure,
    )


def _consent(bar: Bar) -> Iterator[Remedy]:
    """Its consent, where the gate asks for it: the case that it is locked into has it."""
    index = bar.case.candidates[bar.candidate]
    dropped = bar.inquiry.case.dropped[GateKey.CONSENT]
    if bar.case.brief.gates.on(GateKey.CONSENT) and index in dropped:
        found = bar.inquiry.solve(bar.case.problem)
        yield _remedy(bar, "consent", "Its consent alone.", found)


def _capacity(bar: Bar) -> Iterator[Remedy]:
    """The least capacity that is enough, by halving between what it has and all it could serve."""
    cells, _ = bar.own
    if not len(cells):
        return
    has = float(bar.case.problem.total_capacity[bar.candidate])
    most = float(bar.case.problem.need[cells].sum())
    most_found = bar.inquiry.solve(_with_capacity(bar, most))
    unit = "needs a year"
    if has >= most or not bar.reached(most_found):
        sentence = f"Capacity for all {most:,.0f} needs a year that it could meet here."
        yield _remedy(bar, "capacity", sentence, most_found, most, unit)
        return
    low, high, found = has, most, most_found
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        tried = bar.inquiry.solve(_with_capacity(bar, middle))
        if bar.reached(tried):
            high, found = middle, tried
        else:
            low = middle
    sentence = f"Capacity for {high:,.0f} needs a year here, instead of {has:,.0f}."
    yield _remedy(bar, "capacity", sentence, found, high, unit)


def _with_capacity(bar: Bar, capacity: float) -> Problem:
    problem, member = bar.case.problem, bar.candidate
    total, limit = problem.total_capacity.copy(), problem.value_limit.copy()
    total[member], limit[member] = capacity, np.inf
    cells = problem.cell_capacity.copy()
    own = slice(cells.indptr[member], cells.indptr[member + 1])
    cells.data[own] = np.minimum(problem.need[cells.indices[own]], capacity)
    return replace(problem, total_capacity=total, value_limit=limit, cell_capacity=cells)


def _evidence(bar: Bar) -> Iterator[Remedy]:
    """The lowest level of evidence, for all that it does here, that is enough."""
    cells, _ = bar.own
    levels = range(1, len(bar.case.rules.evidence_fit))
    if not len(cells):
        return
    found = bar.inquiry.solve(_with_evidence(bar, levels[-1]))
    level = levels[-1]
    if bar.reached(found):
        for lower in levels[:-1]:
            tried = bar.inquiry.solve(_with_evidence(bar, lower))
            if bar.reached(tried):
                level, found = lower, tried
                break
    sentence = f"Evidence of Nesta level {level} for all that it does here."
    yield _remedy(bar, "evidence", sentence, found, level, "Nesta level")


def _with_evidence(bar: Bar, level: int) -> Problem:
    case, problem, member = bar.case, bar.case.problem, bar.candidate
    fits = evidence_fits(case.snapshot, as_of=case.brief.as_of, rules=case.rules)
    own = fits[case.candidates[member]]
    cells, quality = bar.own
    rows = [case.capability_row(member, int(cell)) for cell in cells]
    held = own[case.snapshot.capabilities.pathway[rows]]
    better = np.maximum(held, case.rules.evidence_fit[level])
    raised = problem.quality.copy()
    raised.data[raised.indptr[member] : raised.indptr[member + 1]] = quality * better / held
    return replace(problem, quality=raised)


def _pathway(bar: Bar, *, grown: bool = False) -> Iterator[Remedy]:
    """More pathways where it works already, or in the whole area: as few as are enough.

    Where it is `grown` it has the capacity for all of that, too.
    """
    cells, quality = bar.own
    all_cells, snapshot = bar.case.cells, bar.case.snapshot
    places = np.unique(all_cells.place[cells]) if len(cells) else np.unique(all_cells.place)
    missing = np.setdiff1d(all_cells.pathway, all_cells.pathway[cells])
    fit = _usual_fit(bar, quality)

    def attempt(pathways: Sequence[int]) -> Found:
        chosen = np.isin(all_cells.pathway, pathways) & np.isin(all_cells.place, places)
        return bar.inquiry.solve(_with_cells(bar, np.flatnonzero(chosen), fit, grown=grown))

    if len(missing):
        found, chosen = _fewest(bar, missing, attempt)
        names = ", ".join(snapshot.pathways[pathway].name.lower() for pathway in chosen)
        where = f"in the {len(places)} local authorities where it works"
        where = where if len(cells) else "in the whole area"
        sentence = f"Work on {names} too, {where}{', with capacity for it' if grown else ''}."
        yield _remedy(
            bar,
            "pathway and capacity" if grown else "pathway",
            sentence + _ORDER[len(chosen) > 1],
            found,
            len(chosen),
            "pathways",
        )


def _fewest(
    bar: Bar, options: Indices, attempt: Callable[[Sequence[int]], Found]
) -> tuple[Found, Sequence[int]]:
    """One option where one is enough; else as few as are, taken in order of what each gains."""
    alone = {int(option): attempt([int(option)]) for option in options}
    order = sorted(alone, key=lambda option: -(alone[option].score or -np.inf))
    if bar.reached(alone[order[0]]):
        return alone[order[0]], order[:1]
    found = attempt(order)
    if not bar.reached(found):
        return found, order
    for count in range(2, len(order)):
        tried = attempt(order[:count])
        if bar.reached(tried):
            return tried, order[:count]
    return found, order


def _usual_fit(bar: Bar, quality: Floats) -> float:
    """How well it would do new work: as it does its own, without evidence for it."""
    untried = bar.case.rules.evidence_fit[0]
    return float(np.median(quality)) if len(quality) else untried


def _with_cells(bar: Bar, new: Indices, fit: float, *, grown: bool = False) -> Problem:
    """The problem in which it can serve further cells, within its capacity or `grown` for them."""
    problem, member, cells = bar.case.problem, bar.candidate, bar.case.cells
    own, quality = bar.own
    keys = [cohort.key for cohort in bar.case.snapshot.cohorts]
    women = np.array([key == WOMEN for key in keys])[cells.cohort[new]]
    fits = np.where(women, fit * bar.case.rules.generic_women_fit, fit)
    columns = np.concatenate([own, new])
    order = np.argsort(columns)
    capacity, limit = problem.total_capacity.copy(), problem.value_limit.copy()
    if grown:
        capacity[member], limit[member] = capacity[member] + problem.need[new].sum(), np.inf
    total = float(capacity[member])
    served = np.minimum(problem.need[columns], total)
    return replace(
        problem,
        total_capacity=capacity,
        value_limit=limit,
        quality=_row(
            problem.quality, member, columns[order], np.concatenate([quality, fits])[order]
        ),
        cell_capacity=_row(problem.cell_capacity, member, columns[order], served[order]),
    )


def _row(
    matrix: sparse.csr_array[Any], row: int, columns: Indices, values: Floats
) -> sparse.csr_array[Any]:
    """Replace one row."""
    new = sparse.csr_array((values, columns, [0, len(columns)]), shape=(1, matrix.shape[1]))
    parts = [matrix[:row], new, matrix[row + 1 :]]
    return sparse.csr_array(sparse.vstack([p for p in parts if p.shape[0]], format="csr"))


def _places(bar: Bar) -> Iterator[Remedy]:
    """What it does already in more places: as few as are enough."""
    cells, quality = bar.own
    all_cells, snapshot = bar.case.cells, bar.case.snapshot
    missing = np.setdiff1d(all_cells.place, all_cells.place[cells])
    if not len(cells) or not len(missing):
        return
    kinds = _kind(bar)[cells]
    fit = _usual_fit(bar, quality)

    def attempt(places: Sequence[int]) -> Found:
        new = np.flatnonzero(np.isin(all_cells.place, places) & np.isin(_kind(bar), kinds))
        return bar.inquiry.solve(_with_cells(bar, new, fit))

    found, chosen = _fewest(bar, missing, attempt)
    names = [snapshot.authorities[all_cells.authorities[place]].name for place in chosen]
    sentence = f"The same work in {', '.join(names)} too."
    unit = "local authorities"
    yield _remedy(bar, "place", sentence + _ORDER[len(chosen) > 1], found, len(chosen), unit)


def _kind(bar: Bar) -> Indices:
    cells = bar.case.cells
    return np.asarray(cells.pathway * len(bar.case.snapshot.cohorts) + cells.cohort)


def _partner(bar: Bar) -> Iterator[Remedy]:
    """One delivered contract with one member of the best line-up; the partner who brings most."""
    best = bar.best.solution
    if best is None or not bar.case.problem.pair_weight:
        return
    snapshot = bar.case.snapshot
    tried: list[tuple[Found, str]] = []
    for member in best.members:
        organisation = bar.inquiry.case.candidates[member]
        partner = int(np.searchsorted(bar.case.candidates, organisation))
        found = bar.inquiry.solve(_with_tie(bar, partner))
        tried.append((found, snapshot.organisations[organisation].name))
    found, name = max(tried, key=lambda one: one[0].score or -np.inf)
    sentence = f"A contract delivered together with {name}, just the two."
    yield _remedy(bar, "partner", sentence, found, 1, "contract")


def _with_tie(bar: Bar, partner: int) -> Problem:
    affinity = sparse.lil_array(bar.case.problem.affinity)
    held = float(affinity[bar.candidate, partner])
    tie = 1.0 - (1.0 - held) * (1.0 - _ONE_CONTRACT)
    affinity[bar.candidate, partner] = affinity[partner, bar.candidate] = tie
    return replace(bar.case.problem, affinity=sparse.csr_array(affinity))
