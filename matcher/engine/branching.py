"""Proving the best line-up by settling who is a member, one candidate after another.

Once the large and the well connected are settled, local members hardly compete: then the linear
programme with its covers is nearly whole, and few further steps are left. So where a search
(`matcher.engine.search`) takes long, candidates are settled one by one, the one that lowers the
bound most first. At each step the bounds of `matcher.engine.pricing` settle most of the others.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from matcher.engine.linear import KEPT
from matcher.engine.narrowing import Narrowing
from matcher.engine.pricing import Settled
from matcher.engine.relaxation import Relaxation
from matcher.engine.rounding import groups_of, rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from matcher.engine.covers import Cover
    from matcher.engine.formulation import EarlierLineUp
    from matcher.engine.linear import LinearSolver
    from matcher.engine.pricing import Priced
    from matcher.engine.relaxation import Restriction
    from matcher.problem.model import Problem

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Indices = NDArray[np.int64]

_WHOLE, _MOSTLY = 1e-6, 0.5
_DIGITS = 6
_ADDED = 40
_CLOSE, _MINOR = 1e-5, 0.1
_SURELY = 1e-9
_COVER_ROUNDS, _COVERED = 3, 1e-2
_DIFFUSION = 30
_TRIED, _PATIENCE = 8, 60
_LEAST_LOSS = 1e-7
_OUTGROWN = 0.6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Branch:
    """Line-ups in which some members are settled, a bound on them, and what bounds them further."""

    settled: Settled
    bound: float
    relaxation: Relaxation

    def with_one(self, candidate: int, *, inside: bool) -> Branch:
        """The same with one more candidate settled."""
        now, out = self.settled.inside.copy(), self.settled.outside.copy()
        (now if inside else out)[candidate] = True
        return replace(self, settled=Settled(now, out))


class Branching:
    """Goes through the line-ups of a problem, branch by branch.

    Parameters
    ----------
    problem : the problem
    linear : solves its linear programmes
    earlier : line-ups of which only so many members may stay
    look : prices a line-up; gives what the best known is worth
    gap : share of that at which a bound is near enough
    """

    def __init__(
        self,
        problem: Problem,
        linear: LinearSolver,
        earlier: Sequence[EarlierLineUp],
        look: Callable[[tuple[int, ...]], float],
        gap: float,
    ) -> None:
        """Prepare; nothing is solved yet."""
        self.problem, self.linear, self.earlier = problem, linear, earlier
        self.narrowing = Narrowing(problem, linear)
        self._look, self._gap, self._best = look, gap, -np.inf
        self._groups = list(groups_of(problem, earlier))
        self._open: list[tuple[float, int, Branch]] = []
        self._order, self._closed = count(), -np.inf
        self._losses: dict[int, tuple[float, float]] = {}
        self.branches = 0

    @property
    def bound(self) -> float:
        """No line-up of the problem is worth more."""
        return max(self._closed, *(branch.bound for _, _, branch in self._open), self._best)

    def run(self, best: float, out_of_time: Callable[[], bool]) -> None:
        """Go through the branches until none can hold a better line-up, or time is out."""
        self._best = best

        def known(part: Restriction) -> float:
            self._round(part, self.narrowing.worth)
            return self._best

        part = self.narrowing.narrow(self.earlier, known, out_of_time, covered=True)
        if part is None:
            return
        outside = self.narrowing.bounds <= self._enough
        given = self.narrowing.market.settled
        settled = Settled(given.inside, given.outside | outside)
        relaxation = self._relaxed(part.candidates, settled, self.narrowing.covers)
        self._push(Branch(settled=settled, bound=self.narrowing.bound, relaxation=relaxation))
        self._closed = float(self.narrowing.bounds[outside].max(initial=-np.inf))
        following: Branch | None = None
        while (following or self._open) and not out_of_time():
            branch = following or heapq.heappop(self._open)[2]
            following = self._go_on(branch)
        if following is not None:
            self._push(following)

    @property
    def _enough(self) -> float:
        """What is not above this needs no look."""
        return self._best + self._gap / 2 * abs(self._best)

    def _push(self, branch: Branch) -> None:
        heapq.heappush(self._open, (-branch.bound, next(self._order), branch))

    def _go_on(self, branch: Branch) -> Branch | None:
        """Bound a branch, and split it in two unless that rules it out; gives the better one."""
        self.branches += 1
        part, branch = self._bounded(branch)
        if part is None or branch.bound <= self._enough:
            self._closed = max(self._closed, branch.bound)
            return None
        undecided = np.flatnonzero(np.abs(part.chosen - np.round(part.chosen)) > _WHOLE)
        if not len(undecided):
            self._closed = max(self._closed, branch.bound)
            return None
        candidate, joins = self._candidate(part, branch, undecided)
        first, second = (branch.with_one(candidate, inside=inside) for inside in (joins, not joins))
        self._push(second)
        return first

    def _bounded(self, branch: Branch) -> tuple[Restriction | None, Branch]:
        """Solve a branch's linear programme, with whoever the prices want; settle who is sure."""
        while True:
            part = branch.relaxation.solve(branch.settled)
            if part is not None and part.answer.value > self._enough:
                part = branch.relaxation.tightened(
                    part, branch.settled, rounds=_COVER_ROUNDS, least=_COVERED
                )
            if part is None:
                return None, replace(branch, bound=-np.inf)
            prices = self.narrowing.prices_of(part, self.earlier)
            priced = self.narrowing.market.price(*prices, rounds=_DIFFUSION, settled=branch.settled)
            branch = replace(branch, bound=min(branch.bound, priced.bound))
            self._round(part, priced.worth)
            if branch.bound <= self._enough:
                return part, branch
            branch = replace(branch, settled=self._surely(branch.settled, priced))
            newcomers = self._newcomers(part, priced, branch)
            if not len(newcomers) and not self._is_outgrown(part, branch.settled):
                return part, branch
            who = np.union1d(part.candidates, newcomers)
            relaxation = self._relaxed(who, branch.settled, part.priced_covers())
            branch = replace(branch, relaxation=relaxation)

    def _relaxed(
        self, candidates: Indices, settled: Settled, covers: Sequence[Cover]
    ) -> Relaxation:
        """A linear programme over those of some candidates who are not out."""
        kept = candidates[~settled.outside[candidates]]
        return Relaxation(self.problem, self.linear, kept, self.earlier, covers, settled)

    def _is_outgrown(self, part: Restriction, settled: Settled) -> bool:
        """Whether much of a linear programme is about candidates who are settled by now."""
        lengths = np.diff(part.formulation.problem.quality.indptr)
        done = settled.inside | settled.outside
        fresh = done[part.candidates] & ~part.formulation.locked
        return bool(lengths[fresh].sum() > _OUTGROWN * lengths[~part.formulation.locked].sum())

    def _surely(self, settled: Settled, priced: Priced) -> Settled:
        """Settle whoever a better line-up surely has, or surely has not."""
        joins = settled.inside | (priced.bound_without() <= self._enough)
        leaves = settled.outside | ((priced.bound_with() <= self._enough) & ~joins)
        ruled_out = leaves & ~settled.outside
        left_in = joins & ~settled.inside
        closed = [priced.bound_with()[ruled_out].max(initial=-np.inf)]
        closed.append(priced.bound_without()[left_in].max(initial=-np.inf))
        self._closed = max(self._closed, *map(float, closed))
        return Settled(joins, leaves)

    def _newcomers(self, part: Restriction, priced: Priced, branch: Branch) -> Indices:
        """Who is wanted outside the part, and members who are not in it."""
        inside = np.zeros(self.problem.candidates, dtype=bool)
        inside[part.candidates] = True
        missing = np.flatnonzero(branch.settled.inside & ~inside)
        above, distance = priced.bound - part.answer.value, priced.bound - self._best
        whole = (np.abs(part.chosen - np.round(part.chosen)) <= _WHOLE).all()
        if above <= max(_CLOSE * abs(priced.bound), _MINOR * distance) and not whole:
            return missing
        place = max(float(part.answer.prices["size"].sum()), 0.0)
        free = ~(inside | branch.settled.inside | branch.settled.outside)
        wanted = np.flatnonzero(free & (priced.worth > place + _SURELY))
        largest = wanted[np.argsort(-priced.worth[wanted], kind="stable")[:_ADDED]]
        return np.concatenate([missing, largest])

    def _round(self, part: Restriction, worth: Floats) -> None:
        """Price line-ups of those that a linear programme takes most of."""
        order = np.lexsort((-worth[part.candidates], -np.round(part.chosen, _DIGITS)))
        total = float(part.chosen.sum())
        for enough in {math.ceil(total - KEPT), int((part.chosen > _MOSTLY).sum())}:
            members = rounded(self.problem, self._groups, part.candidates[order], enough)
            if members is not None:
                self._best = max(self._best, self._look(members))

    def _candidate(self, part: Restriction, branch: Branch, undecided: Indices) -> tuple[int, bool]:
        """Whom to settle next, and whether to look at line-ups with or without it first."""
        tried, best = 0, (-1.0, -1, False)
        chosen = part.chosen
        for place in self._promising(part, undecided):
            candidate = int(part.candidates[place])
            if candidate not in self._losses:
                if tried == _TRIED:
                    continue
                tried += 1
                self._losses[candidate] = self._try(part, branch, place)
            without, with_it = self._losses[candidate]
            losses = without * chosen[place], with_it * (1.0 - chosen[place])
            score = max(losses[0], _LEAST_LOSS) * max(losses[1], _LEAST_LOSS)
            if score > best[0]:
                best = score, candidate, losses[1] <= losses[0]
        return best[1], best[2]

    def _promising(self, part: Restriction, undecided: Indices) -> Iterator[int]:
        """Those undecided, whoever gained most so far or has most at stake first."""
        stake = self._stake(part)
        chosen = part.chosen
        known = [self._losses.get(int(c)) for c in part.candidates[undecided]]
        score = [
            stake[place] * min(chosen[place], 1.0 - chosen[place]) if one is None else -1.0
            for place, one in zip(undecided.tolist(), known, strict=True)
        ]
        order = np.argsort(-np.array(score), kind="stable")
        yield from undecided[order].tolist()

    def _stake(self, part: Restriction) -> Floats:
        """What each candidate's work and pairs come to where it is taken in part."""
        own, columns = part.formulation, part.answer.columns
        count = len(part.candidates)
        work = np.bincount(
            own.entry_candidate, np.abs(own.entry_gain()) * part.taken, minlength=count
        )
        gain = self.problem.pair_weight * own.pair_affinity / self.problem.pair_scale
        pairs = gain * columns[own.first_pair : own.first_leading]
        for ends in (own.pair_first, own.pair_second):
            work += np.bincount(ends, pairs, minlength=count)
        return np.asarray(work / np.maximum(part.chosen, _WHOLE))

    def _try(self, part: Restriction, branch: Branch, place: int) -> tuple[float, float]:
        """What the linear programme loses without a candidate and with it, for each whole one."""
        candidate, chosen = int(part.candidates[place]), float(part.chosen[place])
        lost = []
        for inside in (False, True):
            after = branch.relaxation.solve(
                branch.with_one(candidate, inside=inside).settled, patience=_PATIENCE
            )
            value = -np.inf if after is None else after.answer.value
            lost.append(min(part.answer.value - value, 1.0))
        return lost[0] / max(chosen, _WHOLE), lost[1] / max(1.0 - chosen, _WHOLE)
