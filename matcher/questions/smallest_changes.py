"""The smallest change of each kind that would bring an organisation into the best line-up.

Consent, capacity, further places, evidence, a partner among the members: each is tried by solving
with the organisation as it would be then. Only where none of these is enough are further pathways
tried: a small charity is not told to change its mission before all else. New work is done as well
as what the organisation does already for the same people, and its modelled minimum follows its
capacity.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from matcher.brief.gates import GateKey
from matcher.case.build import modelled_minimum, with_contract
from matcher.case.scoring import WOMEN
from matcher.case.supply import evidence_fits
from matcher.inquiry.inquiry import WORTH
from matcher.questions.fewest import fewest, least
from matcher.questions.findings import Remedy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from matcher.case.build import Case
    from matcher.inquiry.inquiry import Inquiry, Solved
    from matcher.problem.model import Problem

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_DIGITS = 6
_NEEDS = "needs a year"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bar:
    """What an organisation has to reach: the best line-up without it.

    `case` is the one in which it is a candidate and locked in; `cells` are those that it can
    serve, `quality` how well.
    """

    inquiry: Inquiry
    case: Case
    candidate: int
    best: Solved

    @property
    def cells(self) -> Indices:
        """The cells that the organisation can serve."""
        return self.case.problem.quality[[self.candidate]].indices.astype(np.int64)

    @property
    def quality(self) -> Floats:
        """How well it serves each of them."""
        return np.asarray(self.case.problem.quality[[self.candidate]].data, dtype=np.float64)

    @property
    def presence(self) -> Floats:
        """The chance that it is at work in each cell of the area; new work is certain, (C,)."""
        start, stop = self.case.problem.quality.indptr[self.candidate :][:2]
        chance = np.ones(self.case.cells.count)
        chance[self.cells] = self.case.presence[start:stop]
        return chance

    @property
    def capacity(self) -> float:
        """Its capacity in needs a year."""
        return float(self.case.problem.total_capacity[self.candidate])

    @property
    def needs_consent(self) -> bool:
        """Whether the gate of consent drops it: the case that it is locked into has it."""
        index = self.case.candidates[self.candidate]
        asked = self.case.brief.gates.on(GateKey.CONSENT)
        return asked and bool(index in self.inquiry.case.dropped[GateKey.CONSENT])

    def reached(self, found: Solved) -> bool:
        """Whether a line-up with the organisation is as good as the best."""
        if found.score is None:
            return False
        return self.best.score is None or found.score >= self.best.score - WORTH

    def solve_with(self, cells: Indices, quality: Floats, capacity: float) -> Solved:
        """Find the best line-up with it if it could serve these cells, with so much capacity."""
        return self.inquiry.solve(_with_work(self, cells, quality, capacity))


def smallest_changes(bar: Bar) -> Iterator[Remedy]:
    """Try the kinds of change in the order in which they are easiest to ask of an organisation.

    A new pathway is a new mission, so it is tried last, and only where nothing before is enough.
    Where its consent is asked for, everything else is tried with it; what is enough as it stands
    needs no other change.
    """
    as_it_is = bar.inquiry.solve(bar.case.problem)
    if bar.needs_consent:
        yield _remedy(bar, "consent", "its consent alone", as_it_is)
    if bar.reached(as_it_is):
        return
    kinds: Sequence[Callable[[Bar], Iterator[Remedy]]] = (
        _capacity,
        _places,
        _evidence,
        _partner,
    )
    found = [remedy for kind in kinds for remedy in kind(bar)]
    for last_resort in (_pathways, _pathways_and_capacity):
        if not any(remedy.enough for remedy in found):
            found += last_resort(bar)
    yield from found


def _remedy(
    bar: Bar,
    kind: str,
    change: str,
    found: Solved,
    *,
    amount: float | None = None,
    unit: str = "",
    smallest: bool = True,
) -> Remedy:
    """Say whether a change is enough; `change` reads on after "enough: "."""
    enough = bar.reached(found)
    if bar.needs_consent and kind != "consent":
        change = f"with its consent, {change}"
    if enough:
        rest = "" if smallest else " (none of these can be left out; a smaller choice may exist)"
        sentence = f"{change[0].upper()}{change[1:]}{rest}."
    else:
        start = "Not enough" if found.sure else "Not found to be enough in time"
        sentence = f"{start}: {change}."
    return Remedy(
        kind=kind,
        sentence=sentence,
        enough=enough,
        amount=amount,
        unit=unit,
        score=None if found.score is None else round(found.score, _DIGITS),
        proven=found.sure and bar.best.sure,
    )


def _capacity(bar: Bar) -> Iterator[Remedy]:
    """The least capacity that is enough, in whole needs a year."""
    cells, quality = bar.cells, bar.quality
    most = float(np.ceil(bar.case.problem.need[cells].sum()))
    if not len(cells) or bar.capacity >= most:
        return
    found, amount = least(
        lambda capacity: bar.solve_with(cells, quality, capacity), bar.capacity, most, bar.reached
    )
    if bar.reached(found):
        change = f"capacity for {amount:,.0f} {_NEEDS} here, instead of {bar.capacity:,.0f}"
    else:
        change = f"capacity for all {amount:,.0f} {_NEEDS} that it could meet here"
    change += _turnover_for(bar, amount)
    yield _remedy(bar, "capacity", change, found, amount=amount, unit=_NEEDS)


def _turnover_for(bar: Bar, capacity: float) -> str:
    """The turnover that the exposure gate asks for, where the organisation's is known and less."""
    case, gates = bar.case, bar.case.brief.gates
    organisation = case.candidates[bar.candidate]
    turnover = float(case.capacity.turnover_gbp[organisation])
    if not gates.on(GateKey.EXPOSURE):
        return ""
    share = gates.figure(GateKey.EXPOSURE, off=np.inf)
    asked = capacity * float(case.capacity.paid_gbp[organisation]) / share if share else np.inf
    if not asked > turnover:
        return ""
    return f" (the exposure gate asks for a turnover of £{asked / 1e6:,.2f}m then)"


