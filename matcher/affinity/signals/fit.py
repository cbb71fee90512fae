"""Signals of how two bodies fit: what one adds, where both are, who leads.

Write X(v) for what is known of a candidate, by its own works or by what is said of it, and u for
those who ask. None reads what kind of body a candidate is, nor its sector.

What one adds to others is the marginal cover of Nemhauser, Wolsey and Fisher, "An analysis of
approximations for maximizing submodular set functions", Mathematical Programming 14 (1978) 265-294.
That nearness counts: Hoekman, Frenken and Tijssen, "Research collaboration at a distance", Research
Policy 39 (2010) 662-673. That ties fade: Tylenda, Angelova and Bedathur, "Towards time-aware link
prediction in evolving social networks", SNA-KDD (2009). Cosines weigh terms as in `same_purpose`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.history import Subject
from matcher.affinity.rows import length_of, rows_of
from matcher.affinity.signals.signal import Signal, Source
from matcher.affinity.view import Direction

if TYPE_CHECKING:
    from matcher.affinity.history import Floats
    from matcher.affinity.view import View

NEAR_KM = 50.0
"""At this distance nearness has fallen to 1 / e."""
_EARTH_KM = 6371.0
SAME_PURPOSE = "same-purpose"
"""The signal that reads the words of purposes, which a history otherwise does without."""
FRESH_WORKS = 0.05
"""A tie of less than this is as good as forgotten."""


def covers_gaps(view: View) -> Floats:
    """The share of the pathways sought that a candidate covers and those who ask do not.

    ``|W & X(v) - X(u)| / |W|``, where W are the wanted pathways, or all where none is wanted.

    >>> from matcher.affinity.signals.examples import asked
    >>> told = {0: "pathway:health", 1: "pathway:debt", 2: "pathway:health"}
    >>> covers_gaps(asked([], by=0, of=[1, 2], told=told, wanted="pathway:debt pathway:health"))
    array([0.5, 0. ])
    """
    sought = view.wanted_of(Subject.PATHWAY)
    if not sought.any():
        sought = view.past.terms_of(Subject.PATHWAY)
    gaps = sought * (rows_of(view.past.profile, view.query.members) == 0)
    if not gaps.any():
        return np.zeros(len(view.candidates))
    return view.profile.times(gaps / sought.sum())


def same_work(view: View) -> Floats:
    """How like their pathways are: the cosine of X(u) and X(v), the rarer the weightier.

    >>> from matcher.affinity.signals.examples import asked
    >>> told = {0: "pathway:debt", 1: "pathway:debt", 2: "pathway:health"}
    >>> same_work(asked([], by=0, of=[1, 2], told=told))
    array([1., 0.])
    """
    return _cosine(view, Subject.PATHWAY)


def same_places(view: View) -> Floats:
    """How like their places are: the cosine of X(u) and X(v), the rarer the weightier.

    >>> from matcher.affinity.signals.examples import asked
    >>> told = {0: "place:Leeds", 1: "place:Leeds place:York", 2: "place:York"}
    >>> same_places(asked([], by=0, of=[1, 2], told=told)).round(3)
    array([0.707, 0.   ])
    """
    return _cosine(view, Subject.PLACE, Subject.REGION)


def same_funders(view: View) -> Floats:
    """How like their funders are: the cosine of X(u) and X(v), the rarer the weightier.

    >>> from matcher.affinity.signals.examples import asked
    >>> told = {0: "funder:A", 1: "funder:A", 2: "funder:B"}
    >>> same_funders(asked([], by=0, of=[1, 2], told=told))
    array([1., 0.])
    """
    return _cosine(view, Subject.FUNDER)


def same_purpose(view: View) -> Floats:
    """How like the words of their purposes are: the cosine of both, the rarer the weightier.

    Salton and Buckley, "Term-weighting approaches in automatic text retrieval", Information
    Processing & Management 24 (1988) 513-523. 0 where no words are known of either.

    >>> from matcher.affinity.signals.examples import asked
    >>> told = {0: "purpose:home", 1: "purpose:home", 2: "purpose:art"}
    >>> same_purpose(asked([], by=0, of=[1, 2], told=told))
    array([1., 0.])
    """
    return _cosine(view, Subject.PURPOSE)


def known_there(view: View) -> Floats:
    """The share of the wanted places where a candidate is known to work: ``|X(v) & W| / |W|``.

    >>> from matcher.affinity.signals.examples import asked
    >>> known_there(
    ...     asked([], by=0, of=[1], told={1: "place:Leeds"}, wanted="place:Leeds place:York")
    ... )
    array([0.5])
    """
    wanted = view.wanted_of(Subject.PLACE, Subject.REGION)
    total = max(float(wanted.sum()), 1.0)
    return np.minimum(view.profile.times(wanted / total), 1.0)


def near(view: View) -> Floats:
    """How near a candidate works: ``exp(-km / 50)``, 0 where either's place is unknown.

    >>> from matcher.affinity.signals.examples import asked
    >>> near(asked([], by=0, of=[1, 2], sites={0: (53.8, -1.5), 1: (54.0, -1.1)})).round(2)
    array([0.5, 0. ])
    """
    own = view.past.directions[view.query.members]
    own = own[~np.isnan(own).any(axis=1)]
    if not len(own):
        return np.zeros(len(view.candidates))
    middle = own.mean(axis=0)
    apart = view.past.directions.take(view.candidates, axis=0)
    apart -= middle / np.linalg.norm(middle)
    half = np.sqrt(apart[:, 0] ** 2 + apart[:, 1] ** 2 + apart[:, 2] ** 2) / 2
    distance = 2 * _EARTH_KM * np.arcsin(np.minimum(half, 1.0))
    near_by = np.exp(-distance / NEAR_KM)
    return np.where(np.isnan(near_by), 0.0, near_by)


def lately_together(view: View) -> Floats:
    """Count works shared, old ones less: ``log(1 + sum of 2 ** (-years / 3))``.

    >>> from matcher.affinity.signals.examples import asked
    >>> lately_together(asked([[0, 1]], by=0, of=[1])).round(3)
    array([0.693])
    """
    own = view.own_works
    fresh = view.gathered(view.past.members_of, own, view.past.freshness[own])
    return np.log1p(np.where(fresh < FRESH_WORKS, 0.0, fresh))


def closely_together(view: View) -> Floats:
    """Count works shared, old and large ones less: ``log(1 + sum of 2 ** (-years / 3) / (n - 1))``.

    A work of n members says less of any two of them the more there are (Newman, "Scientific
    collaboration networks II", Physical Review E 64 (2001) 016132).

    >>> from matcher.affinity.signals.examples import asked
    >>> closely_together(asked([[0, 1], [0, 2, 3]], by=0, of=[1, 2])).round(3)
    array([0.693, 0.405])
    """
    past, own = view.past, view.own_works
    each = past.freshness[own] / np.maximum(past.members_in[own] - 1.0, 1.0)
    return np.log1p(view.gathered(past.members_of, own, each))


def has_led(view: View) -> Floats:
    """Count works led, by the logarithm, where somebody is sought who leads.

    >>> from matcher.affinity.signals.examples import asked
    >>> has_led(asked([[1, 2]], by=0, of=[1, 2], direction=Direction.LEADS)).round(3)
    array([0.693, 0.   ])
    """
    if view.query.direction is not Direction.LEADS:
        return np.zeros(len(view.candidates))
    return np.asarray(np.log1p(view.past.led_by[view.candidates]))


def has_joined(view: View) -> Floats:
    """Count works joined, by the logarithm, where somebody is sought who joins.

    >>> from matcher.affinity.signals.examples import asked
    >>> has_joined(asked([[1, 2]], by=0, of=[1, 2], direction=Direction.JOINS)).round(3)
    array([0.   , 0.693])
    """
    if view.query.direction is not Direction.JOINS:
        return np.zeros(len(view.candidates))
    joined = view.past.works_of[view.candidates] - view.past.led_by[view.candidates]
    return np.log1p(np.maximum(joined, 0.0))


def _cosine(view: View, *subjects: Subject) -> Floats:
    past, members = view.past, view.query.members
    rarity, inverse = past.rarity(*subjects), past.per_length(*subjects)
    own = rows_of(past.profile, members, inverse[members]) * rarity
    length = length_of(own)
    if not length:
        return np.zeros(len(view.candidates))
    return view.profile.times(own * rarity / length) * inverse[view.candidates]


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

PURPOSE = (
    Signal(
        name=SAME_PURPOSE,
        words="says of itself what you say",
        source=Source.CONTENT,
        compute=same_purpose,
    ),
)
