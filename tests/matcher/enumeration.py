"""All line-ups of a small problem with their scores, without a line of the engine.

Written from the docstring of `matcher.problem.model`. The volumes of all line-ups are one linear
programme, a block for each line-up, so that hundreds of problems can be tried.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from matcher.problem.model import Problem

    Members = tuple[int, ...]

ROUNDING = 1e-7
"""People a year: a promise missed by less than this is kept."""


def scores(problem: Problem) -> dict[Members, float]:
    """Score every line-up that keeps the rules."""
    chosen = list(allowed(problem))
    together = {members: _together(problem, members) for members in chosen}
    return {members: together[members] + work for members, work in _work(problem, chosen).items()}


def allowed(problem: Problem) -> Iterator[Members]:
    """Yield the line-ups that keep all the rules that are not about volumes."""
    for size in range(1, min(problem.max_members, problem.candidates) + 1):
        for members in combinations(range(problem.candidates), size):
            if _may_be(problem, set(members)):
                yield members


def _may_be(problem: Problem, members: set[int]) -> bool:
    held = [(len(members & set(quota.candidates)), quota) for quota in problem.quotas]
    return (
        any(problem.may_lead[member] for member in members)
        and members.issuperset(problem.locked)
        and members.isdisjoint(problem.excluded)
        and not any({one, other} <= members for one, other in problem.conflicts)
        and all(count >= quota.at_least for count, quota in held)
        and all(quota.at_most is None or count <= quota.at_most for count, quota in held)
    )


def _together(problem: Problem, members: Members) -> float:
    """What does not hang on volumes: affinity and the lead, less what the members cost."""
    affinity = problem.affinity.toarray()
    shared = sum(affinity[one, other] for one, other in combinations(members, 2))
    leading = max(problem.lead_worth[member] for member in members if problem.may_lead[member])
    cost = sum(problem.member_cost[member] for member in members)
    return float(problem.pair_weight * shared / problem.pair_scale + leading - cost)


def _work(problem: Problem, chosen: list[Members]) -> dict[Members, float]:
    """The best worth of the volumes of each line-up that can keep its promises."""
    broken = _solve(problem, chosen, promises_may_break=True)
    kept = [members for members in chosen if broken[members] < ROUNDING]
    return _solve(problem, kept, promises_may_break=False)


def _solve(
    problem: Problem, chosen: list[Members], *, promises_may_break: bool
) -> dict[Members, float]:
    """Solve all line-ups at once: the least broken promises, or the best worth."""
    blocks = [_Block(problem, members, broken=promises_may_break) for members in chosen]
    if not sum(len(block.cost) for block in blocks):
        return dict.fromkeys(chosen, 0.0)  # nobody can serve anything
    rows: Any = sparse.block_diag([block.rows for block in blocks], format="csr")
    bounds: Any = np.concatenate([block.bounds for block in blocks])
    result = linprog(
        np.concatenate([block.cost for block in blocks]),
        rows,
        np.concatenate([block.limit for block in blocks]),
        bounds=bounds,
    )
    assert result.x is not None, result.message
    ends = np.cumsum([len(block.cost) for block in blocks])[:-1]
    sign = 1.0 if promises_may_break else -1.0
    parts = zip(chosen, blocks, np.split(result.x, ends), strict=True)
    return {members: sign * float(block.cost @ values) for members, block, values in parts}


class _Block:
    """The linear programme of one line-up: a column for each cell that a member can serve."""

    def __init__(self, problem: Problem, members: Members, *, broken: bool) -> None:
        quality = problem.quality[list(members)].tocoo()
        owner, cell = np.asarray(members)[quality.row], quality.col
        count = len(owner)
        by_member = (owner == np.asarray(members)[:, np.newaxis]).astype(float)
        by_cell = (cell == np.arange(problem.cells)[:, np.newaxis]).astype(float)
        promised = problem.min_volume[list(members)]
        share = (problem.min_vcse_share - problem.is_vcse[owner])[np.newaxis]
        rows = [by_cell, by_member, by_member * problem.cell_value[cell], -by_member, share]
        limits = [
            problem.need,
            problem.total_capacity[list(members)],
            problem.value_limit[list(members)],
            -promised,
            np.zeros(1),
        ]
        worth = problem.weight[cell] / problem.need[cell] * quality.data
        most = problem.cell_capacity[list(members)].data
        self.rows, self.limit = _with_limits(np.concatenate(rows), np.concatenate(limits))
        self.cost = -(worth - problem.volume_price[owner])
        self.bounds = np.column_stack([np.zeros(count), most])
        if broken:
            self._let_promises_break(promised)

    def _let_promises_break(self, promised: NDArray[np.float64]) -> None:
        """Give each member people from nowhere, and count them."""
        members = len(promised)
        excess = np.zeros((len(self.rows), members))
        excess[-1 - members : -1] = -np.eye(members)
        self.rows = np.concatenate([self.rows, excess], axis=1)
        self.cost = np.concatenate([np.zeros(len(self.cost)), np.ones(members)])
        more = np.column_stack([np.zeros(members), promised])
        self.bounds = np.concatenate([self.bounds, more])


def _with_limits(
    rows: NDArray[np.float64], limit: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Leave out the rows without a limit."""
    finite = np.isfinite(limit)
    return rows[finite], limit[finite]


def best_different(
    scored: Mapping[Members, float], earlier: list[Members], least: int
) -> tuple[Members, float] | None:
    """The best line-up that leaves out at least so many members of each earlier one."""
    others: Any = (
        (score, members)
        for members, score in scored.items()
        if all(len(set(one) - set(members)) >= least for one in earlier)
    )
    best = max(others, default=None)
    return None if best is None else (best[1], best[0])
