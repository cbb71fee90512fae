"""A history as of a day, laid out for scoring: who had worked with whom by then, and what at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from matcher.affinity.history import Subject
from matcher.affinity.rows import marked_by, narrow

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.affinity.history import Flags, Floats, History, Indices

HALF_LIFE_YEARS = 3.0
"""A work's tie halves in this time: partners of long ago say less about the next work."""
LINES = 16
"""So many main lines of who works with whom are kept."""
_NO_LINE = 1e-6
_DAYS_IN_YEAR = 365.25


@dataclass(frozen=True, kw_only=True, eq=False)
class Past:
    """What was known of a history on a day; all that is laid out here is made at its first use.

    Attributes
    ----------
    history : what there is to know
    day : the day number as of which it is read: what became known later does not count
    hidden : works that are kept from it, shape (P,); so a model learns to do without
    """

    history: History
    day: int
    hidden: Flags | None = None

    def hiding(self, works: Flags) -> Past:
        """Give the same past without some works, shape (P,); what is told of bodies is shared."""
        less = Past(history=self.history, day=self.day, hidden=works)
        less.__dict__.update(told=self.told, words=self.words, about=self.about)
        less.__dict__.update(works_about=self.works_about, told_of=self.told_of)
        less.__dict__.update(_about_or_not=self._about_or_not, directions=self.directions)
        return less

    @property
    def size(self) -> int:
        """How many organisations there are, N."""
        return self.history.size

    @cached_property
    def counted(self) -> Flags:
        """Which participations count, shape (M,)."""
        counted = self.history.day <= self.day
        return counted if self.hidden is None else counted & ~self.hidden[self.history.work]

    @cached_property
    def taking_part(self) -> sparse.csr_array[Any]:
        """Who took part in what: ones, CSR of shape (N, P)."""
        return self._participations(self.counted)

    @cached_property
    def members_of(self) -> sparse.csr_array[Any]:
        """The same by work, CSR of shape (P, N)."""
        return narrow(self.taking_part.T)

    @cached_property
    def leaders_of(self) -> sparse.csr_array[Any]:
        """Who led each work, CSR of shape (P, N)."""
        return narrow(self.leading.T)

    @cached_property
    def about(self) -> sparse.csr_array[Any]:
        """The terms of each work, whether it counts or not, CSR of shape (P, F)."""
        return narrow(self.history.about)

    @cached_property
    def works_about(self) -> sparse.csr_array[Any]:
        """The works of each term, whether they count or not, CSR of shape (F, P)."""
        return narrow(self.history.about.T)

    @cached_property
    def leading(self) -> sparse.csr_array[Any]:
        """Who led what: ones, CSR of shape (N, P)."""
        leads = self.counted & self.history.leads
        lone = self.history.lone_leads & (self.members_in < 2)  # noqa: PLR2004  (nobody to lead)
        return self._participations(leads & ~lone[self.history.work])

    @cached_property
    def shared(self) -> sparse.csr_array[Any]:
        """How many works each two share, CSR of shape (N, N), symmetric, zero diagonal."""
        shared = narrow(self.taking_part @ self.taking_part.T)
        shared.sort_indices()
        shared.setdiag(0.0)
        shared.eliminate_zeros()
        return shared

    @cached_property
    def linked(self) -> sparse.csr_array[Any]:
        """Who has worked with whom: ones, CSR of shape (N, N)."""
        shared = self.shared
        ones = np.ones(shared.nnz)
        return sparse.csr_array((ones, shared.indices, shared.indptr), shape=shared.shape)

    @cached_property
    def partners(self) -> Floats:
        """How many partners each has had, shape (N,)."""
        return np.diff(self.shared.indptr).astype(np.float64)

    @cached_property
    def lines(self) -> Floats:
        """The main lines of who works with whom: of each body 16 numbers at most, shape (N, K).

        The first right singular vectors of ``D^-1/2 A D^-1/2``, the same for the same past.
        """
        from sklearn.utils.extmath import randomized_svd  # noqa: PLC0415  (takes a second)

        scale = 1.0 / np.sqrt(np.maximum(self.partners, 1.0))
        linked = self.linked
        data = np.repeat(scale, np.diff(linked.indptr)) * scale[linked.indices]
        even = sparse.csr_array(
            (data.astype(np.float32), linked.indices, linked.indptr), shape=linked.shape
        )
        _, size, vectors = randomized_svd(even, min(LINES, self.size), n_iter=4, random_state=0)
        return np.asarray(vectors[size > _NO_LINE].T, dtype=np.float64)

    @cached_property
    def works_of(self) -> Floats:
        """How many works each took part in, shape (N,)."""
        return np.asarray(self.taking_part.sum(axis=1), dtype=np.float64).ravel()

    @cached_property
    def led_by(self) -> Floats:
        """How many works each led, shape (N,)."""
        return np.asarray(self.leading.sum(axis=1), dtype=np.float64).ravel()

    @cached_property
    def work_day(self) -> Indices:
        """The day of each work, the first on which somebody was known to take part, shape (P,)."""
        days = np.full(self.history.works, np.iinfo(np.int32).max, dtype=np.int32)
        np.minimum.at(days, self.history.work[self.counted], self.history.day[self.counted])
        return days

    @cached_property
    def freshness(self) -> Floats:
        """What is left of each work, ``2 ** (-age / half-life)``, 0 where none counts; (P,)."""
        age = (self.day - self.work_day.astype(np.float64)) / _DAYS_IN_YEAR
        return np.where(age >= 0, 2.0 ** (-np.maximum(age, 0.0) / HALF_LIFE_YEARS), 0.0)

    @cached_property
    def directions(self) -> Floats:
        """Where each is, as seen from the middle of the earth, length 1, NaN if unknown; (N, 3)."""
        latitude, longitude = np.radians(self.history.sites.on(self.day)).T
        flat = np.cos(latitude)
        sides = flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)
        return np.column_stack(sides)

    @cached_property
    def members_in(self) -> Floats:
        """How many took part in each work, shape (P,)."""
        return np.asarray(self.taking_part.sum(axis=0), dtype=np.float64).ravel()

    @cached_property
    def done(self) -> sparse.csr_array[Any]:
        """How often each took part in works of each term, CSR of shape (N, F)."""
        return narrow(self.taking_part @ self.history.about)

    @cached_property
    def works_at(self) -> sparse.csr_array[Any]:
        """How many works of each term each took part in, CSR of shape (F, N)."""
        return self._by_term(self.taking_part)

    @cached_property
    def leads_at(self) -> sparse.csr_array[Any]:
        """How many works of each term each led, CSR of shape (F, N)."""
        return self._by_term(self.leading)

    @cached_property
    def told(self) -> sparse.csr_array[Any]:
        """What is said of each apart from its works, CSR of shape (N, F)."""
        said = self.history.said
        known = said.day <= self.day
        places = (said.organisation[known], said.term[known])
        shape = (self.size, len(self.history.terms.names))
        return narrow(sparse.csr_array((said.weight[known], places), shape=shape))

    @cached_property
    def told_of(self) -> sparse.csr_array[Any]:
        """The same by term, CSR of shape (F, N)."""
        return narrow(self.told.T)

    @cached_property
    def profile(self) -> sparse.csr_array[Any]:
        """What is known of each, by its works or by what is said: ones at most, CSR (N, F)."""
        profile = narrow(self.told + self.done)
        profile.data = np.minimum(profile.data, 1.0)
        return profile

    @cached_property
    def holders(self) -> sparse.csr_array[Any]:
        """The same by term: of whom each is known, CSR of shape (F, N)."""
        return narrow(self.profile.T)

    @cached_property
    def words(self) -> sparse.csr_array[Any]:
        """The words of each name, the rarer the weightier, each row of length 1; CSR (N, F).

        A word that n of N names hold weighs ``log(N / n)``.
        """
        return self._rarer(self.told, Subject.WORD)

    @cached_property
    def pathways(self) -> sparse.csr_array[Any]:
        """The pathways of each, the rarer the weightier, each row of length 1; CSR (N, F)."""
        return self._rarer(self.profile, Subject.PATHWAY)

    @cached_property
    def places(self) -> sparse.csr_array[Any]:
        """The places of each, the rarer the weightier, each row of length 1; CSR (N, F)."""
        return self._rarer(self.profile, Subject.PLACE, Subject.REGION)

    @cached_property
    def pathways_of(self) -> sparse.csr_array[Any]:
        """The same by pathway: whose each is, CSR of shape (F, N)."""
        return narrow(self.pathways.T)

    @cached_property
    def places_of(self) -> sparse.csr_array[Any]:
        """Whose each place is, as in `places`, CSR of shape (F, N)."""
        return narrow(self.places.T)

    @cached_property
    def pathways_known(self) -> Floats:
        """How many pathways are known of each, those that are likely in part, shape (N,)."""
        return np.asarray(self.profile @ self.terms_of(Subject.PATHWAY), dtype=np.float64)

    @cached_property
    def log_led(self) -> Floats:
        """How many works each led, ``log(1 + works)``, shape (N,)."""
        return np.log1p(self.led_by)

    @cached_property
    def log_partners(self) -> Floats:
        """How many partners each has had, ``log(1 + partners)``, shape (N,)."""
        return np.log1p(self.partners)

    @cached_property
    def funders(self) -> sparse.csr_array[Any]:
        """The funders of each, the rarer the weightier, each row of length 1; CSR (N, F)."""
        return self._rarer(self.profile, Subject.FUNDER)

    def rarity(self, *subjects: Subject) -> Floats:
        """What knowing of each term tells: ``log(N / n)`` where n of N are known for it; (F,).

        0 for terms of other subjects.
        """
        return self._rarities * self.terms_of(*subjects)

    @cached_property
    def _rarities(self) -> Floats:
        return self._rare(np.diff(self.holders.indptr))

    def terms_of(self, *subjects: Subject) -> Floats:
        """Ones at the terms of some subjects, shape (F,); not to be written to."""
        kept: dict[tuple[Subject, ...], Floats] = self.__dict__.setdefault("_terms_of", {})
        if subjects not in kept:
            kept[subjects] = self.history.terms.of(*subjects).astype(np.float64)
        return kept[subjects]

    def per_length(self, *subjects: Subject) -> Floats:
        """One over the length of each profile in some subjects, by rarity; 0 for none; (N,)."""
        kept: dict[tuple[Subject, ...], Floats] = self.__dict__.setdefault("_per_length", {})
        if subjects not in kept:
            weighed = self.profile * self.rarity(*subjects)[np.newaxis, :]
            length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
            kept[subjects] = np.where(length > 0, 1.0 / np.where(length > 0, length, 1.0), 0.0)
        return kept[subjects]

    def are_told(self, *subjects: Subject) -> Flags:
        """Say of whom any term of some subjects is told, shape (N,); not to be written to."""
        kept: dict[tuple[Subject, ...], Flags] = self.__dict__.setdefault("_are_told", {})
        if subjects not in kept:
            terms = np.flatnonzero(self.history.terms.of(*subjects))
            kept[subjects] = marked_by(self.told_of, terms)
        return kept[subjects]

    def _by_term(self, works: sparse.csr_array[Any]) -> sparse.csr_array[Any]:
        return narrow((works @ self._about_or_not).T)

    @cached_property
    def _about_or_not(self) -> sparse.csr_array[Any]:
        """Ones at the terms of each work, CSR of shape (P, F)."""
        return self.history.about.astype(bool).astype(np.float64)

    def _rare(self, held: NDArray[np.integer[Any]]) -> Floats:
        """Give ``log(N / n)`` for n holders; bodies not yet known on the day are none of the N."""
        known = np.count_nonzero(self.history.known_day <= self.day)
        return np.asarray(np.log(np.maximum(known / np.maximum(held, 1), 1.0)), dtype=np.float64)

    def _rarer(self, rows: sparse.csr_array[Any], *subjects: Subject) -> sparse.csr_array[Any]:
        chosen = self.history.terms.of(*subjects)
        held = sparse.csr_array(rows.multiply(chosen[np.newaxis, :]))
        held.eliminate_zeros()
        names = np.bincount(held.indices, minlength=held.shape[1])
        held.data *= self._rare(names)[held.indices]
        length = np.sqrt(np.asarray(held.multiply(held).sum(axis=1)).ravel())
        held.data /= np.repeat(np.where(length > 0, length, 1.0), np.diff(held.indptr))
        return held

    def _participations(self, counted: Flags) -> sparse.csr_array[Any]:
        history = self.history
        places = (history.organisation[counted], history.work[counted])
        shape = (history.size, history.works)
        ones = sparse.csr_array((np.ones(int(counted.sum())), places), shape=shape)
        ones.sum_duplicates()
        ones.data[:] = 1.0
        return ones
