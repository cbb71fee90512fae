"""Rows of a table of consortia, made into a history."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from matcher.affinity.history import SUBJECTS, History, Said, Subject, Terms


@dataclass(slots=True, kw_only=True)
class Collected:
    """Who took part in what, as the rows of a table tell it one by one.

    Everything is numbered as it comes. A project begins on the first day that a row tells of it, so
    that all its members come together on one day.
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
        """Give the history."""
        seats = np.array(list(self.seats), dtype=np.int32).reshape(-1, 2)
        said = np.array(list(self.said), dtype=np.int32).reshape(-1, 2)
        about = np.array(list(self.about), dtype=np.int32).reshape(-1, 2)
        began = np.array(self.began, dtype=np.int32)
        shape = (len(self.projects), len(self.terms))
        return History(
            size=len(self.organisations),
            organisation=seats[:, 0],
            work=seats[:, 1],
            leads=np.array(list(self.seats.values()), dtype=bool),
            day=began[seats[:, 1]],
            terms=Terms(
                names=tuple(word for _, word in self.terms),
                subject=np.array([SUBJECTS.index(of) for of, _ in self.terms], dtype=np.int8),
            ),
            about=sparse.csr_array((np.ones(len(about)), (about[:, 0], about[:, 1])), shape=shape),
            said=Said(
                organisation=said[:, 0],
                term=said[:, 1],
                weight=np.ones(len(said)),
                day=np.array(list(self.said.values()), dtype=np.int32),
            ),
            site=np.full((len(self.organisations), 2), np.nan),
        ).checked()
