"""Signals of who has worked with whom.

Write G(u) for the partners of u, where u stands for those who ask and v for a candidate. All follow
Liben-Nowell and Kleinberg, "The link-prediction problem for social networks", JASIST 58 (2007)
1019-1031, where no other source stands. networkx's `link_prediction` gives the same numbers, pair
by pair; a test compares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from matcher.affinity.signals.signal import Signal, Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from matcher.affinity.history import Floats
    from matcher.affinity.past import Past
    from matcher.affinity.view import View

Held = TypeVar("Held", covariant=True)  # noqa: PLC0105  (one name for both)


class Asked(Protocol[Held]):
    """One question (a `View`) or many at once (a `Batch`): the formulas are the same."""

    @property
    def past(self) -> Past:
        """What was known."""

    def through(self, shares: Callable[[Floats], Floats]) -> Held:
        """Add up what each shared partner counts who has so many partners."""


def common_neighbours(view: Asked[Held]) -> Held:
    """Count the partners shared: ``|G(u) & G(v)|``.

    >>> from matcher.affinity.signals.examples import asked
    >>> common_neighbours(asked([[0, 1], [0, 2], [1, 3], [2, 3]], by=0, of=[3]))
    array([2.])
    """
    return view.through(np.ones_like)


def adamic_adar(view: Asked[Held]) -> Held:
    """Count shared partners, busy ones less: ``sum over z in G(u) & G(v) of 1 / log |G(z)|``.

    Adamic and Adar, "Friends and neighbors on the Web", Social Networks 25 (2003) 211-230. Who is
    shared has at least two partners, so no logarithm is 0.

    >>> from matcher.affinity.signals.examples import asked
    >>> adamic_adar(asked([[0, 1], [1, 2]], by=0, of=[2])).round(3)
    array([1.443])
    """
    return view.through(lambda partners: 1.0 / np.log(np.maximum(partners, 2.0)))


def resource_allocation(view: Asked[Held]) -> Held:
    """Share out what each shared partner has: ``sum over z in G(u) & G(v) of 1 / |G(z)|``.

    Zhou, Lue and Zhang, "Predicting missing links via local information", European Physical
    Journal B 71 (2009) 623-630.

    >>> from matcher.affinity.signals.examples import asked
    >>> resource_allocation(asked([[0, 1], [1, 2]], by=0, of=[2]))
    array([0.5])
    """
    return view.through(lambda partners: 1.0 / np.maximum(partners, 1.0))


def preferential_attachment(view: View) -> Floats:
    """Multiply how many partners each side has: ``|G(u)| |G(v)|``, by its logarithm.

    Barabasi and Albert, "Emergence of scaling in random networks", Science 286 (1999) 509-512.

    >>> from matcher.affinity.signals.examples import asked
    >>> preferential_attachment(asked([[0, 1], [1, 2]], by=0, of=[1, 2])).round(3)
    array([1.099, 0.693])
    """
    own = view.past.partners[view.query.members].sum()
    return np.asarray(np.log1p(own * view.past.partners[view.candidates]))


def past_work(view: View) -> Floats:
    """Count the works shared already, each further one less: ``log(1 + works shared)``.

    >>> from matcher.affinity.signals.examples import asked
    >>> past_work(asked([[0, 1], [0, 1], [1, 2]], by=0, of=[1, 2])).round(3)
    array([1.099, 0.   ])
    """
    return np.log1p(view.ties)


TOPOLOGY = (
    Signal(
        name="past-work",
        words="has worked with you",
        source=Source.HISTORY,
        compute=past_work,
    ),
    Signal(
        name="common-neighbours",
        words="shares partners with you",
        source=Source.HISTORY,
        compute=common_neighbours,
    ),
    Signal(
        name="adamic-adar",
        words="shares partners with you who have few others",
        source=Source.HISTORY,
        compute=adamic_adar,
    ),
    Signal(
        name="resource-allocation",
        words="has partners in common with you",
        source=Source.HISTORY,
        compute=resource_allocation,
    ),
    Signal(
        name="preferential-attachment",
        words="has worked with others",
        source=Source.HISTORY,
        compute=preferential_attachment,
    ),
)
