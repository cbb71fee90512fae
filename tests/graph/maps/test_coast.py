"""The coast that approximate shapes are cut off at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from shapely import Point, Polygon, transform

from graph.maps.coast import ENGLAND_AND_WALES, coast, main, taken_from
from graph.maps.projection import to_km
from graph.maps.topology import ShapeError
from tests.graph.maps.drawing import topology, write

if TYPE_CHECKING:
    from pathlib import Path


def atlas() -> dict[str, object]:
    """A package of one country."""
    document = topology()
    document["objects"]["lad"]["geometries"][0]["id"] = "826"
    return document


def test_the_kingdom_is_taken_out_of_the_package(tmp_path: Path) -> None:
    made = tmp_path / "coast.json"
    main([str(write(tmp_path / "package.json", atlas())), str(made)])
    assert json.loads(made.read_text())["type"] == "MultiPolygon"
    found = coast(made)
    assert found is not None
    assert found.bounds == (-2.5, 53.75, -2.0, 54.25)


def test_a_package_without_the_kingdom_is_refused() -> None:
    with pytest.raises(ShapeError, match="United Kingdom"):
        taken_from(topology())


def test_without_the_set_up_there_is_no_coast(tmp_path: Path) -> None:
    assert coast(tmp_path / "none.json") is None


def test_england_and_wales_have_the_area_that_they_have() -> None:
    frame = Polygon(ENGLAND_AND_WALES)
    whole = coast()
    assert whole is not None
    assert frame.is_valid
    here = transform(whole & frame, to_km)
    assert here.area == pytest.approx(151_000, rel=0.01)  # square kilometres, by the ONS


@pytest.mark.parametrize(
    ("town", "longitude", "latitude", "inside"),
    [
        ("Berwick-upon-Tweed", -2.005, 55.771, True),
        ("Carlisle", -2.935, 54.895, True),
        ("Penzance", -5.537, 50.119, True),
        ("Holyhead", -4.632, 53.309, True),
        ("Coldstream's neighbour Kelso", -2.433, 55.598, False),
        ("Gretna Green", -3.070, 55.000, False),
        ("Eyemouth", -2.090, 55.872, False),
        ("Belfast", -5.930, 54.597, False),
    ],
)
def test_the_border_leaves_towns_where_they_are(
    town: str, longitude: float, latitude: float, inside: bool
) -> None:
    assert Polygon(ENGLAND_AND_WALES).contains(Point(longitude, latitude)) is inside, town
