"""Rankings in which each group has its share: hand-checkable ones, then random ones."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.questions.fair_ranking import Shares
from matcher.questions.variety import varied


def shares(
    group: list[int], share: list[float], tolerance: float = 1.0, unknown: int | None = None
) -> Shares:
    return Shares(
        group=np.array(group, dtype=np.int32),
        share=np.array(share),
        is_known=np.arange(len(share)) != (len(share) if unknown is None else unknown),
        tolerance=tolerance,
    )


def order(log_odds: list[float], rule: Shares | None, count: int) -> list[int]:
    alike = np.zeros((len(log_odds), len(log_odds)))
    named = varied(np.array(log_odds), alike, count=count, variety=0.0, shares=rule)
    return [int(each) for each in named]


def test_a_group_with_half_of_the_share_gets_every_other_place() -> None:
    rule = shares([0, 0, 0, 0, 1, 1], [0.5, 0.5])
    assert order([6, 5, 4, 3, 2, 1], rule, 4) == [0, 4, 1, 5]


def test_within_a_group_the_order_stays() -> None:
    rule = shares([0, 1, 0, 1, 0, 1], [0.5, 0.5])
    named = order([1, 2, 3, 4, 5, 6], rule, 6)
    assert [each for each in named if each % 2 == 0] == [4, 2, 0]
    assert [each for each in named if each % 2] == [5, 3, 1]


def test_a_list_that_is_fair_already_is_left_as_it_is() -> None:
    rule = shares([0, 1, 0, 1], [0.5, 0.5], tolerance=0.8)
    assert order([4, 3, 2, 1], rule, 4) == order([4, 3, 2, 1], None, 4)


def test_who_has_no_share_comes_after_all_who_have() -> None:
    assert order([9, 2, 1], shares([1, 0, 0], [1.0, 0.0]), 3) == [1, 2, 0]


def test_who_is_of_no_known_group_is_neither_held_back_nor_owed_a_place() -> None:
    assert order([9, 2, 1], shares([1, 0, 0], [0.5, 0.5], unknown=1), 3) == [0, 1, 2]
    assert order([3, 2, 1], shares([0, 0, 1], [0.1, 0.9], unknown=1), 3) == [0, 2, 1]


def test_without_any_share_or_with_any_tolerance_nothing_moves() -> None:
    assert order([3, 2, 1], shares([0, 0, 1], [0.0, 0.0]), 3) == [0, 1, 2]
    assert order([3, 2, 1], shares([0, 0, 1], [0.1, 0.9], tolerance=0.0), 3) == [0, 1, 2]


def test_where_a_group_runs_out_the_others_fill_its_places() -> None:
    assert order([3, 2, 1], shares([0, 0, 1], [0.1, 0.9]), 3) == [0, 2, 1]


@pytest.mark.parametrize("seed", range(20))
def test_every_prefix_keeps_the_bounds_while_there_are_candidates(seed: int) -> None:
    rng = np.random.default_rng(seed)
    share = rng.dirichlet(np.ones(3))
    rule = shares(np.repeat([0, 1, 2], 20).tolist(), share.tolist(), tolerance=0.8)
    named = order(rng.normal(size=60).tolist(), rule, 20)
    for k in range(1, 21):
        had = np.bincount(rule.group[named[:k]], minlength=3)
        assert (had >= rule.least(k) - 1).all()
        assert (had <= rule.most(k)).all()
    assert len(set(named)) == 20
