"""Merging cells changes no answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from matcher.engine.solver import score, solve
from matcher.problem.merging import merge_cells
from matcher.problem.model import Problem
from tests.matcher.instances import random_problem


def split(problem: Problem, parts: int, seed: int) -> Problem:
    """Split every cell into parts that no candidate tells apart."""
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.ones(parts), problem.cells)
    into = sparse.csr_array(np.repeat(np.eye(problem.cells), parts, axis=1))
    scale = sparse.diags_array(shares.ravel())
    return replace(
        problem,
        need=(problem.need[:, np.newaxis] * shares).ravel(),
        weight=(problem.weight[:, np.newaxis] * shares).ravel(),
        quality=sparse.csr_array(problem.quality @ into),
        cell_capacity=sparse.csr_array(problem.cell_capacity @ into @ scale),
        cell_value=np.repeat(problem.cell_value, parts),
    )


@pytest.mark.parametrize("seed", range(12))
def test_split_cells_are_merged_again_and_score_the_same(seed: int) -> None:
    whole = random_problem(seed)
    parts = split(whole, 3, seed)
    merged = merge_cells(parts)
    assert merged.problem.cells <= whole.cells
    first, second = solve(parts, gap=0.0), solve(merged.problem, gap=0.0)
    assert bool(first) == bool(second)
    if first:
        assert first[0].objective == pytest.approx(second[0].objective, abs=1e-6)


@pytest.mark.parametrize("seed", range(12))
def test_volumes_spread_back_are_feasible_and_score_the_same(seed: int) -> None:
    parts = split(random_problem(seed), 3, seed)
    merged = merge_cells(parts)
    for solution in solve(merged.problem, gap=0.0):
        volume = merged.spread(solution.volume).toarray()
        gain = parts.quality.toarray() * parts.weight / parts.need
        assert (gain * volume).sum() == pytest.approx(solution.criteria["coverage"])
        assert (volume.sum(axis=0) <= parts.need + 1e-6).all()
        assert (volume <= parts.cell_capacity.toarray() + 1e-6).all()
        assert score(parts, solution.members).objective == pytest.approx(solution.objective)


def test_cells_that_one_candidate_tells_apart_stay_apart() -> None:
    problem = Problem(
        need=np.array([10.0, 20.0, 30.0]),
        weight=np.array([0.1, 0.2, 0.3]),
        quality=sparse.csr_array(np.array([[0.5, 0.5, 0.5], [0.7, 0.7, 0.6]])),
        max_members=2,
    )
    merged = merge_cells(problem)
    assert merged.group.tolist() == [0, 0, 1]
    assert merged.problem.need.tolist() == [30.0, 30.0]
    assert merged.share.tolist() == pytest.approx([1 / 3, 2 / 3, 1.0])
