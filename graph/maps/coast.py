"""The coast of the United Kingdom, within which approximate shapes are drawn.

It comes from Natural Earth (public domain) in the npm package `world-atlas` (ISC). Setting the
project up takes what is needed out of the package:

    python -m graph.maps.coast node_modules/world-atlas/countries-10m.json graph/maps/coast.json

What is made is not committed; the wheel holds it.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from graph.maps.topology import ShapeError, features_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

COAST = Path(__file__).parent / "coast.json"
_UNITED_KINGDOM = "826"
"""Its number in ISO 3166, by which the package names countries."""
_DIGITS = 4
"""Of a degree: about ten metres, less than the package's own grid."""
ENGLAND_AND_WALES = (
    (-1.60, 55.90),
    (-2.034, 55.811),  # the border meets the sea north of Berwick
    (-2.13, 55.735),  # the Tweed at Norham
    (-2.25, 55.650),  # the Tweed at Coldstream
    (-2.34, 55.630),  # it leaves the Tweed at Carham
    (-2.21, 55.490),  # the Cheviots: The Schil
    (-2.24, 55.430),  # Windy Gyle
    (-2.48, 55.354),  # Carter Bar
    (-2.64, 55.270),  # Deadwater
    (-2.88, 55.130),  # Kershopefoot
    (-2.99, 55.060),  # the Liddel meets the Esk
    (-3.05, 55.050),  # Scots' Dike
    (-3.06, 54.985),  # Gretna
    (-3.30, 54.930),  # the middle of the Solway Firth
    (-3.50, 54.870),
    (-3.90, 54.720),
    (-5.20, 54.300),  # between the Isle of Man's sea and Ireland
    (-5.20, 53.000),
    (-7.00, 51.000),
    (-7.00, 49.500),
    (2.50, 49.500),
    (2.50, 55.900),
)
"""Longitude and latitude about England and Wales.

The package knows no countries within the United Kingdom. So the border with Scotland is drawn here
by hand, through places that it is known to pass; it is some three kilometres off at most.
"""


def taken_from(package: object) -> dict[str, object]:
    """Give the coast as GeoJSON, out of the package's document.

    Raises
    ------
    ShapeError
        If the document has no United Kingdom.
    """
    from shapely import get_parts  # noqa: PLC0415  (a third of a second)

    for feature in features_of(package):
        if feature.properties.get("id") == _UNITED_KINGDOM:
            shells = [each.exterior.coords for each in get_parts(feature.outline())]
            lists = [[np.round(each, _DIGITS).tolist()] for each in shells]  # seas, and no lakes
            return {"type": "MultiPolygon", "coordinates": lists}
    message = f"the package has no country {_UNITED_KINGDOM}, the United Kingdom"
    raise ShapeError(message)


@cache
def coast(path: Path = COAST) -> BaseGeometry | None:
    """Read the coast, in degrees; None where the project was not set up."""
    from shapely import from_geojson, make_valid  # noqa: PLC0415  (a third of a second)

    try:
        return make_valid(from_geojson(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def main(arguments: list[str]) -> None:
    """Take the coast out of a package's file and write it."""
    package, made = (Path(each) for each in arguments)
    taken = taken_from(json.loads(package.read_text(encoding="utf-8")))
    made.write_text(json.dumps(taken, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
