"""Signals for many questions about everybody at once: ``Batch -> (Q, N)``, 0 or more, never NaN.

Write u for who asks, v for a candidate, z for another organisation, e for a work of s(e) members.
Those of common partners are the formulas of `matcher.affinity.signals.topology` themselves, for all
candidates at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np

from matcher.affinity.history import Subject
from matcher.affinity.signals.topology import (
    adamic_adar,
    common_neighbours,
    resource_allocation,
)
from matcher.affinity.signals.walks import (
    hypergraph_walk,
    lead_walk,
    log_allocation,
    long_walk,
    pagerank,
    recent_walk,
    topic_walk,
    worked_together,
    worked_together_of_late,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from matcher.affinity.batch import Batch, Ground, Matrix

Made = TypeVar("Made")

FACTORS = 16
"""Few: with 64 the same method does much worse (docs/evaluation.md)."""
_PRIOR = 5.0


def common_factors(batch: Batch) -> Matrix:
    """The asker's row of the smoothed, normalised matrix of ties, rebuilt from 16 factors.

    ``D^-1/2 L D^-1/2`` with the mean tie added to D (Amini et al., Annals of Statistics 41 (2013)
    2097-2122), by the randomised SVD of Halko, Martinsson and Tropp (SIAM
    Review 53 (2011) 217-288).
    """
    factors = _kept(batch.ground, _factorised)
    row = batch.ground.scaled(batch.ties, factors.scale) @ factors.vectors.T
    row = row * factors.scale[batch.askers][:, np.newaxis]
    return batch.without_askers(np.maximum(row @ factors.vectors, 0.0) * factors.reach)


def topic_popularity(batch: Batch) -> Matrix:
    """Sum over topics t of ``share of t in what is wanted * log(1 + 2 works of v in t)``."""
    done = _kept(batch.ground, _log_topics)
    return batch.without_askers(_shares(batch.ground, batch.topics) @ done)


def topic_likeness(batch: Batch) -> Matrix:
    """The cosine of the topics wanted and those of v, both drawn to those of all works."""
    wanted = _rows_of_one(_shares(batch.ground, batch.topics))
    return batch.without_askers(wanted @ _kept(batch.ground, _topic_directions))


def kind_popularity(batch: Batch) -> Matrix:
    """Sum over kinds of work k, by rarity, of ``sqrt(share of k for u * works of v in k)``."""
    done = _kept(batch.ground, _kinds_by_rarity)
    return batch.without_askers(_rows_of_one(done[batch.askers]) @ done.T)


def place_lift(batch: Batch) -> Matrix:
    """How much more often bodies of the two places work together than by chance."""
    mark, lift = _kept(batch.ground, _lift_of_places)
    return np.asarray(lift[mark[batch.askers]][:, mark])


def kind_lift(batch: Batch) -> Matrix:
    """How much more often bodies of the two kinds work together than by chance."""
    mark, lift = _kept(batch.ground, _lift_of_kinds)
    return np.asarray(lift[mark[batch.askers]][:, mark])


def same_place(batch: Batch) -> Matrix:
    """1 where both are of one place."""
    mark, _ = _kept(batch.ground, _lift_of_places)
    same = (mark[batch.askers][:, np.newaxis] == mark) & (mark > 0)
    return np.asarray(same.astype(np.float32))


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkSignal:
    """A signal of the model of consortia.

    `is_match` says that it compares what two bodies are, with few values: such a one cannot rank a
    field by itself, and its rank among candidates says nothing more.
    """

    name: str
    compute: Callable[[Batch], Matrix]
    is_match: bool = False


BULK: tuple[BulkSignal, ...] = (
    BulkSignal(name="past-work", compute=worked_together),
    BulkSignal(name="recent-work", compute=worked_together_of_late),
    BulkSignal(name="common-neighbours", compute=common_neighbours),
    BulkSignal(name="adamic-adar", compute=adamic_adar),
    BulkSignal(name="resource-allocation", compute=resource_allocation),
    BulkSignal(name="log-allocation", compute=log_allocation),
    BulkSignal(name="hypergraph-walk", compute=hypergraph_walk),
    BulkSignal(name="recent-walk", compute=recent_walk),
    BulkSignal(name="lead-walk", compute=lead_walk),
    BulkSignal(name="topic-walk", compute=topic_walk),
    BulkSignal(name="long-walk", compute=long_walk),
    BulkSignal(name="pagerank", compute=pagerank),
    BulkSignal(name="common-factors", compute=common_factors),
    BulkSignal(name="topic-popularity", compute=topic_popularity),
    BulkSignal(name="kind-popularity", compute=kind_popularity),
    BulkSignal(name="topic-likeness", compute=topic_likeness, is_match=True),
    BulkSignal(name="place-lift", compute=place_lift, is_match=True),
    BulkSignal(name="kind-lift", compute=kind_lift, is_match=True),
    BulkSignal(name="same-place", compute=same_place, is_match=True),
)
"""All signals that are computed in bulk, but `reciprocal`, which needs the walk."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Factors:
    vectors: Matrix
    scale: Matrix
    reach: Matrix


