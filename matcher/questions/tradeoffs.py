"""Coverage against affinity against inclusion: which line-ups nothing else betters.

Each point of a grid of pair weights and VCSE shares is solved; of the line-ups found, those are
kept that no other found matches on all three measures and betters on one (Pareto).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scipy import sparse

from matcher.errors import SolverError
from matcher.inquiry.inquiry import Inquiry, in_parallel
from matcher.inquiry.remedies import check_case, no_line_up
from matcher.lineups import heading, open_case
from matcher.problem.totals import volume_by_candidate
from matcher.questions.findings import Tradeoff, Tradeoffs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.names import Directory
    from matcher.brief.request import Brief
    from matcher.case.build import Case
    from matcher.inquiry.inquiry import Solved
    from matcher.problem.model import Solution

PAIR_WEIGHTS = (0.0, 0.05, 0.1, 0.3, 1.0)
VCSE_SHARES = (0.0, 0.3, 0.5, 0.7, 0.9)
_DIGITS = 4


def tradeoffs(
    snapshot: Snapshot,
    brief: Brief,
    *,
    pair_weights: Sequence[float] = PAIR_WEIGHTS,
    vcse_shares: Sequence[float] = VCSE_SHARES,
    directory: Directory | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda _done, _asked: None,
) -> Tradeoffs:
    """Solve the grid and keep what nothing betters, the most coverage first.

    Parameters
    ----------
    snapshot : the facts
    brief : what is asked for
    pair_weights, vcse_shares : the grid
    directory : the snapshot's names, where the caller keeps them between briefs
    stop : asked often; once it says yes, what is found by then counts
    progress : told how many points of the grid are solved, of how many

    Raises
    ------
    BriefError
        With all the mistakes of the brief at once.
    NoLineUpError
        If no line-up satisfies the other rules.
    SolverError
        If time ran out before a first line-up was found.
    """
    case = open_case(snapshot, brief, directory=directory)
    check_case(case)
    inquiry = Inquiry(case, stop=stop)
    grid = [(weight, share) for weight in pair_weights for share in vcse_shares]

    def one(point: tuple[float, float]) -> Solved:
        weight, share = point
        return inquiry.solve(replace(case.problem, pair_weight=weight, min_vcse_share=share))

    found = []
    for answer in in_parallel(one, grid):
        found.append(answer)
        progress(len(found), len(grid))
    line_ups = [
        _tradeoff(case, answer.solution, *point, proven=answer.sure)
        for point, answer in zip(grid, found, strict=True)
        if answer.solution is not None
    ]
    if not line_ups and all(answer.sure for answer in found):
        raise no_line_up(case, case.problem)
    if not line_ups:
        message = "No line-up was found before the search ended; allow more time."
        raise SolverError(message)
    return Tradeoffs(**heading(case), asked=len(grid), line_ups=_unbettered(line_ups))


def _tradeoff(
    case: Case, solution: Solution, pair_weight: float, min_vcse_share: float, *, proven: bool
) -> Tradeoff:
    problem = case.problem
    members = list(solution.members)
    pairs = float(sparse.triu(problem.affinity[members][:, members]).sum())
    people = volume_by_candidate(solution.volume)
    everyone = max(float(people.sum()), 1e-9)
    gain = problem.quality.multiply(problem.weight / problem.need)
    return Tradeoff(
        coverage=round(float(gain.multiply(solution.volume).sum()), _DIGITS),
        affinity=round(pairs / problem.pair_scale, _DIGITS),
        inclusion=round(float(people[problem.is_vcse].sum()) / everyone, _DIGITS),
        pair_weight=pair_weight,
        min_vcse_share=min_vcse_share,
        lead=case.organisation(solution.lead).id,
        members=tuple(case.organisation(member).id for member in members),
        proven=proven,
    )


def _unbettered(found: Sequence[Tradeoff]) -> tuple[Tradeoff, ...]:
    """Each line-up once, without those that another matches on all measures and betters on one."""
    unique = {_measures(one): one for one in reversed(found)}
    kept = [one for one in unique.values() if not any(_betters(o, one) for o in unique.values())]
    return tuple(sorted(kept, key=_measures, reverse=True))


def _measures(one: Tradeoff) -> tuple[float, float, float]:
    return one.coverage, one.affinity, one.inclusion


def _betters(other: Tradeoff, one: Tradeoff) -> bool:
    pairs = list(zip(_measures(other), _measures(one), strict=True))
    return all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)
