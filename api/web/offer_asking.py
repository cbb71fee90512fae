"""Offers in addresses: only what differs from where the offer starts stands there.

An offer starts from the example or, where the parameters say what a line-up suggests for a member
(`matcher.offers.from_line_up`), from what that would mean. Every answer can be had again by its
address, and nothing else is kept of an offer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import QueryParams

from api.web.addresses import PROGRAMME
from api.web.parameters import ENOUGH
from matcher.errors import BriefError, BriefMistake, OfferError
from matcher.offers.from_line_up import (
    SHARE_FIELDS,
    MemberShare,
    Origin,
    offer_of,
    origins,
    read_share,
    share_texts,
)
from matcher.offers.reading import differing_texts, read_texts
from matcher.offers.records import Offer
from matcher.offers.words import OFFER_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BESIDE = "beside"
"""The parameter with another offer, as a query, that this one shall be compared with."""
OFFER = "offer"
"""The parameter with an offer, as a query, of a comparison."""
MOST_COMPARED = 5
LONGEST_QUERY = 8_000
_OF_NEW_SERVICE = re.compile(r"service[2-9]_")
_NOT_OURS = {PROGRAMME, ENOUGH, BESIDE}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOffer:
    """An offer as an address asks for it.

    Attributes
    ----------
    offer : what is offered
    share : what a line-up suggests, where the offer starts from that
    beside : further offers, as queries, that it shall be compared with
    """

    offer: Offer
    share: MemberShare | None = None
    beside: tuple[str, ...] = ()

    @property
    def start(self) -> Offer:
        """What the offer starts from."""
        return start_of(self.share)

    @property
    def texts(self) -> dict[str, str]:
        """The parameters of its address, without those of the comparison."""
        of_share = share_texts(self.share) if self.share else {}
        return {**of_share, **differing_texts(self.offer, start=self.start)}

    @property
    def query(self) -> str:
        """Its address as a query, without the comparison; never empty."""
        return urlencode(self.texts or {"title": self.offer.title})

    @property
    def whole_query(self) -> str:
        """Its address as a query, with the comparison."""
        return urlencode([*self.texts.items(), *((BESIDE, each) for each in self.beside)])

    @property
    def comparison(self) -> str:
        """The query of the comparison of the offers beside it with this one."""
        return urlencode([(OFFER, each) for each in (*self.beside, self.query)])

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where the fields come from that a line-up bears on."""
        return origins(self.share, self.offer) if self.share else ()


def start_of(share: MemberShare | None) -> Offer:
    """Give the offer that a share would mean, or the example."""
    return offer_of(share) if share else Offer()


def read_offer(parameters: QueryParams) -> AskedOffer:
    """Read an offer from the parameters of an address.

    Raises
    ------
    OfferError
        If they contain mistakes: with all of them.
    """
    texts, mistakes = texts_of_parameters(parameters)
    beside = tuple(each for each in parameters.getlist(BESIDE) if each.strip())
    if len(beside) >= MOST_COMPARED:
        message = f"{len(beside)} offers; at most {MOST_COMPARED - 1} can stand beside one"
        mistakes.append(BriefMistake(BESIDE, message))
    mistakes += _mistakes_in_queries(BESIDE, beside)
    share, start, wrong = read_start(texts)
    own = {name: text for name, text in texts.items() if name not in SHARE_FIELDS}
    try:
        offer = read_texts(own, start=start)
    except OfferError as error:
        wrong = (*wrong, *error.mistakes)
    if mistakes or wrong:
        raise OfferError([*mistakes, *wrong])
    return AskedOffer(offer=offer, share=share, beside=beside)


def read_start(
    texts: Mapping[str, str],
) -> tuple[MemberShare | None, Offer, tuple[BriefMistake, ...]]:
    """Give what an offer starts from, and what is wrong with what says so."""
    try:
        share = read_share(texts)
        return share, start_of(share), ()
    except OfferError as error:
        return None, Offer(), tuple(error.mistakes)


def texts_of_parameters(parameters: QueryParams) -> tuple[dict[str, str], list[BriefMistake]]:
    """Give what was typed by field, and which fields were given more than once.

    What a form leaves blank of a further service counts as not given: it sends all its fields.
    """
    given: dict[str, list[str]] = {}
    for name, text in parameters.multi_items():
        if name not in _NOT_OURS and (text.strip() or not _OF_NEW_SERVICE.match(name)):
            given.setdefault(name, []).append(text)
    mistakes = [
        BriefMistake(name, "is given more than once")
        for name, texts in given.items()
        if len(texts) > 1
    ]
    return {name: texts[0] for name, texts in given.items()}, mistakes


def _mistakes_in_queries(name: str, queries: Sequence[str]) -> list[BriefMistake]:
    message = f"is longer than {LONGEST_QUERY:,} characters"
    return [BriefMistake(name, message) for query in queries if len(query) > LONGEST_QUERY]


def read_comparison(parameters: QueryParams) -> tuple[AskedOffer, ...]:
    """Read the offers of a comparison, each given as a query or as a whole address.

    Raises
    ------
    OfferError
        If they contain mistakes: with all of them, each named by its offer and field.
    """
    queries = [_query_of(each) for each in parameters.getlist(OFFER) if each.strip()]
    mistakes = [
        BriefMistake(name, "is not a parameter here; there is: offer")
        for name in dict.fromkeys(parameters)
        if name not in {OFFER, PROGRAMME, ENOUGH}
    ]
    if len(queries) > MOST_COMPARED:
        message = f"{len(queries)} offers; at most {MOST_COMPARED} are compared"
        raise OfferError([*mistakes, BriefMistake(OFFER, message)])
    mistakes += _mistakes_in_queries(OFFER, queries)
    found = []
    for number, query in enumerate(queries, start=1):
        try:
            found.append(
                read_offer(QueryParams(parse_qsl(query[:LONGEST_QUERY], keep_blank_values=True)))
            )
        except BriefError as error:
            mistakes += [
                BriefMistake(OFFER, f"number {number}: {_label(each.field)}: {each.message}")
                for each in error.mistakes
            ]
    if mistakes:
        raise OfferError(mistakes)
    return tuple(found)


def _label(field: str) -> str:
    return OFFER_FIELDS[field].label if field in OFFER_FIELDS else field


def _query_of(text: str) -> str:
    """Take the query out of a whole address.

    >>> _query_of("https://example.org/offer?payment_days=60"), _query_of("payment_days=60")
    ('payment_days=60', 'payment_days=60')
    """
    text = text.strip()
    if text.startswith(("http://", "https://", "/")):
        try:
            return urlsplit(text).query
        except ValueError:
            return ""
    return text.removeprefix("?")


def compared_query(offers: Sequence[AskedOffer], *, without: int | None = None) -> str:
    """Write the query of a comparison; `without` is the position of an offer to leave out."""
    kept = [each.query for row, each in enumerate(offers) if row != without]
    return urlencode([(OFFER, each) for each in kept])


def is_short(parameters: QueryParams, asked: AskedOffer) -> bool:
    """Whether an address holds only what differs from the start."""
    return set(parameters) - _NOT_OURS <= set(asked.texts)
