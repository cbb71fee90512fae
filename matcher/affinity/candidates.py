"""Who is worth scoring for a question: those with any tie to the askers, or something in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.nearest import best_of, raise_close, raise_near
from matcher.affinity.rough import CLOSE, rough_worth
from matcher.affinity.view import partners_of

if TYPE_CHECKING:
    from matcher.affinity.history import Flags, Indices
    from matcher.affinity.past import Past
    from matcher.affinity.view import Query

MOST = 1500
"""So many are scored at most: those worth most by rough sums, partners of partners first."""
_BONUS = 100.0
"""More than any rough sum."""


def candidates_of(past: Past, query: Query, *, among: Flags, most: int = MOST) -> Indices:
    """Give those who share a work, a partner, a pathway, a place or a funder with the askers.

    Where nothing is known of those who ask, it is everybody, those of whom most is known first.

    Parameters
    ----------
    past, query : the question
    among : who may be a candidate at all, shape (N,); the askers never are
    most : so many at most

    Returns
    -------
    numpy.ndarray
        Indices in order, shape (C,).
    """
    allowed = among.copy()
    allowed[query.members] = False
    worth = rough_worth(past, query)
    raise_near(worth, past.linked, partners_of(past, query), bonus=_BONUS)
    first = raise_close(worth, past, query.members, allowed=allowed, most=most, weight=CLOSE)
    found = best_of(worth, allowed, most=most, first=first)
    if len(found):
        return found
    return best_of(np.diff(past.profile.indptr) + 1.0, allowed, most=most)
