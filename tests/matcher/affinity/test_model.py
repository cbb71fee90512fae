"""What a model says of candidates, put in order."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.affinity.model import PartnerModel, Prediction, Scale
from matcher.affinity.signals.examples import asked
from matcher.affinity.view import Direction


def prediction(*log_odds: float) -> Prediction:
    """What is said of candidates, from the log-odds alone."""
    odds = np.array(log_odds)
    return Prediction(log_odds=odds, parts=np.zeros((len(odds), 0)), base=0.0, signals=())


def test_the_first_have_the_highest_log_odds_and_equals_stay_in_order() -> None:
    said = prediction(-3.0, -1.0, -2.0, -1.0, -2.0)
    assert said.first(2).tolist() == [1, 3]
    assert said.first(3).tolist() == [1, 3, 2]
    assert said.first(99).tolist() == [1, 3, 2, 4, 0]
    assert said.first(0).tolist() == []
    assert prediction().first(5).tolist() == []


@pytest.mark.parametrize("count", [1, 2, 20, 59, 60, 61])
@pytest.mark.parametrize("values", [3, 1000])
def test_the_first_are_those_that_sorting_gives(count: int, values: int) -> None:
    odds = np.random.default_rng(values).integers(values, size=60).astype(float)
    order = sorted(range(60), key=lambda each: (-odds[each], each))
    assert prediction(*odds).first(count).tolist() == order[:count]


def test_base_and_parts_add_up_to_the_log_odds_and_weight_0_adds_nothing() -> None:
    view = asked([[0, 1], [1, 2]], by=0, of=[1, 2])
    names = ("past-work", "resource-allocation", "common-neighbours")
    model = PartnerModel(signals=names, weights=np.array([2.0, 1.0, 0.0]), base=-3.0)
    said = model.predict(view)
    assert said.parts == pytest.approx(np.array([[2 * np.log(2), 0, 0], [0, 0.5, 0]]))
    assert said.log_odds == pytest.approx(-3.0 + said.parts.sum(axis=1))
    assert [signal.name for signal in said.signals] == list(names)


def test_a_direction_with_its_own_slope_and_base_keeps_the_sum() -> None:
    view = asked([[0, 1], [1, 2]], by=0, of=[1, 2], direction=Direction.LEADS)
    scales = {Direction.LEADS: Scale(slope=0.5, base=-5.0)}
    model = PartnerModel(signals=("past-work",), weights=np.array([2.0]), base=-3.0, scales=scales)
    said = model.predict(view)
    assert said.base == -5.0
    assert said.log_odds == pytest.approx(np.array([-5.0 + np.log(2), -5.0]))
    assert said.log_odds == pytest.approx(said.base + said.parts.sum(axis=1))
