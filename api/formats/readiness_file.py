"""Answers to the self-assessment as a TOML file: an example to fill in, and the file read whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from api.formats.toml_file import UnreadableFileError, read_toml
from matcher.errors import BriefMistake
from matcher.readiness.questions import QUESTION, QUESTIONS, THEMES
from matcher.readiness.records import LEAD, ROLES, TIER_3, ReadinessError, ReadinessQuery

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from matcher.readiness.question import Question

_ABOUT: Mapping[str, str] = {
    "organisation": 'a text in quotes, such as "Nacro"',
    "area": 'a text in quotes, such as "Essex"',
    "role": f'one of "{LEAD}", "tier-2", "{TIER_3}"',
    "as_of": "a date without quotes, such as 2013-09-19",
}
"""The keys that are no answers, and what each takes."""
_LONGEST = 50


def example_answers() -> str:
    """Write a file of answers in which nothing is answered yet, with all that helps to."""
    return "\n".join(_example()) + "\n"


def _example() -> Iterator[str]:
    yield "# How ready are you? Take away the # before what you can answer, and change it."
    yield "# Then: matcher readiness --answers FILE. What you leave out counts as unknown."
    yield ""
    yield '# organisation = "Nacro"    # name, alias or number; leave it out if nobody knows you'
    yield '# area = "Essex"            # leave it out for all areas'
    yield f'role = "{TIER_3}"              # {", ".join(ROLES)}'
    for theme, (name, question) in THEMES.items():
        yield ""
        yield f"# {name}. {question}"
        for one in QUESTIONS:
            if one.theme is theme:
                yield ""
                yield f"# {one.asks}"
                yield f"# {one.help}"
                yield from _commented(one)


def _commented(question: Question) -> Iterator[str]:
    for choice in question.choices:
        yield f'# {question.name} = "{choice.key}"    # {choice.words}'
    if not question.choices:
        number = 0.25 if question.unit == "share" else 3 if question.unit == "months" else 100000
        number = 7 if question.unit == "years" else number
        yield f"# {question.name} = {number}    # {question.unit}"


def read_answers(path: Path) -> tuple[ReadinessQuery, list[BriefMistake]]:
    """Read answers; what cannot be read is left out and listed.

    Raises
    ------
    ReadinessError
        If the file cannot be read at all: not there, too large, not TOML.
    """
    try:
        example = "matcher readiness --example prints one"
        table = read_toml(path, holds="a self-assessment", example=example)
    except UnreadableFileError as error:
        raise ReadinessError([BriefMistake("answers", str(error))]) from None
    values: dict[str, Any] = {}
    mistakes: list[BriefMistake] = []
    for key, value in table.items():
        if wrong := _wrong(key, value):
            mistakes.append(BriefMistake(key[:_LONGEST], wrong))
        else:
            values[key] = value
    return replace(ReadinessQuery(), **values), mistakes


def _wrong(key: str, value: object) -> str | None:
    """Say what is wrong with the shape of a value; what it may be, the query itself checks."""
    if key in _ABOUT:
        wanted = date if key == "as_of" else str
        fits = isinstance(value, wanted) and not isinstance(value, datetime)
        return None if fits else f"{_shown(value)} is not {_ABOUT[key]}"
    if key not in QUESTION:
        return f"is not a key of the self-assessment; there are: {', '.join([*_ABOUT, *QUESTION])}"
    return None if _fits(QUESTION[key], value) else f"{_shown(value)} is not {_shape(key)}"


def _fits(question: Question, value: object) -> bool:
    if question.choices:
        return isinstance(value, str)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shape(key: str) -> str:
    question = QUESTION[key]
    if question.choices:
        return "one of " + ", ".join(f'"{choice.key}"' for choice in question.choices)
    return f"a number, in {question.unit}" if question.unit != "share" else "a share, such as 0.25"


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, date) else repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def read_setting(
    text: str, questions: Mapping[str, Question] = QUESTION
) -> tuple[str, float | str]:
    """Read one answer as it is typed: ``name=value``.

    Raises
    ------
    ReadinessError
        If it names no question, or its value is not of the question's shape.
    """
    name, _, typed = (part.strip() for part in text.partition("="))
    question = questions.get(name)
    if question is None:
        message = f"is no question; there are: {', '.join(questions)}"
        raise ReadinessError([BriefMistake(name[:_LONGEST] or "set", message)])
    if question.choices:
        return name, typed
    try:
        return name, float(typed)
    except ValueError:
        message = f"{_shown(typed)} is not {_shape(name)}"
        raise ReadinessError([BriefMistake(name, message)]) from None
