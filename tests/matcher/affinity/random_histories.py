"""Random small histories with terms of every subject, and questions about them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.history import SUBJECTS, Terms, history_of
from matcher.affinity.past import Past
from matcher.affinity.sites import Sites
from matcher.affinity.view import Direction, Query

if TYPE_CHECKING:
    from collections.abc import Iterator

ORGANISATIONS, WORKS = 14, 12
TERMS = Terms(
    names=tuple(f"{subject} {number}" for subject in SUBJECTS for number in range(3)),
    subject=np.repeat(np.arange(len(SUBJECTS), dtype=np.int8), 3),
)


def random_past(seed: int) -> Past:
    """A past of works of one to four members; some became known later, some are hidden."""
    rng = np.random.default_rng(seed)
    works = [
        rng.choice(ORGANISATIONS - 1, size=rng.integers(1, 5), replace=False).tolist()
        for _ in range(WORKS)
    ]
    words = len(TERMS.names)
    about = [rng.choice(words, size=rng.integers(0, 6), replace=False).tolist() for _ in works]
    said = {
        (int(who), int(rng.integers(words))) for who in rng.integers(ORGANISATIONS - 1, size=40)
    }
    days = rng.integers(1, 4000, size=WORKS).tolist()
    made = history_of(
        works, size=ORGANISATIONS, days=days, about=about, said=tuple(sorted(said)), terms=TERMS
    )
    site = rng.uniform([50.0, -3.0], [54.0, 1.0], size=(ORGANISATIONS, 2))
    site[::4] = np.nan
    weight = rng.uniform(0.2, 1.0, len(made.said.weight))
    history = replace(made, sites=Sites.at(site), said=replace(made.said, weight=weight))
    return Past(history=history, day=3000, hidden=rng.random(WORKS) < 0.1)


def questions(seed: int) -> Iterator[Query]:
    """One asker, two askers, and the last one, of whom nothing is known; each way round."""
    rng = np.random.default_rng(seed)
    for members in ([0], [1, 5], [ORGANISATIONS - 1]):
        for direction in Direction:
            count = rng.integers(0, 6)
            wanted = np.sort(rng.choice(len(TERMS.names), size=count, replace=False))
            yield Query(
                members=np.array(members, dtype=np.int32),
                wanted=wanted.astype(np.int32),
                direction=direction,
            )
