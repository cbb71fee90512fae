"""Where an offer neither gains nor loses: how many people, which result, which price."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

import numpy as np

from matcher.offers.model import flows
from matcher.offers.results import earned_share
from matcher.offers.scenarios import as_expected
from matcher.offers.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from matcher.offers.records import Offer
    from matcher.offers.timeline import Floats

_MOST_VOLUME, _MOST_PRICE = 3.0, 100.0
_GRID = 100
_HALVINGS = 50
_PENNY = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class FullCostPrice:
    """What one service must be paid so that the offer covers its full cost.

    Attributes
    ----------
    service : its name
    unit_price_gbp, block_fee_gbp_a_year : the prices, rounded up to the penny
    """

    service: str
    unit_price_gbp: Decimal
    block_fee_gbp_a_year: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEvens:
    """Where an offer neither gains nor loses, each alone, all else as expected.

    Attributes
    ----------
    volume_share : the smallest share of the expected people with whom nothing is lost; none if it
        takes more than three times as many
    people_a_year : so many people they are
    reoffending_share : the largest share of reoffending with which nothing is lost; none without
        payment by results, or if no result is good enough
    reduction_share : so much less than the baseline it is; below 0, a rise may be borne
    price_share : the smallest multiple of the prices that covers the full cost; none if none does
    prices : so much they are, service by service
    """

    volume_share: float | None
    people_a_year: float | None
    reoffending_share: float | None
    reduction_share: float | None
    price_share: float | None
    prices: tuple[FullCostPrice, ...]


def break_evens(offer: Offer) -> BreakEvens:
    """Find where an offer breaks even, by its own model."""
    volume = _volume(offer)
    people = sum(each.people_expected for each in offer.services)
    reoffending = _reoffending(offer)
    price = _smallest(lambda by: surplus(priced(offer, by)) >= 0, low=0.0, high=_MOST_PRICE)
    baseline = offer.baseline_reoffending_share
    return BreakEvens(
        volume_share=volume,
        people_a_year=None if volume is None else volume * people,
        reoffending_share=reoffending,
        reduction_share=None if reoffending is None else baseline - reoffending,
        price_share=price,
        prices=() if price is None else _prices(priced(offer, price)),
    )


def surplus(offer: Offer) -> float:
    """What is expected to be left of an offer, in pence."""
    months = timeline(offer)
    return float(flows(offer, months, as_expected(offer, months)).surplus[0])


def priced(offer: Offer, by: float) -> Offer:
    """Multiply all prices, rounded up to the penny."""
    return replace(
        offer,
        services=tuple(
            replace(
                each,
                unit_price_gbp=_up(each.unit_price_gbp * Decimal(by)),
                block_fee_gbp_a_year=_up(each.block_fee_gbp_a_year * Decimal(by)),
            )
            for each in offer.services
        ),
    )


def _up(pounds: Decimal) -> Decimal:
    return pounds.quantize(Decimal("0.000001")).quantize(_PENNY, ROUND_CEILING)


def _prices(offer: Offer) -> tuple[FullCostPrice, ...]:
    return tuple(
        FullCostPrice(
            service=each.name,
            unit_price_gbp=each.unit_price_gbp,
            block_fee_gbp_a_year=each.block_fee_gbp_a_year,
        )
        for each in offer.services
    )


def _volume(offer: Offer) -> float | None:
    """The smallest share of the expected people with whom nothing is lost.

    More people may lose again where each costs more than it brings, or a further step is due.
    """
    grid = np.linspace(0.0, _MOST_VOLUME, int(_MOST_VOLUME * _GRID) + 1)
    for _finer in range(2):
        enough = np.flatnonzero(_surplus_by_volume(offer, grid) >= 0)
        if not len(enough):
            return None
        first = int(enough[0])
        if first == 0:
            return float(grid[0])
        grid = np.linspace(grid[first - 1], grid[first], _GRID + 1)
    enough = np.flatnonzero(_surplus_by_volume(offer, grid) >= 0)
    return float(grid[enough[0]])


def _surplus_by_volume(offer: Offer, shares: Floats) -> Floats:
    months = timeline(offer)
    expected = as_expected(offer, months, len(shares))
    return flows(offer, months, replace(expected, people=expected.people * shares[:, None])).surplus


def _reoffending(offer: Offer) -> float | None:
    """The largest share of reoffending with which nothing is lost, to a ten thousandth."""
    if not offer.results_share:
        return None
    shares = np.linspace(0.0, 1.0, _GRID * _GRID + 1)
    earned = earned_share(offer, shares, np.full(1, offer.expected_offences))
    values, where = np.unique(earned, return_inverse=True)
    months = timeline(offer)
    expected = as_expected(offer, months, len(values))
    tried = np.broadcast_to(values[:, None], expected.earned.shape)
    enough = flows(offer, months, replace(expected, earned=tried)).surplus >= 0
    good = np.flatnonzero(enough[where])
    return float(shares[good[-1]]) if len(good) else None


def _smallest(holds: Callable[[float], bool], *, low: float, high: float) -> float | None:
    """Find the smallest number for which something holds that holds for all larger ones."""
    if not holds(high):
        return None
    if holds(low):
        return low
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
