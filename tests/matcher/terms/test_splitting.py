"""A contract is cut where its own numbers say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.terms.splitting import split, with_lead
from tests.matcher.terms.agreement import AGREEMENT


def numbers(text: str) -> list[str]:
    return [clause.number for clause in split(text)]


def test_an_agreement_is_cut_into_its_clauses() -> None:
    labels = [clause.label for clause in split(AGREEMENT)]
    assert labels == [
        *("unnumbered", "1", "1"),
        *("2.1", "2.2", "3.1", "3.2", "4.1", "4.1(a)", "4.1(b)", "5.1", "Schedule 2, 1.1"),
    ]


def test_headings_are_those_above() -> None:
    headings = {clause.label: clause.heading for clause in split(AGREEMENT)}
    assert headings["3.2"] == "Payment"
    assert headings["4.1(b)"] == "Conduct"
    assert headings["Schedule 2, 1.1"] == "Price"


def test_lines_without_a_number_go_on_with_the_clause() -> None:
    (clause,) = split("5.1 The Prime shall pay\nwithin 30 days\nof invoice.")
    assert clause.text == "The Prime shall pay within 30 days of invoice."


def test_a_line_that_starts_with_a_figure_is_no_new_clause() -> None:
    (clause,) = split("5.1 The Prime shall pay within\n30 Working Days of invoice.")
    assert clause.text.endswith("within 30 Working Days of invoice.")
    (clause,) = split("5.1 Cover of\n1.5 million pounds.")
    assert clause.text == "Cover of 1.5 million pounds."


def test_a_word_cut_by_a_line_becomes_whole() -> None:
    (clause,) = split("2.1 The num-\nber of referrals.")
    assert clause.text == "The number of referrals."


def test_a_hyphen_before_a_capital_stays() -> None:
    (clause,) = split("2.1 The Sub-\nContractor.")
    assert clause.text == "The Sub- Contractor."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. A thing shall be.\n2. Another shall be.", ["1", "2"]),
        ("Clause 5 The Prime pays.\nArticle 6 It ends.", ["5", "6"]),
        ("1.1.1 The Prime pays.\n1.1.2. It ends.", ["1.1.1", "1.1.2"]),
        ("5.1 It shall:\n(a) pay;\n(b) wait:\n(i) a day;\n(ii) two.", None),
        ("(a) pay;\n(b) wait.", ["(a)", "(b)"]),
        ("1) The Prime pays.", ["1"]),
    ],
)
def test_each_way_of_numbering_is_known(text: str, expected: list[str] | None) -> None:
    assert numbers(text) == (expected or ["5.1", "5.1(a)", "5.1(b)", "5.1(b)(i)", "5.1(b)(ii)"])


def test_an_i_after_an_h_is_a_letter() -> None:
    text = "1.1 It shall:\n(g) pay;\n(h) wait;\n(i) go."
    assert numbers(text)[-1] == "1.1(i)"


def test_parts_begin_their_own_numbers() -> None:
    found = split("9.1 It shall end.\nSchedule 3\n1.1 It shall pay.\nAnnex B Prices\nA list.")
    assert [clause.label for clause in found] == ["9.1", "Schedule 3, 1.1", "Annex B"]


def test_a_sentence_about_a_schedule_is_no_part() -> None:
    (clause,) = split("5.1 The prices are in\nSchedule 2 and shall not change.")
    assert clause.part == ""


def test_an_empty_line_ends_a_paragraph_without_a_number() -> None:
    assert [clause.text for clause in split("We pay.\n\nYou work.")] == ["We pay.", "You work."]


def test_sentences_a_line_each_are_clauses_where_nothing_is_numbered() -> None:
    pasted = "We pay in 30 days.\nYou bear all losses.\nEither side may end it."
    assert [clause.text for clause in split(pasted)] == pasted.splitlines()
    headed = split("Payment\nWe pay in 30 days.\nLosses\nYou bear all losses.")
    assert [clause.text for clause in headed] == [
        "Payment We pay in 30 days.",
        "Losses You bear all losses.",
    ]
    wrapped = "We pay in\n30 days. You bear.\nAll losses are yours."
    assert len(split(wrapped)) == 1
    assert len(split(f"1. Payment\n{pasted}")) == 1


def test_rows_of_a_table_stay_rows() -> None:
    (clause,) = split("Fee | Terms\nCore | 60 days")
    assert clause.text == "Fee | Terms\nCore | 60 days"


def test_an_item_is_read_with_the_words_that_lead_to_it() -> None:
    led = {clause.label: lead for clause, lead in with_lead(split(AGREEMENT))}
    assert led["4.1(a)"] == "The Sub-contractor shall not"
    assert led["3.1"] == ""


@given(st.text(alphabet="1.2 (a)\n:;SchedulePart|-", max_size=200))
def test_no_word_is_lost_and_none_is_made_up(text: str) -> None:
    letters = {each for clause in split(text) for each in clause.text if each.isalnum()}
    assert letters <= set(text)
