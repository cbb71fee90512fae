"""Offers as TOML files: written with what each field asks, read whole with all mistakes at once.

A table for each section, and `[[services]]` for each service: the keys are the fields of
`matcher.offers.records`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from api.formats.toml_file import MOST_BYTES, UnreadableFileError, toml_of
from matcher.errors import BriefMistake, OfferError
from matcher.offers.fields import Kind, Section
from matcher.offers.reading import read_table, value_text
from matcher.offers.words import OFFER_FIELDS, SERVICE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from matcher.offers.fields import OfferField
    from matcher.offers.records import Offer

FILE = "file"
"""The field that mistakes about a whole file are told of."""
_EXAMPLE = "docs/offers.md has an example"
_TITLE = "An offer of a sub-contract. Lines that begin with # are remarks."


def offer_toml(offer: Offer) -> str:
    """Write an offer as a file with remarks; `offer_of_bytes` gives it back.

    Fields that hold nothing are remarks, too.
    """
    return "\n".join(_lines(offer)) + "\n"


def _lines(offer: Offer) -> Iterator[str]:
    yield f"# {_TITLE}"
    for service in offer.services:
        yield "\n[[services]]"
        for name, field in SERVICE_FIELDS.items():
            yield from _field_lines(field, getattr(service, name))
    for section in Section:
        yield f"\n[{section}]"
        for name, field in OFFER_FIELDS.items():
            if field.section is section:
                yield from _field_lines(field, getattr(offer, name))


def _field_lines(field: OfferField, value: object) -> Iterator[str]:
    yield f"# {field.label}. {field.help}"
    yield f"# {field.name} =" if value is None else f"{field.name} = {_written(field, value)}"


def _written(field: OfferField, value: object) -> str:
    """Write a value as TOML has it."""
    if field.kind is Kind.TEXT:
        return json.dumps(value, ensure_ascii=False)
    if field.kind is Kind.YES_NO:
        return "true" if value else "false"
    if field.kind is Kind.NUMBERS:
        return f"[{value_text(value)}]"
    return value_text(value)


def read_offer_file(path: Path, *, changes: Mapping[str, str] | None = None) -> Offer:
    """Read an offer from a file; `changes` are texts by field that count instead.

    Raises
    ------
    OfferError
        If the file cannot be read at all, or the offer contains mistakes: with all of them.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise OfferError([BriefMistake(FILE, message)]) from None
    return offer_of_bytes(content, named=str(path), changes=changes)


def offer_of_bytes(
    content: bytes, *, named: str, changes: Mapping[str, str] | None = None
) -> Offer:
    """Read an offer from what a file contains.

    Parameters
    ----------
    content : the bytes; one more than `MOST_BYTES` is enough to be refused
    named : what to call the file
    changes : texts by field that count instead of what the file says

    Raises
    ------
    OfferError
        If it cannot be read at all, or the offer contains mistakes: with all of them.
    """
    try:
        table = toml_of(content, named=named, holds="an offer", example=_EXAMPLE)
    except UnreadableFileError as error:
        raise OfferError([BriefMistake(FILE, str(error))]) from None
    return read_table(table, changes=changes)
