"""Whether chances are believed only as far as they held for other leads."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from matcher.evaluation.contract_chances import Chances, learn_chances

FOLD = np.repeat(np.arange(4, dtype=np.int32), 500)


def drawn(slope: float) -> tuple[np.ndarray, np.ndarray]:
    """Scores from 0 to 4, and who came by a logistic curve over them."""
    random = np.random.default_rng(3)
    scores = random.uniform(0.0, 4.0, size=len(FOLD))
    return scores, random.random(len(FOLD)) < expit(slope * scores - 3.0)


def test_scores_that_hold_for_other_groups_are_trusted() -> None:
    scores, came = drawn(1.0)
    learnt = learn_chances(scores, came, np.ones(len(FOLD)), FOLD)
    assert learnt.trust > 0.9
    asked = np.array([1.0, 3.0])
    assert learnt.of(asked) == pytest.approx(expit(asked - 3.0), abs=0.06)


def test_scores_that_say_the_opposite_elsewhere_are_not_trusted() -> None:
    scores = np.tile([0.0, 4.0], 10)
    came = np.concatenate([scores[:10] > 0, scores[10:] == 0])
    fold = np.repeat(np.array([0, 1], dtype=np.int32), 10)
    learnt = learn_chances(scores, came, np.ones(20), fold)
    assert learnt.of(np.array([0.0, 4.0])) == pytest.approx([0.5, 0.5])


def test_nothing_is_trusted_where_all_is_of_one_group() -> None:
    scores, came = drawn(1.0)
    learnt = learn_chances(scores, came, np.ones(len(FOLD)), np.zeros(len(FOLD), dtype=np.int32))
    assert learnt == Chances(rate=came.mean())


def test_a_chance_rises_with_the_score_and_stays_between_0_and_1() -> None:
    scores, came = drawn(0.7)
    found = learn_chances(scores, came, np.ones(len(FOLD)), FOLD).of(np.linspace(0.0, 1e4, 50))
    assert (np.diff(found) >= 0).all()
    assert 0 <= found.min() <= found.max() <= 1


def test_where_nobody_or_everybody_came_the_chance_is_the_rate() -> None:
    scores = np.arange(8.0)
    fold = np.tile(np.array([0, 1], dtype=np.int32), 4)
    for came in (np.zeros(8, dtype=bool), np.ones(8, dtype=bool)):
        found = learn_chances(scores, came, np.ones(8), fold).of(scores)
        assert found == pytest.approx(came.astype(float))


def test_a_row_counts_by_its_weight() -> None:
    scores, came = np.zeros(4), np.array([True, False, True, False])
    fold = np.array([0, 0, 1, 1], dtype=np.int32)
    assert learn_chances(scores, came, np.array([3.0, 1, 3, 1]), fold).rate == pytest.approx(0.75)
