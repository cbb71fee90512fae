"""Small random line-up problems, and an oracle that tries every subset."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
from scipy import sparse

from matcher.engine.solver import score
from matcher.errors import MembersError
from matcher.problem.model import Problem, Quota, Solution


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
    cost, leading = rng.random(candidates), rng.random(candidates)
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
        member_cost=cost * float(rng.choice([0.0, 0.02, 0.2])),
        lead_worth=leading * float(rng.choice([0.0, 0.1, 0.5])),
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
        pair_scale=float(rng.choice([1.0, 10.0, 45.0])),
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


def varied_problem(seed: int) -> Problem:
    """Make a small problem with awkward corners: zeros, twins, ties, more of each kind of rule."""
    rng = np.random.default_rng([seed, 1])
    problem = random_problem(
        seed,
        candidates=int(rng.integers(6, 9)),
        cells=int(rng.integers(3, 8)),
        max_members=int(rng.choice([1, 2, 3, 3, 4, 5, 5, 30])),
    )
    corners = (
        _few_rules,
        _nothing_gained,
        _nothing_possible,
        _twins,
        _open_quota,
        _more_conflicts,
        _ties,
        _few_leads,
        _idle_leads,
    )
    for corner in corners:
        if rng.random() < 0.25:
            problem = corner(problem, rng)
    return problem


def _few_rules(problem: Problem, _: np.random.Generator) -> Problem:
    """Nearly every line-up is allowed."""
    may_lead = np.ones(problem.candidates, dtype=bool)
    return replace(problem, locked=(), excluded=(), quotas=(), may_lead=may_lead)


def _nothing_gained(problem: Problem, rng: np.random.Generator) -> Problem:
    """Cells that can be served for no gain: stored zeros, and cells without weight."""
    quality = problem.quality.copy()
    quality.data[rng.random(quality.nnz) < 0.3] = 0.0
    weight = np.where(rng.random(problem.cells) < 0.3, 0.0, problem.weight)
    return replace(problem, quality=quality, weight=weight)


def _nothing_possible(problem: Problem, rng: np.random.Generator) -> Problem:
    """Capacities of 0, in some cells and of some candidates, who are then promised nothing."""
    capacity = problem.cell_capacity.copy()
    capacity.data[rng.random(capacity.nnz) < 0.2] = 0.0
    total = np.where(rng.random(problem.candidates) < 0.2, 0.0, problem.total_capacity)
    promise = np.where(total > 0, problem.min_volume / 2, 0.0)
    return replace(problem, cell_capacity=capacity, total_capacity=total, min_volume=promise)


def _twins(problem: Problem, _: np.random.Generator) -> Problem:
    """The second and the last candidate are the first again."""
    order = np.arange(problem.candidates)
    free = replace(problem, locked=(), excluded=(), conflicts=(), quotas=())
    order[[1, -1]] = 0
    return free.only(order)


def _open_quota(problem: Problem, rng: np.random.Generator) -> Problem:
    """At least one of a few, as many as you like, and at most one of some others."""
    order = [int(i) for i in rng.permutation(problem.candidates)]
    quotas = (
        Quota(candidates=tuple(order[:4]), at_least=1),
        Quota(candidates=tuple(order[3:6]), at_most=1),
    )
    return replace(problem, quotas=quotas)


def _more_conflicts(problem: Problem, rng: np.random.Generator) -> Problem:
    """Three pairs that cannot be together, whoever else is."""
    pairs = {
        (int(a), int(b))
        for a, b in (rng.permutation(problem.candidates)[:2] for _ in range(3))
        if not {a, b} <= set(problem.locked)
    }
    return replace(problem, conflicts=tuple(sorted(pairs)))


def _ties(problem: Problem, _: np.random.Generator) -> Problem:
    """Round figures, so that many line-ups score the same."""
    quality = problem.quality.copy()
    quality.data = np.round(quality.data * 2) / 2
    affinity = problem.affinity.copy()
    affinity.data = np.ceil(affinity.data)
    even = np.full(problem.cells, 50.0)
    return replace(
        problem,
        quality=quality,
        affinity=affinity,
        need=even,
        weight=np.full(problem.cells, 1.0 / problem.cells),
        member_cost=np.round(problem.member_cost, 1),
        lead_worth=np.round(problem.lead_worth, 1),
    )


def _few_leads(problem: Problem, rng: np.random.Generator) -> Problem:
    """Two may lead; to lead is worth more than most of the work."""
    may_lead = np.zeros(problem.candidates, dtype=bool)
    may_lead[rng.permutation(problem.candidates)[:2]] = True
    return replace(problem, may_lead=may_lead, lead_worth=rng.random(problem.candidates))


def _idle_leads(problem: Problem, _: np.random.Generator) -> Problem:
    """Who may lead serves no cell, and is promised nothing."""
    serves = ~problem.may_lead[:, np.newaxis]
    quality, capacity = problem.quality, problem.cell_capacity
    kept = np.repeat(serves.ravel(), np.diff(quality.indptr))
    starts = np.concatenate([[0], np.cumsum(np.diff(quality.indptr) * serves.ravel())])
    return replace(
        problem,
        quality=sparse.csr_array(
            (quality.data[kept], quality.indices[kept], starts), quality.shape
        ),
        cell_capacity=sparse.csr_array(
            (capacity.data[kept], quality.indices[kept], starts), quality.shape
        ),
        min_volume=np.where(problem.may_lead, 0.0, problem.min_volume),
    )
