"""Learning a model of partners from works whose members are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.choice import choice_weights
from matcher.affinity.model import PartnerModel, Scale
from matcher.affinity.signals import SIGNALS, scores
from matcher.affinity.view import Direction, View
from matcher.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matcher.affinity.history import Flags, Floats, Indices
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
    stands_for : how many bodies each candidate stands for, shape (C,), where some were drawn; one
        each where nothing is said
    """

    past: Past
    query: Query
    candidates: Indices
    truth: Indices
    weight: float = 1.0
    stands_for: Floats | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """Examples in rows.

    Attributes
    ----------
    rows : what the signals said of each candidate, shape (R, S)
    came : 1 for who was a partner, else 0, shape (R,)
    question : which example each row is of, in order, shape (R,)
    weights : how much its example counts, shape (R,)
    stands_for : how many bodies each row stands for, shape (R,)
    """

    rows: Floats
    came: Floats
    question: Indices
    weights: Floats = field(repr=False)
    stands_for: Floats = field(repr=False)

    def of(self, questions: Flags) -> Lesson:
        """Give the rows of some questions, shape (Q,)."""
        kept = questions[self.question]
        number = np.cumsum(questions) - 1
        return Lesson(
            rows=self.rows[kept],
            came=self.came[kept],
            question=number[self.question[kept]].astype(np.int32),
            weights=self.weights[kept],
            stands_for=self.stands_for[kept],
        )


def lesson_of(examples: Iterable[Example], *, signals: Sequence[Signal] = SIGNALS) -> Lesson:
    """Put examples into rows.

    Raises
    ------
    TrainingError
        If there is no example.
    """
    rows, came, weights, stands_for = [], [], [], []
    for example in examples:
        view = View(past=example.past, query=example.query, candidates=example.candidates)
        rows.append(scores(view, signals=signals))
        came.append(np.isin(example.candidates, example.truth).astype(np.float64))
        weights.append(np.full(len(example.candidates), example.weight))
        each = example.stands_for
        stands_for.append(np.ones(len(example.candidates)) if each is None else each)
    if not rows:
        message = "there is no example to learn from: a model needs works with two members or more"
        raise TrainingError(message)
    lengths = [len(each) for each in rows]
    return Lesson(
        rows=np.concatenate(rows),
        came=np.concatenate(came),
        question=np.repeat(np.arange(len(rows), dtype=np.int32), lengths),
        weights=np.concatenate(weights),
        stands_for=np.concatenate(stands_for),
    )


def train(
    lesson: Lesson,
    *,
    signals: Sequence[Signal] = SIGNALS,
    held: Lesson | None = None,
    freedom: float = 1.0,
) -> PartnerModel:
    """Learn how much each signal says, and how likely partners are at all.

    The weights are learnt by choices, and one slope and base on top so that the chances come true
    (Platt, "Probabilistic outputs for support vector machines", Advances in Large Margin
    Classifiers (1999) 61-74): the log-odds stay a sum over the signals.

    Parameters
    ----------
    lesson : the examples
    signals : those that its columns hold
    held : later examples to calibrate by; the same ones where there are none
    freedom : how freely the weights move

    Raises
    ------
    TrainingError
        If no example has both a partner and another candidate.
    """
    weights = choice_of(lesson, freedom=freedom)
    shown = held or lesson
    every = np.ones(int(shown.question.max()) + 1, dtype=bool)
    scale = _scale(shown.rows @ weights, shown, every)
    names = tuple(signal.name for signal in signals)
    return PartnerModel(signals=names, weights=weights * scale.slope, base=scale.base)


def train_across(
    lesson: Lesson,
    *,
    fold: Indices,
    shown: Flags,
    directions: Sequence[Direction],
    signals: Sequence[Signal] = SIGNALS,
    freedom: float = 1.0,
) -> PartnerModel:
    """Learn from all examples, and make the chances come true on examples not learnt from.

    For each fold weights are learnt from the others; what these say of it is calibrated, as in
    `train`: once for all, and once for each direction. So what a model says of what it has seen
    makes no chance too sure.

    Parameters
    ----------
    lesson : the examples, Q of them
    fold : the fold of each example, shape (Q,); like examples belong into one
    shown : the examples by which to calibrate, shape (Q,)
    directions : what was asked in each example, shape (Q,)
    signals, freedom : as for `train`

    Raises
    ------
    TrainingError
        If all examples are of one fold, or those outside of a fold have not both a partner and
        another candidate.
    """
    if len(np.unique(fold)) < 2:  # noqa: PLR2004  (one to learn from, and one to ask about)
        message = "all examples are of one fold: there are no others to learn from"
        raise TrainingError(message)
    said = np.zeros(len(lesson.came))
    for each in np.unique(fold):
        within = (fold == each)[lesson.question]
        said[within] = lesson.rows[within] @ choice_of(lesson.of(fold != each), freedom=freedom)
    weights = choice_of(lesson, freedom=freedom)
    every = _scale(said, lesson, shown)
    asked = np.array([each.value for each in directions])
    own = {each: shown & (asked == each.value) for each in Direction}
    scales = {each: _scale(said, lesson, chosen) for each, chosen in own.items() if chosen.any()}
    return PartnerModel(
        signals=tuple(signal.name for signal in signals),
        weights=weights * every.slope,
        base=every.base,
        scales={
            each: Scale(slope=scale.slope / every.slope, base=scale.base)
            for each, scale in scales.items()
            if every.slope > 0
        },
    )


def _scale(said: Floats, lesson: Lesson, chosen: Flags) -> Scale:
    """Find the slope and the base by which what was said of some examples comes true."""
    from matcher.affinity.bounded import BoundedLogisticRegression  # noqa: PLC0415  (a second)

    rows = chosen[lesson.question]
    counts = lesson.weights * lesson.stands_for
    chances = BoundedLogisticRegression(C=1e6).fit(
        said[rows, np.newaxis], lesson.came[rows] > 0, sample_weight=counts[rows]
    )
    return Scale(slope=float(chances.coef_[0, 0]), base=float(chances.intercept_[0]))


def choice_of(lesson: Lesson, *, freedom: float = 1.0) -> Floats:
    """Learn what one unit of each signal says in a choice, shape (S,), before calibration.

    Raises
    ------
    TrainingError
        If no example has both a partner and another candidate.
    """
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415  (takes a second)

    scaler = StandardScaler(with_mean=False).fit(lesson.rows, sample_weight=lesson.weights)
    rows = scaler.transform(lesson.rows)
    slopes = choice_weights(rows, lesson.came, lesson.question, lesson.weights, freedom=freedom)
    return np.asarray(slopes / scaler.scale_)
