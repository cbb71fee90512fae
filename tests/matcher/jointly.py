"""The most that given line-ups of several areas are worth together: one linear programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from matcher.case.build import Case
    from matcher.problem.model import Solution


def value_of(case: Case) -> float:
    """The annual value of a case's area."""
    return case.snapshot.areas[case.brief.area].annual_value_gbp


def coverage_worth(
    taken: Sequence[tuple[Case, Solution]],
    limit: NDArray[np.float64],
    rate: Callable[[Case, int], float],
) -> float:
    """The volumes of all areas together; a body's need takes `rate` of its limit."""
    gain: list[float] = []
    bounds: list[tuple[float, float]] = []
    most: dict[tuple[object, ...], float] = {}
    entries: list[tuple[tuple[object, ...], int, float]] = []
    for case, one in taken:
        problem, area = case.problem, case.brief.area
        for member, cell in ((m, c) for m in one.members for c in problem.quality[[m]].indices):
            column, body = len(gain), int(case.candidates[member])
            gain.append(
                value_of(case)
                * problem.weight[cell]
                / problem.need[cell]
                * problem.quality[member, cell]
            )
            bounds.append((0.0, float(problem.cell_capacity.toarray()[member, cell])))
            most |= {
                ("need", area, cell): problem.need[cell],
                ("capacity", area, member): problem.total_capacity[member],
                ("value", area, member): problem.value_limit[member],
                ("limit", body): float(limit[body]),
            }
            entries += [
                (("need", area, cell), column, 1.0),
                (("capacity", area, member), column, 1.0),
                (("value", area, member), column, problem.cell_value[cell]),
                (("limit", body), column, rate(case, body)),
            ]
    if not gain:
        return 0.0
    keys = [key for key, bound in most.items() if np.isfinite(bound)]
    matrix = np.zeros((len(keys), len(gain)))
    for key, column, factor in entries:
        if key in keys:
            matrix[keys.index(key), column] = factor
    solved = linprog(-np.array(gain), matrix, [most[key] for key in keys], bounds=bounds)
    return -float(solved.fun or 0.0)