def _evidence(bar: Bar) -> Iterator[Remedy]:
    """The lowest level of evidence that is enough, and for as few of its pathways as are."""
    cells = bar.cells
    if not len(cells):
        return
    case = bar.case
    fits = evidence_fits(case.snapshot, as_of=case.brief.as_of, rules=case.rules)
    rows = [case.capability_row(bar.candidate, int(cell)) for cell in cells]
    pathway = case.snapshot.capabilities.pathway[rows].astype(np.int64)
    held = fits[case.candidates[bar.candidate]][pathway]

    def attempt(level: int, pathways: Sequence[int]) -> Solved:
        raised = np.maximum(held, case.rules.evidence_fit[level])
        better = np.where(np.isin(pathway, pathways), raised, held)
        return bar.solve_with(cells, bar.quality * better / held, bar.capacity)

    everything = np.unique(pathway).tolist()
    found, level = least(
        lambda level: attempt(round(level), everything),
        0.0,
        float(len(case.rules.evidence_fit) - 1),
        bar.reached,
    )
    chosen, smallest = everything, True
    if bar.reached(found) and len(everything) > 1:
        choice = fewest(everything, lambda some: attempt(round(level), some), bar.reached)
        found, chosen, smallest = choice.found, choice.chosen, choice.smallest
    change = f"evidence of Nesta level {level:.0f} for {_pathway_names(bar, chosen)}"
    unit = "Nesta level"
    yield _remedy(bar, "evidence", change, found, amount=level, unit=unit, smallest=smallest)


def _pathways(bar: Bar) -> Iterator[Remedy]:
    """Further pathways where it works already, or in the whole area: as few as are enough."""
    new = _NewPathways(bar)
    if new.missing:
        choice = fewest(new.missing, new.attempt, bar.reached)
        yield _remedy(
            bar,
            "pathway",
            f"work on {_pathway_names(bar, choice.chosen)} too, {new.where}",
            choice.found,
            amount=len(choice.chosen),
            unit="pathways",
            smallest=choice.smallest,
        )


def _pathways_and_capacity(bar: Bar) -> Iterator[Remedy]:
    """As few further pathways as are enough with the capacity for them, and the least of it."""
    new = _NewPathways(bar)
    if not new.missing:
        return
    choice = fewest(new.missing, new.grown, bar.reached)
    found, amount = choice.found, bar.capacity + new.need(choice.chosen)
    if bar.reached(found):
        found, amount = least(
            lambda capacity: new.attempt(choice.chosen, capacity),
            bar.capacity,
            float(np.ceil(amount)),
            bar.reached,
        )
    change = (
        f"work on {_pathway_names(bar, choice.chosen)} too, {new.where}, with capacity for "
        f"{amount:,.0f} {_NEEDS} instead of {bar.capacity:,.0f}{_turnover_for(bar, amount)}"
    )
    kind = "pathway and capacity"
    yield _remedy(
        bar, kind, change, found, amount=round(amount, 1), unit=_NEEDS, smallest=choice.smallest
    )


class _NewPathways:
    """What the organisation could do if it took up further pathways.

    It would work where it works already; who does nothing here yet would work in the whole area.
    """

    def __init__(self, bar: Bar) -> None:
        self._bar, cells, own = bar, bar.case.cells, bar.cells
        here = np.unique(cells.place[own]) if len(own) else np.unique(cells.place)
        self._fit = _usual_fit(bar, cells.cohort)
        self._possible = np.isin(cells.place, here)
        taken = np.isin(cells.pathway, cells.pathway[own])
        self.missing: list[int] = np.unique(cells.pathway[self._possible & ~taken]).tolist()
        count = f"{len(here)} local authorit{'y' if len(here) == 1 else 'ies'}"
        self.where = f"in the {count} where it works" if len(own) else "in the whole area"

    def _new(self, pathways: Sequence[int]) -> Indices:
        return np.flatnonzero(self._possible & np.isin(self._bar.case.cells.pathway, pathways))

    def need(self, pathways: Sequence[int]) -> float:
        """All the need that there would be for it."""
        return float(self._bar.case.problem.need[self._new(pathways)].sum())

    def attempt(self, pathways: Sequence[int], capacity: float | None = None) -> Solved:
        """Solve with these pathways, within its capacity or another."""
        bar, new = self._bar, self._new(pathways)
        cells, quality = np.concatenate([bar.cells, new]), [bar.quality, self._fit[new]]
        capacity = bar.capacity if capacity is None else capacity
        return bar.solve_with(cells, np.concatenate(quality), capacity)

    def grown(self, pathways: Sequence[int]) -> Solved:
        """Solve with these pathways and capacity for all of them."""
        return self.attempt(pathways, self._bar.capacity + self.need(pathways))


