"""What is asked about partners, and the answer; the field names and their order are the JSON.

Chances are numbers from 0 to 1, and log-odds their natural logarithms: ``log(p / (1 - p))``. None
means that there is none, or that it is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping  # noqa: TC003  (read at run time to make the JSON schema)
from dataclasses import dataclass
from datetime import date  # noqa: TC003  (the same)
from enum import StrEnum

from matcher.answer.records import AreaLabel  # noqa: TC001  (the same)
from matcher.errors import BriefMistake, QuestionError

MOST_PARTNERS = 100
VARIETY = 0.5
"""The log-odds that likeness to those already named costs, where nobody says: one who is 1.6 times
as likely is never passed over for it."""
MOST_VARIETY = 10.0
SUGGESTED = "suggested"


class PartnerQueryError(QuestionError):
    """A question about partners holds mistakes; all of them are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerQuery:
    """Whose partners are sought, for what, and among whom.

    Attributes
    ----------
    organisation : identifier, name or alias of the one who asks
    area : identifier, code or name of the area of the work; blank for none in particular
    pathway : key or name of the pathway of the work; blank for none in particular
    direction : joins (the one who asks leads), leads, or partners for either
    kind : only partners of this kind of organisation; blank for any
    vcse_only : only charities and social enterprises
    delivers_only : only those known to deliver the pathway, in the area where one is named
    in_area_only : only those known to work in the area
    new_only : only those that have not worked with the one who asks
    only : only this group, such as ``size=£1m to £10m``; blank for all
    never : identifiers, names or aliases of those who are out of the question
    limit : the most partners to name
    variety : the log-odds that likeness to those already named costs; 0 ranks by chance alone
    fair : a grouping such as sector, whose groups each have their share of the list; blank for none
    as_of : only facts public by this day count; None for the day the competition opened
    """

    organisation: str
    area: str = ""
    pathway: str = ""
    direction: str = "partners"
    kind: str = ""
    vcse_only: bool = False
    delivers_only: bool = False
    in_area_only: bool = False
    new_only: bool = False
    only: str = ""
    never: tuple[str, ...] = ()
    limit: int = 10
    variety: float = VARIETY
    fair: str = ""
    as_of: date | None = None

    def mistakes(self) -> Iterable[BriefMistake]:
        """Yield what is out of range, and what a filter lacks."""
        if self.delivers_only and not self.pathway.strip():
            message = "name the pathway that they should be known to deliver"
            yield BriefMistake("delivers_only", message)
        if self.in_area_only and not self.area.strip():
            yield BriefMistake("in_area_only", "name the area where they should be known to work")
        if not 1 <= self.limit <= MOST_PARTNERS:
            message = f"{self.limit} is not between 1 and {MOST_PARTNERS}"
            yield BriefMistake("limit", message)
        if not 0 <= self.variety <= MOST_VARIETY:
            message = f"{self.variety:g} is not between 0 and {MOST_VARIETY:g}"
            yield BriefMistake("variety", message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one signal adds to the log-odds, what it says, and of what: names, works, a number.

    `facts` is blank where the words say all.
    """

    signal: str
    words: str
    facts: str
    source: str
    log_odds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedWork:
    """A collaboration in which both took part; the roles are each one's part in it.

    `bid` says that it was only a bid, and what became of it; blank for work that was done.
    """

    id: str
    name: str
    role: str
    their_role: str
    bid: str
    known_from: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A partner of both: with whom the one who asks did `yours`, and the other `theirs`."""

    id: str
    name: str
    yours: str
    theirs: str
    sources: tuple[str, ...]


class Brings(StrEnum):
    """What a body can bring besides pathways and places."""

    OTHER_WORK = "other-work"
    """Pathways besides the one that is asked about."""
    PEOPLE = "people"
    """People whom it is known to serve by name."""
    NAMED_PLACES = "named-places"
    """Authorities that are named of it, and not only within a wider place."""
    ROOM = "room"
    """More needs that two could meet together than one alone, of work that both do."""
    LEAD = "lead"
    """The means to hold the contract of an area, by the programme's gates."""
    CONTRACTS = "contracts"
    """Contracts that it leads on the day."""
    RESULTS = "results"
    """Measured results."""
    MEMBERS = "members"
    """The members of a consortium or joint venture."""
    JOINT_WORK = "joint-work"
    """A part in works with others, of one of whom nothing says what it does itself."""
    ELSEWHERE = "elsewhere"
    """Pathways that it does, though nothing says so of the area asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One thing that one side brings and the other lacks: a `Brings`, its facts in words."""

    what: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What one side has and the other lacks.

    Attributes
    ----------
    pathways : keys
    places : names
    sources : that say that it does these pathways
    brings : what it brings besides
    untold : where nothing would be gained, what is not known of it, in words
    """

    pathways: tuple[str, ...]
    places: tuple[str, ...]
    sources: tuple[str, ...]
    brings: tuple[Brought, ...] = ()
    untold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """One of the same house, which has no place of its own in the list: `relation` in words."""

    id: str
    name: str
    relation: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """What a partner and the one who asks are to each other already, in a sentence."""

    words: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A suggested partner.

    Attributes
    ----------
    rank, rank_by_chance : its place here, and by chance alone
    probability : how likely it is to be in the next such work of the one who asks
    log_odds : the same as log-odds: the answer's `base` and all `parts`
    parts : what each signal adds; those that add nothing are left out
    shared_works : how many collaborations both took part in
    shared : the latest of them
    connections : who links the two, those with the fewest partners first
    relatives : those of the same house who would else be named, too
    bonds : what the two are to each other already, such as a consortium and its member
    you_gain, they_gain : what each side would gain
    your_rank : the place of the one who asks among the partners of this one, for the same work
    your_probability : its chance there
    """

    rank: int
    rank_by_chance: int
    id: str
    name: str
    kind: str
    sector: str
    probability: float
    log_odds: float
    parts: tuple[Part, ...]
    shared_works: int
    shared: tuple[SharedWork, ...]
    connections: tuple[Connection, ...]
    relatives: tuple[Relative, ...]
    bonds: tuple[Bond, ...]
    you_gain: Gain
    they_gain: Gain
    your_rank: int | None
    your_probability: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelNote:
    """What the model learnt from: data versions by programme, days of its first and last work."""

    data: Mapping[str, str]
    learnt_from: str
    learnt_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FairGroup:
    """A group's share of the relevant capability, and how many of it are named, and would be."""

    group: str
    share_of_capability: float
    named: int
    named_without: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FairNote:
    """What a fair order did, and what it costs.

    Attributes
    ----------
    by : what tells the groups apart
    tolerance : a group may have so much of its share, or its share divided by this
    log_odds_given_up : of all named together
    partners_given_up : how many true partners fewer the list is expected to hold
    groups : those with any capability, or any place
    """

    by: str
    tolerance: float
    log_odds_given_up: float
    partners_given_up: float
    groups: tuple[FairGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partners:
    """Suggested partners of one organisation, the best first. Nobody named has been asked.

    `candidates` is how many were compared, `base` the log-odds of one of whom no signal tells
    anything that sets it apart, and `notes` say what a reader should know of this answer. `fair` is
    None unless a fair order was asked for.
    """

    status: str
    programme: str
    data_version: str
    as_of: str
    organisation: str
    name: str
    area: AreaLabel | None
    pathway: str | None
    direction: str
    kind: str | None
    vcse_only: bool
    delivers_only: bool
    in_area_only: bool
    new_only: bool
    only: str | None
    never: tuple[str, ...]
    variety: float
    fair: FairNote | None
    candidates: int
    base: float
    model: ModelNote
    notes: tuple[str, ...]
    partners: tuple[Partner, ...]
