"""Learning a model of partners."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.affinity.history import history_of
from matcher.affinity.past import Past
from matcher.affinity.training import Example, lesson_of, train
from matcher.affinity.view import Query, View
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
