"""Sorting in compiled code is numpy's stable sort."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.engine import ordering
from tests.matcher.engine.inside import from_python

sort_by = from_python(ordering.sort_by)


def test_the_largest_come_first_and_equal_ones_stay_in_their_order() -> None:
    items, keys = np.array([3, 0, 2, 1, 4]), np.array([1.0, 5.0, 5.0, 9.0, 0.0])
    sort_by(items, keys, np.zeros(5, np.int64), 4)
    assert items.tolist() == [3, 2, 1, 0, 4]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 9, 100, 257])
def test_it_sorts_like_numpy(count: int) -> None:
    rng = np.random.default_rng(count)
    items = rng.permutation(count)
    keys = rng.integers(0, max(count // 3, 1), count).astype(np.float64)
    expected = items[np.argsort(-keys[items], kind="stable")]
    sort_by(items, keys, np.zeros(count, np.int64), count)
    assert items.tolist() == expected.tolist()


def test_what_stands_after_the_items_stays() -> None:
    items, keys = np.array([0, 1, 2]), np.array([1.0, 2.0, 3.0])
    sort_by(items, keys, np.zeros(2, np.int64), 2)
    assert items.tolist() == [1, 0, 2]
