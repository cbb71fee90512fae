"""What is asked about unmet needs, and the answer; the fields are the JSON.

A person with three needs counts three times. What could be met is an expectation over all
organisations known by a day (`matcher.questions.unmet`): no line-up is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable  # noqa: TC003  (read at run time to make the JSON schema)
from dataclasses import dataclass
from datetime import date  # noqa: TC003  (the same)
from enum import StrEnum

from matcher.answer.records import AreaLabel  # noqa: TC001  (the same)
from matcher.errors import BriefMistake, QuestionError

MOST_GAPS = 20_000


class Level(StrEnum):
    """How small the places are that a row is about."""

    AREA = "area"
    AUTHORITY = "authority"


class GapsQueryError(QuestionError):
    """A question about gaps holds mistakes; all of them are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsQuery:
    """Which needs are asked about, and how finely they are told.

    Attributes
    ----------
    area : identifier, code or name of an area; blank for all
    pathway, cohort : key or name; blank for all
    level : area or authority; blank for authority where an area is named, and else for area
    cohorts : whether each cohort has a row of its own
    limit : the most rows
    as_of : only facts public by this day count; None for the day the competition opened
    """

    area: str = ""
    pathway: str = ""
    cohort: str = ""
    level: str = ""
    cohorts: bool = False
    limit: int = 100
    as_of: date | None = None

    def mistakes(self) -> Iterable[BriefMistake]:
        """Yield what is out of range."""
        if not 1 <= self.limit <= MOST_GAPS:
            yield BriefMistake("limit", f"{self.limit} is not between 1 and {MOST_GAPS}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The need for a pathway in a place, and what of it nobody known could meet.

    Attributes
    ----------
    area, area_name : the area
    place, place_name : code and name of the authority; None for the whole area
    pathway : its key
    cohort : its key; None for all together
    people_a_year : who have the need
    met : people a year whose need all known organisations together could meet in expectation
    met_at_most : the same if each were there where the others are missing
    unmet : the rest of the need
    share_met : share of the need that could be met
    organisations : how many could do any of it
    """

    area: str
    area_name: str
    place: str | None
    place_name: str | None
    pathway: str
    cohort: str | None
    people_a_year: float
    met: float
    met_at_most: float
    unmet: float
    share_met: float
    organisations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCoverage:
    """What could be met of the needs asked about in one place, in needs a year.

    `code` is the identifier of an area or the code of an authority.
    """

    code: str
    name: str
    needs_a_year: float
    met: float
    share_met: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """The needs asked about, those with the most unmet first.

    `needs_a_year` and `met` are those of all rows, `rows` counts them, shown or not. `places` tells
    each area that has any such need, or each authority of the area asked about, the least covered
    first.
    """

    programme: str
    data_version: str
    as_of: str
    area: AreaLabel | None
    pathway: str | None
    cohort: str | None
    level: str
    cohorts: bool
    needs_a_year: float
    met: float
    rows: int
    places: tuple[PlaceCoverage, ...]
    gaps: tuple[Gap, ...]
