"""Contracts are read in turns, and what an offer takes becomes its address."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from api.service import terms
from api.service.terms import MOST_AT_ONCE, offer_query, read_terms, read_words, terms_help
from matcher.errors import DocumentError, DocumentsWaitingError
from matcher.terms.carrying import Carried
from tests.matcher.terms.agreement import AGREEMENT


def test_a_file_and_pasted_words_give_the_same_findings() -> None:
    assert read_terms(AGREEMENT.encode()).terms == read_words(AGREEMENT).terms


def test_who_gets_no_turn_in_time_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "LONGEST_WAIT_S", 0.01)
    held = [terms._turn() for _ in range(MOST_AT_ONCE)]
    for each in held:
        each.__enter__()
    with pytest.raises(DocumentsWaitingError, match="Try again in a minute"):
        read_words(AGREEMENT)
    for each in held:
        each.__exit__(None, None, None)
    assert read_words(AGREEMENT).terms.findings


def test_a_turn_is_given_back_after_a_mistake() -> None:
    for _ in range(MOST_AT_ONCE + 1):
        with pytest.raises(DocumentError, match="too few"):
            read_words("5.1 The Prime pays.")
    assert read_words(AGREEMENT).read_as == "pasted words"


def test_the_query_holds_what_the_terms_change_of_the_example() -> None:
    asked = parse_qs(read_words(AGREEMENT).offer_query)
    assert asked["payment_days"] == ["75"]
    assert asked["pay_when_paid"] == ["yes"]


def test_terms_that_say_nothing_of_an_offer_have_no_query() -> None:
    assert offer_query(()) == ""


def test_figures_that_no_offer_can_have_lead_nowhere() -> None:
    wrong = Carried(field="payment_days", label="", value="9999", clause="1", rule="x")
    assert offer_query((wrong,)) == ""


def test_the_help_names_every_kind_and_the_limits() -> None:
    found = terms_help()
    assert len({each.kind for each in found.looked_for}) == 19
    assert found.largest_bytes == 10_000_000
