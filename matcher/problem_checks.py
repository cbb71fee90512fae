"""What must hold of a problem's arrays, every violation named with its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from matcher.problem import Problem

    Floats = NDArray[np.float64]

_VECTORS = {
    "need": "C",
    "weight": "C",
    "cell_value": "C",
    "total_capacity": "N",
    "risk": "N",
    "is_vcse": "N",
    "may_lead": "N",
    "value_limit": "N",
    "min_volume": "N",
    "volume_price": "N",
}
_MAY_BE_ENDLESS = {"total_capacity", "value_limit"}
_AT_MOST_ONE = {"risk", "quality", "affinity", "min_vcse_share"}


def problem_mistakes(problem: Problem) -> list[str]:
    """List the mistakes; values are looked at once all shapes are right."""
    return list(_shapes(problem)) or [*_values(problem), *_patterns(problem), *_members(problem)]


def _shapes(problem: Problem) -> Iterator[str]:
    sizes = {"N": problem.candidates, "C": problem.cells}
    for name, size in _VECTORS.items():
        if getattr(problem, name).shape != (sizes[size],):
            yield f"{name} must have shape ({size},) = ({sizes[size]},)"
    n, c = sizes["N"], sizes["C"]
    if problem.affinity.shape != (n, n):
        yield f"affinity must have shape (N, N) = ({n}, {n})"
    if problem.cell_capacity.shape != (n, c):
        yield f"cell_capacity must have shape (N, C) = ({n}, {c})"


def _values(problem: Problem) -> Iterator[str]:
    arrays: dict[str, Floats] = {
        name: getattr(problem, name) for name in _VECTORS if name not in {"is_vcse", "may_lead"}
    }
    arrays |= {
        name: getattr(problem, name).data for name in ("quality", "cell_capacity", "affinity")
    }
    arrays |= {
        name: np.array([getattr(problem, name)])
        for name in ("pair_weight", "risk_weight", "min_vcse_share")
    }
    for name, values in arrays.items():
        if np.isnan(values).any():
            yield f"{name} holds values that are not numbers"
        elif name == "need" and (values <= 0).any():
            yield "need must be above 0"
        elif (values < 0).any():
            yield f"{name} must be at least 0"
        elif name in _AT_MOST_ONE and (values > 1).any():
            yield f"{name} must be at most 1"
        elif name not in _MAY_BE_ENDLESS and np.isinf(values).any():
            yield f"{name} must be finite"


def _patterns(problem: Problem) -> Iterator[str]:
    quality, capacity = problem.quality, problem.cell_capacity
    if not (
        np.array_equal(quality.indptr, capacity.indptr)
        and np.array_equal(quality.indices, capacity.indices)
    ):
        yield "cell_capacity must store the same entries as quality"
    difference = abs(problem.affinity - problem.affinity.T)
    if problem.affinity.diagonal().any() or (difference.nnz and difference.max() > 0):
        yield "affinity must be symmetric with a zero diagonal"


def _members(problem: Problem) -> Iterator[str]:
    if problem.max_members < 1:
        yield "max_members must be at least 1"
    named = {"locked": set(problem.locked), "excluded": set(problem.excluded)}
    named["conflicts"] = {index for pair in problem.conflicts for index in pair}
    named["quotas"] = {index for quota in problem.quotas for index in quota.candidates}
    for name, indices in named.items():
        if not indices <= set(range(problem.candidates)):
            yield f"{name} must hold candidate indices"
    if both := named["locked"] & named["excluded"]:
        yield f"locked and excluded share {sorted(both)}"
    for quota in problem.quotas:
        if quota.at_least < 0 or (quota.at_most is not None and quota.at_most < quota.at_least):
            yield f"quotas must ask for 0 or more, and no more than they allow: {quota}"
    if any(len(set(pair)) != 2 for pair in problem.conflicts):  # noqa: PLR2004  (a pair)
        yield "conflicts must be pairs of two different candidates"
