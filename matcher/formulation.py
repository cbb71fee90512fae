"""The line-up problem written as a mixed-integer linear programme.

Columns, in this order: one binary ``x`` per candidate; one ``t`` in [0, 1] per stored quality
entry, the share of the cell's need that the candidate takes (``y = need * t``); one ``u`` per
pair with affinity, at most each of its ends. Two things make the relaxation tight: the row
``t <= capacity / need * x`` of each entry is never aggregated, and the star cut says that a
member's pair terms number at most K - 1 (measured in docs/decisions/0004-formulation.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from matcher.problem import Problem

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinearModel:
    """Maximise ``gain @ v`` with ``row_lower <= rows @ v <= row_upper`` and bounds on ``v``.

    `rows` is CSR of shape (rows, columns); the first columns, one a candidate, must be whole.
    `blocks` names the rows that say the same of each cell, pair or candidate.
    """

    gain: Floats
    lower: Floats
    upper: Floats
    rows: sparse.csr_array[Any]
    row_lower: Floats
    row_upper: Floats
    blocks: Mapping[str, slice]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """An earlier line-up: at most `allowance` of its members may stay together."""

    members: tuple[int, ...]
    allowance: int


@dataclass(slots=True)
class _Rows:
    """Collects constraint rows as coordinate triples, then stacks them."""

    columns: int
    count: int = 0
    row: list[Indices] = field(default_factory=list)
    column: list[Indices] = field(default_factory=list)
    value: list[Floats] = field(default_factory=list)
    lower: list[Floats] = field(default_factory=list)
    upper: list[Floats] = field(default_factory=list)
    blocks: dict[str, slice] = field(default_factory=dict)

    def add(
        self,
        name: str,
        count: int,
        *entries: tuple[Indices, Indices, Floats],
        lower: float | Floats = -np.inf,
        upper: float | Floats = np.inf,
    ) -> None:
        """Add a block of `count` rows made of (row within the block, column, value) triples."""
        for row, column, value in entries:
            self.row.append(row + self.count)
            self.column.append(column)
            self.value.append(np.broadcast_to(value, row.shape))
        self.lower.append(np.broadcast_to(np.asarray(lower, dtype=np.float64), (count,)))
        self.upper.append(np.broadcast_to(np.asarray(upper, dtype=np.float64), (count,)))
        start = self.blocks[name].start if name in self.blocks else self.count
        self.count += count
        self.blocks[name] = slice(start, self.count)

    def add_one(self, name: str, column: Indices, value: Floats | float, **limits: float) -> None:
        """Add a single row; rows of the same name that follow each other make one block."""
        values = np.broadcast_to(np.asarray(value, dtype=np.float64), column.shape)
        self.add(name, 1, (np.zeros_like(column), column, values), **limits)

    def matrix(self) -> sparse.csr_array[Any]:
        """Stack all rows."""
        triples = (
            np.concatenate(self.value),
            (np.concatenate(self.row), np.concatenate(self.column)),
        )
        return sparse.csr_array(triples, shape=(self.count, self.columns))


class Formulation:
    """Where the parts of a problem stand among a model's columns, and the model itself."""

    def __init__(self, problem: Problem) -> None:
        """Number the columns; nothing is built yet."""
        self.problem = problem
        quality = problem.quality
        self.entry_candidate = np.repeat(np.arange(problem.candidates), np.diff(quality.indptr))
        self.entry_cell = quality.indices.astype(np.int64)
        self.entry_need = problem.need[self.entry_cell]
        pairs = sparse.coo_array(sparse.triu(problem.affinity, k=1))
        known = (pairs.data > 0) & (problem.pair_weight > 0)
        self.pair_first = pairs.row[known].astype(np.int64)
        self.pair_second = pairs.col[known].astype(np.int64)
        self.pair_affinity = pairs.data[known]
        self.entries = len(self.entry_cell)
        self.first_entry = problem.candidates
        self.first_pair = self.first_entry + self.entries
        self.columns = self.first_pair + len(self.pair_first)

    def coverage_gain(self) -> Floats:
        """What one whole cell taken by an entry's candidate adds to the coverage."""
        return self.problem.weight[self.entry_cell] * self.problem.quality.data

    def entry_gain(self) -> Floats:
        """The coverage gain less the price of the volume."""
        price = self.problem.volume_price[self.entry_candidate]
        return self.coverage_gain() - price * self.entry_need

    def model(self, *, rivals: Sequence[Rival] = ()) -> LinearModel:
        """Build the model; of each rival line-up only so many members may stay."""
        problem = self.problem
        rows = _Rows(self.columns)
        self._cell_rows(rows)
        self._candidate_rows(rows)
        self._pair_rows(rows)
        self._line_up_rows(rows)
        for rival in rivals:
            members = np.array(rival.members, dtype=np.int64)
            rows.add_one("rivals", members, 1.0, upper=float(rival.allowance))
        lower, upper = np.zeros(self.columns), np.ones(self.columns)
        lower[list(problem.locked)] = 1.0
        upper[list(problem.excluded)] = 0.0
        return LinearModel(
            gain=self._gain(),
            lower=lower,
            upper=upper,
            rows=rows.matrix(),
            row_lower=np.concatenate(rows.lower),
            row_upper=np.concatenate(rows.upper),
            blocks=rows.blocks,
        )

    def _gain(self) -> Floats:
        problem = self.problem
        risk = -problem.risk_weight * problem.risk / problem.max_members
        affinity = problem.pair_weight * self.pair_affinity / problem.pairs
        return np.concatenate([risk, self.entry_gain(), affinity])

    def _entry_columns(self) -> Indices:
        return np.arange(self.first_entry, self.first_pair)

    def _cell_rows(self, rows: _Rows) -> None:
        """Nobody is served twice: the shares of a cell sum to at most one."""
        columns = self._entry_columns()
        rows.add(
            "cells",
            self.problem.cells,
            (self.entry_cell, columns, np.ones(self.entries)),
            upper=1.0,
        )

    def _candidate_rows(self, rows: _Rows) -> None:
        """Volumes need membership, and keep within each member's limits."""
        problem, columns = self.problem, self._entry_columns()
        share = np.minimum(problem.cell_capacity.data / self.entry_need, 1.0)
        entry = np.arange(self.entries)
        member = (entry, self.entry_candidate, -share)
        rows.add(
            "membership", self.entries, (entry, columns, np.ones(self.entries)), member, upper=0.0
        )
        self._volume_limit(rows, "capacity", self.entry_need, -problem.total_capacity, upper=0.0)
        value = self.entry_need * problem.cell_value[self.entry_cell]
        self._volume_limit(rows, "value", value, -problem.value_limit, upper=0.0)
        promised = np.where(problem.min_volume > 0, -problem.min_volume, -np.inf)
        self._volume_limit(rows, "promise", self.entry_need, promised, lower=0.0)

    def _volume_limit(
        self, rows: _Rows, name: str, amount: Floats, per_member: Floats, **limits: float
    ) -> None:
        """Add ``sum amount * t + per_member * x`` for the candidates whose limit is finite."""
        limited = np.flatnonzero(np.isfinite(per_member))
        position = np.full(self.problem.candidates, -1)
        position[limited] = np.arange(len(limited))
        row = position[self.entry_candidate]
        kept = row >= 0
        volumes = (row[kept], self._entry_columns()[kept], amount[kept])
        members = (np.arange(len(limited)), limited, per_member[limited])
        rows.add(name, len(limited), volumes, members, **limits)

    def _pair_rows(self, rows: _Rows) -> None:
        """A pair counts only if both ends are members; the star cut bounds each end."""
        pair = np.arange(len(self.pair_first))
        columns = pair + self.first_pair
        ones = np.ones(len(pair))
        for name, end in (("first", self.pair_first), ("second", self.pair_second)):
            rows.add(name, len(pair), (pair, columns, ones), (pair, end, -ones), upper=0.0)
        linked = np.unique(np.concatenate([self.pair_first, self.pair_second]))
        star = np.arange(len(linked))
        most = np.full(len(linked), 1.0 - self.problem.max_members)
        rows.add(
            "star",
            len(linked),
            (np.searchsorted(linked, self.pair_first), columns, ones),
            (np.searchsorted(linked, self.pair_second), columns, ones),
            (star, linked, most),
            upper=0.0,
        )

    def _line_up_rows(self, rows: _Rows) -> None:
        """Size, a lead, the VCSE share of all volume, and conflicts."""
        problem = self.problem
        rows.add_one("size", np.arange(problem.candidates), 1.0, upper=float(problem.max_members))
        rows.add_one("lead", np.flatnonzero(problem.may_lead), 1.0, lower=1.0)
        if problem.min_vcse_share > 0:
            owned = problem.is_vcse[self.entry_candidate] - problem.min_vcse_share
            rows.add_one("vcse", self._entry_columns(), owned * self.entry_need, lower=0.0)
        for pair in problem.conflicts:
            rows.add_one("conflicts", np.array(pair), 1.0, upper=1.0)
        for quota in problem.quotas:
            most = problem.max_members if quota.at_most is None else quota.at_most
            limits = {"lower": float(quota.at_least), "upper": float(most)}
            rows.add_one("quotas", np.array(quota.candidates, np.int64), 1.0, **limits)
