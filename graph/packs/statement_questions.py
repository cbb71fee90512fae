"""What an organisation is asked that is missing: the questions, and how an answer is read.

The guided form and the file ask the same questions; each answer is a text, or several.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from graph.errors import IdentifierError, QuestionError, UnmatchedNameError
from graph.packs.cells import number, partial_date, text
from graph.packs.statement_places import Places
from graph.questions.register import Named, Register
from graph.questions.searching import typed_words
from graph.records.identifiers import OrgId
from graph.records.kinds import JusticeMark, OrganisationKind, Setting, Sex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from enum import StrEnum

    from graph.records.facts import Facts
    from graph.records.identifiers import PlaceCode


class Known:
    """What answers may name, and what day it is."""

    def __init__(self, facts: Facts, today: date) -> None:
        """Index lazily."""
        self.facts, self.today = facts, today

    @cached_property
    def places(self) -> Places:
        """The places of the programme."""
        return Places(self.facts)

    @cached_property
    def pathways(self) -> Register:
        """The pathways and services of the programme."""
        rows = enumerate(self.facts.pathways)
        return Register("pathway", [Named(i, row.key, row.name) for i, row in rows])

    @cached_property
    def cohorts(self) -> Register:
        """The groups of people of the programme, those outside the partition too."""
        rows = enumerate(self.facts.cohorts)
        return Register("group of people", [Named(i, row.key, row.name) for i, row in rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    Attributes
    ----------
    key : its key in a file
    asks : the question
    example : an answer
    read : gives the value of an answer, or raises a ValueError or a LookupError that says why not
    needed : whether it must be answered
    several : whether an answer may hold several, with semicolons between them
    choices : gives the words that an answer may hold, with their names; none where any text will do
    """

    key: str
    asks: str
    example: str
    read: Callable[[str, Known], Any]
    needed: bool = False
    several: bool = False
    choices: Callable[[Known], Sequence[tuple[str, str]]] | None = None

    def value(self, answer: Sequence[str], known: Known) -> Any:  # noqa: ANN401
        """Read an answer: None, or nothing, where it is blank.

        Raises
        ------
        ValueError
            With everything that is wrong with it.
        """
        parts = [part.strip() for part in answer if part.strip()]
        if not parts and self.needed:
            message = f"must be answered, such as {self.example}"
            raise ValueError(message)
        if len(parts) > 1 and not self.several:
            message = f"takes one answer, such as {self.example}"
            raise ValueError(message)
        values, wrong = self._values(parts, known)
        if wrong:
            raise ValueError("; ".join(wrong))
        if self.several:
            return tuple(dict.fromkeys(values))
        return values[0] if values else None

    def _values(self, parts: Sequence[str], known: Known) -> tuple[list[Any], list[str]]:
        values: list[Any] = []
        wrong: list[str] = []
        for part in parts:
            try:
                values.append(self.read(part, known))
            except UnmatchedNameError as error:
                wrong.append(str(error) + ("" if error.offered else self._there_are(known)))
            except (ValueError, IdentifierError, QuestionError) as error:
                wrong.append(str(error))
        return values, wrong

    def _there_are(self, known: Known) -> str:
        if self.choices is None:
            return ""
        return f" There are: {', '.join(key for key, _ in self.choices(known))}."


_MULTIPLES = {"": 1.0, "k": 1e3, "m": 1e6}
_POUNDS = r"£?\s*([\d,]*\.?\d+)\s*([km]?)"
_BAND = re.compile(rf"{_POUNDS}\s*(?:-|to|\u2013)\s*{_POUNDS}", re.IGNORECASE)
_AT_LEAST = re.compile(rf"{_POUNDS}\s*(?:\+|or more)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:registered\s+)?(charity|company|scottish charity)\s*(?:number|no\.?)?\s*:?"
    r"\s*([A-Z0-9\-]+)",
    re.IGNORECASE,
)
_REGISTERS = {"charity": "GB-CHC", "company": "GB-COH", "scottish charity": "GB-SC"}


def _name(answer: str, _known: Known) -> str:
    typed_words(answer)
    return text(answer)


def _identifier(answer: str, _known: Known) -> OrgId:
    """Read a number with its register, or an org-id.

    >>> _identifier("charity no. 226171", None), _identifier("company 3861209", None)
    ('GB-CHC-226171', 'GB-COH-03861209')
    """
    if numbered := _NUMBERED.fullmatch(answer):
        register, digits = numbered.groups()
        return OrgId(f"{_REGISTERS[' '.join(register.lower().split())]}-{digits.upper()}")
    if answer[:1].isdigit():
        message = f"{answer!r}: say whose number it is: charity {answer}, or company {answer}"
        raise ValueError(message)
    return OrgId(answer)


def _turnover(answer: str, _known: Known) -> tuple[float, float | None]:
    """Read a band in pounds.

    >>> _turnover("£100,000 - 250,000", None), _turnover("1m or more", None)
    ((100000.0, 250000.0), (1000000.0, None))
    """
    if open_band := _AT_LEAST.fullmatch(answer):
        return _pounds(*open_band.groups()), None
    band = _BAND.fullmatch(answer)
    if band is None:
        message = f"{answer!r} is not a band in pounds, such as 100000-250000, or 10m or more"
        raise ValueError(message)
    low, high = _pounds(*band.groups()[:2]), _pounds(*band.groups()[2:])
    if high < low:
        message = f"{answer!r} has its top below its bottom"
        raise ValueError(message)
    return low, high


