"""The fields of an object that somebody else wrote: each is read or reported, and none raises.

A record of a public standard may hold anything anywhere: a list where a text should be, a date in
the year 9999, an amount below zero. What cannot be used is left out and noted, and the rest of the
record is kept. Such a note leaves out no row (`Reject.rows` is 0), so that the rows still add up.
"""

from __future__ import annotations

import marshal
import math
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from graph.records.entries import Reject
from graph.records.provenance import PartialDate
from graph.sources.days import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST_TEXT = 100_000
"""Characters; the longest descriptions that publishers give have some ten thousand."""
LARGEST_POUNDS = 1e12

_REMEMBERED = 2**14
"""Days and short texts; most of a file's are among them."""
_WITHOUT_REFERENCES = 2
"""The form of `marshal` in which how often a value is held elsewhere makes no difference."""
_SHORT = 100
"""Characters of a text that is remembered: names, numbers, days, codes."""
_UNSTORABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LONGEST_AMOUNT = 100
_AMOUNT = re.compile(r"£?\s*(-?[\d,]*\.?\d+(?:e[+-]?\d+)?)", re.IGNORECASE)


def clean(text: str) -> str:
    r"""Leave out what cannot be kept in a store, and space at the ends.

    >>> clean(" A\0 grant\ud800 "), clean("two\nlines")
    ('A grant', 'two\nlines')
    """
    return (text if text.isprintable() else _UNSTORABLE.sub("", text)).strip()


@lru_cache(_REMEMBERED)
def _line(text: str) -> str:
    """Give a text as one line, with single spaces."""
    return " ".join(clean(text).split())


@lru_cache(_REMEMBERED)
def day_of(text: str) -> PartialDate | None:
    """Read a day, month or year; None if it is none, or none of our time.

    >>> day_of("2015-06-10T00:00:00+00:00"), day_of("10/6/2015"), day_of("9999-12-31")
    ('2015-06-10', '2015-06-10', None)
    """
    try:
        return day(text)
    except ValueError:
        return None


@lru_cache(_REMEMBERED)
def public_day_of(text: str) -> PartialDate | None:
    """Read the day by which something said at a moment was public anywhere in Britain.

    An hour before midnight by universal time is the next day in a British summer.

    >>> public_day_of("2015-06-09T23:30:00Z"), public_day_of("2015-06-10")
    ('2015-06-10', '2015-06-10')
    """
    written = day_of(text)
    try:
        moment = datetime.fromisoformat(text.strip())
        if written is None or moment.tzinfo is None:
            return written
        british = (moment.astimezone(UTC) + timedelta(hours=1)).date()
    except (ValueError, OverflowError):
        return written
    return PartialDate(max(written.last_day, british).isoformat())


class _Record:
    """What all the objects within one record share."""

    __slots__ = ("key", "refused", "row")

    def __init__(self, row: int, key: str, refused: list[Reject]) -> None:
        self.row, self.key, self.refused = row, key, refused


