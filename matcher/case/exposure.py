"""The most that an organisation can put under contracts with one prime, over all areas.

The exposure gate's share of its turnover; where that is unknown, what an organisation of unknown
size is trusted with, once and not in every area anew, or what a trust's staff can do in this area;
of a body without paid staff the price of what its volunteers can do; where the gate is off, no
limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.brief.gates import GateKey
from matcher.case.capacity import work_shares
from matcher.case.volunteers import done_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.case.build import Case


def exposure_limits(case: Case) -> NDArray[np.float64]:
    """Pounds a year by organisation of the snapshot, shape (N,); inf where there is no limit."""
    capacity, gates = case.capacity, case.brief.gates
    if not gates.on(GateKey.EXPOSURE):
        return np.full(len(capacity.total), np.inf)
    most = gates.figure(GateKey.EXPOSURE, off=np.inf)
    staffed = ~np.isnan(capacity.workforce_gbp)
    unpaid = capacity.volunteers.unpaid
    trusted = np.where(staffed, capacity.total, case.rules.unknown_capacity[1])
    trusted = np.where(unpaid, _everywhere(case), trusted) * capacity.unit_cost_gbp
    by_size = np.isnan(capacity.turnover_gbp) | unpaid
    return np.where(by_size, trusted, most * capacity.turnover_gbp)


def _everywhere(case: Case) -> NDArray[np.float64]:
    """What volunteers can do in all places: what they state for this one, if that is more."""
    capacity, rules = case.capacity, case.rules
    shares = work_shares(case.snapshot, capacity.explicit, rules)
    done = done_by(capacity.volunteers, shares, rules)[1]
    return np.asarray(np.where(capacity.is_stated, np.fmax(done, capacity.total), done))
