"""What a weighted sum of signals leaves of who is chosen, learnt by small neural networks.

Each network has one layer of H units, and its score is added to that of the conditional logit,
z_v = b x_v + a tanh(W x_v + c). It minimises the same loss over the same questions, the mean of
``-log P`` of the chosen (Cao, Qin, Liu, Tsai and Li, "Learning to rank: from pairwise approach to
listwise approach", ICML (2007) 129-136), plus ``(|a|^2 + |W|^2) / 2CQ``, by Adam (Kingma and Ba,
ICLR (2015)) for a fixed number of steps, or of looks at each question where there are few. The
mean over networks that begin elsewhere counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matcher.affinity.batch import Matrix
    from matcher.affinity.history import Flags, Indices

UNITS = 16
NETWORKS = 4
STEPS = 200
"""With more of them the networks learn what is of their own lesson alone."""
ROUNDS = 8
"""So often at most is a question looked at: few questions are soon known by heart."""
BATCH = 64
"""Questions that each step looks at."""
FREEDOM = 0.075
"""How freely W and a move: as the weights of the conditional logit do."""
_RATE = 3e-3
_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChoiceNet:
    """Some networks: `inner`, `shift` and `outer` hold W, c and a of each."""

    inner: tuple[Matrix, ...]
    shift: tuple[Matrix, ...]
    outer: tuple[Matrix, ...]

    def __call__(self, rows: Matrix) -> Matrix:
        """Give the mean score of the networks for some rows, shape (R,)."""
        each = zip(self.inner, self.shift, self.outer, strict=True)
        total = sum(np.tanh(rows @ inner + shift) @ outer for inner, shift, outer in each)
        return np.asarray(total / len(self.inner), dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choices:
    """Questions to learn from, R rows in all.

    Attributes
    ----------
    rows : what the signals say, of like spread, shape (R, S)
    score : what the weighted sum gives each, shape (R,)
    came : who was chosen, shape (R,)
    question : to which question each row belongs, not decreasing, shape (R,)
    counts : for how many candidates each row stands, shape (R,)
    """

    rows: Matrix
    score: Matrix
    came: Flags
    question: Indices
    counts: Matrix


def learn_nets(told: Choices, *, seed: int) -> ChoiceNet:
    """Learn from questions; those without anybody chosen teach nothing."""
    starts = np.flatnonzero(np.append(True, told.question[1:] != told.question[:-1]))
    ends = np.append(starts[1:], len(told.question))
    chosen = np.add.reduceat(told.came.astype(np.float32), starts)
    spans = np.stack([starts, ends], axis=1)[chosen > 0]
    made = [_learnt(told, spans, np.random.default_rng([seed, each])) for each in range(NETWORKS)]
    inner, shift, outer = zip(*made, strict=True)
    return ChoiceNet(inner=inner, shift=shift, outer=outer)


def _learnt(
    told: Choices, spans: Indices, draw: np.random.Generator
) -> tuple[Matrix, Matrix, Matrix]:
    """Learn one network: W of shape (S, H), c and a of shape (H,)."""
    width = told.rows.shape[1]
    inner = (draw.normal(size=(width, UNITS)) / np.sqrt(width)).astype(np.float32)
    now = [inner, np.zeros(UNITS, np.float32), np.zeros(UNITS, np.float32)]
    mean, square = [np.zeros_like(each) for each in now], [np.zeros_like(each) for each in now]
    penalty = 1.0 / (FREEDOM * max(len(spans), 1))
    batches = _batches(len(spans), draw)
    for step, batch in enumerate(batches):
        slopes = _slopes(told, spans[batch], now)
        slopes[0] += penalty * now[0]
        slopes[2] += penalty * now[2]
        rate = _RATE * 0.5 * (1 + np.cos(np.pi * step / len(batches)))
        for at, slope in enumerate(slopes):
            mean[at] = _FIRST * mean[at] + (1 - _FIRST) * slope
            square[at] = _SECOND * square[at] + (1 - _SECOND) * slope**2
            ahead = mean[at] / (1 - _FIRST ** (step + 1))
            spread = np.sqrt(square[at] / (1 - _SECOND ** (step + 1)))
            now[at] = (now[at] - rate * ahead / (spread + _TINY)).astype(np.float32)
    return now[0], now[1], now[2]


def _batches(questions: int, draw: np.random.Generator) -> list[Indices]:
    """Draw the questions of each step: all in turn, in a new order each time."""
    if not questions:
        return []
    size = min(BATCH, questions)
    steps = min(STEPS, ROUNDS * questions // size)
    rounds = -(-steps * size // questions)
    order = np.concatenate([draw.permutation(questions) for _ in range(rounds)])
    return [order[step * size : (step + 1) * size] for step in range(steps)]


def _slopes(told: Choices, spans: Indices, now: list[Matrix]) -> list[Matrix]:
    """Give the gradient of the loss of some questions by W, c and a."""
    inner, shift, outer = now
    where = np.concatenate([np.arange(start, end) for start, end in spans.tolist()])
    lengths = spans[:, 1] - spans[:, 0]
    starts = np.cumsum(lengths) - lengths
    rows, came = told.rows[where], told.came[where].astype(np.float32)
    units = np.tanh(rows @ inner + shift)
    score = told.score[where] + units @ outer + np.log(told.counts[where])
    above = np.exp(score - np.repeat(np.maximum.reduceat(score, starts), lengths))
    chance = above / np.repeat(np.add.reduceat(above, starts), lengths)
    share = came / np.repeat(np.add.reduceat(came, starts), lengths)
    off = ((chance - share) / len(spans)).astype(np.float32)
    back = np.outer(off, outer) * (1 - units**2)
    return [rows.T @ back, back.sum(axis=0), units.T @ off]
