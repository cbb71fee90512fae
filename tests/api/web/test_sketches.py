"""Outlines as paths of a picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from api.service.maps import MapShapes
from api.web.sketches import SIDE, sketch

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def shapes(**areas: BaseGeometry) -> MapShapes:
    return MapShapes(authorities={}, areas=areas, notes=())


def points(path: str) -> list[list[tuple[int, int]]]:
    """Read a path back: the corners of each ring."""
    rings = []
    for x, y, steps in re.findall(r"M(-?\d+) (-?\d+)l([-\d ]+)z", path):
        ring = [(int(x), int(y))]
        numbers = [int(each) for each in steps.split()]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            ring.append((ring[-1][0] + dx, ring[-1][1] + dy))
        rings.append(ring)
    return rings


def test_places_fill_the_picture_with_north_up() -> None:
    drawn = sketch(
        shapes(south=box(0, 0, 10, 10), north=box(0, 10, 10, 20)), "areas", ("south", "north")
    )
    assert (drawn.width, drawn.height) == (508, SIDE)
    assert set(points(drawn.places["north"].path)[0]) == {(8, 8), (500, 8), (500, 500), (8, 500)}
    assert set(points(drawn.places["south"].path)[0]) == {
        (8, 500),
        (500, 500),
        (500, 992),
        (8, 992),
    }


def test_places_that_are_not_asked_for_or_have_no_outline_are_left_out() -> None:
    some = shapes(here=box(0, 0, 1, 1), there=box(5, 5, 6, 6))
    assert list(sketch(some, "areas", ("here", "nowhere")).places) == ["here"]
    assert sketch(some, "authorities", ("here",)).places == {}


def test_a_hole_and_an_island_are_drawn() -> None:
    holed = Polygon(box(0, 0, 10, 10).exterior, [box(4, 4, 6, 6).exterior])
    drawn = sketch(shapes(a=MultiPolygon([holed, box(20, 0, 25, 5)])), "areas", ("a",))
    assert len(points(drawn.places["a"].path)) == 3


def test_a_place_smaller_than_a_unit_is_a_dot() -> None:
    drawn = sketch(
        shapes(large=box(0, 0, 999, 999), tiny=box(1000, 0, 1000.1, 0.1)),
        "areas",
        ("large", "tiny"),
    )
    assert drawn.places["tiny"].path.endswith("h1v1h-1z")


@pytest.mark.parametrize(("width", "room"), [(20.0, False), (60.0, True)])
def test_a_mark_needs_room(width: float, room: bool) -> None:
    strip = sketch(
        shapes(all=box(0, 0, 984, 984), strip=box(984, 0, 984 + width, 984)),
        "areas",
        ("all", "strip"),
    )
    assert strip.places["strip"].has_room is room
    assert strip.places["all"].has_room


def test_a_mark_stands_in_the_largest_part() -> None:
    two = MultiPolygon([box(0, 0, 10, 10), box(12, 0, 14, 2)])
    place = sketch(shapes(two=two), "areas", ("two",)).places["two"]
    assert 8 < place.x < 711


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50)), min_size=1, max_size=6))
def test_every_path_is_within_the_picture(corners: list[tuple[float, float]]) -> None:
    areas = {str(n): box(x, y, x + 3, y + 3) for n, (x, y) in enumerate(corners)}
    drawn = sketch(shapes(**areas), "areas", tuple(areas))
    for place in drawn.places.values():
        for x, y in (point for ring in points(place.path) for point in ring):
            assert 0 <= x <= drawn.width
            assert 0 <= y <= drawn.height
