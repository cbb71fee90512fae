"""The offer in cash: what comes in and goes out by month, for one scenario or thousands at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.offers.costs import costs
from matcher.offers.income import income
from matcher.offers.pence import to_pence, whole_pence
from matcher.offers.scenarios import horizon
from matcher.offers.timeline import MONTHS_A_YEAR

if TYPE_CHECKING:
    from matcher.offers.costs import Costs
    from matcher.offers.income import Income
    from matcher.offers.records import Offer
    from matcher.offers.scenarios import Scenarios
    from matcher.offers.timeline import Floats, Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """What happens in each scenario (row) and month (column), in whole pence.

    Attributes
    ----------
    income : what is invoiced, line by line
    costs : what is spent, line by line
    received : what is paid of the invoices
    claims : what is paid to others for loss or damage, beyond what is insured
    interest : what borrowing costs
    balance : reserves with all that came in and went out, at the end of the month
    reserves : what there was at the beginning
    """

    income: Income
    costs: Costs
    received: Floats
    claims: Floats
    interest: Floats
    balance: Floats
    reserves: float

    @property
    def before_interest(self) -> Floats:
        """What the contract itself brings in and takes out."""
        return self.received - self.costs.total - self.claims

    @property
    def surplus(self) -> Floats:
        """What is left of each scenario at its end, beyond the reserves of the beginning."""
        return self.balance[:, -1] - self.reserves

    @property
    def lowest(self) -> Floats:
        """The lowest balance of each scenario."""
        lowest: Floats = self.balance.min(axis=1)
        return lowest


_NO_CLAIMS = np.zeros((1, 1))


def flows(
    offer: Offer,
    months: Timeline,
    scenarios: Scenarios,
    *,
    length: int = 0,
    claims: Floats = _NO_CLAIMS,
) -> Flows:
    """Work out scenarios of an offer, month by month.

    Parameters
    ----------
    offer : the offer
    months : its months (`matcher.offers.timeline.timeline`)
    scenarios : what happens
    length : the horizon, if it shall be longer than these scenarios need
    claims : what is paid for claims, in pence by scenario and month; or the same for all
    """
    length = max(length, horizon(offer, months, scenarios))
    invoiced = income(offer, months, scenarios, horizon=length)
    spent = costs(offer, months, scenarios, horizon=length)
    received = _received(months, scenarios, invoiced.total)
    reserves, rate = to_pence(offer.reserves_gbp), offer.credit_rate_share / MONTHS_A_YEAR
    interest, balance = _balances(reserves, received - spent.total - claims, rate=rate)
    return Flows(
        income=invoiced,
        costs=spent,
        received=received,
        claims=claims,
        interest=interest,
        balance=balance,
        reserves=reserves,
    )


def _received(months: Timeline, scenarios: Scenarios, invoiced: Floats) -> Floats:
    """Pay each invoice late by the scenario's months; what a failed prime owes is never paid."""
    length = invoiced.shape[1]
    received = np.zeros((len(scenarios), length))
    for late in np.unique(scenarios.delay_months):
        rows = scenarios.delay_months == late
        received[rows, late:] = (invoiced[rows] if len(invoiced) > 1 else invoiced)[
            :, : length - late
        ]
    end = months.mobilisation + scenarios.prime_lasts_months
    if (end < length).any():
        received *= np.arange(length) < end[:, None]
    return received


def _balances(reserves: float, change: Floats, *, rate: float) -> tuple[Floats, Floats]:
    """Add up, with interest on what was overdrawn at the end of the month before.

    Whatever is never overdrawn is a plain sum.
    """
    balance = np.cumsum(change, axis=1)
    balance += reserves
    interest = np.zeros(change.shape)
    overdrawn = np.flatnonzero(balance.min(axis=1) < 0)
    if rate and len(overdrawn):
        paid = _interest(reserves, change[overdrawn], rate=rate)
        interest[overdrawn] = paid
        balance[overdrawn] -= np.cumsum(paid, axis=1)
    return interest, balance


def _interest(reserves: float, change: Floats, *, rate: float) -> Floats:
    """What borrowing costs in each month, up to the last in which money moves."""
    by_month = np.ascontiguousarray(change.T)
    interest = np.zeros(by_month.shape)
    last = len(by_month) - 1 - np.argmax(by_month[::-1] != 0, axis=0)
    now = np.full(by_month.shape[1], reserves)
    for month, moved in enumerate(by_month):
        due = whole_pence(np.maximum(-now, 0) * rate) * (month <= last)
        interest[month] = due
        now = now + moved - due
    return interest.T