def _places(bar: Bar) -> Iterator[Remedy]:
    """What it does already in more places: as few as are enough."""
    own, cells, snapshot = bar.cells, bar.case.cells, bar.case.snapshot
    missing = np.setdiff1d(cells.place, cells.place[own]).tolist()
    if not len(own) or not missing:
        return
    kind = cells.pathway * len(snapshot.cohorts) + cells.cohort
    fit = _usual_fit(bar, kind)

    def attempt(places: Sequence[int]) -> Solved:
        new = np.flatnonzero(np.isin(cells.place, places) & np.isin(kind, kind[own]))
        both = np.concatenate([own, new]), np.concatenate([bar.quality, fit[new]])
        return bar.solve_with(*both, bar.capacity)

    choice = fewest(missing, attempt, bar.reached)
    names = [snapshot.authorities[cells.authorities[place]].name for place in choice.chosen]
    yield _remedy(
        bar,
        "place",
        f"the same work in {', '.join(names)} too",
        choice.found,
        amount=len(choice.chosen),
        unit="local authorities",
        smallest=choice.smallest,
    )


def _usual_fit(bar: Bar, group: NDArray[np.integer[Any]]) -> Floats:
    """How well it would do each cell: the median of its own work in the cell's group.

    Groups that it does nothing for yet it would serve as it does all others, women less well; who
    has no work here at all would do it as somebody without evidence.
    """
    case, cells, quality = bar.case, bar.cells, bar.quality
    women = np.array([cohort.key == WOMEN for cohort in case.snapshot.cohorts])[case.cells.cohort]
    usual = float(np.median(quality)) if len(cells) else case.rules.evidence_fit[0]
    fit = np.where(women, usual * case.rules.generic_women_fit, usual)
    for one in np.unique(group[cells]):
        fit[group == one] = np.median(quality[group[cells] == one])
    return fit


def _pathway_names(bar: Bar, pathways: Sequence[int]) -> str:
    return ", ".join(bar.case.snapshot.pathways[pathway].name.lower() for pathway in pathways)


def _partner(bar: Bar) -> Iterator[Remedy]:
    """One delivered contract with one member of the best line-up; the partner who brings most."""
    best = bar.best.solution
    if best is None or not bar.case.problem.pair_weight:
        return
    tried: list[tuple[Solved, str]] = []
    for member in best.members:
        organisation = int(bar.inquiry.case.candidates[member])
        partner = bar.case.candidate(organisation)
        if partner is not None:
            found = bar.inquiry.solve(with_contract(bar.case, bar.candidate, partner))
            tried.append((found, bar.case.organisation(partner).name))
    found, name = max(tried, key=lambda one: -np.inf if one[0].score is None else one[0].score)
    change = f"a contract delivered together with {name}, just the two"
    yield _remedy(bar, "partner", change, found, amount=1, unit="contract")


def _with_work(bar: Bar, cells: Indices, quality: Floats, capacity: float) -> Problem:
    """The problem in which it serves these cells so well, with so much capacity."""
    case, problem, member = bar.case, bar.case.problem, bar.candidate
    order = np.argsort(cells) if capacity > 0 else np.arange(0)
    cells, quality = cells[order], quality[order]
    most = bar.presence[cells] * np.minimum(problem.need[cells], capacity)
    total, limit = problem.total_capacity.copy(), problem.value_limit.copy()
    total[member] = capacity
    if capacity > bar.capacity:
        limit[member] = np.inf
    minimum = problem.min_volume.copy()
    reachable = np.minimum(most.sum(), capacity)
    minimum[member] = modelled_minimum(case.brief, case.rules, case.cells, reachable)
    return replace(
        problem,
        total_capacity=total,
        value_limit=limit,
        min_volume=minimum,
        quality=_row(problem.quality, member, cells, quality),
        cell_capacity=_row(problem.cell_capacity, member, cells, most),
    )


def _row(
    matrix: sparse.csr_array[Any], row: int, columns: Indices, values: Floats
) -> sparse.csr_array[Any]:
    """Replace one row."""
    new = sparse.csr_array((values, columns, [0, len(columns)]), shape=(1, matrix.shape[1]))
    parts = [matrix[:row], new, matrix[row + 1 :]]
    return sparse.csr_array(sparse.vstack([p for p in parts if p.shape[0]], format="csr"))
