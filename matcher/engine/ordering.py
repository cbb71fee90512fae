"""Putting items in order in compiled code, with the room that it needs given.

numpy's sorts would do; compiling them takes longer than everything else that the search does with
its lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.compiling.compiled import compiled_inside

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]


@compiled_inside
def sort_by(items: Indices, keys: Floats, spare: Indices, count: int) -> None:
    """Put the first `count` items in order of their keys, the largest first; equal ones stay.

    Merges runs of 1, 2, 4, ... items. `keys` holds a number for each item, `spare` has room
    for `count` of them.
    """
    width = 1
    while width < count:
        for start in range(0, count, 2 * width):
            middle, stop = min(start + width, count), min(start + 2 * width, count)
            if middle < stop and keys[items[middle - 1]] < keys[items[middle]]:
                _merge(items, keys, spare, start, middle, stop)
        width *= 2


@compiled_inside
def _merge(
    items: Indices, keys: Floats, spare: Indices, start: int, middle: int, stop: int
) -> None:
    """Make one run of two that follow each other."""
    held = middle - start
    for place in range(held):
        spare[place] = items[start + place]
    left, right, place = 0, middle, start
    while left < held:
        if right < stop and keys[items[right]] > keys[spare[left]]:
            items[place] = items[right]
            right += 1
        else:
            items[place] = spare[left]
            left += 1
        place += 1
