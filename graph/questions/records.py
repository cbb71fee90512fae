"""What is asked of the graph, and what it answers (docs/questions.md)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from graph.records.kinds import MemberRole, Sector


class Layer(StrEnum):
    """What a node stands for; nodes at one distance come in this order."""

    ORGANISATION = "organisation"
    COLLABORATION = "collaboration"
    PATHWAY = "pathway"
    PLACE = "place"
    AREA = "area"

    __hash__ = str.__hash__  # walks keep large sets of nodes; the one of Enum is slow


class LinkKind(StrEnum):
    """What a link says, read from its start to its end; links come in this order.

    An area and the place with its code are two nodes: the area is what is put out to contract, the
    place is where.
    """

    MEMBER_OF = "member-of"
    """Organisation to collaboration."""
    CAN_DELIVER = "can-deliver"
    """Organisation to pathway."""
    WORKS_IN = "works-in"
    """Organisation to each place that its capabilities name."""
    PART_OF = "part-of"
    """Place to each of its parents."""
    COVERS = "covers"
    """Area to place."""
    FOR = "for"
    """Collaboration to area."""
    ON = "on"
    """Collaboration to pathway."""
    IN = "in"
    """Collaboration to place."""
    AFFILIATED_TO = "affiliated-to"
    """Organisation to the one that it is parent, shareholder, member ... of."""


_LAYER_ORDER = {layer: order for order, layer in enumerate(Layer)}
_KIND_ORDER = {kind: order for order, kind in enumerate(LinkKind)}


@dataclass(frozen=True, slots=True)
class Node:
    """One node: an identifier is known in its layer only.

    `key` is the identifier of an organisation, collaboration or area, the key of a pathway, the
    code of a place.

    >>> str(Node(Layer.AREA, "CPA19"))
    'area:CPA19'
    """

    layer: Layer
    key: str

    @property
    def order(self) -> tuple[int, str]:
        """Its place among nodes: by layer, then by the code points of the key."""
        return _LAYER_ORDER[self.layer], self.key

    def __str__(self) -> str:
        """Write ``layer:key``."""
        return f"{self.layer}:{self.key}"


@dataclass(frozen=True, slots=True)
class Link:
    """All the facts of one kind that link two nodes.

    Attributes
    ----------
    kind : what they say
    start, end : of whom, in the direction of the kind
    facts : how many facts say so
    known_from : the first day on which one of them was certainly public; None where the link is a
        matter of geography, which is not dated
    """

    kind: LinkKind
    start: Node
    end: Node
    facts: int
    known_from: date | None

    @property
    def order(self) -> tuple[int, tuple[int, str], tuple[int, str]]:
        """Its place among links: by kind, start, end."""
        return _KIND_ORDER[self.kind], self.start.order, self.end.order


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which facts count, which links are followed, and which nodes are visited.

    Attributes
    ----------
    as_of : only facts public by this day count
    links : the kinds of links that are followed
    sectors : of the organisations that are visited; none means all. Organisations that a question
        names are visited whatever their sector
    roles : of the memberships that count; none means all
    verified_only : whether only memberships, capabilities and affiliations count for which a source
        was read
    """

    as_of: date
    links: frozenset[LinkKind] = frozenset({LinkKind.MEMBER_OF})
    sectors: frozenset[Sector] = frozenset()
    roles: frozenset[MemberRole] = frozenset()
    verified_only: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """A node of an answer, its name, and its distance in links from where the walk started."""

    node: Node
    name: str
    distance: int


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The nodes around one, by distance, layer and key, and every link among them.

    `truncated` says that there are more nodes than were asked for; the first were kept.
    """

    nodes: tuple[Reached, ...]
    links: tuple[Link, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class GraphPath:
    """The nodes from one to another, and the link from each to the next: one fewer."""

    nodes: tuple[Reached, ...]
    links: tuple[Link, ...]


class MatchQuality(StrEnum):
    """How well a name matches what was typed, the best first."""

    EXACT = "exact"
    """The name's words are those typed, in their order, however they are split."""
    WORDS = "words"
    """Every word typed is a word of the name."""
    BEGINNING = "beginning"
    """As `words`, but only the beginning of the last word was typed."""
    SPELLING = "spelling"
    """Every word typed is nearly a word of the name."""


@dataclass(frozen=True, slots=True)
class Match:
    """An organisation found by one of its names.

    Attributes
    ----------
    organisation : its identifier
    name : its name
    matched : the name, alias or identifier that matched best
    quality : how well
    """

    organisation: str
    name: str
    matched: str
    quality: MatchQuality
