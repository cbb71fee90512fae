"""Who is worth scoring for a question: those with any tie to the askers, or something in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.history import Subject
from matcher.affinity.rows import marked_by, rows_of, worthy
from matcher.affinity.view import partners_of

if TYPE_CHECKING:
    from matcher.affinity.history import Flags, Floats, Indices
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
    sought = rows_of(past.profile, query.members) > 0
    sought[query.wanted] = True
    sought &= past.history.terms.of(*_IN_COMMON)
    common = rows_of(past.holders, np.flatnonzero(sought))
    partners = partners_of(past, query)
    steps = marked_by(past.linked, partners).view(np.int8)
    steps[partners] = 2
    allowed = among.copy()
    allowed[query.members] = False
    found, worths = worthy(common, steps, float(len(sought)), allowed)
    if not len(found):
        found = np.flatnonzero(allowed).astype(np.int32)
        worths = np.diff(past.profile.indptr)[found].astype(np.float64)
    return found if len(found) <= most else np.asarray(found[_largest(worths, most)])


def _largest(worths: Floats, most: int) -> Flags:
    """Mark so many of the largest, the first of equals."""
    least = np.partition(worths, len(worths) - most)[len(worths) - most]
    chosen: Flags = worths > least
    equal = np.flatnonzero(worths == least)
    chosen[equal[: most - int(chosen.sum())]] = True
    return chosen
