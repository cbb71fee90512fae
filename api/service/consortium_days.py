"""Days of tables of consortia: as registers write them, and as programs do.

Beside what `graph.sources.days` reads, these are days: ``2005/01/15``, ``20050115``, and ``2005.0``
for a year. A year of two calendar years, ``2010/11`` or ``2010-2011``, is the first of them: on
which day it begins differs. Whether a day stands before its month, and whether ``2010/11`` is
November 2010, a table tells by days that can be read one way only: ``01/15/2005`` has the month
first, ``2010/09`` is a month, ``2012/13`` are two years.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from graph.sources.days import day

_YEAR = re.compile(r"(\d{4})\.0+")
_YEAR_FIRST = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?:[T ].{0,30})?")
_TWO_YEARS = re.compile(r"(FY ?)?(\d{4})([/\-\u2013])(\d{2}|\d{4})")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})[/.\-](\d{4}.*)")
_MONTHS = 12


@dataclass(slots=True, kw_only=True)
class Days:
    """Reads days, and notes which way round they can only be read.

    Attributes
    ----------
    month_first : whether the month stands first where the year stands last
    months : whether two digits after a year and a stroke are a month: ``2010/11``
    of_two_years : whether a year of two calendar years was seen
    of_strokes, of_years : whether a month after a stroke was seen that can be no second year, and
        a second year that can be no month
    of_days, of_months : whether a day was seen that can only be read with the day, the month first
    """

    month_first: bool = False
    months: bool = False
    of_two_years: bool = False
    of_strokes: bool = False
    of_years: bool = False
    of_days: bool = False
    of_months: bool = False

    def turned(self) -> Days | None:
        """Give the reader that reads more of all that was seen, if there is one."""
        month_first = self.of_months and not self.of_days
        months = self.of_strokes and not self.of_years
        if (month_first, months) == (self.month_first, self.months):
            return None
        return Days(month_first=month_first, months=months)

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
        if found := _TWO_YEARS.fullmatch(text):
            return self._of_two(text, *found.groups())
        if found := _YEAR_FIRST.fullmatch(text) or _TOGETHER.fullmatch(text):
            return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"
        if found := _YEAR_LAST.fullmatch(text):
            self.of_days |= int(found[1]) > _MONTHS
            self.of_months |= int(found[3]) > _MONTHS
            if self.month_first:
                return f"{found[3]}{found[2]}{found[1]}{found[2]}{found[4]}"
        return text

    def _of_two(self, text: str, said: str | None, year: str, stroke: str, second: str) -> str:
        """Write a year of two calendar years as the first of them, or a month."""
        after = int(year) + 1
        follows = int(second) in {after, after % 100}
        may_be_month = not said and len(second) == 2 and 0 < int(second) <= _MONTHS  # noqa: PLR2004
        if may_be_month and stroke == "-":
            return text
        self.of_years |= follows and not may_be_month
        self.of_strokes |= may_be_month and not follows
        if may_be_month and self.months:
            return f"{year}-{second}"
        self.of_two_years |= follows
        return year if follows else text
