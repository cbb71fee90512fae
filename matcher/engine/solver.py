"""Solving line-up problems.

`solve` gives the k best line-ups, each with its proof; `score` gives the best volumes of given
members. Both judge a line-up by the same linear programme, so they never disagree.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from matcher.engine.allocation import Volumes, best_volumes
from matcher.engine.clock import Clock
from matcher.engine.formulation import EarlierLineUp
from matcher.engine.highs import HighsSolver
from matcher.engine.proof import Engine
from matcher.errors import MembersError, ProblemError, SolverError
from matcher.problem.checks import question_mistakes
from matcher.problem.model import Solution, Solutions
from matcher.problem.totals import volume_by_candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from numpy.typing import NDArray

    from matcher.problem.model import Problem

    Floats = NDArray[np.float64]

_TOLERANCE = 1e-9
_NOTHING_YET = {
    "time limit": "The time limit passed before a first line-up was found; allow more time.",
    "stopped": "Stopped before a first line-up was found.",
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
    memory: Memory | None = None,
    starts: Sequence[tuple[int, ...]] = (),
) -> Solutions:
    """Find the k best line-ups.

    The j-th is the best that leaves out at least `min_difference` members of each earlier one.

    Parameters
    ----------
    problem : the candidates, the cells and the rules
    k : how many line-ups, at least 1
    min_difference : how many members of each earlier line-up the next must leave out
    time_limit_s : seconds for all k together; compiling does not count
    gap : relative gap at which a line-up counts as proven
    seed : the solver's random seed; equal input gives equal output
    stop : asked often; once it says yes the search ends with the best found so far
    memory : what solving the problem finds out is kept there, and serves problems that only add
        rules about who is a member (`Problem.adds_rules_to`)
    starts : line-ups that may be good, members ascending; those that break a rule count for nothing

    Returns
    -------
    Solutions
        Fewer than k where no further line-up satisfies the rules (`complete` says so), or time
        ran out; none where no line-up does.

    Raises
    ------
    ProblemError
        If the question makes no sense; all mistakes at once.
    SolverError
        If the solver fails, or time ran out or `stop` said yes before the first line-up.
    """
    questions = {"k": k, "min_difference": min_difference, "time_limit_s": time_limit_s}
    if mistakes := list(question_mistakes(**questions, gap=gap, seed=seed)):
        raise ProblemError(mistakes)
    clock = Clock(time_limit_s)

    def why_stop() -> str | None:
        if stop():
            return "stopped"
        return "time limit" if clock.has_passed else None

    engine = _engine(problem, HighsSolver(seed=seed), memory)
    engine.look_at(starts)
    found, complete = [], True
    for solution in _best_first(engine, min_difference, why_stop, gap):
        if solution is None:
            complete = False
            break
        found.append(solution)
        if len(found) == k or solution.why_stopped != "optimal":
            complete = False
            break
    if not found and not complete:
        message = _NOTHING_YET[why_stop() or "time limit"]
        raise SolverError(message)
    if memory is not None and memory.engine is None:
        memory.engine = engine
    return Solutions(found, complete=complete)


class Memory:
    """What was found out about a problem, for the same problem under further rules."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self.engine: Engine | None = None


def _engine(problem: Problem, linear: HighsSolver, memory: Memory | None) -> Engine:
    """An engine that knows what is remembered of the problem with fewer rules."""
    earlier = None if memory is None else memory.engine
    if earlier is not None and not problem.adds_rules_to(earlier.problem):
        earlier = None
    return Engine(problem, linear, earlier=earlier)


def _best_first(
    engine: Engine,
    min_difference: int,
    why_stop: Callable[[], str | None],
    gap: float,
) -> Iterator[Solution | None]:
    """Give line-ups, the best first; None where time ran out before the next was found."""
    earlier: list[EarlierLineUp] = []
    while True:
        start = time.monotonic()
        found = engine.best(earlier, gap=gap, out_of_time=lambda: why_stop() is not None)
        if found.members is None:
            if not found.finished:
                yield None
            return
        allowance = len(found.members) - min_difference
        earlier.append(EarlierLineUp(members=found.members, allowance=allowance))
        solution = score(engine.problem, found.members)
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
    if not all(isinstance(member, int | np.integer) for member in members):
        message = "The line-up breaks a rule: a member is not a candidate."
        raise MembersError(message)
    chosen = tuple(sorted({int(member) for member in members}))
    _check_members(problem, chosen)
    best = best_volumes(problem, chosen, HighsSolver(seed=0))
    if best.people is None:
        message = "No volumes satisfy every member's modelled minimum and the VCSE share at once."
        raise MembersError(message)
    volume = _volume(problem, chosen, best.people)
    return Solution(
        members=chosen,
        lead=_lead(problem, chosen, volume),
        volume=volume,
        objective=best.objective,
        criteria=best.criteria,
        bound=best.objective,
        gap=0.0,
        proven_optimal=True,
        seconds=time.monotonic() - start,
        why_stopped="optimal",
    )


def _check_members(problem: Problem, members: tuple[int, ...]) -> None:
    chosen = set(members)
    broken = {
        "it has no members": not chosen,
        "a member is not a candidate": not _are_candidates(problem, chosen),
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


def _are_candidates(problem: Problem, members: Collection[int]) -> bool:
    return not members or (min(members) >= 0 and max(members) < problem.candidates)


def _volume(problem: Problem, members: tuple[int, ...], people: Floats) -> sparse.csr_array[Any]:
    """Put the members' volumes, in needs a year, into rows of all candidates."""
    entries = Volumes(problem, members).entry
    lengths = np.zeros(problem.candidates, dtype=np.int64)
    lengths[list(members)] = np.diff(problem.quality.indptr)[list(members)]
    indptr = np.concatenate([[0], np.cumsum(lengths)])
    cells = problem.quality.indices[entries]
    volume = sparse.csr_array((people.copy(), cells, indptr), shape=problem.quality.shape)
    volume.eliminate_zeros()
    return volume


def _lead(problem: Problem, members: tuple[int, ...], volume: sparse.csr_array[Any]) -> int:
    """Of those that may lead the one worth most as lead, then by volume, then the first."""
    people, worth = volume_by_candidate(volume), problem.lead_worth
    able = (member for member in members if problem.may_lead[member])
    return max(able, key=lambda m: (worth[m], people[m], -m))
