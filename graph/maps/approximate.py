"""Approximate outlines, where nobody has given real ones: what is nearest to each place's centre.

A place's cell is all land that is nearer to its centre than to any other place's (a Voronoi cell,
after Aurenhammer 1991), cut off at the coast and 80 km from the centre. The cells of an area put
together look much as the area does, since the areas of a country have many places each; the line
between two places may be some kilometres off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from graph.records.model import Place

    Points = NDArray[np.float64]

REACH_KM = 80.0
"""How far a cell reaches from its centre; Northumberland's farthest corner is 64 km off."""
GRID_KM = 0.001
"""Outlines are laid on a grid of a metre, so that neighbours share the line between them."""
_FAR_KM = 2000.0
_APART_KM = 0.01


def cells(centres: Points, land: BaseGeometry, *, reach_km: float = REACH_KM) -> list[BaseGeometry]:
    """Give the cell of each centre, in their order; it is empty where the land is out of reach.

    Parameters
    ----------
    centres : on the map, in kilometres, shape (n, 2)
    land : what is divided among them
    reach_km : how far a cell reaches
    """
    from shapely import (  # noqa: PLC0415
        MultiPoint,
        box,
        buffer,
        convex_hull,
        get_parts,
        intersection,
        points,
        voronoi_polygons,
    )

    if not len(centres):
        return []
    apart = _apart(centres)
    corners = np.array([(x, y) for x in (-_FAR_KM, _FAR_KM) for y in (-_FAR_KM, _FAR_KM)])
    # Four centres far away: one centre alone, or several in a line, have cells then too.
    everywhere = MultiPoint(np.concatenate([apart, corners + apart.mean(axis=0)]))
    divided = voronoi_polygons(everywhere, extend_to=box(*land.bounds), ordered=True)
    # A cell is convex; drawn from two centres close together it may cross itself by a hair.
    whole = convex_hull(get_parts(divided)[: len(apart)])
    own = intersection(buffer(points(apart), reach_km), whole)
    return [areal(each) for each in intersection(own, land, grid_size=GRID_KM)]


def centres_of(places: Sequence[Place]) -> Points:
    """Give the centres of places that have one: longitude and latitude, shape (n, 2)."""
    degrees = [(each.longitude, each.latitude) for each in places]
    return np.array(degrees, dtype=np.float64).reshape(len(places), 2)


def _apart(centres: Points) -> Points:
    """Move centres at one point a little apart: of two at one point, one would have no cell."""
    _, place, count = np.unique(centres, axis=0, return_inverse=True, return_counts=True)
    if (count == 1).all():
        return centres
    order = np.argsort(place.ravel(), kind="stable")
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    rank = np.empty(len(centres))
    rank[order] = np.arange(len(centres)) - np.repeat(first, count)
    return np.asarray(centres + rank[:, np.newaxis] * np.array([_APART_KM, 0.0]))


def without_specks(outline: BaseGeometry, detail_km: float) -> BaseGeometry:
    """Leave out islands, and holes, that are smaller than a square detail; the largest part stays.

    A boundary file has thousands of rocks.
    """
    from shapely import MultiPolygon, Polygon, area, get_parts, polygons  # noqa: PLC0415

    parts = get_parts(outline)
    sizes = area(parts)
    least = min(detail_km**2, sizes.max(initial=0.0))
    kept = [
        Polygon(each.exterior, [hole for hole in each.interiors if area(polygons(hole)) >= least])
        for each in parts[sizes >= least]
    ]
    return MultiPolygon(kept)


def areal(shape: BaseGeometry) -> BaseGeometry:
    """Leave out lines and points, such as where a cell only touches the coast."""
    from shapely import MultiPolygon, get_parts  # noqa: PLC0415

    parts = [each for each in get_parts(shape) if each.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)
