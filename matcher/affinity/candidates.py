"""Who is worth scoring for a question: those with any tie to the askers, or something in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.history import Subject
from matcher.affinity.past import rows_of

if TYPE_CHECKING:
    from matcher.affinity.history import Flags, Indices
    from matcher.affinity.past import Past
    from matcher.affinity.view import Query

MOST = 2000
"""So many are scored at most: those with most in common, partners of partners first."""
_IN_COMMON = (Subject.PATHWAY, Subject.PLACE, Subject.REGION, Subject.FUNDER)


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
    shared = rows_of(past.taking_part, query.members)
    ties = np.asarray(past.taking_part @ shared)
    ties[query.members] = 0.0
    two_steps = np.asarray(
        past.taking_part @ np.asarray((ties > 0).astype(float) @ past.taking_part)
    )
    sought = (rows_of(past.profile, query.members) > 0).astype(np.float64)
    sought[query.wanted] = 1.0
    sought *= past.history.terms.of(*_IN_COMMON)
    common = np.asarray(past.profile @ sought)
    worth = common + len(sought) * ((two_steps > 0).astype(float) + (ties > 0))
    allowed = among.copy()
    allowed[query.members] = False
    found = np.flatnonzero(allowed & (worth > 0))
    if not len(found):
        found, worth = np.flatnonzero(allowed), np.diff(past.profile.indptr).astype(np.float64)
    if len(found) > most:
        found = np.sort(found[np.argsort(-worth[found], kind="stable")[:most]])
    return found.astype(np.int32)
