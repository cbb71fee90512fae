"""The whole model given to HiGHS's own branch and cut: no narrowing, no search of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np

from matcher.engine.formulation import Formulation
from matcher.engine.highs import highs_model
from tests.benchmarks.measuring import GAP

if TYPE_CHECKING:
    from matcher.problem.model import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Branched:
    """The best value found, -inf where there is none, and what nothing can exceed."""

    value: float
    bound: float

    @property
    def gap(self) -> float:
        """How far the bound is above the value, as a share of it."""
        return np.inf if self.value == -np.inf else (self.bound - self.value) / abs(self.value)


def whole_model_to_highs(
    problem: Problem, *, presolve: str = "on", time_limit_s: float = np.inf
) -> Branched:
    """Give the model with its tight rows to HiGHS, on one thread like our own solving."""
    formulation = Formulation(problem)
    model = highs_model(formulation.model())
    whole = np.arange(formulation.columns) < problem.candidates
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    integrality = [kinds[int(flag)] for flag in whole]
    model.integrality_ = integrality + [kinds[0]] * (model.num_col_ - len(integrality))
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | float | str] = {
        "output_flag": False,
        "threads": 1,
        "mip_rel_gap": GAP,
        "presolve": presolve,
        "time_limit": time_limit_s,
    }
    for name, value in options.items():
        highs.setOptionValue(name, value)
    highs.passModel(model)
    highs.run()
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    value = -float(info.objective_function_value) if found else -np.inf
    return Branched(value=value, bound=-float(info.mip_dual_bound))
