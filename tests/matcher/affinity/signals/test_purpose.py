"""Likeness of purposes, compared pair by pair with scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics.pairwise import cosine_similarity

from matcher.affinity.history import SUBJECTS, Subject, Terms, history_of
from matcher.affinity.past import Past
from matcher.affinity.signals.fit import same_purpose
from matcher.affinity.view import Query, View

WORDS = 8
TERMS = Terms(
    names=tuple(f"word {number}" for number in range(WORDS)),
    subject=np.full(WORDS, SUBJECTS.index(Subject.PURPOSE), dtype=np.int8),
)


def asked(said: list[tuple[int, int]], *, by: int, size: int) -> View:
    past = Past(history=history_of([], size=size, said=said, terms=TERMS), day=0)
    query = Query(members=np.array([by], dtype=np.int32))
    return View(past=past, query=query, candidates=np.arange(size, dtype=np.int32))


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_scikit_learn_pair_by_pair(seed: int) -> None:
    held = np.random.default_rng(seed).random((10, WORDS)) < 0.4
    said = [(int(body), int(word)) for body, word in np.argwhere(held)]
    rarity = np.log(10 / np.maximum(held.sum(axis=0), 1))
    expected = cosine_similarity(held * rarity)
    for by in range(10):
        assert same_purpose(asked(said, by=by, size=10)) == pytest.approx(expected[by])


def test_where_no_words_are_known_nobody_is_alike() -> None:
    assert not same_purpose(asked([(1, 0)], by=0, size=3)).any()
    assert same_purpose(asked([(0, 0), (1, 0)], by=0, size=3)).tolist() == pytest.approx([1, 1, 0])
