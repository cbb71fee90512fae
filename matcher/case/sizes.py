"""How large organisations are: their latest public turnover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.columns import day_number

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot

    Floats = NDArray[np.float64]

_OPEN_BAND = 1.5
"""Where a turnover band is open, its middle is taken to be this many times its foot."""


def latest_sizes(snapshot: Snapshot, as_of: date) -> NDArray[np.int64]:
    """The row of each organisation's latest turnover band that was public on the day.

    Of several for one year the first counts; -1 where there is none. Shape (N,).
    """
    columns = snapshot.sizes
    known = np.flatnonzero(columns.known_day <= day_number(as_of))
    order = known[np.lexsort((-known, columns.year[known]))]
    latest = np.full(len(snapshot.organisations), -1, dtype=np.int64)
    latest[columns.organisation[order]] = order  # the last one that is put there stays
    return latest


def turnovers(snapshot: Snapshot, as_of: date) -> Floats:
    """The middle of each organisation's latest turnover band, in pounds; NaN where unknown."""
    low, high = snapshot.sizes.low_gbp, snapshot.sizes.high_gbp
    middle = np.where(np.isnan(high), low * _OPEN_BAND, (low + high) / 2)
    return np.append(middle, np.nan)[latest_sizes(snapshot, as_of)]
