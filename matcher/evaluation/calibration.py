"""Whether a chance of 20 % comes true two times in ten.

    Brier score    mean of (chance - came true)^2                       lower is better
    skill          1 - Brier / (rate (1 - rate)), against always saying the rate
    ECE            sum over bins of share of pairs * |mean chance - rate of those that came true|

Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78
(1950) 1-3; Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian
binning", AAAI (2015).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Pairs of like chances: how many, the mean chance, and the rate of those that came true."""

    pairs: int
    chance: float
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How far chances can be believed; `skill` is 0 where all or none came true."""

    pairs: int
    rate: float
    brier: float
    skill: float
    error: float
    bins: tuple[Bin, ...]


def calibration(chances: Floats, came_true: Flags, *, bins: int = BINS) -> Calibration:
    """Compare chances with what came of them, shape (R,) each, in bins of like numbers of pairs.

    Raises
    ------
    ValueError
        If there is no pair, or a chance is no number from 0 to 1.

    >>> calibration(np.array([0.5, 0.5]), np.array([True, False]), bins=1).error
    0.0
    """
    if not len(chances) or not ((chances >= 0) & (chances <= 1)).all():
        message = "chances must be numbers from 0 to 1, at least one of them"
        raise ValueError(message)
    truth = came_true.astype(np.float64)
    rate = float(truth.mean())
    brier = float(np.mean((chances - truth) ** 2))
    parts = np.array_split(np.argsort(chances, kind="stable"), min(bins, len(chances)))
    made = tuple(
        Bin(pairs=len(part), chance=float(chances[part].mean()), rate=float(truth[part].mean()))
        for part in parts
    )
    spread = rate * (1 - rate)
    return Calibration(
        pairs=len(chances),
        rate=rate,
        brier=brier,
        skill=1 - brier / spread if spread else 0.0,
        error=sum(each.pairs * abs(each.chance - each.rate) for each in made) / len(chances),
        bins=made,
    )
