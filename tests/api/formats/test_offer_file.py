"""Offers as files: written with what each field asks, and read back as they were."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.formats.offer_file import offer_of_bytes, offer_toml, read_offer_file
from api.formats.toml_file import MOST_BYTES
from matcher.errors import OfferError
from matcher.offers.records import Offer
from matcher.offers.words import OFFER_FIELDS, SERVICE_FIELDS

if TYPE_CHECKING:
    from pathlib import Path

TITLES = st.text(min_size=1, max_size=100).filter(lambda t: t.isprintable() and bool(t.strip()))


def back(offer: Offer) -> Offer:
    return offer_of_bytes(offer_toml(offer).encode(), named="it")


def mistakes(content: bytes) -> dict[str, str]:
    with pytest.raises(OfferError) as caught:
        offer_of_bytes(content, named="it")
    return {each.field: each.message for each in caught.value.mistakes}


def test_a_written_offer_is_read_back() -> None:
    service = Offer().services[0]
    offer = replace(
        Offer(),
        services=(service, replace(service, name='The "best"\\ one', people_low=12.5)),
        clawback_cap_share=0.25,
        pay_when_paid=True,
        season=(0.5,) * 6 + (1.5,) * 6,
    )
    assert back(Offer()) == Offer()
    assert back(offer) == offer


@given(TITLES, st.floats(0, 1).map(lambda share: round(share, 6)), st.integers(0, 365))
def test_any_title_share_and_days_come_back(title: str, share: float, days: int) -> None:
    offer = replace(Offer(), title=title.strip() or "x", advance_share=share, payment_days=days)
    assert back(offer) == offer


def test_every_field_is_there_with_what_it_asks() -> None:
    text = offer_toml(Offer())
    for name, field in {**OFFER_FIELDS, **SERVICE_FIELDS}.items():
        assert f"# {field.label}. {field.help}\n" in text
        assert f"\n{name} = " in text or f"\n# {name} =\n" in text
    tomllib.loads(text)


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    found = mistakes(
        b'[contract]\nnotice_months = "soon"\ncolour = 1\n[payment]\npayment_days = -1\n'
    )
    assert {"notice_months", "colour", "payment_days"} <= set(found)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not = [toml", "it is not TOML"),
        (b"title = \xff", "is not in UTF-8"),
        (b"#" * (MOST_BYTES + 1), "more than 100,000 bytes"),
        (b"a = " + b"[" * 50_000, "it is "),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, said: str) -> None:
    assert said in mistakes(content)["file"]


def test_files_are_read_from_where_they_are(tmp_path: Path) -> None:
    path = tmp_path / "offer.toml"
    path.write_text(offer_toml(Offer()), encoding="utf-8")
    assert read_offer_file(path) == Offer()
    with pytest.raises(OfferError, match="cannot be read"):
        read_offer_file(tmp_path / "none.toml")
