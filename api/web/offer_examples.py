"""An example of an assessed offer, for OpenAPI: the model's own answer, cut short."""

from __future__ import annotations

from dataclasses import replace

from api.records.offers import AssessedOffer
from api.web.examples import plain
from matcher.offers.base_case import BaseCase, base_case
from matcher.offers.records import Offer

_OFFER = Offer(payment_days=60)


def _cut(base: BaseCase) -> BaseCase:
    """Keep the first of each list."""
    return replace(base, months=base.months[:1], quarters=base.quarters[:1], years=base.years[:1])


ASSESSED = plain(
    AssessedOffer(query="payment_days=60", offer=_OFFER, line_up=None, base=_cut(base_case(_OFFER)))
)
