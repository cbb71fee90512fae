"""What is asked about fairness, and the answer; the field names and their order are the JSON."""

from __future__ import annotations

from collections.abc import Iterable  # noqa: TC003  (read at run time to make the JSON schema)
from dataclasses import dataclass
from datetime import date  # noqa: TC003  (the same)

from matcher.answer.records import AreaLabel  # noqa: TC001  (the same)
from matcher.errors import BriefMistake, QuestionError
from matcher.questions.partner_records import MOST_PARTNERS, MOST_VARIETY, VARIETY

MOST_LISTS = 1000
PARTNERS, LINE_UPS = "partners", "line-ups"


class FairnessQueryError(QuestionError):
    """A question about fairness holds mistakes; all of them are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessQuery:
    """Whose lists of partners are looked at.

    Attributes
    ----------
    area : identifier, code or name of the area of the work; blank for none in particular
    pathway : key or name of the pathway of the work; blank for none in particular
    direction : joins (those who may lead ask), leads, or partners for either
    by : only this grouping; blank for all
    limit : how many partners each list names
    variety : what likeness to those already named costs, as `PartnerQuery` has it
    fair : a grouping whose groups each have their share of every list; blank for none
    lists : so many lists at most; of more, some are drawn by the seed
    seed : of that draw, and of the intervals
    as_of : only facts public by this day count; None for the day the competition opened
    """

    area: str = ""
    pathway: str = ""
    direction: str = "partners"
    by: str = ""
    limit: int = 10
    variety: float = VARIETY
    fair: str = ""
    lists: int = 300
    seed: int = 0
    as_of: date | None = None

    def mistakes(self) -> Iterable[BriefMistake]:
        """Yield what is out of range."""
        for name, least, most in (
            ("limit", 1, MOST_PARTNERS),
            ("variety", 0, MOST_VARIETY),
            ("lists", 1, MOST_LISTS),
            ("seed", 0, 2**32 - 1),
        ):
            given = getattr(self, name)
            if not least <= given <= most:
                yield BriefMistake(name, f"{given:g} is not between {least} and {most:g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFairness:
    """A group's exposure beside its share of the relevant capability.

    Attributes
    ----------
    group : its name
    bodies : how many of it could be named and do any of the work in question
    share_of_bodies : of all such bodies
    capability_needs_a_year : what they could do for the needs in question, in needs a year
    share_of_capability : of that of all, the mean over the lists
    exposure : its share of the places of a list, each by 1 / log2(1 + place); the mean over lists
    ratio : exposure / share of capability; None where it has none
    low, high : 95 % interval of the ratio by bootstrap over the lists; None for fewer than five
    verdict : over-exposed, under-exposed, level, or unsure
    """

    group: str
    bodies: int
    share_of_bodies: float
    capability_needs_a_year: float
    share_of_capability: float
    exposure: float
    ratio: float | None
    low: float | None
    high: float | None
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupingFairness:
    """The groups by one mark, what it goes by, and whether it is known of anybody."""

    by: str
    goes_by: str
    known: bool
    groups: tuple[GroupFairness, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """Who is shown, against who could do the work.

    Attributes
    ----------
    of : partners, or line-ups
    askers : how many could ask
    lists : how many lists were looked at
    findings : what stands out, in plain words
    notes : what a reader should know of this answer
    """

    programme: str
    data_version: str
    as_of: str
    of: str
    area: AreaLabel | None
    pathway: str | None
    direction: str | None
    limit: int | None
    variety: float | None
    fair: str | None
    seed: int
    askers: int
    lists: int
    findings: tuple[str, ...]
    notes: tuple[str, ...]
    groupings: tuple[GroupingFairness, ...]
