"""Where an organisation is needed: the gaps that it would fill, area by area, without solving.

In each cell (authority, pathway, cohort) of need n the best three others could do s1, s2, s3
(`matcher.questions.field_supply`). What is left, and what the one who asks would add, is

    left = max(0, n - (s1 + s2 + s3))
    fill = min(m, left), and adds = fill * min(1, T / sum of fill)

with m the most that it could do in the cell and T what it could take on in the area. A place is
*next door* if it lies within `NEXT_DOOR_KM` of one where the organisation works, and it does such
work well enough elsewhere; there it is taken to be present, with as much capacity as in the middle
one of its own areas. Every row counts that capacity for itself. docs/needed.md has an example
worked by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.columns import day_number
from matcher.answer.records import CapacityRange
from matcher.brief.names import Directory
from matcher.case.affiliations import heirs
from matcher.problem.rows import sums_by
from matcher.questions.approaching import likely_primes
from matcher.questions.distances import authority_distances
from matcher.questions.field_supply import FieldSupplies
from matcher.questions.needed_records import (
    ANYWHERE,
    HERE,
    NEXT_DOOR,
    AreaCapacity,
    Needed,
    NeededCohort,
    NeededQueryError,
    NeededRow,
)
from matcher.questions.partner_asking import found
from matcher.questions.partner_records import SUGGESTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.errors import BriefMistake
    from matcher.questions.field_supply import FieldSupply
    from matcher.questions.needed_records import Approach, NeededQuery
    from matcher.questions.partners import PartnerSearch

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

NEXT_DOOR_KM = 40.0
_SERVES = 0.3
"""Work of less quality for a need is not taken next door: it is hardly made for it."""
_WORTH_SAYING = 0.5
"""A row of fewer needs a year is none."""
_DIGITS, _SHARE_DIGITS = 1, 4
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Asked:
    """A question with its names found."""

    query: NeededQuery
    who: int
    mine: Indices
    areas: Sequence[int]
    pathway: int | None
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Filling:
    """What somebody would add to the cells of one area: cells, and needs a year in each."""

    area: int
    where: str
    cells: Indices
    adds: Floats | None


class NeedSearch:
    """Tells organisations where they are needed; what the field could do on a day is kept.

    Parameters
    ----------
    snapshot : the facts
    partners : finds likely primes; without one, nobody is named to approach
    directory : the names of the snapshot, if they were made before
    supplies : what the field could do, if another keeps it, too
    """

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        partners: PartnerSearch | None = None,
        directory: Directory | None = None,
        supplies: FieldSupplies | None = None,
    ) -> None:
        self._snapshot, self._partners = snapshot, partners
        self._names = directory or Directory(snapshot)
        self.field = (supplies or FieldSupplies(snapshot)).every

    def find(self, query: NeededQuery) -> Needed:
        """Tell where somebody is needed.

        Raises
        ------
        UnknownNameError
            If no organisation is called so; the nearest are offered.
        NeededQueryError
            With all other mistakes of the question at once.
        """
        asked = self._read(query)
        field = self.field(asked.as_of)
        works = [area for area, one in enumerate(field) if len(one.own(asked.who)[0])]
        known = bool(works)
        barred = self._barred(asked)
        fillings = () if barred else tuple(self._fillings(asked, field, works))
        every = (row for one in fillings for row in self._rows(asked, field[one.area], one))
        rows = sorted((row for row in every if query.where in {"", row.where}), key=_order)
        ranked = tuple(replace(row, rank=rank) for rank, row in enumerate(rows, start=1))
        shown = ranked[: query.limit]
        return self._answer(
            asked, field, works, ranked, shown, self._notes(asked, barred, known=known)
        )

    def _read(self, query: NeededQuery) -> _Asked:
        who = self._names.organisation(query.organisation)
        mistakes: list[BriefMistake] = list(query.mistakes())
        area = found(mistakes, "area", query.area, self._names.area)
        pathway = found(mistakes, "pathway", query.pathway, self._names.pathway)
        if mistakes:
            raise NeededQueryError(mistakes)
        as_of = query.as_of or self._snapshot.facts.programme.competition_opened
        every = range(len(self._snapshot.areas))
        areas = every if area is None else (area,)
        return _Asked(
            query=query,
            who=who,
            mine=self._shares_work(who, as_of),
            areas=areas,
            pathway=pathway,
            as_of=as_of,
        )

    def _shares_work(self, who: int, as_of: date) -> Indices:
        """Who is no other: the one who asks, its joint ventures, and their members if it is one."""
        links = heirs(self._snapshot, as_of)
        joint, members = links[[who]].indices, links.T.tocsr()[[who]].indices
        return np.concatenate([[who], joint, members]).astype(np.int64)

    def _barred(self, asked: _Asked) -> str:
        """Why somebody cannot do any of it, as a sentence; empty where it can."""
        body = self._snapshot.organisations[asked.who]
        if not body.kind.may_bid:
            return f"{body.name} is {body.kind.with_article}, which cannot join a bid."
        if not body.provenance.is_known_by(asked.as_of):
            return f"Nothing public shows that {body.name} existed on {asked.as_of}."
        return ""

    def _fillings(
        self, asked: _Asked, field: Sequence[FieldSupply], works: Sequence[int]
    ) -> Iterator[_Filling]:
        if not works:
            for area in asked.areas:
                every = np.arange(field[area].cells.count)
                yield _Filling(area=area, where=ANYWHERE, cells=every, adds=None)
            return
        can = self._kinds(asked, field, works)
        near = self._near(asked)
        usual = float(np.median([field[area].capacity.total[asked.who] for area in works]))
        for area in asked.areas:
            one = field[area]
            cells, amount, _ = one.own(asked.who)
            own = float(one.capacity.total[asked.who]) if len(cells) else 0.0
            left = one.cells.need - one.others(asked.mine)[0]
            here = filled(amount, left[cells], own)
            yield _Filling(area=area, where=HERE, cells=cells, adds=here)
            door = can[one.cells.pathway, one.cells.cohort]
            door &= near[one.cells.authorities[one.cells.place]]
            door[cells] = False
            beside = np.flatnonzero(door)
            could = np.minimum(one.cells.need[beside], usual)
            rest = max(usual, own) - float(here.sum())
            adds = filled(could, left[beside], rest)
            yield _Filling(area=area, where=NEXT_DOOR, cells=beside, adds=adds)

    def _kinds(self, asked: _Asked, field: Sequence[FieldSupply], works: Sequence[int]) -> Flags:
        """Which kinds of need somebody meets well enough anywhere, shape (P, H)."""
        can = np.zeros((len(self._snapshot.pathways), len(self._snapshot.cohorts)), dtype=bool)
        for area in works:
            cells, _, quality = field[area].own(asked.who)
            cells = cells[quality >= _SERVES]
            can[field[area].cells.pathway[cells], field[area].cells.cohort[cells]] = True
        return can

    def _near(self, asked: _Asked) -> Flags:
        """Which authorities lie near one where somebody works, shape (A,)."""
        reach = self._snapshot.reach
        first, last = reach.indptr[asked.who], reach.indptr[asked.who + 1]
        known = reach.data[first:last] <= day_number(asked.as_of)
        own = reach.indices[first:last][known]
        return np.asarray((self._km[own] <= NEXT_DOOR_KM).any(axis=0))

    @cached_property
    def _km(self) -> Floats:
        return authority_distances(self._snapshot)

    def _rows(self, asked: _Asked, one: FieldSupply, filling: _Filling) -> Iterator[NeededRow]:
        """A row for each pathway of which enough is filled."""
        cells, pathways = one.cells, len(self._snapshot.pathways)
        of_interest = one.cells.need - one.others(asked.mine)[0]
        worth = of_interest[filling.cells] if filling.adds is None else filling.adds
        by_pathway = sums_by(cells.pathway[filling.cells], worth, pathways)
        for pathway in np.flatnonzero(by_pathway >= _WORTH_SAYING).tolist():
            if asked.pathway in (None, pathway):
                own = np.flatnonzero(cells.pathway[filling.cells] == pathway)
                yield self._row(asked, one, filling, pathway, own)

    def _row(
        self, asked: _Asked, one: FieldSupply, filling: _Filling, pathway: int, own: Indices
    ) -> NeededRow:
        snapshot, cells, at = self._snapshot, one.cells, filling.cells[own]
        met, counted = one.others(asked.mine)
        adds = None if filling.adds is None else filling.adds[own]
        need, left = float(cells.need[at].sum()), cells.need[at] - met[at]
        worth = left if adds is None else adds
        by_place = sums_by(cells.place[at], worth, len(cells.authorities))
        area = snapshot.areas[filling.area]
        return NeededRow(
            rank=0,
            area=str(area.id),
            area_name=area.name,
            pathway=snapshot.pathways[pathway].key,
            where=filling.where,
            needs_a_year=round(need, _DIGITS),
            others_a_year=round(float(met[at].sum()), _DIGITS),
            left_a_year=round(float(left.sum()), _DIGITS),
            adds_a_year=None if adds is None else round(float(adds.sum()), _DIGITS),
            share_added=None if adds is None else round(float(adds.sum()) / need, _SHARE_DIGITS),
            others=self._others(one, counted, at),
            cohorts=self._cohorts(cells.cohort[at], left, adds),
            places=tuple(
                str(snapshot.authorities[cells.authorities[place]].code)
                for place in _largest(by_place)
            ),
        )

    def _others(self, one: FieldSupply, counted: Flags, at: Indices) -> tuple[str, ...]:
        """Who could do most of some cells, by identifier."""
        mine = counted[:, at]
        who, amount = one.best[:, at][mine], one.best_amount[:, at][mine]
        bodies, which = np.unique(who, return_inverse=True)
        sums = np.bincount(which, weights=amount, minlength=len(bodies))
        order = np.argsort(-sums, kind="stable")[:_NAMED]
        return tuple(str(self._snapshot.organisations[body].id) for body in bodies[order])

    def _cohorts(
        self, cohort: Indices, left: Floats, adds: Floats | None
    ) -> tuple[NeededCohort, ...]:
        count = len(self._snapshot.cohorts)
        lefts = sums_by(cohort, left, count)
        added = None if adds is None else sums_by(cohort, adds, count)
        return tuple(
            NeededCohort(
                cohort=self._snapshot.cohorts[each].key,
                left_a_year=round(float(lefts[each]), _DIGITS),
                adds_a_year=None if added is None else round(float(added[each]), _DIGITS),
            )
            for each in _largest(lefts if added is None else added)
        )

    def _notes(self, asked: _Asked, barred: str, *, known: bool) -> tuple[str, ...]:
        name = self._snapshot.organisations[asked.who].name
        if barred:
            return (barred,)
        if known:
            return ()
        gaps = "so these are the gaps of the whole market."
        if self._known_for(asked):
            note = f"Nothing that {name} is known for on {asked.as_of} meets these needs, {gaps}"
        else:
            note = f"Nothing is known of what {name} does and where on {asked.as_of}, {gaps}"
        return (note,)

    def _known_for(self, asked: _Asked) -> tuple[str, ...]:
        """The pathways that somebody's public work is on."""
        snapshot, rows = self._snapshot, self._snapshot.capabilities
        own = snapshot.own_capabilities(asked.who)
        public = own[rows.known_day[own] <= day_number(asked.as_of)]
        return tuple(snapshot.pathways[each].key for each in np.unique(rows.pathway[public]))

    def _answer(
        self,
        asked: _Asked,
        field: Sequence[FieldSupply],
        works: Sequence[int],
        ranked: Sequence[NeededRow],
        shown: Sequence[NeededRow],
        notes: tuple[str, ...],
    ) -> Needed:
        snapshot, who = self._snapshot, self._snapshot.organisations[asked.who]
        return Needed(
            status=SUGGESTED,
            programme=snapshot.facts.programme.id,
            data_version=snapshot.data_version,
            as_of=asked.as_of.isoformat(),
            organisation=str(who.id),
            name=who.name,
            known=bool(works),
            pathways=self._known_for(asked),
            works_in=tuple(self._works_in(asked, field, works)),
            total=len(ranked),
            rows=tuple(shown),
            approach=self._approach(asked, field, shown) if works else (),
            notes=notes,
        )

    def _approach(
        self, asked: _Asked, field: Sequence[FieldSupply], rows: Sequence[NeededRow]
    ) -> tuple[Approach, ...]:
        if self._partners is None:
            return ()
        area_index = self._snapshot.area_index
        primes = {row.area: field[area_index[row.area]].primes for row in rows}
        found = likely_primes(
            self._snapshot, self._partners, asked.who, rows, primes=primes, as_of=asked.as_of
        )
        return tuple(found)

    def _works_in(
        self, asked: _Asked, field: Sequence[FieldSupply], works: Sequence[int]
    ) -> Iterator[AreaCapacity]:
        for area in works:
            capacity, body = field[area].capacity, self._snapshot.areas[area]
            low, middle, high = (
                round(float(end[asked.who]), _DIGITS)
                for end in (capacity.low, capacity.total, capacity.high)
            )
            basis = str(capacity.basis[asked.who].value)
            could = CapacityRange(low=low, middle=middle, high=high, basis=basis)
            yield AreaCapacity(area=str(body.id), area_name=body.name, capacity=could)


def _order(row: NeededRow) -> tuple[bool, float]:
    """Sort where somebody works before next door, and what it adds most to first."""
    worth = row.left_a_year if row.adds_a_year is None else row.adds_a_year
    return row.where == NEXT_DOOR, -worth


def filled(most: Floats, left: Floats, capacity: float) -> Floats:
    """Fill what is left of some cells, within a capacity, in proportion to what each could take.

    >>> filled(np.array([30.0, 60.0]), np.array([20.0, 60.0]), 40.0).tolist()
    [10.0, 30.0]
    """
    fill = np.minimum(most, np.maximum(left, 0.0))
    whole = float(fill.sum())
    return fill * min(1.0, max(capacity, 0.0) / whole) if whole else fill


def _largest(amounts: Floats) -> list[int]:
    """Positions of the amounts that round to something, the largest first."""
    order = np.argsort(-amounts, kind="stable")
    return [int(each) for each in order if amounts[each] >= 10.0**-_DIGITS / 2]
