"""Cells about centres."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, area, box, union_all

from graph.maps.approximate import areal, cells, without_specks

LAND = box(0, 0, 40, 30)


def test_the_land_between_two_centres_is_halved() -> None:
    west, east = cells(np.array([[10.0, 15.0], [30.0, 15.0]]), LAND)
    assert west.equals(box(0, 0, 20, 30))
    assert east.equals(box(20, 0, 40, 30))


def test_one_centre_has_all_within_reach() -> None:
    (whole,) = cells(np.array([[20.0, 15.0]]), LAND)
    (near,) = cells(np.array([[20.0, 15.0]]), LAND, reach_km=5)
    assert whole.equals(LAND)
    assert near.area == pytest.approx(25 * np.pi, rel=0.01)


def test_centres_in_a_line_and_at_one_point_each_have_a_cell() -> None:
    at = [[5.0, 15.0], [20.0, 15.0], [20.0, 15.0], [35.0, 15.0], [20.0, 15.0]]
    found = cells(np.array(at), LAND)
    assert all(each.area > 0 for each in found)
    assert sum(area(found)) == pytest.approx(LAND.area, rel=1e-3)


def test_a_centre_far_from_the_land_has_none() -> None:
    here, away = cells(np.array([[20.0, 15.0], [500.0, 500.0]]), LAND)
    assert here.equals(LAND)
    assert away.is_empty
    assert cells(np.zeros((0, 2)), LAND) == []


@given(
    st.lists(st.tuples(st.floats(1, 39), st.floats(1, 29)), min_size=1, max_size=12, unique=True)
)
@example([(1.0, 1.0), (1.125, 1.0)])
def test_cells_share_the_land_and_each_point_is_in_that_of_its_nearest_centre(
    at: list[tuple[float, float]],
) -> None:
    centres = np.round(np.array(at), 2)
    found = cells(centres, LAND)
    assert union_all(found).symmetric_difference(LAND).area < 0.5
    assert sum(area(found)) == pytest.approx(LAND.area, abs=0.5)
    spot = np.array([11.3, 17.9])
    nearest = np.hypot(*(centres - spot).T)
    holder = int(np.argmin([each.distance(Point(spot)) for each in found]))
    assert nearest[holder] <= nearest.min() + 0.1


def test_rocks_and_ponds_are_left_out_but_never_the_whole() -> None:
    ponded = Polygon(box(0, 0, 10, 10).exterior, [box(5, 5, 5.1, 5.1).exterior])
    rock = box(20, 20, 20.1, 20.1)
    assert without_specks(MultiPolygon([ponded, rock]), 1).equals(box(0, 0, 10, 10))
    assert without_specks(rock, 1).equals(rock)
    assert without_specks(MultiPolygon(), 1).is_empty


def test_what_only_touches_has_no_area() -> None:
    assert areal(box(0, 0, 1, 1).intersection(box(1, 0, 2, 1))).is_empty
    assert areal(box(0, 0, 2, 1)).equals(box(0, 0, 2, 1))
