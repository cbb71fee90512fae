"""What is invoiced in each month, line by line, in pence: scenarios x months.

A line that is the same in all scenarios may be a single row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.offers.pence import signed_pence, to_pence, whole_pence
from matcher.offers.scenarios import alike
from matcher.offers.timeline import MONTHS_A_YEAR

if TYPE_CHECKING:
    from matcher.offers.records import Offer
    from matcher.offers.scenarios import Scenarios
    from matcher.offers.timeline import Flags, Floats, Timeline, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Income:
    """What is invoiced in each month; deductions are below 0.

    Attributes
    ----------
    fees : fee for service and fee for use
    advances : results money paid in advance
    adjustments : at the end of each contract year: the minimum guarantee, the volume band
    results : what results earn, less what was paid in advance
    service_credits, management_fee : what is deducted
    payments : for mobilisation, and at exit
    """

    fees: Floats
    advances: Floats
    adjustments: Floats
    results: Floats
    service_credits: Floats
    management_fee: Floats
    payments: Floats

    @property
    def total(self) -> Floats:
        """All of it."""
        lines = (self.advances, self.adjustments, self.results, self.service_credits)
        return sum((*lines, self.management_fee, self.payments), start=self.fees)


def income(offer: Offer, months: Timeline, scenarios: Scenarios, *, horizon: int) -> Income:
    """Work out what is invoiced.

    With the month's unit value ``u`` (its people times prices) and block ``b``: fee for service is
    its share of ``b`` and of a twelfth of the expected unit value of a year, fee for use and
    results money are their shares of ``b + u``.
    """
    served = np.arange(months.term) < alike(scenarios.served_months)
    worth, expected, block = _worths(offer, scenarios)
    weight = months.shape * months.price_index
    fixed_part = months.price_index * block / MONTHS_A_YEAR
    value = fixed_part + weight * worth[:, None]
    level = months.price_index * expected / MONTHS_A_YEAR
    service = offer.fee_for_service_share * (fixed_part + level)
    fees = whole_pence(service + offer.fee_for_use_share * value) * served
    pot = offer.results_share * value * served
    advances = _share_of(pot, offer.advance_share)
    missed = -_share_of(fees, offer.service_credit_share)
    adjustments = _adjustments(offer, months, scenarios, served=served)
    results = _results(offer, months, scenarios, pot=pot, advances=advances)
    monthly = fees + advances + adjustments + missed
    place = _Placing(months.mobilisation, horizon)
    known = months.cohort_ends + (scenarios.results_months if offer.results_share else 0)
    kept = -signed_pence(offer.management_fee_share * monthly)
    kept_of_results = -signed_pence(offer.management_fee_share * results)
    return Income(
        fees=place.by_month(fees),
        advances=place.by_month(advances),
        adjustments=place.by_month(adjustments),
        results=place.at(results, known),
        service_credits=place.by_month(missed),
        management_fee=place.by_month(kept) + place.at(kept_of_results, known),
        payments=_payments(offer, months, scenarios, horizon=horizon),
    )


@dataclass(frozen=True, slots=True)
class _Placing:
    """Puts what belongs to months of the service among all the months."""

    mobilisation: int
    length: int

    def by_month(self, values: Floats) -> Floats:
        placed = np.zeros((len(values), self.length))
        placed[:, self.mobilisation : self.mobilisation + values.shape[1]] = values
        return placed

    def at(self, values: Floats, months: Whole) -> Floats:
        placed = np.zeros((len(values), self.length))
        placed[:, self.mobilisation + months] = values
        return placed


def _worths(offer: Offer, scenarios: Scenarios) -> tuple[Floats, float, float]:
    """The unit value of a year, in each scenario and as expected, and the block price, in pence."""
    prices = np.array([to_pence(each.unit_price_gbp) for each in offer.services])
    expected = np.array([each.people_expected for each in offer.services])
    block = sum(to_pence(each.block_fee_gbp_a_year) for each in offer.services)
    return scenarios.people @ prices, float(expected @ prices), block


def volume_ratio(offer: Offer, scenarios: Scenarios) -> Floats:
    """The unit value of each scenario over the expected one; 1 where nothing is paid by person."""
    worth, expected, _block = _worths(offer, scenarios)
    ratio: Floats = worth / expected if expected else np.ones(len(scenarios))
    return ratio


def _adjustments(offer: Offer, months: Timeline, scenarios: Scenarios, *, served: Flags) -> Floats:
    """What volumes outside the band change, and what the guarantee adds, at the end of a year."""
    ratio = volume_ratio(offer, scenarios)
    counted = np.maximum(ratio, offer.minimum_guarantee_share)
    lower, upper = 1 - offer.volume_band_share, 1 + offer.volume_band_share
    below = np.minimum(counted / lower, 1.0) if lower else 1.0
    factor = below * np.maximum(counted / upper, 1.0)
    service = offer.fee_for_service_share * (factor - 1)
    use = offer.fee_for_use_share * (counted - ratio)
    if not (service.any() or use.any()):
        return np.zeros((1, months.term))
    number = np.arange(months.term)
    is_end = (number % MONTHS_A_YEAR == MONTHS_A_YEAR - 1) | (
        number == alike(scenarios.served_months) - 1
    )
    _worth, expected, _block = _worths(offer, scenarios)
    due = np.outer(service, months.level_so_far) + np.outer(use, months.year_so_far)
    rounded: Floats = signed_pence(expected * due) * (is_end & served)
    return rounded


def _results(
    offer: Offer, months: Timeline, scenarios: Scenarios, *, pot: Floats, advances: Floats
) -> Floats:
    """What each cohort's result brings, less its advances, not below the cap on clawback."""
    if not offer.results_share:
        return np.zeros((1, len(months.cohort_starts)))
    money = np.add.reduceat(pot, months.cohort_starts, axis=1)
    paid = np.add.reduceat(advances, months.cohort_starts, axis=1)
    net = signed_pence(money * scenarios.earned) - paid
    if offer.clawback_cap_share is None:
        return net
    return np.maximum(net, -whole_pence(offer.clawback_cap_share * money))


def _payments(offer: Offer, months: Timeline, scenarios: Scenarios, *, horizon: int) -> Floats:
    """What is paid once; a prime provider that has failed by the end pays nothing then."""
    month = np.arange(horizon)
    is_first = month == 0
    is_last = month == months.mobilisation + alike(scenarios.served_months) - 1
    stands = alike(scenarios.prime_lasts_months) > alike(scenarios.served_months)
    due: Floats = is_last * stands * to_pence(offer.exit_payment_gbp)
    first: Floats = is_first * to_pence(offer.mobilisation_payment_gbp)
    return due + first


def _share_of(pence: Floats, share: float) -> Floats:
    return whole_pence(share * pence) if share else np.zeros((1, pence.shape[1]))
