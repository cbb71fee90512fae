"""Rows of a table of consortia, made into a history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from matcher.affinity.history import SUBJECTS, History, Said, Subject, Terms
from matcher.affinity.sites import Sites

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcher.affinity.history import Indices


@dataclass(slots=True, kw_only=True)
class Collected:
    """Who took part in what, as the rows of a table tell it one by one.

    Everything is numbered as it comes, and anew in the order of its names when the history is made:
    so the order of the rows changes nothing. A project begins on the first day that a row tells of
    it, so that all its members come together on one day.
    """

    organisations: dict[str, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    terms: dict[tuple[Subject, str], int] = field(default_factory=dict)
    began: list[int] = field(default_factory=list)
    seats: dict[tuple[int, int], bool] = field(default_factory=dict)
    said: dict[tuple[int, int], int] = field(default_factory=dict)
    about: dict[tuple[int, int], None] = field(default_factory=dict)

    def take(self, organisation: str, project: str, *, leads: bool, day: int) -> None:
        """Note that an organisation took part in a project that began on a day."""
        who = self.organisations.setdefault(organisation, len(self.organisations))
        work = self.projects.setdefault(project, len(self.projects))
        if work == len(self.began):
            self.began.append(day)
        self.began[work] = min(self.began[work], day)
        self.seats[who, work] = self.seats.get((who, work), False) or leads

    def tell(self, organisation: str, subject: Subject, word: str, *, day: int) -> None:
        """Note what is said of an organisation, known from a day on."""
        key = self.organisations[organisation], self._term(subject, word)
        self.said[key] = min(self.said.get(key, day), day)

    def topic(self, project: str, word: str, subject: Subject = Subject.TOPIC) -> bool:
        """Note a topic of a project, or its kind, if somebody took part in it."""
        work = self.projects.get(project)
        if work is None:
            return False
        self.about[work, self._term(subject, word)] = None
        return True

    def _term(self, subject: Subject, word: str) -> int:
        return self.terms.setdefault((subject, word), len(self.terms))

    def history(self) -> History:
        """Give the history; everything in it is in the order of names."""
        who, work = _places(self.organisations), _places(self.projects)
        term = _places(self.terms)
        seats, leads = _in_order(self.seats, who, work)
        said, known_from = _in_order(self.said, who, term)
        about, _ = _in_order(dict.fromkeys(self.about, 0), work, term)
        began = np.empty(len(work), dtype=np.int32)
        began[work] = self.began
        terms, shape = sorted(self.terms), (len(work), len(term))
        return History(
            size=len(who),
            organisation=seats[:, 0],
            work=seats[:, 1],
            leads=leads.astype(bool),
            day=began[seats[:, 1]],
            terms=Terms(
                names=tuple(word for _, word in terms),
                subject=np.array([SUBJECTS.index(of) for of, _ in terms], dtype=np.int8),
            ),
            about=sparse.csr_array((np.ones(len(about)), (about[:, 0], about[:, 1])), shape=shape),
            said=Said(
                organisation=said[:, 0],
                term=said[:, 1],
                weight=np.ones(len(said)),
                day=known_from,
            ),
            known_day=np.zeros(len(who), dtype=np.int32),
            sites=Sites.nowhere(len(who)),
            lone_leads=np.zeros(len(work), dtype=bool),
        ).checked()


def _places(numbered: Mapping[Any, int]) -> Indices:
    """Give the place of each number when its names are in order."""
    place = np.empty(len(numbered), dtype=np.int32)
    place[[numbered[name] for name in sorted(numbered)]] = np.arange(len(numbered), dtype=np.int32)
    return place


def _in_order(
    told: Mapping[tuple[int, int], int], first: Indices, second: Indices
) -> tuple[Indices, Indices]:
    """Number pairs anew and sort them, shape (M, 2), with what is told of each, shape (M,)."""
    pairs = np.array(list(told), dtype=np.int32).reshape(-1, 2)
    pairs = np.column_stack([first[pairs[:, 0]], second[pairs[:, 1]]])
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    return pairs[order], np.array(list(told.values()), dtype=np.int32)[order]
