"""Solving line-up problems with HiGHS; the only module that imports it.

`solve` gives the k best line-ups, each with its proof; `score` gives the best volumes of given
members. Both judge a line-up by the same linear programme, so they never disagree.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
from scipy import sparse

from matcher.errors import MembersError, SolverError
from matcher.formulation import Formulation, LinearModel, Rival
from matcher.gather import sums_by
from matcher.narrowing import Narrowing
from matcher.problem import Solution, Solutions
from matcher.search import Relaxed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from matcher.problem import Problem
    from matcher.search import Decisions

    Floats = NDArray[np.float64]

_TOLERANCE = 1e-9
_NOTHING_YET = {
    "time limit": "The time limit passed before a first line-up was found; allow more time.",
    "stopped": "Stopped before a first line-up was found.",
}
_INFEASIBLE = {
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
}


def solve(
    problem: Problem,
    *,
    k: int = 1,
    min_difference: int = 1,
    time_limit_s: float = 60.0,
    gap: float = 1e-4,
    seed: int = 0,
    stop: Callable[[], bool] = lambda: False,
) -> Solutions:
    """Find the k best line-ups.

    The j-th is the best that leaves out at least `min_difference` members of each earlier one.

    Parameters
    ----------
    problem : the candidates, the cells and the rules
    k : how many line-ups, at least 1
    min_difference : how many members of each earlier line-up the next must leave out
    time_limit_s : seconds for all k together
    gap : relative gap at which a line-up counts as proven
    seed : the solver's random seed; equal input gives equal output
    stop : asked often; once it says yes the search ends with the best found so far

    Returns
    -------
    Solutions
        Fewer than k where no further line-up satisfies the rules (`complete` says so), or time
        ran out; none where no line-up does.

    Raises
    ------
    SolverError
        If the solver fails, or time ran out or `stop` said yes before the first line-up.
    """
    deadline = time.monotonic() + time_limit_s

    def why_stop() -> str | None:
        if stop():
            return "stopped"
        return "time limit" if time.monotonic() >= deadline else None

    found: list[Solution] = []
    for solution in _best_first(problem, min_difference, why_stop, gap, seed):
        if solution is None and not found:
            message = _NOTHING_YET[why_stop() or "time limit"]
            raise SolverError(message)
        if solution is None:
            return Solutions(found, complete=False)
        found.append(solution)
        if len(found) == k or solution.why_stopped != "optimal":
            return Solutions(found, complete=False)
    return Solutions(found, complete=True)


def _best_first(
    problem: Problem,
    min_difference: int,
    why_stop: Callable[[], str | None],
    gap: float,
    seed: int,
) -> Iterator[Solution | None]:
    """Give line-ups, the best first; None where time ran out before the next was found."""
    earlier: list[Rival] = []

    def make(model: LinearModel, decisions: int) -> _LinearRelaxation:
        return _LinearRelaxation(model, decisions, seed=seed)

    while True:
        start = time.monotonic()
        narrowing = Narrowing(problem, earlier, make)
        found = narrowing.best(gap=gap, out_of_time=lambda: why_stop() is not None)
        if found.decisions is None:
            if not found.finished:
                yield None
            return
        members = tuple(int(i) for i in np.flatnonzero(found.decisions))
        allowance = len(members) - min_difference
        earlier.append(Rival(members=members, allowance=allowance))
        solution = score(problem, members)
        bound = max(found.bound, solution.objective)
        relative = (bound - solution.objective) / max(abs(solution.objective), 1e-9)
        yield replace(
            solution,
            bound=bound,
            gap=relative,
            proven_optimal=relative <= gap + _TOLERANCE,
            seconds=time.monotonic() - start,
            why_stopped="optimal" if found.finished else why_stop() or "time limit",
        )


def score(problem: Problem, members: Sequence[int]) -> Solution:
    """Give these members their best volumes.

    Returns
    -------
    Solution
        With its bound equal to its objective: for exactly these members nothing is better.

    Raises
    ------
    MembersError
        If the members break a rule of the problem; the message says which.
    """
    start = time.monotonic()
    chosen = tuple(sorted({int(member) for member in members}))
    _check_members(problem, chosen)
    part = replace(problem, locked=(), excluded=(), conflicts=(), quotas=()).only(chosen)
    formulation = Formulation(part)
    everybody = tuple((member, True) for member in range(part.candidates))
    values = _LinearRelaxation(formulation.model(), part.candidates, seed=0).values(everybody)
    if values is None:
        message = "No volumes satisfy every member's promised work and the VCSE share at once."
        raise MembersError(message)
    shares = np.clip(values[formulation.first_entry : formulation.first_pair], 0.0, 1.0)
    people = shares * formulation.entry_need
    by_member = sums_by(formulation.entry_candidate, people, part.candidates)
    volume = _volume(problem, chosen, part.quality, people)
    criteria = _criteria(part, float(formulation.coverage_gain() @ shares), by_member)
    objective = sum(criteria.values())
    return Solution(
        members=chosen,
        lead=_lead(problem, chosen, volume),
        volume=volume,
        objective=objective,
        criteria=criteria,
        bound=objective,
        gap=0.0,
        proven_optimal=True,
        seconds=time.monotonic() - start,
        why_stopped="optimal",
    )


def _check_members(problem: Problem, members: tuple[int, ...]) -> None:
    chosen = set(members)
    broken = {
        "it has no members": not chosen,
        "a member is not a candidate": not chosen <= set(range(problem.candidates)),
        f"it has more than {problem.max_members} members": len(chosen) > problem.max_members,
        "a locked candidate is missing": not set(problem.locked) <= chosen,
        "an excluded candidate is in it": bool(set(problem.excluded) & chosen),
        "two members are in conflict": any(set(pair) <= chosen for pair in problem.conflicts),
        "a quota is not kept": not all(quota.allows(chosen) for quota in problem.quotas),
    }
    rules = [rule for rule, is_broken in broken.items() if is_broken]
    if not rules and not problem.may_lead[list(members)].any():
        rules = ["no member may lead"]
    if rules:
        message = f"The line-up breaks a rule: {'; '.join(rules)}."
        raise MembersError(message)


def _criteria(part: Problem, coverage: float, people: Floats) -> dict[str, float]:
    """The parts of the objective; `people` is each member's volume."""
    pairs = float(sparse.triu(part.affinity).sum())
    criteria = {"coverage": coverage, "affinity": part.pair_weight * pairs / part.pairs}
    if part.risk_weight > 0:
        criteria["risk"] = -part.risk_weight * float(part.risk.sum()) / part.max_members
    if part.volume_price.any():
        criteria["volume price"] = -float(part.volume_price @ people)
    return criteria


