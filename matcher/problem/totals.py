"""Totals of a line-up's volumes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    Floats = NDArray[np.float64]
    Volume = sparse.csr_array[Any]


def volume_by_candidate(volume: Volume) -> Floats:
    """Each candidate's volume, shape (N,)."""
    return np.asarray(volume.sum(axis=1), dtype=np.float64).ravel()


def volume_by_cell(volume: Volume) -> Floats:
    """Each cell's volume, shape (C,)."""
    return np.asarray(volume.sum(axis=0), dtype=np.float64).ravel()
