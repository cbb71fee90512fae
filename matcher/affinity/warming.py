"""Making the compiled loops over rows ready: loaded from disk, or compiled and kept there.

``python -m matcher.affinity.warming`` does it ahead of the first question about partners; without
it, that question takes some seconds more, once on a machine.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from matcher.affinity.candidates import candidates_of
from matcher.affinity.history import history_of
from matcher.affinity.pairs import pair_affinities
from matcher.affinity.past import Past
from matcher.affinity.rows import marked_by, paths_at, rows_at, rows_of, rows_taken
from matcher.affinity.sites import Sites
from matcher.affinity.view import Query


def ready() -> None:
    """Return once every compiled function can be called without compiling anything."""
    matrix, first = sparse.csr_array(np.eye(2)), np.zeros(1, dtype=np.int32)
    rows_of(matrix, first)
    marked_by(matrix, first)
    rows_at(matrix, first, np.zeros(2, dtype=np.int32), 1)
    rows_taken(matrix, first).times(np.ones(2))
    paths_at(matrix, first, np.zeros(2, dtype=np.int32))
    placed = replace(history_of([[0, 1]]), sites=Sites.at(np.zeros((2, 2))))
    past = Past(history=placed, day=0)
    candidates_of(past, Query(members=first), among=np.ones(2, dtype=bool))
    pair_affinities(past, np.arange(2), log_odds={"common-neighbours": 1.0})


if __name__ == "__main__":
    ready()
