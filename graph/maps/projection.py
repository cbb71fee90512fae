"""From degrees to kilometres on a flat map, and from the National Grid to degrees.

Maps are drawn on a transverse Mercator projection of a sphere, about the central meridian of the
Ordnance Survey's maps (2 degrees west), so that the country looks as people know it:

    x = R artanh(cos(latitude) sin(dl))        y = R atan2(tan(latitude), cos(dl))

where dl is the longitude from the meridian. Shapes keep their angles; lengths are right within 1 %
over England and Wales.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

MERIDIAN = -2.0
"""Degrees of longitude in the middle of the map."""
EARTH_RADIUS_KM = 6371.0088

_AIRY = (6_377_563.396, 6_356_256.909)
"""Half the axes of the ellipsoid of the National Grid, in metres."""
_WGS = (6_378_137.0, 6_356_752.3141)
_SCALE, _ORIGIN_DEGREES, _EASTING, _NORTHING = 0.9996012717, (49.0, -2.0), 400_000.0, -100_000.0
_SHIFT_M = (446.448, -125.157, 542.060)
_TURN_S = (0.1502, 0.2470, 0.8421)
_GROWTH = 1 - 20.4894e-6


def to_km(degrees: Points) -> Points:
    """Give the places of points on the map, east and north, in kilometres.

    Parameters
    ----------
    degrees : longitude and latitude (WGS 84), shape (n, 2)

    >>> to_km(np.array([[-2.0, 53.0]])).round(1).tolist()
    [[0.0, 5893.3]]
    """
    longitude, latitude = np.radians(degrees[:, 0] - MERIDIAN), np.radians(degrees[:, 1])
    east = np.arctanh(np.cos(latitude) * np.sin(longitude))
    north = np.arctan2(np.tan(latitude), np.cos(longitude))
    return np.asarray(EARTH_RADIUS_KM * np.column_stack([east, north]))


def to_degrees(km: Points) -> Points:
    """Give longitude and latitude (WGS 84) of points on the map.

    >>> to_degrees(to_km(np.array([[0.5, 51.5]]))).round(6).tolist()
    [[0.5, 51.5]]
    """
    x, y = (km / EARTH_RADIUS_KM).T
    longitude = np.arctan2(np.sinh(x), np.cos(y))
    latitude = np.arcsin(np.sin(y) / np.cosh(x))
    return np.column_stack([np.degrees(longitude) + MERIDIAN, np.degrees(latitude)])


def from_grid(metres: Points) -> Points:
    """Give longitude and latitude (WGS 84) of eastings and northings of the National Grid.

    The formulas are those of the Ordnance Survey, "A guide to coordinate systems in Great
    Britain", annexes B and C; with its seven parameters they are right within about 5 metres.

    >>> from_grid(np.array([[530_000.0, 180_000.0]])).round(2).tolist()
    [[-0.13, 51.5]]
    """
    return _to_wgs(_from_airy(_inverse(metres)))


def _inverse(metres: Points) -> Points:
    """Undo the grid's projection: longitude and latitude in radians on its own ellipsoid."""
    a, b = _AIRY
    squashed = 1 - (b / a) ** 2
    north = metres[:, 1] - _NORTHING
    latitude = np.radians(_ORIGIN_DEGREES[0]) + north / (a * _SCALE)
    for _ in range(6):  # each makes the rest a thousand times smaller
        latitude = latitude + (north - _arc(latitude)) / (a * _SCALE)
    sine, cosine, tangent = (turn(latitude) for turn in (np.sin, np.cos, np.tan))
    across = a * _SCALE / np.sqrt(1 - squashed * sine**2)
    along = across * (1 - squashed) / (1 - squashed * sine**2)
    eta, t2 = across / along - 1, tangent**2
    east = metres[:, 0] - _EASTING
    latitude = (
        latitude
        - east**2 * tangent / (2 * along * across)
        + east**4 * tangent / (24 * along * across**3) * (5 + 3 * t2 + eta - 9 * t2 * eta)
        - east**6 * tangent / (720 * along * across**5) * (61 + 90 * t2 + 45 * t2**2)
    )
    longitude = np.radians(_ORIGIN_DEGREES[1]) + (
        east / (cosine * across)
        - east**3 / (6 * cosine * across**3) * (across / along + 2 * t2)
        + east**5 / (120 * cosine * across**5) * (5 + 28 * t2 + 24 * t2**2)
    )
    return np.asarray(np.column_stack([longitude, latitude]))


def _arc(latitude: Points) -> Points:
    """The length of the meridian from the grid's true origin, in metres."""
    a, b = _AIRY
    n = (a - b) / (a + b)
    first = np.radians(_ORIGIN_DEGREES[0])
    less, more = latitude - first, latitude + first
    length = (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(less) * np.cos(more)
        + 15 / 8 * (n**2 + n**3) * np.sin(2 * less) * np.cos(2 * more)
        - 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * more)
    )
    return np.asarray(b * _SCALE * length)


def _from_airy(radians: Points) -> Points:
    """Give points of the grid's ellipsoid, at height 0, in metres from the Earth's centre."""
    a, b = _AIRY
    squashed = 1 - (b / a) ** 2
    longitude, latitude = radians.T
    across = a / np.sqrt(1 - squashed * np.sin(latitude) ** 2)
    x, y = (across * np.cos(latitude) * each for each in (np.cos(longitude), np.sin(longitude)))
    z = (1 - squashed) * across * np.sin(latitude)
    turn = np.radians(np.array(_TURN_S) / 3600)
    turned = np.array(
        [[_GROWTH, -turn[2], turn[1]], [turn[2], _GROWTH, -turn[0]], [-turn[1], turn[0], _GROWTH]]
    )
    return np.asarray(np.column_stack([x, y, z]) @ turned.T + np.array(_SHIFT_M))


def _to_wgs(metres: Points) -> Points:
    """Give longitude and latitude, in degrees, of points given from the Earth's centre."""
    a, b = _WGS
    squashed = 1 - (b / a) ** 2
    x, y, z = metres.T
    off = np.hypot(x, y)
    latitude = np.arctan2(z, off * (1 - squashed))
    for _ in range(6):
        across = a / np.sqrt(1 - squashed * np.sin(latitude) ** 2)
        latitude = np.arctan2(z + squashed * across * np.sin(latitude), off)
    return np.asarray(np.degrees(np.column_stack([np.arctan2(y, x), latitude])))
