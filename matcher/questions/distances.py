"""How far authorities are from each other, as the crow flies between their middles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot

    Floats = NDArray[np.float64]

_EARTH_KM = 6371.0


def authority_distances(snapshot: Snapshot) -> Floats:
    """Kilometres between authorities, shape (A, A); endless where a middle is unknown."""
    rows = snapshot.authorities
    latitude = np.array([_degrees(each.latitude) for each in rows])
    longitude = np.array([_degrees(each.longitude) for each in rows])
    distance = np.nan_to_num(kilometres(latitude, longitude), nan=np.inf)
    np.fill_diagonal(distance, 0.0)
    return distance


def kilometres(latitude: Floats, longitude: Floats) -> Floats:
    """Distances between points as the crow flies, shape (A, A); degrees, as a globe measures them.

    >>> round(float(kilometres(np.array([51.5, 52.5]), np.array([0.0, 0.0]))[0, 1]))
    111
    """
    phi, theta = np.radians(latitude), np.radians(longitude)
    between = phi[:, np.newaxis] - phi, theta[:, np.newaxis] - theta
    across = np.sin(between[0] / 2) ** 2
    across += np.cos(phi)[:, np.newaxis] * np.cos(phi) * np.sin(between[1] / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(across)))


def _degrees(value: float | None) -> float:
    return np.nan if value is None else value
