"""What each field of an offer asks, once, for every place where people meet it.

The words stand in `fields.csv`. The file of an offer, the options, the parameters of addresses, the
form, the tables of docs/offers.md and the words of errors follow from `OFFER_FIELDS` and
`SERVICE_FIELDS`.
"""

from __future__ import annotations

import csv
import pkgutil
from dataclasses import fields
from typing import TYPE_CHECKING

from matcher.brief.fields import Range
from matcher.offers.fields import Kind, OfferField, Section
from matcher.offers.records import Offer, Service

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_SERVICES = 5
MOST_MONTHS = 120
"""The longest offer, from mobilisation to the last day: the seven years of 2015, extended."""
MOST_GBP_A_YEAR = 1_000_000_000
"""The most that a price times people, or a cost times what it is for, may come to: so little that
all sums are exact to the penny."""
LONGEST_TEXT = 100
_OF_SERVICES = "service"


def _rows() -> Iterator[dict[str, str]]:
    table = pkgutil.get_data(__package__, "fields.csv") or b""
    yield from csv.DictReader(table.decode("utf-8").splitlines())


def _field(row: Mapping[str, str], defaults: Mapping[str, object]) -> OfferField:
    span = Range(least=float(row["least"]), most=float(row["most"])) if row["least"] else None
    return OfferField(
        name=row["name"],
        kind=Kind(row["kind"]),
        default=defaults[row["name"]],
        label=row["label"],
        sentence=row["sentence"],
        section=None if row["section"] == _OF_SERVICES else Section(row["section"]),
        unit=row["unit"],
        range=span,
        blank=row["blank"],
    )


def _fields_of(record: type, *, of_services: bool) -> dict[str, OfferField]:
    defaults = {each.name: each.default for each in fields(record)}
    return {
        row["name"]: _field(row, defaults)
        for row in _rows()
        if (row["section"] == _OF_SERVICES) is of_services
    }


OFFER_FIELDS: Mapping[str, OfferField] = _fields_of(Offer, of_services=False)
"""What each field of an offer asks, by name, in the order of the form; services are apart."""
SERVICE_FIELDS: Mapping[str, OfferField] = _fields_of(Service, of_services=True)
"""What each field of a service asks, by name."""
