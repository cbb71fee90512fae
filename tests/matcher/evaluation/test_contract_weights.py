"""Whether weights stay steady where few contracts teach them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.affinity.training import Lesson
from matcher.errors import TrainingError
from matcher.evaluation.contract_weights import (
    SAYS,
    deals_of,
    said_of_others,
    steady_weights,
    taught_by,
)

GROUPS = np.repeat(np.arange(5, dtype=np.int32), 3)


def lesson(*, told: float = 0.7) -> Lesson:
    """15 questions of 20 candidates, of whom one came; the first of 4 signals tells, one is 0."""
    random = np.random.default_rng(5)
    rows = np.abs(random.normal(size=(300, 4)))
    rows[:, 3] = 0.0
    came = np.zeros(300)
    came[::20] = 1.0
    rows[came > 0, 0] += told
    return Lesson(
        rows=rows,
        came=came,
        question=np.repeat(np.arange(15, dtype=np.int32), 20),
        weights=np.ones(300),
        stands_for=np.ones(300),
    )


def test_a_signal_that_tells_weighs_more_than_noise() -> None:
    taught = lesson(told=2.0)
    says = steady_weights(taught, say=0.1) * taught.rows.std(axis=0)
    assert says[0] > 1.5 * says[1:3].max()


def test_a_signal_of_which_nothing_is_taught_keeps_its_say() -> None:
    assert steady_weights(lesson(), say=0.1)[3] > 0


def test_no_weight_is_held_against_anybody() -> None:
    taught = lesson(told=-3.0)
    from_zero = replace(taught, rows=taught.rows - taught.rows.min(axis=0))
    weights = steady_weights(from_zero, say=0.1)
    assert 0 <= weights[0] < weights[1:3].min() / 2


def test_scores_have_one_spread_however_freely_weights_move() -> None:
    taught = lesson()
    assert (taught.rows @ steady_weights(taught, say=0.1)).std() == pytest.approx(1.0, abs=0.05)


def test_says_that_nothing_can_be_learnt_where_everybody_came() -> None:
    taught = lesson()
    with pytest.raises(TrainingError, match="nothing to learn"):
        steady_weights(replace(taught, came=np.ones(300)), say=0.1)


def test_what_is_said_of_a_group_is_not_learnt_from_it() -> None:
    taught, deals = lesson(), deals_of(GROUPS, seed=1)
    other = np.array(taught.came)
    own = GROUPS[taught.question] == 2
    other[own] = np.roll(other[own], 7)
    changed = replace(taught, came=other)
    before, after = (said_of_others(each, deals, say=0.1) for each in (taught, changed))
    assert (before[own] == after[own]).all()
    assert (before[~own] != after[~own]).any()


def test_the_say_is_chosen_by_what_it_finds_for_other_groups() -> None:
    deals = deals_of(GROUPS, seed=1)
    clear = taught_by(lesson(told=6.0), deals)
    assert clear.say == 0.0
    many = np.abs(np.random.default_rng(1).normal(size=(300, 40)))
    taught = lesson()
    many[taught.came > 0] += 0.3
    assert taught_by(replace(taught, rows=many), deals).say > 0.0


def test_weights_are_drawn_toward_the_largest_say_where_no_other_group_is() -> None:
    alone = taught_by(lesson(), ())
    assert alone.say == max(SAYS)
    assert not alone.said.any()


def test_groups_are_dealt_out_whole_and_by_the_seed() -> None:
    deals = deals_of(GROUPS, seed=1)
    for dealt in deals:
        assert all(len(set(dealt[each == GROUPS].tolist())) == 1 for each in range(5))
    assert [each.tolist() for each in deals_of(GROUPS, seed=1)] == [e.tolist() for e in deals]
    assert deals_of(np.zeros(15, dtype=np.int32), seed=1) == ()