def _pounds(figure: str, multiple: str) -> float:
    return number()(figure.replace(",", "")) * _MULTIPLES[multiple.lower()]


def _since(answer: str, known: Known) -> date:
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        message = f"{answer!r} is not a day, such as {known.today}"
        raise ValueError(message) from None
    if day > known.today:
        message = f"{answer} is after today, {known.today}"
        raise ValueError(message)
    if partial_date(answer).first_day.year < _FIRST_YEAR:
        message = f"{answer} is before {_FIRST_YEAR}"
        raise ValueError(message)
    return day


_FIRST_YEAR = 1990


def _founded(answer: str, known: Known) -> Any:  # noqa: ANN401
    day = partial_date(answer)
    if day.first_day > known.today:
        message = f"{answer} is after today, {known.today}"
        raise ValueError(message)
    return day


def _pathway(answer: str, known: Known) -> str:
    return known.facts.pathways[known.pathways.only(answer)].key


def _cohort(answer: str, known: Known) -> str:
    return known.facts.cohorts[known.cohorts.only(answer)].key


def _place(answer: str, known: Known) -> PlaceCode:
    return known.places.find(answer).code


def _word(words: type[StrEnum]) -> Callable[[str, Known], Any]:
    """Read one of an enumeration's words, however it is written."""

    def read(answer: str, _known: Known) -> Any:  # noqa: ANN401
        written = "-".join(answer.lower().split())
        if written not in set(words):
            message = f"{answer!r} is not one of {', '.join(words)}"
            raise ValueError(message)
        return words(written)

    return read


def _listed(words: type[StrEnum]) -> Callable[[Known], Sequence[tuple[str, str]]]:
    return lambda _known: [(word.value, "") for word in words]


def _pathways(known: Known) -> Sequence[tuple[str, str]]:
    return [(row.key, row.name) for row in known.facts.pathways]


def _cohorts(known: Known) -> Sequence[tuple[str, str]]:
    return [(row.key, row.name) for row in known.facts.cohorts]


NAME = Question(
    key="name",
    asks="What is the organisation called?",
    example="Harbour Women's Project",
    read=_name,
    needed=True,
)
IDENTIFIER = Question(
    key="identifier",
    asks="What is its charity or company number? Blank if it has none.",
    example="charity 1234567, company 01234567 or GB-CHC-1234567",
    read=_identifier,
)
ABOUT = (
    Question(
        key="kind",
        asks="What kind of organisation is it?",
        example="charity",
        read=_word(OrganisationKind),
        needed=True,
        choices=_listed(OrganisationKind),
    ),
    Question(
        key="founded",
        asks="When was it founded? Blank if you do not know.",
        example="2004, or 2004-05",
        read=_founded,
    ),
    Question(
        key="turnover",
        asks="What is its turnover a year, as a band in pounds? Blank if you do not know.",
        example="100000-250000, or 10m or more",
        read=_turnover,
    ),
    Question(
        key="about",
        asks="What does it do, in a few words? It may be blank.",
        example="Floating support for women leaving prison",
        read=lambda answer, _known: text(answer),
    ),
    Question(
        key="since",
        asks="Since which day has it said so in public? Blank for today.",
        example="2026-05-01",
        read=_since,
    ),
)
"""What is asked of the organisation after its name and number."""
WORK = (
    Question(
        key="pathways",
        asks="Which pathways or services does it offer?",
        example="accommodation; mentoring",
        read=_pathway,
        needed=True,
        several=True,
        choices=_pathways,
    ),
    Question(
        key="places",
        asks="Where? Name authorities, counties, areas or prisons.",
        example="Colchester; Tendring; Chelmsford prison",
        read=_place,
        needed=True,
        several=True,
    ),
    Question(
        key="cohorts",
        asks="For which people? Blank for any adult.",
        example="women; homeless",
        read=_cohort,
        several=True,
        choices=_cohorts,
    ),
    Question(
        key="setting",
        asks="In custody, in the community, or both? Blank if you do not know.",
        example="community",
        read=_word(Setting),
        choices=_listed(Setting),
    ),
    Question(
        key="sex",
        asks="Only for women, or only for men? Blank if for both.",
        example="women",
        read=_word(Sex),
        choices=_listed(Sex),
    ),
    Question(
        key="justice",
        asks=(
            "Is it for people in prison or on probation (explicit), or the same service for the "
            "public (adjacent)? Blank if you do not know."
        ),
        example="explicit",
        read=_word(JusticeMark),
        choices=_listed(JusticeMark),
    ),
    Question(
        key="capacity_needs_a_year",
        asks="How many needs can it meet in a year, on each of these? Blank if you do not know.",
        example="60",
        read=lambda answer, _known: number(least=1)(answer.replace(",", "")),
    ),
)
"""What is asked of each kind of work."""
