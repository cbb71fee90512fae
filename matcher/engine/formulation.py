"""The line-up problem written as a mixed-integer linear programme.

Columns, in this order: one binary ``x`` per candidate; one ``t`` in [0, 1] per stored quality
entry, the share of the cell's need that the candidate takes (``y = need * t``); one ``u`` per
pair with affinity, at most each of its ends; one ``z`` per candidate whose leading is worth
something, at most its ``x``; then a slack per row that asks for at least something. Two things make
the relaxation tight: the row ``t <= capacity / need * x`` of each entry is never aggregated, and
the star cut says that a member's pair terms number at most K - 1 (measured in
docs/decisions/0004-formulation.md). Locked candidates need no rows that say what membership allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from matcher.engine.linear import Rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from matcher.engine.linear import LinearModel
    from matcher.problem.model import Problem

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierLineUp:
    """An earlier line-up: at most `allowance` of its members may stay together."""

    members: tuple[int, ...]
    allowance: int

    def allows(self, members: Collection[int]) -> bool:
        """Whether a line-up keeps no more of it than it allows."""
        return len(set(self.members).intersection(members)) <= self.allowance


_DEAR = 1e3


def span(problem: Problem) -> float:
    """More than any line-up can gain or lose."""
    price = float(problem.volume_price.max(initial=0.0)) * float(problem.need.sum())
    most = min(problem.max_members, problem.candidates)
    pairs = problem.pair_weight * most * (most - 1) / 2 / problem.pair_scale
    members = most * float(problem.member_cost.max(initial=0.0))
    leading = float(problem.lead_worth.max(initial=0.0))
    return float(problem.weight.sum()) + pairs + members + leading + price + 1e-9


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
        self.locked = np.zeros(problem.candidates, dtype=bool)
        self.locked[list(problem.locked)] = True
        self.first_open, self.second_open = (
            ~self.locked[self.pair_first],
            ~self.locked[self.pair_second],
        )
        self.entries = len(self.entry_cell)
        self.first_entry = problem.candidates
        self.first_pair = self.first_entry + self.entries
        self.first_leading = self.first_pair + len(self.pair_first)
        self.leads = np.flatnonzero(problem.may_lead & (problem.lead_worth > 0))
        self.columns = self.first_leading + len(self.leads)

    def coverage_gain(self) -> Floats:
        """What one whole cell taken by an entry's candidate adds to the coverage."""
        return self.problem.weight[self.entry_cell] * self.problem.quality.data

    def entry_gain(self) -> Floats:
        """The coverage gain less the price of the volume."""
        price = self.problem.volume_price[self.entry_candidate]
        return self.coverage_gain() - price * self.entry_need

    def model(self, *, earlier: Sequence[EarlierLineUp] = ()) -> LinearModel:
        """Build the model; of each earlier line-up only so many members may stay."""
        problem = self.problem
        rows = Rows(self.columns)
        self._cell_rows(rows)
        self._candidate_rows(rows)
        self._pair_rows(rows)
        self._line_up_rows(rows)
        for line_up in earlier:
            members = np.array(line_up.members, dtype=np.int64)
            rows.add_one("earlier", members, 1.0, upper=float(line_up.allowance))
        lower, upper = np.zeros(self.columns), np.ones(self.columns)
        upper[self.first_entry : self.first_pair] = np.where(
            self.locked[self.entry_candidate], self._share(), 1.0
        )
        lower[list(problem.locked)] = 1.0
        upper[list(problem.excluded)] = 0.0
        penalty = _DEAR * span(problem)
        return rows.model(gain=self._gain(), lower=lower, upper=upper, penalty=penalty)

    def _gain(self) -> Floats:
        problem = self.problem
        affinity = problem.pair_weight * self.pair_affinity / problem.pair_scale
        leading = problem.lead_worth[self.leads]
        return np.concatenate([-problem.member_cost, self.entry_gain(), affinity, leading])

    def _entry_columns(self) -> Indices:
        return np.arange(self.first_entry, self.first_pair)

    def _cell_rows(self, rows: Rows) -> None:
        """Nobody is served twice: the shares of a cell sum to at most one."""
        columns = self._entry_columns()
        rows.add(
            "cells",
            self.problem.cells,
            (self.entry_cell, columns, np.ones(self.entries)),
            upper=1.0,
        )

    def _candidate_rows(self, rows: Rows) -> None:
        """Volumes need membership, and keep within each member's limits."""
        problem = self.problem
        entry = np.flatnonzero(~self.locked[self.entry_candidate])
        row = np.arange(len(entry))
        share = (row, self.first_entry + entry, np.ones(len(entry)))
        member = (row, self.entry_candidate[entry], -self._share()[entry])
        rows.add("membership", len(entry), share, member, upper=0.0)
        self._volume_limit(rows, "capacity", self.entry_need, problem.total_capacity)
        value = self.entry_need * problem.cell_value[self.entry_cell]
        self._volume_limit(rows, "value", value, problem.value_limit)
        promised = np.where(problem.min_volume > 0, problem.min_volume, np.inf)
        self._volume_limit(rows, "promise", self.entry_need, promised, at_least=True)

    def _share(self) -> Floats:
        """The share of its cell that each entry can take at most."""
        return np.minimum(self.problem.cell_capacity.data / self.entry_need, 1.0)

    def _volume_limit(
        self, rows: Rows, name: str, amount: Floats, limit: Floats, *, at_least: bool = False
    ) -> None:
        """Add ``sum amount * t <= limit * x``, or at least so much, where the limit is finite."""
        limited = np.flatnonzero(np.isfinite(limit))
        position = np.full(self.problem.candidates, -1)
        position[limited] = np.arange(len(limited))
        row = position[self.entry_candidate]
        kept = row >= 0
        volumes = (row[kept], self._entry_columns()[kept], amount[kept])
        members = (np.arange(len(limited)), limited, -limit[limited])
        if at_least:
            rows.add(name, len(limited), volumes, members, lower=0.0, slack=limit[limited])
        else:
            rows.add(name, len(limited), volumes, members, upper=0.0)

    def _pair_rows(self, rows: Rows) -> None:
        """A pair counts only if both ends are members; the star cut bounds each end."""
        pair = np.arange(len(self.pair_first))
        columns = pair + self.first_pair
        ones = np.ones(len(pair))
        for name, end, is_open in (
            ("first", self.pair_first, self.first_open),
            ("second", self.pair_second, self.second_open),
        ):
            row, one = np.arange(is_open.sum()), np.ones(is_open.sum())
            both = (row, columns[is_open], one), (row, end[is_open], -one)
            rows.add(name, len(row), *both, upper=0.0)
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

    def _lead_rows(self, rows: Rows) -> None:
        """One lead: of those whose leading is worth something at most one counts."""
        problem, lead = self.problem, np.arange(len(self.leads))
        columns, ones = lead + self.first_leading, np.ones(len(lead))
        plain = np.flatnonzero(problem.may_lead & (problem.lead_worth <= 0))
        rows.add_one("lead", np.concatenate([plain, columns]), 1.0, lower=1.0, slack=1.0)
        if len(lead):
            rows.add_one("one lead", columns, 1.0, upper=1.0)
            members = (lead, self.leads, -ones)
            rows.add("leading", len(lead), (lead, columns, ones), members, upper=0.0)

    def _line_up_rows(self, rows: Rows) -> None:
        """Size, a lead, the VCSE share of all volume, and conflicts."""
        problem = self.problem
        rows.add_one("size", np.arange(problem.candidates), 1.0, upper=float(problem.max_members))
        self._lead_rows(rows)
        if problem.min_vcse_share > 0:
            owned = problem.is_vcse[self.entry_candidate] - problem.min_vcse_share
            everything = float(problem.need.sum())
            volumes = self._entry_columns(), owned * self.entry_need
            rows.add_one("vcse", *volumes, lower=0.0, slack=everything)
        for pair in problem.conflicts:
            rows.add_one("conflicts", np.array(pair), 1.0, upper=1.0)
        for quota in problem.quotas:
            most = problem.max_members if quota.at_most is None else quota.at_most
            limits = {"lower": float(quota.at_least), "upper": float(most)}
            who = np.array(quota.candidates, np.int64)
            rows.add_one("quotas", who, 1.0, **limits, slack=float(quota.at_least))
