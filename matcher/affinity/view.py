"""A question about partners, and what all signals read of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from matcher.affinity.history import Floats, Indices, Subject
    from matcher.affinity.past import Past


class Direction(StrEnum):
    """What the candidate would be to those who ask."""

    JOINS = "joins"
    """The candidate joins; those who ask lead."""
    LEADS = "leads"
    """The candidate leads; those who ask join."""
    PARTNERS = "partners"
    """Either."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Query:
    """Whose partners are sought, and for what.

    Attributes
    ----------
    members : those who ask: one organisation, or those a line-up has so far, the lead first
    wanted : the terms of the work in question, shape (T,); none where no work is meant
    direction : what a candidate would be
    """

    members: Indices
    wanted: Indices = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    direction: Direction = Direction.PARTNERS


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """A past, a query and C candidates; what several signals need is found once.

    Every signal gives one number a candidate, shape (C,), in the order of `candidates`.
    """

    past: Past
    query: Query
    candidates: Indices

    @cached_property
    def works(self) -> Floats:
        """Ones at the works of those who ask, shape (P,)."""
        return np.minimum(rows_of(self.past.taking_part, self.query.members), 1.0)

    @cached_property
    def ties(self) -> Floats:
        """How many works each organisation shared with those who ask, shape (N,)."""
        return ties_of(self.past, self.query)

    @cached_property
    def wanted(self) -> Floats:
        """Ones at the wanted terms, shape (F,)."""
        wanted = np.zeros(len(self.past.history.terms.names))
        wanted[self.query.wanted] = 1.0
        return wanted

    def wanted_of(self, *subjects: Subject) -> Floats:
        """Ones at the wanted terms of some subjects, shape (F,)."""
        return np.asarray(self.wanted * self.past.history.terms.of(*subjects))

    def likeness(self, *subjects: Subject) -> Floats:
        """How much of the wanted terms of some subjects each work has, shape (P,); found once."""
        if subjects not in self._likeness:
            wanted = self.wanted_of(*subjects)
            terms, total = np.flatnonzero(wanted), max(float(wanted.sum()), 1.0)
            shares = np.full(len(terms), 1.0 / total)
            self._likeness[subjects] = rows_of(self.past.works_about, terms, shares)
        return self._likeness[subjects]

    @cached_property
    def _likeness(self) -> dict[tuple[Subject, ...], Floats]:
        return {}

    def through(self, shares: Callable[[Floats], Floats]) -> Floats:
        """Add up what each partner counts whom a candidate and the askers share.

        Parameters
        ----------
        shares : what partners count who have so many partners each, shape (Z,) for shape (Z,)
        """
        between = np.flatnonzero(self.ties)
        counts = shares(self.past.partners[between])
        return rows_of(self.past.linked, between, counts)[self.candidates]


def ties_of(past: Past, query: Query) -> Floats:
    """How many works each organisation shared with those who ask, 0 for themselves; (N,)."""
    shared = rows_of(past.taking_part, query.members)
    works = np.flatnonzero(shared)
    ties = rows_of(past.members_of, works, shared[works])
    ties[query.members] = 0.0
    return ties
