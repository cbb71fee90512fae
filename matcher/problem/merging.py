"""Merging cells that no candidate tells apart, which changes no answer.

Two cells are alike when a person in either weighs the same and costs the same, and every candidate
has the same quality and can take the same share of either. Whatever share of the merged cell a
candidate takes, taking that share of each part is feasible and scores the same; so volumes are
spread back in proportion to need.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from matcher.problem.rows import sums_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.problem.model import Problem

_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MergedProblem:
    """A problem with fewer cells; `group` gives each original cell's merged cell, shape (C,)."""

    problem: Problem
    group: NDArray[np.int64]
    share: NDArray[np.float64]

    def spread(self, volume: sparse.csr_array[Any]) -> sparse.csr_array[Any]:
        """Give volumes of merged cells back to the original cells, in proportion to need."""
        cells = np.arange(len(self.group))
        back = sparse.csr_array(
            (self.share, (self.group, cells)), shape=(self.problem.cells, len(self.group))
        )
        return sparse.csr_array(volume @ back)


def merge_cells(problem: Problem) -> MergedProblem:
    """Merge the cells that no candidate tells apart."""
    keys = _cell_keys(problem)
    first: dict[bytes, int] = {}
    group = np.array([first.setdefault(key, len(first)) for key in keys], dtype=np.int64)
    need = sums_by(group, problem.need, len(first))
    one_each = np.unique(group, return_index=True)[1]
    quality, capacity = _merged_entries(problem, group)
    merged = replace(
        problem,
        need=need,
        weight=sums_by(group, problem.weight, len(first)),
        quality=quality,
        cell_capacity=capacity,
        cell_value=problem.cell_value[one_each],
    )
    return MergedProblem(problem=merged, group=group, share=problem.need / need[group])


def _merged_entries(
    problem: Problem, group: NDArray[np.int64]
) -> tuple[sparse.csr_array[Any], sparse.csr_array[Any]]:
    """The quality and the capacity of the merged cells, stored zeros kept."""
    old, cells = problem.quality, int(group.max(initial=-1)) + 1
    owner = np.repeat(np.arange(problem.candidates), np.diff(old.indptr))
    keys, chosen, entry = np.unique(
        owner * cells + group[old.indices], return_index=True, return_inverse=True
    )
    starts = np.searchsorted(keys, np.arange(problem.candidates + 1) * cells)
    people = sums_by(entry, problem.cell_capacity.data, len(keys))
    columns, shape = keys % max(cells, 1), (problem.candidates, cells)
    return (
        sparse.csr_array((old.data[chosen], columns, starts), shape=shape),
        sparse.csr_array((people, columns, starts), shape=shape),
    )


def _cell_keys(problem: Problem) -> list[bytes]:
    quality, capacity = problem.quality.tocsc(), problem.cell_capacity.tocsc()
    cell = np.repeat(np.arange(problem.cells), np.diff(quality.indptr))
    share = _rounded(capacity.data / problem.need[cell])
    importance = _rounded(problem.weight / problem.need)
    columns = zip(quality.indptr[:-1], quality.indptr[1:], strict=True)
    return [
        b"|".join(
            part.tobytes()
            for part in (
                importance[index],
                problem.cell_value[index],
                quality.indices[start:stop],
                quality.data[start:stop],
                share[start:stop],
            )
        )
        for index, (start, stop) in enumerate(columns)
    ]


def _rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round to significant digits, so that equal ratios computed differently are equal."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 10.0 ** (_DIGITS - 1 - np.floor(np.log10(np.abs(values))))
        rounded = np.round(values * scale) / scale
    return np.where(np.isfinite(rounded), rounded, values)
