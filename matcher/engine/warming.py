"""Compile the loops of the search once, ahead of the first question.

``python -m matcher.engine.warming`` does it.
What is compiled is kept beside the sources, or in the user's cache folder where that cannot be
written; docs/benchmarks.md says what it costs.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from matcher.engine.solver import solve
from matcher.problem.model import Problem


def warm_up() -> None:
    """Solve a line-up problem of two candidates, which uses every compiled loop."""
    solve(
        Problem(
            need=np.array([100.0, 100.0]),
            weight=np.array([0.5, 0.5]),
            quality=sparse.csr_array(np.array([[1.0, 0.0], [0.6, 0.6]])),
            total_capacity=np.array([80.0, 200.0]),
            affinity=sparse.csr_array(np.array([[0.0, 0.5], [0.5, 0.0]])),
            max_members=2,
            pair_weight=0.1,
        )
    )


if __name__ == "__main__":
    warm_up()
