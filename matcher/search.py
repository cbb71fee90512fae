"""The search through the line-ups of a core of candidates, ceiling by ceiling.

It prepares what `matcher.enumeration` walks through, and feeds it: a ceiling for every line-up that
it hands back. Of too many ceilings those that helped least are forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.enumeration import DEPTH, NODES, VERSION, Board, Walk, search, start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from matcher.formulation import Rival
    from matcher.pricing import Market, Priced, Prices
    from matcher.problem import Problem

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_MOST_CEILINGS, _LEAST_CEILINGS = 512, 64
_MOST_NUMBERS = 500_000
_FADING = 0.999


class Search:
    """Goes through the line-ups of some candidates that could be worth more than a threshold.

    Parameters
    ----------
    market : the problem whose line-ups are searched, ready for pricing
    core : the candidates among whom the others of a line-up are; the locked are added
    priced : tells how the gains of pairs are shared
    rivals : earlier line-ups, of whose members only so many may stay
    """

    def __init__(
        self, market: Market, core: Indices, priced: Priced, rivals: Sequence[Rival]
    ) -> None:
        """Number the candidates of the core, the locked first."""
        problem = market.problem
        locked = np.array(problem.locked, dtype=np.int64)
        self.market = market
        self.core = np.concatenate([locked, np.setdiff1d(core, locked)])
        fitting = _MOST_NUMBERS // max(len(self.core), 1)
        self.most_ceilings = min(max(fitting, _LEAST_CEILINGS), _MOST_CEILINGS)
        self._ceilings = np.zeros((self.most_ceilings, len(self.core)))
        self._constants = np.zeros(self.most_ceilings)
        self._count = 0
        self._static = {
            "places": problem.max_members,
            "fixed": len(locked),
            **_pairs(market, priced, self.core),
            **_groups(problem, self.core, rivals),
            **_conflicts(problem, self.core),
        }
        sizes = len(self.core), len(self._static["least"]), self.most_ceilings
        self._walk = _walk(problem.max_members, *sizes)
        self._begun = False

    @property
    def nodes(self) -> int:
        """How many nodes were looked at."""
        return int(self._walk.state[NODES])

    @property
    def members(self) -> tuple[int, ...]:
        """The line-up that was handed back last, ascending."""
        found = self._walk.members[: self._walk.state[DEPTH]]
        return tuple(sorted(self.core[found].tolist()))

    def add(self, prices: Prices) -> None:
        """Add the ceiling that prices give."""
        place = self._count
        if place == self.most_ceilings:
            place = int(np.argmin(self._walk.uses))
        else:
            self._count += 1
            self._walk.order[place] = place
        self._ceilings[place] = self.market.alone(prices, self.core)
        self._constants[place] = self.market.constant(prices)
        self._walk.uses[:] *= _FADING
        self._walk.uses[place] = self._walk.uses.max(initial=0.0) + 1.0
        self._walk.state[VERSION] += 1

    def go_on(self, threshold: float, patience: int) -> int:
        """Search on, see `matcher.enumeration.search`."""
        board = Board(
            ceilings=self._ceilings[: self._count],
            constants=self._constants[: self._count],
            **self._static,
        )
        walk = self._walk._replace(order=self._walk.order[: self._count])
        if not self._begun:
            start(board, walk)
            self._begun = True
        return int(search(board, walk, threshold, patience))


def _walk(places: int, count: int, groups: int, ceilings: int) -> Walk:
    levels = places + 1
    lists = np.zeros((levels, count), dtype=np.int64)
    lists[0] = np.arange(count)
    sizes = np.zeros(levels, dtype=np.int64)
    sizes[0] = count
    by_level = {
        name: np.zeros(levels, dtype=np.int64)
        for name in ("members", "position", "entered", "seen", "offered")
    }
    by_candidate = {name: np.zeros(count) for name in ("extra", "with_it")}
    return Walk(
        lists=lists,
        sizes=sizes,
        base=np.zeros((levels, ceilings)),
        pairs=np.zeros((levels, count)),
        together=np.zeros(levels),
        held=np.zeros((levels, groups), dtype=np.int64),
        order=np.zeros(ceilings, dtype=np.int64),
        uses=np.zeros(ceilings),
        state=np.zeros(5, dtype=np.int64),
        listed=np.zeros(count, dtype=np.int64),
        largest=np.zeros(levels),
        free=np.zeros(groups, dtype=np.int64),
        **by_level,
        **by_candidate,
    )


def _pairs(market: Market, priced: Priced, core: Indices) -> dict[str, Any]:
    """The pairs among the core, each from both of its ends."""
    formulation, position = market.formulation, np.full(market.problem.candidates, -1)
    position[core] = np.arange(len(core))
    first, second = position[formulation.pair_first], position[formulation.pair_second]
    inside = np.flatnonzero((first >= 0) & (second >= 0))
    ends = np.concatenate([first[inside], second[inside]])
    order = np.argsort(ends, kind="stable")
    others = np.concatenate([second[inside], first[inside]])
    shares = np.concatenate([priced.first_share[inside], priced.second_share[inside]])
    gain = np.concatenate([market.pair_gain[inside], market.pair_gain[inside]])
    return {
        "first": _starts(ends, len(core)),
        "other": others[order],
        "gain": gain[order],
        "share": shares[order],
    }


def _starts(owner: Indices, count: int) -> Indices:
    return np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=count))]).astype(np.int64)


def _groups(problem: Problem, core: Indices, rivals: Sequence[Rival]) -> dict[str, Any]:
    """The lead, the quotas and the rivals, by candidate of the core."""
    all_groups = list(_all_groups(problem, rivals))
    inside = [np.flatnonzero(np.isin(core, who)) for who, _, _ in all_groups]
    owner = np.concatenate(inside)
    group = np.repeat(np.arange(len(inside)), [len(own) for own in inside])
    order = np.argsort(owner, kind="stable")
    return {
        "group_first": _starts(owner, len(core)),
        "group": group[order],
        "least": np.array([least for _, least, _ in all_groups], dtype=np.int64),
        "most": np.array([most for _, _, most in all_groups], dtype=np.int64),
    }


def _all_groups(
    problem: Problem, rivals: Sequence[Rival]
) -> Iterator[tuple[Sequence[int] | Indices, int, int]]:
    everybody = problem.max_members
    yield np.flatnonzero(problem.may_lead), 1, everybody
    for quota in problem.quotas:
        yield quota.candidates, quota.at_least, (
            everybody if quota.at_most is None else quota.at_most
        )
    for rival in rivals:
        yield rival.members, 0, rival.allowance


def _conflicts(problem: Problem, core: Indices) -> dict[str, Any]:
    position = {int(candidate): place for place, candidate in enumerate(core)}
    pairs = [
        (position[a], position[b])
        for a, b in problem.conflicts
        if a in position and b in position
    ]
    ends = np.array([*pairs, *(pair[::-1] for pair in pairs)], dtype=np.int64).reshape(-1, 2)
    order = np.argsort(ends[:, 0], kind="stable")
    return {
        "conflict_first": _starts(ends[:, 0], len(core)),
        "conflict": ends[order, 1].copy(),
    }
