"""Suggestions that are not ten of a kind.

Maximal marginal relevance: Carbonell and Goldstein, "The use of MMR, diversity-based reranking for
reordering documents and producing summaries", SIGIR (1998) 335-336. The next one named is

    argmax over v of  log-odds(v) - variety * max over those named of likeness(v, named)

where likeness is the mean of the cosines of pathways and of places, from 0 to 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matcher.affinity.history import Floats, Indices
    from matcher.affinity.past import Past


def varied(log_odds: Floats, likeness: Floats, *, count: int, variety: float) -> Indices:
    """Choose some of C candidates, one after the other.

    Parameters
    ----------
    log_odds : shape (C,)
    likeness : shape (C, C), from 0 to 1
    count : how many
    variety : the log-odds that being just like one already named costs; 0 ranks by chance

    Returns
    -------
    numpy.ndarray
        Indices of the candidates in the order in which they are named; equals by index.

    >>> alike = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> varied(np.array([3.0, 2.9, 2.5]), alike, count=2, variety=1.0)
    array([0, 2], dtype=int32)
    """
    chosen: list[int] = []
    nearest = np.zeros(len(log_odds))
    left = np.ones(len(log_odds), dtype=bool)
    for _ in range(min(count, len(log_odds))):
        worth = np.where(left, log_odds - variety * nearest, -np.inf)
        best = int(worth.argmax())
        chosen.append(best)
        left[best] = False
        nearest = np.maximum(nearest, likeness[:, best])
    return np.array(chosen, dtype=np.int32)


def likeness_of(past: Past, bodies: Indices) -> Floats:
    """How alike some bodies are in pathways and places, shape (C, C), from 0 to 1."""
    total = np.zeros((len(bodies), len(bodies)))
    for matrix in (past.pathways, past.places):
        rows = matrix[bodies]
        total += np.asarray((rows @ rows.T).todense()) / 2
    return np.clip(total, 0.0, 1.0)
