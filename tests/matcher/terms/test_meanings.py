"""Defined terms and cross-references are read together with the clause that uses them."""

from __future__ import annotations

from matcher.terms.meanings import explained, is_definition, meanings, references
from matcher.terms.splitting import split
from tests.matcher.terms.agreement import AGREEMENT


def test_defined_terms_are_found_with_their_meaning() -> None:
    found = meanings(split(AGREEMENT))
    assert found["Payment Period"] == "75 days."
    assert set(found) == {"Payment Period", "Forecast Volume"}


def test_the_first_definition_counts() -> None:
    found = meanings(split('"Cap" means £5.\n"Cap" means £9.'))
    assert found == {"Cap": "£5."}


def test_a_definition_of_a_page_is_left_alone() -> None:
    assert meanings(split('"Losses" means ' + "loss " * 81)) == {}


def test_a_clause_that_only_defines_says_nothing_itself() -> None:
    assert is_definition("\u201cCohort\u201d means a quarter's starts.")
    assert not is_definition("Each Cohort is measured.")


def test_a_term_is_explained_once() -> None:
    text = explained("Cap here, Cap there.", {"Cap": "£5."})
    assert text == "Cap (£5) here, Cap there."


def test_a_term_that_is_not_used_changes_nothing() -> None:
    assert explained("No such word.", {"Cap": "£5."}) == "No such word."


def test_references_name_the_clauses_of_this_contract_only() -> None:
    known = ["3.1", "3.2", "12.3(a)"]
    assert references("Save where clause 12.3(a) applies", known) == ("12.3(a)",)
    assert references("clauses 3.1 and 3.2, and clause 99", known) == ("3.1", "3.2")
    assert references("nothing", known) == ()
