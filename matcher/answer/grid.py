"""How much of the need of each place and pathway a line-up could meet.

An answer lists what could not be met, cell by cell. With the needs of the area that gives

    met = need - sum over the cohorts of what could not be met

for each place and pathway. Rounding is that of the gaps: a twentieth of a need for each cohort.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot
    from matcher.answer.records import LineUp

_PEOPLE_DIGITS = 1
_SHARE_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A pathway in a place: needs a year, those that could be met, and the share that is."""

    place: str
    pathway: str
    needs_a_year: float
    met_needs_a_year: float
    share: float


def coverage_grid(snapshot: Snapshot, area: str, line_up: LineUp) -> tuple[GridCell, ...]:
    """Lay a line-up's coverage out by place and pathway, in the order of the programme.

    Places and pathways that need nothing are left out.

    Parameters
    ----------
    snapshot : the facts that the line-up was made from
    area : the identifier of its area
    line_up : one line-up of an answer
    """
    unmet: dict[tuple[str, str], float] = defaultdict(float)
    for gap in line_up.gaps:
        unmet[gap.place, gap.pathway] += gap.unmet_needs_a_year
    index = next(i for i, each in enumerate(snapshot.areas) if each.id == area)
    authorities = np.flatnonzero(snapshot.authority_area == index)
    needs = snapshot.demand[authorities].sum(axis=2)
    return tuple(
        _cell(
            snapshot.authorities[authorities[row]].code,
            snapshot.pathways[column].key,
            float(needs[row, column]),
            unmet,
        )
        for row, column in zip(*np.nonzero(needs > 0), strict=True)
    )


def _cell(place: str, pathway: str, need: float, unmet: dict[tuple[str, str], float]) -> GridCell:
    met = min(max(need - unmet.get((place, pathway), 0.0), 0.0), need)
    return GridCell(
        place=place,
        pathway=pathway,
        needs_a_year=round(need, _PEOPLE_DIGITS),
        met_needs_a_year=round(met, _PEOPLE_DIGITS),
        share=round(met / need, _SHARE_DIGITS),
    )
