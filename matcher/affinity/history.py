"""Who has taken part in what: what the model of partners learns from, and reads.

A history knows numbers only: organisations, works (contracts, grants, bids, projects) and terms. A
term is a word for what a work is about or what a body is: a pathway, a place, a kind, a topic, a
word of its name. Works and bodies share the terms, so that what a body does and what a work asks
for can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from matcher.affinity.sites import Sites
from matcher.errors import HistoryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Indices = NDArray[np.int32]


class Subject(StrEnum):
    """What a term is a word for."""

    PATHWAY = "pathway"
    PLACE = "place"
    REGION = "region"
    COHORT = "cohort"
    KIND = "kind"
    TOPIC = "topic"
    WORD = "word"
    FUNDER = "funder"
    PURPOSE = "purpose"


SUBJECTS = tuple(Subject)
"""The subjects that `Terms.subject` refers to."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Terms:
    """The terms of a history, F of them: `names` for people, `subject` an index into `SUBJECTS`."""

    names: tuple[str, ...]
    subject: NDArray[np.int8]

    def of(self, *subjects: Subject) -> Flags:
        """Say which terms are of some subjects, shape (F,)."""
        found = np.zeros(len(self.subject), dtype=bool)
        for each in subjects:
            found |= self.subject == SUBJECTS.index(each)
        return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Said:
    """What is said of bodies apart from their works, one row for each body and term.

    Attributes
    ----------
    organisation, term : indices
    weight : how sure or how much, above 0
    day : the day number from which it is known
    """

    organisation: Indices
    term: Indices
    weight: Floats
    day: Indices


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """Who took part in what: M participations of N organisations in P works.

    Attributes
    ----------
    size : N
    organisation, work : who took part in what, shape (M,)
    leads : whether it led, shape (M,)
    day : the day number from which each participation is known, shape (M,)
    terms : the F terms
    about : the terms of each work, CSR of shape (P, F), weights above 0
    said : what is said of the bodies
    known_day : the day number from which each body is known, shape (N,)
    sites : where each body works, and since when that is known
    lone_leads : works whose only known member leads nobody, though it is the lead; shape (P,)
    """

    size: int
    organisation: Indices
    work: Indices
    leads: Flags
    day: Indices
    terms: Terms
    about: sparse.csr_array[Any]
    said: Said
    known_day: Indices
    sites: Sites
    lone_leads: Flags

    @property
    def works(self) -> int:
        """How many works there are."""
        return int(self.about.shape[0])

    def without(self, works: Flags) -> History:
        """Forget who took part in some works; shape (P,). Their terms stay, and tell nothing."""
        kept = ~works[self.work]
        return replace(
            self,
            organisation=self.organisation[kept],
            work=self.work[kept],
            leads=self.leads[kept],
            day=self.day[kept],
        )

    def among(self, organisations: Indices) -> History:
        """Give the history of some organisations alone, numbered as they are listed; (N',)."""
        place = np.full(self.size, -1, dtype=np.int32)
        place[organisations] = np.arange(len(organisations), dtype=np.int32)
        kept, told = place[self.organisation] >= 0, place[self.said.organisation] >= 0
        return replace(
            self,
            size=len(organisations),
            organisation=place[self.organisation[kept]],
            work=self.work[kept],
            leads=self.leads[kept],
            day=self.day[kept],
            said=Said(
                organisation=place[self.said.organisation[told]],
                term=self.said.term[told],
                weight=self.said.weight[told],
                day=self.said.day[told],
            ),
            known_day=self.known_day[organisations],
            sites=self.sites.of(organisations),
        )

    def with_work(self, members: Indices, *, day: int) -> History:
        """Add a work of some members, the lead first, about nothing that is told."""
        count, terms = len(members), self.about.shape[1]
        return replace(
            self,
            organisation=np.append(self.organisation, members).astype(np.int32),
            work=np.append(self.work, np.full(count, self.works)).astype(np.int32),
            leads=np.append(self.leads, np.arange(count) == 0),
            day=np.append(self.day, np.full(count, day)).astype(np.int32),
            about=sparse.csr_array(sparse.vstack([self.about, sparse.csr_array((1, terms))])),
            lone_leads=np.append(self.lone_leads, False),
        )

    def checked(self) -> History:
        """Give the history, if its numbers are right.

        Raises
        ------
        HistoryError
            If a number refers to nothing, or a weight is not above 0.
        """
        for name, numbers, end in (
            ("organisation", self.organisation, self.size),
            ("work", self.work, self.works),
            ("organisation", self.said.organisation, self.size),
            ("term", self.said.term, len(self.terms.names)),
        ):
            if len(numbers) and not 0 <= numbers.min() <= numbers.max() < end:
                message = f"a history refers to {name} {numbers.max()} of {end}"
                raise HistoryError(message)
        weights = np.concatenate([self.about.data, self.said.weight])
        if not (np.isfinite(weights) & (weights > 0)).all():
            message = "a history has a term whose weight is not a number above 0"
            raise HistoryError(message)
        return self


def history_of(
    works: Sequence[Sequence[int]],
    *,
    size: int | None = None,
    days: Sequence[int] | None = None,
    about: Sequence[Sequence[int]] | None = None,
    said: Sequence[tuple[int, int]] = (),
    terms: Terms | None = None,
) -> History:
    """Make a history of lists, for examples and tests: each work lists its members, the lead first.

    >>> history = history_of([[0, 1], [1, 2, 3]])
    >>> history.size, history.works, len(history.organisation)
    (4, 2, 5)
    """
    lengths = [len(members) for members in works]
    organisation = np.array([member for members in works for member in members], dtype=np.int32)
    first = np.cumsum([0, *lengths[:-1]]) if works else np.zeros(0, dtype=np.int64)
    leads = np.zeros(len(organisation), dtype=bool)
    leads[first[np.array(lengths, dtype=np.int64) > 0]] = True
    count = int(organisation.max(initial=-1)) + 1 if size is None else size
    words = terms or Terms(names=(), subject=np.zeros(0, dtype=np.int8))
    named = sparse.lil_array((len(works), len(words.names)))
    for work, asked in enumerate(about or ()):
        named[work, list(asked)] = 1.0
    return History(
        size=count,
        organisation=organisation,
        work=np.repeat(np.arange(len(works), dtype=np.int32), lengths),
        leads=leads,
        day=np.repeat(np.array(days or [0] * len(works), dtype=np.int32), lengths),
        terms=words,
        about=sparse.csr_array(named),
        said=Said(
            organisation=np.array([one for one, _ in said], dtype=np.int32),
            term=np.array([term for _, term in said], dtype=np.int32),
            weight=np.ones(len(said)),
            day=np.zeros(len(said), dtype=np.int32),
        ),
        known_day=np.zeros(count, dtype=np.int32),
        sites=Sites.nowhere(count),
        lone_leads=np.zeros(len(works), dtype=bool),
    ).checked()
