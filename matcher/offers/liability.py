"""What a claim could take beyond the contract: the cap on liability, less what is insured.

How likely a claim is nobody knows, so the runs of an offer hold none. What it would mean is told
beside them, and tried as a stress test.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from matcher.offers.levers import money_words

if TYPE_CHECKING:
    from matcher.offers.base_case import BaseCase
    from matcher.offers.records import Offer

_HUNDRED, _NOTHING = Decimal(100), Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Liability:
    """What a claim could take.

    Attributes
    ----------
    cap_gbp : the most that there is to pay for claims; none if nothing caps it
    insured_gbp : what insurance would pay of it; none if that is not known
    at_risk_gbp : the cap less what is insured: what comes from one's own money; none without a cap
    bearable_gbp : the highest cap that insurance, and what is left at the lowest balance, would pay
    is_bearable : whether the cap is no higher than that
    says : all of it in a sentence
    ask : what to ask for; empty if the cap can be borne
    """

    cap_gbp: Decimal | None
    insured_gbp: Decimal | None
    at_risk_gbp: Decimal | None
    bearable_gbp: Decimal
    is_bearable: bool
    says: str
    ask: str


def liability(offer: Offer, base: BaseCase) -> Liability:
    """Say what a claim under an offer could take, and which cap could be borne.

    ``bearable = insured + what is left at the lowest balance expected, with the credit line``,
    rounded down to a hundred pounds.

    Parameters
    ----------
    offer : the offer
    base : what is expected of it
    """
    cap, insured = offer.most_liable_gbp, offer.insured_gbp
    left = max(base.lowest_balance_gbp + offer.credit_line_gbp, _NOTHING)
    bearable = ((insured or _NOTHING) + left) // _HUNDRED * _HUNDRED
    is_bearable = cap is not None and _beyond(cap, insured) <= left
    return Liability(
        cap_gbp=cap,
        insured_gbp=insured,
        at_risk_gbp=None if cap is None else _beyond(cap, insured),
        bearable_gbp=bearable,
        is_bearable=is_bearable,
        says=_says(cap, insured),
        ask="" if is_bearable else _ask(offer, bearable),
    )


def own_share_of_claim(offer: Offer, claim: Decimal) -> Decimal:
    """What is to pay of a claim up to the cap, beyond what is insured."""
    cap = offer.most_liable_gbp
    return _beyond(claim if cap is None else min(claim, cap), offer.insured_gbp)


def _beyond(amount: Decimal, insured: Decimal | None) -> Decimal:
    return max(amount - (insured or _NOTHING), _NOTHING)


def _says(cap: Decimal | None, insured: Decimal | None) -> str:
    known = insured is not None
    if cap is None and not known:
        return (
            "No cap on your liability is given, and what your insurance would pay is not known: "
            "a claim could take all that you own."
        )
    if cap is None:
        return (
            f"No cap on your liability is given: beyond the {money_words(insured or _NOTHING)} "
            "that is insured, a claim could take all that you own."
        )
    if not known:
        return (
            f"Your liability is capped at {money_words(cap)}. What your insurance would pay of it "
            "is not known, so all of it counts as yours to pay."
        )
    beyond = _beyond(cap, insured)
    if not beyond:
        return f"Your liability is capped at {money_words(cap)}, and insured."
    return (
        f"Your liability is capped at {money_words(cap)}. Insurance pays "
        f"{money_words(cap - beyond)} of it, and {money_words(beyond)} could be yours to pay, "
        "beyond what the contract itself may lose."
    )


def _ask(offer: Offer, bearable: Decimal) -> str:
    now = "no cap" if offer.most_liable_gbp is None else money_words(offer.most_liable_gbp)
    if bearable <= 0:
        year = money_words(offer.annual_value_gbp)
        return (
            f"Cap on liability: ask for no more than a year's value ({year}) instead of {now}, and "
            "insure it: at your lowest you have nothing left to pay a claim from."
        )
    paid = "your insurance pays and what you have" if offer.insured_gbp else "you have"
    return (
        f"Cap on liability: ask for {money_words(bearable)} instead of {now}. That is what {paid} "
        "left at your lowest."
    )
