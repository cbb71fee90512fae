"""Suggestions that are not ten of a kind, and of which each group has its share.

Maximal marginal relevance: Carbonell and Goldstein, "The use of MMR, diversity-based reranking for
reordering documents and producing summaries", SIGIR (1998) 335-336. The next one named is

    argmax over v of  log-odds(v) - variety * max over those named of likeness(v, named)

where likeness is the mean of the cosines of pathways and of places, from 0 to 1; with shares, among
those whose group may have the next place (`matcher.questions.fair_ranking`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.affinity.history import Flags, Floats, Indices
    from matcher.affinity.past import Past
    from matcher.questions.fair_ranking import Shares


_ABOUT = 1.0
"""Log-odds: one of a house that is less than a third as likely as another does not speak for it."""


def varied(
    log_odds: Floats,
    likeness: Floats,
    *,
    count: int,
    variety: float,
    shares: Shares | None = None,
    kin: Flags | None = None,
    active: Indices | None = None,
) -> Indices:
    """Choose some of C candidates, one after the other.

    Parameters
    ----------
    log_odds : shape (C,)
    likeness : shape (C, C), from 0 to 1
    count : how many
    variety : the log-odds that being just like one already named costs; 0 ranks by chance
    shares : what each group should have; None where groups do not count
    kin : who is of one house, shape (C, C): each house has one place, that of its likeliest
    active : the larger, the later each was last active, shape (C,): of those of one house who are
        about as likely the one who was last is named; equals by log-odds

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
    had = np.zeros(0 if shares is None else len(shares.share), dtype=np.int32)
    for place in range(1, min(count, len(log_odds)) + 1):
        may = left if shares is None else shares.allowed(left, had, place)
        worth = np.where(may, log_odds - variety * nearest, -np.inf)
        if not left.any():
            break
        best = int(worth.argmax())
        if kin is not None:
            best = _speaks_for(best, np.flatnonzero(kin[best] & may), active, log_odds)
            left[kin[best]] = False
        chosen.append(best)
        left[best] = False
        nearest = np.maximum(nearest, likeness[:, best])
        if shares is not None:
            had[shares.group[best]] += 1
    return np.array(chosen, dtype=np.int32)


def _speaks_for(
    best: int, relatives: NDArray[np.int64], active: Indices | None, log_odds: Floats
) -> int:
    """Who of a house is named: who was last active, if it is about as likely as the likeliest."""
    if active is None:
        return best
    house = np.append(best, relatives[log_odds[relatives] >= log_odds[best] - _ABOUT])
    order = np.lexsort((-log_odds[house], -active[house]))
    return int(house[order[0]])


def likeness_of(past: Past, bodies: Indices) -> Floats:
    """How alike some bodies are in pathways and places, shape (C, C), from 0 to 1."""
    total = np.zeros((len(bodies), len(bodies)))
    for matrix in (past.pathways, past.places):
        rows = matrix[bodies]
        total += np.asarray((rows @ rows.T).todense()) / 2
    return np.clip(total, 0.0, 1.0)
