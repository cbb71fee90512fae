"""The months of an offer: when people come, what year's prices hold, when cohorts are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from matcher.offers.records import Offer

Floats: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Flags: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Whole: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

MONTHS_A_YEAR, MONTHS_A_COHORT, DAYS_A_MONTH = 12, 3, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The months in which an offer's service runs, numbered from 0.

    Attributes
    ----------
    mobilisation : how many months come before them
    shape : which share of a year's people comes in each month
    price_index : by what the prices of each month are multiplied
    year_so_far : `shape` times `price_index`, added up since the contract year began
    level_so_far : a twelfth times `price_index`, added up likewise
    cohort_starts : the first month of each quarterly cohort
    cohort_ends : the last month of each
    """

    mobilisation: int
    shape: Floats
    price_index: Floats
    year_so_far: Floats
    level_so_far: Floats
    cohort_starts: Whole
    cohort_ends: Whole

    @property
    def term(self) -> int:
        """How many months the service runs."""
        return len(self.shape)


def timeline(offer: Offer) -> Timeline:
    """Lay out the months of an offer.

    The people of a month are the year's, a twelfth, times how far the ramp-up has come,
    ``min(1, (m + 1) / (ramp_up_months + 1))``, times the season of its calendar month over the mean
    of the seasons. Prices change with each contract year.
    """
    number = np.arange(offer.term_months)
    year = number // MONTHS_A_YEAR
    ramp = np.minimum(1.0, (number + 1) / (offer.ramp_up_months + 1))
    season = np.array(offer.season) / np.mean(offer.season)
    shape = ramp * season[(number + offer.starts.month - 1) % MONTHS_A_YEAR] / MONTHS_A_YEAR
    price_index = np.power(1 + offer.indexation_share, year)
    starts = number[::MONTHS_A_COHORT]
    return Timeline(
        mobilisation=offer.mobilisation_months,
        shape=shape,
        price_index=price_index,
        year_so_far=_within_years(shape * price_index),
        level_so_far=_within_years(price_index / MONTHS_A_YEAR),
        cohort_starts=starts,
        cohort_ends=np.minimum(starts + MONTHS_A_COHORT - 1, offer.term_months - 1),
    )


def _within_years(values: Floats) -> Floats:
    """Add up since the beginning of each contract year."""
    starts = range(0, len(values), MONTHS_A_YEAR)
    return np.concatenate([np.cumsum(values[each : each + MONTHS_A_YEAR]) for each in starts])


def month_of(offer: Offer, number: int) -> date:
    """Give the first day of a month, counted from 0 for the first of mobilisation.

    >>> from matcher.offers.records import Offer
    >>> month_of(Offer(), 3)
    datetime.date(2015, 3, 1)
    """
    months = offer.mobilised_from.year * MONTHS_A_YEAR + offer.mobilised_from.month - 1 + number
    return date(months // MONTHS_A_YEAR, months % MONTHS_A_YEAR + 1, 1)


def months_late(days: Floats) -> Whole:
    """In how many months after that of its invoice a payment comes in, to the nearest of 30 days.

    >>> months_late(np.array([0.0, 14.0, 15.0, 30.0, 44.0, 45.0, 90.0])).tolist()
    [0, 0, 1, 1, 1, 2, 3]
    """
    return np.floor(days / DAYS_A_MONTH + 0.5).astype(np.int64)


def payment_delay_days(offer: Offer) -> int:
    """How many days after the end of the month the contract says that an invoice is paid."""
    waiting = offer.prime_payment_days if offer.pay_when_paid else 0
    return offer.payment_days + waiting
