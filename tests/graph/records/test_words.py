"""What the words of a name are, and which of them are nearly the same."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.questions.names import searched_names
from graph.questions.spelling import asked_spellings, is_near, kept_spellings, tolerance
from graph.records.words import RULE, findable, spelled, split, split_all, words
from tests.contracts.plain_questions import alignment_distance, plain_terms, plain_words

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
legal = st.lists(
    st.sampled_from(["the", "Ltd", "and", "s", "'s", "Saint", "Saints", "c.i", "community", "a"])
    | st.sampled_from(
        ["interest", "company", "public", "limited", "0", "01", "p", "l", "c", "ies"]
    ),
    max_size=7,
).flatmap(lambda parts: st.sampled_from([" ", "", ".", "-"]).map(lambda by: by.join(parts)))
few_letters = st.text(st.sampled_from("abc1"), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("St. Giles Trust", ("st", "gile", "trust")),
        ("Women\u2019s Centre & Women's Aid", ("women", "centre", "women", "aid")),
        ("Saints and the Mens' Charities", ("st", "men", "charity")),
        ("P.S.S. of A4e of U K", ("pss", "of", "a", "4", "e", "of", "uk")),
        ("p the s the s", ("pss",)),
        ("Catch22, 007 & 0", ("catch", "22", "7", "0")),
        ("GB-COH-IP000CUS", ("gb", "coh", "ip", "0", "cus")),
        ("The Alpha Ltd", ("alpha",)),
        ("The L.T.D.", ("the", "ltd")),
        ("Alpha Limited Liability Partnerships", ("alpha",)),
        ("The Public Limited Companies", ("the", "plc")),
        ("This bus crisis", ("thi", "bus", "crisi")),
        ("Bread and Butter", ("bread", "butter")),
        ("Andover", ("andover",)),
        ("T\u0177 Gobaith", ("ty", "gobaith")),
        ("GB-CHC-226171", ("gb", "chc", "226171")),
        ("Stra\u00dfe \ufb01eld", ("strasse", "field")),
        ("\u210c", ("h",)),
        (" & - ' ", ()),
        ("", ()),
    ],
)
def test_a_name_is_split_into_folded_words(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@given(st.lists(anything | legal | st.text(st.characters(codec="ascii")), max_size=5))
def test_many_names_are_split_together_as_each_alone(texts: list[str]) -> None:
    assert list(split_all(texts)) == [split(text) for text in texts]


@given(text=anything | legal)
def test_words_joined_are_the_same_words_again(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)
    assert list(words(text)) == plain_words(text)
    alone, neighbours = plain_terms(text)
    assert spelled(text) == alone
    assert findable(text) == alone | neighbours


def test_the_number_of_the_rule_is_raised_with_the_rule() -> None:
    """Stores make their index again by this number alone."""
    texts = ("The Saint Giles's Trust Ltd", "Catch22 & P.S.S.", "T\u0177 007 Charities CIC", "A4e")
    kept = [(words(each), sorted(findable(each)), sorted(spelled(each))) for each in texts]
    kept += [sorted(kept_spellings(word)) for word in ("giles", "charities", "12")]  # type: ignore[misc]
    assert (RULE, sha256(repr(kept).encode()).hexdigest()[:16]) == (2, "1fcdb9403c6faa9a")


@pytest.mark.parametrize(
    ("word", "allowed"),
    [("pss", 0), ("mind", 1), ("shelter", 1), ("addaction", 2), ("shelters", 2), ("catch22", 0)],
)
def test_the_longer_a_word_the_more_mistakes_are_forgiven(word: str, allowed: int) -> None:
    assert tolerance(word) == allowed


@given(typed=few_letters, word=few_letters)
def test_words_are_near_if_their_distance_is_within_the_tolerance(typed: str, word: str) -> None:
    assert is_near(typed, word) == (alignment_distance(typed, word) <= tolerance(typed))


@given(word=st.text(st.sampled_from("abcdefgh1"), min_size=1, max_size=12), data=st.data())
def test_an_index_finds_every_word_that_is_near(word: str, data: st.DataObject) -> None:
    """A word changed at most twice, wherever: if it is near, the two have a spelling in common."""
    typed = word
    for _ in range(data.draw(st.integers(0, 2))):
        at = data.draw(st.integers(0, len(typed)))
        change = data.draw(st.sampled_from(["insert", "delete", "substitute", "swap"]))
        letter = data.draw(st.sampled_from("abx"))
        cut = {"insert": 0, "delete": 1, "substitute": 1, "swap": 2}[change]
        put = {
            "insert": letter,
            "delete": "",
            "substitute": letter,
            "swap": typed[at : at + 2][::-1],
        }
        typed = typed[:at] + put[change] + typed[at + cut :]
    if typed and typed != word and is_near(typed, word):
        assert kept_spellings(word) & asked_spellings(typed)


@given(typed=few_letters, word=few_letters)
def test_an_index_finds_every_near_word_of_few_letters(typed: str, word: str) -> None:
    if typed != word and is_near(typed, word):
        assert kept_spellings(word) & asked_spellings(typed)


def test_an_index_keeps_few_spellings_of_a_word() -> None:
    assert len(kept_spellings("abcdefghijklmnop")) == 1 + 7 + 21
    assert len(kept_spellings("abcde")) == 1 + 5
    assert kept_spellings("ab") == frozenset()
    assert kept_spellings("226171") == frozenset()


def test_names_come_by_letters_then_organisation_then_what_they_are() -> None:
    found = searched_names(
        [("ZZ-PMS-b", "Nacro"), ("ZZ-PMS-a", "Mind & Co")],
        [("ZZ-PMS-b", "zebra"), ("ZZ-PMS-b", "Aloud"), ("ZZ-PMS-b", "&"), ("ZZ-PMS-b", "Nacro")],
        [("ZZ-PMS-a", "GB-COH-1")],
    )
    assert [(each.organisation[-1], each.name) for each in found] == [
        ("b", "Nacro"),
        ("b", "Aloud"),
        ("b", "zebra"),
        ("a", "Mind & Co"),
        ("a", "ZZ-PMS-a"),
        ("a", "GB-COH-1"),
        ("b", "ZZ-PMS-b"),
    ]
