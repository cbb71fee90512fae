"""Days as registers, exports and spreadsheets write them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from graph.errors import IdentifierError
from graph.packs.cells import partial_date

if TYPE_CHECKING:
    from graph.records.provenance import PartialDate

_ISO = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ]\d{2}:?\d{2}.{0,24})?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?: \d{1,2}:\d{2}.{0,12})?")
_IN_WORDS = re.compile(r"(\d{1,2})[ \-]([A-Za-z]{3})[a-z]*[ \-,]+(\d{4})")
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")
_EPOCH = date(1899, 12, 30)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def day(text: str) -> PartialDate:
    """Read a day, a month or a year, with the day before the month where there are slashes.

    A number of five digits is one that a spreadsheet wrote for a day, counted from 1900.

    >>> day("2013-09-19T00:00:00Z"), day("19/09/2013"), day("19 Sep 2013"), day("41536")
    ('2013-09-19', '2013-09-19', '2013-09-19', '2013-09-19')

    Raises
    ------
    ValueError
        If it is none of them, or not of our time.
    """
    text = text.strip()
    try:
        return partial_date(_written(text))
    except (IdentifierError, ValueError, OverflowError):
        message = f"{text[:40]!r} is not a date of our time, such as 2013-09-19 or 19/09/2013"
        raise ValueError(message) from None


def _written(text: str) -> str:
    if iso := _ISO.fullmatch(text):
        return iso[1]
    if found := _DAY_FIRST.fullmatch(text):
        return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
    if found := _IN_WORDS.fullmatch(text):
        return f"{found[3]}-{_MONTHS.index(found[2].lower()) + 1:02}-{found[1]:0>2}"
    if found := _SERIAL.fullmatch(text):
        return str(_EPOCH + timedelta(days=int(found[1])))
    return text
