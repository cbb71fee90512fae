"""The largest of many numbers, found without sorting the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.floating[Any]]

_STRIDE, _SPARE = 16, 8


def largest(numbers: Numbers, count: int) -> NDArray[np.int64]:
    """Give where the `count` largest of many numbers stand, in no order.

    A sixteenth of the numbers shows a bound that most of the others are below, and these need no
    sorting.

    >>> np.sort(largest(np.array([3.0, 1.0, 2.0]), 2))
    array([0, 2])
    """
    size = len(numbers)
    where = np.arange(size)
    if count >= size:
        return where
    sample = numbers[::_STRIDE]
    place = len(sample) - 2 * count // _STRIDE - _SPARE
    if place > 0:
        above = np.flatnonzero(numbers >= np.partition(sample, place)[place])
        if len(above) >= count:
            where, numbers = above, numbers[above]
    return np.asarray(where[np.argpartition(numbers, len(numbers) - count)[-count:]])
