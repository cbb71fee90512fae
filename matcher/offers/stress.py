"""The standing stress tests: what happened to others once, tried on this offer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date  # noqa: TC003  (read at run time to make the JSON schema)
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matcher.offers.levers import money_words
from matcher.offers.liability import own_share_of_claim
from matcher.offers.model import flows
from matcher.offers.pence import pounds, to_pence
from matcher.offers.scenarios import as_expected, horizon
from matcher.offers.simulation import credit_limit
from matcher.offers.timeline import (
    MONTHS_A_YEAR,
    month_of,
    months_late,
    payment_delay_days,
    timeline,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.offers.records import Offer
    from matcher.offers.scenarios import Scenarios
    from matcher.offers.timeline import Floats, Timeline

VOLUME_FALLS = (0.34, 0.48)
"""By how much work fell below the forecast in 2015-16, and was then foreseen to fall at the most
(National Audit Office and Public Accounts Committee; docs/offers.md names the sources)."""
LATE_RESULTS_MONTHS = 24
FAILS_IN_MONTH, NOTICE_IN_MONTH = 18, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class StressTest:
    """What an offer comes to if one thing goes wrong, and all else goes as expected.

    Attributes
    ----------
    key : its short name
    title : what goes wrong, in words
    surplus_gbp : what is left then; below 0 it is a loss
    change_gbp : how much less or more than expected
    lowest_balance_gbp, lowest_month : the lowest balance at the end of a month, and when
    survives : whether reserves and credit last
    """

    key: str
    title: str
    surplus_gbp: Decimal
    change_gbp: Decimal
    lowest_balance_gbp: Decimal
    lowest_month: date
    survives: bool


def stress_tests(offer: Offer) -> tuple[StressTest, ...]:
    """Try each stress test on an offer; results are tried only where results are paid."""
    months = timeline(offer)
    expected = as_expected(offer, months)
    usual = pounds(float(flows(offer, months, expected).surplus[0]))
    tried = _tests(offer, months, expected)
    return tuple(_test(each, months, usual=usual) for each in tried)


class _Tried(NamedTuple):
    """A stress test that is still to be worked out; a claim is in pence by month."""

    key: str
    title: str
    offer: Offer
    scenarios: Scenarios
    claims: Floats = np.zeros((1, 1))


def _tests(offer: Offer, months: Timeline, expected: Scenarios) -> Iterator[_Tried]:
    for fall in VOLUME_FALLS:
        fewer = replace(expected, people=expected.people * (1 - fall))
        yield _Tried(f"volume-{fall * 100:.0f}", f"{fall:.0%} fewer people come", offer, fewer)
    if offer.results_share:
        yield from _results(offer, expected)
    months_in = min(FAILS_IN_MONTH, months.term)
    title = f"the prime provider fails in month {months_in}"
    yield _Tried("prime-fails", title, offer, _stopped(offer, expected, months_in, fails=True))
    if months.term > NOTICE_IN_MONTH:
        title = f"the contract is ended early, by notice in month {NOTICE_IN_MONTH}"
        end = min(NOTICE_IN_MONTH + offer.notice_months, months.term)
        yield _Tried("notice", title, offer, _stopped(offer, expected, end, fails=False))
    days = payment_delay_days(offer) + offer.late_days_most
    late = replace(expected, delay_months=months_late(np.full(1, float(days))))
    title = f"every invoice is paid {offer.late_days_most} days later than agreed"
    yield _Tried("paid-late", title, offer, late)
    most = replace(offer, service_credit_share=offer.service_credit_cap_share)
    title = "service credits are deducted up to their cap"
    yield _Tried("service-credits", title, most, expected)
    yield _claim(offer, months, expected)


def _claim(offer: Offer, months: Timeline, expected: Scenarios) -> _Tried:
    """Somebody claims as much as the contract is worth, and it is paid in the same month."""
    worth = offer.annual_value_gbp * months.term / MONTHS_A_YEAR
    claim = worth.quantize(Decimal(1))
    own = own_share_of_claim(offer, claim)
    month = months.mobilisation + min(FAILS_IN_MONTH, months.term) - 1
    paid = np.zeros((1, horizon(offer, months, expected)))
    paid[0, month] = to_pence(own)
    title = (
        f"a claim of {money_words(claim)}, the worth of the contract, is upheld in month "
        f"{min(FAILS_IN_MONTH, months.term)}: {money_words(own)} is yours to pay"
    )
    return _Tried("claim", title, offer, expected, paid)


def _results(offer: Offer, expected: Scenarios) -> Iterator[_Tried]:
    """Results are known late, and earn nothing, half, or all of the money."""
    for paid in (0.0, 0.5, 1.0):
        earned = np.full(expected.earned.shape, paid)
        late = replace(expected, earned=earned, results_months=LATE_RESULTS_MONTHS)
        title = f"{paid:.0%} of results money is paid, {LATE_RESULTS_MONTHS} months after the work"
        yield _Tried(f"results-{paid * 100:.0f}", title, offer, late)


def _stopped(offer: Offer, expected: Scenarios, months: int, *, fails: bool) -> Scenarios:
    """The service ends after so many months: at once if the prime fails, or by notice."""
    served = np.full(1, months)
    notice = 0 if fails else offer.notice_months
    is_early = months < expected.served_months[0]
    run_on = max(0, offer.wind_down_months - notice) if is_early else 0
    return replace(
        expected,
        served_months=served,
        run_on_months=np.full(1, run_on),
        prime_lasts_months=served if fails else expected.prime_lasts_months,
    )


def _test(tried: _Tried, months: Timeline, *, usual: Decimal) -> StressTest:
    key, title, offer, scenarios, claims = tried
    found = flows(offer, months, scenarios, claims=claims)
    low = int(np.argmin(found.balance[0]))
    surplus = pounds(float(found.surplus[0]))
    return StressTest(
        key=key,
        title=title,
        surplus_gbp=surplus,
        change_gbp=surplus - usual,
        lowest_balance_gbp=pounds(float(found.balance[0, low])),
        lowest_month=month_of(offer, low),
        survives=bool(found.lowest[0] >= credit_limit(offer)),
    )
