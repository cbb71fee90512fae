"""The nearest of everybody are found in one pass, and are those that sorting gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from matcher.affinity.history import history_of
from matcher.affinity.nearest import best_of, raise_close, raise_near
from matcher.affinity.past import Past
from matcher.affinity.sites import Sites


def test_partners_get_two_bonuses_and_their_partners_one() -> None:
    """0 asks: 1 and 2 are its partners and each other's, 3 is a partner of 2, 4 of nobody."""
    linked = np.zeros((5, 5))
    for some, other in ((0, 1), (0, 2), (1, 2), (2, 3)):
        linked[some, other] = linked[other, some] = 1.0
    worth = np.array([0.0, 0.5, 0.0, 0.0, 0.25])
    raise_near(worth, sparse.csr_array(linked), np.array([1, 2]), bonus=3.0)
    assert worth.tolist() == [3.0, 6.5, 6.0, 3.0, 0.25]


def test_without_partners_nobody_is_nearer() -> None:
    worth = np.ones(3)
    raise_near(worth, sparse.csr_array(np.eye(3)), np.zeros(0, dtype=np.int32), bonus=3.0)
    assert worth.tolist() == [1.0, 1.0, 1.0]


def test_who_is_not_allowed_or_worth_nothing_is_left_out() -> None:
    worth, allowed = np.array([1.0, 0.0, 3.0, 9.0]), np.array([True, True, False, True])
    assert best_of(worth, allowed, most=4).tolist() == [0, 3]
    assert best_of(worth, allowed, most=1).tolist() == [3]


@pytest.mark.parametrize("most", [1, 2, 7, 64, 200])
@pytest.mark.parametrize("values", [2, 5, 10_000])
def test_the_best_are_those_that_sorting_gives_the_first_of_equals(most: int, values: int) -> None:
    rng = np.random.default_rng(most)
    worth = rng.integers(values, size=150).astype(float)
    allowed = rng.random(150) < 0.9
    order = sorted(np.flatnonzero(allowed & (worth > 0)), key=lambda each: (-worth[each], each))
    assert best_of(worth, allowed, most=most).tolist() == sorted(order[:most])


@pytest.mark.parametrize("kind", ["few above 0", "rising", "steps", "all alike", "high in sample"])
def test_of_very_many_the_best_are_the_same(kind: str) -> None:
    """Where a sample tells how far to look: also where it tells wrongly."""
    rng, size, most = np.random.default_rng(7), 20_000, 50
    worth = {
        "few above 0": (rng.random(size) < 0.001) * 1.0,
        "rising": np.arange(size) / size,
        "steps": rng.random(size) + 10.0 * (rng.random(size) < 0.0015),
        "all alike": np.ones(size),
        "high in sample": (np.arange(size) % (size // 4096) == 0) * rng.random(size) + 0.001,
    }[kind]
    allowed = rng.random(size) < 0.9
    order = np.lexsort((np.arange(size), -worth))
    expected = [each for each in order.tolist() if allowed[each] and worth[each] > 0][:most]
    assert best_of(worth, allowed, most=most).tolist() == sorted(expected)


@pytest.mark.parametrize("kind", ["even", "a few far above", "few above 0", "high in sample"])
def test_the_best_with_how_close_they_are_are_those_of_raising_everybody(kind: str) -> None:
    """Only those who could be among the first are raised and looked at."""
    rng, size, most = np.random.default_rng(3), 20_000, 50
    worth = {
        "even": rng.random(size),
        "a few far above": rng.random(size) + 100.0 * (rng.random(size) < 0.01),
        "few above 0": rng.random(size) * (rng.random(size) < 0.001),
        "high in sample": (np.arange(size) % (size // 4096) == 0) * rng.random(size) + 0.001,
    }[kind]
    sites = np.column_stack([rng.uniform(51, 54, size), rng.uniform(-3, 0, size)])
    past = Past(history=replace(history_of([[0, 1]], size=size), sites=Sites.at(sites)), day=0)
    allowed, who = rng.random(size) < 0.9, np.zeros(1, dtype=np.int32)
    all_raised, looked_at = worth.copy(), worth.copy()
    everybody = np.ones(size, dtype=bool)
    raise_close(all_raised, past, who, allowed=everybody, most=size, weight=0.3)
    first = raise_close(looked_at, past, who, allowed=allowed, most=most, weight=0.3)
    found = best_of(looked_at, allowed, most=most, first=first)
    assert found.tolist() == best_of(all_raised, allowed, most=most).tolist()


def test_of_one_that_is_nowhere_nobody_is_close() -> None:
    worth, past = np.ones(2), Past(history=history_of([[0, 1]]), day=0)
    who, allowed = np.zeros(1, dtype=np.int32), np.ones(2, dtype=bool)
    assert raise_close(worth, past, who, allowed=allowed, most=1, weight=0.3) is None
    assert worth.tolist() == [1.0, 1.0]
