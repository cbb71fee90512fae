"""Many questions about partners at once: what all candidates get, as matrices.

A `View` asks one question about a few candidates; a `Batch` asks Q questions about all N
organisations, as an evaluation or a training over a whole table needs. What all batches of a past
share is its `Ground`, made at first use.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.affinity.history import SUBJECTS, Subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from matcher.affinity.history import Flags, Floats, Indices
    from matcher.affinity.past import Past

Matrix = NDArray[np.float32]
Sparse = Any
"""A CSR array of 32-bit numbers."""

MOST_TERMS = 64
"""So many topics, places and kinds count, the commonest; the others tell nothing apart."""
SIZES = (2, 3, 6, 10, 16, 25)
"""Where one size of project ends and the next begins, members."""
_DAYS_IN_YEAR = 365.25
_TOPIC_HALF_LIFE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Meetings:
    """Some J works where two or more met, and the K organisations that were there.

    Attributes
    ----------
    works : which, shape (J,)
    there : who, shape (K,)
    place : where each of all organisations stands in `there`, -1 where it does not, shape (N,)
    members, seats : who took part in what, ones, shape (J, K) and (K, J)
    """

    works: NDArray[Any]
    there: NDArray[Any]
    place: NDArray[np.int32]
    members: Sparse
    seats: Sparse


@dataclass(frozen=True, kw_only=True, eq=False)
class Ground:
    """A past laid out for questions in bulk: N organisations, P works, T topics."""

    past: Past

    @cached_property
    def seats(self) -> Sparse:
        """Who took part in what: ones, shape (N, P)."""
        return self.past.taking_part.astype(np.float32)

    @cached_property
    def members(self) -> Sparse:
        """The same by work, shape (P, N)."""
        return sparse.csr_array(self.seats.T)

    @cached_property
    def leads(self) -> Sparse:
        """Who led each work: ones, shape (P, N)."""
        return sparse.csr_array(self.past.leading.T).astype(np.float32)

    @cached_property
    def known(self) -> Flags:
        """Who took part in any work, shape (N,)."""
        return self.past.works_of > 0

    @cached_property
    def age(self) -> Matrix:
        """Years since each work began, shape (P,); 0 or more."""
        age = (self.past.day - self.past.work_day.astype(np.float64)) / _DAYS_IN_YEAR
        return np.maximum(age, 0.0).astype(np.float32)

    @cached_property
    def is_joint(self) -> Flags:
        """Which works have two members or more, shape (P,)."""
        return self.past.members_in > 1

    def fresh(self, half_life: float) -> Matrix:
        """What is left of each work that counts: ``2 ** (-age / half-life)``, shape (P,)."""
        left = np.where(self.past.members_in > 0, 2.0 ** (-self.age / half_life), 0.0)
        return left.astype(np.float32)

    @cached_property
    def weight(self) -> Matrix:
        """What each work counts in a walk: ``(members - 1) ** -1/2``, 0 for one alone; (P,)."""
        others = np.maximum(self.past.members_in - 1, 1.0)
        return np.where(self.is_joint, others**-0.5, 0.0).astype(np.float32)

    def strength(self, weight: Matrix) -> Matrix:
        """How much each is linked by works that count so, above 0, shape (N,)."""
        others = np.maximum(self.past.members_in - 1, 0.0)
        return np.asarray(np.maximum(self.seats @ (weight * others).astype(np.float32), 1e-6))

    @cached_property
    def partners(self) -> Matrix:
        """How many partners each has had, at least 1, shape (N,)."""
        return np.maximum(self.past.partners, 1.0).astype(np.float32)

    @cached_property
    def log_ties(self) -> Sparse:
        """How much each two have worked together, ``log(1 + works shared)``, shape (N, N)."""
        ties = self.past.shared.astype(np.float32)
        ties.data = np.log1p(ties.data)
        return ties

    def scaled(self, matrix: Sparse, columns: Matrix) -> Sparse:
        """Multiply the columns of a sparse matrix."""
        found = matrix.copy()
        found.data = found.data * columns[found.indices]
        return found

    @cached_property
    def topics(self) -> Sparse:
        """The commonest topics of each work, ones, shape (P, T); one for all where none is told."""
        of_topic = ~self.past.history.terms.of(Subject.KIND)
        about = self.past.history.about[:, np.flatnonzero(of_topic)]
        told = np.asarray((about[self.past.members_in > 0] > 0).sum(axis=0)).ravel()
        often = np.argsort(-told, kind="stable")[:MOST_TERMS]
        often = np.sort(often[told[often] > 0])
        if not len(often):
            return sparse.csr_array(np.ones((about.shape[0], 1), dtype=np.float32))
        found = sparse.csr_array(about[:, often]).astype(np.float32)
        found.data[:] = 1.0
        return found

    @cached_property
    def meetings(self) -> Meetings:
        """All joint works."""
        return self._meetings(np.flatnonzero(self.weight > 0))

    @cached_property
    def meetings_by_topic(self) -> tuple[Meetings, ...]:
        """The joint works of each of the topics."""
        columns = sparse.csc_array(self.topics)
        return tuple(
            self._meetings(works[self.weight[works] > 0])
            for works in np.split(columns.indices, columns.indptr[1:-1])
        )

    def _meetings(self, works: NDArray[Any]) -> Meetings:
        members = self.members[works]
        there = np.unique(members.indices)
        place = np.full(self.past.size, -1, dtype=np.int32)
        place[there] = np.arange(len(there), dtype=np.int32)
        members = sparse.csr_array(
            (members.data, place[members.indices], members.indptr), shape=(len(works), len(there))
        )
        return Meetings(
            works=works,
            there=there,
            place=place,
            members=members,
            seats=sparse.csr_array(members.T),
        )

    @cached_property
    def lengths(self) -> Sparse:
        """What is told of the kind of each work, such as its length, ones, shape (P, L)."""
        of_kind = np.flatnonzero(self.past.history.terms.of(Subject.KIND))
        found = sparse.csr_array(self.past.history.about[:, of_kind]).astype(np.float32)
        found.data[:] = 1.0
        return found

    @cached_property
    def kinds(self) -> Sparse:
        """What kind of work each is: its size with its length, its topics with both; (P, K)."""
        step = np.digitize(self.past.members_in, SIZES)
        sizes: Sparse = sparse.csr_array(np.eye(len(SIZES) + 1, dtype=np.float32)[step])
        parts = [_both(sizes, self.lengths), _both(sizes, self.topics)]
        parts += [_both(self.lengths, self.topics)] if self.lengths.shape[1] else [sizes]
        return sparse.csr_array(sparse.hstack(parts))

    @cached_property
    def recent_topics(self) -> Sparse:
        """The topics of each work by how fresh it is, shape (P, T)."""
        fresh = sparse.diags_array(self.fresh(_TOPIC_HALF_LIFE))
        return sparse.csr_array(fresh @ self.topics)

    @cached_property
    def recent_kinds(self) -> Sparse:
        """The kinds of each joint work by how fresh it is, shape (P, K)."""
        fresh = self.fresh(_TOPIC_HALF_LIFE) * self.is_joint
        return sparse.csr_array(sparse.diags_array(fresh.astype(np.float32)) @ self.kinds)

    @cached_property
    def topics_done(self) -> Matrix:
        """How much each did of each topic of late, shape (N, T)."""
        return np.asarray((self.seats @ self.recent_topics).toarray())

    @cached_property
    def kinds_done(self) -> Matrix:
        """How much each did of each kind of work of late, shape (N, K)."""
        return np.asarray((self.seats @ self.recent_kinds).toarray())

    def marked(self, subject: Subject) -> NDArray[np.int64]:
        """Give each organisation's commonest term of a subject: 0 for rare or none, shape (N,)."""
        terms = self.past.history.terms.subject == SUBJECTS.index(subject)
        told = self.past.told[:, np.flatnonzero(terms)]
        often = np.argsort(-np.asarray(told.sum(axis=0)).ravel(), kind="stable")[:MOST_TERMS]
        if not len(often):
            return np.zeros(self.past.size, dtype=np.int64)
        held = told[:, often].toarray()
        return np.where(held.max(axis=1) > 0, held.argmax(axis=1) + 1, 0)


