"""Reading many rows of a sparse matrix at once, and summing by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse


def gather_rows(
    matrix: sparse.csr_array[Any], rows: NDArray[np.integer[Any]]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[Any]]:
    """Give the stored entries of some rows, in the order of the rows asked for.

    Returns
    -------
    position, column, value
        For each entry: which of `rows` it belongs to (0, 1, ...), its column and its value.
    """
    start = matrix.indptr[rows].astype(np.int64)
    length = matrix.indptr[rows + 1].astype(np.int64) - start
    position = np.repeat(np.arange(len(rows)), length)
    within = np.arange(len(position)) - np.repeat(np.cumsum(length) - length, length)
    entry = start[position] + within
    return position, matrix.indices[entry].astype(np.int64), matrix.data[entry]


def sums_by(
    group: NDArray[np.integer[Any]], amounts: NDArray[np.float64], groups: int
) -> NDArray[np.float64]:
    """Sum amounts by group; shape (groups,)."""
    return np.bincount(group, amounts, groups).astype(np.float64)
