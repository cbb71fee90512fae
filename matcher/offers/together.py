"""Terms that make an offer safe together, where no term but the price does so alone.

A small charity seldom has one term that mends an offer: cash comes too late, and fewer people come,
and the price is low. So up to three terms are put together: first the two or three that bring the
offer nearest to safety, then the price beside two of them, if they do not suffice. Each is then
taken back as far as the offer stays safe, what costs the prime provider most first.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.offers.break_evens import surplus
from matcher.offers.levers import PRICE, levers
from matcher.offers.safety import (
    MOST_LOSS_SHARE,
    MOST_OUT_OF_CASH_SHARE,
    Move,
    extra_cost,
)
from matcher.offers.simulation import credit_limit, outcomes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcher.offers.levers import Lever, Steps
    from matcher.offers.records import Offer
    from matcher.offers.safety import Tries
    from matcher.offers.timeline import Floats

MOST_TOGETHER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Terms that make an offer safe together.

    Attributes
    ----------
    moves : each term, moved by itself in the offer as it was
    offer : the offer with all of them moved
    """

    moves: tuple[Move, ...]
    offer: Offer


def safe_together(offer: Offer, tries: Tries) -> Together | None:
    """Put terms together that make an offer safe; found with few runs and confirmed with all.

    None where a term other than the price suffices alone, or where no three terms do.
    """
    few = tries.few()
    packages = {
        each.key: _Moved(lever=each, steps=steps, offer=offer)
        for each in levers(offer)
        if len(steps := each.better(offer))
    }
    price = packages.pop(PRICE.key)
    if any(few.is_safe(each.at(each.last)) for each in packages.values()):
        return None
    chosen = _nearest(offer, packages, few)
    for group in (chosen[:2], chosen[:3], [*chosen[:1], price], [*chosen[:2], price]):
        if 1 < len(group) <= MOST_TOGETHER and few.is_safe(_with_all(offer, group)):
            return _confirmed(offer, _taken_back(offer, group, few), tries)
    return None


@dataclass(slots=True, kw_only=True)
class _Moved:
    """A term and how far it is moved: to the last of its steps, until it is taken back."""

    lever: Lever
    steps: Steps
    offer: Offer
    place: int = -1

    def __post_init__(self) -> None:
        self.place = self.last

    @property
    def last(self) -> int:
        return len(self.steps) - 1

    def at(self, place: int) -> Offer:
        return self.steps[place] if place >= 0 else self.offer

    @property
    def changes(self) -> Mapping[str, Any]:
        """The fields that it changes, by name."""
        moved = self.at(self.place)
        every = ((each.name, getattr(moved, each.name)) for each in fields(moved))
        return {name: value for name, value in every if value != getattr(self.offer, name)}


def _with_all(offer: Offer, group: list[_Moved]) -> Offer:
    """Move all terms of a group; no two of them change the same field."""
    return replace(offer, **{name: value for each in group for name, value in each.changes.items()})


def _nearest(offer: Offer, packages: Mapping[str, _Moved], tries: Tries) -> list[_Moved]:
    """Choose the terms that bring the offer nearest to safety, one after the other."""
    chosen: list[_Moved] = []
    left = dict(packages)
    now = lacking(offer, tries)
    while left and len(chosen) < MOST_TOGETHER and now > 0:
        tried = {key: lacking(_with_all(offer, [*chosen, m]), tries) for key, m in left.items()}
        best = min(tried, key=lambda key: tried[key])
        if tried[best] >= now:
            break
        now = tried[best]
        chosen.append(left.pop(best))
        left = {key: m for key, m in left.items() if not m.changes.keys() & chosen[-1].changes}
    return chosen


def lacking(offer: Offer, tries: Tries) -> float:
    """How many pence an offer lacks to be safe; 0 if it is.

    It is the sum of what the base case loses, what the run at the limit of allowed losses loses,
    and what the run at the limit of allowed shortages lacks in cash.
    """
    found = outcomes(offer, runs=tries.runs, seed=tries.seed, kept=tries.kept)
    ends = _at_limit(found.surplus, MOST_LOSS_SHARE)
    lowest = _at_limit(found.lowest, MOST_OUT_OF_CASH_SHARE) - credit_limit(offer)
    return max(0.0, -surplus(offer)) + max(0.0, -ends) + max(0.0, -lowest)


def _at_limit(values: Floats, share: float) -> float:
    """The lowest value that counts: so many runs may be below it."""
    allowed = int(share * len(values) + 1e-9)
    return float(np.partition(values, allowed)[allowed])


def _taken_back(offer: Offer, group: list[_Moved], tries: Tries) -> list[_Moved]:
    """Take each term back as far as the offer stays safe; one that is not needed is left out."""
    dearest = sorted(group, key=lambda each: -extra_cost(offer, each.at(each.last)))
    for each in dearest:
        low, high = -2, each.last
        while high - low > 1:
            middle = (low + high) // 2
            each.place = middle
            low, high = (low, middle) if tries.is_safe(_with_all(offer, group)) else (middle, high)
        each.place = high
    return [each for each in group if each.place >= 0]


def _confirmed(offer: Offer, group: list[_Moved], tries: Tries) -> Together | None:
    """Try the terms with all runs, and move them on together until they are safe."""
    for stride in count():
        if tries.is_safe(together := _with_all(offer, group)):
            moves = [
                Move(lever=m.lever, offer=m.at(m.place), place=m.place, is_safe=False)
                for m in group
            ]
            moves.sort(key=lambda move: extra_cost(offer, move.offer))
            return Together(moves=tuple(moves), offer=together)
        if all(each.place == each.last for each in group):
            return None
        for each in group:
            each.place = min(each.last, each.place + 1 + stride // 2)
    return None
