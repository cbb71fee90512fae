"""Finding the best line-up, with its proof.

1. Bound all candidates (`matcher.engine.narrowing`), and make a first line-up of those that the
   linear programme takes most of (`matcher.engine.rounding`).
2. Search those that could be in a better one (`matcher.engine.search`): where they are many first
   only for much better line-ups, then for slightly better ones. Each time the search ends, what it
   ruled out bounds all that was not seen. Before that it looks only near the best known.
3. Where the search takes long, bound all candidates with covers (`matcher.engine.covers`). Solve
   for few that are left with cutting planes; settle many branch by branch
   (`matcher.engine.branching`). Then search on. Long line-ups of few candidates come here soon,
   short ones late, and short ones of many never.

Whatever was learnt of a problem serves its next line-ups too: bounds, prices, line-ups priced.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.engine.allocation import best_volumes
from matcher.engine.branching import Branching
from matcher.engine.enumeration import DONE, LINE_UP
from matcher.engine.formulation import EarlierLineUp, span
from matcher.engine.linear import KEPT
from matcher.engine.narrowing import Narrowing
from matcher.engine.relaxation import Relaxation
from matcher.engine.rounding import Group, groups_of, rounded
from matcher.engine.search import Search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from matcher.engine.allocation import BestVolumes
    from matcher.engine.linear import LinearSolver
    from matcher.engine.relaxation import Restriction
    from matcher.problem.model import Problem

    Floats = NDArray[np.float64]

_NEAR = 1
_PATIENCE, _LITTLE_PATIENCE, _GREAT_PATIENCE = 4_000_000, 10_000, 40_000_000
_LONG = 12
_MOST_ENTRIES = 4_000
_FINER, _MUCH_FINER, _FINEST = 4.0, 16.0, 1e-4
_SMALL_CORE = 300
_ROUNDS = 4
_TIE = 1e-12
_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The best line-up found (None where there is none), its value, and a bound over all.

    `finished` says whether the bound is within the gap, or that there is no line-up.
    """

    members: tuple[int, ...] | None
    value: float
    bound: float
    finished: bool

    def gap(self) -> float:
        """How far the bound is above the value, as a share of it; endless without a line-up."""
        if self.members is None:
            return np.inf
        return (self.bound - self.value) / max(abs(self.value), 1e-9)


_NONE = Standing(members=None, value=-np.inf, bound=-np.inf, finished=True)


