"""Offers judged without looking for terms: the same figures, and no word about other terms."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from matcher.offers.assessment import assess
from matcher.offers.records import Offer
from matcher.offers.verdict import Answer

FEW = 200
SAFE = Offer().with_(
    services=(replace(Offer().services[0], unit_price_gbp=Decimal(3000)),),
    reserves_gbp=Decimal(200_000),
)


@pytest.mark.parametrize("offer", [Offer(), SAFE])
def test_all_but_the_terms_is_as_with_them(offer: Offer) -> None:
    plain, whole = assess(offer, runs=FEW, terms_told=0), assess(offer, runs=FEW, terms_told=1)
    assert replace(plain, verdict=whole.verdict) == whole
    assert plain.verdict.reasons == whole.verdict.reasons
    assert plain.verdict.terms == ()
    assert len(whole.verdict.terms) == 1


def test_a_safe_offer_is_safe_whether_terms_are_tried_or_not() -> None:
    assert assess(SAFE, runs=FEW, terms_told=0).verdict.answer is Answer.SAFE
    assert assess(SAFE, runs=FEW).verdict.answer is Answer.SAFE


def test_an_offer_that_is_not_safe_is_not_said_to_have_no_safe_terms() -> None:
    found = assess(Offer(), runs=FEW, terms_told=0).verdict
    assert found.answer is Answer.NOT_AS_IT_IS
    assert found.headline == "Not as it is: the offer is not safe. No other terms were tried."
