"""Choosing areas within budgets."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from matcher.questions.portfolio.choosing import Budget, choose


@pytest.mark.parametrize("seed", range(60))
def test_the_choice_is_the_best_of_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(0, 9))
    worth = np.round(rng.uniform(-2, 10, count), int(rng.integers(0, 3)))
    budgets = [
        Budget(name=str(i), use=rng.uniform(0, 9, count), limit=float(rng.uniform(0, 4 * count)))
        for i in range(int(rng.integers(0, 4)))
    ]
    sets = [some for n in range(count + 1) for some in combinations(range(count), n)]
    allowed = [some for some in sets if all(budget.allows(some) for budget in budgets)]
    best = max(float(worth[list(some)].sum()) for some in allowed)
    chosen = choose(worth, budgets)
    assert chosen in allowed
    assert float(worth[list(chosen)].sum()) == pytest.approx(best)


def test_what_is_worth_nothing_is_not_chosen() -> None:
    assert choose(np.array([0.0, -1.0, 2.0]), []) == (2,)


def test_a_budget_that_is_met_exactly_is_kept() -> None:
    third = Budget(name="cap", use=np.array([0.1, 0.2]), limit=0.1 + 0.2)
    assert choose(np.array([1.0, 1.0]), [third]) == (0, 1)
