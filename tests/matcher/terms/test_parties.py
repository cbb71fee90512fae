"""Short names of parties are told apart by the other party's usual name, or not at all."""

from __future__ import annotations

import pytest

from matcher.terms.checking import check
from matcher.terms.parties import named_parties, with_usual_names

BETWEEN = "between Heath Homes Ltd ({}) and Wells Trust ({}).\n"
TERMS = "5.1 Heath shall pay Wells within 60 days of invoice."


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ('"Heath"', 'the "Subcontractor"', {"Heath": "the Prime"}),
        ("“Heath”", "“the Subcontractor”", {"Heath": "the Prime"}),
        ('"Heath"', '"the Supplier"', {"Heath": "the Prime"}),
        ('the "Main Contractor"', '"Wells"', {}),
        ('"Heath"', '"Wells"', {}),
        ('the "Prime"', 'the "Provider"', {}),
    ],
)
def test_a_short_name_is_told_by_the_other(
    first: str, second: str, expected: dict[str, str]
) -> None:
    assert named_parties(BETWEEN.format(first, second) + TERMS) == expected


def test_the_charity_may_have_the_short_name() -> None:
    text = BETWEEN.format('the "Contractor"', '"Wells"') + "5.1 Wells shall deliver."
    assert named_parties(text) == {"Wells": "the Sub-contractor"}


def test_a_name_that_does_nothing_is_no_party() -> None:
    text = 'under the Act of 2006 ("Companies Act") by the Lead ("Prime") it shall be.'
    assert named_parties(text) == {}


def test_only_whole_words_are_names() -> None:
    assert with_usual_names("Heathen Heath", {"Heath": "the Prime"}) == "Heathen the Prime"


def test_a_contract_with_a_short_name_is_read_like_others() -> None:
    text = BETWEEN.format('"Heath"', 'the "Subcontractor"')
    clause = "7.1 Heath may terminate this Agreement at any time on 30 days' notice."
    found = {each.kind.value: each.severity.value for each in check(text + clause).findings}
    assert found["termination"] == "red"
    (words,) = (each.words for each in check(text + clause).findings)
    assert words.startswith("Heath may terminate"), "the quote keeps the contract's own name"
