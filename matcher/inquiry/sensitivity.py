"""How far a weight can move before another line-up becomes the best.

For given members the score is linear in the pair weight and, for given volumes, in the equity.
So the brink is found from the outside in: solve at the far end; if another line-up wins there, find
the weight at which the two score alike, solve there, and so on until the line-up asked about is the
best at the brink itself. Every step is a proof, not a sample; scores within a millionth are a tie.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from matcher.answer.records import WeightRange
from matcher.case.cells import cells_of
from matcher.inquiry.inquiry import WORTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from matcher.case.build import Case
    from matcher.inquiry.inquiry import Inquiry
    from matcher.problem.model import Problem

_DIGITS = 4
_HALVINGS = 20
_MOST_STEPS = 12
_TIE = 1e-6


@dataclass(frozen=True, slots=True)
class _Brink:
    weight: float
    beyond: tuple[int, ...]
    proven: bool


def weight_ranges(inquiry: Inquiry, members: tuple[int, ...]) -> tuple[WeightRange, ...]:
    """The range of each weight of the brief within which these members stay the best."""
    brief = inquiry.case.brief.brief
    return tuple(
        _range(inquiry, members, name, getattr(brief, name), problem_at)
        for name, problem_at in (
            ("pair_weight", lambda weight: replace(inquiry.problem, pair_weight=weight)),
            ("equity", lambda weight: _with_equity(inquiry.case, weight)),
        )
    )


def _with_equity(case: Case, equity: float) -> Problem:
    return replace(
        case.problem, weight=cells_of(case.snapshot, case.brief.area, equity=equity).weight
    )


def _range(
    inquiry: Inquiry,
    members: tuple[int, ...],
    name: str,
    value: float,
    problem_at: Callable[[float], Problem],
) -> WeightRange:
    case = inquiry.case
    low, high = (_brink(inquiry, members, problem_at, value, end) for end in (0.0, 1.0))

    def newcomers(brink: _Brink) -> tuple[str, ...]:
        new = sorted(set(brink.beyond) - set(members))
        return tuple(case.organisation(i).id for i in new)

    return WeightRange(
        weight=name,
        value=value,
        low=round(low.weight, _DIGITS),
        high=round(high.weight, _DIGITS),
        below=newcomers(low),
        above=newcomers(high),
        low_proven=low.proven,
        high_proven=high.proven,
    )


def _brink(
    inquiry: Inquiry,
    members: tuple[int, ...],
    problem_at: Callable[[float], Problem],
    start: float,
    end: float,
) -> _Brink:
    """The weight between `start`, where the members are the best, and `end` where they stop."""
    overtaking: tuple[int, ...] = ()
    at, proven = end, True
    for _ in range(_MOST_STEPS):
        if at == start:
            break
        found = inquiry.solve(problem_at(at), gap=_TIE)
        own = inquiry.score(members, problem_at(at))
        proven = proven and found.sure
        if found.solution is None or own is None:
            return _Brink(at, overtaking, proven=False)
        if found.solution.objective <= own.objective + 2 * _TIE:
            return _Brink(at, overtaking, proven)
        overtaking = found.solution.members
        nearer = _crossing(inquiry, members, overtaking, problem_at, start, at)
        if abs(nearer - at) <= WORTH:
            break
        at = nearer
    return _Brink(at, overtaking, proven)


def _crossing(
    inquiry: Inquiry,
    members: tuple[int, ...],
    overtaking: tuple[int, ...],
    problem_at: Callable[[float], Problem],
    start: float,
    at: float,
) -> float:
    """The weight at which the overtaking line-up draws level, by halving; not yet at `start`."""
    near, far = start, at
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        problem = problem_at(middle)
        own, other = inquiry.score(members, problem), inquiry.score(overtaking, problem)
        ahead = own is not None and (other is None or own.objective >= other.objective)
        near, far = (middle, far) if ahead else (near, middle)
    return near
