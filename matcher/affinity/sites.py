"""Where each body works, and since when that is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from matcher.affinity.history import Floats, Indices

_WIDE_KM = 75.0
"""Who works further than this around its middle, as the root of the mean square, is nowhere."""
_KM_A_DEGREE = np.array([111.2, 67.0])
"""Of latitude, and of longitude at 53 degrees north."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sites:
    """The places of N bodies.

    Attributes
    ----------
    since : the first day number on which each body is known to work in each place, CSR (N, A)
    centres : degrees of latitude and longitude of each place, NaN where unknown, shape (A, 2)
    """

    since: sparse.csr_array[Any]
    centres: Floats

    @classmethod
    def nowhere(cls, size: int) -> Self:
        """Know of no place of so many bodies."""
        nothing = sparse.csr_array(np.zeros((size, 0), dtype=np.int32))
        return cls(since=nothing, centres=np.zeros((0, 2)))

    @classmethod
    def at(cls, points: Floats) -> Self:
        """Put each body at a point of its own, NaN for nowhere, always known; shape (N, 2).

        >>> Sites.at(np.array([[53.8, -1.5]])).on(0)
        array([[53.8, -1.5]])
        """
        each = np.arange(len(points) + 1, dtype=np.int32)
        since = np.zeros(len(points), dtype=np.int32)
        return cls(
            since=sparse.csr_array((since, each[:-1], each), shape=(len(points), len(points))),
            centres=points,
        )

    def of(self, organisations: Indices) -> Sites:
        """Give those of some bodies, numbered as they are listed, shape (N',)."""
        return replace(self, since=sparse.csr_array(self.since[organisations]))

    def on(self, day: int) -> Floats:
        """Give the middle of the places that are known of each body on a day, shape (N, 2).

        NaN if none is known, or if they lie further apart than `_WIDE_KM`: who works everywhere is
        not near the middle of the country.
        """
        placed = np.flatnonzero(~np.isnan(self.centres).any(axis=1))
        centres = self.centres[placed]
        within = self.since[:, placed].tocoo()
        known = within.data <= day
        where = (within.row[known], within.col[known])
        ones = sparse.csr_array((np.ones(int(known.sum())), where), shape=within.shape)
        count = np.asarray(ones.sum(axis=1), dtype=np.float64).ravel()
        each = np.maximum(count, 1.0)[:, np.newaxis]
        middle = np.asarray(ones @ centres) / each
        middle[count == 0] = np.nan
        squares = np.asarray(ones @ (centres * _KM_A_DEGREE) ** 2) / each
        spread = (squares - (middle * _KM_A_DEGREE) ** 2).sum(axis=1)
        middle[spread > _WIDE_KM**2] = np.nan
        return middle
