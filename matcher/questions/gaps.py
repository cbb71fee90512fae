"""Where needs are that nobody known could meet, by area or authority, pathway and cohort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from matcher.answer.describe import area_label
from matcher.problem.rows import sums_by
from matcher.questions.gap_records import (
    Gap,
    Gaps,
    GapsQuery,
    GapsQueryError,
    Level,
    PlaceCoverage,
)
from matcher.questions.networks import Kept
from matcher.questions.partner_asking import found, one_of
from matcher.questions.unmet import AreaNeed, area_need

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.names import Directory

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_KEPT = 256
_ALL = -1
_DIGITS = 1
_SHARE_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A question with its names found; None for all."""

    area: int | None
    pathway: int | None
    cohort: int | None
    level: Level
    cohorts: bool
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row before it is told: indices, `_ALL` where it is about all."""

    area: int
    place: int
    pathway: int
    cohort: int
    need: float
    met: float
    met_at_most: float
    organisations: int

    @property
    def order(self) -> tuple[float, int, int, int, int]:
        """The most unmet first."""
        return (-(self.need - self.met), self.area, self.place, self.pathway, self.cohort)


class GapSearch:
    """Answers questions about the unmet needs of one snapshot, and keeps what it worked out."""

    def __init__(self, snapshot: Snapshot, directory: Directory) -> None:
        self._snapshot, self._names = snapshot, directory
        self._needs: Kept[tuple[int, date], AreaNeed] = Kept(_KEPT)

    def find(self, query: GapsQuery) -> Gaps:
        """Answer a question.

        Raises
        ------
        GapsQueryError
            With all mistakes of the question at once.
        """
        snapshot, asked = self._snapshot, self._read(query)
        areas = range(len(snapshot.areas)) if asked.area is None else (asked.area,)
        rows = [row for area in areas for row in self._rows(area, asked)]
        rows.sort(key=lambda row: row.order)
        return Gaps(
            programme=snapshot.facts.programme.id,
            data_version=snapshot.data_version,
            as_of=asked.as_of.isoformat(),
            area=None if asked.area is None else area_label(snapshot.areas[asked.area]),
            pathway=None if asked.pathway is None else snapshot.pathways[asked.pathway].key,
            cohort=None if asked.cohort is None else snapshot.cohorts[asked.cohort].key,
            level=asked.level.value,
            cohorts=asked.cohorts,
            needs_a_year=round(sum(row.need for row in rows), _DIGITS),
            met=round(sum(row.met for row in rows), _DIGITS),
            rows=len(rows),
            places=self._coverage(asked),
            gaps=tuple(self._gap(row) for row in rows[: query.limit]),
        )

    def _read(self, query: GapsQuery) -> _Asked:
        mistakes, names = list(query.mistakes()), self._names
        area = found(mistakes, "area", query.area, names.area)
        pathway = found(mistakes, "pathway", query.pathway, names.pathway)
        cohort = found(mistakes, "cohort", query.cohort, self._cohort)
        level = found(mistakes, "level", query.level, _level)
        if mistakes:
            raise GapsQueryError(mistakes)
        return _Asked(
            area=area,
            pathway=pathway,
            cohort=cohort,
            level=level or (Level.AREA if area is None else Level.AUTHORITY),
            cohorts=query.cohorts or cohort is not None,
            as_of=query.as_of or self._snapshot.facts.programme.competition_opened,
        )

    def _cohort(self, text: str) -> int:
        """Find a cohort of the partition by key or name."""
        cohorts = self._snapshot.cohorts
        named = {cohort.name.lower(): cohort.key for cohort in cohorts}
        keys = [cohort.key for cohort in cohorts]
        return keys.index(named.get(text.strip().lower()) or one_of("cohort", text, keys))

    def _cells(self, area: int, asked: _Asked) -> tuple[AreaNeed, Flags]:
        """Give an area's need, and mark the cells that are asked about."""
        need = self._needs.get(
            (area, asked.as_of), lambda: area_need(self._snapshot, area, as_of=asked.as_of)
        )
        chosen = np.ones(need.cells.count, dtype=bool)
        if asked.pathway is not None:
            chosen &= need.cells.pathway == asked.pathway
        if asked.cohort is not None:
            chosen &= need.cells.cohort == asked.cohort
        return need, chosen

    def _rows(self, area: int, asked: _Asked) -> Iterator[_Row]:
        """Give the rows of one area."""
        need, chosen = self._cells(area, asked)
        cells = need.cells
        by_place = asked.level is Level.AUTHORITY
        place = cells.authorities[cells.place] if by_place else np.full(cells.count, _ALL)
        cohort = cells.cohort if asked.cohorts else np.full(cells.count, _ALL)
        keys = np.stack([place, cells.pathway, cohort])[:, chosen]
        groups, group = np.unique(keys, axis=1, return_inverse=True)
        sums = [
            sums_by(group.ravel(), values[chosen], groups.shape[1])
            for values in (cells.need, need.met, need.met_at_most)
        ]
        serving = _serving(need, np.flatnonzero(chosen), group.ravel(), groups.shape[1])
        for where, *figures, bodies in zip(groups.T.tolist(), *sums, serving, strict=True):
            yield _Row(
                area=area,
                place=where[0],
                pathway=where[1],
                cohort=where[2],
                need=float(figures[0]),
                met=float(figures[1]),
                met_at_most=float(figures[2]),
                organisations=int(bodies),
            )

    def _gap(self, row: _Row) -> Gap:
        snapshot = self._snapshot
        area = snapshot.areas[row.area]
        place = None if row.place == _ALL else snapshot.authorities[row.place]
        return Gap(
            area=str(area.id),
            area_name=area.name,
            place=None if place is None else str(place.code),
            place_name=None if place is None else place.name,
            pathway=snapshot.pathways[row.pathway].key,
            cohort=None if row.cohort == _ALL else snapshot.cohorts[row.cohort].key,
            people_a_year=round(row.need, _DIGITS),
            met=round(row.met, _DIGITS),
            met_at_most=round(row.met_at_most, _DIGITS),
            unmet=round(row.need - row.met, _DIGITS),
            share_met=round(row.met / row.need, _SHARE_DIGITS),
            organisations=row.organisations,
        )

    def _coverage(self, asked: _Asked) -> tuple[PlaceCoverage, ...]:
        """Tell each area, or each authority of one, the least covered first."""
        found = sorted(self._covered(asked), key=lambda each: each.share_met)
        return tuple(found)

    def _covered(self, asked: _Asked) -> Iterator[PlaceCoverage]:
        snapshot = self._snapshot
        if asked.area is None:
            for index, area in enumerate(snapshot.areas):
                need, chosen = self._cells(index, asked)
                yield from _share(str(area.id), area.name, need, chosen)
            return
        need, chosen = self._cells(asked.area, asked)
        for place, authority in enumerate(need.cells.authorities.tolist()):
            there = snapshot.authorities[authority]
            here = chosen & (need.cells.place == place)
            yield from _share(str(there.code), there.name, need, here)


def _share(code: str, name: str, need: AreaNeed, chosen: Flags) -> Iterator[PlaceCoverage]:
    """Tell one place, if it has any of the needs."""
    needs, met = float(need.cells.need[chosen].sum()), float(need.met[chosen].sum())
    if needs > 0:
        yield PlaceCoverage(
            code=code,
            name=name,
            needs_a_year=round(needs, _DIGITS),
            met=round(met, _DIGITS),
            share_met=round(met / needs, _SHARE_DIGITS),
        )


def _serving(need: AreaNeed, cells: Indices, group: Indices, groups: int) -> Indices:
    """Count the organisations that could do any work in each group of cells."""
    of = sparse.csr_array((np.ones(len(cells)), (cells, group)), shape=(need.cells.count, groups))
    does = need.could @ of
    return np.bincount(does.indices, minlength=groups)


def _level(text: str) -> Level:
    return Level(one_of("level", text, [level.value for level in Level]))
