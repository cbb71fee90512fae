"""Making the compiled loops over rows ready: loaded from disk, or compiled and kept there.

``python -m matcher.affinity.warming`` does it ahead of the first question about partners; without
it, that question takes some seconds more, once on a machine.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from matcher.affinity.rows import best_of, marked_by, paths_at, rows_at, rows_of, rows_taken


def ready() -> None:
    """Return once every compiled function can be called without compiling anything."""
    matrix, first = sparse.csr_array(np.eye(2)), np.zeros(1, dtype=np.int32)
    marks = marked_by(matrix, first)
    best_of(rows_of(matrix, first), marks.view(np.int8), 1.0, marks, most=1)
    rows_at(matrix, first, np.zeros(2, dtype=np.int32), 1)
    rows_taken(matrix, first).times(np.ones(2))
    paths_at(matrix, first, np.zeros(2, dtype=np.int32))


if __name__ == "__main__":
    ready()
