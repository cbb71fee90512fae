"""What is asked about the network of organisations, and the answer; the fields are the JSON.

A tie is work done together that was public by a day; `graph.networks.ties` says how strong it is.
"""

from __future__ import annotations

from collections.abc import Iterable  # noqa: TC003  (read at run time to make the JSON schema)
from dataclasses import dataclass
from datetime import date

from matcher.answer.records import AreaLabel  # noqa: TC001  (the same)
from matcher.errors import BriefMistake, QuestionError

FIRST_VIEW = 300
MOST_NODES = 5_000
MOST_DEPTH = 4


class NetworkQueryError(QuestionError):
    """A question about the network holds mistakes; all of them are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkQuery:
    """Whose ties are asked about, and by which work.

    Attributes
    ----------
    focus : identifier, name or alias of the organisation in the middle; blank for the most central
    depth : how many ties to go from it
    to : identifier, name or alias of another, to which the shortest way is sought; blank for none
    area, pathway : only work for this area, or on this pathway; blank for any
    kind : only collaborations of this kind, such as contract or grant; blank for any
    sector : only organisations of this sector, and those that are named; blank for any
    first_year, last_year : only work that went on between these years; None for no bound
    min_strength : only ties at least so strong
    limit : the most organisations to show
    as_of : only facts public by this day count; None for the day the competition opened
    """

    focus: str = ""
    depth: int = 1
    to: str = ""
    area: str = ""
    pathway: str = ""
    kind: str = ""
    sector: str = ""
    first_year: int | None = None
    last_year: int | None = None
    min_strength: float = 0.0
    limit: int = FIRST_VIEW
    as_of: date | None = None

    def mistakes(self) -> Iterable[BriefMistake]:
        """Yield what is out of range or contradicts itself."""
        ranges = (("depth", self.depth, MOST_DEPTH), ("limit", self.limit, MOST_NODES))
        for field, value, most in ranges:
            if not 1 <= value <= most:
                yield BriefMistake(field, f"{value} is not between 1 and {most}")
        for field, year in (("first_year", self.first_year), ("last_year", self.last_year)):
            if year is not None and not date.min.year <= year <= date.max.year:
                message = f"{year} is no year from {date.min.year} to {date.max.year}"
                yield BriefMistake(field, message)
        if self.first_year and self.last_year and self.first_year > self.last_year:
            message = f"{self.last_year} is before the first year, {self.first_year}"
            yield BriefMistake("last_year", message)
        if not 0 <= self.min_strength < float("inf"):
            yield BriefMistake("min_strength", f"{self.min_strength:g} is not 0 or more")
        if self.to.strip() and not self.focus.strip():
            message = "a way to an organisation needs another that it starts from"
            yield BriefMistake("focus", message)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkNode:
    """An organisation that is shown.

    Attributes
    ----------
    community : number of its community; None if nothing ties it to anybody
    partners : how many it has worked with, shown or not
    strength : of its ties together
    centrality : how central it is in proportion to the average, which is 1 (PageRank)
    betweenness : the share of the shortest ways between two others that lead through it
    distance : how many ties it is from the organisation in the middle; None without one
    x, y : where it stands on the map
    """

    id: str
    name: str
    kind: str
    sector: str
    community: int | None
    partners: int
    strength: float
    centrality: float
    betweenness: float
    distance: int | None
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkTie:
    """Work of two that are shown: the names of the works, and the years in which they were.

    The years are None where nobody knows; none is later than that of the day that counts.
    """

    first: str
    first_name: str
    second: str
    second_name: str
    works: tuple[str, ...]
    first_year: int | None
    last_year: int | None
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Organisations that work with each other more than with others.

    Attributes
    ----------
    number : from 1, the largest first
    name : its most central organisations
    organisations, shown : how many belong to it, and how many of those are shown
    works : how many works its organisations did with each other
    pathway, area : the key of the commonest pathway and the name of the commonest area of those
        works; None if they say none
    """

    number: int
    name: str
    organisations: int
    shown: int
    works: int
    pathway: str | None
    area: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """An organisation that links others.

    Attributes
    ----------
    betweenness : the share of the shortest ways between two others that lead through it
    communities : numbers of those that its partners belong to, its own first
    cut_off : how many would lose touch with the largest part of the network without it
    """

    id: str
    name: str
    betweenness: float
    communities: tuple[int, ...]
    cut_off: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Organisations and what ties them.

    `organisations` and `ties_in_all` count all that are tied by the work asked about, shown or not.
    `path` names those on the shortest way, from one end to the other; None unless one was asked
    for, empty if there is none. `notes` say what a reader should know of this answer.
    """

    programme: str
    data_version: str
    as_of: str
    focus: str | None
    focus_name: str | None
    depth: int
    to: str | None
    to_name: str | None
    area: AreaLabel | None
    pathway: str | None
    kind: str | None
    sector: str | None
    first_year: int | None
    last_year: int | None
    min_strength: float
    organisations: int
    ties_in_all: int
    notes: tuple[str, ...]
    path: tuple[str, ...] | None
    communities: tuple[Community, ...]
    brokers: tuple[Broker, ...]
    nodes: tuple[NetworkNode, ...]
    ties: tuple[NetworkTie, ...]
