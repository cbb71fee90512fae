"""Numbers in words become figures, and lengths, shares and sums are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.terms.numbers import amounts_of, days_of, figured, months_of, shares_of

WORDS = {
    0: "zero",
    7: "seven",
    13: "thirteen",
    20: "twenty",
    28: "twenty-eight",
    60: "sixty",
    100: "one hundred",
    150: "one hundred and fifty",
    365: "three hundred and sixty-five",
    1000: "one thousand",
    1250: "one thousand two hundred and fifty",
    2_000_000: "two million",
}


@pytest.mark.parametrize(("number", "words"), WORDS.items())
def test_numbers_in_words_become_figures(number: int, words: str) -> None:
    assert figured(f"within {words} days") == f"within {number} days"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("sixty (60) days", "60 days"),
        ("ten per cent (10%)", "10%"),
        ("twelve and a half per cent", "12.5%"),
        ("one third of the price", "33% of the price"),
        ("three quarters of it", "75% of it"),
        ("half the fee", "50% the fee"),
        ("half an hour", "half an hour"),
        ("the sixtieth day after", "the 60 days after"),
        ("the third month following", "the 3 months following"),
        ("a third party", "a third party"),
        ("£5m", "£5000000"),
        ("£1.5 million", "£1500000"),
        ("gbp 20,000", "£20000"),
        ("fifteen million pounds", "£15000000"),
        ("twenty-five pence in every pound", "25%"),
        ("no one else", "nobody else"),
    ],
)
def test_each_way_of_writing_a_figure_is_read(said: str, written: str) -> None:
    assert figured(said) == written


def test_working_days_count_more_than_days() -> None:
    assert days_of("within 10 working days") == [14]
    assert days_of("within 10 days, or 2 weeks, or 2 months") == [10, 14, 60]


def test_months_are_of_thirty_days() -> None:
    assert months_of("on 6 months' notice") == [6.0]
    assert months_of("on 12 weeks' notice") == [2.8]
    assert months_of("on 30 days' notice") == [1.0]


def test_shares_and_sums_are_found_where_they_stand() -> None:
    assert shares_of("not above 12.5% or 100%") == [0.125, 1.0]
    assert amounts_of("£20000 or £5000000") == [20_000, 5_000_000]


def test_a_text_without_figures_has_none() -> None:
    for find in (days_of, months_of, shares_of, amounts_of):
        assert find("paid promptly") == []


@given(st.integers(min_value=1, max_value=9999))
def test_figures_stay_as_they_are(number: int) -> None:
    assert figured(f"{number} days") == f"{number} days"
    assert days_of(f"{number} days") == [number]


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    written = figured(text.lower())
    assert all(share >= 0 for share in shares_of(written))
    assert all(length >= 0 for length in days_of(written))
