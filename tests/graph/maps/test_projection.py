"""The map's projection, and the National Grid."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graph.maps.projection import EARTH_RADIUS_KM, from_grid, to_degrees, to_km


def degrees(*, minutes: float, seconds: float, whole: int) -> float:
    return whole + minutes / 60 + seconds / 3600


def test_a_degree_of_latitude_on_the_meridian_has_its_true_length() -> None:
    (south, north) = to_km(np.array([[-2.0, 52.0], [-2.0, 53.0]]))
    assert np.allclose(north - south, [0, EARTH_RADIUS_KM * np.pi / 180])


def test_lengths_across_the_country_are_right_within_a_hundredth() -> None:
    (lands_end, lowestoft) = to_km(np.array([[-5.7, 50.07], [1.75, 52.48]]))
    there = np.radians([[-5.7, 50.07], [1.75, 52.48]])
    (l1, p1), (l2, p2) = there
    half = np.sin((p2 - p1) / 2) ** 2 + np.cos(p1) * np.cos(p2) * np.sin((l2 - l1) / 2) ** 2
    true_km = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))
    assert abs(np.hypot(*(lowestoft - lands_end)) / true_km - 1) < 0.01


@given(
    arrays(np.float64, (5, 2), elements=st.floats(0, 1)).map(
        lambda unit: unit * [12.0, 12.0] + [-9.0, 49.0]
    )
)
def test_the_map_leads_back_to_the_degrees(
    points: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> None:
    assert np.allclose(to_degrees(to_km(points)), points, atol=1e-9)


def test_the_grid_is_that_of_the_ordnance_survey() -> None:
    # Their own example: the water tower at Caister, E 651409.903 N 313177.270.
    found = from_grid(np.array([[651_409.903, 313_177.270]]))[0]
    true = (
        degrees(whole=1, minutes=42, seconds=57.8663),
        degrees(whole=52, minutes=39, seconds=28.8282),
    )
    assert np.allclose(found, true, atol=6e-5)  # about five metres


def test_the_grids_origin_is_west_and_south_of_cornwall() -> None:
    longitude, latitude = from_grid(np.zeros((1, 2)))[0]
    assert (round(longitude, 2), round(latitude, 2)) == (-7.56, 49.77)