class Engine:
    """Finds line-ups of one problem, one after another.

    Parameters
    ----------
    problem : the problem
    linear : solves its linear programmes
    earlier : an engine that has found the best line-up of the problem with fewer rules about who
        is a member; what it learnt holds here too

    Attributes
    ----------
    known : the line-ups that were priced
    learnt : the bounds without any earlier line-up, once the best line-up was looked for
    """

    def __init__(
        self, problem: Problem, linear: LinearSolver, *, earlier: Engine | None = None
    ) -> None:
        """Prepare; nothing is solved yet."""
        self.problem, self.linear = problem, linear
        self.narrowing = Narrowing(problem, linear)
        self.known: dict[tuple[int, ...], BestVolumes] = {}
        self.learnt: Narrowing | None = None
        self._worst = -2.0 * span(problem)
        if earlier is not None and earlier.learnt is not None:
            self.narrowing.learn(earlier.learnt)
            self.known = dict(earlier.known)

    def look_at(self, line_ups: Iterable[tuple[int, ...]]) -> None:
        """Price line-ups that somebody knows; a good one spares the search for it."""
        for members in line_ups:
            if 0 < len(members) <= self.problem.max_members:
                self._priced(members)

    def best(
        self, earlier: Sequence[EarlierLineUp], *, gap: float, out_of_time: Callable[[], bool]
    ) -> Standing:
        """Find the best line-up that keeps no more of each earlier one than it allows."""
        if not self.problem.candidates or not self._locks_are_possible(earlier):
            return _NONE

        def known(part: Restriction) -> float:
            return self._first(part, earlier).value

        if self.narrowing.narrow(earlier, known, out_of_time) is None:
            return _NONE
        if not earlier:
            self.learnt = self.narrowing.copy()
        return self._proven(earlier, gap, out_of_time)

    def _first(self, part: Restriction, earlier: Sequence[EarlierLineUp]) -> Standing:
        """Price a line-up of those that a part's linear programme takes most of."""
        worth = self.narrowing.worth[part.candidates]
        order = np.lexsort((-worth, -np.round(part.chosen, _DIGITS)))
        enough = math.ceil(part.chosen.sum() - KEPT)
        groups = list(groups_of(self.problem, earlier))
        members = rounded(self.problem, groups, part.candidates[order], enough)
        if members is not None:
            self._priced(members)
        return self._incumbent(earlier)

    def _proven(
        self, earlier: Sequence[EarlierLineUp], gap: float, out_of_time: Callable[[], bool]
    ) -> Standing:
        found = replace(self._incumbent(earlier), bound=self.narrowing.bound)
        found = self._improved(found, earlier, gap, out_of_time)
        patience = self._patience(found, gap)
        found = self._all_searched(found, earlier, gap, out_of_time, patience)
        if found.finished or out_of_time():
            return found
        if found.members is not None:
            found = self._by_covers(found, earlier, gap, out_of_time)
        return self._all_searched(found, earlier, gap, out_of_time, np.inf)

    def _all_searched(
        self,
        found: Standing,
        earlier: Sequence[EarlierLineUp],
        gap: float,
        out_of_time: Callable[[], bool],
        patience: float,
    ) -> Standing:
        """Search with smaller and smaller steps, until it takes too long."""
        at_once = found.members is None or self._core(found, gap).sum() <= _SMALL_CORE
        step = gap if at_once else found.gap() / _FINER
        while found.gap() > gap and not out_of_time():
            after = self._searched(found, earlier, max(step, gap), out_of_time, patience=patience)
            found = replace(after, bound=max(min(after.bound, found.bound), after.value))
            if not after.finished or step <= gap:
                return found
            step /= _FINER
        return replace(found, finished=found.gap() <= gap)

    def _by_covers(
        self,
        found: Standing,
        earlier: Sequence[EarlierLineUp],
        gap: float,
        out_of_time: Callable[[], bool],
    ) -> Standing:
        """Bound everybody with covers, then prove it of whoever is left: of few at once."""

        def known(part: Restriction) -> float:
            return self._first(part, earlier).value

        self.narrowing.narrow(earlier, known, out_of_time, covered=True)
        best = self._incumbent(earlier)
        found = replace(best, bound=max(min(found.bound, self.narrowing.bound), best.value))
        if found.gap() <= gap or out_of_time():
            return found
        core = self._core(found, gap)
        core[list(found.members or ())] = True
        if self._entries(core) <= _MOST_ENTRIES:
            bound = self._whole(core, found, earlier, gap, out_of_time)
        else:
            bound = self._branched(core, found, earlier, gap, out_of_time)
        return self._bounded(found, core, bound, earlier)

    def _patience(self, found: Standing, gap: float) -> float:
        """How long to search before covers are tried.

        The search settles one member after another, so the longer a line-up the longer it takes;
        cutting planes do not mind, but have to hold all work of those who could be members. Of a
        short line-up of many the search tells more than any branch (docs/benchmarks.md).
        """
        few = self._entries(self._core(found, gap)) <= _MOST_ENTRIES
        is_long = len(found.members or ()) > _LONG
        if is_long:
            return _LITTLE_PATIENCE if few else _PATIENCE
        return _GREAT_PATIENCE if few else np.inf

    def _entries(self, core: NDArray[np.bool_]) -> int:
        """How much work some candidates could do: what a linear programme of them has to hold."""
        return int(np.diff(self.problem.quality.indptr)[core].sum())

    def _whole(
        self,
        core: NDArray[np.bool_],
        found: Standing,
        earlier: Sequence[EarlierLineUp],
        gap: float,
        out_of_time: Callable[[], bool],
    ) -> float:
        """Bound the line-ups of few candidates by cutting planes."""
        among, members = np.flatnonzero(core), np.array(found.members)
        relaxation = Relaxation(self.problem, self.linear, among, earlier, self.narrowing.covers)
        better, bound = relaxation.whole(members, gap=gap, stop=out_of_time)
        if better is not None:
            self._priced(tuple(better.tolist()))
        if bound < found.value - _TIE * abs(found.value):  # no bound: the start is in it
            return np.inf
        return bound

    def _branched(
        self,
        core: NDArray[np.bool_],
        found: Standing,
        earlier: Sequence[EarlierLineUp],
        gap: float,
        out_of_time: Callable[[], bool],
    ) -> float:
        """Bound the line-ups of many candidates, branch by branch."""
        among = np.flatnonzero(core)

        def look(members: tuple[int, ...]) -> float:
            self._priced(tuple(among[list(members)].tolist()))
            return self._incumbent(earlier).value

        own = [_among(line_up, among) for line_up in earlier]
        branching = Branching(self.problem.only(among), self.linear, own, look, gap)
        branching.run(found.value, out_of_time)
        return branching.bound

    def _bounded(
        self,
        found: Standing,
        core: NDArray[np.bool_],
        bound: float,
        earlier: Sequence[EarlierLineUp],
    ) -> Standing:
        """The best known, under what bounds the line-ups of a core and all others."""
        outside = float(self.narrowing.bounds[~core].max(initial=-np.inf))
        best = self._incumbent(earlier)
        bound = max(min(found.bound, max(bound, outside)), best.value)
        return replace(best, bound=bound, finished=False)

    def _threshold(self, found: Standing, step: float) -> float:
        """What a line-up must be worth to be looked for."""
        if found.members is None:
            return self._worst
        return found.value + max(step, _TIE) * abs(found.value)

    def _core(self, found: Standing, step: float) -> NDArray[np.bool_]:
        """Who could be in a line-up that is looked for."""
        return self.narrowing.bounds > self._threshold(found, step)

    def _improved(
        self,
        found: Standing,
        earlier: Sequence[EarlierLineUp],
        gap: float,
        out_of_time: Callable[[], bool],
    ) -> Standing:
        """Look near the best known, for much better line-ups first, until none is near it."""
        step = found.gap() / _MUCH_FINER
        while found.members is not None and found.gap() > gap and not out_of_time():
            patience = min(self._patience(found, gap), _PATIENCE)
            near = self._searched(
                found, earlier, max(step, gap), out_of_time, near=_NEAR, patience=patience
            )
            if near.members == found.members and step <= max(gap, _FINEST):
                break
            if near.members == found.members:
                step /= _MUCH_FINER
            found = replace(near, bound=found.bound, finished=False)
        return found

    def _searched(
        self,
        found: Standing,
        earlier: Sequence[EarlierLineUp],
        step: float,
        out_of_time: Callable[[], bool],
        *,
        near: int | None = None,
        patience: float = np.inf,
    ) -> Standing:
        """Search for line-ups that are better than the best known by more than a step.

        Where `near` is given only for those that leave out at most so many of its members, and
        have at most one more member in all; the bound is then one on these alone.
        """
        core = self._core(found, step)
        if near is not None:
            core &= self.narrowing.inside
        outside = float(self.narrowing.bounds[~core].max(initial=-np.inf))
        search = self._prepared(core, earlier, found.members, near)
        patience /= max(core.sum(), 1)
        while True:
            status = search.go_on(self._threshold(found, step))
            if status == DONE:
                return replace(found, bound=max(search.bound, outside), finished=True)
            if status == LINE_UP:
                volumes = self._priced(search.members)
                if volumes.objective > found.value:
                    found = replace(found, members=search.members, value=volumes.objective)
                search.add(volumes.prices)
            if search.nodes > patience or out_of_time():
                return replace(found, bound=np.inf, finished=False)

    def _prepared(
        self,
        core: NDArray[np.bool_],
        earlier: Sequence[EarlierLineUp],
        members: tuple[int, ...] | None,
        near: int | None,
    ) -> Search:
        """A search under the ceilings known so far; near some members where asked for."""
        narrowing, places = self.narrowing, self.problem.max_members
        groups = list(groups_of(self.problem, earlier))
        if near is not None and members is not None:
            places = min(places, len(members) + 1)
            groups.append(Group(set(members), len(members) - near, places))
            core = core.copy()
            core[list(members)] = True
        search = Search(narrowing.market, np.flatnonzero(core), narrowing.shares, groups, places)
        for prices in narrowing.prices[-_ROUNDS:]:
            search.add(prices)
        for volumes in list(self.known.values())[-search.most_ceilings :]:
            search.add(volumes.prices)
        return search

    def _priced(self, members: tuple[int, ...]) -> BestVolumes:
        """Price a line-up exactly, once."""
        if members not in self.known:
            self.known[members] = best_volumes(self.problem, members, self.linear)
        return self.known[members]

    def _incumbent(self, earlier: Iterable[EarlierLineUp]) -> Standing:
        """The best line-up priced so far that is different enough."""
        best = replace(_NONE, bound=np.inf, finished=False)
        groups = list(groups_of(self.problem, list(earlier)))
        for members, volumes in self.known.items():
            if volumes.objective > best.value and self._is_allowed(members, groups):
                best = replace(best, members=members, value=volumes.objective)
        return best

    def _is_allowed(self, members: tuple[int, ...], groups: Iterable[Group]) -> bool:
        """Whether a line-up keeps the rules about who is a member."""
        problem, held = self.problem, set(members)
        return (
            held.issuperset(problem.locked)
            and held.isdisjoint(problem.excluded)
            and not any(held.issuperset(pair) for pair in problem.conflicts)
            and all(group.least <= group.held(held) <= group.most for group in groups)
        )

    def _locks_are_possible(self, earlier: Iterable[EarlierLineUp]) -> bool:
        problem = self.problem
        locked = set(problem.locked)
        return (
            len(locked) <= problem.max_members
            and not any(set(pair) <= locked for pair in problem.conflicts)
            and all(group.held(locked) <= group.most for group in groups_of(problem, list(earlier)))
        )


def _among(line_up: EarlierLineUp, candidates: NDArray[np.int64]) -> EarlierLineUp:
    """An earlier line-up in the terms of some candidates."""
    place = {int(candidate): position for position, candidate in enumerate(candidates)}
    members = tuple(place[m] for m in line_up.members if m in place)
    return EarlierLineUp(members=members, allowance=line_up.allowance)
