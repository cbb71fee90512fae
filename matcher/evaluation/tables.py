"""Works and bodies as tables name them, made into a history."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.records.words import words
from matcher.affinity.history import SUBJECTS, History, Said, Subject, Terms
from matcher.affinity.sites import Sites

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

Term = tuple[Subject, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A contract or project: who leads it, who else takes part, what it is about.

    `day` is the day number from which it is known.
    """

    id: str
    lead: str
    others: tuple[str, ...]
    about: tuple[Term, ...]
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An organisation, and what is said of it apart from the works."""

    id: str
    name: str
    said: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """Works and bodies, with the history that they make; both are in the order of their numbers."""

    works: tuple[Work, ...]
    bodies: tuple[Body, ...]
    history: History
    number: dict[str, int]
    """The number of each body by its id."""


def table_of(works: Sequence[Work], bodies: Iterable[Body]) -> Table:
    """Number everything; bodies that only works name are known by their ids alone."""
    known = {body.id: body for body in bodies}
    for who in chain.from_iterable((work.lead, *work.others) for work in works):
        known.setdefault(who, Body(id=who, name=who.replace("_", " ")))
    listed = tuple(known.values())
    number = {body.id: index for index, body in enumerate(listed)}
    said = [
        (index, term)
        for index, body in enumerate(listed)
        for term in dict.fromkeys((*body.said, *((Subject.WORD, w) for w in words(body.name))))
    ]
    about = [(index, term) for index, work in enumerate(works) for term in set(work.about)]
    term_number = {
        term: index for index, term in enumerate(sorted({term for _, term in chain(said, about)}))
    }
    history = History(
        size=len(listed),
        **_participations(works, number),
        terms=Terms(
            names=tuple(name for _, name in term_number),
            subject=np.array([SUBJECTS.index(of) for of, _ in term_number], dtype=np.int8),
        ),
        about=_ones(about, term_number, rows=len(works)),
        said=Said(
            organisation=_numbers(index for index, _ in said),
            term=_numbers(term_number[term] for _, term in said),
            weight=np.ones(len(said)),
            day=np.zeros(len(said), dtype=np.int32),
        ),
        known_day=np.zeros(len(listed), dtype=np.int32),
        sites=Sites.nowhere(len(listed)),
        lone_leads=np.zeros(len(works), dtype=bool),
    )
    return Table(works=tuple(works), bodies=listed, history=history.checked(), number=number)


def _participations(works: Sequence[Work], number: dict[str, int]) -> dict[str, Any]:
    members = [dict.fromkeys((work.lead, *work.others)) for work in works]
    lengths = [len(each) for each in members]
    return {
        "organisation": _numbers(number[who] for each in members for who in each),
        "work": np.repeat(np.arange(len(works), dtype=np.int32), lengths),
        "leads": np.array(
            [who == work.lead for work, each in zip(works, members, strict=True) for who in each],
            dtype=bool,
        ),
        "day": np.repeat(np.array([work.day for work in works], dtype=np.int32), lengths),
    }


def _ones(
    pairs: Sequence[tuple[int, Term]], term_number: dict[Term, int], *, rows: int
) -> sparse.csr_array[Any]:
    places = (_numbers(row for row, _ in pairs), _numbers(term_number[term] for _, term in pairs))
    return sparse.csr_array((np.ones(len(pairs)), places), shape=(rows, len(term_number)))


def _numbers(values: Iterable[int]) -> NDArray[np.int32]:
    return np.fromiter(values, dtype=np.int32)
