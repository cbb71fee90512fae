"""Making the compiled loops over rows ready: loaded from disk, or compiled and kept there.

``python -m matcher.affinity.warming`` does it ahead of the first question about partners; without
it, that question takes some seconds more, once on a machine.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from matcher.affinity.rows import above, marked_by, rows_of, rows_times


def ready() -> None:
    """Return once every compiled function can be called without compiling anything."""
    matrix, first = sparse.csr_array(np.eye(2)), np.zeros(1, dtype=np.int32)
    above(rows_of(matrix, first), marked_by(matrix, first))
    rows_times(matrix, first, np.ones(2))


if __name__ == "__main__":
    ready()
