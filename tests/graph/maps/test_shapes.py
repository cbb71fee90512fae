"""Shapes of places and areas: made-up ones, and those of the built-in programmes."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from shapely import Polygon, area, box, transform, union_all

from graph.maps.boundaries import read_boundaries
from graph.maps.coast import ENGLAND_AND_WALES, coast
from graph.maps.projection import to_km
from graph.maps.shapes import Outlines, Shapes, shapes_of, simplified
from graph.records.kinds import PlaceKind
from graph.stores import BUILT_IN_PROGRAMMES
from tests.builtin import read_builtin
from tests.graph.maps.drawing import CODES, authority, squares, three, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from graph.records.model import Place

LAND = box(-2.5, 53.75, -1.0, 54.25)


def test_without_boundaries_all_shapes_are_approximate() -> None:
    found = shapes_of(three(), coast=LAND)
    assert found.approximate == set(CODES)
    assert found.missing == ()
    assert union_all(list(found.outlines.values())).area == pytest.approx(
        transform(LAND, to_km).area, rel=1e-3
    )


def test_places_without_a_centre_or_far_from_land_are_missing() -> None:
    places = [*three(), authority("E07000004", None), authority("E07000005", -2.0, 50.0)]
    assert shapes_of(places, coast=LAND).missing == ("E07000004", "E07000005")
    assert shapes_of([authority("E07000004", None)], coast=LAND).outlines == {}
    assert shapes_of(three(), coast=None).missing == CODES


def test_what_boundaries_lack_is_filled_in_beside_them(tmp_path: Path) -> None:
    given = read_boundaries([write(tmp_path / "a.json", squares(codes=CODES[:2]))], three())
    found = shapes_of(three(), coast=LAND, given=given.outlines, divided=(CODES[0], "other"))
    assert found.approximate == {CODES[0], CODES[2]}
    assert found.missing == ()
    assert found.outlines[CODES[0]] is given.outlines[CODES[0]]
    for one, other in combinations(found.outlines.values(), 2):
        assert one.intersection(other).area < 1


def test_areas_are_their_places_put_together() -> None:
    found = shapes_of(three(), coast=LAND)
    areas = found.dissolved({"west": CODES[:2], "east": CODES[2:], "none": ["E07000009"]})
    assert set(areas) == {"west", "east"}
    assert areas["west"].geom_type == "Polygon"
    assert areas["west"].area == pytest.approx(2 * areas["east"].area, rel=0.01)


def test_simpler_shapes_keep_the_line_between_them() -> None:
    whole = dict(enumerate(shapes_of(three(), coast=LAND).outlines.values()))
    found = simplified({str(key): each for key, each in whole.items()}, detail_km=2)
    for one, other in combinations(found.values(), 2):
        assert one.intersection(other).area == 0
    assert simplified({}, detail_km=1) == {}


# What follows looks at England and Wales as the product draws them.


def authorities(programme: str) -> list[Place]:
    places = read_builtin(programme).places
    return [place for place in places if place.kind is PlaceKind.AUTHORITY]


@cache
def drawn(programme: str) -> tuple[Shapes, Outlines]:
    facts, places = read_builtin(programme), authorities(programme)
    shapes = shapes_of(places, coast=coast())
    areas = {str(area.id) for area in facts.areas}
    groups: dict[str, list[str]] = {}
    for place in places:
        (of,) = (str(each) for each in place.parents if str(each) in areas)
        groups.setdefault(of, []).append(str(place.code))
    return shapes, simplified(shapes.dissolved(groups), detail_km=0.8)


@cache
def land() -> BaseGeometry:
    whole = coast()
    assert whole is not None
    return transform(whole & Polygon(ENGLAND_AND_WALES), to_km)


@pytest.mark.parametrize("programme", BUILT_IN_PROGRAMMES)
def test_every_area_of_a_built_in_programme_has_a_shape(programme: str) -> None:
    shapes, areas = drawn(programme)
    assert shapes.missing == ()
    assert set(areas) == {str(area.id) for area in read_builtin(programme).areas}
    for shape in areas.values():
        assert shape.is_valid
        assert shape.area > 100


@pytest.mark.parametrize("programme", BUILT_IN_PROGRAMMES)
def test_no_two_areas_overlap(programme: str) -> None:
    for one, other in combinations(drawn(programme)[1].values(), 2):
        assert one.intersection(other).area < 0.1


def test_all_is_within_the_coast_and_little_of_the_land_is_left_out() -> None:
    whole = union_all(list(drawn("transforming-rehabilitation")[1].values()))
    assert whole.difference(land().buffer(1)).area < 1
    assert land().difference(whole).area < 0.01 * land().area


def neighbours() -> Iterator[tuple[str, str, bool]]:
    essex, benches, london, kent, wales, dorset = (
        f"CPA{number}" for number in (19, 17, 20, 21, 11, 14)
    )
    yield essex, benches, True  # Essex and Hertfordshire
    yield essex, london, True
    yield london, kent, True
    yield wales, "CPA12", True  # West Mercia
    yield "CPA1", "CPA3", True  # Northumbria and Durham
    yield wales, essex, False
    yield "CPA1", london, False
    yield dorset, "CPA2", False


@pytest.mark.parametrize(("one", "other", "touch"), list(neighbours()))
def test_neighbours_touch(one: str, other: str, touch: bool) -> None:
    areas = drawn("transforming-rehabilitation")[1]
    shared = areas[one].intersection(areas[other])
    assert (shared.length > 5) is touch


@pytest.mark.parametrize(
    ("town", "longitude", "latitude", "of"),
    [
        ("Charing Cross", -0.125, 51.508, "CPA20"),
        ("Chelmsford", 0.470, 51.736, "CPA19"),
        ("Cardiff", -3.179, 51.481, "CPA11"),
        ("Norwich", 1.297, 52.630, "CPA18"),
        ("Truro", -5.051, 50.263, "CPA14"),
        ("Newcastle", -1.614, 54.978, "CPA1"),
        ("Birmingham", -1.890, 52.486, "CPA9"),
        ("Isle of Wight", -1.300, 50.690, "CPA15"),
    ],
)
def test_towns_lie_in_their_areas(town: str, longitude: float, latitude: float, of: str) -> None:
    spot = transform(box(longitude, latitude, longitude + 0.001, latitude + 0.001), to_km)
    holders = [
        name
        for name, shape in drawn("transforming-rehabilitation")[1].items()
        if shape.intersects(spot)
    ]
    assert holders == [of], town


def test_london_is_as_large_as_it_is() -> None:
    assert area(drawn("transforming-rehabilitation")[1]["CPA20"]) == pytest.approx(1572, rel=0.1)
