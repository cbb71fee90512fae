"""What a body can do in all areas together: its capacity counted once.

In each area alone a body may put one and a half times its even share of turnover, so all areas
together could count it more than once. Here the same formula is read as if all the areas were one:

    turnover * min(its share of this work, most of turnover in one contract) / cost of a need

A stated capacity counts once, whatever areas it reaches into; the work of a body of unknown size
counts for the same small trust in all areas together as in one. A staff mutual has the staff of
each area's own trust, so it can do the work of all its areas at once. Volunteers count once, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.brief.gates import GateKey
from matcher.case.capacity import Basis, stated_capacity, with_members, work_shares
from matcher.case.price import price_of
from matcher.case.volunteers import done_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.case.build import Case

    Floats = NDArray[np.float64]

_MIDDLE = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SharedCapacity:
    """What each body can do in all areas together.

    Attributes
    ----------
    total : needs a year at the mean cost of a need over all areas, shape (N,)
    rate : how much of it one need of each area takes, shape (A, N): where needs cost more, a body
        of known turnover meets fewer; stated and trusted needs are the same everywhere
    basis : what it rests on, one `Basis` an organisation, shape (N,)
    """

    total: Floats
    rate: Floats
    basis: NDArray[np.object_]


def shared_capacity(cases: Sequence[Case], *, free: float = 1.0) -> SharedCapacity:
    """Work out what bodies can do in all these areas together; one case for each area.

    `free` is the share of an estimate from turnover that no other contract takes up. No fact says
    what it is.
    """
    first = cases[0]
    snapshot, capacity, rules = first.snapshot, first.capacity, first.rules
    most = first.brief.gates.figure(GateKey.EXPOSURE, off=1.0)
    shares = work_shares(snapshot, capacity.explicit, rules)
    share = np.minimum(most, shares[_MIDDLE])
    unit_cost = mean_unit_cost_gbp(snapshot)
    stated = stated_capacity(snapshot, [case.supply for case in cases])
    bought = free * capacity.turnover_gbp * share / unit_cost
    staffed = ~np.isnan([case.capacity.workforce_gbp for case in cases])
    costs = np.array([case.capacity.unit_cost_gbp for case in cases])[:, np.newaxis]
    here = np.array([case.capacity.total for case in cases]) * costs / unit_cost
    bought = np.where(staffed.any(axis=0), (here * staffed).sum(axis=0), bought)
    volunteers = capacity.volunteers
    bought = np.where(volunteers.unpaid, done_by(volunteers, shares, rules)[_MIDDLE], bought)
    trusted = np.full_like(bought, rules.unknown_capacity[_MIDDLE])
    basis = np.where(~np.isnan(stated), 0, np.where(np.isnan(bought), 2, 1))
    alone = np.choose(basis, [stated, bought, trusted])
    return SharedCapacity(
        total=with_members(snapshot, alone, basis, first.brief.as_of),
        rate=np.where((basis == 1) & ~volunteers.unpaid, costs / unit_cost, 1.0),
        basis=np.array(list(Basis), dtype=object)[basis],
    )


def mean_unit_cost_gbp(snapshot: Snapshot) -> float:
    """Pounds to meet one need, over all areas of the programme."""
    areas = range(len(snapshot.areas))
    money = sum(price_of(snapshot, area).supply_chain_gbp for area in areas)
    return money / float(snapshot.demand.sum())
