"""Branch and bound on a knapsack, whose relaxation and oracle fit in a few lines."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.search import Decisions, Relaxed, branch_and_bound

Floats = NDArray[np.float64]


class Knapsack:
    """Take things of some worth and weight without breaking a limit."""

    def __init__(self, seed: int, things: int = 10) -> None:
        rng = np.random.default_rng(seed)
        self.worth, self.weight = rng.uniform(1, 10, (2, things))
        self.limit = self.weight.sum() / 3
        self.calls = 0

    def __call__(self, taken: Decisions) -> Relaxed | None:
        """Fill up greedily; the last thing may be a part."""
        self.calls += 1
        parts = np.zeros(len(self.worth))
        decided = dict(taken)
        room = self.limit - sum(self.weight[i] for i, choice in taken if choice)
        if room < 0:
            return None
        for i, choice in taken:
            parts[i] = float(choice)
        for i in np.argsort(-self.worth / self.weight):
            if i not in decided:
                parts[i] = min(1.0, room / self.weight[i])
                room -= parts[i] * self.weight[i]
        return Relaxed(bound=float(self.worth @ parts), decisions=parts)

    def best(self) -> float:
        """Try everything."""
        every = (np.array(choice) for choice in product((0, 1), repeat=len(self.worth)))
        return max(float(c @ self.worth) for c in every if c @ self.weight <= self.limit)


@pytest.mark.parametrize("seed", range(20))
def test_finds_the_best_of_all(seed: int) -> None:
    knapsack = Knapsack(seed)
    found = branch_and_bound(knapsack, gap=0.0)
    assert found.finished
    assert found.value == pytest.approx(knapsack.best())
    assert found.bound == pytest.approx(found.value)
    assert found.decisions is not None
    assert found.decisions @ knapsack.worth == pytest.approx(found.value)


@pytest.mark.parametrize("seed", range(20))
def test_a_wide_gap_stops_sooner_with_a_bound_that_still_holds(seed: int) -> None:
    exact, loose = Knapsack(seed), Knapsack(seed)
    branch_and_bound(exact, gap=0.0)
    found = branch_and_bound(loose, gap=0.2)
    assert loose.calls <= exact.calls
    assert found.value <= loose.best() + 1e-9 <= found.bound + 2e-9
    assert found.bound <= found.value * 1.2 + 1e-9


@pytest.mark.parametrize("steps", range(12))
def test_stopped_early_the_bound_still_holds(steps: int) -> None:
    knapsack = Knapsack(3)
    asked = iter(range(1000))
    found = branch_and_bound(knapsack, gap=0.0, out_of_time=lambda: next(asked) >= steps)
    assert found.bound >= knapsack.best() - 1e-9
    assert found.value <= knapsack.best() + 1e-9
    if found.decisions is None:
        assert found.value == -np.inf


def test_says_so_when_there_is_no_answer() -> None:
    found = branch_and_bound(lambda _: None, gap=0.0)
    assert found.decisions is None
    assert found.finished


def test_a_dead_end_below_the_root_is_not_an_answer() -> None:
    """Each choice alone seems possible, and none is."""

    def relax(taken: Decisions) -> Relaxed | None:
        return None if taken else Relaxed(bound=1.0, decisions=np.array([0.5]))

    found = branch_and_bound(relax, gap=0.0)
    assert found.decisions is None
    assert found.finished
