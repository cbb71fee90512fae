"""What may happen to an offer, drawn at random by a seed.

Each cause has a stream of random numbers of its own, so that two offers that differ in one thing
are tried with the same luck in all others.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from matcher.offers.records import Offer
from matcher.offers.results import cohort_sizes, earned_share
from matcher.offers.scenarios import NEVER_FAILS, Scenarios
from matcher.offers.timeline import MONTHS_A_YEAR, months_late, payment_delay_days

if TYPE_CHECKING:
    from matcher.offers.timeline import Floats, Timeline, Whole

_CAUSES = 5


Kept: TypeAlias = "dict[tuple[Offer, int, int], Floats]"
"""What results were drawn for offers, by all of an offer that they hang on, runs and seed."""
_MOST_KEPT = 30


def drawn(
    offer: Offer, months: Timeline, *, runs: int, seed: int, kept: Kept | None = None
) -> Scenarios:
    """Draw scenarios.

    - **People**: one draw for all services and the whole term, triangular between low, expected and
      high: forecasts err for all of a contract at once.
    - **Results**: the true share of reoffending, triangular within its spread; then the number that
      reoffends of each cohort, binomial; then their offences, each one and a Poisson number more.
    - **Payment**: days late, triangular between 0, expected and most, the same for the whole term.
    - **The prime provider**: it fails with an equal chance in each month.

    Parameters
    ----------
    offer : the offer
    months : its months
    runs, seed : how many scenarios, and what draws them
    kept : results that were drawn before, which most offers of a search share
    """
    volume, rate, cohort, late, failure = (
        np.random.default_rng(each) for each in np.random.SeedSequence(seed).spawn(_CAUSES)
    )
    people = _people(offer, volume.random(runs))
    key = _of_luck(offer), runs, seed
    earned = None if kept is None else kept.get(key)
    if earned is None:
        earned = _earned(offer, months, people, rate.random(runs), cohort)
    if kept is not None and len(kept) < _MOST_KEPT:
        kept[key] = earned
    lasts = _lasts(offer, failure.random(runs))
    served = np.minimum(lasts, months.term)
    days = triangular(0.0, float(offer.late_days), float(offer.late_days_most), late.random(runs))
    return Scenarios(
        people=people,
        earned=earned,
        delay_months=months_late(payment_delay_days(offer) + days),
        served_months=served,
        run_on_months=np.where(lasts < months.term, offer.wind_down_months, 0),
        prime_lasts_months=lasts,
        results_months=offer.results_months,
    )


def _of_luck(offer: Offer) -> Offer:
    """Take out of an offer what its results do not hang on: what moves in most searches."""
    return replace(
        offer,
        services=tuple(
            replace(each, unit_price_gbp=_NO_PRICE, block_fee_gbp_a_year=_NO_PRICE)
            for each in offer.services
        ),
        **{name: getattr(_USUAL, name) for name in _WITHOUT_LUCK},
    )


_WITHOUT_LUCK = (
    "minimum_guarantee_share",
    "volume_band_share",
    "indexation_share",
    "exit_payment_gbp",
    "payment_days",
    "pay_when_paid",
    "mobilisation_payment_gbp",
    "management_fee_share",
    "service_credit_share",
    "service_credit_cap_share",
    "advance_share",
    "clawback_cap_share",
)
_USUAL, _NO_PRICE = Offer(), Decimal(0)


def triangular(low: float, mode: float, high: float, chance: Floats) -> Floats:
    """Give the values of a triangular distribution that lie above so much of it.

    >>> triangular(0.0, 5.0, 10.0, np.array([0.0, 0.5, 1.0])).tolist()
    [0.0, 5.0, 10.0]
    >>> triangular(3.0, 3.0, 3.0, np.array([0.2])).tolist()
    [3.0]
    """
    if high <= low:
        return np.full(len(chance), low)
    width, left, right = high - low, mode - low, high - mode
    rising = low + np.sqrt(chance * width * left)
    falling = high - np.sqrt((1 - chance) * width * right)
    return np.where(chance * width < left, rising, falling)


def _people(offer: Offer, chance: Floats) -> Floats:
    return np.column_stack(
        [
            triangular(each.people_low, each.people_expected, each.people_high, chance)
            for each in offer.services
        ]
    )


def _lasts(offer: Offer, chance: Floats) -> Whole:
    """For how many months of the service the prime provider lasts, one at least."""
    yearly = offer.prime_failure_share_a_year
    if yearly <= 0:
        return np.full(len(chance), NEVER_FAILS)
    if yearly >= 1:
        return np.ones(len(chance), dtype=np.int64)
    months = np.log1p(-chance) / (np.log1p(-yearly) / MONTHS_A_YEAR)
    lasts: Whole = np.minimum(np.floor(months) + 1, NEVER_FAILS).astype(np.int64)
    return lasts


def _earned(
    offer: Offer,
    months: Timeline,
    people: Floats,
    chance: Floats,
    generator: np.random.Generator,
) -> Floats:
    """What each cohort earns by the results that are drawn for it."""
    if not offer.results_share:
        return np.zeros((len(people), len(months.cohort_starts)))
    expected, spread = offer.expected_reoffending_share, offer.reoffending_spread_share
    rate = np.clip(triangular(expected - spread, expected, expected + spread, chance), 0, 1)
    sizes = cohort_sizes(offer, months, people.sum(axis=1))
    number = reoffenders(sizes, rate, generator)
    share = _ratio(number, sizes, otherwise=offer.baseline_reoffending_share)
    if not offer.frequency_share:
        return earned_share(offer, share, np.full(1, offer.baseline_offences))
    more = generator.poisson(number * (offer.expected_offences - 1))
    return earned_share(offer, share, _ratio(number + more, number, offer.baseline_offences))


def reoffenders(sizes: Whole, rate: Floats, generator: np.random.Generator) -> Whole:
    """Draw how many of each cohort reoffend: binomial, by the rate of the scenario."""
    return generator.binomial(sizes, rate[:, None])


def _ratio(part: Whole, whole: Whole, otherwise: float) -> Floats:
    ratio: Floats = np.divide(part, whole, out=np.full(part.shape, otherwise), where=whole > 0)
    return ratio
