"""Places and boundary files for tests: squares about Ayton and Beeford, by the North Sea."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.records.identifiers import PlaceCode
from tests import builders as b

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from graph.records.model import Place

Ring = list[tuple[float, float]]
CODES = ("E07000001", "E07000002", "E07000003")


def authority(code: str, longitude: float | None, latitude: float | None = 54.0) -> Place:
    """Make a local authority with a centre, or without one."""
    place = b.place(PlaceCode(code), f"Place {code[-1]}", "authority")
    if longitude is None:
        return place
    return replace(place, longitude=longitude, latitude=latitude)


def three() -> list[Place]:
    """Three authorities in a row, from west to east."""
    return [authority(code, -2.25 + 0.5 * row) for row, code in enumerate(CODES)]


def square(west: float, south: float = 53.75, *, side: float = 0.5) -> Ring:
    """Give the corners of a square, the first one twice."""
    east, north = west + side, south + side
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def feature(properties: Mapping[str, Any], *rings: Ring) -> dict[str, Any]:
    """Make a GeoJSON feature."""
    polygon = {"type": "Polygon", "coordinates": list(rings)}
    return {"type": "Feature", "properties": dict(properties), "geometry": polygon}


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    """Make a GeoJSON document."""
    return {"type": "FeatureCollection", "features": list(features)}


def squares(key: str = "LAD13CD", codes: tuple[str, ...] = CODES) -> dict[str, Any]:
    """Three squares in a row, which the three authorities lie in the middle of."""
    drawn = (
        feature({key: code, "name": f"Place {code[-1]}"}, square(-2.5 + 0.5 * row))
        for row, code in enumerate(codes)
    )
    return collection(*drawn)


def topology() -> dict[str, Any]:
    """The first two of the squares, as arcs on a grid of a quarter of a degree."""
    return {
        "type": "Topology",
        "transform": {"scale": [0.25, 0.25], "translate": [-2.5, 53.75]},
        "arcs": [
            [[2, 0], [0, 2]],  # the line that they share, from south to north
            [[2, 2], [-2, 0], [0, -2], [2, 0]],  # the rest of the western one
            [[2, 2], [2, 0], [0, -2], [-2, 0]],  # the rest of the eastern one
        ],
        "objects": {
            "lad": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": CODES[0], "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "id": CODES[1], "arcs": [[[~0, ~2]][::-1]]},
                ],
            },
            "rgn": {
                "type": "GeometryCollection",
                "geometries": [{"type": "Polygon", "id": "E12000003", "arcs": [[1, ~2]]}],
            },
        },
    }


def write(path: Path, document: object) -> Path:
    """Write a document as JSON."""
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
