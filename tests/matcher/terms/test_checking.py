"""A whole contract: its findings, what is missing, and what standards say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.terms.answer import NO_ADVICE
from matcher.terms.checking import LONGEST_QUOTE, MOST_CHARACTERS, check
from matcher.terms.records import Clause, Kind, Severity
from tests.matcher.terms.agreement import AGREEMENT
from tests.matcher.terms.labelled import labelled

FOUND = check(AGREEMENT)
SAID = {(each.clause, each.kind): each for each in FOUND.findings}


def test_each_clause_of_the_agreement_is_judged() -> None:
    flags = {key: each.severity.value for key, each in SAID.items()}
    assert flags == {
        ("2.2", Kind.VOLUME): "red",
        ("3.1", Kind.PAYMENT): "red",
        ("3.2", Kind.PAYMENT): "red",
        ("4.1(a)", Kind.GAGGING): "red",
        ("4.1(b)", Kind.EXCLUSIVITY): "red",
        ("5.1", Kind.TERMINATION): "note",
        ("5.1", Kind.MOBILISATION): "note",
        ("Schedule 2, 1.1", Kind.VOLUME): "note",
    }


def test_a_defined_term_carries_its_days_into_the_clause() -> None:
    assert SAID["3.1", Kind.PAYMENT].figures.days == 75


def test_a_finding_quotes_the_contract_and_names_what_to_read_with_it() -> None:
    found = SAID["3.1", Kind.PAYMENT]
    assert found.words.startswith("Subject to clause 3.2, the Prime shall pay")
    assert found.read_with == ("3.2",)
    assert found.heading == "Payment"


def test_a_finding_says_what_it_means_why_and_what_to_ask() -> None:
    for found in FOUND.findings:
        assert found.means.endswith(".")
        assert found.matters
        assert bool(found.ask) is (found.severity is not Severity.NOTE)
        assert found.sources


def test_the_worst_stand_first_and_then_the_contract_s_order() -> None:
    ranks = [each.severity.rank for each in FOUND.findings]
    assert ranks == sorted(ranks)
    assert [each.clause for each in FOUND.of(Severity.RED)] == [
        *("2.2", "3.1", "3.2", "4.1(a)", "4.1(b)")
    ]


def test_the_worst_of_a_kind_can_be_asked() -> None:
    worst = FOUND.worst(Kind.VOLUME)
    assert worst is not None
    assert worst.clause == "2.2"
    assert FOUND.worst(Kind.AUDIT) is None


def test_what_no_clause_is_about_is_missing() -> None:
    missing = {each.kind: each.severity for each in FOUND.missing}
    assert missing[Kind.LIABILITY] is Severity.RED
    assert missing[Kind.TUPE] is Severity.AMBER
    assert not {Kind.PAYMENT, Kind.GUARANTEE, Kind.EXCLUSIVITY} & set(missing)


def test_nothing_is_lost_where_no_guarantee_is_asked() -> None:
    missing = {each.kind for each in check("1.1 The Sub-contractor shall work well.").missing}
    assert Kind.GUARANTEE not in missing
    assert len(missing) == len(Kind) - 2


def test_standards_are_answered_by_clause() -> None:
    said = {each.item: each for each in FOUND.standards}
    assert said["Insurance"].said == "not found"
    assert said["Fair terms"].said == "against it"
    assert said["Fair terms"].clauses == ("3.1", "3.2")
    assert said["Independence, and freedom to campaign"].clauses == ("4.1(a)", "4.1(b)")
    assert said["Good performance rewarded"].said == "not found"
    assert said["Less bureaucracy"].said == "not found"
    assert check("1.1 Each party has its own audits.").standards != FOUND.standards


def test_a_principle_with_no_red_clause_has_nothing_against_it() -> None:
    found = check("8.1 No variation has effect unless it is in writing and signed by both parties.")
    said = {each.item: each.said for each in found.standards}
    assert said["Stability of funding"] == "nothing against it"
    assert said["Change"] == "there"
    assert said["Equality"] == "not found"


def test_one_clause_may_say_something_of_several_kinds() -> None:
    found = check(
        "9.1 The Prime may terminate at any time on 30 days' notice. The Sub-contractor shall not"
        " speak to the press."
    )
    assert {each.kind for each in found.findings} == {Kind.TERMINATION, Kind.GAGGING}
    assert {each.clause for each in found.findings} == {"9.1"}


def test_a_long_clause_is_quoted_by_the_piece_that_says_it() -> None:
    filler = "The Sub-contractor shall be polite to all people whom it meets at work. " * 10
    found = check(f"3.1 {filler}The Prime shall pay within 90 days of invoice. {filler}")
    (finding,) = (each for each in found.findings if each.kind is Kind.PAYMENT)
    assert "within 90 days" in finding.words
    assert len(finding.words) <= LONGEST_QUOTE + 4


def test_a_text_that_is_too_long_is_read_in_part_and_says_so() -> None:
    found = check("1.1 The Sub-contractor shall be polite.\n" * (MOST_CHARACTERS // 30))
    assert found.cut_short
    assert not FOUND.cut_short


def test_an_empty_text_has_no_clauses() -> None:
    found = check("")
    assert (found.clauses, found.words, found.findings) == (0, 0, ())


def test_every_answer_says_that_it_is_no_advice() -> None:
    assert check("").no_advice == NO_ADVICE
    assert "no legal advice" in NO_ADVICE


def test_the_same_text_gives_the_same_answer() -> None:
    assert check(AGREEMENT) == FOUND


@pytest.mark.parametrize("clause", [c for c in labelled() if c.half == "development"][::20])
def test_a_number_before_a_clause_changes_nothing_but_its_label(clause: object) -> None:
    text = " ".join(str(getattr(clause, "clause", "")).split())
    if text[0].isdigit() or " means " in text or " | " in text:
        return
    bare, numbered = check(text), check(f"7.7 {text}")
    assert [each.severity for each in bare.findings] == [e.severity for e in numbered.findings]
    assert {each.clause for each in numbered.findings} <= {"7.7"}


def test_an_unnumbered_clause_says_so() -> None:
    assert Clause(number="", heading="", text="x").label == "unnumbered"


@given(st.text(max_size=500))
def test_any_text_is_read_to_its_end(text: str) -> None:
    found = check(text)
    assert found.words <= len(text.split()) + text.count("|")
    assert {each.kind for each in found.missing}.isdisjoint(each.kind for each in found.findings)
