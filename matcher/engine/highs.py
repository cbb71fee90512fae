"""Solving linear programmes with HiGHS; the only module that imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import highspy
import numpy as np

from matcher.engine.linear import KEPT, LinearAnswer, LinearModel, WholeAnswer
from matcher.errors import SolverError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_UNIT, _ROUNDING = 1e3, 1e-6
_FEASIBLE = 2
"""What the solver says of columns that keep all rows."""
_NO_LIMIT = 2_147_483_647
_INFEASIBLE = {
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
}
_ENDED = {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kIterationLimit}


class HighsSolver:
    """Solves linear programmes with HiGHS, on one thread."""

    def __init__(self, *, seed: int) -> None:
        """Set it up; equal models give equal answers."""
        self._seed = seed
        self._highs = _highs(seed)

    def __call__(self, model: LinearModel) -> LinearAnswer | None:
        """Solve a linear programme; None where nothing satisfies its rows."""
        if not len(model.gain):
            return _nothing_to_choose(model)
        self._highs.passModel(highs_model(model))
        return _answer(self._highs, model)

    def open(self, model: LinearModel) -> HighsProgramme:
        """Make a linear programme ready to be solved again and again."""
        return HighsProgramme(model, seed=self._seed)


class HighsProgramme:
    """A linear programme that HiGHS solves again and again, each time from where it stands."""

    def __init__(self, model: LinearModel, *, seed: int) -> None:
        """Pass the model; nothing is solved yet."""
        self._model, self._highs, self._seed = model, _highs(seed), seed
        self._highs.passModel(highs_model(model))

    def solve(
        self, lower: Floats, upper: Floats, *, patience: int | None = None
    ) -> LinearAnswer | None:
        """Solve it, see `matcher.engine.linear.Programme`."""
        if not len(self._model.gain):
            return _nothing_to_choose(self._model)
        columns = np.arange(len(lower), dtype=np.int32)
        self._highs.changeColsBounds(len(columns), columns, lower, upper)
        limit = _NO_LIMIT if patience is None else patience
        self._highs.setOptionValue("simplex_iteration_limit", limit)
        return _answer(self._highs, self._model)

    def add(self, columns: Sequence[Indices], values: Sequence[Floats], upper: Floats) -> None:
        """Add rows, see `matcher.engine.linear.Programme`."""
        ends = np.cumsum([len(own) for own in columns])
        self._highs.addRows(
            len(columns),
            np.full(len(columns), -highspy.kHighsInf),
            upper,
            int(ends[-1]),
            np.concatenate([[0], ends[:-1]]).astype(np.int32),
            np.concatenate(columns).astype(np.int32),
            np.concatenate(values),
        )

    def whole(
        self, *, start: NDArray[np.bool_], gap: float, stop: Callable[[], bool]
    ) -> WholeAnswer:
        """Solve it with whole numbers, see `matcher.engine.linear.Programme`.

        Gains are in thousandths, so that the solver's tolerances are far below any gap; what they
        could still amount to is added to the bound.
        """
        highs = _highs(self._seed, **_WHOLE, mip_rel_gap=gap / 2)
        highs.passModel(self._whole_model(len(start)))
        highs.setSolution(len(start), np.arange(len(start), dtype=np.int32), start.astype(float))

        def interrupt(event: Any) -> None:  # noqa: ANN401  (the solver's)
            event.interrupt(stop())

        highs.cbMipInterrupt.subscribe(interrupt)
        highs.run()
        highs.cbMipInterrupt.unsubscribe(interrupt)
        info, status = highs.getInfo(), highs.getModelStatus()
        ended = status == highspy.HighsModelStatus.kOptimal or (
            status == highspy.HighsModelStatus.kInterrupt and info.mip_node_count > 0
        )  # before its root is solved it has no bound
        bound = -float(info.mip_dual_bound) / _UNIT if ended else np.inf
        found = info.primal_solution_status == _FEASIBLE
        return WholeAnswer(
            columns=np.array(highs.getSolution().col_value) if found else None,
            bound=bound + _ROUNDING * max(abs(bound), 1.0),
        )

    def _whole_model(self, count: int) -> highspy.HighsLp:
        """The programme as it is now, without slacks, the first columns whole."""
        lp, gain = self._highs.getLp(), self._model.gain
        slack = np.arange(len(gain)) >= self._model.first_slack
        lp.col_cost_ = np.where(slack, 0.0, -_UNIT * gain)
        lp.col_upper_ = np.where(slack, 0.0, self._model.upper)
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger] * count + [kinds.kContinuous] * (len(gain) - count)
        return lp


_WHOLE: dict[str, bool | int | float | str] = {
    "presolve": "choose",
    "mip_abs_gap": 0.0,
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_run_feasibility_jump": False,
}


def _highs(seed: int, **further: bool | float | str) -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "threads": 1,
        "presolve": "off",
        "random_seed": seed,
    }
    for name, value in {**options, **further}.items():
        highs.setOptionValue(name, value)
    return highs


def _answer(highs: highspy.Highs, model: LinearModel) -> LinearAnswer | None:
    """Run the solver; rows beyond those of the model are the block `covers`."""
    highs.run()
    if highs.getModelStatus() not in _INFEASIBLE | _ENDED:  # lost its way: start afresh
        highs.clearSolver()
        highs.run()
    status = highs.getModelStatus()
    if status in _INFEASIBLE:
        return None
    if status not in _ENDED:
        message = f"The solver stopped: {highs.modelStatusToString(status)}."
        raise SolverError(message)
    solution = highs.getSolution()
    columns, prices = np.array(solution.col_value), -np.array(solution.row_dual)
    blocks = {**model.blocks, "covers": slice(len(model.row_lower), len(prices))}
    return LinearAnswer(
        value=-float(highs.getInfo().objective_function_value),
        columns=columns,
        prices={name: prices[rows] for name, rows in blocks.items()},
        kept=bool((columns[model.first_slack :] <= KEPT).all()),
    )


def _nothing_to_choose(model: LinearModel) -> LinearAnswer | None:
    """The answer of a programme without columns."""
    if (model.row_lower > 0).any():
        return None
    prices = {name: np.zeros(rows.stop - rows.start) for name, rows in model.blocks.items()}
    return LinearAnswer(
        value=0.0, columns=np.zeros(0), prices={**prices, "covers": np.zeros(0)}, kept=True
    )


def highs_model(model: LinearModel) -> highspy.HighsLp:
    """Write the model for HiGHS, which minimises: costs are gains with their sign turned."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.gain), len(model.row_lower)
    lp.col_cost_ = -model.gain
    lp.col_lower_, lp.col_upper_ = model.lower, model.upper
    lp.row_lower_, lp.row_upper_ = model.row_lower, model.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = model.indptr
    lp.a_matrix_.index_ = model.indices
    lp.a_matrix_.value_ = model.data
    return lp
