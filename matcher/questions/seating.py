"""Line-ups as seats: who sits there, in which role, how widely it works, and how that is known.

The seats of a suggestion have volumes; those of a real line-up, of which only the members are
known, have none.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from graph.networks.ties import outcome_as_of
from graph.records.identifiers import OrgId
from graph.records.kinds import MemberRole, Outcome, PlaceKind
from graph.records.provenance import Confidence
from graph.snapshot.columns import CONFIDENCES, day_number
from matcher.answer.describe import roles_of
from matcher.case.build import LOCAL_REACH
from matcher.case.women import womens_providers
from matcher.problem.totals import volume_by_candidate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from graph.records.kinds import CollaborationKind
    from graph.snapshot.snapshot import Snapshot
    from matcher.answer.records import LineUp
    from matcher.case.build import Case
    from matcher.problem.model import Solution

    Flags = NDArray[np.bool_]

NATIONAL_REGIONS = 4
"""A body that is known in so many regions of England and Wales is national."""
_REMEMBERED = (Confidence.MEMORY_HIGH, Confidence.MEMORY_MEDIUM, Confidence.MEMORY_LOW)


class Reach(StrEnum):
    """How widely a body works, seen from an area."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One member of one line-up; `volume` in needs a year, None where nobody knows it.

    Attributes
    ----------
    organisation : its identifier
    role : as the answer or the collaboration says
    reach : local where at least half of the people where it works live in the area; national from
        four regions on; unknown where nothing public says where it works
    is_vcse, womens : whether it is a VCSE or mutual; whether all its public work is for women
    pathways : how many pathways it could serve here, by its volume or by what is known of it
    remembered : whether all that is public of it is remembered and for a whole country
    volume_remembered : the part of its volume that rests on such a claim; None where nobody knows
    """

    organisation: str
    role: str
    reach: Reach
    is_vcse: bool
    womens: bool
    pathways: int
    remembered: bool
    volume: float | None = None
    volume_remembered: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """One line-up, its lead first, and the needs of its area by pathway: met, and in all."""

    area: str
    seats: tuple[Seat, ...]
    met: Mapping[str, float]
    need: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bodies:
    """What is public of every organisation on a day, seen from one area; arrays of shape (N,)."""

    reach: tuple[Reach, ...]
    womens: Flags
    remembered: Flags


def bodies_of(snapshot: Snapshot, area: int, *, as_of: date) -> Bodies:
    """Tell how widely every organisation works, and how its work is known."""
    works = _works(snapshot, as_of)
    return Bodies(
        reach=_reaches(snapshot, works, area),
        womens=womens_providers(snapshot, as_of),
        remembered=_remembered(snapshot, as_of),
    )


def _works(snapshot: Snapshot, as_of: date) -> Flags:
    """Who is known to work in which authority, shape (N, A)."""
    reach = snapshot.reach.tocoo()
    known = reach.data <= day_number(as_of)
    works = np.zeros(reach.shape, dtype=bool)
    works[reach.row[known], reach.col[known]] = True
    return works


def _reaches(snapshot: Snapshot, works: Flags, area: int) -> tuple[Reach, ...]:
    people = np.array([place.population or 0 for place in snapshot.authorities], dtype=np.float64)
    everywhere = works @ people
    inside = works @ np.where(snapshot.authority_area == area, people, 0.0)
    region = _regions(snapshot)
    regions = np.array([len(np.unique(region[row])) for row in works])

    def one(index: int) -> Reach:
        if not works[index].any():
            return Reach.UNKNOWN
        if regions[index] >= NATIONAL_REGIONS:
            return Reach.NATIONAL
        local = inside[index] >= LOCAL_REACH * everywhere[index] > 0
        return Reach.LOCAL if local else Reach.REGIONAL

    return tuple(one(index) for index in range(len(works)))


def _regions(snapshot: Snapshot) -> NDArray[np.int64]:
    """The region of every authority; a country without regions is one; shape (A,)."""
    kinds = {place.code: place.kind for place in snapshot.places}
    found = []
    for place in snapshot.authorities:
        wide = sorted(
            (kinds[parent] is PlaceKind.COUNTRY, str(parent))
            for parent in place.parents
            if kinds[parent] in {PlaceKind.REGION, PlaceKind.COUNTRY}
        )
        found.append(wide[0][1] if wide else "")
    return np.unique(found, return_inverse=True)[1]


def wide_and_remembered(snapshot: Snapshot) -> Flags:
    """Which capability rows are remembered claims for a whole country, shape (rows,)."""
    columns = snapshot.capabilities
    country = np.array([place.kind is PlaceKind.COUNTRY for place in snapshot.places])
    memory = np.array([mark in _REMEMBERED for mark in CONFIDENCES])
    return np.asarray(country[columns.place] & memory[columns.confidence])


def _remembered(snapshot: Snapshot, as_of: date) -> Flags:
    columns, count = snapshot.capabilities, len(snapshot.organisations)
    public = columns.known_day <= day_number(as_of)
    such = wide_and_remembered(snapshot)
    owner = columns.organisation
    all_rows = np.bincount(owner[public], minlength=count)
    return np.asarray((all_rows > 0) & (np.bincount(owner[public & such], None, count) == all_rows))


def suggested_seating(case: Case, solution: Solution, *, bodies: Bodies | None = None) -> Seating:
    """Tell a suggested line-up; the solution's volume has the case's own cells.

    `bodies` says what is public of the organisations, where that is more than the case knows.
    """
    snapshot, cells = case.snapshot, case.cells
    bodies = bodies or bodies_of(snapshot, case.brief.area, as_of=case.brief.as_of)
    wide = wide_and_remembered(snapshot)
    rows = solution.volume.tocoo()
    volume = volume_by_candidate(solution.volume)
    remembered = np.zeros(len(volume))
    pathways: dict[int, set[int]] = defaultdict(set)
    for member, cell, needs in zip(rows.row, rows.col, rows.data, strict=True):
        pathways[int(member)].add(int(cells.pathway[cell]))
        remembered[member] += needs * wide[case.capability_row(int(member), int(cell))]
    roles = roles_of(case, solution.members, solution.lead, volume)
    met = np.bincount(cells.pathway[rows.col], rows.data, len(snapshot.pathways))
    need = np.bincount(cells.pathway, cells.need, len(snapshot.pathways))
    kinds = {p.key: index for index, p in enumerate(snapshot.pathways) if need[index] > 0}
    return Seating(
        area=str(snapshot.areas[case.brief.area].id),
        seats=tuple(
            _seat(
                snapshot,
                bodies,
                int(case.candidates[member]),
                role=roles[member],
                pathways=len(pathways[member]),
                volume=float(volume[member]),
                volume_remembered=float(remembered[member]),
            )
            for member in _lead_first(solution.members, solution.lead)
        ),
        met={key: float(met[index]) for key, index in kinds.items()},
        need={key: float(need[index]) for key, index in kinds.items()},
    )


def _lead_first(members: Sequence[int], lead: int) -> list[int]:
    return [lead, *(member for member in members if member != lead)]


def told_seating(snapshot: Snapshot, area: int, line_up: LineUp, *, as_of: date) -> Seating:
    """Tell a line-up of an answer, which does not say what each need rests on."""
    bodies = bodies_of(snapshot, area, as_of=as_of)
    people = snapshot.demand[snapshot.authority_area == area].sum(axis=(0, 2))
    need = {p.key: float(people[i]) for i, p in enumerate(snapshot.pathways) if people[i] > 0}
    return Seating(
        area=str(snapshot.areas[area].id),
        seats=tuple(
            _seat(
                snapshot,
                bodies,
                snapshot.organisation_index[OrgId(member.id)],
                role=member.role,
                pathways=len(member.pathways),
                volume=member.volume_needs_a_year,
            )
            for member in line_up.members
        ),
        met={key: line_up.coverage.by_pathway[key] * needs for key, needs in need.items()},
        need=need,
    )


def real_seating(
    snapshot: Snapshot, area: int, roles: Mapping[int, str], *, as_of: date
) -> Seating:
    """Tell a line-up of which only the members and their roles are known, its lead first.

    Its pathways are those that are public of each member in the area on the day.
    """
    bodies = bodies_of(snapshot, area, as_of=as_of)
    columns = snapshot.capabilities
    inside = snapshot.covers @ (snapshot.authority_area == area).astype(np.float64) > 0
    here = (columns.known_day <= day_number(as_of)) & inside[columns.place]
    return Seating(
        area=str(snapshot.areas[area].id),
        seats=tuple(
            _seat(
                snapshot,
                bodies,
                member,
                role=role,
                pathways=len(np.unique(columns.pathway[here & (columns.organisation == member)])),
            )
            for member, role in roles.items()
        ),
        met={},
        need={},
    )


def won_seatings(snapshot: Snapshot, kind: CollaborationKind, *, as_of: date) -> list[Seating]:
    """Tell the real line-up of everything of a kind that was publicly won by a day, area by area.

    Who pays, commissions, hosts or judges the work has no seat.
    """
    facts, found = snapshot.facts, []
    for work in facts.collaborations:
        if work.kind is not kind or outcome_as_of(work, as_of) is not Outcome.WON:
            continue
        roles = {
            snapshot.organisation_index[member.organisation]: member.role
            for member in sorted(facts.memberships, key=lambda m: m.role is not MemberRole.LEAD)
            if member.collaboration == work.id
            and member.role.delivers
            and member.provenance.is_known_by(as_of)
        }
        found += [
            real_seating(snapshot, snapshot.area_index[area], roles, as_of=as_of)
            for area in work.areas
        ]
    return found


def _seat(
    snapshot: Snapshot,
    bodies: Bodies,
    organisation: int,
    *,
    role: str,
    pathways: int,
    volume: float | None = None,
    volume_remembered: float | None = None,
) -> Seat:
    return Seat(
        organisation=str(snapshot.organisations[organisation].id),
        role=role,
        reach=bodies.reach[organisation],
        is_vcse=bool(snapshot.organisation_columns.is_vcse[organisation]),
        womens=bool(bodies.womens[organisation]),
        pathways=pathways,
        remembered=bool(bodies.remembered[organisation]),
        volume=volume,
        volume_remembered=volume_remembered,
    )
