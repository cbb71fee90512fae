"""When an offer counts as safe, and which terms make it so: found by running the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from matcher.offers.break_evens import surplus
from matcher.offers.levers import PRICE, levers
from matcher.offers.simulation import credit_limit, outcomes, worst_first

if TYPE_CHECKING:
    from matcher.offers.chances import Kept
    from matcher.offers.levers import Lever, Steps
    from matcher.offers.records import Offer

MOST_LOSS_SHARE, MOST_OUT_OF_CASH_SHARE = 0.2, 0.05
"""A safe offer ends with a loss in no more of the runs than the first, and runs out of reserves and
credit in no more than the second. Both are judgements (docs/offers.md)."""
SEARCH_RUNS = 1000
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
    """How offers are tried: so many runs, by a seed.

    What was drawn and found is kept for as long as this is: most terms change nothing of the draws.
    """

    runs: int
    seed: int
    kept: Kept = field(default_factory=dict, compare=False, repr=False)
    known: dict[tuple[Offer, int], bool] = field(default_factory=dict, compare=False, repr=False)

    def safety(self, offer: Offer) -> Safety:
        """Try an offer."""
        found = outcomes(offer, runs=self.runs, seed=self.seed, kept=self.kept)
        return Safety(
            covers_costs=surplus(offer) >= 0,
            loss_share=found.loss_share(),
            out_of_cash_share=found.below_share(credit_limit(offer)),
        )

    def few(self) -> Tries:
        """The same with no more runs than a search takes."""
        runs = min(self.runs, SEARCH_RUNS)
        return Tries(runs=runs, seed=self.seed, kept=self.kept, known=self.known)

    def is_safe(self, offer: Offer) -> bool:
        """Whether an offer is safe: the same as `safety` says, found with less work.

        An offer that does not cover its cost is not even run. Else the runs that are most likely to
        end badly come first, and no more of them than it takes to know.
        """
        key = offer, self.runs
        if key not in self.known:
            self.known[key] = surplus(offer) >= 0 and self._lasts(offer)
        return self.known[key]

    def _lasts(self, offer: Offer) -> bool:
        limit, losses, short = credit_limit(offer), 0, 0
        for part in worst_first(offer, runs=self.runs, seed=self.seed, kept=self.kept):
            losses += int(np.count_nonzero(part.surplus < 0))
            short += int(np.count_nonzero(part.lowest < limit))
            sofar = Safety(
                covers_costs=True,
                loss_share=losses / self.runs,
                out_of_cash_share=short / self.runs,
            )
            if not sofar.is_safe:
                return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A term, moved.

    Attributes
    ----------
    lever : which
    offer : the offer then
    place : the step of the lever; -1 if it is not moved at all
    is_safe : whether this alone makes it safe, or leaves it so
    """

    lever: Lever
    offer: Offer
    place: int
    is_safe: bool


def _sought(offer: Offer, lever: Lever, tries: Tries) -> Move | None:
    """Find the smallest step of a term that makes an offer safe; or its last, if none does.

    None if the term can get no better.
    """
    steps = lever.better(offer)
    if not len(steps):
        return None
    last = len(steps) - 1
    is_safe = tries.is_safe(steps[last])
    place = _between(steps, tries, -1, last) if is_safe else last
    return Move(lever=lever, offer=steps[place], place=place, is_safe=is_safe)


def _confirmed(offer: Offer, move: Move, tries: Tries) -> Move:
    """Try the step that few runs found with all of them, and go on from it if need be."""
    steps, place, stride, before = move.lever.better(offer), move.place, 1, move.place - 1
    last = len(steps) - 1
    while not tries.is_safe(steps[place]):
        if place == last:
            return Move(lever=move.lever, offer=steps[last], place=last, is_safe=False)
        before, place, stride = place, min(last, place + stride), stride * 2
    place = _between(steps, tries, before, place)
    return Move(lever=move.lever, offer=steps[place], place=place, is_safe=True)


def _between(steps: Steps, tries: Tries, low: int, high: int) -> int:
    """The first safe step after `low`, by halving; `high` is one."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if tries.is_safe(steps[middle]) else (middle, high)
    return high


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to safety: a term, moved, and the price that is then enough.

    Attributes
    ----------
    move : the term
    beside : the price that makes the offer safe beside it; None if none is needed, or none does
    """

    move: Move
    beside: Move | None

    @property
    def reached(self) -> Offer | None:
        """The safe offer that it leads to; None if it leads to none."""
        if self.move.is_safe:
            return self.move.offer
        return None if self.beside is None else self.beside.offer


