"""What everybody is roughly worth to those who ask: quick sums that say who is worth scoring.

They stand for the signals that read what bodies do, where, and whom they have led or worked with;
who has nothing in common with those who ask is worth 0. The figures are about what the built-in
model of partners weighs. They order whom it looks at, and are no part of any chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.history import Subject
from matcher.affinity.nearest import raise_alike, raise_by
from matcher.affinity.rows import joined, length_of, rows_of
from matcher.affinity.view import Direction

if TYPE_CHECKING:
    from matcher.affinity.history import Floats, Indices
    from matcher.affinity.past import Past
    from matcher.affinity.view import Query

PLACES = (Subject.PLACE, Subject.REGION)
SAME_PLACES, SAME_PATHWAYS = 0.95, 0.4
IN_WANTED_PLACE, DOES_WANTED, FILLS_GAP = 1.4, 0.45, 1.7
HAS_LED, IS_BUSY = 1.2, 0.2
CLOSE = 0.1
"""What being in the same place adds."""
LEAST = 0.001
"""What a term is worth at least that both have, or that is wanted and theirs."""


def rough_worth(past: Past, query: Query) -> Floats:
    """Add up roughly what everybody is worth, shape (N,); 0 for who has nothing in common.

    How close by they are is left to `matcher.affinity.nearest.raise_close`, for the best alone.
    """
    worth = np.zeros(past.size)
    own = joined(past.profile, query.members)
    for rows, holders, weight, subjects in (
        (past.places, past.places_of, SAME_PLACES, PLACES),
        (past.pathways, past.pathways_of, SAME_PATHWAYS, (Subject.PATHWAY,)),
    ):
        shared = np.unique(own[past.terms_of(*subjects)[own] > 0])
        sums = rows_of(rows, query.members)[shared]
        shares = weight * sums / (length_of(sums) or 1.0)
        raise_alike(worth, holders, shared, shares, least=LEAST)
    _raise_by_terms(worth, past, query, own)
    _raise_by_record(worth, past, query)
    return worth


def _raise_by_terms(worth: Floats, past: Past, query: Query, own: Indices) -> None:
    """Add what is wanted, and the gaps of those who ask; funders only so that they count."""
    of_pathway, wanted = past.terms_of(Subject.PATHWAY) > 0, query.wanted
    pathways = wanted[of_pathway[wanted]]
    places = wanted[past.terms_of(*PLACES)[wanted] > 0]
    funders = np.unique(own[past.terms_of(Subject.FUNDER)[own] > 0])
    fills = DOES_WANTED + FILLS_GAP * ~np.isin(pathways, own)
    shares = (
        np.full(len(funders), LEAST),
        fills / max(len(pathways), 1),
        np.full(len(places), IN_WANTED_PLACE / max(len(places), 1)),
    )
    terms = np.concatenate([funders, pathways, places])
    raise_alike(worth, past.holders, terms, np.concatenate(shares), least=0.0)
    if not len(pathways):
        each = FILLS_GAP / max(int(of_pathway.sum()), 1)
        raise_by(worth, past.pathways_known, each)


def _raise_by_record(worth: Floats, past: Past, query: Query) -> None:
    """Add what a record is worth: leading where leads are sought, partners where both have any."""
    if query.direction is Direction.LEADS:
        raise_by(worth, past.log_led, HAS_LED)
    if past.partners[query.members].any():
        raise_by(worth, past.log_partners, IS_BUSY)
