"""Whether chances can be believed."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss

from matcher.evaluation.calibration import calibration


@pytest.fixture
def drawn() -> tuple[np.ndarray, np.ndarray]:
    """Chances, and what came of them by exactly those chances."""
    random = np.random.default_rng(1)
    chances = random.random(50_000) * 0.4
    return chances, random.random(50_000) < chances


def test_chances_that_come_true_have_skill_and_no_error(
    drawn: tuple[np.ndarray, np.ndarray],
) -> None:
    found = calibration(*drawn)
    assert found.error < 0.01
    assert found.skill > 0.05
    assert found.brier == pytest.approx(brier_score_loss(drawn[1], drawn[0]))


def test_chances_of_twice_the_rate_are_found_out(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    assert calibration(drawn[0] * 2, drawn[1]).error == pytest.approx(0.2, abs=0.01)


def test_always_saying_the_rate_has_no_skill() -> None:
    came_true = np.arange(1000) % 4 == 0
    found = calibration(np.full(1000, 0.25), came_true)
    assert found.skill == pytest.approx(0.0)


def test_bins_hold_all_pairs(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    found = calibration(*drawn)
    assert sum(each.pairs for each in found.bins) == found.pairs == 50_000
    assert [each.chance for each in found.bins] == sorted(each.chance for each in found.bins)


@pytest.mark.parametrize("chances", [[], [1.2], [np.nan]])
def test_refuses_what_is_no_chance(chances: list[float]) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        calibration(np.array(chances), np.zeros(len(chances), dtype=bool))


def test_has_no_skill_to_speak_of_where_all_came_true() -> None:
    assert calibration(np.array([0.9, 0.8]), np.array([True, True])).skill == 0.0
