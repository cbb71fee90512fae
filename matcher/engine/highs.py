"""Solving linear programmes with HiGHS; the only module that imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import highspy
import numpy as np

from matcher.engine.linear import KEPT, LinearAnswer, LinearModel, WholeAnswer
from matcher.errors import SolverError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_UNIT, _ROUNDING = 1e3, 1e-6
_FEASIBLE = 2
"""What the solver says of columns that keep all rows."""
_INFEASIBLE = {
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
}


class HighsSolver:
    """Solves linear programmes with HiGHS, on one thread."""

    def __init__(self, *, seed: int) -> None:
        """Set it up; equal models give equal answers."""
        self._seed = seed
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        options: dict[str, bool | int | str] = {
            "output_flag": False,
            "threads": 1,
            "presolve": "off",
            "random_seed": seed,
        }
        for name, value in options.items():
            self._highs.setOptionValue(name, value)

    def __call__(self, model: LinearModel) -> LinearAnswer | None:
        """Solve a linear programme; None where nothing satisfies its rows."""
        if not len(model.gain):
            return _nothing_to_choose(model)
        self._highs.passModel(highs_model(model))
        self._highs.run()
        status = self._highs.getModelStatus()
        if status in _INFEASIBLE:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            message = f"The solver stopped: {self._highs.modelStatusToString(status)}."
            raise SolverError(message)
        solution = self._highs.getSolution()
        columns, prices = np.array(solution.col_value), -np.array(solution.row_dual)
        return LinearAnswer(
            value=-float(self._highs.getInfo().objective_function_value),
            columns=columns,
            prices={name: prices[rows] for name, rows in model.blocks.items()},
            kept=bool((columns[model.first_slack :] <= KEPT).all()),
        )

    def whole(
        self,
        model: LinearModel,
        count: int,
        *,
        start: NDArray[np.bool_],
        gap: float,
        stop: Callable[[], bool],
    ) -> WholeAnswer:
        """Solve a programme whose first columns are whole numbers.

        Gains are in thousandths, so that the solver's tolerances are far below any gap; what they
        could still amount to is added to the bound.
        """
        highs = self._whole_solver(gap)
        lp = highs_model(model)
        slack = np.arange(len(model.gain)) >= model.first_slack
        lp.col_cost_ = np.where(slack, 0.0, -_UNIT * model.gain)
        lp.col_upper_ = np.where(slack, 0.0, model.upper)
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger] * count + [kinds.kContinuous] * (len(model.gain) - count)
        highs.passModel(lp)
        highs.setSolution(count, np.arange(count, dtype=np.int32), start.astype(np.float64))

        def interrupt(event: Any) -> None:  # noqa: ANN401  (the solver's)
            event.interrupt(stop())

        highs.cbMipInterrupt.subscribe(interrupt)
        highs.run()
        highs.cbMipInterrupt.unsubscribe(interrupt)
        info = highs.getInfo()
        found = info.primal_solution_status == _FEASIBLE
        status = highs.getModelStatus()
        ended = status == highspy.HighsModelStatus.kOptimal or (
            status == highspy.HighsModelStatus.kInterrupt and info.mip_node_count > 0
        )  # before its root is solved it has no bound
        bound = -float(info.mip_dual_bound) / _UNIT if ended else np.inf
        return WholeAnswer(
            columns=np.array(highs.getSolution().col_value) if found else None,
            bound=bound + _ROUNDING * max(abs(bound), 1.0),
        )

    def _whole_solver(self, gap: float) -> highspy.Highs:
        highs = highspy.Highs()  # type: ignore[no-untyped-call]
        options: dict[str, bool | int | float] = {
            "output_flag": False,
            "threads": 1,
            "random_seed": self._seed,
            "mip_rel_gap": gap / 2,
            "mip_abs_gap": 0.0,
            "mip_heuristic_effort": 0.0,
            "mip_heuristic_run_rins": False,
            "mip_heuristic_run_rens": False,
            "mip_heuristic_run_root_reduced_cost": False,
            "mip_heuristic_run_feasibility_jump": False,
        }
        for name, value in options.items():
            highs.setOptionValue(name, value)
        return highs


def _nothing_to_choose(model: LinearModel) -> LinearAnswer | None:
    """The answer of a programme without columns."""
    if (model.row_lower > 0).any():
        return None
    prices = {name: np.zeros(rows.stop - rows.start) for name, rows in model.blocks.items()}
    return LinearAnswer(value=0.0, columns=np.zeros(0), prices=prices, kept=True)


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
