"""Figures, dates and sentences as pages say them: no finer than what they rest on."""

from __future__ import annotations

import re
from math import floor, log10

from api.formats.words import date_words, percent_words

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_DIGITS = 3
_MILLION = 1e6
_ROUNDS_TO_NOTHING = 0.0005


def opened(text: str) -> str:
    """Begin a text with a capital, and leave the rest as it is.

    >>> opened("NHS trust"), opened("staff mutual"), opened("")
    ('NHS trust', 'Staff mutual', '')
    """
    return text[:1].upper() + text[1:]


def dated(text: str) -> str:
    """Write the days in a sentence as people do.

    >>> dated("Nothing public by 2013-09-19 shows it.")
    'Nothing public by 19 September 2013 shows it.'
    """
    return _DAY.sub(lambda found: date_words(found[0]), text)


def rounded(value: float) -> float:
    """Keep three digits: estimates are no finer than that.

    >>> rounded(182_905), rounded(0.0), rounded(-42.4)
    (183000.0, 0.0, -42.4)
    """
    if not value:
        return 0.0
    return float(round(value, _DIGITS - 1 - floor(log10(abs(value)))))


def about_pounds(amount_gbp: float) -> str:
    """Write an estimated amount in three digits.

    >>> about_pounds(182_905), about_pounds(7_953_000), about_pounds(0), about_pounds(-512.4)
    ('£183,000', '£7.95m', '£0', '-£512')
    """
    about = rounded(amount_gbp)
    sign = "-" if about < 0 else ""
    if abs(about) < _MILLION:
        return f"{sign}£{abs(about):,.0f}"
    millions = f"{abs(about) / _MILLION:.4g}"
    return f"{sign}£{millions}m"


def share_words(share: float) -> str:
    """Write a share; what would round to nothing, and is not, says so.

    >>> share_words(0.0003), share_words(0.0), share_words(0.42)
    ('<0.1%', '0%', '42%')
    """
    return "<0.1%" if 0 < share < _ROUNDS_TO_NOTHING else percent_words(share)


def about_number(value: float) -> str:
    """Write an estimated number in three digits.

    >>> about_number(27_002), about_number(12)
    ('27,000', '12')
    """
    return f"{rounded(value):,.0f}"
