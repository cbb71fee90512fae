"""What the terms mean for an offer: the fields of `matcher.offers` that a finding fills in.

Only what the words say is carried: days, shares, months and sums. The offer counts payment days
from the end of the month; a contract mostly counts them from the invoice. An invoice is written at
the end of a month, so the days are taken as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.offers.reading import read_texts, value_text
from matcher.offers.words import OFFER_FIELDS
from matcher.terms.numbers import amounts_of, shares_of
from matcher.terms.plain import plain
from matcher.terms.records import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from matcher.offers.records import Offer
    from matcher.terms.answer import CheckedTerms, Finding

MOST_DAYS, MOST_NOTICE_MONTHS = 365, 36
MOST_GBP, MOST_TIMES = 100_000_000, 20.0
_MONTH_END_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One field of an offer that a clause fills in: its value as a text, and why."""

    field: str
    label: str
    value: str
    clause: str
    rule: str


def carried(found: CheckedTerms) -> tuple[Carried, ...]:
    """Say which fields of an offer the terms fill in; of several clauses the worst counts.

    >>> from matcher.terms.checking import check
    >>> [(each.field, each.value) for each in carried(
    ...     check("5.1 The Prime shall pay each invoice within 60 days."))]
    [('payment_days', '60')]
    """
    filled: dict[str, Carried] = {}
    for finding in found.findings:
        for field, value in _CARRIERS.get(finding.kind, _nothing)(finding):
            filled.setdefault(
                field,
                Carried(
                    field=field,
                    label=OFFER_FIELDS[field].label,
                    value=value,
                    clause=finding.clause,
                    rule=finding.rule,
                ),
            )
    return tuple(filled.values())


def with_terms(offer: Offer, fields: tuple[Carried, ...]) -> Offer:
    """Change an offer as the terms say; the parts of its price still add up to the whole.

    Raises
    ------
    OfferError
        If the offer then contains mistakes.
    """
    texts = {each.field: each.value for each in fields}
    if "results_share" in texts:
        texts |= _other_parts(offer, float(texts["results_share"]))
    return read_texts(texts, start=offer)


def _other_parts(offer: Offer, results_share: float) -> Mapping[str, str]:
    """Share what does not rest on results as before, between service and use."""
    service, use = offer.fee_for_service_share, offer.fee_for_use_share
    rest = 1 - results_share
    part = rest * service / (service + use) if service + use else rest
    return {
        "fee_for_service_share": value_text(round(part, 6)),
        "fee_for_use_share": value_text(round(rest - round(part, 6), 6)),
    }


def _nothing(_finding: Finding) -> Iterator[tuple[str, str]]:
    yield from ()


def _payment(finding: Finding) -> Iterator[tuple[str, str]]:
    days = finding.figures.days
    if finding.rule == "paid only when the prime is paid":
        yield "pay_when_paid", "yes"
    elif finding.rule == "month end added":
        yield "payment_days", str(days or _MONTH_END_DAYS)
    elif finding.rule == "never waits for the prime to be paid":
        yield "pay_when_paid", "no"
        if days is not None:
            yield "payment_days", str(min(days, MOST_DAYS))
    elif finding.rule in {"later than 30 days", "paid within 30 days"} and days is not None:
        yield "payment_days", str(min(days, MOST_DAYS))


def _volume(finding: Finding) -> Iterator[tuple[str, str]]:
    share = finding.figures.share
    if finding.rule == "no volume is promised":
        yield "minimum_guarantee_share", "0"
    elif finding.rule in {"a volume is promised", "less than half is promised"} and share:
        yield "minimum_guarantee_share", value_text(min(share, 1.0))


_RESULTS_RULES = frozenset(
    {
        "fees rest on results",
        "a large share rests on results",
        "a small share rests on results",
    }
)


def _results(finding: Finding) -> Iterator[tuple[str, str]]:
    share = finding.figures.share
    if finding.rule == "no payment by results":
        yield "results_share", "0"
    elif finding.rule in _RESULTS_RULES and share:
        yield "results_share", value_text(min(share, 1.0))


def _clawback(finding: Finding) -> Iterator[tuple[str, str]]:
    share = finding.figures.share
    if finding.rule == "no clawback":
        yield "clawback_cap_share", "0"
    elif finding.rule == "repaid with a cap or within the year" and share:
        yield "clawback_cap_share", value_text(share)
    elif finding.rule in {"repaid without cap, or long after", "repaid, and nothing limits it"}:
        yield "clawback_cap_share", ""


def _credits(finding: Finding) -> Iterator[tuple[str, str]]:
    share = finding.figures.share
    if finding.rule == "none, or none yet":
        yield "service_credit_cap_share", "0"
    elif finding.rule == "passed down, or without a cap":
        yield "service_credit_cap_share", "1"
    elif finding.rule != "credits are named" and share:
        yield "service_credit_cap_share", value_text(min(share, 1.0))


def _notice(finding: Finding) -> Iterator[tuple[str, str]]:
    months = finding.figures.months
    if finding.rule == "at will, with no notice":
        yield "notice_months", "0"
    elif finding.rule.startswith(("at will, with", "exit costs")) and months is not None:
        yield "notice_months", str(min(int(months), MOST_NOTICE_MONTHS))


def _start(finding: Finding) -> Iterator[tuple[str, str]]:
    amount = finding.figures.amount_gbp
    words = finding.words.lower()
    if finding.rule == "start or exit is named" or amount is None:
        return
    if "mobilis" in words or "set-up" in words:
        yield "mobilisation_payment_gbp", str(amount)
    elif "exit" in words:
        yield "exit_payment_gbp", str(amount)


_ANOTHERS = re.compile(r"\bprime's (?:total |aggregate |own )*liab|liability of prime\b")
_ITS_OWN = re.compile(r"\bsub(?:'s)?\b|neither party|either party|each party|parties|\bboth\b")
_CAP_IS = re.compile(r"not exceed|limited to|capped at|limit of|up to|cap of|maximum of")


def _liability(finding: Finding) -> Iterator[tuple[str, str]]:
    """A cap in pounds, or of a year's value, or both; a blank where the words say there is none.

    A cap that is the prime provider's alone is none of the offer's.
    """
    if finding.rule == "no cap":
        yield "liability_cap_gbp", ""
        yield "liability_cap_share", ""
        return
    words = plain(finding.words)
    found = _CAP_IS.search(words)
    if not found or (_ANOTHERS.search(words) and not _ITS_OWN.search(words)):
        return
    capped = words[found.end() :]
    amounts, shares = amounts_of(capped), shares_of(capped)
    if finding.rule in {"above the annual value", "up to the annual value", _NOT_COMPARED}:
        if amounts:
            yield "liability_cap_gbp", str(min(max(amounts), MOST_GBP))
        if shares:
            yield "liability_cap_share", value_text(min(max(shares), MOST_TIMES))
    if finding.rule == "up to the annual value" and not amounts and not shares:
        yield "liability_cap_share", "1"


_NOT_COMPARED = "a cap that cannot be compared"

_CARRIERS: Mapping[Kind, Callable[[Finding], Iterator[tuple[str, str]]]] = {
    Kind.PAYMENT: _payment,
    Kind.VOLUME: _volume,
    Kind.PBR: _results,
    Kind.CLAWBACK: _clawback,
    Kind.SERVICE_CREDITS: _credits,
    Kind.TERMINATION: _notice,
    Kind.MOBILISATION: _start,
    Kind.LIABILITY: _liability,
}
