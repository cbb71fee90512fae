"""How good rankings are."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from matcher.evaluation.ranking import bootstrap, estimates, figures, first_place


def by_all_orders(scores: np.ndarray, is_true: np.ndarray) -> dict[str, float]:
    """The same by going through every order of the candidates that the scores allow."""
    found = []
    for order in permutations(range(len(scores))):
        ordered = scores[list(order)]
        if (ordered[1:] <= ordered[:-1]).all():
            places = [place for place, one in enumerate(order, 1) if is_true[one]]
            found.append((1 / places[0], sum(place <= 5 for place in places) / is_true.sum()))
    mrr, recall = np.mean(found, axis=0)
    return {"mrr": float(mrr), "recall@5": float(recall)}


@given(
    st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=7).filter(
        lambda rows: any(true for _, true in rows)
    )
)
def test_ties_count_as_the_mean_over_all_their_orders(rows: list[tuple[int, bool]]) -> None:
    scores = np.array([score for score, _ in rows], dtype=np.float64)
    is_true = np.array([true for _, true in rows])
    expected = by_all_orders(scores, is_true)
    found = figures(scores, is_true)
    assert {name: found[name] for name in expected} == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(5))
def test_gain_agrees_with_scikit_learn(seed: int) -> None:
    random = np.random.default_rng(seed)
    scores, is_true = random.random(40), random.random(40) < 0.2
    is_true[3] = True
    expected = ndcg_score(is_true[np.newaxis], scores[np.newaxis], k=10)
    assert figures(scores, is_true)["ndcg@10"] == pytest.approx(expected)


def test_a_partner_whom_nobody_could_rank_is_not_found() -> None:
    found = figures(np.array([2.0, 1.0]), np.array([True, False]), missing=1)
    assert found["recall@10"] == 0.5
    assert found["mrr"] == 1.0


def test_finds_nothing_where_no_candidate_is_true() -> None:
    assert figures(np.array([2.0, 1.0]), np.array([False, False]), missing=2)["mrr"] == 0.0
    assert first_place(np.zeros(3), np.zeros(3, dtype=bool)) == 0.0
    assert figures(np.zeros(0), np.zeros(0, dtype=bool), missing=1)["ndcg@10"] == 0.0


def test_a_question_needs_an_answer() -> None:
    with pytest.raises(ValueError, match="without any true partner"):
        figures(np.array([1.0]), np.array([False]))


def test_an_interval_is_wider_where_questions_hang_together() -> None:
    values = [1.0] * 10 + [0.0] * 10
    apart = bootstrap(values, range(20), seed=1)
    together = bootstrap(values, [each // 10 for each in range(20)], seed=1)
    assert together.high - together.low > apart.high - apart.low
    assert apart.mean == together.mean == 0.5


def test_an_interval_depends_on_the_seed_and_on_nothing_else() -> None:
    values = np.random.default_rng(0).random(30).tolist()
    assert bootstrap(values, range(30), seed=1) == bootstrap(values, range(30), seed=1)
    assert bootstrap(values, range(30), seed=1) != bootstrap(values, range(30), seed=2)


def test_estimates_every_figure() -> None:
    measured = [figures(np.array([2.0, 1.0]), np.array([true, not true])) for true in (True, False)]
    found = estimates(measured, ["a", "b"], seed=1)
    assert found["mrr"].mean == 0.75
    assert found.keys() == measured[0].keys()
