"""The signals and the candidates as their formulas say, over whole matrices: slow, and plain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.affinity import rough
from matcher.affinity.history import Subject
from matcher.affinity.view import Direction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matcher.affinity.past import Past
    from matcher.affinity.view import Query

    Numbers = NDArray[Any]

_PLACES = (Subject.PLACE, Subject.REGION)


class Plain:
    """One question about everybody, from dense matrices."""

    def __init__(self, past: Past, query: Query) -> None:
        self.past, self.query, self.terms = past, query, past.history.terms
        self.part, self.led = past.taking_part.toarray(), past.leading.toarray()
        self.about = past.history.about.toarray()
        self.told = past.told.toarray()
        self.profile = np.minimum(self.told + self.part @ self.about, 1.0)
        self.wanted = np.zeros(len(self.terms.names))
        self.wanted[query.wanted] = 1.0
        self.own = self.part[query.members].sum(axis=0)
        self.ties = self.part @ self.own
        self.ties[query.members] = 0.0
        shared = self.part @ self.part.T
        np.fill_diagonal(shared, 0.0)
        self.linked = (shared > 0).astype(float)
        self.partners = self.linked.sum(axis=1)

    def candidates(self, among: Numbers, most: int) -> Numbers:
        """Who is scored, in order."""
        near = self.linked @ (self.ties > 0) + (self.ties > 0) > 0
        worth = self._rough() + 100.0 * (near * 1.0 + (self.ties > 0))
        allowed = among.copy()
        allowed[self.query.members] = False
        if not (allowed & (worth > 0)).any():
            worth = (self.profile > 0).sum(axis=1) + 1e-9
        worth = np.where(allowed, worth, 0.0)
        best = sorted(np.flatnonzero(worth), key=lambda each: (-worth[each], each))[:most]
        return np.sort(np.array(best, dtype=int))

    def _rough(self) -> Numbers:
        """What everybody is roughly worth, 0 for who has nothing in common."""
        own = self.profile[self.query.members].sum(axis=0) > 0
        pathways, places = (self.wanted * self.terms.of(*e) for e in ((Subject.PATHWAY,), _PLACES))
        common = (self.profile > 0) @ (own & self.terms.of(*_PLACES, Subject.PATHWAY))
        worth = rough.LEAST * common
        worth = worth + rough.LEAST * self.profile @ (own & self.terms.of(Subject.FUNDER))
        worth += rough.SAME_PLACES * self._cosine(self._rare(self.profile, *_PLACES))
        worth += rough.SAME_PATHWAYS * self._cosine(self._rare(self.profile, Subject.PATHWAY))
        worth += rough.IN_WANTED_PLACE * self.profile @ places / max(places.sum(), 1)
        does = pathways * (rough.DOES_WANTED + rough.FILLS_GAP * ~own)
        worth += self.profile @ does / max(pathways.sum(), 1)
        return np.where(worth > 0, worth + self._rough_record(any_pathway=not pathways.any()), 0.0)

    def _rough_record(self, *, any_pathway: bool) -> Numbers:
        of_pathway = self.terms.of(Subject.PATHWAY)
        worth = any_pathway * rough.FILLS_GAP * self.profile @ of_pathway / of_pathway.sum()
        leads = self.query.direction is Direction.LEADS
        worth += leads * rough.HAS_LED * np.log1p(self.led.sum(axis=1))
        busy = self.partners[self.query.members].any()
        worth += busy * rough.IS_BUSY * np.log1p(self.partners)
        own = self.past.directions[self.query.members]
        middle = own[~np.isnan(own).any(axis=1)].sum(axis=0)
        if middle.any():
            chord = self.past.directions - middle / np.linalg.norm(middle)
            far = 6371 / 50 * np.linalg.norm(chord, axis=1)
            close = 1 / (1 + far + far**2 / 2 + far**3 / 6)
            worth += rough.CLOSE * np.where(far < 6371 / 50 * np.sqrt(0.0015), close, 0.0)
        return np.asarray(worth)

    def signals(self) -> Mapping[str, Numbers]:
        """Every signal for everybody, shape (N,) each."""
        return {**self._shared(), **self._content(), **self._fit()}

    def _shared(self) -> dict[str, Numbers]:
        between = self.linked * (self.ties > 0)
        reach = self.partners[self.query.members].sum()
        return {
            "past-work": np.log1p(self.ties),
            "common-neighbours": between.sum(axis=1),
            "adamic-adar": between @ (1 / np.log(np.maximum(self.partners, 2))),
            "resource-allocation": between @ (1 / np.maximum(self.partners, 1)),
            "preferential-attachment": np.log1p(reach * self.partners),
        }

    def _content(self) -> dict[str, Numbers]:
        pathway, there = self._likeness(Subject.PATHWAY), self._likeness(*_PLACES)
        elsewhere = (self._told_of(*_PLACES) > 0) & (self._told_wanted(*_PLACES) == 0)
        cohort = self.part @ (self._others(self._likeness(Subject.COHORT)))
        return {
            "like-work-together": np.log1p(self.part @ (self._likeness(*Subject) * (self.own > 0))),
            "such-work": np.log1p(self.part @ self._others(pathway)),
            "work-there": np.log1p(self.part @ self._others(there)),
            "leads-there": np.log1p(self.led @ self._others(there)),
            "people-served": np.maximum(
                cohort / (self.part.sum(axis=1) + 2), self._told_wanted(Subject.COHORT)
            ),
            "says-such-work": self._told_wanted(Subject.PATHWAY),
            "says-there": self._told_wanted(*_PLACES),
            "named-alike": self._cosine(self._rare(self.told, Subject.WORD)),
            "named-like-doers": self._named_like(self.part @ (pathway > 0) > 0),
            "not-elsewhere": 1.0 - (elsewhere & self._any_wanted(*_PLACES)),
        }

    def _fit(self) -> dict[str, Numbers]:
        sought = self.wanted * self.terms.of(Subject.PATHWAY)
        if not sought.any():
            sought = self.terms.of(Subject.PATHWAY).astype(np.float64)
        gaps = sought * (self.profile[self.query.members].sum(axis=0) == 0)
        place = self.wanted * self.terms.of(*_PLACES)
        late = self.part @ ((self.own > 0) * self.past.freshness)
        close = (self.own > 0) * self.past.freshness / np.maximum(self.part.sum(axis=0) - 1, 1)
        led, every = self.led.sum(axis=1), self.part.sum(axis=1)
        way = self.query.direction
        return {
            "covers-gaps": self.profile @ gaps / sought.sum(),
            "same-work": self._cosine(self._rare(self.profile, Subject.PATHWAY)),
            "same-places": self._cosine(self._rare(self.profile, *_PLACES)),
            "same-funders": self._cosine(self._rare(self.profile, Subject.FUNDER)),
            "known-there": np.minimum(self.profile @ place / max(place.sum(), 1), 1.0),
            "lately-together": np.log1p(np.where(late < 0.05, 0.0, late)),
            "closely-together": np.log1p(self.part @ close),
            "has-led": np.log1p(led) * (way is Direction.LEADS),
            "has-joined": np.log1p(every - led) * (way is Direction.JOINS),
        }

    def _likeness(self, *subjects: Subject) -> Numbers:
        wanted = self.wanted * self.terms.of(*subjects)
        return np.asarray(self.about @ wanted / max(wanted.sum(), 1.0))

    def _others(self, likeness: Numbers) -> Numbers:
        return np.asarray((likeness > 0) & (self.own == 0))

    def _told_of(self, *subjects: Subject) -> Numbers:
        return np.asarray(self.told @ self.terms.of(*subjects))

    def _any_wanted(self, *subjects: Subject) -> bool:
        return bool((self.wanted * self.terms.of(*subjects)).any())

    def _told_wanted(self, *subjects: Subject) -> Numbers:
        wanted = self.wanted * self.terms.of(*subjects)
        return np.asarray(np.minimum(self.told @ wanted / max(wanted.sum(), 1.0), 1.0))

    def _rare(self, rows: Numbers, *subjects: Subject) -> Numbers:
        held = rows * self.terms.of(*subjects)
        held = held * np.log(len(held) / np.maximum((held > 0).sum(axis=0), 1))
        return np.asarray(held / np.maximum(np.linalg.norm(held, axis=1, keepdims=True), 1e-300))

    def _cosine(self, rows: Numbers) -> Numbers:
        own = rows[self.query.members].sum(axis=0)
        return np.asarray(rows @ own / max(np.linalg.norm(own), 1e-300))

    def _named_like(self, did: Numbers) -> Numbers:
        words = self._rare(self.told, Subject.WORD)
        together = did @ words
        alike = words @ together - (did & (words.sum(axis=1) > 0))
        return np.asarray(np.maximum(alike, 0.0) / max(np.linalg.norm(together), 1e-300))
