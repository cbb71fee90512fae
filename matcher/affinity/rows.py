"""Reading some rows of a sparse matrix: what a question costs follows what it touches.

The loops are compiled: one question reads a few thousand rows of matrices of millions of entries,
and slicing them out first would take longer than all else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from matcher.compiling.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.affinity.history import Flags, Floats, Indices


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Some rows of a matrix side by side, R of them: found once, they are read fast again.

    Attributes
    ----------
    starts : where each row begins, and the last ends, shape (R + 1,)
    columns, values : the entries
    """

    starts: Indices
    columns: Indices
    values: Floats

    def times(self, vector: NDArray[Any]) -> Floats:
        """Multiply each row with a vector, shape (R,)."""
        found = np.empty(len(self.starts) - 1)
        across = np.ascontiguousarray(vector, dtype=np.float64)
        _times(self.starts, self.columns, self.values, across, found)
        return found


def rows_taken(matrix: sparse.csr_array[Any], rows: NDArray[Any]) -> Rows:
    """Take some rows out of a matrix.

    >>> from scipy import sparse
    >>> rows_taken(sparse.csr_array([[1.0, 2.0], [0.0, 3.0]]), np.array([1])).times(np.ones(2))
    array([3.])
    """
    starts, columns, values = parts_of(matrix)
    chosen = np.asarray(rows, dtype=np.int32)
    ends = np.zeros(len(chosen) + 1, dtype=np.int32)
    np.cumsum(starts[chosen + 1] - starts[chosen], out=ends[1:])
    taken = np.empty(ends[-1], dtype=np.int32), np.empty(ends[-1])
    _touch(starts, columns, values, chosen)
    _take(starts, columns, values, chosen, ends, *taken)
    return Rows(starts=ends, columns=taken[0], values=taken[1])


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
    _add_rows(*parts_of(matrix), np.asarray(rows, dtype=np.int32), times, total)
    return total


def marked_by(matrix: sparse.csr_array[Any], rows: NDArray[Any]) -> Flags:
    """Say which columns any of some rows has an entry in, shape (columns,)."""
    marks = np.zeros(matrix.shape[1], dtype=np.bool_)
    starts, columns, _ = parts_of(matrix)
    _mark(starts, columns, np.asarray(rows, dtype=np.int32), marks)
    return marks


def rows_at(
    matrix: sparse.csr_array[Any],
    rows: NDArray[Any],
    place: Indices,
    count: int,
    *,
    weights: Floats | None = None,
) -> Floats:
    """Add up some rows of a matrix at some of its columns, shape (count,).

    Parameters
    ----------
    matrix, rows, weights : as for `rows_of`
    place : where each column goes, -1 for nowhere, shape (columns,)
    count : how many places there are
    """
    total = np.zeros(count)
    times = np.ones(len(rows)) if weights is None else np.asarray(weights, dtype=np.float64)
    _add_at(*parts_of(matrix), np.asarray(rows, dtype=np.int32), times, place, total)
    return total


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Paths:
    """Entries of some rows at some columns: in the row of which number, at which place."""

    number: Indices
    place: Indices

    def total(self, counts: Floats, size: int) -> Floats:
        """Add up at each of so many places what the rows count that have an entry there."""
        sums = np.bincount(self.place, weights=counts[self.number], minlength=size)
        return sums.astype(np.float64, copy=False)


def paths_at(matrix: sparse.csr_array[Any], rows: NDArray[Any], place: Indices) -> Paths:
    """Find the entries of some rows; `place` says where each column goes, as for `rows_at`."""
    starts, columns, _ = parts_of(matrix)
    chosen = np.asarray(rows, dtype=np.int32)
    most = int((starts[chosen + 1] - starts[chosen]).sum()) + 1
    number, to = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
    count = _paths(starts, columns, chosen, place, number, to)
    return Paths(number=number[:count], place=to[:count])


