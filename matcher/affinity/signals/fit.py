"""Signals of how two bodies fit: what one adds, where both are, who leads.

Write X(v) for what is known of a candidate, by its own works or by what is said of it, and u for
those who ask. None reads what kind of body a candidate is, nor its sector.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.affinity.history import Subject
from matcher.affinity.rows import rows_of, rows_times
from matcher.affinity.signals.signal import Signal, Source
from matcher.affinity.view import Direction

if TYPE_CHECKING:
    from scipy import sparse

    from matcher.affinity.history import Floats
    from matcher.affinity.view import View

NEAR_KM = 50.0
"""At this distance nearness has fallen to 1 / e."""
_EARTH_KM = 6371.0
_FRESH_WORKS = 0.05
"""A tie of less than this is as good as forgotten."""


def covers_gaps(view: View) -> Floats:
    """The share of the pathways sought that a candidate covers and those who ask do not.

    ``|W & X(v) - X(u)| / |W|``, where W are the wanted pathways, or all where none is wanted.
    """
    sought = view.wanted_of(Subject.PATHWAY)
    if not sought.any():
        sought = view.past.history.terms.of(Subject.PATHWAY).astype(np.float64)
    gaps = sought * (rows_of(view.past.profile, view.query.members) == 0)
    if not gaps.any():
        return np.zeros(len(view.candidates))
    return rows_times(view.past.profile, view.candidates, gaps / sought.sum())


def same_work(view: View) -> Floats:
    """How like their pathways are: the cosine of X(u) and X(v), the rarer the weightier."""
    return _cosine(view, view.past.pathways)


def same_places(view: View) -> Floats:
    """How like their places are: the cosine of X(u) and X(v), the rarer the weightier."""
    return _cosine(view, view.past.places)


def same_funders(view: View) -> Floats:
    """How like their funders are: the cosine of X(u) and X(v), the rarer the weightier."""
    return _cosine(view, view.past.funders)


def known_there(view: View) -> Floats:
    """The share of the wanted places where a candidate is known to work: ``|X(v) & W| / |W|``."""
    wanted = view.wanted_of(Subject.PLACE, Subject.REGION)
    total = max(float(wanted.sum()), 1.0)
    return np.minimum(rows_times(view.past.profile, view.candidates, wanted / total), 1.0)


def near(view: View) -> Floats:
    """How near a candidate works: ``exp(-km / 50)``, 0 where either's place is unknown."""
    sites = view.past.history.site
    own = np.radians(sites[view.query.members])
    own = own[~np.isnan(own).any(axis=1)]
    if not len(own):
        return np.zeros(len(view.candidates))
    from_latitude, from_longitude = own.mean(axis=0)
    latitude, longitude = np.radians(sites[view.candidates]).T
    half = np.sin((latitude - from_latitude) / 2) ** 2
    half += np.cos(latitude) * np.cos(from_latitude) * np.sin((longitude - from_longitude) / 2) ** 2
    distance = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return np.asarray(np.nan_to_num(np.exp(-distance / NEAR_KM), nan=0.0))


def lately_together(view: View) -> Floats:
    """Count works shared, old ones less: ``log(1 + sum of 2 ** (-years / 3))``."""
    shared = view.works * view.past.freshness
    fresh = rows_times(view.past.taking_part, view.candidates, shared)
    return np.log1p(np.where(fresh < _FRESH_WORKS, 0.0, fresh))


def closely_together(view: View) -> Floats:
    """Count works shared, old and large ones less: ``log(1 + sum of 2 ** (-years / 3) / (n - 1))``.

    A work of n members says less of any two of them the more there are (Newman, "Scientific
    collaboration networks II", Physical Review E 64 (2001) 016132).

    >>> from matcher.affinity.signals.examples import asked
    >>> closely_together(asked([[0, 1], [0, 2, 3]], by=0, of=[1, 2])).round(3)
    array([0.693, 0.405])
    """
    past = view.past
    each = view.works * past.freshness / np.maximum(past.members_in - 1.0, 1.0)
    return np.log1p(rows_times(past.taking_part, view.candidates, each))


def has_led(view: View) -> Floats:
    """Count works led, by the logarithm, where somebody is sought who leads."""
    if view.query.direction is not Direction.LEADS:
        return np.zeros(len(view.candidates))
    return np.asarray(np.log1p(view.past.led_by[view.candidates]))


def has_joined(view: View) -> Floats:
    """Count works joined, by the logarithm, where somebody is sought who joins."""
    if view.query.direction is not Direction.JOINS:
        return np.zeros(len(view.candidates))
    joined = view.past.works_of[view.candidates] - view.past.led_by[view.candidates]
    return np.log1p(np.maximum(joined, 0.0))


def _cosine(view: View, rows: sparse.csr_array[Any]) -> Floats:
    own = rows_of(rows, view.query.members)
    length = float(np.linalg.norm(own))
    if not length:
        return np.zeros(len(view.candidates))
    return rows_times(rows, view.candidates, own / length)


FIT = (
    Signal(
        name="covers-gaps",
        words="does what you do not",
        source=Source.CONTENT,
        compute=covers_gaps,
    ),
    Signal(
        name="same-work",
        words="does work like yours",
        source=Source.CONTENT,
        compute=same_work,
    ),
    Signal(
        name="same-places",
        words="works where you work",
        source=Source.CONTENT,
        compute=same_places,
    ),
    Signal(
        name="same-funders",
        words="is paid by those who pay you",
        source=Source.CONTENT,
        compute=same_funders,
    ),
    Signal(
        name="known-there",
        words="works in that area",
        source=Source.CONTENT,
        compute=known_there,
    ),
    Signal(name="near", words="is near you", source=Source.CONTENT, compute=near),
    Signal(
        name="lately-together",
        words="has worked with you lately",
        source=Source.HISTORY,
        compute=lately_together,
    ),
    Signal(
        name="closely-together",
        words="has worked closely with you",
        source=Source.HISTORY,
        compute=closely_together,
    ),
    Signal(name="has-led", words="has led work", source=Source.HISTORY, compute=has_led),
    Signal(
        name="has-joined",
        words="has joined work that others led",
        source=Source.HISTORY,
        compute=has_joined,
    ),
)
