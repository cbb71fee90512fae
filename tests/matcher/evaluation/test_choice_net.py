"""Small networks learn what a weighted sum leaves of who is chosen."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.evaluation import choice_net
from matcher.evaluation.choice_net import Choices, _slopes, learn_nets

QUESTIONS, CANDIDATES = 1000, 10


def choices(*, anybody: bool = True, seed: int = 0) -> Choices:
    """The one is chosen of whom both columns say the same: no weighted sum finds it."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(QUESTIONS, CANDIDATES, 2)).astype(np.float32)
    came = np.zeros((QUESTIONS, CANDIDATES), dtype=bool)
    came[np.arange(QUESTIONS), np.prod(rows, axis=2).argmax(axis=1)] = anybody
    size = QUESTIONS * CANDIDATES
    return Choices(
        rows=rows.reshape(size, 2),
        score=np.zeros(size, dtype=np.float32),
        came=came.ravel(),
        question=np.repeat(np.arange(QUESTIONS, dtype=np.int32), CANDIDATES),
        counts=np.ones(size, dtype=np.float32),
    )


def found(score: np.ndarray, told: Choices) -> float:
    """How often the first is the chosen one."""
    shape = (QUESTIONS, CANDIDATES)
    first = score.reshape(shape).argmax(axis=1)
    return float(told.came.reshape(shape)[np.arange(QUESTIONS), first].mean())


def test_finds_what_no_weighted_sum_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice_net, "ROUNDS", 100)
    asked = choices(seed=1)
    nets = learn_nets(choices(), seed=0)
    assert found(asked.rows[:, 0] + asked.rows[:, 1], asked) < 0.4
    assert found(nets(asked.rows), asked) > 0.5


def test_few_questions_move_the_networks_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """With more looks at each they learn twenty questions by heart."""
    every = choices()
    few = Choices(
        **{
            name: getattr(every, name)[: 20 * CANDIDATES]
            for name in ("rows", "score", "came", "question", "counts")
        }
    )
    asked = choices(seed=1).rows
    little = float(np.std(learn_nets(few, seed=0)(asked)))
    monkeypatch.setattr(choice_net, "ROUNDS", 100)
    assert 0 < little < float(np.std(learn_nets(few, seed=0)(asked))) / 4


def test_the_same_seed_gives_the_same_networks() -> None:
    asked = choices(seed=1).rows
    one, same, other = (learn_nets(choices(), seed=seed)(asked) for seed in (0, 0, 1))
    assert one.tolist() == same.tolist()
    assert one.tolist() != other.tolist()


def test_questions_without_anybody_chosen_teach_nothing() -> None:
    nets = learn_nets(choices(anybody=False), seed=0)
    assert not nets(choices(seed=1).rows).any()


@pytest.mark.parametrize("which", [0, 1, 2])
def test_the_gradient_is_that_of_the_loss(which: int) -> None:
    told, rng = choices(), np.random.default_rng(3)
    counts = 1 + rng.random(len(told.rows)).astype(np.float32)
    told = Choices(
        rows=told.rows, score=told.score, came=told.came, question=told.question, counts=counts
    )
    now = [rng.normal(size=shape).astype(np.float32) for shape in ((2, 3), (3,), (3,))]
    starts = np.arange(QUESTIONS, dtype=np.int32) * CANDIDATES
    slope = _slopes(told, np.stack([starts, starts + CANDIDATES], axis=1), now)[which]
    step = np.zeros_like(now[which])
    step.flat[1] = 1e-2
    above, below = (
        _loss(told, [each + sign * step if at == which else each for at, each in enumerate(now)])
        for sign in (1, -1)
    )
    assert slope.flat[1] == pytest.approx((above - below) / 2e-2, abs=1e-3)


def _loss(told: Choices, net: list[np.ndarray]) -> float:
    """The mean of -log P of the chosen."""
    inner, shift, outer = (each.astype(np.float64) for each in net)
    score = np.tanh(told.rows @ inner + shift) @ outer + np.log(told.counts)
    each = score.reshape(QUESTIONS, CANDIDATES)
    chosen = each[told.came.reshape(each.shape)]
    return float((np.log(np.exp(each).sum(axis=1)) - chosen).mean())
