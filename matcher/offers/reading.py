"""Offers from texts, as addresses, forms and options give them, and from tables of files; and back.

A field of a service has its number in its name: `service2_people_low`. Service 1 starts from that
of the example, each other from `Service()`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from matcher.errors import BriefMistake, OfferError
from matcher.offers.checking import mistakes_of, service_field, value_mistake
from matcher.offers.fields import Kind, Section
from matcher.offers.records import Offer, Service
from matcher.offers.words import MOST_SERVICES, OFFER_FIELDS, SERVICE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matcher.offers.fields import OfferField

_LONGEST = 200
_NUMBER = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OF_SERVICE = re.compile(r"service([1-9][0-9]?)_([a-z_]+)")
_YES, _NO = {"yes", "true", "on", "1"}, {"no", "false", "off", "0"}


def read_texts(texts: Mapping[str, str], *, start: Offer | None = None) -> Offer:
    """Read an offer from texts by field; what is not named stays as it is in `start`.

    A blank takes out what may be blank. A service after the first whose texts are all blank is
    left out.

    Raises
    ------
    OfferError
        If texts cannot be read or contradict each other: with all mistakes.

    >>> read_texts({"payment_days": "60", "late_days": "7"}).payment_days
    60
    """
    return _Reading(start or Offer()).offer(texts)


def read_table(table: Mapping[str, Any], *, changes: Mapping[str, str] | None = None) -> Offer:
    """Read an offer from the table of a file: a table for each section, `services` as a list.

    Parameters
    ----------
    table : what the file holds
    changes : texts by field that count instead of what the file says

    Raises
    ------
    OfferError
        If values cannot be read or contradict each other: with all mistakes.
    """
    reading = _Reading(Offer())
    texts: dict[str, str] = {}
    for section, content in table.items():
        if section == "services":
            texts |= reading.services(content)
        elif section in set(Section) and isinstance(content, dict):
            texts |= reading.section(section, content)
        else:
            known = ", ".join(("services", *Section))
            reading.say(section[:_LONGEST], f"is no table of an offer; there are: {known}")
    return reading.offer(texts | dict(changes or {}))


def read_value(field: OfferField, text: str) -> Any:  # noqa: ANN401  (whatever the field holds)
    """Read the value of one field; a blank is None.

    Raises
    ------
    ValueError
        If it cannot be read; the message says what is wrong.
    """
    text = text.strip()
    if not text:
        return None
    if len(text) > _LONGEST:
        message = f"has {len(text):,} characters; at most {_LONGEST} are read"
        raise ValueError(message)
    return _READERS[field.kind](text)


def value_text(value: Any) -> str:  # noqa: ANN401  (whatever a field holds)
    """Write a value so that `read_value` gives it back.

    >>> value_text(Decimal("1200.50")), value_text(0.1), value_text(None), value_text(True)
    ('1200.5', '0.1', '', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value_text(each) for each in value)
    if isinstance(value, float | Decimal):
        plain = format(Decimal(repr(value)) if isinstance(value, float) else value, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(value)


def texts_of(offer: Offer) -> dict[str, str]:
    """Write every field of an offer, those of services by number, as `read_texts` takes them."""
    texts = {name: value_text(getattr(offer, name)) for name in OFFER_FIELDS}
    for number, service in enumerate(offer.services, start=1):
        for name in SERVICE_FIELDS:
            texts[service_field(number, name)] = value_text(getattr(service, name))
    return texts


def differing_texts(offer: Offer, *, start: Offer | None = None) -> dict[str, str]:
    """Write the fields that differ from a start: `read_texts` makes the same offer of them.

    Parameters
    ----------
    offer : the offer
    start : an offer of one service, or the defaults
    """
    usual = texts_of(start or Offer())
    found = {}
    for name, text in texts_of(offer).items():
        match = _OF_SERVICE.fullmatch(name)
        is_key = bool(match and match[1] != "1" and match[2] == "name")
        default = value_text(getattr(Service(), match[2])) if match else ""
        if is_key or text != usual.get(name, default):
            found[name] = text
    return found


class _Reading:
    """One reading: what was found wrong so far."""

    def __init__(self, start: Offer) -> None:
        self._start = start
        self._mistakes: list[BriefMistake] = []

    def say(self, field: str, message: str) -> None:
        self._mistakes.append(BriefMistake(field, message))

    def offer(self, texts: Mapping[str, str]) -> Offer:
        """Put the offer together, or raise with all the mistakes."""
        values: dict[str, Any] = {}
        services: dict[int, dict[str, str]] = {}
        for name, text in texts.items():
            match = _OF_SERVICE.fullmatch(name)
            if name in OFFER_FIELDS:
                values |= self._value(name, OFFER_FIELDS[name], text)
            elif match and match[2] in SERVICE_FIELDS and int(match[1]) <= MOST_SERVICES:
                services.setdefault(int(match[1]), {})[match[2]] = text
            else:
                self.say(name[:_LONGEST], "is no field of an offer")
        offer = replace(self._start, **values, services=self._services(services))
        unread = [each.field for each in self._mistakes]
        found = (*self._mistakes, *mistakes_of(offer, unread=unread))
        if found:
            raise OfferError(found)
        return offer

    def services(self, content: object) -> dict[str, str]:
        """Give the texts of a list of services; each starts from `Service()`."""
        if not isinstance(content, list) or not all(isinstance(each, dict) for each in content):
            self.say("services", "is no list of tables; write [[services]] above each")
            return {}
        if not 1 <= len(content) <= MOST_SERVICES:
            self.say("services", f"{len(content)} services are not between 1 and {MOST_SERVICES}")
        self._start = replace(self._start, services=(Service(),) * min(len(content), MOST_SERVICES))
        texts: dict[str, str] = {}
        for number, table in enumerate(content[:MOST_SERVICES], start=1):
            for name, value in table.items():
                whole = service_field(number, name[:_LONGEST])
                if name in SERVICE_FIELDS:
                    texts |= self._text(whole, SERVICE_FIELDS[name], value)
                else:
                    self.say(
                        whole, f"is no field of a service; there are: {_listed(SERVICE_FIELDS)}"
                    )
        return texts

    def section(self, section: str, content: Mapping[str, Any]) -> dict[str, str]:
        """Give the texts of one table."""
        known = {name: each for name, each in OFFER_FIELDS.items() if each.section == section}
        texts: dict[str, str] = {}
        for name, value in content.items():
            if name in known:
                texts |= self._text(name, known[name], value)
            else:
                self.say(
                    name[:_LONGEST], f"is no field of [{section}]; there are: {_listed(known)}"
                )
        return texts

    def _text(self, name: str, field: OfferField, value: object) -> dict[str, str]:
        """Write a value of a file as text, if it is of a type that the field takes."""
        if isinstance(value, list):
            value = tuple(value)
        if isinstance(value, str) or _fits(field, value):
            return {name: value if isinstance(value, str) else value_text(value)}
        self.say(name, f"{str(value)[:_LONGEST]} is no {field.kind.value}")
        return {}

    def _value(self, name: str, field: OfferField, text: str) -> dict[str, Any]:
        try:
            value = read_value(field, text)
        except ValueError as error:
            self.say(name, str(error))
            return {}
        if wrong := value_mistake(field, value):
            self.say(name, wrong)
            return {}
        return {field.name: value}

    def _services(self, given: Mapping[int, Mapping[str, str]]) -> tuple[Service, ...]:
        starting = self._start.services
        asked = {number for number, texts in given.items() if number == 1 or any(texts.values())}
        removed = set(given) - asked
        numbers = sorted(({*range(1, len(starting) + 1)} | asked) - removed)
        return tuple(self._service(number, given.get(number, {})) for number in numbers)

    def _service(self, number: int, texts: Mapping[str, str]) -> Service:
        known = self._start.services
        service = known[number - 1] if number <= len(known) else Service()
        values: dict[str, Any] = {}
        for name, text in texts.items():
            values |= self._value(service_field(number, name), SERVICE_FIELDS[name], text)
        return replace(service, **values)


def _listed(known: Mapping[str, OfferField]) -> str:
    return ", ".join(known)


def _fits(field: OfferField, value: object) -> bool:
    """Whether a value that is no text is of the type that a file has for the field."""
    if isinstance(value, bool):
        return field.kind is Kind.YES_NO
    if isinstance(value, tuple):
        return field.kind is Kind.NUMBERS and all(
            isinstance(each, int | float) and not isinstance(each, bool) for each in value
        )
    if isinstance(value, int | float):
        return field.kind in {Kind.MONEY, Kind.SHARE, Kind.WHOLE, Kind.NUMBER}
    return field.kind is Kind.DAY and type(value) is date


def _decimal(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        message = f"{text!r} is no number"
        raise ValueError(message)
    return Decimal(text.replace(",", ""))


def _money(text: str) -> Decimal:
    return _decimal(text.removeprefix("£").strip())


def _share(text: str) -> float:
    if text.endswith("%"):
        return float(_decimal(text[:-1].strip()) / 100)
    return float(_decimal(text))


def _whole(text: str) -> int:
    number = _decimal(text)
    if number != number.to_integral_value():
        message = f"{text!r} is no whole number"
        raise ValueError(message)
    return int(number)


def _day(text: str) -> date:
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    message = f"{text!r} is no date such as 2015-02-01"
    raise ValueError(message)


def _yes_no(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        message = f"{text!r} is neither yes nor no"
        raise ValueError(message)
    return text.lower() in _YES


def _numbers(text: str) -> tuple[float, ...]:
    parts = [part for part in re.split(r"[,;\s]+", text) if part]
    return tuple(float(_decimal(part)) for part in parts)


_READERS: Mapping[Kind, Callable[[str], Any]] = {
    Kind.TEXT: str,
    Kind.MONEY: _money,
    Kind.SHARE: _share,
    Kind.WHOLE: _whole,
    Kind.NUMBER: lambda text: float(_decimal(text)),
    Kind.DAY: _day,
    Kind.YES_NO: _yes_no,
    Kind.NUMBERS: _numbers,
}
