"""An answer of numbers, or an error that says what is wrong: never what is no number."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.affinity.candidates import candidates_of
from matcher.affinity.history import History, Terms, history_of
from matcher.affinity.model import PartnerModel
from matcher.affinity.past import Past
from matcher.affinity.signals import SIGNALS
from matcher.affinity.training import Example, lesson_of, train
from matcher.affinity.view import Direction, Query, View
from matcher.errors import HistoryError, TrainingError
from tests.matcher.affinity.random_histories import TERMS

NOTHING = Terms(names=(), subject=np.zeros(0, dtype=np.int8))
NAMES = tuple(signal.name for signal in SIGNALS)
EVERY = PartnerModel(signals=NAMES, weights=np.ones(len(NAMES)), base=-3.0)


def chances(history: History, *wanted: int, by: int = 0) -> dict[int, float]:
    """What the model says of everybody who could be a partner, in every direction."""
    found: dict[int, float] = {}
    for direction in Direction:
        past = Past(history=history, day=9)
        query = Query(
            members=np.array([by], dtype=np.int32),
            wanted=np.array(wanted, dtype=np.int32),
            direction=direction,
        )
        candidates = candidates_of(past, query, among=np.ones(history.size, dtype=bool))
        said = EVERY.predict(View(past=past, query=query, candidates=candidates))
        assert said.parts.shape == (len(candidates), len(NAMES))
        assert np.isfinite(said.log_odds).all()
        found.update(zip(candidates.tolist(), said.chance.tolist(), strict=True))
    return found


@pytest.mark.parametrize("terms", [NOTHING, TERMS])
def test_one_body_alone_has_no_partner(terms: Terms) -> None:
    assert chances(history_of([], size=1, terms=terms)) == {}
    assert chances(history_of([[0]], size=1, days=[1], terms=terms)) == {}


@pytest.mark.parametrize("terms", [NOTHING, TERMS])
def test_of_bodies_without_ties_words_or_place_all_are_as_likely(terms: Terms) -> None:
    found = chances(history_of([], size=3, terms=terms))
    assert sorted(found) == [1, 2]
    assert found[1] == found[2]


def test_a_newcomer_beside_others_is_answered_whatever_is_wanted() -> None:
    said = ((1, 0), (2, 3), (3, 6))
    history = history_of([[1, 2], [2, 3]], size=5, days=[1, 2], said=said, terms=TERMS)
    for wanted in ((), (0,), tuple(range(len(TERMS.names)))):
        assert all(0 < chance < 1 for chance in chances(history, *wanted, by=4).values())
        assert all(0 < chance < 1 for chance in chances(history, *wanted, by=2).values())


def test_a_term_that_everybody_has_tells_nothing_and_breaks_nothing() -> None:
    said = tuple((who, term) for who in range(3) for term in range(len(TERMS.names)))
    found = chances(history_of([[0, 1]], size=3, days=[1], said=said, terms=TERMS), 0, 3)
    assert found[1] > found[2]


@pytest.mark.parametrize("works", [[[0, 7]], [[0, -1]]])
def test_a_number_that_refers_to_nobody_is_an_error(works: list[list[int]]) -> None:
    with pytest.raises(HistoryError, match="refers to organisation"):
        history_of(works, size=3)


@pytest.mark.parametrize("truth", [[], [1, 2]])
def test_lessons_of_one_class_are_an_error(truth: list[int]) -> None:
    """Nobody came, or everybody who could."""
    example = Example(
        past=Past(history=history_of([[0, 1], [1, 2]], days=[1, 1]), day=9),
        query=Query(members=np.array([0], dtype=np.int32)),
        candidates=np.array([1, 2], dtype=np.int32),
        truth=np.array(truth, dtype=np.int32),
    )
    with pytest.raises(TrainingError, match="partner"):
        train(lesson_of([example]))


def test_no_lessons_are_an_error() -> None:
    with pytest.raises(TrainingError, match="no example to learn from"):
        lesson_of([])
