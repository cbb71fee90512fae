"""Learning a model of partners."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.affinity.history import history_of
from matcher.affinity.past import Past
from matcher.affinity.signals import SIGNALS
from matcher.affinity.training import Example, Lesson, lesson_of, train, train_across
from matcher.affinity.view import Direction, Query, View
from matcher.errors import TrainingError

WORKS = [[0, 1, 2], [0, 1], [2, 3], [3, 4, 5], [4, 5], [0, 5]]


def examples() -> list[Example]:
    """For each work after the first two, who joined its lead."""
    history = history_of(WORKS, days=range(len(WORKS)))
    return [
        Example(
            past=Past(history=history, day=day - 1),
            query=Query(members=np.array([WORKS[day][0]], dtype=np.int32)),
            candidates=np.array([o for o in range(6) if o != WORKS[day][0]], dtype=np.int32),
            truth=np.array(WORKS[day][1:], dtype=np.int32),
        )
        for day in range(2, len(WORKS))
    ]


def test_a_model_explains_its_odds_as_a_sum() -> None:
    model = train(lesson_of(examples()))
    asked = examples()[-1]
    view = View(past=asked.past, query=asked.query, candidates=asked.candidates)
    said = model.predict(view)
    assert said.log_odds == pytest.approx(said.base + said.parts.sum(axis=1))
    assert ((said.chance > 0) & (said.chance < 1)).all()
    assert (said.parts >= 0).all()


def test_a_model_is_the_same_each_time() -> None:
    first, second = train(lesson_of(examples())), train(lesson_of(examples()))
    assert first.weights.tolist() == second.weights.tolist()


def test_needs_an_example() -> None:
    with pytest.raises(TrainingError, match="no example"):
        lesson_of([])


def one_signal(came: list[list[int]]) -> Lesson:
    """Questions of two candidates each, the first of whom the only signal speaks for."""
    questions = len(came)
    return Lesson(
        rows=np.tile([[1.0], [0.0]], (questions, 1)),
        came=np.array(came, dtype=np.float64).ravel(),
        question=np.repeat(np.arange(questions, dtype=np.int32), 2),
        weights=np.ones(2 * questions),
        stands_for=np.ones(2 * questions),
    )


def test_what_only_some_works_show_is_not_believed_of_others() -> None:
    """The signal told the first three, and misled in the last two: no weight was right for both."""
    lesson, signals = one_signal([[1, 0]] * 3 + [[0, 1]] * 2), SIGNALS[:1]
    fold, shown = np.array([0, 0, 0, 1, 1], dtype=np.int32), np.ones(5, dtype=bool)
    assert train(lesson, signals=signals).weights[0] > 0
    asked = [Direction.PARTNERS] * 5
    across = train_across(lesson, fold=fold, shown=shown, directions=asked, signals=signals)
    assert across.weights[0] == 0
    assert across.scales == {}


def test_each_direction_has_the_chances_that_came_true_in_it() -> None:
    """Of four candidates one leads and two join: the same sum says less of who leads."""
    rows, asked = np.array([1.0, 0.5, 0.2, 0.0]), [Direction.LEADS, Direction.JOINS] * 6
    came = {Direction.LEADS: [1.0, 0, 0, 0], Direction.JOINS: [1.0, 0, 1.0, 0]}
    lesson = Lesson(
        rows=np.tile(rows[:, np.newaxis], (12, 1)),
        came=np.concatenate([came[each] for each in asked]),
        question=np.repeat(np.arange(12, dtype=np.int32), 4),
        weights=np.ones(48),
        stands_for=np.ones(48),
    )
    model = train_across(
        lesson,
        fold=np.arange(12, dtype=np.int32) // 2 % 2,
        shown=np.ones(12, dtype=bool),
        directions=asked,
        signals=SIGNALS[:1],
    )
    for way, rate in ((Direction.LEADS, 0.25), (Direction.JOINS, 0.5)):
        scale = model.scale(way)
        said = 1 / (1 + np.exp(-scale.base - scale.slope * model.weights[0] * rows))
        assert said.mean() == pytest.approx(rate, abs=0.03)
    assert model.scale(Direction.PARTNERS).base == model.base


def test_works_of_one_fold_alone_are_an_error() -> None:
    lesson = one_signal([[1, 0]] * 2)
    with pytest.raises(TrainingError, match="one fold"):
        train_across(
            lesson,
            fold=np.zeros(2, dtype=np.int32),
            shown=np.ones(2, dtype=bool),
            directions=[Direction.LEADS] * 2,
        )
