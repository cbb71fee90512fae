"""Outlines in the two forms in which they are published: GeoJSON and TopoJSON.

GeoJSON (RFC 7946) writes each outline out. TopoJSON writes the lines between places once, as arcs,
which may be whole numbers that begin at the one before ("delta-encoded") on a grid (`transform`);
an outline then says which arcs it follows, ~i for arc i backwards. Whatever is wrong with a file is
told as a `ShapeError`: nothing in it is trusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Points = NDArray[np.float64]

_PLACE = 2
"""Numbers of a point that count; a height does not."""
_SMALLEST_RING = 4
"""Points of a triangle, the first one twice."""


class ShapeError(GraphError, ValueError):
    """What should be a shape is none; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Feature:
    """Something with an outline: what the file says of it, and how to read the outline.

    `layer` is the object of a TopoJSON file that it is in; empty in GeoJSON.
    """

    properties: Mapping[str, Any]
    layer: str
    geometry: Mapping[str, Any]
    arcs: Sequence[Points] | None = None

    def outline(self) -> BaseGeometry:
        """Give the outline: polygons as the file has them, valid or not, in its own numbers.

        Raises
        ------
        ShapeError
            If it is no outline of an area.
        """
        from shapely import MultiPolygon, Polygon  # noqa: PLC0415  (a third of a second)

        kind, rings = self.geometry.get("type"), self._rings()
        if kind == "Polygon":
            parts = [rings]
        elif kind == "MultiPolygon":
            parts = _list(rings, "polygons")
        else:
            message = f"it is a {str(kind)[:40]}, and only a Polygon or MultiPolygon is an area"
            raise ShapeError(message)
        made = []
        for part in parts:
            shell, *holes = [self._ring(each) for each in _list(part, "rings")] or [_NO_RING]
            if len(shell) >= _SMALLEST_RING:
                inside = [each for each in holes if len(each) >= _SMALLEST_RING]
                made.append(Polygon(shell, inside))
        return MultiPolygon(made)

    def _rings(self) -> Any:  # noqa: ANN401  (whatever the file holds)
        return self.geometry.get("coordinates" if self.arcs is None else "arcs")

    def _ring(self, ring: object) -> Points:
        points = points_of(ring) if self.arcs is None else _followed(self.arcs, ring)
        if len(points) and (points[0] != points[-1]).any():
            return np.concatenate([points, points[:1]])
        return points


_NO_RING = np.zeros((0, _PLACE))


def features_of(document: object) -> list[Feature]:
    """Give what a GeoJSON or TopoJSON document describes.

    Raises
    ------
    ShapeError
        If it is neither.
    """
    if isinstance(document, dict):
        if document.get("type") == "Topology":
            return list(_of_topology(document))
        if document.get("type") == "FeatureCollection":
            features = _list(document.get("features"), "features")
            return [_of_geojson(each) for each in features if isinstance(each, dict)]
    message = "it is neither a FeatureCollection (GeoJSON) nor a Topology (TopoJSON)"
    raise ShapeError(message)


def _of_geojson(feature: Mapping[str, Any]) -> Feature:
    geometry = feature.get("geometry")
    return Feature(
        properties=_properties(feature),
        layer="",
        geometry=geometry if isinstance(geometry, dict) else {},
    )


def _of_topology(document: Mapping[str, Any]) -> Iterator[Feature]:
    arcs = _arcs(document)
    objects = document.get("objects")
    for name, each in objects.items() if isinstance(objects, dict) else ():
        members = each.get("geometries") if isinstance(each, dict) else None
        for geometry in members if isinstance(members, list) else ():
            if isinstance(geometry, dict):
                properties = _properties(geometry)
                yield Feature(properties=properties, layer=name, geometry=geometry, arcs=arcs)


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a feature; its `id` is one more property."""
    named = feature.get("properties")
    found = dict(named) if isinstance(named, dict) else {}
    return {**({"id": feature["id"]} if "id" in feature else {}), **found}


def _arcs(document: Mapping[str, Any]) -> list[Points]:
    arcs = [points_of(each) for each in _list(document.get("arcs"), "arcs")]
    transform = document.get("transform")
    if not isinstance(transform, dict):
        return arcs
    scale, move = (points_of([transform.get(name)])[0] for name in ("scale", "translate"))
    return [np.cumsum(arc, axis=0) * scale + move for arc in arcs]


def points_of(listed: object) -> Points:
    """Read a list of points, shape (n, 2).

    Raises
    ------
    ShapeError
        If they are not all pairs of finite numbers (a height after them is left out).
    """
    points = _list(listed, "points")
    if not points:
        return _NO_RING
    try:
        found = np.array([(point[0], point[1]) for point in points], dtype=np.float64)
    except (TypeError, ValueError, LookupError, OverflowError) as error:
        message = "its points are not all pairs of numbers"
        raise ShapeError(message) from error
    if not np.isfinite(found).all():
        message = "its points are not all finite"
        raise ShapeError(message)
    return found


def _followed(arcs: Sequence[Points], ring: object) -> Points:
    """Give the points of a ring that follows arcs; each begins where the one before ended."""
    parts = [_arc(arcs, number) for number in _list(ring, "arcs of a ring")]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])]) if parts else _NO_RING


def _arc(arcs: Sequence[Points], number: object) -> Points:
    if not isinstance(number, int) or not -len(arcs) <= number < len(arcs):
        message = f"it follows the arc {str(number)[:40]}, and there are {len(arcs)}"
        raise ShapeError(message)
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def _list(value: object, what: str) -> list[Any]:
    if not isinstance(value, list):
        message = f"it has no list of {what}"
        raise ShapeError(message)
    return value