def _both(some: Sparse, others: Sparse) -> Sparse:
    """Give a column for each two columns, 1 where both are."""
    parts = [
        sparse.csr_array(some.multiply(others[:, [column]])) for column in range(others.shape[1])
    ]
    return sparse.csr_array(sparse.hstack(parts) if parts else (some.shape[0], 0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Batch:
    """Q questions: whose partners are sought, and for work of which topics.

    Attributes
    ----------
    ground : the past
    askers : who asks, shape (Q,)
    wanted : the topics of the work in question, shape (Q, T); None where no work is meant
    """

    ground: Ground
    askers: Indices
    wanted: Matrix | None = field(default=None)

    @property
    def past(self) -> Past:
        """What is known."""
        return self.ground.past

    @cached_property
    def works(self) -> Sparse:
        """The works of each who asks, shape (Q, P)."""
        return self.ground.seats[self.askers]

    @cached_property
    def ties(self) -> Sparse:
        """How much each who asks has worked with each, ``log(1 + works shared)``; (Q, N)."""
        return self.ground.log_ties[self.askers]

    @cached_property
    def topics(self) -> Matrix:
        """The topics that are wanted, or those of the asker's own works; shape (Q, T)."""
        if self.wanted is not None:
            return 2.0 * self.wanted
        return self.ground.topics_done[self.askers]

    def through(self, shares: Callable[[Floats], Floats]) -> Matrix:
        """Add up what each partner counts whom an asker and a candidate share."""
        between = self.past.linked[self.askers]
        counts: NDArray[Any] = shares(self.past.partners)
        between = self.ground.scaled(between, counts).astype(np.float32)
        return self.without_askers((between @ self.past.linked.astype(np.float32)).toarray())

    def without_askers(self, found: Matrix) -> Matrix:
        """Put 0 where a question is about who asks it."""
        found[np.arange(len(self.askers)), self.askers] = 0.0
        return found
