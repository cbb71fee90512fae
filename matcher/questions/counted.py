"""Whose capacity is counted more than once where each area is answered for itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.brief.names import Directory
from matcher.case.sharing import shared_capacity
from matcher.lineups import open_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.snapshot.snapshot import Snapshot
    from matcher.answer.records import Answer
    from matcher.brief.request import Brief

_ROUNDING = 5e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A body whose capacity the best line-ups of several areas count so many times."""

    id: str
    name: str
    areas: int
    times: float


def counted_twice(
    snapshot: Snapshot,
    brief: Brief,
    answers: Sequence[Answer],
    *,
    directory: Directory | None = None,
) -> tuple[Counted, ...]:
    """Give the bodies of whom the best line-ups ask more than they can do, the most asked first.

    Parameters
    ----------
    brief : the one that was answered for each area
    answers : one for each area; their first line-ups count
    """
    best = [answer for answer in answers if answer.lineups]
    if not best:
        return ()
    names = directory or Directory(snapshot)
    briefs = [replace(brief, area=answer.area.id) for answer in best]
    shared = shared_capacity([open_case(snapshot, one, directory=names) for one in briefs])
    used, areas = np.zeros(len(shared.total)), np.zeros(len(shared.total), dtype=np.int64)
    for answer, rate in zip(best, shared.rate, strict=True):
        for member in answer.lineups[0].members:
            body = snapshot.organisation_index[member.id]
            used[body] += member.volume_needs_a_year * rate[body]
            areas[body] += 1
    times = used / np.maximum(shared.total, 1e-9)
    over = np.flatnonzero((times > 1 + _ROUNDING) & (areas > 1))
    return tuple(
        Counted(
            id=snapshot.organisations[body].id,
            name=snapshot.organisations[body].name,
            areas=int(areas[body]),
            times=float(times[body]),
        )
        for body in sorted(over, key=lambda i: (-times[i], snapshot.organisations[i].name))
    )
