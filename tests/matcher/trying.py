"""All line-ups of a small problem, tried one by one: the oracle for whatever is solved."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from matcher.engine.solver import score
from matcher.errors import MembersError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matcher.problem.model import Problem, Solution


def line_ups(problem: Problem) -> Iterator[Solution]:
    """Give every line-up that keeps the rules."""
    for size in range(1, problem.max_members + 1):
        for members in combinations(range(problem.candidates), size):
            try:
                yield score(problem, members)
            except MembersError:
                continue


def best_of(
    problem: Problem, allowed: Callable[[frozenset[int]], bool] = lambda _: True
) -> Solution | None:
    """Give the best line-up whose members are allowed; None where there is none."""
    found = (one for one in line_ups(problem) if allowed(frozenset(one.members)))
    return max(found, key=lambda one: one.objective, default=None)
