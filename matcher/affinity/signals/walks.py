"""Walks over works to those who could be partners, for many questions at once.

Each goes from who asks, u, to a work e of theirs, to another member z, to a work f of z, to a
candidate v. A work counts ``(s - 1)^-1/2`` with s members, as those of a large one hardly meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.largest import largest

if TYPE_CHECKING:
    from matcher.affinity.batch import Batch, Ground, Matrix, Meetings, Sparse

RESTART = 0.3
STEPS = 5
SUITORS = 20
"""Against so many who would suit a candidate best is measured how well the asker does."""
_BLOCK = 400


def worked_together(batch: Batch) -> Matrix:
    """``log(1 + works shared)``."""
    return np.asarray(batch.ties.toarray())


def worked_together_of_late(batch: Batch) -> Matrix:
    """Sum over the works shared of ``(s(e) - 1)^-1/2``, each halved every year."""
    ground = batch.ground
    return _first_step(batch, ground.weight * ground.fresh(1.0))


def log_allocation(batch: Batch) -> Matrix:
    """Sum over z of ``log(1 + works(u, z)) log(1 + works(z, v)) |G(z)|^-0.3``.

    Resource allocation (Zhou, Lue and Zhang, 2009) with logarithms of counts, and busy partners
    counted less sharply.
    """
    ground = batch.ground
    between = ground.scaled(batch.ties, ground.partners**-0.3)
    return batch.without_askers((between @ ground.log_ties).toarray())


def hypergraph_walk(batch: Batch) -> Matrix:
    """Walk u -> e -> z -> f -> v, works by ``(s - 1)^-1/2``, z by ``strength^-1/2``.

    Zhou, Huang and Schoelkopf, "Learning with hypergraphs", NIPS 19 (2006) 1601-1608, with the
    exponents that did best on earlier years.
    """
    return _walk(batch, batch.ground.weight)


def recent_walk(batch: Batch) -> Matrix:
    """The same walk, where works count half as much every year."""
    return _walk(batch, batch.ground.weight * batch.ground.fresh(1.0))


def lead_walk(batch: Batch) -> Matrix:
    """The same walk, where z led e: who led our work takes us into the next.

    It is 0 throughout where a table does not say who led.
    """
    ground = batch.ground
    here = _first_step(batch, ground.weight, ground.leads)
    here *= ground.strength(ground.weight) ** -0.5
    return batch.without_askers(_second_step(ground, ground.weight, here))


def topic_walk(batch: Batch) -> Matrix:
    """The same walk, where e and f share a topic, once for each such topic.

    Who was met at one thing leads to others of that thing. Where topics are wanted, only these
    count.
    """
    ground = batch.ground
    strength = ground.strength(ground.weight) ** -0.5
    found = np.zeros((len(batch.askers), ground.past.size), dtype=np.float32)
    for topic, met in enumerate(ground.meetings_by_topic):
        asker = met.place[batch.askers]
        asks = asker >= 0
        if batch.wanted is not None:
            asks &= batch.wanted[:, topic] > 0
        which = np.flatnonzero(asks)
        if not len(which):
            continue
        asker, weight = asker[which], ground.weight[met.works]
        here = (ground.scaled(met.seats[asker], weight) @ met.members).toarray()
        here[np.arange(len(which)), asker] = 0.0
        found[np.ix_(which, met.there)] += _on(met, weight, here * strength[met.there])
    return batch.without_askers(found)


def long_walk(batch: Batch) -> Matrix:
    """The hypergraph walk one step on, who is reached by then counting ``strength^-0.7``.

    It finds those who have no partner in common with who asks yet.
    """
    ground = batch.ground
    there = hypergraph_walk(batch) * ground.strength(ground.weight) ** -0.7
    return batch.without_askers(_second_step(ground, ground.weight, there))


def pagerank(batch: Batch) -> Matrix:
    """Walk five steps from work to work, back to u with chance 0.3 at each.

    Haveliwala, "Topic-sensitive PageRank", WWW (2002) 517-526, on the hypergraph.
    """
    ground = batch.ground
    weight = ground.weight
    strength, own = ground.strength(weight), ground.seats @ weight
    here = _first_step(batch, weight)
    here /= np.maximum(here.sum(axis=1, keepdims=True), 1e-9)
    total = here.copy()
    for _ in range(STEPS - 1):
        out = here / strength
        here = (1 - RESTART) * np.maximum(_second_step(ground, weight, out) - out * own, 0.0)
        total += here
    return batch.without_askers(total)


def suitors(ground: Ground) -> Matrix:
    """The walk's score of each body's best new partner after the first `SUITORS`, shape (N,).

    A candidate for whom the asker stands higher than that would choose the asker too: the walk over
    this is the reciprocal signal (Pizzato et al., "RECON", RecSys (2010) 207-214). It is above 0.
    """
    from matcher.affinity.batch import Batch  # noqa: PLC0415  (a batch has a ground)

    found = np.full(ground.past.size, 1e-6, dtype=np.float32)
    rows = np.flatnonzero(ground.past.partners > 0).astype(np.int32)
    for start in range(0, len(rows), _BLOCK):
        batch = Batch(ground=ground, askers=rows[start : start + _BLOCK])
        walk = hypergraph_walk(batch)
        linked, partner = batch.ties.nonzero()
        walk[linked, partner] = 0.0
        least = [row[largest(row, SUITORS + 1)].min() for row in walk]
        found[batch.askers] = np.maximum(least, 1e-6)
    return found


def _first_step(batch: Batch, weight: Matrix, members: Sparse | None = None) -> Matrix:
    """Walk from who asks over works that weigh so, to `members` (P, N) or to all; shape (Q, N)."""
    through = batch.ground.scaled(batch.works, weight)
    there = batch.ground.members if members is None else members
    return batch.without_askers((through @ there).toarray())


def _second_step(ground: Ground, weight: Matrix, here: Matrix) -> Matrix:
    """Walk on from where each question stands, shape (Q, N)."""
    met = ground.meetings
    found = np.zeros_like(here)
    found[:, met.there] = _on(met, weight[met.works], here[:, met.there])
    return found


def _on(met: Meetings, weight: Matrix, here: Matrix) -> Matrix:
    """Walk on among those who met, over works that weigh so, shape (J,); (Q, K) to (Q, K)."""
    works = met.members @ np.ascontiguousarray(here.T)
    works *= weight[:, np.newaxis]
    return np.asarray((met.seats @ works).T)


def _walk(batch: Batch, weight: Matrix) -> Matrix:
    here = _first_step(batch, weight) * batch.ground.strength(weight) ** -0.5
    return batch.without_askers(_second_step(batch.ground, weight, here))
