"""Who of a line-up does how much in which place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.problem.rows import sums_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.case.build import Case
    from matcher.problem.model import Solution

_PEOPLE_DIGITS = 1
_LEAST = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWork:
    """Needs a year of a place that one member could meet there, over all pathways and groups."""

    place: str
    member: str
    needs_a_year: float


def place_work(case: Case, solution: Solution) -> tuple[PlaceWork, ...]:
    """List it in the order of the programme's places, in each the member with most work first.

    Members' needs of one place add up to what could be met of that place's need, rounding aside.

    Parameters
    ----------
    solution : with its volumes over the case's own cells
    """
    rows = sorted(_rows(case, solution), key=lambda row: (row[0], -row[2], row[1]))
    authorities, cells = case.snapshot.authorities, case.cells.authorities
    return tuple(
        PlaceWork(
            place=authorities[cells[place]].code,
            member=member,
            needs_a_year=round(needs, _PEOPLE_DIGITS),
        )
        for place, member, needs in rows
        if needs >= _LEAST
    )


def _rows(case: Case, solution: Solution) -> Iterator[tuple[int, str, float]]:
    """A row for each place and member: the place's index among those of the case."""
    cells = case.cells
    for member in solution.members:
        own = solution.volume[[member]].toarray().ravel()
        by_place = sums_by(cells.place, own, len(cells.authorities))
        for place, needs in enumerate(by_place.tolist()):
            yield place, str(case.organisation(member).id), needs