def _kept(ground: Ground, make: Callable[[Ground], Made]) -> Made:
    """Make something of a past once."""
    kept = ground.__dict__.setdefault("_kept", {})
    if make not in kept:
        kept[make] = make(ground)
    return cast("Made", kept[make])


def _factorised(ground: Ground) -> _Factors:
    from sklearn.utils.extmath import randomized_svd  # noqa: PLC0415  (heavy)

    total = np.asarray(ground.log_ties.sum(axis=1)).ravel()
    mean = total[ground.known].mean() if ground.known.any() else 1.0
    scale = ((total + max(float(mean), 1e-6)) ** -0.5).astype(np.float32)
    smooth = ground.scaled(ground.log_ties, scale)
    smooth.data = smooth.data * np.repeat(scale, np.diff(smooth.indptr))
    count = min(FACTORS, max(1, ground.past.size - 1))
    _, _, vectors = randomized_svd(smooth, count, n_iter=3, random_state=0)
    return _Factors(
        vectors=vectors.astype(np.float32), scale=scale, reach=np.sqrt(total).astype(np.float32)
    )


def _shares(ground: Ground, topics: Matrix) -> Matrix:
    """Give the share of each topic, drawn by half a work to its share in all works."""
    done = ground.topics_done.sum(axis=0)
    usual = (done + 1) / (done.sum() + len(done))
    return np.asarray((topics + 0.5 * usual) / (topics.sum(axis=1, keepdims=True) + 0.5))


def _log_topics(ground: Ground) -> Matrix:
    """Give the logarithm of how much each did of each topic, shape (T, N)."""
    return np.ascontiguousarray(np.log1p(2 * ground.topics_done).T)


def _topic_directions(ground: Ground) -> Matrix:
    """Give the shares of topics of each as a row of length 1, shape (T, N)."""
    return np.ascontiguousarray(_rows_of_one(_shares(ground, ground.topics_done)).T)


def _kinds_by_rarity(ground: Ground) -> Matrix:
    """Give the root of how much each did of each kind of work, by its rarity, shape (N, K)."""
    done = ground.kinds_done
    rarity = np.log(1 + done.sum() / (1 + done.sum(axis=0))).astype(np.float32)
    return np.asarray(np.sqrt(done) * rarity)


def _rows_of_one(rows: Matrix) -> Matrix:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6))


def _lift_of_places(ground: Ground) -> tuple[NDArray[np.int64], Matrix]:
    return _lift(ground, Subject.PLACE)


def _lift_of_kinds(ground: Ground) -> tuple[NDArray[np.int64], Matrix]:
    return _lift(ground, Subject.KIND)


def _lift(ground: Ground, subject: Subject) -> tuple[NDArray[np.int64], Matrix]:
    """Mark each, and say how much more often two marks work together than by chance."""
    mark = ground.marked(subject)
    size = int(mark.max()) + 1
    ties = ground.log_ties.tocoo()
    pairs = np.bincount(mark[ties.row] * size + mark[ties.col], ties.data, minlength=size**2)
    seen = pairs.reshape(size, size)
    each = seen.sum(axis=1)
    expected = np.outer(each, each) / max(float(each.sum()), 1e-9)
    return mark, ((seen + _PRIOR) / (expected + _PRIOR)).astype(np.float32)
