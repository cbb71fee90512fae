"""A question about partners, and what all signals read of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.affinity.rows import Paths, Rows, joined, paths_at, rows_at, rows_of, rows_taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from scipy import sparse

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
    def own_works(self) -> Indices:
        """The works of those who ask, in order, each once, shape (W,)."""
        works = joined(self.past.taking_part, self.query.members)
        return works if len(self.query.members) == 1 else np.unique(works)

    @cached_property
    def partners(self) -> Indices:
        """Who has worked with those who ask, in order, shape (Z,)."""
        return partners_of(self.past, self.query)

    @cached_property
    def ties(self) -> Floats:
        """How many works each candidate shared with each of those who ask, added up, shape (C,)."""
        works = joined(self.past.taking_part, self.query.members)
        ties = self.gathered(self.past.members_of, works)
        own = self._place[self.query.members]
        ties[own[own >= 0]] = 0.0
        return ties

    def gathered(
        self, matrix: sparse.csr_array[Any], rows: NDArray[Any], weights: Floats | None = None
    ) -> Floats:
        """Add up some rows of a matrix, shape (.., N), at the candidates, shape (C,)."""
        return rows_at(matrix, rows, self._place, len(self.candidates), weights=weights)

    @cached_property
    def _place(self) -> Indices:
        """Where each organisation is among the candidates, -1 where it is not, shape (N,)."""
        place = np.full(self.past.size, -1, dtype=np.int32)
        place[self.candidates] = np.arange(len(self.candidates), dtype=np.int32)
        return place

    @cached_property
    def profile(self) -> Rows:
        """What is known of each candidate, by its works or by what is said, shape (C, F)."""
        return rows_taken(self.past.profile, self.candidates)

    @cached_property
    def wanted(self) -> Floats:
        """Ones at the wanted terms, shape (F,)."""
        wanted = np.zeros(len(self.past.history.terms.names))
        wanted[self.query.wanted] = 1.0
        return wanted

    def wanted_of(self, *subjects: Subject) -> Floats:
        """Ones at the wanted terms of some subjects, shape (F,)."""
        return np.asarray(self.wanted * self.past.terms_of(*subjects))

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

    def likeness_of(self, works: Indices, *subjects: Subject) -> Floats:
        """How much of the wanted terms of some subjects a few works have, shape (W,)."""
        wanted = self.wanted_of(*subjects)
        total = max(float(wanted.sum()), 1.0)
        return rows_taken(self.past.about, works).times(wanted / total)

    def works_with_others(self, *subjects: Subject) -> Floats:
        """How many works of wanted terms each candidate did without those who ask, shape (C,)."""
        return self._without_askers(self.past.works_at, self.past.members_of, *subjects)

    def leads_of_others(self, *subjects: Subject) -> Floats:
        """How many works of wanted terms each candidate led without those who ask, shape (C,)."""
        return self._without_askers(self.past.leads_at, self.past.leaders_of, *subjects)

    def _without_askers(
        self, by_term: sparse.csr_array[Any], by_work: sparse.csr_array[Any], *subjects: Subject
    ) -> Floats:
        """Count works of wanted terms; of one term, all are counted ahead (F, N)."""
        terms = np.flatnonzero(self.wanted_of(*subjects))
        if len(terms) > 1:  # a work may be of several
            theirs = self.likeness(*subjects) > 0
            theirs[self.own_works] = False
            return self.gathered(by_work, np.flatnonzero(theirs))
        found = self.gathered(by_term, terms)
        if len(terms) and len(self.own_works):
            own = self.own_works[self.likeness_of(self.own_works, *subjects) > 0]
            found -= self.gathered(by_work, own)
        return found

    def through(self, shares: Callable[[Floats], Floats]) -> Floats:
        """Add up what each partner counts whom a candidate and the askers share, shape (C,).

        Parameters
        ----------
        shares : what partners count who have so many partners each, shape (Z,) for shape (Z,)
        """
        counts = shares(self.past.partners[self.partners])
        return self._paths.total(counts, len(self.candidates))

    @cached_property
    def _paths(self) -> Paths:
        """From whom who worked with those who ask to which candidates; read once for all shares."""
        return paths_at(self.past.linked, self.partners, self._place)


def partners_of(past: Past, query: Query) -> Indices:
    """Who has worked with those who ask, without themselves, in order, shape (Z,)."""
    linked = joined(past.linked, query.members)
    if len(query.members) == 1:
        return linked  # nobody is linked to itself
    return np.setdiff1d(linked, query.members)
