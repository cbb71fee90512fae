"""How ready an organisation is: what is asked, and the answer, whose fields are the JSON.

Nobody is called unfit. An answer says which gates somebody would fail *today, on what is known*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence  # noqa: TC003  (read at run time)
from dataclasses import dataclass
from datetime import date  # noqa: TC003  (the same)
from enum import StrEnum
from typing import TypeVar

from matcher.errors import BriefMistake, QuestionError
from matcher.readiness.questions import QUESTION, Answers

_Found = TypeVar("_Found")

LEAD, TIER_2, TIER_3 = "lead", "tier-2", "tier-3"
ROLES = {
    LEAD: "Prime provider (tier 1)",
    TIER_2: "Subcontractor of tier 2",
    TIER_3: "Subcontractor of tier 3",
}
"""The parts that somebody may want, with their names."""


class Result(StrEnum):
    """How somebody stands at a gate today, on what is known."""

    PASSES = "passes"
    FAILS = "fails"
    DIFFERS = "differs"
    CANNOT_TELL = "cannot tell"
    COUNTS = "counts"
    NO_MATTER = "does not count"


class Origin(StrEnum):
    """Where an answer comes from."""

    ANSWERED = "answered"
    STATED = "stated"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


class ReadinessError(QuestionError):
    """An assessment's answers hold mistakes; all of them are listed."""

    where = "in the assessment"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessQuery(Answers):
    """Who asks how ready it is, for which part and area, and what it says of itself.

    Attributes
    ----------
    organisation : identifier, name or alias; blank for one that is not known here
    area : identifier, code or name of the area of the contract; blank for all areas
    role : ``lead``, ``tier-2`` or ``tier-3``
    as_of : only facts public by this day count; None for the day the competition opened
    """

    organisation: str = ""
    area: str = ""
    role: str = TIER_3
    as_of: date | None = None

    def mistakes(self) -> Iterable[BriefMistake]:
        """Yield what is wrong with the answers and the role."""
        if self.role not in ROLES:
            yield BriefMistake("role", f"{self.role!r} is not one of {', '.join(ROLES)}")
        for name, value in self.given.items():
            if wrong := QUESTION[name].mistake(value):
                yield BriefMistake(name, wrong)

    @property
    def given(self) -> dict[str, float | str]:
        """The answers that were given, by the name of their question."""
        said = {name: getattr(self, name) for name in QUESTION}
        return {name: value for name, value in said.items() if value not in {None, ""}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer, or that there is none, and what it scores.

    Attributes
    ----------
    value : the answer in words; empty where unknown
    origin : ``answered``, ``stated`` or ``estimated`` by facts, or ``unknown``
    points : what it scores, 0 to 1; None where it is unknown or does not count
    counts : whether it counts for its theme; others are figures that gates and support need
    reason : why it scores so
    known_by : the facts that an answer which nobody gave rests on
    why : why it is asked
    sources : titles of the sources of that
    """

    question: str
    theme: str
    label: str
    value: str
    origin: str
    points: float | None
    counts: bool
    reason: str
    known_by: str
    why: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeScore:
    """How ready somebody is in one theme: at least, and at most if all that is unknown were good.

    `known` of `asked` questions that score have an answer.
    """

    theme: str
    name: str
    least: float
    most: float
    known: int
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaGate:
    """How somebody stands at a gate in one area, by what it reaches of what the gate asks for."""

    area: str
    area_name: str
    result: str
    reaches: float | None
    asks: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GateCheck:
    """How somebody stands at a gate of the programme.

    Attributes
    ----------
    on : whether searches apply it unless a brief says otherwise
    figure, unit : what the gate asks for; None where the programme has no figure
    result : over all areas asked about; ``differs`` where it differs between them
    areas : how it stands in each; none for a gate that is the same everywhere
    """

    gate: str
    name: str
    on: bool
    figure: float | None
    unit: str
    result: str
    reason: str
    sources: tuple[str, ...]
    areas: tuple[AreaGate, ...]


class StepKind(StrEnum):
    """Why there is something to do: a gate that it would fail, an unknown, a gap."""

    GATE = "gate"
    FIND_OUT = "find out"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to do, the first first, with the question or the gate that it is for.

    Attributes
    ----------
    kind : ``gate``, ``find out`` or ``gap``
    takes : how long it takes, only where a source says so
    helped_by : the names of support that can be had and is not barred
    """

    rank: int
    kind: str
    todo: str
    why: str
    question: str
    gate: str
    takes: str
    helped_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """How ready an organisation is for a part in a contract.

    Attributes
    ----------
    organisation, name : who asks; empty where it is not known here
    role : the part that it wants
    area : the area asked about; empty for all
    least, most : the mean of its themes' scores, at least and at most
    themes, answers, gates, plan : the parts of the answer
    notes : what a reader should know of it
    """

    programme: str
    data_version: str
    as_of: str
    organisation: str
    name: str
    role: str
    area: str
    area_name: str
    least: float
    most: float
    themes: tuple[ThemeScore, ...]
    answers: tuple[Answer, ...]
    gates: tuple[GateCheck, ...]
    plan: tuple[Step, ...]
    notes: tuple[str, ...]


def told_together(answer: Callable[[], _Found], mistakes: Sequence[BriefMistake]) -> _Found:
    """Answer a question, or tell the mistakes of whoever read it and its own together.

    Raises
    ------
    ReadinessError
        With all mistakes at once.
    """
    try:
        found = answer()
    except ReadinessError as error:
        raise ReadinessError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise ReadinessError(mistakes)
    return found
