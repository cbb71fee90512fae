"""What each signal says, learnt from few contracts.

A few dozen line-ups of twenty leads teach little of 25 signals. Three things keep the weights
steady:

- Each weight is drawn toward an equal say: every signal is written so that more of it speaks for a
  candidate, so where contracts teach little of one (no known lead bears its members' names, say) it
  keeps that say. Weights that are all equal are hard to beat from few examples (Dawes, "The robust
  beauty of improper linear models in decision making", American Psychologist 34 (1979) 571-582).
  How large that say is, or whether it is 0, is chosen by what it finds for line-ups, or leads, that
  were not learnt from.
- How freely weights move is not chosen: the weights learnt at several freedoms are averaged.
- No weight is below 0 (`matcher.affinity.bounded` says why).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.choice import choice_weights
from matcher.errors import TrainingError
from matcher.evaluation.ranking import DEPTH, figures

if TYPE_CHECKING:
    from matcher.affinity.history import Flags, Floats, Indices
    from matcher.affinity.training import Lesson

FREEDOMS = (0.01, 0.003, 0.001)
"""How freely weights move; what is learnt at each counts the same."""
SAYS = (0.0, 0.1, 0.2)
"""The log-odds toward which the weight of one spread of each signal may be drawn."""
FOLDS = 5
DEALS = 2
"""So often the groups are dealt out anew: what one deal says may be chance."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taught:
    """What a lesson taught: weights, and what weights learnt from others say of each row.

    Attributes
    ----------
    weights : what one unit of each signal says, shape (S,)
    said : the score of each row by weights learnt from other groups only, shape (R,)
    say : toward what the weights were drawn
    """

    weights: Floats
    said: Floats
    say: float


def taught_by(lesson: Lesson, deals: tuple[Indices, ...]) -> Taught:
    """Learn weights, drawn toward the say that finds most for groups that were not learnt from.

    Raises
    ------
    TrainingError
        If no example has both a partner and another candidate.
    """
    if not deals:
        say = max(SAYS)
        nobody = np.zeros(len(lesson.came))
        return Taught(weights=steady_weights(lesson, say=say), said=nobody, say=say)
    tried = {say: said_of_others(lesson, deals, say=say) for say in SAYS}
    say = max(tried, key=lambda each: _found(lesson, tried[each]))
    return Taught(weights=steady_weights(lesson, say=say), said=tried[say], say=say)


def _found(lesson: Lesson, said: Floats) -> float:
    """Give the mean nDCG@10 of the questions, each as it counts."""
    starts = np.flatnonzero(np.append(True, lesson.question[1:] != lesson.question[:-1]))
    total = 0.0
    for start, end in zip(starts, np.append(starts[1:], len(said)), strict=True):
        came = lesson.came[start:end] > 0
        if came.any():
            total += lesson.weights[start] * figures(said[start:end], came)[f"ndcg@{DEPTH}"]
    return total


def steady_weights(lesson: Lesson, *, say: float) -> Floats:
    """Learn what one unit of each signal says, shape (S,), so that scores have a spread of 1.

    Raises
    ------
    TrainingError
        If no example has both a partner and another candidate.
    """
    spread = _spread(lesson.rows, lesson.weights)
    rows = lesson.rows / spread
    total = np.zeros(rows.shape[1])
    for freedom in FREEDOMS:
        slopes = choice_weights(
            rows,
            lesson.came,
            lesson.question,
            lesson.weights,
            freedom=freedom,
            expected=np.full(rows.shape[1], say),
        )
        total += slopes / ((rows @ slopes).std() or 1.0)
    return total / len(FREEDOMS) / spread


def _spread(rows: Floats, weights: Floats) -> Floats:
    """The standard deviation of each column, shape (S,); 1 for one that says the same of all."""
    mean = np.average(rows, axis=0, weights=weights)
    spread = np.sqrt(np.average((rows - mean) ** 2, axis=0, weights=weights))
    return np.where(spread > 0, spread, 1.0)


def deals_of(groups: Indices, *, seed: int, deals: int = DEALS) -> tuple[Indices, ...]:
    """Deal out groups into folds anew and anew: the fold of each question, shape (Q,) a deal.

    None where all are of one group: then nobody can say how much would hold for another.

    >>> [set(dealt.tolist()) for dealt in deals_of(np.array([7, 7, 9]), seed=1, deals=1)]
    [{0, 1}]
    """
    names, group = np.unique(groups, return_inverse=True)
    if len(names) < 2:  # noqa: PLR2004  (one to learn from, one to ask)
        return ()
    draw = np.random.default_rng(seed)
    folds = min(FOLDS, len(names))
    return tuple(
        (draw.permutation(len(names))[group] % folds).astype(np.int32) for _ in range(deals)
    )


def said_of_others(lesson: Lesson, deals: tuple[Indices, ...], *, say: float) -> Floats:
    """Score each row by weights learnt from other groups only, the mean over the deals, (R,)."""
    said = np.zeros(len(lesson.came))
    for dealt in deals:
        for fold in np.unique(dealt):
            asked = (dealt == fold)[lesson.question]
            said[asked] += (
                lesson.rows[asked] @ _learnt_from(lesson, dealt != fold, say) / len(deals)
            )
    return said


def _learnt_from(lesson: Lesson, questions: Flags, say: float) -> Floats:
    """Learn from some questions; where these teach nothing, each signal has no say."""
    try:
        return steady_weights(lesson.of(questions), say=say)
    except TrainingError:
        return np.zeros(lesson.rows.shape[1])
