"""The best volumes of a given line-up, as a linear programme over its own entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.engine.formulation import span
from matcher.engine.linear import Rows
from matcher.engine.pricing import Prices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matcher.engine.linear import LinearAnswer, LinearModel, LinearSolver
    from matcher.problem.model import Problem

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_DEAR = 1e4


class Volumes:
    """Where the entries of a line-up's members stand among a model's columns, and the model.

    Attributes
    ----------
    members : candidate indices, ascending
    entry : positions among the stored entries of `Problem.quality`, one a column
    owner : each column's position among the members
    cell : each column's cell
    """

    def __init__(self, problem: Problem, members: tuple[int, ...]) -> None:
        """Number the columns; nothing is built yet."""
        self.problem, self.members = problem, members
        indptr = problem.quality.indptr.astype(np.int64)
        rows = np.array(members, dtype=np.int64)
        length = indptr[rows + 1] - indptr[rows]
        self.owner = np.repeat(np.arange(len(rows)), length)
        within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
        self.entry = np.repeat(indptr[rows], length) + within
        self.cell = problem.quality.indices[self.entry].astype(np.int64)
        self.need = problem.need[self.cell]

    def model(self, *, slack: bool = True) -> LinearModel:
        """Build the model; columns are shares of a cell's need, at most a member's capacity."""
        problem, count = self.problem, len(self.entry)
        rows = Rows(count)
        columns, ones = np.arange(count), np.ones(count)
        self.cells, row = np.unique(self.cell, return_inverse=True)
        rows.add("cells", len(self.cells), (row, columns, ones), upper=1.0)
        members = np.array(self.members, dtype=np.int64)
        value = self.need * problem.cell_value[self.cell]
        self._limit(rows, "capacity", self.need, problem.total_capacity[members])
        self._limit(rows, "value", value, problem.value_limit[members])
        promise = problem.min_volume[members]
        self._limit(rows, "promise", self.need, promise, at_least=True, slack=slack)
        if problem.min_vcse_share > 0:
            owned = problem.is_vcse[members][self.owner] - problem.min_vcse_share
            everything = float(problem.need.sum()) if slack else None
            rows.add(
                "vcse", 1, (0 * columns, columns, owned * self.need), lower=0.0, slack=everything
            )
        most = np.minimum(problem.cell_capacity.data[self.entry] / self.need, 1.0)
        return rows.model(
            gain=self.gain(), lower=0.0 * ones, upper=most, penalty=_DEAR * span(problem)
        )

    def coverage_gain(self) -> Floats:
        """What the whole of each column's cell adds to the coverage."""
        return np.asarray(self.problem.weight[self.cell] * self.problem.quality.data[self.entry])

    def gain(self) -> Floats:
        """The coverage gain less the price of the volume."""
        members = np.array(self.members, dtype=np.int64)
        price = self.problem.volume_price[members][self.owner]
        return np.asarray(self.coverage_gain() - price * self.need)

    def prices(self, answer: LinearAnswer) -> Prices:
        """The prices that the best volumes put on what candidates share."""
        cell = np.zeros(self.problem.cells)
        cell[self.cells] = np.maximum(answer.prices["cells"], 0.0)
        vcse = (
            float(np.maximum(-answer.prices["vcse"], 0.0).sum()) if "vcse" in answer.prices else 0.0
        )
        return Prices(cell=cell, vcse=vcse, lead=-lead_worth(self.problem, self.members))

    def _limit(
        self,
        rows: Rows,
        name: str,
        amount: Floats,
        limit: Floats,
        *,
        at_least: bool = False,
        slack: bool = False,
    ) -> None:
        """One row for each member whose limit says something."""
        limited = np.flatnonzero((limit > 0) if at_least else np.isfinite(limit))
        position = np.full(len(self.members), -1)
        position[limited] = np.arange(len(limited))
        row = position[self.owner]
        kept = np.flatnonzero(row >= 0)
        entries = (row[kept], kept, amount[kept])
        if at_least:
            given = limit[limited] if slack else None
            rows.add(name, len(limited), entries, lower=limit[limited], slack=given)
        else:
            rows.add(name, len(limited), entries, upper=limit[limited])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BestVolumes:
    """The best volumes of a line-up.

    Attributes
    ----------
    people : for each of the line-up's entries, needs a year; None where no volumes keep the rules
    objective : the line-up's score, -inf where no volumes keep the rules
    criteria : its parts
    prices : what the best volumes say that candidates share is worth
    """

    people: Floats | None
    objective: float
    criteria: dict[str, float]
    prices: Prices


def best_volumes(problem: Problem, members: tuple[int, ...], linear: LinearSolver) -> BestVolumes:
    """Give a line-up its best volumes; rules about who is in it are not looked at."""
    volumes = Volumes(problem, members)
    answer = linear(volumes.model())
    if answer is None:
        message = "a programme with slacks always has an answer"
        raise AssertionError(message)
    prices = volumes.prices(answer)
    if not answer.kept:  # a small slack can be dear enough only on paper: ask without
        answer = linear(volumes.model(slack=False))
    if answer is None:
        return BestVolumes(people=None, objective=-np.inf, criteria={}, prices=prices)
    shares = np.clip(answer.columns[: len(volumes.entry)], 0.0, 1.0)
    criteria = _criteria(problem, volumes, shares)
    return BestVolumes(
        people=shares * volumes.need,
        objective=sum(criteria.values()),
        criteria=criteria,
        prices=prices,
    )


def _criteria(problem: Problem, volumes: Volumes, shares: Floats) -> dict[str, float]:
    """The parts of the objective."""
    members = np.array(volumes.members, dtype=np.int64)
    criteria = {
        "coverage": float(volumes.coverage_gain() @ shares),
        "affinity": problem.pair_weight * _ties(problem, members) / problem.pair_scale,
    }
    if problem.lead_worth.any():
        criteria["lead"] = lead_worth(problem, volumes.members)
    if problem.member_cost.any():
        criteria["contracts"] = -float(problem.member_cost[members].sum())
    if problem.volume_price.any():
        price = problem.volume_price[members][volumes.owner]
        criteria["volume price"] = -float((price * volumes.need) @ shares)
    return criteria


def lead_worth(problem: Problem, members: Sequence[int]) -> float:
    """What the member that leads adds: the most among those that may lead."""
    able = [member for member in members if problem.may_lead[member]]
    return float(problem.lead_worth[able].max(initial=0.0))


def _ties(problem: Problem, members: Indices) -> float:
    """The sum of the members' affinities, each pair once."""
    affinity = problem.affinity
    later, total = np.zeros(problem.candidates, dtype=bool), 0.0
    later[members] = True
    for member in members.tolist():
        row = slice(affinity.indptr[member], affinity.indptr[member + 1])
        later[member] = False
        total += float(affinity.data[row][later[affinity.indices[row]]].sum())
    return total
