"""What a reason says comes back from its text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matcher.answer.reason import Reason, told
from matcher.case.capacity import Basis

TITLES = ("A page", "A page; and a half", "Hansard; 8 February", "and a half", "[sic] x")


@given(
    sentence=st.text(alphabet="ab [];:.\n", min_size=1),
    basis=st.sampled_from(Basis),
    sources=st.lists(st.sampled_from(TITLES[1:]), unique=True, max_size=3),
)
def test_a_reason_comes_back_from_its_text(sentence: str, basis: Basis, sources: list[str]) -> None:
    text = str(Reason(kind="need", sentence=sentence, basis=basis, sources=tuple(sources)))
    found = told(text, TITLES[1:])
    assert (found.sentence, found.basis, list(found.sources)) == (sentence, basis, sources)


def test_a_title_that_nobody_knows_is_taken_as_it_stands() -> None:
    assert told("Why. [stated: x; A page]", TITLES).sources == ("x", "A page")


def test_a_text_that_is_no_reason_is_all_sentence() -> None:
    found = told("Only words [and brackets]", TITLES)
    assert (found.sentence, found.basis) == ("Only words [and brackets]", Basis.UNKNOWN)
