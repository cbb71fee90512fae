"""Prices of what areas share."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.questions.portfolio.choosing import Budget
from matcher.questions.portfolio.prices import Master


def test_a_limit_that_two_areas_fight_for_has_the_price_of_the_loser() -> None:
    """Of £10 the first area makes 10 and the second 6; one more pound would make 0.6."""
    master = Master(2, np.array([10.0, 50.0]), [])
    master.add(0, 10.0, np.array([10.0, 10.0]))
    master.add(1, 6.0, np.array([10.0, 10.0]))
    prices = master.prices()
    assert 0.6 <= prices[0] <= 1.0
    assert prices[1] == 0.0


def test_what_nobody_fights_for_costs_nothing() -> None:
    master = Master(2, np.array([np.inf, 20.0, 0.0]), [])
    master.add(0, 10.0, np.array([10.0, 10.0, 0.0]))
    master.add(1, 6.0, np.array([10.0, 10.0, 0.0]))
    assert master.prices().tolist() == [0.0, 0.0, 0.0]


def test_a_budget_takes_an_area_out_of_the_fight() -> None:
    """Only one area can be bid for, so the limit, which is enough for one, costs nothing."""
    one = Budget(name="cap", use=np.array([1.0, 1.0]), limit=1.0)
    master = Master(2, np.array([10.0]), [one])
    master.add(0, 10.0, np.array([9.0]))
    master.add(1, 6.0, np.array([9.0]))
    assert master.prices()[0] == pytest.approx(0.0)


@pytest.mark.parametrize("seed", range(20))
def test_the_bound_at_its_prices_is_the_best_of_the_known_in_parts(seed: int) -> None:
    """Strong duality: no other prices bound the known line-ups, taken in parts, more tightly."""
    rng = np.random.default_rng(seed)
    limit = rng.uniform(5, 20, 3)
    master, known = Master(4, limit, []), []
    for _ in range(12):
        area, worth, use = int(rng.integers(4)), float(rng.uniform(1, 9)), rng.uniform(0, 9, 3)
        master.add(area, worth, use)
        known.append((area, worth, use))

    def bound(prices: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        best = [0.0] * 4
        for area, worth, use in known:
            best[area] = max(best[area], worth - float(prices @ use))
        return sum(best) + float(prices @ limit)

    prices = master.prices()
    assert (prices >= 0).all()
    for other in (np.zeros(3), *(prices + rng.normal(0, 0.1, 3) for _ in range(50))):
        assert bound(np.maximum(other, 0.0)) >= bound(prices) - 1e-7
