"""How well every two of many bodies are likely to work together, at once.

The affinity of two bodies is what the model of partners knows of the two of them, and of nobody
else: by how much that raises the log-odds that they work together next,

    affinity = 1 - exp(-sum over signals of weight * signal) = 1 - 1 / how often the odds are raised

It is 0 where nothing links them. Only signals of what links two bodies count: work shared, and for
two who have shared none, common partners that are not too busy. (In a joint work of many, all share
all others, and that work counts already.) What a body does and where is counted by coverage, and
how busy it is says nothing of a pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from matcher.affinity.rows import narrow, parts_of
from matcher.affinity.signals.fit import FRESH_WORKS
from matcher.affinity.signals.topology import (
    adamic_adar,
    common_neighbours,
    resource_allocation,
)
from matcher.compiling.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from matcher.affinity.history import Floats, Indices
    from matcher.affinity.model import PartnerModel
    from matcher.affinity.past import Past

    Matrix = sparse.csr_array[Any]

LEAST = 0.01
"""An affinity below this is none: no line-up would be chosen for it."""
BUSY = 25
"""Who has more partners than this links no two of them: through it alone, all would be below."""
MOST = 50
"""So many pairs of a body count, the strongest, and those in which it is among another's."""


def pair_affinities(
    past: Past, among: NDArray[Any], *, log_odds: Mapping[str, float], most: int = MOST
) -> Matrix:
    """Give the affinity of every two of n bodies.

    Parameters
    ----------
    past : who had worked with whom
    among : the bodies, indices of shape (n,), each once
    log_odds : what one unit of each signal adds, by name, 0 or more; as `pair_log_odds` gives it
    most : how many pairs of each body count at least

    Returns
    -------
    scipy.sparse.csr_array
        Shape (n, n), symmetric, zero diagonal, in [0, 1).

    >>> from matcher.affinity.history import history_of
    >>> from matcher.affinity.past import Past
    >>> past = Past(history=history_of([[0, 1], [1, 2]]), day=0)
    >>> log_odds = {"closely-together": 1.0, "resource-allocation": 0.4}
    >>> pair_affinities(past, np.arange(3), log_odds=log_odds).toarray().round(3)
    array([[0.   , 0.5  , 0.181],
           [0.5  , 0.   , 0.5  ],
           [0.181, 0.5  , 0.   ]])
    """
    pairs = Pairs(past=past, among=among)
    total = sparse.csr_array((len(among), len(among)), dtype=np.float64)
    for name in sorted(log_odds):
        if log_odds[name] > 0:
            total = sparse.csr_array(total + log_odds[name] * PAIRWISE[name](pairs))
    total.data = -np.expm1(-total.data)
    total.data[total.data < LEAST] = 0.0
    total.eliminate_zeros()
    return _strongest(total, most)


def pair_log_odds(model: PartnerModel) -> dict[str, float]:
    """Give what a model says of pairs: what one unit of each signal that links two adds."""
    weights = zip(model.signals, model.weights.tolist(), strict=True)
    return {name: weight for name, weight in weights if weight > 0 and name in PAIRWISE}


@dataclass(frozen=True, kw_only=True, eq=False)
class Pairs:
    """Every two of n bodies, asked about at once; `among` are their indices, shape (n,)."""

    past: Past
    among: NDArray[Any]

    def shared(self, weight: Floats) -> Matrix:
        """Add up the works that each two share, by weight (P,); shape (n, n)."""
        return self._times(self.past.taking_part, weight)

    def through(self, shares: Callable[[Floats], Floats]) -> Matrix:
        """Add up what each common partner counts of those who have shared no work; (n, n).

        Partners with more than `BUSY` partners count nothing.

        Parameters
        ----------
        shares : what partners count who have so many partners each, shape (Z,) for shape (Z,)
        """
        partners = self.past.partners
        linked = self.past.linked
        found = narrow(self._times(linked, np.where(partners > BUSY, 0.0, shares(partners))))
        among = np.asarray(self.among, dtype=np.int32)
        place = np.full(self.past.size, -1, dtype=np.int32)
        place[among] = np.arange(len(among), dtype=np.int32)
        starts, columns, _ = parts_of(linked)
        _forget_linked(starts, columns, among, place, *parts_of(found))
        return found

    def _times(self, matrix: Matrix, weight: Floats) -> Matrix:
        """Multiply the rows of `among` with each other, exactly as much one way as the other."""
        rows = sparse.csr_array(matrix[self.among])
        rows.data = np.sqrt(weight)[rows.indices]
        rows.eliminate_zeros()
        rows.sort_indices()
        product = sparse.csr_array(rows @ rows.T).tocsc()
        parts = (product.data, product.indices, product.indptr)  # its columns are its rows, sorted
        found = sparse.csr_array(parts, shape=product.shape)
        found.data[found.indices == _rows_of_entries(found)] = 0.0
        return found


def _past_work(pairs: Pairs) -> Matrix:
    return _log1p(pairs.shared(np.ones(pairs.past.history.works)))


def _lately_together(pairs: Pairs) -> Matrix:
    fresh = pairs.shared(pairs.past.freshness)
    fresh.data[fresh.data < FRESH_WORKS] = 0.0
    return _log1p(fresh)


def _closely_together(pairs: Pairs) -> Matrix:
    past = pairs.past
    return _log1p(pairs.shared(past.freshness / np.maximum(past.members_in - 1.0, 1.0)))


PAIRWISE: Mapping[str, Callable[[Pairs], Matrix]] = {
    "past-work": _past_work,
    "lately-together": _lately_together,
    "closely-together": _closely_together,
    "common-neighbours": common_neighbours,
    "adamic-adar": adamic_adar,
    "resource-allocation": resource_allocation,
}
"""The signals that link two bodies, by name: what each says of every two at once, (n, n)."""


def _log1p(matrix: Matrix) -> Matrix:
    matrix.data = np.log1p(matrix.data)
    return matrix


def _strongest(matrix: Matrix, most: int) -> Matrix:
    """Keep the strongest pairs of each body, and all that are as strong as the last of them.

    A pair stays if it is among those of either.
    """
    lengths = np.diff(matrix.indptr)
    if lengths.max(initial=0) <= most:
        return matrix
    least = np.zeros(matrix.shape[0])
    for row in np.flatnonzero(lengths > most).tolist():
        own = matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]
        least[row] = np.partition(own, len(own) - most)[len(own) - most]
    kept = matrix.copy()
    kept.data[matrix.data < least[_rows_of_entries(matrix)]] = 0.0
    kept.eliminate_zeros()
    return sparse.csr_array(kept.maximum(kept.T))


@compiled
def _forget_linked(
    starts: Indices,
    columns: Indices,
    among: Indices,
    place: Indices,
    pair_starts: Indices,
    pair_columns: Indices,
    pair_values: Floats,
) -> None:
    """Put 0 where two of those among all have worked together."""
    last = np.full(len(among), -1, dtype=np.int32)
    for row in range(len(among)):
        for at in range(starts[among[row]], starts[among[row] + 1]):
            if place[columns[at]] >= 0:
                last[place[columns[at]]] = row
        for at in range(pair_starts[row], pair_starts[row + 1]):
            if last[pair_columns[at]] == row:
                pair_values[at] = 0.0


def _rows_of_entries(matrix: Matrix) -> NDArray[np.int64]:
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
