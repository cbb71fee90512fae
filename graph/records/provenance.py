"""Where a fact came from, when it was first public, and how sure we are.

The rule of `as_of`: a fact counts on a day only if it was public by then. A fact that
nobody can date never counts; a date known only by month or year counts from its last day, so
that uncertainty can hide a fact but never leak one (docs/decisions/0002-as-of.md).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Self

from graph.errors import IdentifierError

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_REMEMBERED = 2**14
"""Dates whose days are remembered; most of a source's are among them."""


class Confidence(StrEnum):
    """How sure we are of a fact; the words are those of the fact tables.

    ``verified-*``: a page or public data was read. ``memory-*``: general knowledge, not
    verified. ``estimate``: computed or judged by a documented method. ``own-statement``: said by
    the organisation itself; nobody else has checked it. ``inferred``: read out of a text by a
    model; nobody stated it.
    """

    VERIFIED_OFFICIAL = "verified-official"
    VERIFIED_SECONDARY = "verified-secondary"
    MEMORY_HIGH = "memory-high"
    MEMORY_MEDIUM = "memory-medium"
    MEMORY_LOW = "memory-low"
    ESTIMATE = "estimate"
    OWN_STATEMENT = "own-statement"
    INFERRED = "inferred"

    @property
    def is_verified(self) -> bool:
        """Whether somebody read a source that says so."""
        return self in {Confidence.VERIFIED_OFFICIAL, Confidence.VERIFIED_SECONDARY}


class PartialDate(str):
    """A date known to the year, the month or the day, as written: ``2013``, ``2013-05`` ...

    >>> PartialDate("2013-02").first_day, PartialDate("2013-02").last_day
    (datetime.date(2013, 2, 1), datetime.date(2013, 2, 28))
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check that the text is a date of one of the three forms.

        Raises
        ------
        IdentifierError
            If it is none, or names a day that does not exist.
        """
        value = super().__new__(cls, text)
        try:
            _days(value)
        except (ValueError, TypeError, AttributeError, IndexError):
            message = f"{text!r} is not a date (YYYY, YYYY-MM or YYYY-MM-DD)"
            raise IdentifierError(message) from None
        return value

    @property
    def first_day(self) -> date:
        """The earliest day that the text can mean."""
        return _days(self)[0]

    @property
    def last_day(self) -> date:
        """The latest day that the text can mean."""
        return _days(self)[1]


@lru_cache(_REMEMBERED)
def _days(text: str) -> tuple[date, date]:
    """Give the first and the last day that a text can mean; sources name the same over and over."""
    match = _PARTIAL_DATE.fullmatch(text)
    if not match:
        raise ValueError
    year, month, day = (int(part) if part else None for part in match.groups())
    first = date(year or 0, month or 1, day or 1)
    month = month or 12
    return first, date(first.year, month, day or calendar.monthrange(first.year, month)[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The sources of one fact, the day it was first public, and its confidence.

    `sources` are identifiers of `Source` records; `known_from` is None where nobody knows
    since when the fact was public.
    """

    sources: tuple[str, ...]
    known_from: PartialDate | None
    confidence: Confidence

    def __hash__(self) -> int:
        """Hash what few share: an import looks up the provenance of each record."""
        return hash((self.sources, self.known_from))

    def is_known_by(self, as_of: date) -> bool:
        """Whether the fact was certainly public on the day `as_of`."""
        return self.known_from is not None and self.known_from.last_day <= as_of
