"""Write the tables of docs/offers.md from what the fields of an offer say of themselves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.offers.fields import Section
from matcher.offers.reading import value_text
from matcher.offers.records import Offer
from matcher.offers.words import OFFER_FIELDS, SERVICE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from matcher.offers.fields import OfferField

PAGE = Path(__file__).resolve().parents[2] / "docs" / "offers.md"
BEGIN, END = "<!-- fields: written by make offer-fields -->\n", "<!-- end of fields -->\n"
_HEAD = "| field | example | takes | what it asks |\n|---|---|---|---|\n"


def tables() -> str:
    """Give a table for services and one for each section."""
    parts = [_table("A service", SERVICE_FIELDS.values(), Offer().services[0])]
    for section in Section:
        asked = [each for each in OFFER_FIELDS.values() if each.section is section]
        parts.append(_table(f"{section.heading} (`[{section}]`)", asked, Offer()))
    return "\n".join(parts)


def _table(title: str, asked: Iterable[OfferField], record: object) -> str:
    rows = "".join(f"| {' | '.join(_cells(each, record))} |\n" for each in asked)
    return f"**{title}**\n\n{_HEAD}{rows}"


def _cells(field: OfferField, record: object) -> Iterator[str]:
    yield f"`{field.name}`"
    yield value_text(getattr(record, field.name)) or "blank"
    yield _takes(field)
    yield f"{field.sentence} Blank: {field.blank}." if field.blank else field.sentence


def _takes(field: OfferField) -> str:
    if field.range is None:
        return field.kind.value
    span = f"{field.range.least:,.10g} to {field.range.most:,.10g}"
    return f"{span} {field.unit}" if field.unit else f"{field.kind.value}, {span}"


def with_tables(text: str) -> str:
    """Give the page with the tables put between their marks."""
    before, rest = text.split(BEGIN)
    return before + BEGIN + tables() + END + rest.split(END)[1]


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text("utf-8")), "utf-8")
    sys.stdout.write(f"Written: {PAGE}\n")
