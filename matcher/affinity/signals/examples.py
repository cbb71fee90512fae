"""Small questions for the examples in docstrings, and for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.history import history_of
from matcher.affinity.past import Past
from matcher.affinity.view import Query, View

if TYPE_CHECKING:
    from collections.abc import Sequence


def asked(works: Sequence[Sequence[int]], *, by: int, of: Sequence[int]) -> View:
    """Ask about some candidates for one organisation, after works that list their members."""
    past = Past(history=history_of(works), day=0)
    query = Query(members=np.array([by], dtype=np.int32))
    return View(past=past, query=query, candidates=np.array(of, dtype=np.int32))
