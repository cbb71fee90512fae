"""How much groups are shown, against what they could do.

For list l with bodies at places 1, 2, ..., and relevant capability c of those who could be named:

    exposure of group g = sum over its places i of 1 / log2(1 + i), over that of all places
    share of group g    = sum of c over g, over that of all

    ratio of g = mean over lists of exposure / mean over lists of share

Singh and Joachims, "Fairness of exposure in rankings", KDD (2018) 2219-2228: exposure is fair to a
group when it is in proportion to its merit, which is a ratio of 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int32]

RESAMPLES = 1000
_FEWEST = 5
"""Of fewer lists no interval is given: they would be drawn again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Exposure over share, with its 95 % interval; None where there is none."""

    ratio: float | None
    low: float | None
    high: float | None

    @property
    def verdict(self) -> str:
        """What the interval says: one that holds 1 says neither."""
        if self.ratio is None or self.low is None or self.high is None:
            return "unsure"
        if self.low > 1:
            return "over-exposed"
        return "under-exposed" if self.high < 1 else "level"


def place_weights(count: int) -> Floats:
    """What each place of a ranking is worth, ``1 / log2(1 + place)``.

    >>> place_weights(3).round(3)
    array([1.   , 0.631, 0.5  ])
    """
    return np.asarray(1.0 / np.log2(np.arange(count) + 2.0))


def exposures(
    lists: Sequence[Indices], weights: Sequence[Floats], group: Indices, *, groups: int
) -> Floats:
    """Give each group's share of each list, shape (L, G); the rows of lists that name any sum to 1.

    Parameters
    ----------
    lists : the bodies of each list, in order
    weights : what their places are worth
    group : the group of each organisation, shape (N,)
    groups : G
    """
    found = np.zeros((len(lists), groups))
    for row, (bodies, worth) in enumerate(zip(lists, weights, strict=True)):
        found[row] = np.bincount(group[bodies], weights=worth, minlength=groups)
    total = found.sum(axis=1, keepdims=True)
    return np.asarray(found / np.where(total > 0, total, 1.0))


def ratios(exposure: Floats, share: Floats, *, seed: int) -> list[Ratio]:
    """Compare exposure with share, both of shape (L, G), for each group.

    The intervals are those of the bootstrap over lists: Efron, Annals of Statistics 7 (1979) 1-26.
    """
    lists = len(exposure)
    if not lists:
        return [Ratio(ratio=None, low=None, high=None)] * exposure.shape[1]
    draws = np.random.default_rng(seed).multinomial(
        lists, np.full(lists, 1.0 / lists), size=RESAMPLES if lists >= _FEWEST else 0
    )
    shown, due = draws @ exposure, draws @ share
    return [
        _ratio(exposure[:, g].sum(), share[:, g].sum(), shown[:, g], due[:, g])
        for g in range(exposure.shape[1])
    ]


def _ratio(exposure: float, share: float, shown: Floats, due: Floats) -> Ratio:
    if share <= 0:
        return Ratio(ratio=None, low=None, high=None)
    known = due > 0
    if not known.any():
        return Ratio(ratio=float(exposure / share), low=None, high=None)
    low, high = np.quantile(shown[known] / due[known], (0.025, 0.975))
    return Ratio(ratio=float(exposure / share), low=float(low), high=float(high))
