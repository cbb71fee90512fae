"""Questions about partners in a table of consortia, and their candidates as rows of numbers.

Not all N organisations become rows: the first few hundred of several signals are the candidates of
a question, its pool. A true partner who is in no pool counts as not found. Each signal gives two
columns, how it compares with the best of the pool, ``log(v / max + 0.02)``, and the rank; a signal
that says whether two bodies match gives ``log(v + 0.02)``. What a candidate has done of late, and
how much, gives more; and the signals that count differently for one who asks with few partners
stand there twice more, for few and for many.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matcher.affinity.batch import Batch, Ground
from matcher.affinity.largest import largest
from matcher.affinity.signals.bulk import BULK
from matcher.affinity.signals.walks import suitors

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from matcher.affinity.batch import Matrix
    from matcher.affinity.history import Flags
    from matcher.evaluation.consortium_questions import Questions

NEGATIVES = 120
"""So many candidates who were no partners, of each question that is learnt from."""
POOL = {
    "log-allocation": 300,
    "hypergraph-walk": 300,
    "recent-walk": 150,
    "pagerank": 150,
    "common-factors": 200,
    "kind-popularity": 200,
    "topic-popularity": 150,
    "topic-walk": 150,
    "past-work": 150,
}
"""From which signals the candidates of a question come, and how many of each."""
RECIPROCAL = "reciprocal"
_LEAST = 0.02
_YEAR = 1.0
_RANK = 5.0
_MANY = 3.5
"""``log(1 + partners)`` where few end and many begin."""
MATCHES = tuple(each.name for each in BULK if each.is_match)
_TWICE = (
    *("hypergraph-walk", "log-allocation", "kind-popularity", "topic-popularity"),
    *("common-factors", "pagerank", "topic-likeness", "place-lift", "same-place"),
    *("partners", "recent", "typical size"),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Standing:
    """What each organisation is by what it has done: the same for all questions."""

    ground: Ground

    @cached_property
    def suitors(self) -> Matrix:
        """What the walk has to reach for a candidate to choose the asker too, shape (N,)."""
        return suitors(self.ground)

    @cached_property
    def columns(self) -> dict[str, Matrix]:
        """Activity, recency and habits by name, shape (N,) each: more never counts against."""
        ground = self.ground
        seats, joint = ground.seats, ground.is_joint.astype(np.float32)
        young = (ground.age <= _YEAR) * joint
        older = ((ground.age > _YEAR) & (ground.age <= 1 + _YEAR)) * joint
        works = seats @ joint
        sizes = np.log(np.maximum(ground.past.members_in, 1.0)) * joint
        last = np.full(ground.past.size, 9.0)
        organisation, work = ground.past.taking_part.nonzero()
        np.minimum.at(last, organisation, ground.age[work])
        others = (ground.past.members_in - 1) * ground.fresh(1.0)
        found = {
            "partners": np.log1p(ground.past.partners),
            "works": np.log1p(works),
            "lone works": np.log1p(ground.past.works_of - works),
            "recent": self.recent,
            "very recent": np.log(0.1 + seats @ (joint * ground.fresh(0.5))),
            "more of late": np.log((seats @ young + 0.5) / (seats @ older + 0.5)),
            "last": -last,
            "seats": np.log1p(seats @ np.maximum(others, 0.0)),
            "leads": (ground.past.led_by + 0.3) / (ground.past.works_of + 2),
            "typical size": (seats @ sizes + 2 * np.log(10)) / (works + 2),
        }
        found["share of late"] = found["recent"] - found["works"]
        found["steady"] = found["recent"] - found["very recent"]
        found["room"] = found["partners"] - found["very recent"]
        found["few seats"] = found["recent"] - found["seats"]
        return {name: np.asarray(each, dtype=np.float32) for name, each in found.items()}

    @cached_property
    def recent(self) -> Matrix:
        """``log(0.1 + works)``, each halved every year, shape (N,)."""
        fresh = self.ground.fresh(1.0) * self.ground.is_joint
        return np.asarray(np.log(0.1 + self.ground.seats @ fresh), dtype=np.float32)

    @cached_property
    def asker(self) -> Matrix:
        """What is known of each as one who asks, shape (N, 5)."""
        names = ("works", "lone works", "partners", "recent", "typical size")
        return np.stack([self.columns[name] for name in names], axis=1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Candidates of questions: R of them, in the order of the questions.

    Attributes
    ----------
    names : what the columns of `numbers` are
    numbers : shape (R, S)
    came : who was a partner, shape (R,)
    question : shape (R,)
    counts : for how many candidates each row stands, shape (R,)
    asker : what is known of who asks, shape (R, A)
    missing : partners of each question who are not in its pool, shape (Q,)
    """

    names: tuple[str, ...]
    numbers: Matrix
    came: Flags
    question: NDArray[np.int32]
    counts: Matrix
    asker: Matrix
    missing: NDArray[np.int64]

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where the rows of each question begin; and the end, shape (Q + 1,)."""
        return np.searchsorted(self.question, np.arange(len(self.missing) + 1))


class _Part(NamedTuple):
    """The rows of one question."""

    numbers: Matrix
    came: Flags
    counts: Matrix
    missing: int
    names: tuple[str, ...]


def computed(standing: Standing, questions: Questions) -> dict[str, Matrix]:
    """Compute all signals for all organisations, shape (Q, N) each.

    `reciprocal` measures a candidate's new partners, so it is there where only these are sought.
    """
    batch = Batch(ground=standing.ground, askers=questions.askers, wanted=questions.wanted)
    found = {each.name: each.compute(batch).astype(np.float32) for each in BULK}
    if questions.only_new:
        found[RECIPROCAL] = found["hypergraph-walk"] / standing.suitors
    return found


def field_of(standing: Standing, questions: Questions) -> Flags:
    """Say who can be an answer: whoever was known before, apart from the barred; shape (Q, N)."""
    field = np.tile(standing.ground.known, (len(questions.askers), 1))
    field[np.arange(len(questions.askers)), questions.askers] = False
    field[questions.barred.nonzero()] = False
    return field


def rows_of(
    standing: Standing,
    questions: Questions,
    *,
    draw: np.random.Generator | None = None,
    seen: Callable[[int, Questions, dict[str, Matrix], Flags], None] = lambda *_: None,
) -> Rows:
    """Turn questions into rows.

    Parameters
    ----------
    standing : the past
    questions : what is asked
    draw : draws some of those who were no partners; without it all of the pool are there
    seen : is shown the number of each block's first question, the block, its signals and field
    """
    parts: list[_Part] = []
    for start, block in questions.blocks():
        signals, field = computed(standing, block), field_of(standing, block)
        seen(start, block, signals, field)
        pool = _pool(signals, field)
        parts.extend(
            _one(standing, block, signals, np.flatnonzero(pool[index]), index, draw)
            for index in range(len(block.askers))
        )
    lengths = [len(part.came) for part in parts]
    return Rows(
        names=parts[0].names,
        numbers=np.concatenate([part.numbers for part in parts]),
        came=np.concatenate([part.came for part in parts]),
        question=np.repeat(np.arange(len(parts), dtype=np.int32), lengths),
        counts=np.concatenate([part.counts for part in parts]),
        asker=np.repeat(standing.asker[questions.askers], lengths, axis=0),
        missing=np.array([part.missing for part in parts]),
    )


def _pool(signals: dict[str, Matrix], field: Flags) -> Flags:
    """Give the first of several signals, of those that say anything of a candidate; (Q, N)."""
    pool = np.zeros_like(field)
    for question, can in enumerate(field):
        for name, count in POOL.items():
            said = signals[name][question]
            likely = np.flatnonzero(can & (said > 0))
            pool[question, likely[largest(said[likely], count)]] = True
    few = field.sum(axis=1) <= max(POOL.values())
    return np.where((few | ~pool.any(axis=1))[:, np.newaxis], field, pool)


def _one(
    standing: Standing,
    block: Questions,
    signals: dict[str, Matrix],
    pool: NDArray[np.int64],
    index: int,
    draw: np.random.Generator | None,
) -> _Part:
    """Give the numbers of one question's candidates, who came, for how many each stands."""
    truth = block.partners(index)
    came = np.isin(pool, truth)
    kept, counts = np.arange(len(pool)), np.ones(len(pool), dtype=np.float32)
    if draw is not None:
        others = np.flatnonzero(~came)
        drawn = draw.permutation(others)[:NEGATIVES]
        counts[drawn] = len(others) / max(len(drawn), 1)
        kept = np.sort(np.append(np.flatnonzero(came), drawn))
    columns: dict[str, Matrix] = {}
    for name in (each for each in signals if each not in MATCHES):
        value = signals[name][index, pool]
        best = max(float(value.max(initial=0.0)), 1e-9)
        rank = np.empty(len(pool), dtype=np.float32)
        rank[np.argsort(-value, kind="stable")] = np.arange(len(pool))
        columns[name] = np.log(value[kept] / best + _LEAST)
        columns[f"{name} rank"] = -np.log(rank[kept] + _RANK)
    for name in MATCHES:
        columns[name] = np.log(signals[name][index, pool[kept]] + _LEAST)
    for name, standing_column in standing.columns.items():
        columns[name] = standing_column[pool[kept]]
    size = standing.columns["typical size"]
    columns["like size"] = -np.abs(size[pool[kept]] - size[block.askers[index]])
    over = float(standing.columns["partners"][block.askers[index]]) - _MANY
    for name in _TWICE:
        columns[f"{name}, many partners"] = columns[name] * max(over, 0.0)
        columns[f"{name}, few partners"] = columns[name] * max(-over, 0.0)
    numbers = np.stack(list(columns.values()), axis=1).astype(np.float32)
    missing = len(truth) - int(came.sum())
    return _Part(numbers, came[kept], counts[kept], missing, tuple(columns))
