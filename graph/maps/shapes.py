"""The shapes of a programme's places on the map, and of the areas that they make up."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from graph.maps.approximate import GRID_KM, cells, centres_of, without_specks
from graph.maps.coast import ENGLAND_AND_WALES
from graph.maps.projection import to_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from graph.records.model import Place

Outlines = dict[str, "BaseGeometry"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shapes:
    """Outlines of places on the map, in kilometres (`graph.maps.projection`).

    Attributes
    ----------
    outlines : by the code of the place
    approximate : the codes of those that were made of the places' centres
    missing : the codes of places that have no outline: nobody gave one, and their centre is
        unknown or far from the coast
    """

    outlines: Mapping[str, BaseGeometry]
    approximate: frozenset[str] = field(default=frozenset())
    missing: tuple[str, ...] = ()

    def dissolved(self, groups: Mapping[str, Iterable[str]]) -> Outlines:
        """Put the outlines of places together, by the name of the group that they are in."""
        from shapely import union_all  # noqa: PLC0415  (a third of a second)

        found: Outlines = {}
        for name, codes in groups.items():
            parts = [self.outlines[code] for code in codes if code in self.outlines]
            if parts:
                found[name] = union_all(parts, grid_size=GRID_KM)
        return found


def shapes_of(
    places: Sequence[Place],
    *,
    coast: BaseGeometry | None,
    given: Mapping[str, BaseGeometry] | None = None,
    divided: Iterable[str] = (),
) -> Shapes:
    """Give the places' shapes: the outlines that were given, and approximate ones for the rest.

    Parameters
    ----------
    places : local authorities; none lies in another
    coast : within which the rest are drawn, in degrees; None if that is not known
    given : outlines by code, on the map
    divided : the codes of those given that are approximate themselves
    """
    codes = {str(place.code) for place in places}
    real = {code: each for code, each in (given or {}).items() if code in codes}
    rest = {} if coast is None else _filled(places, coast, real)
    outlines = {**real, **rest}
    missing = tuple(str(each.code) for each in places if str(each.code) not in outlines)
    approximate = frozenset(rest) | (frozenset(divided) & frozenset(real))
    return Shapes(outlines=outlines, approximate=approximate, missing=missing)


def simplified(outlines: Mapping[str, BaseGeometry], *, detail_km: float) -> Outlines:
    """Leave out bends smaller than a detail; neighbours keep the line that they share."""
    from shapely import coverage_simplify  # noqa: PLC0415

    if not outlines:
        return {}
    large = [without_specks(each, detail_km) for each in outlines.values()]
    shapes = coverage_simplify(np.array(large), detail_km)
    return dict(zip(outlines, shapes, strict=True))


def _filled(
    places: Sequence[Place], coast: BaseGeometry, real: Mapping[str, BaseGeometry]
) -> Outlines:
    """Approximate outlines of the places that have none, on what the others leave of the land."""
    from shapely import STRtree, difference, union_all  # noqa: PLC0415

    known = [place for place in places if place.latitude is not None]
    wanted = [str(place.code) not in real for place in known]
    if not any(wanted):
        return {}
    found = {}
    given = np.array(list(real.values()), dtype=object)
    near = STRtree(given)
    drawn = cells(to_km(centres_of(known)), _land(known, coast))
    for place, cell in compress(zip(known, drawn, strict=True), wanted):
        taken = union_all(given[near.query(cell)])
        found[str(place.code)] = difference(cell, taken, grid_size=GRID_KM) if taken else cell
    return {code: each for code, each in found.items() if each.area > 0}


def _land(places: Sequence[Place], coast: BaseGeometry) -> BaseGeometry:
    """The land that is divided: of England and Wales, where all places lie there."""
    from shapely import MultiPoint, Polygon, transform  # noqa: PLC0415

    frame = Polygon(ENGLAND_AND_WALES)
    land = coast & frame if frame.contains(MultiPoint(centres_of(places))) else coast
    return transform(land, to_km)
