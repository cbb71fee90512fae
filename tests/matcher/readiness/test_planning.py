"""What to do first: gates, then what is unknown about them, then what lacks most."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.readiness.gate_checks import MAY_LEAD
from matcher.readiness.planning import GATE_TODO, plan_of
from matcher.readiness.questions import QUESTION, QUESTIONS
from matcher.readiness.records import Answer, AreaGate, GateCheck, Origin, Result, StepKind


def answer(name: str, points: float | None, *, counts: bool = True, known: bool = True) -> Answer:
    question = QUESTION[name]
    return Answer(
        question=name,
        theme=str(question.theme),
        label=question.label,
        value="something" if known else "",
        origin=str(Origin.ANSWERED if known else Origin.UNKNOWN),
        points=points,
        counts=counts,
        reason="",
        known_by="",
        why=question.why,
        sources=(),
    )


def unknown(name: str, **more: Any) -> Answer:
    return answer(name, None, known=False, **more)


def gate(name: str, result: Result, *areas: Result, on: bool = True) -> GateCheck:
    return GateCheck(
        gate=name,
        name=name.replace("_", " "),
        on=on,
        figure=0.5,
        unit="",
        result=str(result),
        reason="",
        sources=(),
        areas=tuple(
            AreaGate(area=str(n), area_name=str(n), result=str(each), reaches=None, asks=None)
            for n, each in enumerate(areas)
        ),
    )


def test_who_lacks_nothing_has_nothing_to_do() -> None:
    ready = [answer(each.name, 1.0) for each in QUESTIONS]
    assert plan_of(ready, [gate("exposure", Result.PASSES)]) == ()


def test_a_gate_that_would_be_failed_comes_first_with_what_to_do_about_it() -> None:
    plan = plan_of([answer("insurance", 0.0)], [gate("exposure", Result.FAILS)])
    assert [(step.rank, step.kind) for step in plan] == [(1, "gate"), (2, "gap")]
    assert plan[0].todo == GATE_TODO["exposure"]
    assert plan[0].why == "It would fail the gate “exposure” today, on what is known."


def test_a_gate_failed_in_some_areas_says_in_how_many() -> None:
    results = (Result.FAILS, Result.PASSES, Result.FAILS)
    (step,) = plan_of([], [gate("funding_access", Result.DIFFERS, *results)])
    assert "today in 2 of 3 areas, on what is known" in step.why


def test_a_gate_that_cannot_be_told_asks_for_what_tells_it() -> None:
    (step,) = plan_of([], [gate("consent", Result.CANNOT_TELL)])
    assert (step.kind, step.question, step.gate) == ("find out", "board_consent", "consent")
    assert step.todo == f"Find out: {QUESTION['board_consent'].asks}"


def test_what_a_gate_asks_for_is_not_asked_twice() -> None:
    plan = plan_of([unknown("board_consent")], [gate("consent", Result.CANNOT_TELL)])
    assert [step.question for step in plan] == ["board_consent"]


@pytest.mark.parametrize("result", [Result.FAILS, Result.CANNOT_TELL, Result.DIFFERS])
def test_a_gate_that_searches_leave_off_asks_for_nothing(result: Result) -> None:
    assert plan_of([], [gate("guarantee", result, on=False)]) == ()


@pytest.mark.parametrize("result", [Result.PASSES, Result.COUNTS, Result.NO_MATTER])
def test_a_gate_that_is_passed_or_counted_asks_for_nothing(result: Result) -> None:
    assert plan_of([], [gate("local_or_small", result)]) == ()


def test_what_lacks_most_comes_first_and_unknown_lacks_half() -> None:
    answers = [
        answer("vetting", 0.5),
        answer("insurance", 0.0),
        unknown("safeguarding"),
        answer("case_system", 0.9),
    ]
    plan = plan_of(answers, [])
    assert [step.question for step in plan] == [
        *("insurance", "vetting", "safeguarding", "case_system")
    ]
    assert [step.kind for step in plan] == ["gap", "gap", "find out", "gap"]
    assert plan[0].todo == QUESTION["insurance"].todo


def test_what_does_not_count_and_what_lacks_hardly_anything_is_left_out() -> None:
    answers = [unknown("results_share", counts=False), answer("reserves_months", 0.97)]
    assert plan_of(answers, []) == ()


def test_there_is_something_to_do_about_every_gate_of_a_part() -> None:
    assert set(GATE_TODO) == {
        MAY_LEAD,
        *("funding_access", "guarantee", "market_share", "exposure", "consent"),
    }


ANSWERS = st.lists(
    st.builds(
        lambda question, points: (
            unknown(question.name) if points is None else answer(question.name, points)
        ),
        st.sampled_from(QUESTIONS),
        st.none() | st.floats(0, 1),
    ),
    unique_by=lambda each: each.question,
)


@given(ANSWERS)
def test_steps_are_in_the_order_of_what_they_would_add(answers: list[Answer]) -> None:
    plan = plan_of(answers, [])
    lacking = {each.question: 0.5 if each.points is None else 1 - each.points for each in answers}
    amounts = [lacking[step.question] for step in plan]
    assert amounts == sorted(amounts, reverse=True)
    assert [step.rank for step in plan] == list(range(1, len(plan) + 1))
    assert {step.kind for step in plan} <= {StepKind.GAP, StepKind.FIND_OUT}
