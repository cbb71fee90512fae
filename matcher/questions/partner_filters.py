"""Whom the filters of a question about partners leave. They change who is named, and no chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.history import Subject
from matcher.errors import UnknownNameError
from matcher.questions.groups import GROUPINGS, grouping_of, nearest

if TYPE_CHECKING:
    from datetime import date

    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Flags
    from matcher.affinity.past import Past
    from matcher.questions.groups import Told


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OnlyGroup:
    """The only group that may be named: its name as ``grouping=group``, and who is in it, (N,)."""

    name: str
    members: Flags


def only_group(snapshot: Snapshot, text: str, *, as_of: date, told: Told | None) -> OnlyGroup:
    """Read a group such as ``size=£1m to £10m``.

    Raises
    ------
    UnknownNameError
        If there is no such grouping, or no such group in it; what there is, is offered.
    """
    by, _, wanted = (part.strip().lower() for part in text.partition("="))
    known = [*GROUPINGS, *(told or {})]
    if by not in known:
        what = "grouping"
        raise UnknownNameError(what, by, nearest(by, known))
    grouping = grouping_of(snapshot, by, as_of=as_of, told=told)
    labels = {label.lower(): number for number, label in enumerate(grouping.labels)}
    if wanted not in labels:
        kind = f"group by {by}"
        raise UnknownNameError(kind, wanted, grouping.labels)
    number = labels[wanted]
    return OnlyGroup(name=f"{by}={grouping.labels[number]}", members=grouping.group == number)


def delivering(snapshot: Snapshot, past: Past, pathway: int, area: int | None) -> Flags:
    """Say who is known to deliver a pathway, in an area where one is named; shape (N,).

    What is said of a body counts. Of whom no pathway is said, its works tell.
    """
    rows = snapshot.capabilities
    counts = (rows.pathway == pathway) & (rows.known_day <= past.day) & (rows.probability > 0)
    if area is not None:
        here = (snapshot.authority_area == area).astype(np.float64)
        counts &= (snapshot.covers.astype(np.float64) @ here > 0)[rows.place]
    found = np.zeros(past.size, dtype=bool)
    found[rows.organisation[counts]] = True
    by_works = _holding(past, Subject.PATHWAY, pathway)
    if area is not None:
        by_works &= working_in(past, area)
    return np.asarray(found | (by_works & ~past.are_told(Subject.PATHWAY)))


def working_in(past: Past, area: int) -> Flags:
    """Say who is known to work in an area, by what is said of it or by its works; shape (N,)."""
    return _holding(past, Subject.REGION, area)


def not_yet_worked_with(past: Past, asker: int) -> Flags:
    """Say who has shared no work with the one who asks; shape (N,)."""
    new = np.ones(past.size, dtype=bool)
    new[past.linked[[asker]].indices] = False
    return new


def _holding(past: Past, subject: Subject, number: int) -> Flags:
    term = int(np.flatnonzero(past.history.terms.of(subject))[number])
    found = np.zeros(past.size, dtype=bool)
    found[past.holders[[term]].indices] = True
    return found