def joined(matrix: sparse.csr_array[Any], rows: NDArray[Any]) -> Indices:
    """Give the columns in which some rows have entries, row after row; not to be written to."""
    if len(rows) == 1:
        return np.asarray(matrix.indices[matrix.indptr[rows[0]] : matrix.indptr[rows[0] + 1]])
    chosen = np.asarray(rows, dtype=np.int64)
    return np.asarray(matrix.indices[ranges(matrix.indptr[chosen], matrix.indptr[chosen + 1])])


def ranges(first: NDArray[Any], last: NDArray[Any]) -> NDArray[np.int64]:
    """Count from each first up to before its last, one range after the other.

    >>> ranges(np.array([5, 0]), np.array([7, 1]))
    array([5, 6, 0])
    """
    lengths = np.asarray(last, dtype=np.int64) - first
    begins = np.cumsum(lengths) - lengths
    return np.repeat(first - begins, lengths) + np.arange(lengths.sum())


def length_of(vector: Floats) -> float:
    """Give the length of a vector.

    >>> length_of(np.array([3.0, 4.0]))
    5.0
    """
    return math.sqrt(vector @ vector)


def narrow(matrix: Any) -> sparse.csr_array[Any]:  # noqa: ANN401  (any sparse matrix)
    """Give a matrix by rows with 32-bit indices, as the loops read it, so that none is copied."""
    rows = sparse.csr_array(matrix)
    rows.indices = rows.indices.astype(np.int32, copy=False)
    rows.indptr = rows.indptr.astype(np.int32, copy=False)
    return rows


def parts_of(matrix: sparse.csr_array[Any]) -> tuple[Indices, Indices, Floats]:
    """Give the arrays of a matrix, of the types that the loops are compiled for."""
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
    starts: Indices, columns: Indices, values: Floats, vector: Floats, found: Floats
) -> None:
    for row in range(len(found)):
        total = 0.0
        for at in range(starts[row], starts[row + 1]):
            total += values[at] * vector[columns[at]]
        found[row] = total


@compiled
def _touch(starts: Indices, columns: Indices, values: Floats, rows: Indices) -> float:
    """Read a little of each row, so that the memory fetches many rows at once.

    To copy row after row waits for each: that takes half as long again.
    """
    total = 0.0
    for row in rows:
        first, last = starts[row], starts[row + 1] - 1
        if first <= last:
            total += columns[first] + columns[last]
            total += values[first] + values[(first + last) // 2] + values[last]
    return total


@compiled
def _take(
    starts: Indices,
    columns: Indices,
    values: Floats,
    rows: Indices,
    ends: Indices,
    to_columns: Indices,
    to_values: Floats,
) -> None:
    for number in range(len(rows)):
        to = ends[number]
        for at in range(starts[rows[number]], starts[rows[number] + 1]):
            to_columns[to] = columns[at]
            to_values[to] = values[at]
            to += 1


@compiled
def _mark(starts: Indices, columns: Indices, rows: Indices, marks: Flags) -> None:
    for row in rows:
        for at in range(starts[row], starts[row + 1]):
            marks[columns[at]] = True


@compiled
def _add_at(
    starts: Indices,
    columns: Indices,
    values: Floats,
    rows: Indices,
    weights: Floats,
    place: Indices,
    total: Floats,
) -> None:
    for number in range(len(rows)):
        row = rows[number]
        for at in range(starts[row], starts[row + 1]):
            to = place[columns[at]]
            if to >= 0:
                total[to] += weights[number] * values[at]


@compiled
def _paths(
    starts: Indices,
    columns: Indices,
    rows: Indices,
    place: Indices,
    number: Indices,
    to: Indices,
) -> int:
    """Find the entries that have a place; there is room for one more than there are entries.

    Without a branch: one that is hard to foretell costs more than to write what does not count.
    """
    count = 0
    for each in range(len(rows)):
        for at in range(starts[rows[each]], starts[rows[each] + 1]):
            there = place[columns[at]]
            number[count] = each
            to[count] = there
            count += there >= 0
    return count
