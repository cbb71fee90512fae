"""How strongly organisations are tied by work that they have done together.

Each collaboration with n delivering members ties every two of them with

    kind and outcome weight * 2 ** (-age / half-life) / (n - 1)

Newman's weighting: the more members, the less any two of them share (Newman 2001,
Physical Review E 64, 016132). Age runs from the last day of the work, or from its first where the
end is unknown, to `as_of`; work that still goes on has age 0. What was not public on `as_of` does
not count, and neither do rumours, funders, commissioners, hosts and evaluators: two bodies that one
funder pays have not worked together. Members of an alliance meet, and need not deliver together, so
it counts a quarter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.records.kinds import CollaborationKind, Outcome
from graph.snapshot.columns import NEVER, OUTCOMES, PROJECT_KINDS, day_number

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from graph.records.model import Collaboration
    from graph.snapshot.snapshot import Snapshot

HALF_LIFE_YEARS = 5.0
_DAYS_IN_YEAR = 365.25
_OUTCOME_WEIGHT = {Outcome.RUMOURED: 0.0, Outcome.LOST: 0.5, Outcome.WITHDRAWN: 0.5}
_KIND_WEIGHT = {
    CollaborationKind.NETWORK: 0.5,
    CollaborationKind.ALLIANCE: 0.25,
    CollaborationKind.SUPPORT: 0.25,
    CollaborationKind.EVIDENCE: 0.0,
}


def tie_weights(
    snapshot: Snapshot,
    *,
    as_of: date,
    half_life_years: float = HALF_LIFE_YEARS,
    among: NDArray[np.int64] | None = None,
) -> sparse.csr_array[Any]:
    """Weigh the ties between all organisations, or only `among` some, in their order.

    Returns
    -------
    scipy.sparse.csr_array
        Shape (N, N), symmetric, zero diagonal, weights >= 0.
    """
    participation = participations(snapshot, as_of=as_of)
    members = np.asarray(participation.sum(axis=0)).ravel()
    if among is not None:
        participation = sparse.csr_array(participation[among])
    weight = work_weights(snapshot, as_of=as_of, half_life_years=half_life_years)
    shared = np.divide(weight, members - 1, out=np.zeros_like(weight), where=members > 1)
    scaled = participation * np.sqrt(shared)[np.newaxis, :]
    ties = sparse.csr_array(scaled @ scaled.T)
    ties.setdiag(0.0)
    ties.eliminate_zeros()
    return ties


def participations(snapshot: Snapshot, *, as_of: date) -> sparse.csr_array[Any]:
    """Say who delivered what: ones of shape (organisations, collaborations), as public by then."""
    columns = snapshot.memberships
    kept = columns.delivers & (columns.known_day <= day_number(as_of))
    shape = (len(snapshot.organisations), len(snapshot.facts.collaborations))
    places = (columns.organisation[kept], columns.collaboration[kept])
    counts = sparse.csr_array((np.ones(int(kept.sum())), places), shape=shape)
    counts.sum_duplicates()
    counts.data[:] = 1.0
    return counts


def outcome_as_of(collaboration: Collaboration, as_of: date) -> Outcome:
    """The outcome as far as it was public by then; a rumour is one from the start."""
    if collaboration.outcome is Outcome.RUMOURED:
        return Outcome.RUMOURED
    known = collaboration.outcome_known_from
    return collaboration.outcome if known and known.last_day <= as_of else Outcome.UNKNOWN


def outcomes_as_of(snapshot: Snapshot, as_of: date) -> NDArray[np.int32]:
    """`outcome_as_of` of every collaboration, as indices into `graph.snapshot.columns.OUTCOMES`."""
    columns = snapshot.collaborations
    rumoured, unknown = OUTCOMES.index(Outcome.RUMOURED), OUTCOMES.index(Outcome.UNKNOWN)
    public = columns.outcome_known_day <= day_number(as_of)
    return np.where(public | (columns.outcome == rumoured), columns.outcome, unknown)


def work_weights(
    snapshot: Snapshot, *, as_of: date, half_life_years: float = HALF_LIFE_YEARS
) -> NDArray[np.float64]:
    """Kind, outcome and age of every collaboration in one weight, >= 0."""
    columns = snapshot.collaborations
    kind = np.array([_KIND_WEIGHT.get(each, 1.0) for each in PROJECT_KINDS])
    outcome = np.array([_OUTCOME_WEIGHT.get(each, 1.0) for each in OUTCOMES])
    days, which = np.unique(columns.last_day, return_inverse=True)
    decay = np.array([_decay(int(day), as_of, half_life_years) for day in days])
    return np.asarray(kind[columns.kind] * outcome[outcomes_as_of(snapshot, as_of)] * decay[which])


def _decay(last_day: int, as_of: date, half_life_years: float) -> float:
    """What is left of work that ended on a day."""
    if last_day == NEVER:
        return 0.0
    age = max(as_of.toordinal() - last_day, 0) / _DAYS_IN_YEAR
    return float(2.0 ** (-age / half_life_years))