def _volume(
    problem: Problem, members: tuple[int, ...], pattern: sparse.csr_array[Any], people: Floats
) -> sparse.csr_array[Any]:
    """Put the members' volumes, in people a year, back into rows of all candidates."""
    lengths = np.zeros(problem.candidates, dtype=np.int64)
    lengths[list(members)] = np.diff(pattern.indptr)
    indptr = np.concatenate([[0], np.cumsum(lengths)])
    volume = sparse.csr_array((people.copy(), pattern.indices, indptr), shape=problem.quality.shape)
    volume.eliminate_zeros()
    return volume


def _lead(problem: Problem, members: tuple[int, ...], volume: sparse.csr_array[Any]) -> int:
    """The member with the most volume among those that may lead; the first where they tie."""
    people = np.asarray(volume.sum(axis=1)).ravel()
    return max((m for m in members if problem.may_lead[m]), key=lambda m: (people[m], -m))


class _LinearRelaxation:
    """A model whose yes-or-no columns may be parts; solved again and again from the last basis."""

    def __init__(self, model: LinearModel, decisions: int, *, seed: int) -> None:
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        options: dict[str, bool | int | str] = {
            "output_flag": False,
            "threads": 1,
            "presolve": "off",
            "random_seed": seed,
        }
        for name, value in options.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(_highs_model(model))
        self._decisions = np.arange(decisions, dtype=np.int32)
        self._lower, self._upper = model.lower[:decisions], model.upper[:decisions]
        self._blocks = model.blocks

    def __call__(self, taken: Decisions) -> Relaxed | None:
        """Give the bound and the decisions' values with these decisions taken."""
        values = self.values(taken)
        if values is None:
            return None
        bound = -float(self._highs.getInfo().objective_function_value)
        return Relaxed(bound=bound, decisions=values[: len(self._decisions)])

    def row_prices(self) -> Mapping[str, Floats]:
        """What one more unit of each row's limit would gain, by block, at the last solve."""
        prices = -np.array(self._highs.getSolution().row_dual)
        return {name: prices[rows] for name, rows in self._blocks.items()}

    def values(self, taken: Decisions) -> Floats | None:
        """Give the values of all columns; None where the decisions contradict the rules."""
        lower, upper = self._lower.copy(), self._upper.copy()
        for decision, choice in taken:
            lower[decision] = max(lower[decision], float(choice))
            upper[decision] = min(upper[decision], float(choice))
        if (lower > upper).any():
            return None
        self._highs.changeColsBounds(len(lower), self._decisions, lower, upper)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status in _INFEASIBLE:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            message = f"The solver stopped: {self._highs.modelStatusToString(status)}."
            raise SolverError(message)
        return np.array(self._highs.getSolution().col_value)


def _highs_model(model: LinearModel) -> highspy.HighsLp:
    """Write the model for HiGHS, which minimises: costs are gains with their sign turned."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.gain), model.rows.shape[0]
    lp.col_cost_ = -model.gain
    lp.col_lower_, lp.col_upper_ = model.lower, model.upper
    lp.row_lower_, lp.row_upper_ = model.row_lower, model.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = model.rows.indptr
    lp.a_matrix_.index_ = model.rows.indices
    lp.a_matrix_.value_ = model.rows.data
    return lp
