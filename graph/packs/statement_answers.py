"""Answers that organisations give of themselves: what a question is, and how an answer is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from graph.errors import IdentifierError, QuestionError, UnmatchedNameError
from graph.packs.cells import number, one_of, partial_date, text, whole
from graph.packs.statement_places import Places
from graph.questions.register import Named, Register
from graph.questions.searching import typed_words
from graph.records.identifiers import OrgId
from graph.records.kinds import OrganisationKind
from graph.records.model import Interest
from graph.records.provenance import PartialDate
from graph.records.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from enum import StrEnum

    from graph.records.facts import Facts
    from graph.records.identifiers import AreaId, PlaceCode


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
    def areas(self) -> Register:
        """The contract areas of the programme."""
        rows = enumerate(self.facts.areas)
        named = [Named(i, row.id, row.name, (row.short_name,)) for i, row in rows]
        return Register("contract area", named)

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
    listing : gives what a list to pick from offers, where the choices are too many to be told
    after : the key of the question without whose answer this one makes no sense; empty if none
    is_day : whether it takes a day, which a spreadsheet may write otherwise
    """

    key: str
    asks: str
    example: str
    read: Callable[[str, Known], Any]
    needed: bool = False
    several: bool = False
    choices: Callable[[Known], Sequence[tuple[str, str]]] | None = None
    listing: Callable[[Known], Sequence[str]] | None = None
    after: str = ""
    is_day: bool = False

    @property
    def heading(self) -> str:
        """Its key as the heading of a column."""
        return self.key.replace("_", " ").capitalize()

    def offers(self, known: Known) -> tuple[str, ...]:
        """Give the answers that a list to pick from offers; each can be read."""
        if self.listing is not None:
            return tuple(self.listing(known))
        pairs = () if self.choices is None else self.choices(known)
        return tuple(name or key for key, name in pairs)

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
_AMOUNT = re.compile(rf"(-?)\s*{_POUNDS}", re.IGNORECASE)
_AT_LEAST = re.compile(rf"{_POUNDS}\s*(?:\+|or more)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:registered\s+)?(charity|company|scottish charity)\s*(?:number|no\.?)?\s*:?"
    r"\s*([A-Z0-9\-]+)",
    re.IGNORECASE,
)
_REGISTERS = {"charity": "GB-CHC", "company": "GB-COH", "scottish charity": "GB-SC"}


def name(answer: str, _known: Known) -> str:
    """Read a name that can be searched for."""
    typed_words(answer)
    return text(answer)


def identifier(answer: str, _known: Known) -> OrgId:
    """Read a number with its register, or an org-id.

    >>> identifier("charity no. 226171", None), identifier("company 3861209", None)
    ('GB-CHC-226171', 'GB-COH-03861209')
    """
    if numbered := _NUMBERED.fullmatch(answer):
        register, digits = numbered.groups()
        return OrgId(f"{_REGISTERS[' '.join(register.lower().split())]}-{digits.upper()}")
    if answer[:1].isdigit():
        message = f"{answer!r}: say whose number it is: charity {answer}, or company {answer}"
        raise ValueError(message)
    return OrgId(answer)


def turnover(answer: str, _known: Known) -> tuple[float, float | None]:
    """Read a band in pounds.

    >>> turnover("£100,000 - 250,000", None), turnover("1m or more", None)
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


def pounds(*, least: float = 0.0) -> Callable[[str, Known], float]:
    """Read an amount in pounds.

    >>> pounds()("£172,500", None), pounds(least=-10.0)("-£5", None)
    (172500.0, -5.0)
    """

    def read(answer: str, _known: Known) -> float:
        found = _AMOUNT.fullmatch(answer)
        if found is None:
            message = f"{answer!r} is not an amount in pounds, such as 180000, or 1.2m"
            raise ValueError(message)
        amount = _pounds(*found.groups()[1:]) * (-1 if found[1] else 1)
        if amount < least:
            message = f"{answer!r} is below {least:g}"
            raise ValueError(message)
        return amount

    return read


def people(answer: str, _known: Known) -> int:
    """Read how many people there are."""
    return whole()(answer.replace(",", ""))


def year_end(answer: str, known: Known) -> PartialDate:
    """Read the day on which a year of accounts ended."""
    return PartialDate(since(answer, known).isoformat())


def since(answer: str, known: Known) -> date:
    """Read a day that has come already."""
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


def founded(answer: str, known: Known) -> Any:  # noqa: ANN401
    """Read a year, a month or a day that has come already."""
    day = partial_date(answer)
    if day.first_day > known.today:
        message = f"{answer} is after today, {known.today}"
        raise ValueError(message)
    return day


def pathway(answer: str, known: Known) -> str:
    """Find a pathway or service by its key or name."""
    return known.facts.pathways[known.pathways.only(answer)].key


def cohort(answer: str, known: Known) -> str:
    """Find a group of people by its key or name."""
    return known.facts.cohorts[known.cohorts.only(answer)].key


def place(answer: str, known: Known) -> PlaceCode:
    """Find a place by its code or name."""
    return known.places.find(answer).code


def word(words: type[StrEnum]) -> Callable[[str, Known], Any]:
    """Read one of an enumeration's words, however it is written."""

    def read(answer: str, _known: Known) -> Any:  # noqa: ANN401
        written = "-".join(answer.lower().split())
        if written not in set(words):
            message = f"{answer!r} is not one of {', '.join(words)}"
            raise ValueError(message)
        return words(written)

    return read


_KINDS = {kind.value.replace("-", " "): kind for kind in OrganisationKind}
_KINDS |= {kind.in_words.lower(): kind for kind in OrganisationKind}


def kind(answer: str, _known: Known) -> OrganisationKind:
    """Read a kind as people say it, or as the tables have it.

    >>> str(kind("NHS trust", None)), str(kind("social-enterprise", None))
    ('nhs-trust', 'social-enterprise')
    """
    written = " ".join(answer.lower().replace("-", " ").split())
    if written not in _KINDS:
        listed_kinds = ", ".join(each.in_words for each in OrganisationKind)
        message = f"{answer!r} is not one of {listed_kinds}"
        raise ValueError(message)
    return _KINDS[written]


def area(answer: str, known: Known) -> AreaId:
    """Find a contract area by its identifier or name."""
    return known.facts.areas[known.areas.only(answer)].id


def interest(answer: str, _known: Known) -> str:
    """Read a role that an organisation would like to have."""
    return one_of(*ROLES)(answer.lower().replace(" ", ""))


def consent(answer: str, _known: Known) -> bool:
    """Read a consent; what may not be seen cannot be kept."""
    said = answer.lower()
    if said in {"yes", "y", "true"}:
        return True
    if said in {"no", "n", "false"}:
        message = "is no, and what others may not see is not kept here"
        raise ValueError(message)
    message = f"{answer!r} is neither yes nor no"
    raise ValueError(message)


ROLES = next(row.choices for row in table_of(Interest).columns if row.field == "role")


def listed(words: type[StrEnum]) -> Callable[[Known], Sequence[tuple[str, str]]]:
    """Give an enumeration's words as choices."""
    return lambda _known: [(word.value, "") for word in words]


def pathways(known: Known) -> Sequence[tuple[str, str]]:
    """Give the pathways and services as choices."""
    return [(row.key, row.name) for row in known.facts.pathways]


def cohorts(known: Known) -> Sequence[tuple[str, str]]:
    """Give the groups of people as choices."""
    return [(row.key, row.name) for row in known.facts.cohorts]
