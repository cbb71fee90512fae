"""Where an organisation is needed: what is asked, and the answer, whose fields are the JSON.

Needs are counted a year. Nobody named has been asked, and nobody has said that there is a contract.
"""

from __future__ import annotations

from collections.abc import Iterable  # noqa: TC003  (read at run time to make the JSON schema)
from dataclasses import dataclass
from datetime import date  # noqa: TC003  (the same)

from matcher.answer.records import CapacityRange  # noqa: TC001  (the same)
from matcher.errors import BriefMistake, QuestionError

MOST_ROWS = 500
HERE, NEXT_DOOR, ANYWHERE = "here", "next door", "anywhere"


class NeededQueryError(QuestionError):
    """A question about where somebody is needed holds mistakes; all of them are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededQuery:
    """Who asks where it is needed, and for what.

    Attributes
    ----------
    organisation : identifier, name or alias of the one who asks
    area : identifier, code or name of the only area to look at; blank for all
    pathway : key or name of the only pathway to look at; blank for all
    where : ``here`` or ``next door`` for only such rows; blank for all
    limit : the most rows to give
    as_of : only facts public by this day count; None for the day the competition opened
    """

    organisation: str
    area: str = ""
    pathway: str = ""
    where: str = ""
    limit: int = 20
    as_of: date | None = None

    def mistakes(self) -> Iterable[BriefMistake]:
        """Yield what is out of range."""
        if not 1 <= self.limit <= MOST_ROWS:
            yield BriefMistake("limit", f"{self.limit} is not between 1 and {MOST_ROWS}")
        if self.where not in {"", HERE, NEXT_DOOR}:
            yield BriefMistake("where", f"{self.where!r} is neither {HERE!r} nor {NEXT_DOOR!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededCohort:
    """The part of a row that is of one group of people."""

    cohort: str
    left_a_year: float
    adds_a_year: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededRow:
    """A pathway in an area, where the one who asks would fill a gap.

    Attributes
    ----------
    rank : its place: those where it works before those next door, then by what it would add;
        where nothing is known of it, by what is left
    where : ``here`` in places where it is known for such work, ``next door`` in places near those,
        ``anywhere`` where nothing is known of it
    needs_a_year : the need of the cells in question
    others_a_year : how much of it the best three others of each cell could meet
    left_a_year : what that leaves
    adds_a_year : how much of that the one who asks could meet; None where nothing is known of it
    share_added : `adds_a_year` as a share of the need; None the same
    others : who could do most of it, the most first
    cohorts : the groups of people, those with the most left first
    places : codes of the places in which it would add anything, the most first
    """

    rank: int
    area: str
    area_name: str
    pathway: str
    where: str
    needs_a_year: float
    others_a_year: float
    left_a_year: float
    adds_a_year: float | None
    share_added: float | None
    others: tuple[str, ...]
    cohorts: tuple[NeededCohort, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCapacity:
    """An area where somebody works, and what it could take on there."""

    area: str
    area_name: str
    capacity: CapacityRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """A likely prime provider to approach, who could hold the contract and is known to want it.

    `probability` is the chance that the model of partners gives, and `why` what speaks for it.
    """

    area: str
    area_name: str
    pathway: str
    id: str
    name: str
    probability: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """Where an organisation would fill a gap, and whom it could approach.

    Attributes
    ----------
    known : whether anything is known of what it does and where; without it the rows are the
        market's gaps
    pathways : keys of what it is known for
    works_in : the areas where it works, with what it could take on in each
    total : how many rows there are; `rows` are the first of them
    approach : likely primes in the areas of the first rows
    notes : what a reader should know of this answer
    """

    status: str
    programme: str
    data_version: str
    as_of: str
    organisation: str
    name: str
    known: bool
    pathways: tuple[str, ...]
    works_in: tuple[AreaCapacity, ...]
    total: int
    rows: tuple[NeededRow, ...]
    approach: tuple[Approach, ...]
    notes: tuple[str, ...]
