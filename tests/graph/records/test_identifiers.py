"""Identifiers are checked once and behave as texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import IdentifierError
from graph.records.identifiers import AreaId, OrgId, PlaceCode, slug


@pytest.mark.parametrize(
    ("text", "register", "number"),
    [
        ("GB-CHC-226171", "GB-CHC", "226171"),
        ("GB-COH-03861209", "GB-COH", "03861209"),
        ("GB-COH-OC361645", "GB-COH", "OC361645"),
        ("GB-SC-SC004089", "GB-SC", "SC004089"),
        ("ZZ-PMS-a-band-of-brothers", "ZZ-PMS", "a-band-of-brothers"),
    ],
)
def test_an_organisations_identifier_names_its_register(
    text: str, register: str, number: str
) -> None:
    identifier = OrgId(text)
    assert identifier == text
    assert (identifier.register, identifier.number) == (register, number)
    assert identifier.is_local == (register == "ZZ-PMS")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "226171",
        "GB-CHC-",
        "GB-CHC-12",
        "GB-CHC-x",
        "GB-COH-3861209",
        "gb-chc-226171",
        "GB-SC-1",
    ],
)
def test_what_is_no_identifier_is_refused(text: str) -> None:
    with pytest.raises(IdentifierError):
        OrgId(text)


@pytest.mark.parametrize("text", ["E07000071", "W92000004", "CPA19", "prison-chelmsford"])
def test_places_have_codes_or_slugs(text: str) -> None:
    assert PlaceCode(text) == text


@pytest.mark.parametrize("text", ["", "Essex", "E0700007", "prison_1", "19"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(IdentifierError, match="for example E07000071"):
        PlaceCode(text)


def test_an_area_is_a_place_but_not_the_other_way_round() -> None:
    assert PlaceCode(AreaId("CPA3")) == "CPA3"
    with pytest.raises(IdentifierError):
        AreaId("E07000071")


@given(st.text())
def test_a_slug_is_ascii_or_nothing(name: str) -> None:
    made = slug(name)
    assert made == slug(made)
    assert not made or PlaceCode(f"x-{made}")
