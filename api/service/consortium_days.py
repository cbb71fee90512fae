"""Days of tables of consortia: as registers write them, and as programs do.

Beside what `graph.sources.days` reads, these are days: ``2005/01/15``, ``20050115``, and ``2005.0``
for a year. A year of two calendar years, ``2010/11`` or ``2010-2011``, is the first of them: on
which day it begins differs. Whether a day stands before its month, a table tells by days that can
be read one way only: ``01/15/2005`` has the month first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from graph.sources.days import day

_YEAR = re.compile(r"(\d{4})\.0+")
_YEAR_FIRST = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?:[T ].{0,30})?")
_TWO_YEARS = re.compile(r"(?:FY ?)?(\d{4})(?:/(\d{2})|[/\-](\d{4}))")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})[/.\-](\d{4}.*)")
_MONTHS = 12


@dataclass(slots=True, kw_only=True)
class Days:
    """Reads days, and notes which way round they can only be read.

    Attributes
    ----------
    month_first : whether the month stands first where the year stands last
    of_two_years : whether a year of two calendar years was seen
    of_days, of_months : whether a day was seen that can only be read with the day, the month first
    """

    month_first: bool = False
    of_two_years: bool = False
    of_days: bool = False
    of_months: bool = False

    @property
    def turned(self) -> bool:
        """Whether all that was seen would be read with the month first, and was not."""
        return self.of_months and not self.of_days and not self.month_first

    def number(self, text: str) -> int:
        """Give the number of a day; of a year or a month alone, that of its first.

        >>> Days().number("2005.0") == Days().number("20050101") == date(2005, 1, 1).toordinal()
        True

        Raises
        ------
        ValueError
            If it is no day of our time.
        """
        year, month, at = (*(int(part) for part in day(self._written(text)).split("-")), 1, 1)[:3]
        return date(year, month, at).toordinal()

    def _written(self, text: str) -> str:
        text = text.strip()
        if year := _YEAR.fullmatch(text):
            return year[1]
        if (found := _TWO_YEARS.fullmatch(text)) and _follows(*found.groups()):
            self.of_two_years = True
            return found[1]
        if found := _YEAR_FIRST.fullmatch(text) or _TOGETHER.fullmatch(text):
            return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"
        if found := _YEAR_LAST.fullmatch(text):
            self.of_days |= int(found[1]) > _MONTHS
            self.of_months |= int(found[3]) > _MONTHS
            if self.month_first:
                return f"{found[3]}{found[2]}{found[1]}{found[2]}{found[4]}"
        return text


def _follows(year: str, short: str | None, full: str | None) -> bool:
    """Whether the second of two years is the one after the first."""
    after = int(year) + 1
    return int(full) == after if full else int(short or -1) == after % 100
