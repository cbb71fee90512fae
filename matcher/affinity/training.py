"""Learning a model of partners from works whose members are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.model import PartnerModel
from matcher.affinity.signals import SIGNALS, scores
from matcher.affinity.view import View
from matcher.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matcher.affinity.history import Floats, Indices
    from matcher.affinity.past import Past
    from matcher.affinity.signals.signal import Signal
    from matcher.affinity.view import Query


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Example:
    """A question whose answer is known.

    Attributes
    ----------
    past : what was known before the answer
    query : the question
    candidates : who could have been it, shape (C,)
    truth : who it was, indices of organisations
    weight : how much it counts; several like examples share a weight
    """

    past: Past
    query: Query
    candidates: Indices
    truth: Indices
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """Examples in rows: what the signals said (R, S), whether it came so (R,), the weights (R,)."""

    rows: Floats
    came: Floats
    weights: Floats = field(repr=False)


def lesson_of(examples: Iterable[Example], *, signals: Sequence[Signal] = SIGNALS) -> Lesson:
    """Put examples into rows.

    Raises
    ------
    TrainingError
        If there is no example.
    """
    rows, came, weights = [], [], []
    for example in examples:
        view = View(past=example.past, query=example.query, candidates=example.candidates)
        rows.append(scores(view, signals=signals))
        came.append(np.isin(example.candidates, example.truth).astype(np.float64))
        weights.append(np.full(len(example.candidates), example.weight))
    if not rows:
        message = "there is no example to learn from: a model needs works with two members or more"
        raise TrainingError(message)
    return Lesson(
        rows=np.concatenate(rows), came=np.concatenate(came), weights=np.concatenate(weights)
    )


def train(
    lesson: Lesson, *, signals: Sequence[Signal] = SIGNALS, freedom: float = 1.0
) -> PartnerModel:
    """Learn how much each signal says.

    Parameters
    ----------
    lesson : the examples
    signals : those that its columns hold
    freedom : `C` of the regression

    Raises
    ------
    TrainingError
        If all examples are of one class.
    """
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415  (takes a second)
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415  (the same)

    from matcher.affinity.bounded import BoundedLogisticRegression  # noqa: PLC0415  (the same)

    steps = make_pipeline(StandardScaler(with_mean=False), BoundedLogisticRegression(C=freedom))
    steps.fit(
        lesson.rows,
        lesson.came.astype(bool),
        boundedlogisticregression__sample_weight=lesson.weights,
    )
    scale, learnt = steps[0].scale_, steps[-1]
    return PartnerModel(
        signals=tuple(signal.name for signal in signals),
        weights=learnt.coef_[0] / scale,
        base=float(learnt.intercept_[0]),
    )
