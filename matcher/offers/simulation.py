"""Thousands of runs of an offer: the chance of a loss, of running out of money, and the cash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  (read at run time to make the JSON schema)
from decimal import Decimal  # noqa: TC003  (read at run time to make the JSON schema)
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from matcher.offers.chances import drawn
from matcher.offers.model import flows
from matcher.offers.pence import pounds, to_pence
from matcher.offers.scenarios import horizon
from matcher.offers.timeline import month_of, timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.offers.chances import Kept
    from matcher.offers.model import Flows
    from matcher.offers.records import Offer
    from matcher.offers.timeline import Flags, Floats, Whole

RUNS, SEED, MOST_RUNS = 10_000, 1, 100_000
_AT_ONCE = 1000
"""So many runs fit the caches of the processor."""
_TENTHS = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """An amount of which a tenth of the runs stay below or at the first, and so on."""

    p10_gbp: Decimal
    p50_gbp: Decimal
    p90_gbp: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSpread:
    """The balance at the end of a month."""

    begins: date
    balance: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """What happens in many runs.

    Attributes
    ----------
    runs, seed : how many, and what draws them
    loss_share : of runs that end with a loss
    reserves_gone_share : of runs whose balance falls below 0 at the end of a month
    out_of_cash_share : of runs whose balance falls below what may be borrowed
    prime_fails_share : of runs in which the prime provider fails while the service runs
    surplus : what is left at the end beyond the reserves of the beginning
    lowest_balance : the lowest balance at the end of a month
    months : the balance month by month
    """

    runs: int
    seed: int
    loss_share: float
    reserves_gone_share: float
    out_of_cash_share: float
    prime_fails_share: float
    surplus: Spread
    lowest_balance: Spread
    months: tuple[MonthSpread, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What each run comes to, in pence.

    Attributes
    ----------
    surplus : what is left beyond the reserves of the beginning
    lowest : the lowest balance
    balance : runs x months
    fails : whether the prime provider fails while the service runs
    """

    surplus: Floats
    lowest: Floats
    balance: Floats
    fails: Flags

    def loss_share(self) -> float:
        """How many of the runs end with a loss."""
        return float(np.mean(self.surplus < 0))

    def below_share(self, limit: float) -> float:
        """In how many of the runs the balance falls below a limit."""
        return float(np.mean(self.lowest < limit))


def simulate(offer: Offer, *, runs: int = RUNS, seed: int = SEED) -> Simulation:
    """Run an offer many times, each with its own luck; the same seed gives the same answer."""
    found = outcomes(offer, runs=runs, seed=seed)
    return Simulation(
        runs=runs,
        seed=seed,
        loss_share=found.loss_share(),
        reserves_gone_share=found.below_share(0.0),
        out_of_cash_share=found.below_share(credit_limit(offer)),
        prime_fails_share=float(np.mean(found.fails)),
        surplus=_spread(found.surplus[:, None])[0],
        lowest_balance=_spread(found.lowest[:, None])[0],
        months=tuple(
            MonthSpread(begins=month_of(offer, number), balance=spread)
            for number, spread in enumerate(_spread(found.balance))
        ),
    )


def credit_limit(offer: Offer) -> float:
    """The balance in pence below which there is no money."""
    return -to_pence(offer.credit_line_gbp)


def outcomes(offer: Offer, *, runs: int, seed: int, kept: Kept | None = None) -> Outcomes:
    """Run an offer many times and keep what each run comes to.

    Parameters
    ----------
    offer : the offer
    runs, seed : how many, and what draws them
    kept : what was drawn for other offers; what is drawn for this one is added
    """
    months = timeline(offer)
    scenarios = drawn(offer, months, runs=runs, seed=seed, kept=kept)
    length = horizon(offer, months, scenarios)
    fails = scenarios.served_months < months.term
    surplus, balance = np.empty(runs), np.empty((runs, length))
    for chosen in _parts(np.flatnonzero(~fails), np.flatnonzero(fails)):
        found = flows(offer, months, scenarios.part(chosen), length=length)
        surplus[chosen], balance[chosen] = found.surplus, found.balance
    return Outcomes(surplus=surplus, lowest=balance.min(axis=1), balance=balance, fails=fails)


def worst_first(offer: Offer, *, runs: int, seed: int, kept: Kept | None = None) -> Iterator[Flows]:
    """Give the runs of `outcomes` in parts, those that are most likely to end badly first.

    First come those in which the prime provider fails, then those with the fewest people.
    """
    months = timeline(offer)
    scenarios = drawn(offer, months, runs=runs, seed=seed, kept=kept)
    fails = scenarios.served_months < months.term
    lasting = np.flatnonzero(~fails)
    fewest = lasting[np.argsort(scenarios.people[lasting].sum(axis=1), kind="stable")]
    for chosen in _parts(np.flatnonzero(fails), fewest):
        yield flows(offer, months, scenarios.part(chosen))


def _parts(*kinds: Whole) -> Iterator[Whole]:
    """Take the runs apart: many at once, and those in which the prime lasts by themselves."""
    for rows in kinds:
        yield from (rows[each : each + _AT_ONCE] for each in range(0, len(rows), _AT_ONCE))


def _spread(values: Floats) -> list[Spread]:
    """For each column, the values that a tenth, half and nine tenths of the rows do not exceed."""
    places = [ceil(share * len(values)) - 1 for share in _TENTHS]
    ordered = np.partition(np.ascontiguousarray(values.T), places, axis=1)[:, places]
    return [
        Spread(p10_gbp=pounds(low), p50_gbp=pounds(middle), p90_gbp=pounds(high))
        for low, middle, high in ordered.tolist()
    ]
