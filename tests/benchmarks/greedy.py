"""Greedy: the best next member, again and again, the volumes by linear programme each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.engine.allocation import best_volumes
from matcher.engine.formulation import Formulation
from matcher.engine.highs import HighsSolver
from matcher.engine.pricing import Prices, Pricing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcher.problem.model import Problem


def greedy(problem: Problem, among: Sequence[int] | None = None) -> tuple[int, ...]:
    """Start from the best lead; add whoever raises the score most, until nobody does.

    It knows no rule about who may be together.
    """
    assert not any((problem.locked, problem.excluded, problem.conflicts, problem.quotas))
    linear = HighsSolver(seed=0)
    leads = np.flatnonzero(problem.may_lead).tolist()
    left = set(range(problem.candidates) if among is None else among)
    members: tuple[int, ...] = ()
    value = -np.inf
    for _ in range(problem.max_members):
        able = sorted(left if members else left.intersection(leads))
        prices = [(best_volumes(problem, (*members, one), linear).objective, one) for one in able]
        best = max(prices, default=(-np.inf, -1))
        if best[0] <= value:
            break
        value, members = best[0], (*members, best[1])
        left.remove(best[1])
    return members


def most_worth(problem: Problem, count: int) -> list[int]:
    """Those that would gain most if each stood alone, and the best of those that may lead."""
    nothing = Prices(cell=np.zeros(problem.cells))
    worth = Pricing(Formulation(problem)).alone(nothing, np.arange(problem.candidates))
    leads = np.where(problem.may_lead, worth, -np.inf)
    best = np.argsort(-worth, kind="stable")[:count]
    return sorted({*best.tolist(), int(np.argmax(leads))})
