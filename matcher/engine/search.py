"""The search through the line-ups of a core of candidates, ceiling by ceiling.

It prepares what `matcher.engine.enumeration` walks through, and feeds it: a ceiling for every
line-up that it hands back. Of too many ceilings those that helped least are forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.engine.bounding import look_first
from matcher.engine.enumeration import search
from matcher.engine.position import DEPTH, FRESH, NODES, VERSION, Board, Walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matcher.engine.pricing import Prices, Pricing
    from matcher.engine.rounding import Group
    from matcher.problem.model import Problem

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_MOST_CEILINGS, _LEAST_CEILINGS = 512, 64
_MOST_NUMBERS = 500_000
_FADING = 0.999
_MOMENT, _LEAST_NODES, _MOST_NODES = 2_000_000, 100, 20_000


class Search:
    """Goes through the line-ups of some candidates that could be worth more than a threshold.

    Parameters
    ----------
    market : the problem whose line-ups are searched, ready for pricing
    core : the candidates among whom the others of a line-up are; the locked are added
    shares : what the first and the second end count of each pair's gain, shape (pairs,) each
    groups : how many members are of each kind
    places : members at most; default: as many as the problem allows
    """

    def __init__(
        self,
        market: Pricing,
        core: Indices,
        shares: tuple[Floats, Floats],
        groups: Sequence[Group],
        places: int | None = None,
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
            "places": problem.max_members if places is None else places,
            "fixed": len(locked),
            **_pairs(market, shares, self.core),
            **_groups(groups, self.core),
            **_conflicts(problem, self.core),
        }
        sizes = len(self.core), len(self._static["least"]), self.most_ceilings
        self._walk = _walk(self._static["places"], *sizes)

    @property
    def nodes(self) -> int:
        """How many nodes were looked at."""
        return int(self._walk.state[NODES])

    @property
    def bound(self) -> float:
        """The highest bound of all that was ruled out; of all others, once the search is done."""
        return float(self._walk.highest[0])

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
        self._ceilings[place] = self.market.alone(prices, self.core)
        self._constants[place] = self.market.constant(prices)
        self._walk.uses[:] *= _FADING
        self._walk.uses[place] = self._walk.uses.max(initial=0.0) + 1.0
        levels = max(int(self._walk.state[DEPTH]), self._static["fixed"]) + 1
        look_first(self._walk.order, self._walk.counted, place, levels)
        self._walk.state[VERSION] += 1

    def go_on(self, threshold: float) -> int:
        """Search on for a moment, see `matcher.engine.enumeration.search`."""
        board = Board(
            ceilings=self._ceilings[: self._count],
            constants=self._constants[: self._count],
            **self._static,
        )
        walk = self._walk
        patience = min(max(_MOMENT // max(len(self.core), 1), _LEAST_NODES), _MOST_NODES)
        return int(search(board, walk, threshold, patience))


def _walk(places: int, count: int, groups: int, ceilings: int) -> Walk:
    levels = places + 1

    def whole(*shape: int) -> Indices:
        return np.zeros(shape, dtype=np.int64)

    walk = Walk(
        members=whole(levels),
        lists=whole(levels, count),
        sizes=whole(levels),
        position=whole(levels),
        base=np.zeros((levels, ceilings)),
        pairs=np.zeros((levels, count)),
        together=np.zeros(levels),
        held=whole(levels, groups),
        entered=whole(levels),
        seen=whole(levels),
        offered=whole(levels),
        order=whole(levels, ceilings),
        counted=whole(levels),
        uses=np.zeros(ceilings),
        highest=np.full(1, -np.inf),
        state=whole(5),
        listed=whole(count),
        extra=np.zeros(count),
        with_it=np.zeros(count),
        without=np.zeros(count),
        inside=np.zeros(levels),
        outside=np.zeros(levels),
        who=whole(levels),
        free=whole(groups),
        binds=np.zeros(groups, dtype=np.bool_),
        bounds=np.zeros(3),
        near=np.zeros(ceilings),
        ranks=whole(ceilings),
        spare=whole(max(count, ceilings)),
    )
    walk.lists[0], walk.sizes[0] = np.arange(count), count
    walk.state[FRESH] = 1
    return walk


def _pairs(market: Pricing, shares: tuple[Floats, Floats], core: Indices) -> dict[str, Any]:
    """The pairs among the core, each from both of its ends."""
    formulation, position = market.formulation, np.full(market.problem.candidates, -1)
    position[core] = np.arange(len(core))
    first, second = position[formulation.pair_first], position[formulation.pair_second]
    inside = np.flatnonzero((first >= 0) & (second >= 0))
    ends = np.concatenate([first[inside], second[inside]])
    order = np.argsort(ends, kind="stable")
    others = np.concatenate([second[inside], first[inside]])
    own = np.concatenate([share[inside] for share in shares])
    gain = np.concatenate([market.pair_gain[inside], market.pair_gain[inside]])
    return {
        "first": _starts(ends, len(core)),
        "other": others[order],
        "gain": gain[order],
        "share": own[order],
    }


def _starts(owner: Indices, count: int) -> Indices:
    return np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=count))]).astype(np.int64)


def _groups(groups: Sequence[Group], core: Indices) -> dict[str, Any]:
    """Who of the core is in which group, and how many of each are members."""
    inside = [np.isin(core, np.fromiter(group.candidates, np.int64)) for group in groups]
    return {
        "belongs": np.array(inside),
        "least": np.array([group.least for group in groups], dtype=np.int64),
        "most": np.array([group.most for group in groups], dtype=np.int64),
    }


def _conflicts(problem: Problem, core: Indices) -> dict[str, Any]:
    position = {int(candidate): place for place, candidate in enumerate(core)}
    pairs = [
        (position[a], position[b]) for a, b in problem.conflicts if a in position and b in position
    ]
    ends = np.array([*pairs, *(pair[::-1] for pair in pairs)], dtype=np.int64).reshape(-1, 2)
    order = np.argsort(ends[:, 0], kind="stable")
    return {
        "conflict_first": _starts(ends[:, 0], len(core)),
        "conflict": ends[order, 1].copy(),
    }
