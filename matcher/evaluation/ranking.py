"""How good rankings are, and how sure that is.

For a question with T true partners among C candidates, ranked from 1:

    recall@k     true partners among the first k / T
    MRR          1 / rank of the first true partner
    R-precision  true partners among the first T / T: how much of a line-up of that size is real
    nDCG@k       sum over true partners at rank r <= k of 1 / log2(1 + r), over that of the best
                 order

Manning, Raghavan and Schuetze, Introduction to Information Retrieval (2008), chapter 8. Candidates
of one score share their ranks: every figure is the mean over all orders of those that tie, so that
no method gains by the order in which a table lists them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.affinity.largest import largest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Scores = NDArray[np.floating[Any]]

CUTS = (5, 10, 20)
"""Where recall is measured."""
DEPTH = 10
"""Where nDCG is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean over questions with its 95 % interval by bootstrap over their groups."""

    mean: float
    low: float
    high: float


def figures(scores: Scores, is_true: Flags, *, missing: int = 0) -> dict[str, float]:
    """Measure the ranking of one question's candidates, shape (C,) each.

    Parameters
    ----------
    scores : the higher, the sooner
    is_true : which candidates really were partners
    missing : true partners that nobody could rank; they count as not found

    Returns
    -------
    dict
        ``recall@5``, ``recall@10``, ``recall@20``, ``r-precision``, ``mrr`` and ``ndcg@10``, each
        from 0 to 1.

    Raises
    ------
    ValueError
        If there is no true partner at all: the question has no answer.

    >>> found = figures(np.array([3.0, 2.0, 1.0]), np.array([False, True, False]))
    >>> found["mrr"], found["recall@5"], round(found["ndcg@10"], 3)
    (0.5, 1.0, 0.631)
    """
    total = int(is_true.sum()) + missing
    if total == 0:
        message = "a question without any true partner cannot be measured"
        raise ValueError(message)
    chance = chances_at(scores, is_true, depth=max(*CUTS, DEPTH, total))
    found = {f"recall@{cut}": float(chance[:cut].sum()) / total for cut in CUTS}
    found["r-precision"] = float(chance[:total].sum()) / total
    found["mrr"] = first_place(scores, is_true)
    gain = 1.0 / np.log2(np.arange(2, DEPTH + 2))
    best = float(gain[: min(total, DEPTH)].sum())
    held = chance[:DEPTH]
    found[f"ndcg@{DEPTH}"] = float(held @ gain[: len(held)]) / best
    return found


def chances_at(scores: Scores, is_true: Flags, *, depth: int) -> Floats:
    """How likely a true partner stands at each of the first places, over all orders of ties.

    >>> chances_at(np.array([1.0, 1.0, 0.0]), np.array([True, False, True]), depth=3)
    array([0.5, 0.5, 1. ])
    """
    if len(scores) > depth:
        may_stand = np.flatnonzero(scores >= scores[largest(scores, depth)].min())
        scores, is_true = scores[may_stand], is_true[may_stand]
    order = np.argsort(-scores, kind="stable")
    ordered, truth = scores[order], is_true[order].astype(np.float64)
    if not len(order):
        return np.zeros(0)
    starts = np.append(0, np.flatnonzero(ordered[1:] != ordered[:-1]) + 1)
    lengths = np.diff(np.append(starts, len(order)))
    shares = np.add.reduceat(truth, starts) / lengths
    return np.asarray(np.repeat(shares, lengths)[:depth])


def first_place(scores: Scores, is_true: Flags) -> float:
    """The mean of 1 / rank of the first true partner over all orders of ties; 0 where none is.

    Of n that tie after `before` others, t of them true, the first true one stands at place j with
    chance C(n - j, t - 1) / C(n, t).

    >>> first_place(np.array([1.0, 1.0]), np.array([True, False]))
    0.75
    """
    if not is_true.any():
        return 0.0
    top = scores[is_true].max()
    before = int((scores > top).sum())
    tied = scores == top
    count, true = int(tied.sum()), int((tied & is_true).sum())
    place = np.arange(1, count - true + 2)
    left = count - place
    goes_on = (left - true + 1) / np.maximum(left, 1)
    chance = true / count * np.cumprod(np.append(1.0, goes_on[:-1]))
    return float(np.sum(chance / (before + place)))


def bootstrap(
    values: Sequence[float], groups: Sequence[object], *, seed: int, draws: int = 1000
) -> Estimate:
    """Say how sure a mean over questions is, drawing their groups anew.

    Questions of one line-up are not independent, so whole groups are drawn (Efron and Tibshirani,
    An Introduction to the Bootstrap (1993), chapter 8).

    >>> bootstrap([0.5, 0.5, 0.5], ["a", "b", "b"], seed=1)
    Estimate(mean=0.5, low=0.5, high=0.5)
    """
    _, group = np.unique([str(each) for each in groups], return_inverse=True)
    totals, counts = np.bincount(group, weights=np.asarray(values)), np.bincount(group)
    drawn = np.random.default_rng(seed).integers(len(counts), size=(draws, len(counts)))
    means = totals[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(mean=float(np.mean(values)), low=float(low), high=float(high))


def gain(ours: Floats, theirs: Floats, *, seed: int, draws: int = 1000) -> Estimate:
    """Say how many times another mean over the same questions ours is, drawing them anew.

    >>> gain(np.array([0.2, 0.4]), np.array([0.1, 0.2]), seed=1)
    Estimate(mean=2.0, low=2.0, high=2.0)
    """
    drawn = np.random.default_rng(seed).integers(len(ours), size=(draws, len(ours)))
    below = theirs[drawn].sum(axis=1)
    ratios = ours[drawn].sum(axis=1)[below > 0] / below[below > 0]
    low, high = np.quantile(ratios, [0.025, 0.975])
    mean = float(ours.sum() / theirs.sum())
    return Estimate(mean=mean, low=float(low), high=float(high))


def estimates(
    measured: Sequence[Mapping[str, float]], groups: Sequence[object], *, seed: int
) -> dict[str, Estimate]:
    """Give the mean of every figure over all questions, with its interval."""
    names = tuple(measured[0]) if measured else ()
    return {name: bootstrap([each[name] for each in measured], groups, seed=seed) for name in names}
