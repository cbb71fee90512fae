"""What can be negotiated: each term, moved step by step towards better and towards worse."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.offers.base_case import working_capital
from matcher.offers.break_evens import priced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from matcher.offers.records import Offer

_FIVE_PERCENT, _ONE_PERCENT, _HALF_PERCENT = 0.05, 0.01, 0.005
_DAYS_A_STEP, _MOST_DAYS = 5, 180
_FEWEST_DAYS = 10
"""Sooner after the end of a month no invoice is paid."""
_MOST_PRICE_PERCENT = 200
"""Nobody pays more than twice what was offered."""
_PAYMENT_STEPS = 20
_MOST_PAID_BEFORE = Decimal("0.25")
"""A mobilisation payment is no more than this share of a year's value."""
_WHOLE_POUNDS_FROM = Decimal(20)
_MOST_FEE_SHARE, _MOST_RESULTS_SHARE = 0.3, 0.5


@dataclass(frozen=True, slots=True)
class Steps:
    """Offers in which one term moves step by step; each is made when it is asked for."""

    values: Sequence[Any]
    made: Callable[[Any], Offer]

    def __len__(self) -> int:
        """How many steps there are."""
        return len(self.values)

    def __getitem__(self, place: int) -> Offer:
        """The offer of one step."""
        return self.made(self.values[place])


