"""Signals of where a walk, or the main lines of the whole graph, lead from those who ask.

They see further than shared partners do. Write A for who has worked with whom (ones), d(z) for how
many partners z has had, D for the diagonal of d, and P = D^-1 A for a step to any partner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.rows import rows_of, rows_taken
from matcher.affinity.signals.signal import Signal, Source

if TYPE_CHECKING:
    from matcher.affinity.history import Floats
    from matcher.affinity.view import View

STAY = 0.5
"""The chance that a walk goes on: what is left after three steps is an eighth of a half."""
STEPS = 3


def personalised_pagerank(view: View, *, steps: int = STEPS) -> Floats:
    """How often a walk from those who ask, that may end anywhere, ends at a candidate.

    ``sum over k = 1..steps of (1 - a) a^k (p P^k)(v)``, where p is spread over those who ask and a
    is `STAY`: Page, Brin, Motwani and Winograd, "The PageRank citation ranking" (1999), from some
    nodes only (Haveliwala, "Topic-sensitive PageRank", WWW (2002) 517-526). Three steps are what
    a question can afford: the last is read from the candidates' side.

    >>> from matcher.affinity.signals.examples import asked
    >>> personalised_pagerank(asked([[0, 1], [1, 2]], by=0, of=[1, 2])).round(4)
    array([0.3125, 0.0625])
    """
    past, members = view.past, view.query.members
    own = rows_taken(past.linked, view.candidates)
    found = np.zeros(len(view.candidates))
    at, there = members, np.full(len(members), 1.0 / len(members))
    for step in range(1, steps + 1):
        each = there / np.maximum(past.partners[at], 1.0)
        out = np.zeros(past.size)
        out[at] = each
        found += (1.0 - STAY) * STAY**step * own.times(out)
        if step < steps:
            here = rows_of(past.linked, at, each)
            at = np.flatnonzero(here).astype(np.int32)
            there = here[at]
    return found


def common_lines(view: View) -> Floats:
    """What the main lines of who works with whom expect of a candidate and those who ask.

    ``max(0, sum over those who ask of (B V V')(u, v))`` for ``B = D^-1/2 A D^-1/2`` and its first
    16 right singular vectors V: Halko, Martinsson and Tropp, SIAM Review 53 (2011) 217-288. That is
    the best picture of B by 16 lines, and 0 for one without a partner.

    >>> from matcher.affinity.signals.examples import asked
    >>> common_lines(asked([[0, 1], [1, 2]], by=0, of=[1, 2])).round(3)
    array([0.707, 0.   ])
    """
    past, members = view.past, view.query.members
    lines = past.lines
    scale = 1.0 / np.sqrt(np.maximum(past.partners, 1.0))
    own = rows_taken(past.linked, members)
    held = own.columns
    whose = np.repeat(scale[members], np.diff(own.starts))
    towards = (whose * scale[held]) @ lines[held]
    return np.maximum(lines[view.candidates] @ towards, 0.0)


SPREADING = (
    Signal(
        name="personalised-pagerank",
        words="is near you among partners of partners",
        source=Source.HISTORY,
        compute=personalised_pagerank,
    ),
    Signal(
        name="common-lines",
        words="is placed like your partners in who works with whom",
        source=Source.HISTORY,
        compute=common_lines,
    ),
)
