"""Outlines as paths of a picture, made once for the shapes that a programme has at the time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from api.service.maps import MapShapes
    from graph.maps.shapes import Outlines

SIDE = 1000
"""Units of the picture's longer side."""
MARK_ROOM = 16
"""Units about a mark's middle that must be inside its place."""
_MARGIN = 8
_DETAIL = 1.5
"""Units; what is smaller is left out."""
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Traced:
    """A place as it is drawn: its path, and the middle of its mark, which may have room or not."""

    path: str
    x: int
    y: int
    has_room: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """Places as they are drawn, by key, and the size of the picture in units."""

    places: Mapping[str, Traced]
    width: int
    height: int


@lru_cache(maxsize=_KEPT)
def sketch(shapes: MapShapes, layer: str, keys: tuple[str, ...]) -> Sketch:
    """Draw those of some places that have an outline, north up; they fill the picture.

    Parameters
    ----------
    shapes : of a programme
    layer : ``areas`` or ``authorities``
    keys : of the places
    """
    outlines: Outlines = getattr(shapes, layer)
    here = {key: outlines[key] for key in keys if key in outlines}
    if not here:
        return Sketch({}, SIDE, SIDE)
    frame = _Frame(here.values())
    places = {key: frame.traced(each) for key, each in frame.simplified(here).items()}
    return Sketch(places, frame.width, frame.height)


class _Frame:
    """From kilometres to whole units of the picture."""

    def __init__(self, outlines: Iterable[BaseGeometry]) -> None:
        from shapely import total_bounds  # noqa: PLC0415  (a third of a second)

        west, south, east, north = total_bounds(list(outlines))
        wide, high = east - west, north - south
        self._corner = np.array([west, north])
        self._scale = (SIDE - 2 * _MARGIN) / max(wide, high)
        self.width, self.height = (round(each * self._scale) + 2 * _MARGIN for each in (wide, high))

    def simplified(self, outlines: Outlines) -> Outlines:
        """Leave out what is too small to see."""
        from graph.maps.shapes import simplified  # noqa: PLC0415

        return simplified(outlines, detail_km=_DETAIL / self._scale)

    def traced(self, outline: BaseGeometry) -> Traced:
        """Draw one outline."""
        from shapely import get_parts, get_rings, maximum_inscribed_circle  # noqa: PLC0415

        parts = get_parts(outline)
        rings = (ring for part in parts for ring in get_rings(part))
        path = "".join(_ring(self._units(ring.coords)) for ring in rings)
        largest = max(parts, key=lambda part: part.area)
        radius = maximum_inscribed_circle(largest, tolerance=1 / self._scale)
        (x, y), *_ = self._units(radius.coords).tolist()
        return Traced(path, x, y, bool(radius.length * self._scale >= MARK_ROOM))

    def _units(self, points: Iterable[Iterable[float]]) -> NDArray[np.int64]:
        away = (np.asarray(points) - self._corner) * np.array([1, -1]) * self._scale
        return np.asarray(np.round(away) + _MARGIN, dtype=np.int64)


def _ring(points: NDArray[np.int64]) -> str:
    """Write a ring as SVG does: its first point, then steps, each from the one before.

    >>> _ring(np.array([[5, 5], [9, 5], [9, 5], [9, 8], [5, 5]]))
    'M5 5l4 0 0 3z'
    """
    steps = np.diff(points[:-1], axis=0)
    steps = steps[steps.any(axis=1)]
    start = f"M{points[0, 0]} {points[0, 1]}"
    if not len(steps):
        return f"{start}h1v1h-1z"
    return f"{start}l{' '.join(map(str, steps.ravel().tolist()))}z"
