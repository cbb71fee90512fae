"""Pictures of a line-up: who covers what of its places, and who of its members worked with whom.

Both are drawn by the server, with a table of the same beside them. Members stand on a circle in
the order of the line-up, the lead at the top; a line joins two that worked together before.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.formats.words import number_words, percent_words
from api.web.maps import draw_series

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from api.service.maps import MapShapes
    from api.web.maps import Series
    from matcher.answer.grid import GridCell
    from matcher.answer.records import LineUp
    from matcher.questions.network_records import NetworkTie
    from matcher.questions.rescoring_records import Rescored

SIDE = 480
"""Units of the network's picture, each way."""
MARK = 20
"""Units from the middle of a member to its edge."""
_WIDEST = 4
"""Works that the widest line stands for; more are as wide."""
_WIDTH_OF_A_WORK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A row of the table of who covers what: a place, and its members with the most work first."""

    code: str
    needs_a_year: float
    share: float
    members: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mate:
    """A member in the picture of its line-up: its number there, and how many it worked with."""

    number: int
    id: str
    name: str
    leads: bool
    partners: int
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line between two members, as wide as they did many works."""

    width: int
    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The members of a line-up, and what ties them."""

    mates: tuple[Mate, ...]
    lines: tuple[Line, ...]

    @property
    def strangers(self) -> tuple[str, ...]:
        """Name those who worked with none of the others."""
        return tuple(mate.name for mate in self.mates if not mate.partners)


def places_of(found: Rescored, grid: Sequence[GridCell]) -> tuple[Place, ...]:
    """Say of each place of the area how much could be met there, and by whom.

    Parameters
    ----------
    found : a line-up in hand
    grid : its coverage by place and pathway (`matcher.answer.grid.coverage_grid`)
    """
    needs: dict[str, float] = {}
    met: dict[str, float] = {}
    for cell in grid:
        needs[cell.place] = needs.get(cell.place, 0.0) + cell.needs_a_year
        met[cell.place] = met.get(cell.place, 0.0) + cell.met_needs_a_year
    members: dict[str, list[tuple[str, float]]] = {code: [] for code in needs}
    for row in found.work:
        members[row.place].append((row.member, row.needs_a_year))
    return tuple(
        Place(code=code, needs_a_year=need, share=met[code] / need, members=tuple(members[code]))
        for code, need in needs.items()
    )


def who_covers(
    line_up: LineUp,
    places: Sequence[Place],
    shapes: MapShapes,
    place_name: Callable[[str], str],
) -> Series:
    """Draw a small map for each member: the share of each place's needs that it could meet."""
    names = {member.id: member.name for member in line_up.members}
    shares: dict[str, dict[str, float]] = {member: {} for member in names}
    for place in places:
        for member, needs in place.members:
            shares[member][place.code] = needs / place.needs_a_year

    def said(member: str, own: Mapping[str, float]) -> str:
        name = names[member]
        if not own:
            return f"{name}: no work of its own"
        most = max(own, key=lambda code: own[code])
        where = f"{len(own)} of {number_words(len(places))} places"
        return f"{name}: {where}, most in {place_name(most)} ({percent_words(own[most])})"

    return draw_series(
        shares,
        [place.code for place in places],
        shapes,
        said=said,
        title="Who could cover what: a map for each member",
        measure="Share of a place's needs that the member could meet",
        otherwise="none of them",
    )


def team_of(line_up: LineUp, ties: Sequence[NetworkTie]) -> Team:
    """Put the members on a circle, and join those who worked together."""
    spots = dict(
        zip((each.id for each in line_up.members), _circle(len(line_up.members)), strict=True)
    )
    partners = dict.fromkeys(spots, 0)
    for tie in ties:
        partners[tie.first] += 1
        partners[tie.second] += 1
    return Team(
        mates=tuple(
            Mate(
                number=number,
                id=member.id,
                name=member.name,
                leads=member.id == line_up.lead,
                partners=partners[member.id],
                x=spots[member.id][0],
                y=spots[member.id][1],
            )
            for number, member in enumerate(line_up.members, start=1)
        ),
        lines=tuple(_line(tie, spots) for tie in ties),
    )


def _line(tie: NetworkTie, spots: Mapping[str, tuple[int, int]]) -> Line:
    (x1, y1), (x2, y2) = spots[tie.first], spots[tie.second]
    return Line(
        width=_WIDTH_OF_A_WORK * min(len(tie.works), _WIDEST),
        x1=x1,
        y1=y1,
        x2=x2,
        y2=y2,
    )


def _circle(count: int) -> list[tuple[int, int]]:
    """Spread members over a circle, from the top to the right.

    >>> _circle(4)
    [(240, 26), (454, 240), (240, 454), (26, 240)]
    """
    middle = SIDE / 2
    radius = middle - MARK - 6
    turns = (2 * math.pi * number / count for number in range(count))
    return [
        (round(middle + radius * math.sin(turn)), round(middle - radius * math.cos(turn)))
        for turn in turns
    ]
