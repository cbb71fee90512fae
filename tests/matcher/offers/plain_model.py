"""The base case once more, month by month in exact fractions: what the model is compared with.

It is written from docs/offers.md, shares no code with `matcher.offers`, and knows one scenario.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.offers.records import Offer


def exact(value: object) -> Fraction:
    return Fraction(str(value))


def penny(pounds: Fraction) -> Fraction:
    """Round to a penny, half a penny away from 0."""
    sign = 1 if pounds >= 0 else -1
    return sign * Fraction(floor(abs(pounds) * 100 + Fraction(1, 2)), 100)


@dataclass
class Plain:
    """What happens in each month."""

    invoiced: dict[int, Fraction] = field(default_factory=dict)
    received: dict[int, Fraction] = field(default_factory=dict)
    spent: dict[int, Fraction] = field(default_factory=dict)
    balance: list[Fraction] = field(default_factory=list)

    def add(self, name: str, month: int, amount: Fraction) -> None:
        column = getattr(self, name)
        column[month] = column.get(month, Fraction(0)) + amount


def plain_base_case(offer: Offer) -> Plain:
    first = offer.mobilised_from.year * 12 + offer.mobilised_from.month
    start = offer.starts.year * 12 + offer.starts.month - first
    end = offer.ends.year * 12 + offer.ends.month - first
    found = Plain()
    pots: list[tuple[int, Fraction, Fraction]] = []
    mean_season = sum(map(exact, offer.season), Fraction(0)) / 12
    fee = exact(offer.management_fee_share)
    for month in range(start, end + 1):
        m = month - start
        ramp = min(Fraction(1), Fraction(m + 1, offer.ramp_up_months + 1))
        calendar = (offer.starts.month - 1 + m) % 12
        shape = ramp * exact(offer.season[calendar]) / mean_season / 12
        price = Fraction((1 + exact(offer.indexation_share)) ** (m // 12))
        unit = sum(
            (exact(s.unit_price_gbp) * exact(s.people_expected) for s in offer.services),
            Fraction(0),
        )
        block = sum((exact(s.block_fee_gbp_a_year) for s in offer.services), Fraction(0))
        value = price * (block / 12 + unit * shape)
        level = price * (block + unit) / 12 * exact(offer.fee_for_service_share)
        fees = penny(level + value * exact(offer.fee_for_use_share))
        pot = value * exact(offer.results_share)
        advance = penny(pot * exact(offer.advance_share))
        credit = penny(fees * exact(offer.service_credit_share))
        gross = fees + advance - credit
        found.add("invoiced", month, gross - penny(fee * gross))
        pots.append((m // 3, pot, advance))
        inflation = Fraction((1 + exact(offer.cost_inflation_share)) ** (m // 12))
        spend(offer, found, month, shape=shape, inflation=inflation)
    results(offer, found, pots, start=start, end=end)
    one_off(offer, found, start=start, end=end)
    overheads(offer, found)
    cash(offer, found)
    return found


def spend(offer: Offer, found: Plain, month: int, *, shape: Fraction, inflation: Fraction) -> None:
    salaries = exact(offer.staff_fte) * exact(offer.staff_salary_gbp)
    people = sum((exact(s.people_expected) for s in offer.services), Fraction(0))
    each = sum(
        (exact(s.cost_per_person_gbp) * exact(s.people_expected) for s in offer.services),
        Fraction(0),
    )
    yearly = (
        salaries * (1 + exact(offer.staff_on_cost_share)),
        exact(offer.pension_cost_gbp_a_year),
        exact(offer.fixed_costs_gbp_a_year),
    )
    for amount in yearly:
        found.add("spent", month, penny(amount * inflation / 12))
    found.add("spent", month, penny(each * shape * inflation))
    if offer.step_people_a_year is not None:
        steps = max(0, ceil(people * shape * 12 / exact(offer.step_people_a_year)) - 1)
        step = exact(offer.step_cost_gbp_a_year) / 12
        found.add("spent", month, penny(steps * step * inflation))


def results(
    offer: Offer, found: Plain, pots: list[tuple[int, Fraction, Fraction]], *, start: int, end: int
) -> None:
    reduction = exact(offer.baseline_reoffending_share) - exact(offer.expected_reoffending_share)
    threshold = exact(offer.results_threshold_share)
    floor_, cap = -exact(offer.results_floor_share), exact(offer.results_cap_share)
    binary = Fraction(0)
    if reduction >= threshold or reduction <= -threshold:
        binary = min(max(reduction / exact(offer.full_results_reduction_share), floor_), cap)
    fewer = exact(offer.baseline_offences) - exact(offer.expected_offences)
    frequency = fewer / exact(offer.full_offences_reduction)
    if reduction < threshold:
        frequency = min(frequency, Fraction(0))
    frequency = min(max(frequency, floor_), cap)
    weight = exact(offer.frequency_share)
    earned = (1 - weight) * binary + weight * frequency
    fee = exact(offer.management_fee_share)
    for cohort in sorted({number for number, _pot, _advance in pots}):
        money = sum((pot for number, pot, _a in pots if number == cohort), Fraction(0))
        advanced = sum((a for number, _pot, a in pots if number == cohort), Fraction(0))
        net = penny(money * earned) - advanced
        if offer.clawback_cap_share is not None:
            net = max(net, -penny(money * exact(offer.clawback_cap_share)))
        last = min(start + cohort * 3 + 2, end)
        wait = offer.followup_months + offer.court_months + offer.publication_months
        found.add("invoiced", last + wait, net - penny(fee * net))


def one_off(offer: Offer, found: Plain, *, start: int, end: int) -> None:
    ready = max(start, 1)
    cost = exact(offer.mobilisation_cost_gbp)
    shares = [Fraction(floor(cost * 100 * n / ready), 100) for n in range(ready + 1)]
    for month in range(ready):
        found.add("spent", month, shares[month + 1] - shares[month])
    found.add("spent", start, exact(offer.tupe_cost_gbp))
    found.add("spent", end, exact(offer.exit_cost_gbp))
    found.add("invoiced", 0, exact(offer.mobilisation_payment_gbp))
    found.add("invoiced", end, exact(offer.exit_payment_gbp))


def overheads(offer: Offer, found: Plain) -> None:
    for month, direct in list(found.spent.items()):
        found.add("spent", month, penny(direct * exact(offer.overhead_share)))


def cash(offer: Offer, found: Plain) -> None:
    days = offer.payment_days + offer.late_days
    days += offer.prime_payment_days if offer.pay_when_paid else 0
    for month, amount in found.invoiced.items():
        found.add("received", month + (days + 15) // 30, amount)
    balance = exact(offer.reserves_gbp)
    rate = exact(offer.credit_rate_share) / 12
    for month in range(max([*found.received, *found.spent]) + 1):
        interest = penny(max(-balance, Fraction(0)) * rate)
        nothing = Fraction(0)
        change = found.received.get(month, nothing) - found.spent.get(month, nothing)
        balance += change - interest
        found.balance.append(balance)
