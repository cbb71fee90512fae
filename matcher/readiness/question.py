"""What a question of the self-assessment is, and how an answer to it scores.

A score lies between 0 and 1. A number scores along straight lines between marks, a choice by its
own points. What is not known scores nothing and loses nothing: it widens the range of its theme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: TC003  (dataclass fields)
from dataclasses import dataclass, field, fields
from enum import StrEnum
from itertools import pairwise
from typing import Any, get_type_hints

from matcher.brief.fields import Range  # noqa: TC001  (a dataclass field)


class Theme(StrEnum):
    """What a group of questions is about, in the order of the form."""

    SIZE = "size"
    RESERVES = "reserves"
    SHARE = "share"
    RISK = "risk"
    EVIDENCE = "evidence"
    SAFEGUARDING = "safeguarding"
    SECURITY = "security"
    INSURANCE = "insurance"
    STAFF = "staff"
    PREMISES = "premises"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to choose from, and the points that it scores; None where it has none."""

    key: str
    words: str
    points: float


YES_PARTLY_NO = (
    Choice("yes", "Yes", 1.0),
    Choice("partly", "Partly", 0.5),
    Choice("no", "No", 0.0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    Attributes
    ----------
    name : as files and addresses write it
    label : what a form and a table call it
    asks : the question
    help : what helps to answer it
    why : why it is asked, with what its sources say
    sources : their titles
    chosen : whether the marks that it scores by were chosen by this project
    todo : what to do where the answer falls short
    unit : what its number counts
    range : the numbers that it takes; None for a choice
    choices : the answers to choose from; none for a number
    marks : numbers and the points that they score, rising in number
    against : the measure of a case (`matcher.readiness.measures`) whose value counts as 1 in
        `marks`; blank where `marks` are in the question's own unit
    """

    name: str
    theme: Theme
    label: str
    asks: str
    help: str
    why: str
    todo: str
    sources: tuple[str, ...] = ()
    chosen: bool = False
    unit: str = ""
    range: Range | None = None
    choices: tuple[Choice, ...] = ()
    marks: tuple[tuple[float, float], ...] = ()
    against: str = ""

    @property
    def scores(self) -> bool:
        """Whether its answer scores; others are only figures that gates and support need."""
        return bool(self.choices or self.marks)

    def mistake(self, value: object) -> str | None:
        """Say what is wrong with an answer, if anything is."""
        if self.choices:
            keys = [choice.key for choice in self.choices]
            return None if value in keys else f"{value!r} is not one of {', '.join(keys)}"
        if not isinstance(value, int | float) or isinstance(value, bool):
            return f"{value!r} is not a number"
        if self.range is None or value in self.range:
            return None
        unit = f" {self.unit}" if self.unit else ""
        return f"{value:,.10g}{unit} is not {self.range}"

    def points(self, value: object, measures: Mapping[str, float]) -> float | None:
        """Score an answer; None where it does not count in this case.

        >>> ask = Question(name="reserves", theme=Theme.RESERVES, label="", asks="", help="",
        ...                why="", todo="", marks=((0.0, 0.0), (3.0, 1.0)))
        >>> ask.points(1.5, {}), ask.points(12, {})
        (0.5, 1.0)
        """
        if self.choices:
            return next(choice.points for choice in self.choices if choice.key == value)
        if not self.marks or not isinstance(value, int | float):
            return None
        full = self.full(measures)
        return None if full is None else along(self.marks, value / full)

    def full(self, measures: Mapping[str, float]) -> float | None:
        """Give what counts as 1 in its marks; None where nothing is asked for."""
        full = measures.get(self.against, 0.0) if self.against else 1.0
        return full if full > 0 else None

    def words(self, value: object) -> str:
        """Write an answer as people do."""
        if self.choices:
            return next(choice.words for choice in self.choices if choice.key == value)
        if not isinstance(value, int | float):
            return str(value)
        if self.unit == "share":
            return f"{100 * value:.4g} %"
        if self.unit.startswith("pounds"):
            return f"£{value:,.0f}{self.unit.removeprefix('pounds')}"
        unit = self.unit.removesuffix("s") if value == 1 else self.unit
        return f"{value:,.4g} {unit}"


def along(marks: Sequence[tuple[float, float]], value: float) -> float:
    """Give the points of a number, along straight lines between marks and flat beyond them.

    >>> along(((0.25, 1.0), (0.5, 0.0)), 0.3), along(((0.0, 0.0), (3.0, 1.0)), 9.0)
    (0.8, 1.0)
    """
    if value <= marks[0][0]:
        return marks[0][1]
    for (left, low), (right, high) in pairwise(marks):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return marks[-1][1]


_ASKED = "asked"


def asks(theme: Theme, label: str, question: str, **more: Any) -> Any:  # noqa: ANN401  (a field)
    """Make the field of an answer; `more` are the other attributes of its `Question`."""
    numbers = "range" in more
    said = {"theme": theme, "label": label, "asks": question, **more}
    return field(default=None if numbers else "", metadata={_ASKED: said})


def questions_of(answers: type) -> tuple[Question, ...]:
    """Read the questions of a record of answers, in their order."""
    known = get_type_hints(answers)
    return tuple(
        Question(name=each.name, **each.metadata[_ASKED])
        for each in fields(answers)
        if each.name in known and _ASKED in each.metadata
    )
