"""A question: what it takes, and how an answer scores."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.readiness.question import along
from matcher.readiness.questions import QUESTION, QUESTIONS, THEMES, Answers
from matcher.readiness.records import ReadinessQuery
from tests.builtin import read_builtin


def test_three_months_of_reserves_score_full_marks_and_half_of_that_half() -> None:
    reserves = QUESTION["reserves_months"]
    assert [reserves.points(months, {}) for months in (0, 1.5, 3, 24)] == [0.0, 0.5, 1.0, 1.0]


def test_a_share_of_income_is_held_against_the_programmes_figure() -> None:
    share = QUESTION["contract_share"]
    measures = {"exposure_share": 0.3}
    assert share.points(0.3, measures) == 1.0
    assert share.points(0.45, measures) == pytest.approx(0.5)
    assert share.points(0.6, measures) == share.points(1.0, measures) == 0.0


def test_what_is_held_against_nothing_does_not_score() -> None:
    turnover = QUESTION["turnover_gbp"]
    assert turnover.points(1e6, {}) is None
    assert turnover.points(1e6, {"turnover_wanted_gbp": 0.0}) is None
    assert turnover.points(1e6, {"turnover_wanted_gbp": 2e6}) == 0.5


def test_every_choice_scores_what_it_says() -> None:
    evidence = QUESTION["evidence"]
    points = {each.key: evidence.points(each.key, {}) for each in evidence.choices}
    assert points == {
        "comparison": 1.0,
        "no-effect": 0.5,
        "outcomes": 0.6,
        "outputs": 0.3,
        "none": 0.0,
    }


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("reserves_months", -1, "-1 months is not between 0 and 240"),
        ("contract_share", 1.2, "1.2 share is not between 0 and 1"),
        ("contract_years", 40, "40 years is not above 0 and at most 20"),
        ("turnover_gbp", float("nan"), "nan pounds is not between 0 and 10000000000"),
        ("insurance", "maybe", "'maybe' is not one of yes, partly, no"),
        ("turnover_gbp", "much", "'much' is not a number"),
        ("turnover_gbp", True, "True is not a number"),
    ],
)
def test_a_wrong_answer_is_told_with_what_would_be_right(
    name: str, value: object, wrong: str
) -> None:
    assert QUESTION[name].mistake(value) == wrong


def test_answers_are_written_as_people_write_them() -> None:
    assert QUESTION["contract_share"].words(0.25) == "25 %"
    assert QUESTION["contract_value_gbp"].words(120_000) == "£120,000 a year"
    assert QUESTION["reserves_months"].words(2.5) == "2.5 months"
    assert QUESTION["reserves_months"].words(1.0) == "1 month"
    assert QUESTION["insurance"].words("partly") == "Partly"


def test_all_mistakes_are_told_at_once_by_their_field() -> None:
    query = ReadinessQuery(role="king", reserves_months=-1.0, insurance="maybe")
    assert [each.field for each in query.mistakes()] == ["role", "reserves_months", "insurance"]


def test_the_questions_are_the_fields_of_the_answers_and_each_theme_has_some() -> None:
    assert [question.name for question in QUESTIONS] == list(Answers.__dataclass_fields__)
    assert {question.theme for question in QUESTIONS} == set(THEMES)
    for question in QUESTIONS:
        assert bool(question.choices) != bool(question.range), question.name
        for text in (question.label, question.asks, question.help, question.why, question.todo):
            assert text, question.name
        assert question.sources, question.name


def test_every_source_of_a_question_is_one_of_the_programmes() -> None:
    titles = {source.title for source in read_builtin().sources}
    for question in QUESTIONS:
        assert set(question.sources) <= titles, question.name


def test_some_answer_of_each_question_that_scores_scores_full_marks() -> None:
    for question in QUESTIONS:
        best = [each.points for each in question.choices] or [each for _, each in question.marks]
        if question.scores:
            assert (max(best), min(best)) == (1.0, 0.0), question.name


MARKS = st.lists(
    st.tuples(st.floats(0, 10), st.floats(0, 1)), min_size=2, max_size=5, unique_by=lambda m: m[0]
).map(sorted)


@given(MARKS, st.floats(-5, 15))
def test_points_lie_between_those_of_the_marks(
    marks: list[tuple[float, float]], value: float
) -> None:
    points = [each for _, each in marks]
    assert min(points) - 1e-9 <= along(marks, value) <= max(points) + 1e-9


@given(st.floats(0, 240), st.floats(0, 240))
def test_more_reserves_never_score_less(one: float, other: float) -> None:
    less, more = sorted((one, other))
    reserves = QUESTION["reserves_months"]
    assert (reserves.points(less, {}) or 0.0) <= (reserves.points(more, {}) or 0.0)