class Fields:
    """An object within a record of a file, and what was wrong with it.

    Parameters
    ----------
    value : the object; anything else counts as an empty one, and is reported unless it is None
    row : where the record is in the file
    key : the record's key, as far as it is known
    path : how the object is reached within the record, such as ``buyer``
    refused : takes what was wrong; objects within one record share it
    """

    __slots__ = ("_record", "_value", "_where")

    def __init__(
        self,
        value: object,
        *,
        row: int,
        key: str = "",
        path: str = "",
        refused: list[Reject] | None = None,
    ) -> None:
        """Begin to read an object."""
        self._value: Mapping[str, object] = value if isinstance(value, dict) else {}
        self._record = _Record(row, key, [] if refused is None else refused)
        self._where: tuple[Fields | None, str, int] = (None, path, -1)
        if value is not None and not isinstance(value, dict):
            self.refuse("", "it is no object", value)

    @property
    def row(self) -> int:
        """Where the record is in the file."""
        return self._record.row

    @property
    def key(self) -> str:
        """The record's key, as far as it is known."""
        return self._record.key

    @property
    def refused(self) -> list[Reject]:
        """What was wrong in the record so far."""
        return self._record.refused

    @property
    def written(self) -> bytes:
        """How the object is written: equal only to that of one with the same fields and values."""
        value = cast("dict[str, Any]", self._value)
        return marshal.dumps(value, _WITHOUT_REFERENCES)

    def __bool__(self) -> bool:
        """Say whether it holds anything."""
        return bool(self._value)

    def __contains__(self, name: str) -> bool:
        """Say whether a field is there and not null."""
        return self._value.get(name) is not None

    def only(self, names: Iterable[str]) -> dict[str, object]:
        """Give the fields of these names as they stand."""
        return {name: self._value[name] for name in names if name in self._value}

    def over(self, older: Fields) -> Fields:
        """Give an object that has the fields of an older one besides, where it lacks them."""
        if not older:
            return self
        merged = {**older._value, **self._value}
        path = self._to("")
        return Fields(merged, row=self.row, key=self.key, path=path, refused=self.refused)

    def keyed(self, key: str) -> Fields:
        """Give the same object as a record that has a key."""
        path = self._to("")
        return Fields(self._value, row=self.row, key=key, path=path, refused=self.refused)

    def refuse(self, name: str, reason: str, value: object = "") -> None:
        """Note a value that is left out."""
        if self is NOTHING:
            return
        self.refused.append(
            Reject(
                row=self.row,
                rows=0,
                key=self.key,
                field=self._to(name)[:200],
                reason=reason,
                value=clean(str(value)[:200]),
            )
        )

    def rejected(self, reason: str, field: str = "") -> Reject:
        """Reject the record as a whole."""
        value = clean(str(self._value.get(field, ""))[:200]) if field else ""
        where = self._to(field) if field else ""
        return Reject(row=self.row, key=self.key, field=where, reason=reason, value=value)

    def text(self, name: str) -> str:
        """Give a text as it stands; empty where there is none."""
        value = self._value.get(name)
        if value is None:
            return ""
        if isinstance(value, str) and len(value) <= LONGEST_TEXT:
            return clean(value)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30:
            return str(value)
        if not isinstance(value, str):
            self.refuse(name, "it is no text", value)
            return ""
        self.refuse(name, f"the text is longer than {LONGEST_TEXT:,} characters", value)
        return ""

    def line(self, name: str) -> str:
        """Give a text as one line, with single spaces."""
        value = self._value.get(name)
        if value is None:
            return ""
        if type(value) is str and len(value) <= _SHORT:
            is_line = value.isprintable() and "  " not in value and value.strip() == value
            return value if is_line else _line(value)
        return " ".join(self.text(name).split())

    def lines(self, name: str) -> tuple[str, ...]:
        """Give the texts of a list; those that are none are left out."""
        value = self._value.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.refuse(name, "it is no list", value)
            return ()
        within = self._at(name, {str(number): each for number, each in enumerate(value)})
        return tuple(text for number in range(len(value)) if (text := within.line(str(number))))

    def within(self, name: str) -> Fields:
        """Give the object of a field; an empty one where there is none."""
        value = self._value.get(name)
        return NOTHING if value is None else self._at(name, value)

    def each(self, name: str) -> tuple[Fields, ...]:
        """Give the objects of a list; one object alone counts as a list of one."""
        value = self._value.get(name)
        if value is None:
            return ()
        if isinstance(value, dict):
            return (self.within(name),)
        if not isinstance(value, list):
            self.refuse(name, "it is no list", value)
            return ()
        if len(value) == 1:
            only = self._at(name, value[0], 0)
            return (only,) if only._value else ()  # noqa: SLF001  (its own)
        found = [self._at(name, each, number) for number, each in enumerate(value)]
        return tuple([each for each in found if each._value])  # noqa: SLF001  (its own)

    def flag(self, name: str) -> bool | None:
        """Give true or false; None where neither is there."""
        value = self._value.get(name)
        if value is None or isinstance(value, bool):
            return value
        self.refuse(name, "it is neither true nor false", value)
        return None

    def number(self, name: str) -> float | None:
        """Give a finite number, also one that is written as a text."""
        value = self._value.get(name)
        if isinstance(value, str):
            found = _AMOUNT.fullmatch(value.strip()[:_LONGEST_AMOUNT])
            value = float(found[1].replace(",", "")) if found else value or None
        if value is None:
            return None
        try:
            if isinstance(value, int | float) and not isinstance(value, bool):
                found_number = float(value)
                if math.isfinite(found_number):
                    return found_number
        except OverflowError:
            pass
        self.refuse(name, "it is no number", value)
        return None

    def pounds(self, name: str, currency: str) -> float | None:
        """Give an amount in pounds; another currency's is none, and is reported."""
        amount = self.number(name)
        if amount is None:
            return None
        unit = self.line(currency).upper()
        if unit != "GBP":
            which = f"in {unit[:20]}" if unit else "in no stated currency"
            self.refuse(name, f"the amount is {which}, not in pounds (GBP)", amount)
        elif amount < 0 or amount > LARGEST_POUNDS:
            self.refuse(name, "the amount is below zero or beyond all measure", amount)
        else:
            return amount
        return None

    def day(self, name: str) -> PartialDate | None:
        """Give a day, as it is written."""
        found = day_of(text) if (text := self.line(name)) else None
        if text and found is None:
            self.refuse(name, "it is not a date of our time, such as 2015-06-10", text)
        return found

    def public_day(self, name: str) -> PartialDate | None:
        """Give the day by which what was said at a moment was public."""
        found = public_day_of(text) if (text := self.line(name)) else None
        return self.day(name) if found is None else found  # which tells what is wrong

    def span(self, start: str, end: str) -> tuple[PartialDate | None, PartialDate | None]:
        """Give a first and a last day; neither where the last is before the first."""
        first, last = self.day(start), self.day(end)
        if first and last and last.last_day < first.first_day:
            self.refuse(end, "the end is before the start; neither is taken", f"{first} - {last}")
            return None, None
        return first, last

    def _to(self, name: str) -> str:
        """Say how a field is reached within the record."""
        above, field, number = self._where
        at = f"[{number}]" if number >= 0 else ""
        path = f"{field}{at}.{name}".strip(".")
        return path if above is None else above._to(path)  # noqa: SLF001  (its own)

    def _at(self, name: str, value: object, number: int = -1) -> Fields:
        """Give what is in a field; without `__init__`, because a file has millions of them."""
        found = _make(Fields)
        found._value = value if isinstance(value, dict) else {}  # noqa: SLF001  (its own)
        found._where, found._record = (self, name, number), self._record  # noqa: SLF001
        if value is not None and not isinstance(value, dict):
            found.refuse("", "it is no object", value)
        return found


_make = object.__new__

NOTHING = Fields(None, row=0)
"""An object that is not there; nothing can be wrong with it."""
