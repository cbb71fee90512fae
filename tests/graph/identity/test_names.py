"""Names, postcodes, domains and telephones as they are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity.names import (
    LONGEST_NAME,
    MOST_WORDS,
    domain_of,
    names_in,
    phone_of,
    postcode_of,
    spelling,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("THE HARBOUR TRUST LIMITED", "Harbour Trust"),
        ("St. Jude's & St Mark's", "Saint Judes and Saint Marks"),
        ("Cymdeithas Tŷ Gobaith Cyf", "CYMDEITHAS TY GOBAITH"),
        ("Ayton CAB", "Citizens Advice Bureau Ayton"),
        ("Ayton Citizens Advice", "Ayton Citizens Advice Bureau"),
        ("Friends of Ayton (UK)", "Ayton Friends"),
        ("Harbour Community Assoc", "Harbour Community Association"),
    ],
)
def test_ways_to_write_one_name_have_the_same_words(one: str, other: str) -> None:
    first, second = spelling(one), spelling(other)
    assert first
    assert second
    assert first.core == second.core


@pytest.mark.parametrize(
    ("one", "other"),
    [("Age Help Ayton", "Age Help Acton"), ("1st Ayton Scouts", "2nd Ayton Scouts")],
)
def test_other_names_have_other_words(one: str, other: str) -> None:
    first, second = spelling(one), spelling(other)
    assert first
    assert second
    assert first.core != second.core


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Harbour Housing Association (HHA)", ("Harbour Housing Association",)),
        ("Harbour (Ayton)", ("Harbour (Ayton)",)),
        ("Harbour Ltd t/a The Quay", ("Harbour Ltd", "The Quay")),
        ("The Quay, formerly known as Harbour", ("The Quay", "Harbour")),
        ("The Quay (formerly Harbour)", ("The Quay", "Harbour)")),
        ("  ", ()),
        ("", ()),
    ],
)
def test_a_field_may_hold_two_names(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


def test_a_long_name_is_cut() -> None:
    found = spelling("word " * 10_000)
    assert found
    assert len(found.words) <= MOST_WORDS
    assert all(len(name) <= LONGEST_NAME for name in names_in("x" * 10_000))


@pytest.mark.parametrize("text", ["", "nowhere", "SW1A", "1AA SW1A", "SW1A 1AA 1AA"])
def test_what_is_no_postcode_is_none(text: str) -> None:
    assert not postcode_of(text)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("HTTP://WWW.Example.org.uk:8080/a?b", "example.org.uk"),
        ("someone@example.org", "example.org"),
        ("someone@gmail.com", ""),
        ("https://harbour.wordpress.com", ""),
        ("ayton.gov.uk", ""),
        ("not a site", ""),
        ("localhost", ""),
        ("", ""),
    ],
)
def test_a_domain_that_many_share_is_none(text: str, domain: str) -> None:
    assert domain_of(text) == domain


def test_a_number_of_few_digits_is_no_telephone() -> None:
    assert phone_of("0115 496 0123") == phone_of("+44 115 4960123") == "1154960123"
    assert not phone_of("999")


@given(st.text(max_size=400))
def test_no_text_breaks_anything(text: str) -> None:
    found = spelling(text)
    assert found is None or (found.core and set(found.core) <= set(found.words))
    assert found is None or spelling(found.name) is not None
    names_in(text)
    assert len(postcode_of(text)) <= 8
    domain_of(text)
    assert len(phone_of(text)) in {0, 10}
