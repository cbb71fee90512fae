"""What is read row by row is what the formulas say over whole matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import sparse

from matcher.affinity.candidates import candidates_of
from matcher.affinity.rows import marked_by, rows_of, rows_taken
from matcher.affinity.signals import SIGNALS
from matcher.affinity.view import View
from tests.matcher.affinity.plainly import Plain
from tests.matcher.affinity.random_histories import ORGANISATIONS, questions, random_past

if TYPE_CHECKING:
    from numpy.typing import NDArray


@pytest.mark.parametrize("seed", range(12))
def test_every_signal_is_what_its_formula_gives_over_whole_matrices(seed: int) -> None:
    past, chosen = random_past(seed), np.array([2, 3, 4, 6, 9, 13], dtype=np.int32)
    by_name = {signal.name: signal for signal in SIGNALS}
    for query in questions(seed):
        view = View(past=past, query=query, candidates=chosen)
        for name, expected in Plain(past, query).signals().items():
            found = by_name[name].compute(view)
            assert found == pytest.approx(expected[chosen], abs=1e-12), name


@pytest.mark.parametrize("most", [1, 3, 5, 99])
@pytest.mark.parametrize("seed", range(12))
def test_the_candidates_are_those_of_most_worth_among_all(seed: int, most: int) -> None:
    past, among = random_past(seed), np.arange(ORGANISATIONS) % 5 != 2
    for query in questions(seed):
        found = candidates_of(past, query, among=among, most=most)
        assert found.tolist() == Plain(past, query).candidates(among, most).tolist()


@pytest.mark.parametrize("number", [np.float64, np.float32, np.bool_])
def test_rows_are_read_whatever_the_numbers_of_a_matrix(number: Any) -> None:
    rng = np.random.default_rng(5)
    dense: NDArray[Any] = (rng.random((6, 9)) < 0.4).astype(number)
    matrix, rows = sparse.csr_array(dense), np.array([4, 0, 4])
    matrix.indices = matrix.indices.astype(np.int64)
    matrix.indptr = matrix.indptr.astype(np.int64)
    vector = rng.random(9).astype(np.float32)
    assert rows_of(matrix, rows) == pytest.approx(dense[rows].astype(float).sum(axis=0))
    assert rows_taken(matrix, rows).times(vector) == pytest.approx(
        dense[rows].astype(float) @ vector
    )
    assert marked_by(matrix, rows).tolist() == (dense[rows] > 0).any(axis=0).tolist()
