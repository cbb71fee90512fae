"""Cells of registers turned into values, and what was wrong with a row's cells.

A cell that makes no sense is left out and reported, with the field and what stood there; the rest
of its row is taken. An importer rejects the whole row only for what it cannot do without.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from graph.records.entries import Reject, Trait, TraitKind
from graph.sources.days import day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from graph.records.identifiers import OrgId
    from graph.records.provenance import PartialDate

Value = TypeVar("Value")

_REMEMBERED = 2**14
_LARGEST, _MOST_PEOPLE = 1e15, 10**8
_SHOWN = 200
_LONGEST_NAME = 500
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_POUNDS = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]\+?\d{1,2})?")
_WHOLE = re.compile(r"(\d+)(?:\.0+)?")
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})")
_HOST = re.compile(r"(?:[a-z]{2,10}:/{0,2})?(?:[^/@\s]*@)?(?:www\d?\.)?([^/:?#\s]+)", re.IGNORECASE)
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
_NO_DIGITS = re.compile(r"[^0-9]+")
_PHONE_LENGTH = range(9, 12)
_EVERYBODYS = frozenset(
    (
        *("facebook.com", "m.facebook.com", "en-gb.facebook.com", "twitter.com", "x.com"),
        *("instagram.com", "linkedin.com", "uk.linkedin.com", "youtube.com", "justgiving.com"),
        *("google.com", "sites.google.com", "goo.gl", "bit.ly", "linktr.ee", "wixsite.com"),
        *("wordpress.com", "blogspot.com", "charitycommission.gov.uk", "gov.uk", "gmail.com"),
        *("googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.com"),
        *("live.co.uk", "msn.com", "yahoo.com", "yahoo.co.uk", "ymail.com", "rocketmail.com"),
        *("aol.com", "icloud.com", "me.com", "mac.com", "btinternet.com", "btconnect.com"),
        *("btopenworld.com", "talktalk.net", "tiscali.co.uk", "ntlworld.com", "virginmedia.com"),
        *("blueyonder.co.uk", "sky.com", "o2.co.uk", "plus.com", "protonmail.com", "proton.me"),
        *("mail.com", "gmx.com", "fsmail.net", "supanet.com", "lineone.net", "freeserve.co.uk"),
        *("onetel.com", "nhs.net", "waitrose.com", "zen.co.uk", "uwclub.net", "tesco.net"),
        *("clara.co.uk",),
    )
)
"""Hosts that so many share that they tell nobody apart."""


class Cells:
    """The cells of one row, by their headings, and what was wrong with them.

    Attributes
    ----------
    row : the line that it stands in
    key : what the row is about, for the report
    wrong : what was left out so far; each leaves out no row
    """

    __slots__ = ("_values", "key", "row", "wrong")

    def __init__(self, row: int, values: Mapping[str, str], key: str) -> None:
        """Look at a row that stands in this line."""
        self.row, self._values, self.key = row, values, key
        self.wrong: list[Reject] = []

    def text(self, field: str) -> str:
        """Give a cell as a name or a word: in one line, without what cannot be seen."""
        return one_line(self._values.get(field, ""))

    def prose(self, field: str) -> str:
        """Give a cell as a text, without what cannot be seen."""
        return seen(self._values.get(field, "")).strip()

    def get(self, field: str, convert: Callable[[str], Value]) -> Value | None:
        """Give a cell as a value; None if it is blank or makes no sense."""
        cell = self._values.get(field, "").strip()
        if not cell:
            return None
        try:
            return convert(cell)
        except ValueError as error:
            self.wrong.append(self.reject(field, str(error), rows=0))
            return None

    def reject(self, field: str, reason: str, *, rows: int = 1) -> Reject:
        """Report a cell; `rows` is 0 if the row is taken all the same."""
        value = seen(self._values.get(field, "")[:_SHOWN])
        return Reject(
            row=self.row, rows=rows, key=self.key[:80], field=field, reason=reason, value=value
        )


def seen(text: str) -> str:
    """Give a text without control characters, as far as they are no ends of lines."""
    return text if text.isascii() and text.isprintable() else _UNSEEN.sub(" ", text)


@lru_cache(_REMEMBERED)
def one_line(text: str) -> str:
    """Give a text in one line, with single blanks; what is longer than a name is cut off.

    >>> one_line("  NEW   HOPE (ESSEX) ")
    'NEW HOPE (ESSEX)'
    """
    return " ".join(seen(text).split())[:_LONGEST_NAME]


@lru_cache(_REMEMBERED)
def when(cell: str) -> PartialDate:
    """Read a day as registers and spreadsheets write it.

    Raises
    ------
    ValueError
        If it is none, or not of our time, such as one in the year 9999.
    """
    return day(cell)


def pounds(cell: str) -> float:
    """Read a sum of money that is 0 or more.

    >>> pounds("£1,200.50"), pounds("1.2E+6")
    (1200.5, 1200000.0)

    Raises
    ------
    ValueError
        If it is none.
    """
    value = balance(cell)
    if value < 0:
        message = f"{cell[:40]!r} is below 0"
        raise ValueError(message)
    return value


def balance(cell: str) -> float:
    """Read a sum of money that may be below 0.

    Raises
    ------
    ValueError
        If it is none, or beyond all measure.
    """
    text = cell.replace(",", "").replace("£", "").strip()
    value = float(text) if _POUNDS.fullmatch(text) else math.inf
    if abs(value) > _LARGEST:
        message = f"{cell[:40]!r} is no sum of money in pounds, such as 1200.50"
        raise ValueError(message)
    return value


def people(cell: str) -> int:
    """Read a number of people.

    Raises
    ------
    ValueError
        If it is none.
    """
    number = whole(cell)
    if number > _MOST_PEOPLE:
        message = f"{cell[:40]!r} is more people than there are"
        raise ValueError(message)
    return number


def whole(cell: str) -> int:
    """Read a whole number, also as spreadsheets write it: ``12.0``, ``1,200``.

    Raises
    ------
    ValueError
        If it is none.
    """
    found = _WHOLE.fullmatch(cell.replace(",", ""))
    if found is None or len(found[1]) > len(str(10**18)):
        message = f"{cell[:40]!r} is no whole number"
        raise ValueError(message)
    return int(found[1])


def flag(cell: str) -> bool:
    """Read yes or no; what is neither is no.

    >>> flag("True"), flag("1"), flag(""), flag("False")
    (True, True, False, False)
    """
    return cell.strip().lower() in {"true", "t", "1", "yes", "y"}


def postcode(cell: str) -> str:
    """Write a postcode in the one way; empty if it is none.

    >>> postcode("sw1a1aa"), postcode("SW1A  1AA"), postcode("unknown")
    ('SW1A 1AA', 'SW1A 1AA', '')
    """
    found = _POSTCODE.fullmatch(" ".join(cell.upper().split()))
    return f"{found[1]} {found[2]}" if found else ""


def web_domain(cell: str) -> str:
    """Give the host of a web address; empty if it is none, or everybody's.

    >>> web_domain("http://www.Example.org.uk/us"), web_domain("facebook.com/us"), web_domain("-")
    ('example.org.uk', '', '')
    """
    found = _HOST.match(cell.strip()[:_SHOWN])
    return _own(found[1]) if found else ""


def email_domain(cell: str) -> str:
    """Give the host of an e-mail address; empty if it is none, or everybody's.

    >>> email_domain("Info@Example.org"), email_domain("someone@gmail.com")
    ('example.org', '')
    """
    name, at, host = cell.strip()[:_SHOWN].rpartition("@")
    return _own(host) if name and at else ""


def phone(cell: str) -> str:
    """Give the digits of a British telephone number; empty if it is none.

    >>> phone("+44 (0)20 7946 0018"), phone("020 7946 0018"), phone("none")
    ('02079460018', '02079460018', '')
    """
    text = cell.strip().replace("(0)", "")
    digits = _NO_DIGITS.sub("", text[:40])
    if text.startswith("+44") or digits.startswith("0044"):
        digits = "0" + digits.removeprefix("00").removeprefix("44")
    right = digits.startswith("0") and len(digits) in _PHONE_LENGTH
    return digits if right else ""


def traits(organisation: OrgId, **cells: str) -> Iterator[Trait]:
    """Yield what tells an organisation apart; `cells` are by the name of their kind."""
    for name, kind, read in _TRAITS:
        value = read(cells.get(name, ""))
        if value:
            yield Trait(organisation=organisation, kind=kind, value=value)


def _own(host: str) -> str:
    host = host.lower().rstrip(".").removeprefix("www.")
    return host if host not in _EVERYBODYS and _DOMAIN.fullmatch(host) else ""


_TRAITS: tuple[tuple[str, TraitKind, Callable[[str], str]], ...] = (
    ("postcode", TraitKind.POSTCODE, postcode),
    ("web", TraitKind.WEB, web_domain),
    ("email_domain", TraitKind.EMAIL_DOMAIN, email_domain),
    ("phone", TraitKind.PHONE, phone),
)
