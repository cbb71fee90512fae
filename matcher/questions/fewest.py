"""The least amount, and the fewest of several options, that are enough; found by trying.

What is tried is a question that takes a solve, so these ask as few of them as they can.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matcher.inquiry.inquiry import Solved

_Option = TypeVar("_Option")
_MOST_PAIRS = 45
_FIRST_TRIES = 4


def least(
    attempt: Callable[[float], Solved],
    low: float,
    high: float,
    enough: Callable[[Solved], bool],
) -> tuple[Solved, float]:
    """Give the least whole amount above `low`, up to `high`, that is enough, by halving.

    More need not always be better, so where `high` is not enough, some less are tried first. Where
    nothing tried is enough, it is `high` that is given.
    """
    most = attempt(high)
    found, amount = most, high
    for _ in range(_FIRST_TRIES):
        if enough(found):
            break
        amount = math.ceil((low + amount) / 2)
        found = attempt(amount)
    if not enough(found):
        return most, high
    while amount - low > 1:
        middle = math.floor((low + amount) / 2)
        if middle <= low:
            break
        tried = attempt(middle)
        if enough(tried):
            found, amount = tried, middle
        else:
            low = middle
    return found, amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Generic[_Option]):
    """Some of the options and what they lead to.

    `smallest` is whether no fewer options are enough; if not, each chosen one is needed still.
    """

    found: Solved
    chosen: Sequence[_Option]
    smallest: bool


def fewest(
    options: Sequence[_Option],
    attempt: Callable[[Sequence[_Option]], Solved],
    enough: Callable[[Solved], bool],
) -> Choice[_Option]:
    """Choose as few options as are enough, the best of those; all of them where they are not.

    One is tried, then (where there are few enough) every two; then those that gain most alone,
    without any that can be left out.
    """
    alone = [(attempt([option]), [option]) for option in options]
    alone.sort(key=lambda one: -math.inf if one[0].score is None else one[0].score, reverse=True)
    if enough(alone[0][0]):
        return Choice(found=alone[0][0], chosen=alone[0][1], smallest=True)
    order = [option for _, chosen in alone for option in chosen]
    everything = attempt(order)
    if len(order) <= 2 or not enough(everything):  # noqa: PLR2004  (all of them are the pair)
        return Choice(found=everything, chosen=order, smallest=True)
    pairs = list(combinations(order, 2))
    if len(pairs) <= _MOST_PAIRS:
        for pair in pairs:
            found = attempt(pair)
            if enough(found):
                return Choice(found=found, chosen=pair, smallest=True)
    found, chosen = _thinned(order, everything, attempt, enough)
    known = 3 if len(pairs) <= _MOST_PAIRS else 2
    return Choice(found=found, chosen=chosen, smallest=len(chosen) <= known)


def _thinned(
    order: Sequence[_Option],
    found: Solved,
    attempt: Callable[[Sequence[_Option]], Solved],
    enough: Callable[[Solved], bool],
) -> tuple[Solved, Sequence[_Option]]:
    """Leave out what is not needed, what gains least alone first."""
    chosen = list(order)
    for option in reversed(order):
        rest = [other for other in chosen if other != option]
        tried = attempt(rest)
        if enough(tried):
            found, chosen = tried, rest
    return found, chosen
