"""Who is central in a network, and who links others.

Networks are symmetric matrices of the strength of ties, shape (n, n), with nothing on the diagonal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

DAMPING = 0.85
EXACT_UP_TO = 1_000
"""Larger networks have their betweenness estimated from the ways that start at `SAMPLED` nodes."""
SAMPLED = 256
_AT_ONCE = 128
_NEAR_ENOUGH = 1e-10
_MOST_ROUNDS = 200


def pagerank(ties: sparse.csr_array[Any], *, damping: float = DAMPING) -> Floats:
    """Say how central each node is, in proportion to the average node.

    The stationary chance ``r = damping * r P + (1 - damping) / n`` of somebody who walks along ties
    in proportion to their strength, and starts anew at a random node every so often (Brin and Page
    1998, Computer Networks 30, 107), times n: 1 is as central as the average.

    Parameters
    ----------
    ties : every node has at least one
    """
    count = ties.shape[0]
    strength = np.asarray(ties.sum(axis=1)).ravel()
    onward = sparse.csr_array(ties.T / strength)
    rank = np.ones(count)
    for _ in range(_MOST_ROUNDS):
        before, rank = rank, damping * np.asarray(onward @ rank) + (1.0 - damping)
        if np.abs(rank - before).max(initial=0.0) < _NEAR_ENOUGH:
            break
    return rank


def betweenness(ties: sparse.csr_array[Any], *, seed: int = 0) -> Floats:
    """Say on which share of the shortest ways between two others each node lies, from 0 to 1.

    A way is as short as it has few ties, whatever their strength; where several are shortest, each
    counts in part. Brandes 2001, Journal of Mathematical Sociology 25, 163, for many starts at
    once. Above `EXACT_UP_TO` nodes it is estimated from some starts, drawn by `seed`.
    """
    count = ties.shape[0]
    if count < 3:  # noqa: PLR2004  (there is nobody between two)
        return np.zeros(count)
    starts = np.arange(count)
    if count > EXACT_UP_TO:
        starts = np.sort(np.random.default_rng(seed).choice(count, size=SAMPLED, replace=False))
    links = sparse.csr_array(
        (np.ones(ties.nnz), ties.indices, ties.indptr), shape=ties.shape, copy=False
    )
    found = np.zeros(count)
    for place in range(0, len(starts), _AT_ONCE):
        found += _dependence(links, starts[place : place + _AT_ONCE])
    return found * (count / len(starts)) / ((count - 1) * (count - 2))


def _dependence(links: sparse.csr_array[Any], starts: Indices) -> Floats:
    """Sum over some starts, and all ends, the share of the shortest ways that lead through each."""
    count, columns = links.shape[0], np.arange(len(starts))
    ways = np.zeros((count, len(starts)))
    ways[starts, columns] = 1.0
    seen = ways > 0
    level, levels = ways.copy(), []
    while level.any():
        levels.append(level)
        level = np.where(seen, 0.0, links @ level)
        seen |= level > 0
        ways += level
    through = np.zeros_like(ways)
    for near, far in zip(levels[-2::-1], levels[:0:-1], strict=True):
        share = np.divide(1.0 + through, ways, out=np.zeros_like(ways), where=far > 0)
        through += np.where(near > 0, (links @ share) * ways, 0.0)
    through[starts, columns] = 0.0
    return np.asarray(through.sum(axis=1))


def cut_off_without(ties: sparse.csr_array[Any], node: int) -> int:
    """Count those who would lose touch with the largest part of their network without a node."""
    _, part = sparse.csgraph.connected_components(ties, directed=False)
    rest = np.flatnonzero((part == part[node]) & (np.arange(len(part)) != node))
    if not len(rest):
        return 0
    _, left = sparse.csgraph.connected_components(ties[rest][:, rest], directed=False)
    return int(len(rest) - np.bincount(left).max())