def no_steps(offer: Offer) -> Steps:
    """The steps of a term that moves no further."""
    return Steps((), lambda _value: offer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """A term that can be negotiated.

    Attributes
    ----------
    key : the field of the offer, or price
    title : what it is called
    value : its value in an offer, in words
    unit : what that is of, in words
    better : offers with this term better and better
    worse : offers with this term worse and worse
    """

    key: str
    title: str
    value: Callable[[Offer], str]
    unit: str = ""
    better: Callable[[Offer], Steps]
    worse: Callable[[Offer], Steps] = no_steps

    def says(self, offer: Offer) -> str:
        """Its value with what that is of."""
        return f"{self.value(offer)} {self.unit}".rstrip()


def price_at(offer: Offer, percent: int) -> Offer:
    """Multiply all prices, rounded up: to the pound from twenty pounds on, else to the penny."""
    scaled = priced(offer, percent / 100)
    return replace(
        scaled,
        services=tuple(
            replace(
                each,
                unit_price_gbp=_rounded(each.unit_price_gbp),
                block_fee_gbp_a_year=_rounded(each.block_fee_gbp_a_year),
            )
            for each in scaled.services
        ),
    )


def _rounded(pounds: Decimal) -> Decimal:
    if pounds < _WHOLE_POUNDS_FROM:
        return pounds
    return pounds.quantize(Decimal(1), ROUND_CEILING)


def price_words(offer: Offer) -> str:
    """Say the prices of an offer.

    >>> from matcher.offers.records import Offer
    >>> price_words(Offer())
    '£1,200 for each person'
    """
    several = len(offer.services) > 1
    said = []
    for each in offer.services:
        parts = []
        if each.unit_price_gbp:
            parts.append(f"{money_words(each.unit_price_gbp)} for each person")
        if each.block_fee_gbp_a_year:
            parts.append(f"{money_words(each.block_fee_gbp_a_year)} a year")
        if parts:
            said.append(" and ".join(parts) + (f" ({each.name})" if several else ""))
    return "; ".join(said)


def money_words(pounds: Decimal) -> str:
    """Write pounds, with pence only where there are some.

    >>> money_words(Decimal("1200.00")), money_words(Decimal("-3.5"))
    ('£1,200', '-£3.50')
    """
    sign, size = ("-" if pounds < 0 else ""), abs(pounds)
    return f"{sign}£{size:,.0f}" if size == size.to_integral_value() else f"{sign}£{size:,.2f}"


def share_words(share: float) -> str:
    """Write a share in percent.

    >>> share_words(0.125), share_words(1.0)
    ('12.5%', '100%')
    """
    return f"{share * 100:.10g}%"


def levers(offer: Offer) -> tuple[Lever, ...]:
    """Give the terms that matter to an offer: those of results only where results are paid."""
    return tuple(_levers(offer))


def _price_steps(percents: range) -> Callable[[Offer], Steps]:
    return lambda offer: Steps(percents, lambda percent: price_at(offer, percent))


PRICE = Lever(
    key="price",
    title="Price",
    value=price_words,
    better=_price_steps(range(101, _MOST_PRICE_PERCENT + 1)),
    worse=_price_steps(range(99, 0, -1)),
)


def _levers(offer: Offer) -> Iterator[Lever]:
    yield PRICE
    if any(each.unit_price_gbp for each in offer.services):
        yield _share_lever(
            "minimum_guarantee_share",
            "Minimum guarantee",
            "of the expected volume",
            ends=(1.0, 0.0),
            step=_FIVE_PERCENT,
        )
    yield Lever(
        key="payment_days", title="Payment days", value=_days_words, better=_sooner, worse=_later
    )
    yield Lever(
        key="mobilisation_payment_gbp",
        title="Mobilisation payment",
        value=lambda one: money_words(one.mobilisation_payment_gbp),
        unit="before the service begins",
        better=_paid_before,
    )
    yield _share_lever(
        "management_fee_share",
        "Management fee",
        "of what you earn",
        ends=(0.0, max(offer.management_fee_share, _MOST_FEE_SHARE)),
        step=_ONE_PERCENT,
    )
    yield from _of_later_years(offer)
    if offer.service_credit_share:
        yield Lever(
            key="service_credit_cap_share",
            title="Cap on service credits",
            value=lambda one: share_words(one.service_credit_cap_share),
            unit="of fees",
            better=_fewer_credits,
        )
    if offer.results_share:
        yield from _of_results(offer)


def _of_later_years(offer: Offer) -> Iterator[Lever]:
    """Terms that keep an offer good: prices that rise with costs, a band, a payment at the end."""
    if offer.cost_inflation_share > offer.indexation_share or offer.indexation_share > 0:
        yield _share_lever(
            "indexation_share",
            "Indexation",
            "a year",
            ends=(max(offer.cost_inflation_share, offer.indexation_share), 0.0),
            step=_HALF_PERCENT,
        )
    if offer.fee_for_service_share and any(each.unit_price_gbp for each in offer.services):
        yield _share_lever(
            "volume_band_share",
            "Volume band",
            "either way",
            ends=(1.0, 0.0),
            step=_FIVE_PERCENT,
        )
    if offer.exit_cost_gbp > offer.exit_payment_gbp:
        yield Lever(
            key="exit_payment_gbp",
            title="Exit payment",
            value=lambda one: money_words(one.exit_payment_gbp),
            unit="when the contract ends",
            better=_paid_at_exit,
        )


def _paid_at_exit(offer: Offer) -> Steps:
    """Up to what the end costs, in tenths of what is not paid yet, up to the pound."""
    missing = offer.exit_cost_gbp - offer.exit_payment_gbp
    tenths = [(missing * part / 10).quantize(Decimal(1), ROUND_CEILING) for part in range(1, 11)]
    values = [offer.exit_payment_gbp + each for each in dict.fromkeys(tenths)]
    return _with(offer, "exit_payment_gbp", values)


def _of_results(offer: Offer) -> Iterator[Lever]:
    yield Lever(
        key="results_share",
        title="Payment by results",
        value=lambda one: share_words(one.results_share),
        unit="of the price",
        better=lambda one: _with_results(one, _range(one.results_share, 0.0, _ONE_PERCENT)),
        worse=lambda one: _with_results(
            one, _range(one.results_share, _MOST_RESULTS_SHARE, _ONE_PERCENT)
        ),
    )
    money = "of results money"
    yield _share_lever(
        "advance_share", "Foundation payment", money, ends=(1.0, 0.0), step=_FIVE_PERCENT
    )
    if floor := offer.results_floor_share:
        yield _share_lever(
            "results_floor_share", "Floor of results", money, ends=(0.0, floor), step=_FIVE_PERCENT
        )
    if offer.advance_share or offer.results_floor_share:
        yield Lever(
            key="clawback_cap_share",
            title="Cap on clawback",
            value=_cap_words,
            unit="of results money",
            better=_less_clawback,
        )


def _share_lever(
    key: str, title: str, unit: str, *, ends: tuple[float, float], step: float
) -> Lever:
    """A share that is best at the first of its ends, and worst at the second."""

    def to(end: float) -> Callable[[Offer], Steps]:
        return lambda one: _with(one, key, _range(getattr(one, key), end, step))

    def value(offer: Offer) -> str:
        return share_words(getattr(offer, key))

    return Lever(
        key=key, title=title, value=value, unit=unit, better=to(ends[0]), worse=to(ends[1])
    )


def _fewer_credits(offer: Offer) -> Steps:
    def capped(cap: float) -> Offer:
        expected = min(offer.service_credit_share, cap)
        return replace(offer, service_credit_cap_share=cap, service_credit_share=expected)

    return Steps(_range(offer.service_credit_cap_share, 0.0, _ONE_PERCENT), capped)


def _cap_words(offer: Offer) -> str:
    cap = offer.clawback_cap_share
    return "any share" if cap is None else share_words(cap)


def _less_clawback(offer: Offer) -> Steps:
    start = offer.clawback_cap_share
    highest = offer.advance_share + offer.results_floor_share if start is None else start
    return _with(offer, "clawback_cap_share", _range(highest, 0.0, _FIVE_PERCENT))


def _with(offer: Offer, name: str, values: Sequence[Any]) -> Steps:
    return Steps(values, lambda value: replace(offer, **{name: value}))


def _with_results(offer: Offer, shares: list[float]) -> Steps:
    """Move the share between results and fee for use."""
    both = offer.results_share + offer.fee_for_use_share

    def moved(share: float) -> Offer:
        return replace(offer, results_share=share, fee_for_use_share=round(both - share, 10))

    return Steps([each for each in shares if each <= both], moved)


def _days_words(offer: Offer) -> str:
    after = " after the prime provider is paid" if offer.pay_when_paid else ""
    return f"{offer.payment_days} days{after}"


def _sooner(offer: Offer) -> Steps:
    plain = replace(offer, pay_when_paid=False)
    start = (offer.payment_days - 1) // _DAYS_A_STEP * _DAYS_A_STEP
    fewer = range(start, _FEWEST_DAYS - 1, -_DAYS_A_STEP)
    first = (offer.payment_days,) if offer.pay_when_paid else ()
    return _with(plain, "payment_days", (*first, *fewer))


def _later(offer: Offer) -> Steps:
    start = (offer.payment_days // _DAYS_A_STEP + 1) * _DAYS_A_STEP
    return _with(offer, "payment_days", range(start, _MOST_DAYS + 1, _DAYS_A_STEP))


def _paid_before(offer: Offer) -> Steps:
    """Up to what the contract ties up, or what getting ready costs, in hundreds of pounds."""
    wanted = max(offer.mobilisation_cost_gbp, working_capital(offer).amount_gbp)
    most = min(wanted, offer.annual_value_gbp * _MOST_PAID_BEFORE)
    hundreds = np.unique(np.ceil(np.linspace(0, float(most) / 100, _PAYMENT_STEPS + 1)))
    above = [offer.mobilisation_payment_gbp + int(each) * 100 for each in hundreds[1:]]
    return _with(offer, "mobilisation_payment_gbp", above)


def _range(start: float, end: float, step: float) -> list[float]:
    """Give the multiples of a step from beyond `start` to `end`, which comes last.

    >>> _range(0.12, 0.0, 0.05), _range(0.9, 1.0, 0.05), _range(1.0, 1.0, 0.05)
    ([0.1, 0.05, 0.0], [0.95, 1.0], [])
    """
    sign = 1 if end > start else -1
    highest = max(start, end)
    every = np.round(np.arange(0, highest + step, step), 10)
    between = every[(every * sign > start * sign + 1e-9) & (every * sign < end * sign - 1e-9)]
    return [*sorted(between.tolist(), key=lambda each: each * sign), end] if start != end else []
