"""Keyword rules: what counts, what is denied, and what belongs to another context."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.texts.keywords import Rules, built_in_rules
from graph.texts.labels import labels


def said(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for hit in built_in_rules().hits(text):
        found.setdefault(hit.label, []).append(hit.phrase)
    return found


@pytest.mark.parametrize(
    ("text", "label", "phrase"),
    [
        ("We run a hostel for ROUGH SLEEPERS.", "homeless", "rough sleepers"),
        ("Women's aid group", "women_abuse", "women aid"),
        ("Advice on debts and budgeting", "finance", "debts"),
        ("Support for ex-offenders leaving prison", "through_the_gate", "leaving prison"),
        ("Mae'n helpu pobl digartref", "accommodation", "digartref"),
        ("Psychotherapy, alcoholics and addicts", "drugs_alcohol", "alcoholics"),
    ],
)
def test_a_hit_names_the_words_of_the_text(text: str, label: str, phrase: str) -> None:
    assert phrase in said(text)[label]


@pytest.mark.parametrize(
    "text",
    [
        "The charity does not provide supported housing.",
        "No debt advice is given.",
        "We don't offer counselling.",
        "Services excluding drug treatment.",
        "Horse-drawn caravans give pony rides near a hostel.",
        "The village hall and hostel can be hired.",
        "A museum in the old prison.",
        "",
        "the of and to in",
        "\U0001f600 \U0001f44d\U0001f3fd",
    ],
)
def test_denials_and_other_contexts_say_nothing(text: str) -> None:
    assert said(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Not-for-profit supported housing.",
        "Not only a hostel.",
        "No charge for supported housing.",
        "We do not judge, but we run a hostel.",
        "It is not a school. It is a hostel.",
    ],
)
def test_what_denies_nothing_hides_nothing(text: str) -> None:
    assert "accommodation" in said(text)


def test_another_context_rules_out_its_own_sentence_alone() -> None:
    assert "accommodation" not in said("A hostel for dogs")
    assert "accommodation" in said("We keep dogs. We run a hostel.")


@pytest.mark.parametrize(
    ("text", "label", "said"),
    [
        ("our women's centre", "womens_services", True),
        ("support post-release", "through_the_gate", True),
        ("we post leaflets on release forms", "through_the_gate", True),
        ("leave", "through_the_gate", False),
        ("leave cards, in prison", "through_the_gate", False),
    ],
)
def test_a_phrase_counts_only_whole(text: str, label: str, said: bool) -> None:
    assert (label in {hit.label for hit in built_in_rules().hits(text)}) is said


LAWYERS = (
    "Socially excluded means being excluded from society as a result of"
    " one of more of the following factors: unemployment; substance abuse or dependency; family"
    " breakdown; poor housing (that is housing that does not meet basic habitable standards); crime"
    " (either as a victim of crime or as an offender rehabilitating into society)."
)


def test_a_clause_that_lawyers_put_into_many_objects_says_nothing() -> None:
    assert built_in_rules().hits(LAWYERS) == ()
    said = {hit.label for hit in built_in_rules().hits(f"{LAWYERS} We help prisoners.")}
    assert said == {"justice"}


def test_a_phrase_may_go_on_where_its_rule_says_so() -> None:
    rules = Rules({"sleep": ["rough sleep*"], "home": ["home"]}, {})
    assert [hit.label for hit in rules.hits("rough sleeping at home; homes, homely")] == [
        "sleep",
        "home",
        "home",
    ]


def test_every_label_has_keywords_and_every_keyword_a_label() -> None:
    assert set(built_in_rules().labels) == {label.key for label in labels()}


def test_a_million_characters_are_cut_and_not_read_to_the_end() -> None:
    assert said("a " * 500_000 + "hostel") == {}


@given(st.text())
def test_any_text_can_be_read_and_hits_are_words_of_it(text: str) -> None:
    for hit in built_in_rules().hits(text):
        assert all(word in text.lower() for word in hit.phrase.split())
