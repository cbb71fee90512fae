"""Questions of the past whose answers are known: who joined whom, asked the day before.

Each work of two members or more is asked about as of the day before it became known, once for each
member: whom does it work with? So nothing of the work, and of any other that became known with it,
is in what is read. Each is asked four ways, so that one model serves them all: for the work in
question and for no work in particular, as it was, and as if the member had no history (a newcomer).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.candidates import candidates_of
from matcher.affinity.past import Past
from matcher.affinity.training import Example
from matcher.affinity.view import Direction, Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.affinity.history import Flags, History, Indices

_NEVER = 3_000_000
"""Days beyond this one stand for no day known."""
_AS_NEWCOMER = 0.5
"""What a question counts that is asked as if by a newcomer."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """An example, and what it is one of.

    Attributes
    ----------
    example : the question and its answer
    work, day : the work, and the day on which it became known
    member : who asks
    for_work : whether the work's terms are wanted
    as_newcomer : whether the member's own works are hidden
    """

    example: Example
    work: int
    day: int
    member: int
    for_work: bool
    as_newcomer: bool


def questions_of(
    history: History, *, may_join: Flags, known_day: Indices, first: int = 0, last: int = _NEVER
) -> Iterator[Asked]:
    """Ask about each work that became known from day `first` to day `last`, in order of days.

    Parameters
    ----------
    history : all works
    may_join : who could be a partner at all, shape (N,)
    known_day : the day from which each organisation is known, shape (N,)
    first, last : day numbers
    """
    days = Past(history=history, day=_NEVER).work_day
    known: tuple[int, Past] | None = None
    for work in np.argsort(days, kind="stable").tolist():
        day = int(days[work])
        members = np.unique(history.organisation[history.work == work])
        if len(members) < 2 or not first <= day <= min(last, _NEVER - 1):  # noqa: PLR2004  (a pair)
            continue
        if known is None or known[0] != day:
            known = day, Past(history=history, day=day - 1)
        could = may_join & (known_day < day)
        leads = np.unique(history.organisation[(history.work == work) & history.leads])
        for member in members.tolist():
            yield from _asked(known[1], work, day, member, members, leads, could)


def _asked(
    past: Past, work: int, day: int, member: int, members: Indices, leads: Indices, could: Flags
) -> Iterator[Asked]:
    """Ask for one member, in every way that makes sense."""
    others = np.setdiff1d(members, [member]).astype(np.int32)
    is_lead = member in leads
    direction = Direction.JOINS if is_lead else Direction.LEADS
    directed = others if is_lead else np.intersect1d(others, leads).astype(np.int32)
    about = past.history.about[[work]].indices.astype(np.int32)
    nothing = np.zeros(0, dtype=np.int32)
    own = np.zeros(past.history.works, dtype=bool)
    own[past.history.work[past.history.organisation == member]] = True
    weight = 1.0 / len(members)
    for as_newcomer in (False, True):
        read = past.hiding(own) if as_newcomer else past
        for wanted, towards, truth in (
            (about, Direction.PARTNERS, others),
            (nothing, Direction.PARTNERS, others),
            (about, direction, directed),
        ):
            query = Query(
                members=np.array([member], dtype=np.int32), wanted=wanted, direction=towards
            )
            candidates = candidates_of(read, query, among=could)
            if not len(candidates) or not len(truth):
                continue
            example = Example(
                past=read,
                query=query,
                candidates=candidates,
                truth=truth,
                weight=weight * (_AS_NEWCOMER if as_newcomer else 1.0),
            )
            yield Asked(
                example=example,
                work=work,
                day=day,
                member=member,
                for_work=len(wanted) > 0,
                as_newcomer=as_newcomer,
            )