def ways_to_safety(offer: Offer, tries: Tries, *, most: int) -> tuple[Way, ...]:
    """Try each term, with a price beside it where it does not suffice, and give so many ways.

    What costs the prime provider least comes first. A term beside which the price must be as high
    as without it is left out. Where nothing leads to safety, the terms that help come by how much
    less dangerous they make the offer.
    """
    few = tries.few()
    ways = [
        Way(move=move, beside=_beside(move, few))
        for each in levers(offer)
        if (move := _sought(offer, each, few))
    ]
    rest = [each.move for each in ways if each.reached is None]
    found = [*_cheapest(offer, ways), *_helping(offer, rest, few)]
    sure = [_surely(offer, each, tries) for each in found[:most]]
    return tuple(sorted(sure, key=lambda each: each.reached is None))


def _beside(move: Move, tries: Tries) -> Move | None:
    """Find the price that makes an offer safe beside a move of another term."""
    if move.is_safe or move.lever is PRICE:
        return None
    found = _sought(move.offer, PRICE, tries)
    return found if found is not None and found.is_safe else None


def _cheapest(offer: Offer, ways: list[Way]) -> list[Way]:
    """The ways that lead to safety, what costs the prime provider least first."""
    alone = next((each.move.place for each in ways if each.move.lever is PRICE), None)
    costs = [
        (extra_cost(offer, reached), place)
        for place, each in enumerate(ways)
        if (reached := each.reached) and (each.beside is None or each.beside.place != alone)
    ]
    return [ways[place] for _cost, place in sorted(costs)]


def _surely(offer: Offer, way: Way, tries: Tries) -> Way:
    """Try what few runs found with all of them."""
    move = _confirmed(offer, way.move, tries)
    return Way(move=move, beside=None if move.is_safe else _price_beside(move, way.beside, tries))


def _price_beside(move: Move, beside: Move | None, tries: Tries) -> Move | None:
    found = None if beside is None else _confirmed(move.offer, beside, tries)
    return found if found and found.is_safe else None


def _helping(offer: Offer, moves: list[Move], tries: Tries) -> list[Way]:
    """Those that make an offer less dangerous, the most helpful first."""
    usual = _badness(offer, tries)
    rest = [(_badness(each.offer, tries), each) for each in moves]
    rest.sort(key=lambda pair: pair[0])
    return [Way(move=each, beside=None) for badness, each in rest if badness < usual]


def _badness(offer: Offer, tries: Tries) -> tuple[float, float]:
    """How dangerous an offer is, and among equally dangerous ones, how much it loses."""
    return tries.safety(offer).danger, -surplus(offer)


def moves_within_safety(offer: Offer, tries: Tries, *, most: int) -> tuple[Move, ...]:
    """How far terms of a safe offer may be given away, so many at the most, the nearest first.

    Those that may be given away as far as they were tried are left out.
    """
    few = tries.few()
    moves = [move for each in levers(offer) if (move := _kept(offer, each, few))]
    moves.sort(key=lambda each: -extra_cost(offer, each.offer))
    return tuple(_surely_kept(offer, each, tries) for each in moves[:most])


def _kept(offer: Offer, lever: Lever, tries: Tries) -> Move | None:
    """The last step of a term towards worse at which an offer stays safe; None if all do."""
    steps = lever.worse(offer)
    low, high = -1, len(steps)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if tries.is_safe(steps[middle]) else (low, middle)
    if high == len(steps):
        return None
    return _at(offer, lever, steps, low)


def _surely_kept(offer: Offer, move: Move, tries: Tries) -> Move:
    """Try the step that few runs found with all of them, and go back from it if need be."""
    steps, place = move.lever.worse(offer), move.place
    while place >= 0 and not tries.is_safe(steps[place]):
        place -= 1
    return _at(offer, move.lever, steps, place)


def _at(offer: Offer, lever: Lever, steps: Steps, place: int) -> Move:
    kept = steps[place] if place >= 0 else offer
    return Move(lever=lever, offer=kept, place=place, is_safe=True)


def extra_cost(offer: Offer, other: Offer) -> float:
    """How much more the prime provider is expected to pay in the other offer, in pence."""
    return surplus(other) - surplus(offer)
