"""Shares of observations, with intervals, and fits that are judged on organisations held out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tests.tooling.presence.lots import NATIONAL, REGIONAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from tests.tooling.presence.lots import Observation

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

DRAWS, SEED, FOLDS = 2000, 20211205, 10
_PRIOR = 5.0
"""How many observations the overall share counts for in a row of a table of shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of some observations deliver, with a 95 % interval over organisations."""

    delivers: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share, from 0 to 1."""
        return self.delivers / self.of


def share(observations: Iterable[Observation]) -> Share | None:
    """Count, and draw whole organisations again; None if there is nothing to count."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for seen in observations:
        counts[seen.organisation][0] += seen.delivers
        counts[seen.organisation][1] += 1
    if not counts:
        return None
    table = np.array([counts[who] for who in sorted(counts)], np.float64)
    drawn = np.random.default_rng(SEED).integers(len(table), size=(DRAWS, len(table)))
    sums = table[drawn].sum(axis=1)
    low, high = np.quantile(sums[:, 0] / sums[:, 1], [0.025, 0.975])
    delivers, of = (int(part) for part in table.sum(axis=0))
    return Share(delivers=delivers, of=of, low=float(low), high=float(high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well a way of predicting does on groups that it has not seen; smaller is better."""

    name: str
    log_loss: float
    brier: float


def fits(seen: Sequence[Observation], *, group: Callable[[Observation], str]) -> list[Fit]:
    """Judge four ways of predicting on groups held out."""
    from sklearn.model_selection import GroupKFold  # noqa: PLC0415  (a second)

    groups = [group(one) for one in seen]
    folds = GroupKFold(min(FOLDS, len(set(groups))))
    parts = list(folds.split(np.zeros(len(seen)), groups=groups))
    return [_judged(name, way, seen, parts) for name, way in WAYS.items()]


def _judged(
    name: str,
    way: Callable[[Sequence[Observation], Sequence[Observation]], Floats],
    seen: Sequence[Observation],
    parts: list[tuple[Ints, Ints]],
) -> Fit:
    losses, squares = [], []
    for known, held in parts:
        told = np.clip(way([seen[i] for i in known], [seen[i] for i in held]), 1e-15, 1 - 1e-15)
        truth = np.array([seen[i].delivers for i in held], np.float64)
        losses.append(-(truth * np.log(told) + (1 - truth) * np.log(1 - told)))
        squares.append((told - truth) ** 2)
    loss, brier = (float(np.concatenate(parts_).mean()) for parts_ in (losses, squares))
    return Fit(name=name, log_loss=loss, brier=brier)


def _table(
    key: Callable[[Observation], object],
) -> Callable[[Sequence[Observation], Sequence[Observation]], Floats]:
    def way(known: Sequence[Observation], held: Sequence[Observation]) -> Floats:
        overall = sum(one.delivers for one in known) / len(known)
        counts: dict[object, list[int]] = defaultdict(lambda: [0, 0])
        for one in known:
            counts[key(one)][0] += one.delivers
            counts[key(one)][1] += 1
        rows = (counts[key(one)] for one in held)
        return np.array([(row[0] + _PRIOR * overall) / (row[1] + _PRIOR) for row in rows])

    return way


def _logistic(known: Sequence[Observation], held: Sequence[Observation]) -> Floats:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  (a second)

    model = LogisticRegression(max_iter=2000)
    model.fit(_columns(known), [one.delivers for one in known])
    told: Floats = model.predict_proba(_columns(held))[:, 1]
    return told


def _columns(seen: Sequence[Observation]) -> Floats:
    return np.array(
        [
            (
                one.breadth == NATIONAL,
                one.breadth == REGIONAL,
                np.log(one.known),
                one.known_here > 0,
                np.log1p(one.known_here),
                one.any_here,
                one.is_prime,
            )
            for one in seen
        ],
        np.float64,
    )


WAYS = {
    "one share for all": _table(lambda _one: None),
    "by breadth": _table(lambda one: one.breadth),
    "by breadth and a known place in the region": _table(
        lambda one: (one.breadth, one.known_here > 0)
    ),
    "by number of known places, and one in the region": _table(
        lambda one: (min(one.known, 3), one.known_here > 0)
    ),
    "logistic": _logistic,
}
