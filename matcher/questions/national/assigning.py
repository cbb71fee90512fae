"""Choosing one of the line-ups found for each area, so that no lead holds more than it may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SECONDS = 10.0
_TAKEN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offer:
    """A line-up of an area: what it is worth, and what it uses of each limit, shape (R,)."""

    area: int
    worth: float
    use: Floats


def assigned(offers: Sequence[Offer], limit: Floats) -> tuple[int, ...]:
    """Give the positions of the offers that are worth most together, at most one for each area.

    A programme in whole numbers, solved for at most ten seconds.

    >>> import numpy as np
    >>> dear = Offer(area=0, worth=5.0, use=np.array([1.0]))
    >>> other = Offer(area=1, worth=4.0, use=np.array([1.0]))
    >>> assigned([dear, other], np.array([1.0]))
    (0,)
    """
    if not offers:
        return ()
    use = np.array([each.use for each in offers]).T
    shared = np.flatnonzero(np.isfinite(limit) & use.any(axis=1))
    areas = np.array([each.area for each in offers])
    one_each = (np.unique(areas)[:, np.newaxis] == areas).astype(float)
    scale = np.maximum(limit[shared], 1.0)[:, np.newaxis]
    rows = np.vstack([one_each, use[shared] / scale])
    most = np.concatenate([np.ones(len(one_each)), limit[shared] / scale[:, 0]])
    found = milp(
        -np.array([each.worth for each in offers]),
        constraints=LinearConstraint(rows, ub=most),
        integrality=np.ones(len(offers), dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"time_limit": _SECONDS},
    )
    if found.x is None:
        return ()
    return tuple(int(position) for position in np.flatnonzero(found.x > _TAKEN))
