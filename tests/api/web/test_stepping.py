"""Question pages: which follows which, and which answers they pass on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from api.web.assessing import READINESS_STEPS
from api.web.stepping import ANSWERED, BACK, Step, Steps, kept, without

FIRST = Step(key="first", question="First?", hint="", fields=("a", "b"))
LAST = Step(key="last", question="Last?", hint="", fields=("c",))
STEPS = Steps(steps=(FIRST, LAST), here="/here", about="About it", above=(("/", "Above"),))


def test_a_page_is_found_by_its_key() -> None:
    assert STEPS.find("last") is LAST
    assert STEPS.find("nothing") is None


def test_the_next_page_follows_and_all_answers_follow_the_last() -> None:
    assert STEPS.after(FIRST, QueryParams("a=1")) == "/here/last"
    assert STEPS.after(LAST, QueryParams("a=1")) == "/here"


def test_who_came_from_all_answers_goes_back_there() -> None:
    assert STEPS.after(FIRST, QueryParams(f"{BACK}=check")) == "/here"


def test_a_page_says_where_it_stands_among_the_others() -> None:
    shown = STEPS.shown(LAST)
    assert shown["caption"] == "About it: question 2 of 2"
    assert (shown["here"], shown["above"]) == ("/here", (("/", "Above"),))


def test_the_marks_of_question_pages_are_no_answers() -> None:
    asked = QueryParams(f"a=1&{ANSWERED}=yes&{BACK}=check&c=3")
    assert without(asked).multi_items() == [("a", "1"), ("c", "3")]
    assert without(asked, {"c"}).multi_items() == [("a", "1")]


def test_a_page_passes_on_the_answers_of_others_that_are_not_blank() -> None:
    asked = QueryParams("a=1&c=3&d=&c=4")
    assert kept(asked, FIRST) == [("c", "3"), ("c", "4")]
    assert kept(QueryParams(f"a=1&c=3&{BACK}=check"), FIRST) == [("c", "3"), (BACK, "check")]


@pytest.mark.parametrize("step", READINESS_STEPS.steps, ids=lambda step: step.key)
def test_every_page_of_the_self_assessment_asks_something(step: Step) -> None:
    assert step.fields
    assert step.question.endswith("?")
    assert READINESS_STEPS.find(step.key) is step


NAMES = st.sampled_from(["a", "b", "c", "d", ANSWERED])


@given(st.lists(st.tuples(NAMES, st.text(st.characters(categories=["L"]), min_size=1))))
def test_no_answer_is_lost_or_said_twice(pairs: list[tuple[str, str]]) -> None:
    asked = QueryParams(pairs)
    own = [pair for pair in pairs if pair[0] in FIRST.fields]
    passed = [pair for pair in kept(asked, FIRST) if pair[0] != BACK]
    answers = [pair for pair in pairs if pair[0] != ANSWERED]
    assert sorted(own + passed) == sorted(answers)
