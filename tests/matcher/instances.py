"""Small random line-up problems, and an oracle that tries every subset."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from scipy import sparse

from matcher.errors import MembersError
from matcher.problem import Problem, Quota, Solution
from matcher.solver import score


def random_problem(
    seed: int, *, candidates: int = 8, cells: int = 6, max_members: int | None = None
) -> Problem:
    """Make a problem in which every kind of rule is on in some seeds; by default K is 1 to 5."""
    rng = np.random.default_rng(seed)
    serves = rng.random((candidates, cells)) < 0.5
    serves[0, 0] = True
    quality = sparse.csr_array(np.where(serves, rng.uniform(0.1, 1.0, serves.shape), 0.0))
    need = rng.uniform(10, 100, cells)
    owner = np.repeat(np.arange(candidates), np.diff(quality.indptr))
    capacity = rng.uniform(5, 80, quality.nnz)
    total = rng.uniform(20, 150, candidates)
    reach = np.minimum(np.bincount(owner, capacity, candidates), total)
    half = np.triu(rng.random((candidates, candidates)) * (rng.random((candidates,) * 2) < 0.3), 1)
    drawn = int(rng.integers(1, 6))
    members = drawn if max_members is None else max_members
    others = rng.permutation(candidates)
    kind = tuple(int(i) for i in rng.permutation(candidates)[: candidates // 2])
    least, most = sorted(int(i) for i in rng.integers(0, 3, 2))
    quotas = (Quota(candidates=kind, at_least=min(least, members), at_most=max(most, 1)),)
    return Problem(
        need=need,
        weight=rng.uniform(0.0, 1.0, cells),
        quality=quality,
        cell_capacity=sparse.csr_array((capacity, quality.indices, quality.indptr), quality.shape),
        total_capacity=np.where(rng.random(candidates) < 0.2, np.inf, total),
        affinity=sparse.csr_array(half + half.T),
        risk=rng.random(candidates),
        is_vcse=rng.random(candidates) < 0.5,
        may_lead=rng.random(candidates) < 0.5,
        cell_value=rng.uniform(1, 5, cells),
        value_limit=np.where(
            rng.random(candidates) < 0.5, np.inf, rng.uniform(50, 300, candidates)
        ),
        min_volume=np.where(rng.random(candidates) < 0.5, 0.0, 0.2 * reach),
        max_members=members,
        min_vcse_share=float(rng.choice([0.0, 0.3, 0.7])),
        pair_weight=float(rng.choice([0.0, 0.1, 1.0])),
        risk_weight=float(rng.choice([0.0, 0.1])),
        locked=tuple(int(i) for i in others[: int(rng.integers(0, 2))]),
        excluded=tuple(int(i) for i in others[2 : 2 + int(rng.integers(0, 2))]),
        conflicts=((int(others[4]), int(others[5])),) if rng.random() < 0.5 else (),
        quotas=quotas if rng.random() < 0.5 else (),
        volume_price=rng.uniform(0.0, 0.004, candidates) * float(rng.random() < 0.3),
    )


def every_line_up(problem: Problem) -> list[Solution]:
    """Score every subset that keeps the rules, the best first."""
    found = []
    for size in range(1, problem.max_members + 1):
        for members in combinations(range(problem.candidates), size):
            try:
                found.append(score(problem, members))
            except MembersError:
                continue
    return sorted(found, key=lambda solution: -solution.objective)
