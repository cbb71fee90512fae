"""What may happen to an offer, many scenarios at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.offers.results import earned_share
from matcher.offers.timeline import months_late, payment_delay_days

if TYPE_CHECKING:
    from matcher.offers.records import Offer
    from matcher.offers.timeline import Floats, Timeline, Whole


NEVER_FAILS = 10_000
"""So many months no offer lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenarios:
    """Several scenarios of one offer; each array has a row for each.

    Attributes
    ----------
    people : people a year, scenarios x services
    earned : share of the results money that each cohort earns, scenarios x cohorts
    delay_months : in how many months after that of its invoice a payment comes in
    served_months : for how many months the service runs
    run_on_months : for how many months staff and fixed costs go on after that
    prime_lasts_months : for how many months from the service's first the prime provider lasts; what
        it has not paid by then it never pays (`NEVER_FAILS` where it does not fail)
    results_months : how many months after a cohort's last its result is known, in all scenarios
    """

    people: Floats
    earned: Floats
    delay_months: Whole
    served_months: Whole
    run_on_months: Whole
    prime_lasts_months: Whole
    results_months: int

    def __len__(self) -> int:
        """How many there are."""
        return len(self.people)

    def part(self, chosen: slice | Whole) -> Scenarios:
        """Some of them."""
        return Scenarios(
            people=self.people[chosen],
            earned=self.earned[chosen],
            delay_months=self.delay_months[chosen],
            served_months=self.served_months[chosen],
            run_on_months=self.run_on_months[chosen],
            prime_lasts_months=self.prime_lasts_months[chosen],
            results_months=self.results_months,
        )


def as_expected(offer: Offer, months: Timeline, count: int = 1) -> Scenarios:
    """What is expected, so many times: people, results and days late as the offer says them."""
    expected = np.array([each.people_expected for each in offer.services])
    outcome = earned_share(
        offer,
        np.array([offer.expected_reoffending_share]),
        np.array([offer.expected_offences]),
    )
    days = float(payment_delay_days(offer) + offer.late_days)
    return Scenarios(
        people=np.tile(expected, (count, 1)),
        earned=np.broadcast_to(outcome, (count, len(months.cohort_starts))),
        delay_months=months_late(np.full(count, days)),
        served_months=np.full(count, months.term),
        run_on_months=np.zeros(count, dtype=np.int64),
        prime_lasts_months=np.full(count, NEVER_FAILS),
        results_months=offer.results_months,
    )


def alike(column: Whole) -> Whole:
    """Give a column of values by scenario, as a single row where all are the same."""
    return column[:1, None] if (column == column[0]).all() else column[:, None]


def horizon(offer: Offer, months: Timeline, scenarios: Scenarios) -> int:
    """How many months it takes, from the first of mobilisation, until nothing more happens."""
    waits = scenarios.results_months if offer.results_share else 0
    tail = max(waits + int(scenarios.delay_months.max()), int(scenarios.run_on_months.max()))
    return months.mobilisation + months.term + tail
