"""How much of the need could be met where members' chances of being there are independent.

The line-up problem adds the members' expected volumes in a cell, which is the most that they can
meet together: as if each were there where the others are missing. If a member is there with a
chance `p`, whatever the others do, any set S of members meets at most

    need * (1 - product over S of (1 - p))

of a cell, since sometimes all of them are missing and sometimes they meet each other. With volumes
as the most that each does, what they can meet in expectation is the least, over all sets S, of
that bound for S and the volumes of the others (the greatest total in a polymatroid: J. Edmonds,
"Submodular functions, matroids, and certain polyhedra", 1970). The bound is concave in the sum of
-log(1 - p), so the best S are those with the most volume for their chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.problem.rows import sums_by

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from matcher.case.build import Case

    Floats = NDArray[np.float64]

_CERTAIN = 1.0 - 1e-12


def met_if_independent(case: Case, volume: sparse.csr_array[Any]) -> Floats:
    """Needs a year that members could meet of each cell, if their chances are independent.

    Parameters
    ----------
    volume : each member's volume if others make up for it, shape (N, C)

    Returns
    -------
    numpy.ndarray
        At most the sum of the volumes, shape (C,).
    """
    work = volume.tocoo()
    chance = _chances(case, work.row, work.col)
    return met_of_cells(case.problem.need, work.col, work.data, chance)


def met_of_cells(
    need: Floats, cell: NDArray[np.integer[Any]], volume: Floats, chance: Floats
) -> Floats:
    """Meet cells by volumes, each of which is there with its own chance.

    >>> half = np.array([0.5, 0.5])
    >>> met_of_cells(np.array([100.0]), np.array([0, 0]), 100 * half, half).tolist()
    [75.0]
    """
    missing = -np.log1p(-np.minimum(chance, _CERTAIN))
    order = np.lexsort((-volume / missing, cell))
    cell, volume, missing = cell[order], volume[order], missing[order]
    starts = np.searchsorted(cell, cell)  # of each entry's cell
    within, alone = (_sums_so_far(each, starts) for each in (missing, volume))
    total = sums_by(cell, volume, len(need))
    bound = need[cell] * -np.expm1(-within) + total[cell] - alone
    met = total.copy()
    np.minimum.at(met, cell, bound)
    return met


def _sums_so_far(values: Floats, starts: NDArray[np.intp]) -> Floats:
    """The sums within each cell up to and with each entry."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(sums[1:] - sums[starts])


def _chances(
    case: Case, member: NDArray[np.integer[Any]], cell: NDArray[np.integer[Any]]
) -> Floats:
    """The presence of each member in each cell."""
    quality = case.problem.quality
    owner = np.repeat(np.arange(case.problem.candidates), np.diff(quality.indptr))
    keys = owner * case.problem.cells + quality.indices
    return case.presence[np.searchsorted(keys, member.astype(np.int64) * case.problem.cells + cell)]
