"""Linear programmes as arrays, block by block; no solver needed.

A row that asks for at least something can have a slack: the share of it that is not kept, at a
price above anything that a line-up is worth. With slacks a programme always has an answer, and
prices that say what stands in the way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

KEPT = 1e-7
"""A slack up to this share counts as none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinearModel:
    """Maximise ``gain @ v`` with ``row_lower <= rows @ v <= row_upper`` and bounds on ``v``.

    The rows are those of a CSR matrix. `blocks` names the rows that say the same of each cell, pair
    or candidate; the columns from `first_slack` on are slacks.
    """

    gain: Floats
    lower: Floats
    upper: Floats
    indptr: Indices
    indices: Indices
    data: Floats
    row_lower: Floats
    row_upper: Floats
    blocks: Mapping[str, slice]
    first_slack: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinearAnswer:
    """The best of a linear programme.

    Attributes
    ----------
    value : the gain of the best columns
    columns : the best columns
    prices : what one more unit of each row's limit would gain, by block
    kept : whether no slack is needed
    """

    value: float
    columns: Floats
    prices: Mapping[str, Floats]
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WholeAnswer:
    """What is known of a programme whose first columns are whole numbers.

    Attributes
    ----------
    columns : the best found; None where none was
    bound : no columns gain more, the solver's tolerances counted in
    """

    columns: Floats | None
    bound: float


class Programme(Protocol):
    """A linear programme that is solved again and again, each time from where it stands."""

    def solve(
        self, lower: Floats, upper: Floats, *, patience: int | None = None
    ) -> LinearAnswer | None:
        """Solve it with these limits of its first columns; None where nothing satisfies its rows.

        With patience for only so many steps the answer may be none that keeps all rows. Its prices
        are prices all the same, and its value is not less than the best.
        """

    def add(self, columns: Sequence[Indices], values: Sequence[Floats], upper: Floats) -> None:
        """Add rows to the block `covers`, each some columns with values and an upper limit."""

    def whole(
        self, *, start: NDArray[np.bool_], gap: float, stop: Callable[[], bool]
    ) -> WholeAnswer:
        """Solve it without slacks, with whole numbers for its first columns; `start` are good ones.

        It ends at the gap, or soon after `stop` says yes.
        """


class LinearSolver(Protocol):
    """Solves linear programmes."""

    def __call__(self, model: LinearModel) -> LinearAnswer | None:
        """Solve one; None where nothing satisfies its rows."""

    def open(self, model: LinearModel) -> Programme:
        """Make one ready to be solved again and again."""


@dataclass(slots=True)
class Rows:
    """Collects constraint rows as coordinate triples, then stacks them."""

    columns: int
    count: int = 0
    slacks: int = 0
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
        slack: float | Floats | None = None,
    ) -> None:
        """Add a block of `count` rows made of (row within the block, column, value) triples.

        `slack` is how much of a row's limit a whole slack stands for.
        """
        if slack is not None:
            own = self.columns + self.slacks + np.arange(count)
            entries = (*entries, (np.arange(count), own, _each(slack, count)))
            self.slacks += count
        for row, column, value in entries:
            self.row.append(row + self.count)
            self.column.append(column)
            self.value.append(value)
        self.lower.append(_each(lower, count))
        self.upper.append(_each(upper, count))
        start = self.blocks[name].start if name in self.blocks else self.count
        self.count += count
        self.blocks[name] = slice(start, self.count)

    def add_one(self, name: str, column: Indices, value: Floats | float, **limits: float) -> None:
        """Add a single row; rows of the same name that follow each other make one block."""
        entries = (np.zeros_like(column), column, _each(value, len(column)))
        self.add(name, 1, entries, **limits)

    def model(self, *, gain: Floats, lower: Floats, upper: Floats, penalty: float) -> LinearModel:
        """Stack all rows; a slack costs the penalty."""
        row, column = np.concatenate(self.row), np.concatenate(self.column)
        order = np.argsort(row, kind="stable")
        ends = np.cumsum(np.bincount(row, minlength=self.count))
        slack = np.ones(self.slacks)
        return LinearModel(
            gain=np.concatenate([gain, -penalty * slack]),
            lower=np.concatenate([lower, 0.0 * slack]),
            upper=np.concatenate([upper, slack]),
            indptr=np.concatenate([[0], ends]),
            indices=column[order],
            data=np.concatenate(self.value)[order],
            row_lower=np.concatenate(self.lower),
            row_upper=np.concatenate(self.upper),
            blocks=self.blocks,
            first_slack=self.columns,
        )


def _each(value: float | Floats, count: int) -> Floats:
    """One value for each of `count` rows or entries."""
    return value if isinstance(value, np.ndarray) else np.full(count, value)
