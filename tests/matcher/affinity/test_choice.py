"""Weights learnt from who was chosen out of whom."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.affinity.choice import choice_weights
from matcher.errors import TrainingError


def choices(
    true: list[float], *, questions: int = 1500, candidates: int = 6, seed: int = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Questions whose one answer is drawn with the chances that true weights give."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(questions, candidates, len(true)))
    odds = np.exp(rows @ np.array(true))
    drawn = [random.choice(candidates, p=each / each.sum()) for each in odds]
    chosen = np.zeros((questions, candidates))
    chosen[np.arange(questions), drawn] = 1.0
    question = np.repeat(np.arange(questions), candidates)
    return rows.reshape(-1, len(true)), chosen.ravel(), question


def test_finds_the_weights_by_which_choices_were_made() -> None:
    rows, chosen, question = choices([1.0, 0.5, 0.0])
    found = choice_weights(rows, chosen, question, np.ones(len(rows)), freedom=1e6)
    assert found == pytest.approx([1.0, 0.5, 0.0], abs=0.1)


def test_gives_no_weight_to_what_speaks_against() -> None:
    rows, chosen, question = choices([1.0, -1.0])
    found = choice_weights(rows, chosen, question, np.ones(len(rows)))
    assert found[1] == 0.0
    assert found[0] > 0.5


def test_what_all_candidates_of_a_question_share_changes_nothing() -> None:
    rows, chosen, question = choices([1.0, 0.5])
    moved = rows + np.random.default_rng(2).normal(size=(1500, 1, 2)).repeat(6, axis=1).reshape(
        rows.shape
    )
    first = choice_weights(rows, chosen, question, np.ones(len(rows)))
    assert choice_weights(moved, chosen, question, np.ones(len(rows))) == pytest.approx(
        first, abs=1e-3
    )


def test_a_question_that_counts_nothing_teaches_nothing() -> None:
    rows, chosen, question = choices([1.0], questions=200)
    silent = np.where(question < 100, 1.0, 0.0)
    found = choice_weights(rows, chosen, question, silent)
    kept = question < 100
    alone = choice_weights(rows[kept], chosen[kept], question[kept], np.ones(kept.sum()))
    assert found == pytest.approx(alone, abs=0.02)


@pytest.mark.parametrize(("questions", "near"), [(3, 0.3), (1500, 1.0)])
def test_few_choices_leave_weights_near_what_is_expected(questions: int, near: float) -> None:
    rows, chosen, question = choices([1.0, 0.0], questions=questions)
    expected, ones = np.array([0.3, 0.3]), np.ones(len(rows))
    found = choice_weights(rows, chosen, question, ones, freedom=0.1, expected=expected)
    assert found[0] == pytest.approx(near, abs=0.1)


@pytest.mark.parametrize("chosen", [[0.0, 0.0], [1.0, 1.0]])
def test_needs_a_choice(chosen: list[float]) -> None:
    with pytest.raises(TrainingError, match="both a partner and another"):
        choice_weights(np.eye(2), np.array(chosen), np.zeros(2, dtype=np.int32), np.ones(2))
