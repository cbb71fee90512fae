"""The most that an organisation can put under contracts with one prime, over all areas.

The exposure gate's share of its turnover; where that is unknown, what an organisation of unknown
size is trusted with, once and not in every area anew, or what a trust's staff can do in this area;
where the gate is off, no limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.brief.gates import GateKey

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
    trusted = np.where(staffed, capacity.total, case.rules.unknown_capacity[1])
    trusted *= capacity.unit_cost_gbp
    return np.where(np.isnan(capacity.turnover_gbp), trusted, most * capacity.turnover_gbp)
