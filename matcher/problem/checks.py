"""What must hold of a problem's fields, every violation named with its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from matcher.problem.model import Problem

    Floats = NDArray[np.float64]

NUMBERS = {
    "need": "C",
    "weight": "C",
    "cell_value": "C",
    "total_capacity": "N",
    "member_cost": "N",
    "lead_worth": "N",
    "value_limit": "N",
    "min_volume": "N",
    "volume_price": "N",
}
FLAGS = {"is_vcse": "N", "may_lead": "N"}
MATRICES = {"quality": "C", "cell_capacity": "C", "affinity": "N"}
SHARES = ("pair_weight", "pair_scale", "min_vcse_share")
_MAY_BE_ENDLESS = {"total_capacity", "value_limit"}
_ABOVE_ZERO = {"need", "pair_scale"}
_AT_MOST_ONE = {"quality", "affinity", "min_vcse_share"}
_PAIR = 2
_NUMBERS = "biuf"


def read(name: str, value: object) -> Any:  # noqa: ANN401  (an array or a matrix, by name)
    """Give a field as the array that its name asks for.

    Raises
    ------
    ValueError
        If it cannot be read as one; the message is the mistake.
    """
    try:
        if name in MATRICES:
            return sorted_csr(value)
        array = np.asarray(value)
        return _flags(array) if name in FLAGS else _numbers(array)
    except (TypeError, ValueError):
        kind = "a sparse matrix" if name in MATRICES else "an array"
        what = "flags" if name in FLAGS else "numbers"
        message = f"{name} must be {kind} of {what}"
        raise ValueError(message) from None


def _numbers(array: NDArray[Any]) -> Floats:
    if array.dtype.kind not in _NUMBERS:
        raise TypeError
    return array.astype(np.float64, copy=False)


def _flags(array: NDArray[Any]) -> NDArray[np.bool_]:
    """Flags may be given as the numbers 0 and 1."""
    if array.dtype.kind not in _NUMBERS or not np.isin(array, (0, 1)).all():
        raise TypeError
    return array.astype(np.bool_, copy=False)


def sorted_csr(matrix: Any) -> sparse.csr_array[Any]:  # noqa: ANN401  (whatever scipy takes)
    """Give a matrix as CSR with sorted indices: itself where it is, so that problems share it."""
    csr = matrix if isinstance(matrix, sparse.csr_array) else sparse.csr_array(matrix)
    if csr.dtype.kind not in _NUMBERS or len(csr.shape) != _PAIR:
        raise TypeError
    if csr.dtype != np.float64 or not csr.has_sorted_indices:
        csr = csr.astype(np.float64, copy=True)
        csr.sort_indices()
    return csr


def kind_mistakes(problem: Problem) -> Iterator[str]:
    """The mistakes of fields that are no arrays: numbers, and indices of candidates."""
    most: Any = problem.max_members
    if isinstance(most, bool) or not isinstance(most, int | np.integer):
        yield "max_members must be a whole number"
    for name in SHARES:
        value: Any = getattr(problem, name)
        if isinstance(value, bool) or not isinstance(value, int | float | np.number):
            yield f"{name} must be a number"
    readers: dict[str, tuple[Callable[[Any], bool], str]] = {
        "locked": (_is_index, "must contain candidate indices"),
        "excluded": (_is_index, "must contain candidate indices"),
        "conflicts": (_is_pair, "must be pairs of two different candidates"),
        "quotas": (lambda quota: hasattr(quota, "at_least"), "must contain quotas"),
    }
    for name, (is_one, what) in readers.items():
        values: Any = getattr(problem, name)
        if not isinstance(values, tuple | list) or not all(is_one(value) for value in values):
            yield f"{name} {what}"


def _is_index(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _is_pair(value: object) -> bool:
    return (
        isinstance(value, tuple | list)
        and len(value) == _PAIR
        and all(_is_index(one) for one in value)
    )


def problem_mistakes(problem: Problem) -> list[str]:
    """List the mistakes; values are looked at once all shapes are right."""
    return list(_shapes(problem)) or [*_values(problem), *_patterns(problem), *_members(problem)]


def _shapes(problem: Problem) -> Iterator[str]:
    n, c = problem.quality.shape
    sizes = {"N": n, "C": c}
    for name, size in {**NUMBERS, **FLAGS}.items():
        value = getattr(problem, name)
        if value is not None and value.shape != (sizes[size],):
            yield f"{name} must have shape ({size},) = ({sizes[size]},)"
    for name, size in MATRICES.items():
        matrix = getattr(problem, name)
        if matrix is not None and matrix.shape != (n, sizes[size]):
            yield f"{name} must have shape (N, {size}) = ({n}, {sizes[size]})"


def _values(problem: Problem) -> Iterator[str]:
    arrays: dict[str, Floats] = {name: getattr(problem, name) for name in NUMBERS}
    arrays |= {name: getattr(problem, name) for name in MATRICES}
    arrays |= {name: np.array([getattr(problem, name)], dtype=float) for name in SHARES}
    for name, field in arrays.items():
        if field is None:
            continue
        values = np.asarray(field.data if name in MATRICES else field)
        if np.isnan(values).any():
            yield f"{name} contains values that are not numbers"
        elif name in _ABOVE_ZERO and (values <= 0).any():
            yield f"{name} must be above 0"
        elif (values < 0).any():
            yield f"{name} must be at least 0"
        elif name in _AT_MOST_ONE and (values > 1).any():
            yield f"{name} must be at most 1"
        elif name not in _MAY_BE_ENDLESS and np.isinf(values).any():
            yield f"{name} must be finite"


def _patterns(problem: Problem) -> Iterator[str]:
    quality, capacity, affinity = problem.quality, problem.cell_capacity, problem.affinity
    for name in MATRICES:
        matrix = getattr(problem, name)
        if matrix is not None and _stores_twice(matrix):
            yield f"{name} stores an entry twice"
    if capacity is not None and not (
        np.array_equal(quality.indptr, capacity.indptr)
        and np.array_equal(quality.indices, capacity.indices)
    ):
        yield "cell_capacity must store the same entries as quality"
    if affinity is None or not np.isfinite(affinity.data).all():
        return
    difference = abs(affinity - affinity.T)
    if affinity.diagonal().any() or (difference.nnz and difference.max() > 0):
        yield "affinity must be symmetric with a zero diagonal"


def _stores_twice(matrix: sparse.csr_array[Any]) -> bool:
    """Whether two entries that follow each other in a row are of the same column."""
    same = np.diff(matrix.indices) == 0
    starts = matrix.indptr[1:-1]
    starts = starts[(starts > 0) & (starts < len(matrix.indices))]
    same[starts - 1] = False
    return bool(same.any())


def _members(problem: Problem) -> Iterator[str]:
    if problem.max_members < 1:
        yield "max_members must be at least 1"
    named = {"locked": set(problem.locked), "excluded": set(problem.excluded)}
    named["conflicts"] = {index for pair in problem.conflicts for index in pair}
    named["quotas"] = {index for quota in problem.quotas for index in quota.candidates}
    for name, indices in named.items():
        if not indices <= set(range(problem.candidates)):
            yield f"{name} must contain candidate indices"
    if both := named["locked"] & named["excluded"]:
        yield f"locked and excluded share {sorted(both)}"
    for quota in problem.quotas:
        if quota.at_least < 0 or (quota.at_most is not None and quota.at_most < quota.at_least):
            yield f"quotas must ask for 0 or more, and no more than they allow: {quota}"
    yield from _conflicts(problem)


def _conflicts(problem: Problem) -> Iterator[str]:
    if any(one == other for one, other in problem.conflicts):
        yield "conflicts must be pairs of two different candidates"


def question_mistakes(
    *, k: object, min_difference: object, time_limit_s: object, gap: object, seed: object
) -> Iterator[str]:
    """The mistakes in what is asked of a problem."""
    for name, value, least in (("k", k, 1), ("min_difference", min_difference, 1)):
        if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
            yield f"{name} must be a whole number of at least {least}"
    for name, number in (("time_limit_s", time_limit_s), ("gap", gap)):
        if not isinstance(number, int | float | np.number) or not float(number) >= 0.0:
            yield f"{name} must be a number of at least 0"
    if not isinstance(seed, int | np.integer) or isinstance(seed, bool) or seed < 0:
        yield "seed must be a whole number of at least 0"
