"""Exposure by place, and its ratio to a share: hand-checkable, then random."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.questions.exposure import exposures, place_weights, ratios

GROUP = np.array([0, 0, 1, 1], dtype=np.int32)


def test_the_first_place_is_worth_most_and_the_third_half_of_it() -> None:
    assert place_weights(3) == pytest.approx([1.0, 1 / np.log2(3), 0.5])


def test_a_group_has_its_places_of_all_places() -> None:
    lists = [np.array([0, 2], dtype=np.int32), np.array([3], dtype=np.int32)]
    found = exposures(lists, [place_weights(2), place_weights(1)], GROUP, groups=2)
    second = 1 / np.log2(3)
    assert found[0] == pytest.approx([1 / (1 + second), second / (1 + second)])
    assert found[1] == pytest.approx([0.0, 1.0])


def test_a_list_that_names_nobody_shows_nobody() -> None:
    nobody = np.zeros(0, dtype=np.int32)
    assert not exposures([nobody], [place_weights(0)], GROUP, groups=2).any()


def test_exposure_in_proportion_is_a_ratio_of_one_and_level() -> None:
    share = np.tile([0.75, 0.25], (9, 1))
    found = ratios(share, share, seed=0)
    assert [each.ratio for each in found] == pytest.approx([1.0, 1.0])
    assert {each.verdict for each in found} == {"level"}


def test_half_of_the_share_everywhere_is_under_exposed_and_the_rest_over() -> None:
    exposure, share = np.tile([0.25, 0.75], (9, 1)), np.tile([0.5, 0.5], (9, 1))
    low, high = ratios(exposure, share, seed=0)
    assert (low.ratio, low.verdict) == (0.5, "under-exposed")
    assert (high.ratio, high.verdict) == (1.5, "over-exposed")


def test_a_group_without_a_share_has_no_ratio_and_few_lists_no_interval() -> None:
    exposure, share = np.array([[0.5, 0.5]] * 4), np.array([[1.0, 0.0]] * 4)
    one, none = ratios(exposure, share, seed=0)
    assert (one.ratio, one.low, one.verdict) == (0.5, None, "unsure")
    assert none.ratio is None


def test_without_lists_there_is_nothing_to_compare() -> None:
    assert ratios(np.zeros((0, 2)), np.zeros((0, 2)), seed=0)[0].ratio is None


@pytest.mark.parametrize("seed", range(5))
def test_the_interval_holds_the_ratio_and_is_the_same_for_the_same_seed(seed: int) -> None:
    rng = np.random.default_rng(seed)
    exposure, share = rng.dirichlet(np.ones(3), size=40), rng.dirichlet(np.ones(3), size=40)
    found = ratios(exposure, share, seed=seed)
    for each in found:
        assert each.low is not None
        assert each.ratio is not None
        assert each.high is not None
        assert each.low <= each.ratio <= each.high
    assert ratios(exposure, share, seed=seed) == found
