"""The largest of many numbers."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.affinity.largest import largest


@pytest.mark.parametrize("count", [1, 10, 300, 2999, 3000, 4000])
@pytest.mark.parametrize("kinds", [2, 50, 100_000])
def test_the_largest_of_many_are_found_however_many_tie(count: int, kinds: int) -> None:
    numbers = np.random.default_rng(count).integers(kinds, size=3000).astype(np.float32)
    numbers[::7] = np.sort(numbers[::7])
    found = largest(numbers, count)
    assert len(set(found.tolist())) == min(count, 3000)
    assert np.sort(numbers[found]).tolist() == np.sort(numbers)[-count:].tolist()
