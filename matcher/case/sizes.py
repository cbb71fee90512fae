"""How large organisations are: their latest public turnover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.columns import day_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from graph.records.model import Size
    from graph.snapshot.snapshot import Snapshot

    Floats = NDArray[np.float64]

OPEN_BAND = 2.0
"""Where a turnover band is open, its upper end is taken to be this many times its foot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestSizes:
    """The latest public turnover band of each organisation, by its index; None where unknown.

    Attributes
    ----------
    records : all bands
    rows : which of them, shape (N,); -1 where there is none
    """

    records: Sequence[Size]
    rows: NDArray[np.int64]

    def __getitem__(self, organisation: int) -> Size | None:
        """Give an organisation's band."""
        row = int(self.rows[organisation])
        return None if row < 0 else self.records[row]


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
    low, high = turnover_bands(snapshot, as_of)
    return (low + high) / 2


def turnover_bands(snapshot: Snapshot, as_of: date) -> tuple[Floats, Floats]:
    """Both ends of the same bands, in pounds; NaN where unknown; shape (N,) each."""
    low, high = snapshot.sizes.low_gbp, snapshot.sizes.high_gbp
    ends = low, np.where(np.isnan(high), low * OPEN_BAND, high)
    row = latest_sizes(snapshot, as_of)
    return np.append(ends[0], np.nan)[row], np.append(ends[1], np.nan)[row]
