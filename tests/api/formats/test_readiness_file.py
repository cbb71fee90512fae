"""Files of answers: the example, every mistake at once, and what is typed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from api.formats.readiness_file import example_answers, read_answers, read_setting
from matcher.readiness.questions import QUESTION, QUESTIONS
from matcher.readiness.records import ReadinessError, ReadinessQuery

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str) -> Path:
    path = folder / "answers.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_example_as_it_is_answers_nothing(tmp_path: Path) -> None:
    assert read_answers(written(tmp_path, example_answers())) == (ReadinessQuery(), [])


def test_every_line_of_the_example_can_be_taken(tmp_path: Path) -> None:
    """Each answer in it, one of each question, is read and is right."""
    lines = re.findall(r"^# (\w+ = .*?)\s+# .*$", example_answers(), re.MULTILINE)
    by_key = {line.partition(" = ")[0]: line for line in lines}
    assert set(by_key) == {"organisation", "area", *QUESTION}
    query, mistakes = read_answers(written(tmp_path, "\n".join(by_key.values())))
    assert mistakes == []
    assert list(query.mistakes()) == []
    assert set(query.given) == set(QUESTION)
    assert (query.organisation, query.area) == ("Nacro", "Essex")


def test_the_example_offers_every_choice_of_every_question() -> None:
    for question in QUESTIONS:
        for choice in question.choices:
            assert f'# {question.name} = "{choice.key}"' in example_answers()


def test_all_mistakes_of_a_file_are_told_at_once_and_the_rest_is_read(tmp_path: Path) -> None:
    text = """
    role = 3
    as_of = "2013-09-19"
    reserves_months = "three"
    contract_share = "a quarter"
    insurance = true
    colour = "red"
    tupe = "done"
    """
    query, mistakes = read_answers(written(tmp_path, text))
    told = {each.field: each.message for each in mistakes}
    assert set(told) == {
        *("role", "as_of", "reserves_months", "contract_share", "insurance", "colour")
    }
    assert told["reserves_months"] == "'three' is not a number, in months"
    assert told["contract_share"] == "'a quarter' is not a share, such as 0.25"
    assert told["insurance"] == 'True is not one of "yes", "partly", "no"'
    assert told["as_of"].endswith("is not a date without quotes, such as 2013-09-19")
    assert query == replace(ReadinessQuery(), tupe="done")


@pytest.mark.parametrize("text", ["role = ", "x" * 200_000])
def test_what_is_no_file_of_answers_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(ReadinessError, match="1 mistake in the assessment"):
        read_answers(written(tmp_path, text))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadinessError, match="cannot be read"):
        read_answers(tmp_path / "none.toml")


def test_an_answer_is_typed_as_its_question_takes_it() -> None:
    assert read_setting("reserves_months = 2") == ("reserves_months", 2.0)
    assert read_setting("insurance=partly") == ("insurance", "partly")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("colour=red", "colour: is no question; there are: turnover_gbp"),
        ("=3", "set: is no question"),
        ("reserves_months=many", "reserves_months: 'many' is not a number, in months"),
    ],
)
def test_a_wrong_answer_is_told(typed: str, told: str) -> None:
    with pytest.raises(ReadinessError) as raised:
        read_setting(typed)
    assert told in str(raised.value)
