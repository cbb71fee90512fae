"""A contract read from a file or from pasted words, and checked; nothing of it is kept."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.records.terms import LookedFor, ReadTerms, TermsHelp
from api.service.documents.reading import LARGEST_BYTES, read_document
from matcher.errors import DocumentError, DocumentsWaitingError, OfferError
from matcher.offers.reading import differing_texts
from matcher.offers.records import Offer
from matcher.terms.answer import NO_ADVICE
from matcher.terms.carrying import carried, with_terms
from matcher.terms.checking import FEWEST_WORDS, MOST_CHARACTERS, check
from matcher.terms.guidance import ADVISERS, GUIDANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.terms.carrying import Carried

PASTED = "pasted words"
MOST_AT_ONCE = 2
"""Contracts that are read at the same time: each may need a gigabyte."""
LONGEST_WAIT_S = 30.0
_PART_WORDS = 300
"""What has fewer words is likely a part of a contract."""
_turns = threading.BoundedSemaphore(MOST_AT_ONCE)


def read_terms(content: bytes) -> ReadTerms:
    """Read a contract's file and check its terms.

    Raises
    ------
    DocumentError
        If the file cannot be read, or holds too few words to be a contract.
    """
    with _turn():
        found = read_document(content)
        return _checked(found.text, found.kind, found.notes)


def read_words(words: str) -> ReadTerms:
    """Check terms that somebody pasted.

    Raises
    ------
    DocumentError
        If they are too few to be a contract.
    """
    with _turn():
        return _checked(words, PASTED, ())


@contextmanager
def _turn(*, longest_wait_s: float | None = None) -> Iterator[None]:
    """Wait until few enough others are read."""
    wait_s = LONGEST_WAIT_S if longest_wait_s is None else longest_wait_s
    if not _turns.acquire(timeout=wait_s):
        message = "Other contracts are being read at the moment. Try again in a minute."
        raise DocumentsWaitingError(message)
    try:
        yield
    finally:
        _turns.release()


def terms_help() -> TermsHelp:
    """Say what is looked for."""
    return TermsHelp(
        no_advice=NO_ADVICE,
        largest_bytes=LARGEST_BYTES,
        looked_for=tuple(
            LookedFor(
                kind=kind,
                title=told.title,
                ask=told.ask,
                matters=told.matters,
                sources=told.sources,
            )
            for kind, told in GUIDANCE.items()
        ),
        advisers=ADVISERS,
    )


def _checked(text: str, read_as: str, notes: tuple[str, ...]) -> ReadTerms:
    terms = check(text)
    if terms.words < FEWEST_WORDS:
        message = f"There are only {terms.words} words in it: too few for a contract."
        raise DocumentError(message)
    fields = carried(terms)
    told = []
    if terms.cut_short:
        told.append(f"Only the first {MOST_CHARACTERS:,} characters were read.")
    if terms.words < _PART_WORDS and terms.missing:
        told.append("This is short: what is missing here may stand elsewhere in the contract.")
    return ReadTerms(
        read_as=read_as,
        notes=(*notes, *told),
        terms=terms,
        carried=fields,
        offer_query=offer_query(fields),
        advisers=ADVISERS,
    )


def offer_query(fields: tuple[Carried, ...]) -> str:
    """Write the query of an offer that starts from the example and takes the terms in.

    It is empty where they say nothing of an offer, or contradict it.
    """
    if not fields:
        return ""
    try:
        return urlencode(differing_texts(with_terms(Offer(), fields)))
    except OfferError:
        return ""
