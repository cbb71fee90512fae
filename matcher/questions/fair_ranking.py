"""Rankings in which no group has much less, or much more, than its share.

Of the first k named, group g with share p(g) of the relevant capability gets

    at least floor(0.8 p(g) k),  at most ceil(p(g) k / 0.8)

places: DetGreedy of Geyik, Ambler and Kenthapadi, "Fairness-aware ranking in search and
recommendation systems with application to LinkedIn talent search", KDD (2019) 2221-2231, with the
four fifths of the Uniform Guidelines on Employee Selection Procedures (1978) as its tolerance.
Within a group the order stays as it was. Bodies whose group is not known are neither owed a place
nor held back: that nobody wrote a fact down says nothing of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matcher.affinity.history import Flags, Floats, Indices

TOLERANCE = 0.8
"""A group may have so much of its share, or its share divided by this."""
_ROUND = 1e-9
"""A share that is a whole number of places but for its last digits is one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shares:
    """How many of a ranking's first places each of G groups should have.

    Attributes
    ----------
    group : the group of each of C candidates, shape (C,)
    share : what each group should have, shape (G,); they sum to 1, or are all 0
    tolerance : how much less is borne, from 0 (any) to 1 (none)
    is_known : which groups are any; those not known are owed no place, and are not held back; (G,)
    """

    group: Indices
    share: Floats
    is_known: Flags
    tolerance: float = TOLERANCE

    def least(self, k: int) -> Floats:
        """The fewest places of the first k that each group should have, shape (G,)."""
        return np.floor(self.tolerance * self.share * k + _ROUND) * self.is_known

    def most(self, k: int) -> Floats:
        """The most places of the first k that each group should have, shape (G,)."""
        if not self.tolerance or not self.share.any():
            return np.full(len(self.share), float(k))
        most = np.ceil(self.share * k / self.tolerance - _ROUND)
        return np.where(self.is_known, most, float(k))

    def allowed(self, left: Flags, had: Indices, k: int) -> Flags:
        """Say who may be named at place k: first those of groups that lack a place.

        Parameters
        ----------
        left : who is not yet named, shape (C,)
        had : how many of each group are, shape (G,)
        k : the place, from 1

        Returns
        -------
        numpy.ndarray
            Some of `left`, and all of it where no rule can be kept; shape (C,).
        """
        for groups in (had < self.least(k), had < self.most(k)):
            fits = left & groups[self.group]
            if fits.any():
                return np.asarray(fits)
        return left
