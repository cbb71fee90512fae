"""How well organisations are likely to work together, from what they have done before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.networks.ties import tie_weights

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray
    from scipy import sparse

    from graph.snapshot.snapshot import Snapshot


def affinity_of(
    snapshot: Snapshot, *, as_of: date, among: NDArray[np.int64]
) -> sparse.csr_array[Any]:
    """Turn ties into affinities, ``1 - exp(-tie)``, so that each further project adds less.

    Only the N organisations `among` whom they are asked for count, in their order.

    Returns
    -------
    scipy.sparse.csr_array
        Shape (N, N), symmetric, zero diagonal, in [0, 1).
    """
    affinity = tie_weights(snapshot, as_of=as_of, among=among)
    affinity.data = -np.expm1(-affinity.data)
    return affinity
