"""Branch and bound over yes-or-no decisions, for any relaxation that bounds them.

The search dives: it follows the better child of each node down to an answer and keeps the other for
later, the one with the highest bound first. Nothing is dropped unless its bound says that it
cannot beat the best answer by more than the gap, and the largest bound dropped is part of the
bound reported; so the bound holds even when the search is stopped early.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Decisions = tuple[tuple[int, bool], ...]
_WHOLE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relaxed:
    """A relaxation's answer: an upper bound, and each decision as a number in [0, 1]."""

    bound: float
    decisions: Floats


class Relaxation(Protocol):
    """Bounds every answer that agrees with the decisions taken; None where there is none."""

    def __call__(self, taken: Decisions) -> Relaxed | None:
        """Relax the problem with these decisions taken."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """The best answer found (None where there is none), its value, and a bound over all answers."""

    decisions: NDArray[np.bool_] | None
    value: float
    bound: float
    finished: bool


@dataclass(frozen=True, slots=True)
class _Node:
    taken: Decisions
    relaxed: Relaxed


class _Search:
    def __init__(
        self,
        relax: Relaxation,
        gap: float,
        out_of_time: Callable[[], bool],
        known: float,
        hurry: bool,  # noqa: FBT001  (handed on by name)
    ) -> None:
        self.relax, self.gap, self.out_of_time, self.hurry = relax, gap, out_of_time, hurry
        self.best: NDArray[np.bool_] | None = None
        self.value, self.dropped = known, -np.inf
        self.waiting: list[tuple[float, int, _Node]] = []
        self.ticket = count()

    def run(self) -> Found:
        root = self.relax(())
        if root is not None:
            self._wait(_Node((), root))
        while self.waiting and self._promising(-self.waiting[0][0]):
            if self.out_of_time():
                return self._found(finished=False)
            self._dive(heapq.heappop(self.waiting)[2])
        return self._found(finished=True)

    def _found(self, *, finished: bool) -> Found:
        open_bound = -self.waiting[0][0] if self.waiting else -np.inf
        bound = max(self.value, self.dropped, open_bound)
        return Found(decisions=self.best, value=self.value, bound=bound, finished=finished)

    def _promising(self, bound: float) -> bool:
        return self.value == -np.inf or bound > self.value + self.gap * abs(self.value)

    def _wait(self, node: _Node) -> None:
        heapq.heappush(self.waiting, (-node.relaxed.bound, next(self.ticket), node))

    def _dive(self, node: _Node | None) -> None:
        """Follow the better child down to an answer or a dead end; the others wait."""
        while node is not None:
            undecided = np.abs(node.relaxed.decisions - np.round(node.relaxed.decisions))
            if undecided.max(initial=0.0) <= _WHOLE:
                self._keep(node)
                return
            if self.out_of_time():
                self._wait(node)
                return
            node = self._branch(node, undecided)

    def _branch(self, node: _Node, undecided: Floats) -> _Node | None:
        """Decide one way and the other; give the child to follow, let the other wait.

        The least decided is decided, and the better child followed; in a hurry for a first answer
        the likeliest yes is taken.
        """
        if self.hurry and self.value == -np.inf:
            likely = np.where(undecided > _WHOLE, node.relaxed.decisions, -1.0)
            children = list(self._children(node, int(np.argmax(likely))))
        else:
            found = self._children(node, int(np.argmax(undecided)))
            children = sorted(found, key=lambda n: -n.relaxed.bound)
        for other in children[1:]:
            self._wait(other)
        return children[0] if children else None

    def _children(self, node: _Node, decision: int) -> Iterator[_Node]:
        for choice in (True, False):
            taken = (*node.taken, (decision, choice))
            relaxed = self.relax(taken)
            if relaxed is None:
                continue
            if self._promising(relaxed.bound):
                yield _Node(taken, relaxed)
            else:
                self.dropped = max(self.dropped, relaxed.bound)

    def _keep(self, node: _Node) -> None:
        """All decisions are whole, so the bound is the value of an answer."""
        if node.relaxed.bound > self.value:
            self.value = node.relaxed.bound
            self.best = np.round(node.relaxed.decisions).astype(bool)


def branch_and_bound(
    relax: Relaxation,
    *,
    gap: float,
    out_of_time: Callable[[], bool] = lambda: False,
    known: float = -np.inf,
    hurry: bool = False,
) -> Found:
    """Find the answer of the highest value.

    Parameters
    ----------
    relax : must be exact where all decisions come out whole
    gap : relative gap within which the best answer counts as proven
    out_of_time : asked between relaxations; the search then stops with what it has
    known : the value of an answer that is known already; only better ones are looked for
    hurry : find some answer soon, at the cost of a longer proof

    Returns
    -------
    Found
        `finished` says whether the bound is within the gap, or that there is no answer.
    """
    return _Search(relax, gap, out_of_time, known, hurry).run()
