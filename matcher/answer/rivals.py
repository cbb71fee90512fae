"""Who would do a member's work if the member were not there: the runner-up for each piece of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from matcher.case.build import Case

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_LOOKED_AT = 8
"""Outsiders whose capacity is filled exactly: those worth most if they had no limit in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerUp:
    """The outsider who would be worth most for a piece of work.

    Attributes
    ----------
    candidate : row of the problem
    volume : of that work, what it could take on, in needs a year
    worth : of that volume, as a share of what the member's is worth
    """

    candidate: int
    volume: float
    worth: float


class Rivals:
    """The candidates who are not in a line-up, as those who could replace a member's work.

    What they would be worth is what the score counts for met needs alone: ties, costs and roles of
    a line-up with them are left out. They get no more in a cell than the member does there.

    Parameters
    ----------
    case : the cells, capacities and qualities
    members : rows of the line-up
    """

    def __init__(self, case: Case, members: Iterable[int]) -> None:
        problem = case.problem
        self._case, self._quality = case, problem.quality.tocsc()
        self._capacity = problem.cell_capacity.tocsc()
        self._unit = problem.weight / problem.need
        self._barred = np.zeros(problem.quality.shape[0], dtype=bool)
        self._barred[[*members, *problem.excluded]] = True

    def runner_up(self, member: int, cells: Indices, volume: Floats) -> RunnerUp | None:
        """Find the outsider worth most for some of a member's work; None where there is none.

        Parameters
        ----------
        member : row of the problem
        cells : in which the work is
        volume : the member's work in each of them, needs a year, in the same order
        """
        who, at, quality, most = self._entries(cells, volume)
        worth = quality * self._unit[cells[at]]
        total = np.bincount(who, worth * most, minlength=len(self._barred))
        first = np.argsort(-total, kind="stable")[:_LOOKED_AT]
        found = [self._filled(row, who, worth, most) for row in first.tolist() if total[row] > 0]
        if not found:
            return None
        best = max(found, key=lambda each: each.worth)
        own = self._own(member, cells, volume)
        return RunnerUp(candidate=best.candidate, volume=best.volume, worth=best.worth / own)

    def _entries(self, cells: Indices, volume: Floats) -> tuple[Indices, Indices, Floats, Floats]:
        """Give each outsider's entry in the cells: who, in which cell, quality, most volume."""
        starts, stops = self._quality.indptr[cells], self._quality.indptr[cells + 1]
        rows = np.concatenate(
            [np.arange(start, stop) for start, stop in zip(starts, stops, strict=True)]
        ).astype(np.int64)
        at = np.repeat(np.arange(len(cells)), stops - starts)
        who = self._quality.indices[rows].astype(np.int64)
        kept = ~self._barred[who]
        rows, at, who = rows[kept], at[kept], who[kept]
        most = np.minimum(self._capacity.data[rows], volume[at])
        return who, at, self._quality.data[rows], most

    def _filled(self, row: int, who: Indices, worth: Floats, most: Floats) -> RunnerUp:
        """Fill one outsider's capacity with what it is worth most for."""
        own = np.flatnonzero(who == row)
        own = own[np.argsort(-worth[own], kind="stable")]
        limit = self._case.problem.total_capacity[row]
        before = np.cumsum(most[own]) - most[own]
        taken = np.clip(limit - before, 0.0, most[own])
        return RunnerUp(
            candidate=row, volume=float(taken.sum()), worth=float((taken * worth[own]).sum())
        )

    def _own(self, member: int, cells: Indices, volume: Floats) -> float:
        problem = self._case.problem
        start, stop = problem.quality.indptr[member], problem.quality.indptr[member + 1]
        entries = start + np.searchsorted(problem.quality.indices[start:stop], cells)
        return float((problem.quality.data[entries] * self._unit[cells] * volume).sum())
