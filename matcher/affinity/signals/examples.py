"""Small questions for the examples in docstrings, and for tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.history import SUBJECTS, Subject, Terms, history_of
from matcher.affinity.past import Past
from matcher.affinity.sites import Sites
from matcher.affinity.view import Direction, Query, View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def asked(
    works: Sequence[Sequence[int]],
    *,
    by: int,
    of: Sequence[int],
    about: Sequence[str] = (),
    told: Mapping[int, str] | None = None,
    wanted: str = "",
    direction: Direction = Direction.PARTNERS,
    sites: Mapping[int, tuple[float, float]] | None = None,
) -> View:
    """Ask about some candidates for one organisation.

    Parameters
    ----------
    works : each lists its members, the lead first
    by, of : who asks, and about whom
    about : the terms of each work, such as `pathway:debt place:Leeds`
    told : by body, the terms that are said of it apart from works
    wanted : the terms of the work in question
    direction : what a candidate would be
    sites : by body, degrees of latitude and longitude
    """
    said = told or {}
    everything = " ".join([*about, *said.values(), wanted])
    names = tuple(dict.fromkeys(everything.split()))
    number = {name: index for index, name in enumerate(names)}
    subjects = [SUBJECTS.index(Subject(name.split(":")[0])) for name in names]
    history = history_of(
        works,
        size=max([by, *of, *said, *(member for work in works for member in work)]) + 1,
        about=[[number[name] for name in each.split()] for each in about],
        said=[(body, number[name]) for body, terms in said.items() for name in terms.split()],
        terms=Terms(names=names, subject=np.array(subjects, dtype=np.int8)),
    )
    points = np.full((history.size, 2), np.nan)
    for body, where in (sites or {}).items():
        points[body] = where
    query = Query(
        members=np.array([by], dtype=np.int32),
        wanted=np.array([number[name] for name in wanted.split()], dtype=np.int32),
        direction=direction,
    )
    past = Past(history=replace(history, sites=Sites.at(points)), day=0)
    return View(past=past, query=query, candidates=np.array(of, dtype=np.int32))
