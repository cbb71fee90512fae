"""When an offer counts as safe, and which terms make it so: found by running the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.offers.break_evens import surplus
from matcher.offers.levers import PRICE, levers
from matcher.offers.simulation import credit_limit, outcomes

if TYPE_CHECKING:
    from matcher.offers.levers import Lever, Steps
    from matcher.offers.records import Offer

MOST_LOSS_SHARE, MOST_OUT_OF_CASH_SHARE = 0.2, 0.05
"""A safe offer ends with a loss in no more of the runs than the first, and runs out of reserves and
credit in no more than the second. Both are judgements (docs/offers.md)."""
SEARCH_RUNS = 2000
"""The search for safe terms takes so many runs; what it finds is tried with all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Safety:
    """How safe an offer is.

    Attributes
    ----------
    covers_costs : whether it is expected to cover its full cost
    loss_share, out_of_cash_share : how many of the runs end with a loss, or run out of money
    """

    covers_costs: bool
    loss_share: float
    out_of_cash_share: float

    @property
    def is_safe(self) -> bool:
        """Whether all is as it must be."""
        return self.covers_costs and self.danger <= 1

    @property
    def danger(self) -> float:
        """The worse of both chances, as a multiple of what is allowed."""
        return max(
            self.loss_share / MOST_LOSS_SHARE, self.out_of_cash_share / MOST_OUT_OF_CASH_SHARE
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How offers are tried: so many runs, by a seed."""

    runs: int
    seed: int

    def safety(self, offer: Offer) -> Safety:
        """Try an offer."""
        found = outcomes(offer, runs=self.runs, seed=self.seed)
        return Safety(
            covers_costs=surplus(offer) >= 0,
            loss_share=found.loss_share(),
            out_of_cash_share=found.below_share(credit_limit(offer)),
        )

    def is_safe(self, offer: Offer) -> bool:
        """Whether an offer is safe; those that do not cover their cost are not even run."""
        return surplus(offer) >= 0 and self.safety(offer).is_safe


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A term, moved.

    Attributes
    ----------
    lever : which
    offer : the offer then
    is_safe : whether this alone makes it safe, or leaves it so
    is_last : whether the term can move no further
    """

    lever: Lever
    offer: Offer
    is_safe: bool
    is_last: bool


def to_safety(offer: Offer, lever: Lever, tries: Tries) -> Move | None:
    """Find the smallest step of a term that makes an offer safe; or its last, if none does.

    None if the term can get no better.
    """
    steps = lever.better(offer)
    if not len(steps):
        return None
    last = len(steps) - 1
    quick = Tries(runs=min(tries.runs, SEARCH_RUNS), seed=tries.seed)
    about = _between(steps, quick, -1, last) if quick.is_safe(steps[last]) else last
    place, is_safe = _from(steps, tries, about)
    return Move(lever=lever, offer=steps[place], is_safe=is_safe, is_last=place == last)


def within_safety(offer: Offer, lever: Lever, tries: Tries) -> Move | None:
    """Find how much worse a term may become while a safe offer stays safe; None if not at all."""
    steps = lever.worse(offer)
    if not len(steps):
        return None
    quick = Tries(runs=min(tries.runs, SEARCH_RUNS), seed=tries.seed)
    low, high = -1, len(steps)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if quick.is_safe(steps[middle]) else (low, middle)
    while low >= 0 and not tries.is_safe(steps[low]):
        low -= 1
    kept = steps[low] if low >= 0 else offer
    return Move(lever=lever, offer=kept, is_safe=True, is_last=low == len(steps) - 1)


def _from(steps: Steps, tries: Tries, place: int) -> tuple[int, bool]:
    """The first safe step from one on that fewer runs found, and whether there is any."""
    last, stride, before = len(steps) - 1, 1, place - 1
    while not tries.is_safe(steps[place]):
        if place == last:
            return place, False
        before, place, stride = place, min(last, place + stride), stride * 2
    return _between(steps, tries, before, place), True


def _between(steps: Steps, tries: Tries, low: int, high: int) -> int:
    """The first safe step after `low`, by halving; `high` is one."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if tries.is_safe(steps[middle]) else (middle, high)
    return high


def moves_to_safety(offer: Offer, tries: Tries) -> tuple[Move, ...]:
    """Try each term, and give the moves that help, the best first.

    First come those that make the offer safe by themselves: what costs the prime provider least
    comes first. Then come the others, by how much less dangerous they make it.
    """
    found = [to_safety(offer, each, tries) for each in levers(offer)]
    moves = [each for each in found if each is not None]
    enough = [each for each in moves if each.is_safe]
    quick = Tries(runs=min(tries.runs, SEARCH_RUNS), seed=tries.seed)
    usual = _badness(offer, quick)
    rest = [(_badness(each.offer, quick), each) for each in moves if not each.is_safe]
    helping = sorted((pair for pair in rest if pair[0] < usual), key=lambda pair: pair[0])
    enough.sort(key=lambda each: extra_cost(offer, each.offer))
    return (*enough, *(each for _bad, each in helping))


def _badness(offer: Offer, tries: Tries) -> tuple[float, float]:
    """How dangerous an offer is, and among equally dangerous ones, how much it loses."""
    return tries.safety(offer).danger, -surplus(offer)


def moves_within_safety(offer: Offer, tries: Tries) -> tuple[Move, ...]:
    """How far each term of a safe offer may be given away, the soonest reached first."""
    found = [within_safety(offer, each, tries) for each in levers(offer)]
    moves = [each for each in found if each is not None and not each.is_last]
    return tuple(sorted(moves, key=lambda each: -extra_cost(offer, each.offer)))


def price_beside(move: Move, tries: Tries) -> Move | None:
    """Find the price that makes an offer safe beside a move of another term."""
    if move.lever is PRICE:
        return None
    found = to_safety(move.offer, PRICE, tries)
    return found if found is not None and found.is_safe else None


def extra_cost(offer: Offer, other: Offer) -> float:
    """How much more the prime provider is expected to pay in the other offer, in pence."""
    return surplus(other) - surplus(offer)
