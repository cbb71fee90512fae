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
    from matcher.offers.timeline import Floats, Timeline, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """What happens in each scenario (row) and month (column), in whole pence.

    Attributes
    ----------
    income : what is invoiced, line by line
    costs : what is spent, line by line
    received : what is paid of the invoices
    interest : what borrowing costs
    balance : reserves with all that came in and went out, at the end of the month
    """

    income: Income
    costs: Costs
    received: Floats
    interest: Floats
    balance: Floats

    @property
    def before_interest(self) -> Floats:
        """What the contract itself brings in and takes out."""
        return self.received - self.costs.total

    @property
    def surplus(self) -> Floats:
        """What is left of each scenario at its end, beyond the reserves of the beginning."""
        change: Floats = self.before_interest - self.interest
        surplus: Floats = change.sum(axis=1)
        return surplus

    @property
    def lowest(self) -> Floats:
        """The lowest balance of each scenario."""
        lowest: Floats = self.balance.min(axis=1)
        return lowest


def flows(offer: Offer, months: Timeline, scenarios: Scenarios, *, length: int = 0) -> Flows:
    """Work out scenarios of an offer, month by month.

    Parameters
    ----------
    offer : the offer
    months : its months (`matcher.offers.timeline.timeline`)
    scenarios : what happens
    length : the horizon, if it shall be longer than these scenarios need
    """
    length = max(length, horizon(offer, months, scenarios))
    invoiced = income(offer, months, scenarios, horizon=length)
    spent = costs(offer, months, scenarios, horizon=length)
    received = _received(months, scenarios, invoiced.total)
    interest, balance = _balances(offer, received - spent.total)
    return Flows(
        income=invoiced, costs=spent, received=received, interest=interest, balance=balance
    )


def _received(months: Timeline, scenarios: Scenarios, invoiced: Floats) -> Floats:
    """Pay each invoice late by the scenario's months; what a failed prime owes is never paid."""
    received = np.zeros(invoiced.shape)
    length = invoiced.shape[1]
    for late in np.unique(scenarios.delay_months):
        rows = scenarios.delay_months == late
        received[rows, late:] = invoiced[rows, : length - late]
    if scenarios.failed.any():
        end = np.where(scenarios.failed, months.mobilisation + scenarios.served_months, length)
        received *= np.arange(length) < end[:, None]
    return received


def _balances(offer: Offer, change: Floats) -> tuple[Floats, Floats]:
    """Add up, with interest on what was overdrawn at the end of the month before.

    It is counted up to the last month in which money moves.
    """
    rate = offer.credit_rate_share / MONTHS_A_YEAR
    balance, interest = np.empty(change.shape), np.empty(change.shape)
    now = np.full(len(change), to_pence(offer.reserves_gbp))
    last = change.shape[1] - 1 - np.argmax(change[:, ::-1] != 0, axis=1)
    for month in range(change.shape[1]):
        interest[:, month] = whole_pence(np.maximum(-now, 0) * rate) * (month <= last)
        now = now + change[:, month] - interest[:, month]
        balance[:, month] = now
    return interest, balance


def lost_debts(months: Timeline, scenarios: Scenarios, flows: Flows) -> Floats:
    """What prime providers that fail have been invoiced by then and never pay, by scenario."""
    end: Whole = months.mobilisation + scenarios.served_months
    by_then = np.arange(flows.received.shape[1]) < end[:, None]
    owed = (flows.income.total * by_then).sum(axis=1) - flows.received.sum(axis=1)
    return np.where(scenarios.failed, owed, 0.0)
