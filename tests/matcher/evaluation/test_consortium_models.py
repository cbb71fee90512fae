"""Models of consortia learn the order from the later lessons, the chances from the first two."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.evaluation.consortium_models import EXPECTED, ChoiceModel, PairModel, scaled
from matcher.evaluation.consortium_rows import Rows


def lesson(*, tells: int, partners: int = 1, seed: int = 0, questions: int = 40) -> Rows:
    """Questions of ten candidates: the first column or the second tells who came."""
    rng, candidates = np.random.default_rng(seed), 10
    numbers = rng.normal(size=(questions, candidates, 2)).astype(np.float32)
    order = np.argsort(-numbers[:, :, tells], axis=1)
    came = np.zeros((questions, candidates), dtype=bool)
    np.put_along_axis(came, order[:, :partners], values=True, axis=1)
    rows = questions * candidates
    return Rows(
        names=("first", "second"),
        numbers=numbers.reshape(rows, 2),
        came=came.ravel(),
        question=np.repeat(np.arange(questions, dtype=np.int32), candidates),
        counts=np.ones(rows, dtype=np.float32),
        asker=np.ones((rows, 5), dtype=np.float32),
        missing=np.zeros(questions, dtype=np.int64),
    )


def test_the_order_is_learnt_from_the_later_lessons_alone() -> None:
    later = [lesson(tells=1, seed=seed, questions=600) for seed in (1, 2)]
    ours = ChoiceModel.learn([lesson(tells=0), *later], seed=0)
    assert ours.weights[1] > 1
    assert ours.weights[0] < 0.2
    other = ChoiceModel.learn([lesson(tells=1, seed=9), *later], seed=0)
    assert ours.weights.tolist() == other.weights.tolist()


def test_one_lesson_alone_teaches_all() -> None:
    ours = ChoiceModel.learn([lesson(tells=0, questions=1200)], seed=0)
    assert ours.weights[0] > 1
    assert ours.weights[1] < 0.2


def test_the_fewer_questions_teach_the_less_weights_move() -> None:
    every = lesson(tells=0)
    few = Rows(
        names=every.names,
        numbers=every.numbers[:50],
        came=every.came[:50],
        question=every.question[:50],
        counts=every.counts[:50],
        asker=every.asker[:50],
        missing=every.missing[:5],
    )
    weights = [ChoiceModel.learn([rows], seed=0).weights[0] for rows in (few, every)]
    assert 0 < weights[0] < weights[1] / 2


def test_where_nearly_nothing_teaches_the_order_is_what_was_expected() -> None:
    told = lesson(tells=0, questions=10)
    named = replace(told, names=("recent", "works"))
    assert ChoiceModel.learn([named], seed=0).weights == pytest.approx(
        [0, EXPECTED["works"]], abs=0.1
    )
    assert ChoiceModel.learn([told], seed=0).weights == pytest.approx([0, 0], abs=0.1)


def test_two_questions_of_one_number_in_two_lessons_are_two() -> None:
    """Else the candidates of both would be weighed against each other."""
    one, other = lesson(tells=0), lesson(tells=0, seed=1)
    together = ChoiceModel.learn([one, one, other], seed=0)
    joined = Rows(
        names=one.names,
        numbers=np.concatenate([scaled(each.numbers, each.counts) for each in (one, other)]),
        came=np.concatenate([one.came, other.came]),
        question=np.concatenate([one.question, other.question + 40]).astype(np.int32),
        counts=np.concatenate([one.counts, other.counts]),
        asker=np.concatenate([one.asker, other.asker]),
        missing=np.concatenate([one.missing, other.missing]),
    )
    alone = ChoiceModel.learn([joined], seed=0)
    assert together.weights == pytest.approx(alone.weights, abs=1e-3)


@pytest.mark.parametrize("third", [1, 9])
def test_chances_lie_between_those_of_the_first_two_lessons(third: int) -> None:
    """One of ten comes in the first and three in the second, whatever the third says."""
    shown = [
        lesson(tells=0),
        lesson(tells=0, partners=3, seed=1),
        lesson(tells=0, partners=third, seed=2),
    ]
    ours = ChoiceModel.learn(shown, seed=0)
    assert ours.judged(lesson(tells=0, seed=3))[1].mean() == pytest.approx(0.2, abs=0.02)


def test_an_earlier_lesson_teaches_the_order_and_no_chances() -> None:
    shown = [lesson(tells=0), lesson(tells=0, partners=3, seed=1)]
    earlier = [lesson(tells=1, partners=9, seed=2, questions=600)]
    ours = ChoiceModel.learn(shown, earlier=earlier, seed=0)
    assert ours.weights[1] > ChoiceModel.learn(shown, seed=0).weights[1] + 0.1
    assert ours.judged(lesson(tells=0, seed=3))[1].mean() == pytest.approx(0.2, abs=0.02)


def test_for_chances_a_lesson_counts_the_same_however_many_candidates_it_has() -> None:
    first, second = lesson(tells=0), lesson(tells=0, partners=3, seed=1)
    more = Rows(
        names=second.names,
        numbers=second.numbers,
        came=second.came,
        question=second.question,
        counts=second.counts * 50,
        asker=second.asker,
        missing=second.missing,
    )
    even = ChoiceModel.learn([first, second], seed=0)
    heavy = ChoiceModel.learn([first, more], seed=0)
    asked = lesson(tells=0, seed=3)
    assert heavy.judged(asked)[1].mean() == pytest.approx(even.judged(asked)[1].mean(), abs=0.01)


def test_pair_by_pair_all_lessons_teach() -> None:
    shown = [lesson(tells=0), lesson(tells=0, seed=1), lesson(tells=0, seed=2)]
    asked = lesson(tells=0, seed=3)
    for model in (PairModel.learn_regression(shown, seed=0), PairModel.learn_trees(shown, seed=0)):
        ranked, chances = (each.reshape(40, 10) for each in model.judged(asked))
        found = asked.came.reshape(40, 10)[np.arange(40), ranked.argmax(axis=1)]
        assert found.mean() > 0.6
        assert chances.mean() == pytest.approx(0.1, abs=0.05)
