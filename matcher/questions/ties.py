"""Work done together, told by name: ties of a network, and those between a line-up's members."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.networks.shared_work import NO_YEAR, WorkFilter, shared_work
from graph.snapshot.cells import columns
from matcher.questions.network_records import NetworkTie

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from graph.networks.shared_work import SharedWork
    from graph.snapshot.snapshot import Snapshot

_DIGITS = 3


def told_ties(snapshot: Snapshot, work: SharedWork) -> tuple[NetworkTie, ...]:
    """Name both ends of each tie, and the works; years that nobody knows are None."""
    organisations = snapshot.organisations
    (names,) = columns(snapshot.facts.collaborations, "name")
    rows = zip(
        work.first.tolist(),
        work.second.tolist(),
        work.first_year.tolist(),
        work.last_year.tolist(),
        work.weight.tolist(),
        strict=True,
    )
    return tuple(
        NetworkTie(
            first=str(organisations[first].id),
            first_name=organisations[first].name,
            second=str(organisations[second].id),
            second_name=organisations[second].name,
            works=tuple(names[each] for each in work.works_of(tie).tolist()),
            first_year=None if begun == NO_YEAR else begun,
            last_year=None if ended == NO_YEAR else ended,
            strength=round(float(weight), _DIGITS),
        )
        for tie, (first, second, begun, ended, weight) in enumerate(rows)
    )


def ties_between(
    snapshot: Snapshot, organisations: Sequence[int], *, as_of: date
) -> tuple[NetworkTie, ...]:
    """Give the ties between some organisations, the strongest first.

    Parameters
    ----------
    organisations : indices into the snapshot's organisations
    as_of : only facts public by this day count
    """
    work = shared_work(snapshot, WorkFilter(as_of=as_of))
    inside = np.isin(work.first, organisations) & np.isin(work.second, organisations)
    ties = told_ties(snapshot, work.only(inside))
    return tuple(sorted(ties, key=lambda tie: (-tie.strength, tie.first, tie.second)))
