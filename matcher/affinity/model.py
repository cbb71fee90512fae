"""The model of partners: how likely each candidate is to work with those who ask, and why.

The log-odds of a candidate are a sum, one part a signal, so that an explanation is the sum itself:

    log-odds = base + slope * sum over signals of weight * signal

Base and slope are those of the direction asked, where the model learnt them: a work has many who
join it and one who leads it, so that the same sum makes one of the many likelier.

What a model learnt is a few arrays and its record; nothing of it is code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from matcher.affinity.signals import EVERY_SIGNAL, scores

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcher.affinity.history import Floats, Indices
    from matcher.affinity.signals.signal import Signal
    from matcher.affinity.view import Direction, View


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prediction:
    """What a model says of C candidates.

    Attributes
    ----------
    log_odds : shape (C,)
    parts : what each signal adds to the log-odds, shape (C, S)
    base : the log-odds of a candidate of whom no signal says anything
    signals : the S signals
    """

    log_odds: Floats
    parts: Floats
    base: float
    signals: tuple[Signal, ...]

    @property
    def chance(self) -> Floats:
        """How likely each candidate is to be a partner, shape (C,)."""
        return np.asarray(expit(self.log_odds))

    def first(self, count: int) -> Indices:
        """Which candidates have the highest log-odds, the highest first; equals in their order."""
        least = -np.inf
        if 0 < count < len(self.log_odds):
            least = np.partition(self.log_odds, -count)[-count]
        among = np.flatnonzero(self.log_odds >= least)
        order = np.argsort(-self.log_odds[among], kind="stable")[:count]
        return among[order].astype(np.int32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What makes the chances of one direction true: `slope` is 0 or more, `base` log-odds."""

    slope: float
    base: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartnerModel:
    """Weights of the signals, calibrated.

    Attributes
    ----------
    signals : names of the S signals that it reads
    weights : what one unit of each adds to the log-odds, 0 or more, shape (S,)
    base : the log-odds where no signal says anything
    scales : the slope and the base of each direction that has its own; the others have slope 1 and
        `base`
    """

    signals: tuple[str, ...]
    weights: Floats
    base: float
    scales: Mapping[Direction, Scale] = field(default_factory=dict)

    def scale(self, direction: Direction) -> Scale:
        """Give the slope and the base of a direction."""
        return self.scales.get(direction) or Scale(slope=1.0, base=self.base)

    def predict(self, view: View) -> Prediction:
        """Say how likely each candidate of a view is to be a partner, and why.

        Signals of weight 0 are not computed: they add nothing.
        """
        by_name = {signal.name: signal for signal in EVERY_SIGNAL}
        signals = tuple(by_name[name] for name in self.signals)
        counts, scale = np.flatnonzero(self.weights > 0), self.scale(view.query.direction)
        parts = np.zeros((len(signals), len(view.candidates)))
        found = scores(view, signals=[signals[row] for row in counts])
        parts[counts] = scale.slope * self.weights[counts, np.newaxis] * found.T
        log_odds = scale.base + parts.sum(axis=0)
        return Prediction(log_odds=log_odds, parts=parts.T, base=scale.base, signals=signals)
