"""Where organisations work, and since when it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot.columns import CapabilityColumns

    Indices = NDArray[np.integer[Any]]

_DAY_BITS = 31


def reach_of(
    capabilities: CapabilityColumns, covers: sparse.csr_array[Any], *, organisations: int
) -> sparse.csr_array[Any]:
    """Give the first day on which each organisation was known to work in each authority.

    Parameters
    ----------
    capabilities : who does something in which place
    covers : which of A authorities each place contains, boolean CSR
    organisations : N, how many organisations there are

    Returns
    -------
    scipy.sparse.csr_array
        Day numbers, shape (N, A).
    """
    places, authorities = covers.shape
    owner, place, day = _first_days(
        capabilities.organisation, capabilities.place, capabilities.known_day, width=places
    )
    within = sparse.csr_array(covers[place])
    repeat = np.diff(within.indptr)
    owner, authority, day = _first_days(
        np.repeat(owner, repeat), within.indices, np.repeat(day, repeat), width=authorities
    )
    indptr = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=organisations))])
    shape = (organisations, authorities)
    return sparse.csr_array((day.astype(np.int32), authority, indptr), shape=shape)


def _first_days(
    owner: Indices, place: Indices, day: Indices, *, width: int
) -> tuple[Indices, Indices, Indices]:
    """Each pair once, in order, with its first day; packed into one number a row to sort fast."""
    pair = owner.astype(np.int64) * width + place
    packed = np.sort((pair << _DAY_BITS) | day)
    pair = packed >> _DAY_BITS
    first = np.ones(len(pair), dtype=bool)
    first[1:] = pair[1:] != pair[:-1]
    owner, place = np.divmod(pair[first], width)
    return owner, place, packed[first] & ((1 << _DAY_BITS) - 1)
