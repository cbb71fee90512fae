"""Parties with many names become three, so that rules need one word for each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.terms.plain import plain

PRIMES = (
    *("the Prime", "the Prime Provider", "the Contractor", "the Main Contractor", "the Lead"),
    *("the Company", "the CRC", "the Tier 1 Provider", "the Purchaser", "we", "us"),
    *("Contractor", "the Lead Provider", "the Head Contractor", "the Customer"),
)
SUBS = (
    *("the Sub-contractor", "the Subcontractor", "the Sub-Contractor", "Subcontractor"),
    *("the Provider", "the Partner", "the Supplier", "the Charity", "you", "the tier 3 provider"),
    *("each member of the consortium", "every subcontractor", "the Delivery Partner"),
)
AUTHORITIES = (
    *("the Authority", "the Secretary of State", "the Secretary of State for Justice"),
    *("the Ministry of Justice", "MoJ", "NOMS", "HMPPS", "the Ministry"),
)


@pytest.mark.parametrize("name", PRIMES)
def test_who_is_above_is_the_prime(name: str) -> None:
    assert plain(f"{name} shall pay.") == "prime shall pay."


@pytest.mark.parametrize("name", SUBS)
def test_who_reads_is_the_sub(name: str) -> None:
    assert plain(f"{name} shall work.") == "sub shall work."


@pytest.mark.parametrize("name", AUTHORITIES)
def test_who_pays_the_prime_is_the_authority(name: str) -> None:
    assert plain(f"{name} decides.") == "authority decides."


def test_the_contract_above_has_one_name() -> None:
    assert plain("under the Services Agreement") == "under head contract"


def test_quotes_dashes_and_spaces_are_made_alike() -> None:
    assert plain("“Cap” \u2013  the\nPrime\u2019s") == '"cap" - prime\'s'


def test_young_people_are_not_the_reader() -> None:
    assert plain("Young people") == "young people"


@given(st.text(max_size=300))
def test_plain_words_have_no_capitals_and_no_double_spaces(text: str) -> None:
    written = plain(text)
    assert "  " not in written
    assert written == written.lower()
