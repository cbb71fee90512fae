"""A question about partners, and what all signals read of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.past import rows_of

if TYPE_CHECKING:
    from matcher.affinity.history import Floats, Indices
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
    def ties(self) -> Floats:
        """How many works each organisation shared with those who ask, shape (N,)."""
        shared = rows_of(self.past.taking_part, self.query.members)
        ties = np.asarray(self.past.taking_part @ shared)
        ties[self.query.members] = 0.0
        return ties

    def through(self, shares: Floats) -> Floats:
        """Add up the `shares` (N,) of the partners that each candidate and the askers share."""
        between = np.where(self.ties > 0, shares, 0.0)
        return np.asarray(self.past.linked @ between)[self.candidates]
