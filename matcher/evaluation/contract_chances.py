"""How likely a candidate is to join, by its score: as far as that held for other leads.

Scores of questions whose groups were not learnt from are turned into chances by a logistic curve,
over the score or over its logarithm: whichever comes nearer to the truth for groups that the curve
was not drawn by either. What it says is then drawn back to the mean,

    chance = rate + trust * (curve(score) - rate)

where the trust, from 0 to 1, makes the Brier score of those groups least. So where scores say
nothing of another lead, everybody's chance is the rate.

Platt, "Probabilistic outputs for support vector machines", Advances in Large Margin Classifiers
(1999) 61-74; for the second step Copas, "Regression, prediction and shrinkage", Journal of the
Royal Statistical Society B 45 (1983) 311-354.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

if TYPE_CHECKING:
    from collections.abc import Callable

    from matcher.affinity.history import Flags, Floats, Indices

_FREE = 1e6
"""C of the curve, which has one slope: nothing holds it back."""


def _itself(scores: Floats) -> Floats:
    return scores


_SHAPES: tuple[Callable[[Floats], Floats], ...] = (_itself, np.log1p)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """What turns scores of 0 or more into chances.

    Attributes
    ----------
    rate : how likely anybody is to join
    trust : how much the score counts, from 0 to 1
    shape : what is taken of the score
    slope, base : of the logistic curve over that
    """

    rate: float
    trust: float = 0.0
    shape: Callable[[Floats], Floats] = _itself
    slope: float = 0.0
    base: float = 0.0

    def of(self, scores: Floats) -> Floats:
        """Give the chance of each score, shape (C,).

        >>> Chances(rate=0.1).of(np.array([0.0, 5.0]))
        array([0.1, 0.1])
        """
        said = expit(self.slope * self.shape(scores) + self.base)
        return np.asarray(self.rate + self.trust * (said - self.rate))


def learn_chances(scores: Floats, came: Flags, weights: Floats, fold: Indices) -> Chances:
    """Learn chances from scores of groups that were not learnt from, shape (R,) each.

    Parameters
    ----------
    scores : 0 or more
    came : who joined
    weights : how much each row counts
    fold : of its group; all 0 where there is one only, and then nothing is trusted
    """
    rate = float(np.average(came, weights=weights))
    if len(np.unique(fold)) < 2 or not 0 < rate < 1:  # noqa: PLR2004  (one to learn, one to ask)
        return Chances(rate=rate)
    tried = [_tried(shape, scores, came, weights, fold) for shape in _SHAPES]
    trust, _, shape = max(tried, key=lambda each: each[1])
    slope, base = _curve(shape(scores), came, weights)
    return Chances(rate=rate, trust=trust, shape=shape, slope=slope, base=base)


def _tried(
    shape: Callable[[Floats], Floats],
    scores: Floats,
    came: Flags,
    weights: Floats,
    fold: Indices,
) -> tuple[float, float, Callable[[Floats], Floats]]:
    """Give the trust that a shape earns in folds its curve was not drawn by, and what it gains."""
    met = spread = 0.0
    for each in np.unique(fold):
        asked = fold == each
        rate = float(np.average(came[~asked], weights=weights[~asked]))
        if not 0 < rate < 1:
            continue
        slope, base = _curve(shape(scores[~asked]), came[~asked], weights[~asked])
        away = expit(slope * shape(scores[asked]) + base) - rate
        met += float(weights[asked] @ (away * (came[asked] - rate)))
        spread += float(weights[asked] @ away**2)
    trust = min(max(met / spread, 0.0), 1.0) if spread > 0 else 0.0
    return trust, 2 * trust * met - trust**2 * spread, shape


def _curve(shaped: Floats, came: Flags, weights: Floats) -> tuple[float, float]:
    from matcher.affinity.bounded import BoundedLogisticRegression  # noqa: PLC0415  (a second)

    found = BoundedLogisticRegression(C=_FREE).fit(
        shaped[:, np.newaxis], came, sample_weight=weights
    )
    return float(found.coef_[0, 0]), float(found.intercept_[0])
