"""The base case: what is expected, month by month, in exact pounds, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date  # noqa: TC003  (read at run time to make the JSON schema)
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from matcher.offers.model import flows
from matcher.offers.pence import pounds
from matcher.offers.periods import COST_LINES, INCOME_LINES, Period, grouped, quarter_of, year_of
from matcher.offers.returns import net_present_value, yearly_return
from matcher.offers.scenarios import as_expected
from matcher.offers.timeline import MONTHS_A_YEAR, month_of, timeline

if TYPE_CHECKING:
    from matcher.offers.model import Flows
    from matcher.offers.records import Offer
    from matcher.offers.timeline import Floats, Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCapital:
    """How much money a contract ties up, and when it comes back.

    Attributes
    ----------
    amount_gbp : the most that has gone out before it came in; interest is not counted
    needed_by : the month in which that is so; none if nothing is needed
    back_by : the first month from which on the contract has paid it all back; none if it never does
    """

    amount_gbp: Decimal
    needed_by: date | None
    back_by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseCase:
    """What is expected of an offer.

    Attributes
    ----------
    months, quarters, years : what happens in each; the sums of months are those of the others
    total : the whole of it
    surplus_gbp : income less costs and interest; below 0 it is a loss
    surplus_share : of income; none without income
    lowest_balance_gbp : the lowest balance at the end of a month
    lowest_month : the first month that ends with it
    working_capital : what the contract ties up
    net_present_value_gbp : of all that comes in and goes out, before interest
    yearly_return_share : the internal rate of return; none where there is none, or several
    """

    months: tuple[Period, ...]
    quarters: tuple[Period, ...]
    years: tuple[Period, ...]
    total: Period
    surplus_gbp: Decimal
    surplus_share: float | None
    lowest_balance_gbp: Decimal
    lowest_month: date
    working_capital: WorkingCapital
    net_present_value_gbp: Decimal
    yearly_return_share: float | None


def base_case(offer: Offer) -> BaseCase:
    """Work out what is expected of an offer, with people, results and days late as it says them.

    >>> from matcher.offers.records import Offer
    >>> found = base_case(Offer())
    >>> total = found.total
    >>> total.income_gbp - total.costs_gbp - total.interest_gbp == found.surplus_gbp
    True
    """
    months = timeline(offer)
    found = flows(offer, months, as_expected(offer, months))
    periods = _periods(offer, months, found)
    change = found.before_interest[0]
    total = grouped(periods, lambda _period: "In all")[0]
    low = int(np.argmin(found.balance[0]))
    surplus = total.income_gbp - total.costs_gbp - total.interest_gbp
    return BaseCase(
        months=periods,
        quarters=grouped(periods, quarter_of),
        years=grouped(periods, year_of),
        total=total,
        surplus_gbp=surplus,
        surplus_share=float(surplus / total.income_gbp) if total.income_gbp > 0 else None,
        lowest_balance_gbp=pounds(found.balance[0, low]),
        lowest_month=month_of(offer, low),
        working_capital=_working_capital(offer, change),
        net_present_value_gbp=net_present_value(change, offer.discount_rate_share),
        yearly_return_share=yearly_return(change),
    )


def working_capital(offer: Offer) -> WorkingCapital:
    """Say how much money an offer ties up, by when, and when it has come back.

    It is the depth of the lowest point of all that came in less all that went out, before reserves
    and interest.
    """
    months = timeline(offer)
    return _working_capital(
        offer, flows(offer, months, as_expected(offer, months)).before_interest[0]
    )


def _working_capital(offer: Offer, change: Floats) -> WorkingCapital:
    sums = np.cumsum(change)
    low = int(np.argmin(sums))
    if sums[low] >= 0:
        return WorkingCapital(amount_gbp=Decimal(0), needed_by=None, back_by=None)
    below = np.flatnonzero(sums < 0)
    back = int(below[-1]) + 1
    return WorkingCapital(
        amount_gbp=pounds(-sums[low]),
        needed_by=month_of(offer, low),
        back_by=month_of(offer, back) if back < len(sums) else None,
    )


def _periods(offer: Offer, months: Timeline, found: Flows) -> tuple[Period, ...]:
    people = float(sum(each.people_expected for each in offer.services))
    length = _length(months, found)
    return tuple(_period(offer, months, found, number, people) for number in range(length))


def _length(months: Timeline, found: Flows) -> int:
    """Up to the last month in which anything happens, the service's last at least."""
    moves = (found.income.total[0] != 0) | (found.received[0] != 0) | (found.costs.total[0] != 0)
    moves[months.mobilisation + months.term - 1] = True
    return int(np.flatnonzero(moves)[-1]) + 1


def _period(
    offer: Offer, months: Timeline, found: Flows, number: int, people_a_year: float
) -> Period:
    lines = {
        f"{field.name}_gbp": pounds(getattr(part, field.name)[0, number])
        for part in (found.income, found.costs)
        for field in fields(type(part))
    }
    income = sum((lines[name] for name in INCOME_LINES), start=Decimal(0))
    spent = sum((lines[name] for name in COST_LINES), start=Decimal(0))
    received, interest = pounds(found.received[0, number]), pounds(found.interest[0, number])
    served = number - months.mobilisation
    in_service = 0 <= served < months.term
    balance = pounds(found.balance[0, number])
    return Period(
        label=f"{month_of(offer, number):%Y-%m}",
        begins=month_of(offer, number),
        contract_year=served // MONTHS_A_YEAR + 1 if in_service else None,
        people=people_a_year * float(months.shape[served]) if in_service else 0.0,
        **lines,
        income_gbp=income,
        costs_gbp=spent,
        margin_gbp=income - spent,
        received_gbp=received,
        interest_gbp=interest,
        cash_flow_gbp=received - spent - interest,
        balance_gbp=balance,
        lowest_balance_gbp=balance,
    )
