"""The linear programme over a part of the candidates, with the covers that its answers break."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.engine.covers import Cover, broken, crowds_of
from matcher.engine.formulation import Formulation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from matcher.engine.formulation import EarlierLineUp
    from matcher.engine.linear import LinearAnswer, LinearSolver
    from matcher.engine.pricing import Settled
    from matcher.problem.model import Problem

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_HARDLY = 1e-5
_TAKEN = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Restriction:
    """Some candidates, and the linear programme over them with its covers and its answer."""

    candidates: Indices
    formulation: Formulation
    answer: LinearAnswer
    covers: tuple[Cover, ...] = ()

    @property
    def chosen(self) -> Floats:
        """How much of each of its candidates the linear programme takes, 0 to 1."""
        return self.answer.columns[: len(self.candidates)]

    @property
    def taken(self) -> Floats:
        """By entry, the share of its cell that is taken."""
        own = self.formulation
        return self.answer.columns[own.first_entry : own.first_pair]

    def priced_covers(self) -> list[Cover]:
        """The covers that cost something."""
        prices = self.answer.prices["covers"].tolist()
        return [cover for cover, price in zip(self.covers, prices, strict=True) if price > 0]


class Relaxation:
    """The linear programme over a part of the candidates, solved again and again.

    Parameters
    ----------
    problem : all candidates
    linear : the solver
    candidates : the part, ascending
    earlier : line-ups of which only so many may stay
    covers : rows that are known already, in the terms of all candidates
    settled : who is a member and who is not already; nobody who is not may be in the part
    """

    def __init__(
        self,
        problem: Problem,
        linear: LinearSolver,
        candidates: Indices,
        earlier: Sequence[EarlierLineUp] = (),
        covers: Iterable[Cover] = (),
        settled: Settled | None = None,
    ) -> None:
        """Build it; nothing is solved yet."""
        new = {int(old): position for position, old in enumerate(candidates)}
        own = [
            replace(line_up, members=tuple(new[m] for m in line_up.members if m in new))
            for line_up in earlier
        ]
        self.candidates = candidates
        part = problem.only(candidates)
        if settled is not None:
            members = np.flatnonzero(settled.inside[candidates])
            part = replace(part, locked=tuple(members.tolist()))
        self.formulation = Formulation(part)
        self._model = self.formulation.model(earlier=own)
        self._programme = linear.open(self._model)
        self._crowds = crowds_of(self.formulation)
        starts, length = problem.quality.indptr.astype(np.int64), self._lengths()
        within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
        self._entry = np.repeat(starts[candidates], length) + within
        self._covers: tuple[Cover, ...] = ()
        self._add(tuple(covers))

    def solve(
        self, settled: Settled | None = None, *, patience: int | None = None
    ) -> Restriction | None:
        """Solve it, some members settled where asked for; None where nothing keeps its rows."""
        count = len(self.candidates)
        lower, upper = self._model.lower[:count], self._model.upper[:count]
        if settled is not None:
            lower = settled.inside[self.candidates].astype(np.float64)
            upper = (~settled.outside[self.candidates]).astype(np.float64)
        answer = self._programme.solve(lower, upper, patience=patience)
        if answer is None:
            return None
        return Restriction(self.candidates, self.formulation, answer, self._covers)

    def whole(
        self, members: Indices, *, gap: float, stop: Callable[[], bool]
    ) -> tuple[Indices | None, float]:
        """The best line-up of the part, None where none was found, and a bound on all of these.

        It begins with the line-up that is known.
        """
        start = np.isin(self.candidates, members)
        answer = self._programme.whole(start=start, gap=gap, stop=stop)
        if answer.columns is None:
            return None, answer.bound
        chosen = answer.columns[: len(self.candidates)] > _TAKEN
        return self.candidates[chosen], answer.bound

    def tightened(
        self, part: Restriction, settled: Settled | None = None, *, rounds: int, least: float
    ) -> Restriction | None:
        """Add the covers that an answer breaks by so much, and solve again, while that helps."""
        for _ in range(rounds):
            found = broken(self._crowds, part.chosen, part.taken, least)
            self._add(new := tuple(self._cover(*one) for one in found))
            if not new:
                return part
            after = self.solve(settled)
            if after is None:
                return None
            gained = part.answer.value - after.answer.value
            part = after
            if gained <= _HARDLY * abs(part.answer.value):
                return part
        return part

    def _lengths(self) -> Indices:
        return np.diff(self.formulation.problem.quality.indptr).astype(np.int64)

    def _cover(self, entries: Indices, credit: Floats, limit: float) -> Cover:
        """A cover in the terms of all candidates."""
        owner = self.candidates[self.formulation.entry_candidate[entries]]
        return Cover(entries=self._entry[entries], candidates=owner, credit=credit, limit=limit)

    def _add(self, covers: tuple[Cover, ...]) -> None:
        """Add rows; entries of candidates outside the part are left out."""
        columns, values = [], []
        for cover in covers:
            place = np.searchsorted(self._entry, cover.entries)
            place[place == len(self._entry)] = 0
            here = self._entry[place] == cover.entries
            place, credit = place[here], cover.credit[here]
            owner = self.formulation.entry_candidate[place]
            columns.append(np.concatenate([self.formulation.first_entry + place, owner]))
            values.append(np.concatenate([np.ones(len(place)), -credit]))
        if covers:
            limits = np.array([cover.limit for cover in covers])
            self._programme.add(columns, values, limits)
        self._covers += covers
