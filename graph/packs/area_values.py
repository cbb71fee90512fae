"""What each area's contract is worth a year, where nobody gave a figure (docs/demand.md).

    value(area) = (the programme's annual value - all given values) * needs(area) / needs of all
                  areas without a given value

so that a need is worth the same in all of them: value and volume come from the same figures.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.records.identifiers import AreaId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.records.model import ContractArea, Demand, Place, Programme

_TO_THE_NEAREST_GBP = -3
"""An estimate is given in thousands of pounds."""


def value_areas(
    programme: Programme,
    areas: Sequence[ContractArea],
    places: Iterable[Place],
    demand: Iterable[Demand],
) -> tuple[ContractArea, ...]:
    """Give every area a value; those that have one keep it."""
    blank = {area.id for area in areas if not area.annual_value_gbp}
    area_of = {
        place.code: AreaId(parent)
        for place in places
        for parent in place.parents
        if parent in blank
    }
    needs: dict[AreaId, float] = defaultdict(float)
    for row in demand:
        if row.place in area_of:
            needs[area_of[row.place]] += row.people_a_year
    left = programme.annual_value_gbp - sum(area.annual_value_gbp for area in areas)
    a_need = left / max(sum(needs.values()), 1e-9)
    return tuple(
        replace(area, annual_value_gbp=round(needs[area.id] * a_need, _TO_THE_NEAREST_GBP))
        if area.id in blank
        else area
        for area in areas
    )
