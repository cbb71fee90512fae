"""Reading some rows of a sparse matrix: what a question costs follows what it touches.

The loops are compiled: one question reads a few thousand rows of matrices of millions of entries,
and slicing them out first would take longer than all else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.compiling.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from matcher.affinity.history import Flags, Floats, Indices


def rows_of(
    matrix: sparse.csr_array[Any], rows: NDArray[Any], weights: Floats | None = None
) -> Floats:
    """Add up some rows of a matrix, as one dense row; `weights` (R,) multiply them.

    >>> from scipy import sparse
    >>> rows_of(sparse.csr_array([[1.0, 2.0], [0.0, 3.0]]), np.array([0, 1]), np.array([1.0, 10.0]))
    array([ 1., 32.])
    """
    total = np.zeros(matrix.shape[1])
    times = np.ones(len(rows)) if weights is None else np.asarray(weights, dtype=np.float64)
    _add_rows(*_parts(matrix), np.asarray(rows, dtype=np.int32), times, total)
    return total


def rows_times(matrix: sparse.csr_array[Any], rows: NDArray[Any], vector: NDArray[Any]) -> Floats:
    """Multiply some rows of a matrix with a vector, shape (R,).

    >>> from scipy import sparse
    >>> rows_times(sparse.csr_array([[1.0, 2.0], [0.0, 3.0]]), np.array([1]), np.array([1.0, 2.0]))
    array([6.])
    """
    found = np.empty(len(rows))
    across = np.ascontiguousarray(vector, dtype=np.float64)
    _times(*_parts(matrix), np.asarray(rows, dtype=np.int32), across, found)
    return found


def marked_by(matrix: sparse.csr_array[Any], rows: NDArray[Any]) -> Flags:
    """Say which columns any of some rows has an entry in, shape (columns,)."""
    marks = np.zeros(matrix.shape[1], dtype=np.bool_)
    starts, columns, _ = _parts(matrix)
    _mark(starts, columns, np.asarray(rows, dtype=np.int32), marks)
    return marks


def above(worth: Floats, allowed: Flags) -> tuple[Indices, Floats]:
    """Give those allowed whose worth is above 0, in order, and their worths."""
    found = np.empty(len(worth), dtype=np.int32)
    values = np.empty(len(worth))
    count = _above(worth, allowed, found, values)
    return found[:count], values[:count]


def _parts(matrix: sparse.csr_array[Any]) -> tuple[Indices, Indices, Floats]:
    """The arrays of a matrix, of the types that the loops are compiled for."""
    return (
        np.asarray(matrix.indptr, dtype=np.int32),
        np.asarray(matrix.indices, dtype=np.int32),
        np.asarray(matrix.data, dtype=np.float64),
    )


@compiled
def _add_rows(
    starts: Indices,
    columns: Indices,
    values: Floats,
    rows: Indices,
    weights: Floats,
    total: Floats,
) -> None:
    for number in range(len(rows)):
        row = rows[number]
        for at in range(starts[row], starts[row + 1]):
            total[columns[at]] += weights[number] * values[at]


@compiled
def _times(
    starts: Indices,
    columns: Indices,
    values: Floats,
    rows: Indices,
    vector: Floats,
    found: Floats,
) -> None:
    for number in range(len(rows)):
        row = rows[number]
        total = 0.0
        for at in range(starts[row], starts[row + 1]):
            total += values[at] * vector[columns[at]]
        found[number] = total


@compiled
def _mark(starts: Indices, columns: Indices, rows: Indices, marks: Flags) -> None:
    for row in rows:
        for at in range(starts[row], starts[row + 1]):
            marks[columns[at]] = True


@compiled
def _above(worth: Floats, allowed: Flags, found: Indices, values: Floats) -> int:
    count = 0
    for each in range(len(worth)):
        if allowed[each] and worth[each] > 0.0:
            found[count] = each
            values[count] = worth[each]
            count += 1
    return count
