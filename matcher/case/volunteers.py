"""Bodies without paid staff: who they are, and what their volunteers can do.

A body is one whose last public accounts that count its employees count none, and whose last that
count its volunteers count some, or that states so itself. It takes an unpaid part: its work counts,
and its price is its expenses. Who turns over as much as a large body pays somebody, through a group
or a contract; and a joint venture or consortium has its members' staff.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.columns import day_number
from matcher.case.affiliations import joint_bodies, workforces

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from graph.records.model import Accounts
    from graph.snapshot.snapshot import Snapshot
    from matcher.case.scoring import ScoringRules

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Volunteers:
    """Who has volunteers and no paid staff.

    Attributes
    ----------
    count : volunteers of each body without paid staff, NaN for all others, shape (N,)
    employees_row, count_row : the rows of `Facts.accounts` that say so, -1 for all others, shape
        (N,)
    """

    count: Floats
    employees_row: Indices
    count_row: Indices

    @property
    def unpaid(self) -> Flags:
        """Who takes an unpaid part, shape (N,)."""
        return ~np.isnan(self.count)

    def accounts(self, snapshot: Snapshot, organisation: int) -> tuple[Accounts, ...]:
        """Give the accounts that say so of an organisation, each once; none of all others."""
        rows = dict.fromkeys(
            int(each[organisation]) for each in (self.employees_row, self.count_row)
        )
        return tuple(snapshot.facts.accounts[row] for row in rows if row >= 0)


def volunteers_of(
    snapshot: Snapshot, turnover_gbp: Floats, *, as_of: date, rules: ScoringRules
) -> Volunteers:
    """Find the bodies without paid staff, as publicly known on the day."""
    columns = snapshot.accounts
    employees, of_staff = _latest(snapshot, columns.employees, as_of)
    volunteers, of_count = _latest(snapshot, columns.volunteers, as_of)
    unpaid = (employees == 0) & (np.nan_to_num(volunteers) > 0)
    unpaid &= np.nan_to_num(turnover_gbp) < rules.large_gbp
    unpaid &= ~_has_staff_of_others(snapshot, as_of)
    return Volunteers(
        count=np.where(unpaid, volunteers, np.nan),
        employees_row=np.where(unpaid, of_staff, -1),
        count_row=np.where(unpaid, of_count, -1),
    )


def done_by(volunteers: Volunteers, shares: Floats, rules: ScoringRules) -> Floats:
    """Needs a year that volunteers can meet: the low, middle and high of both, shape (3, N).

    `shares` are the shares of their time that is this work, shape (3, N); NaN for who is paid.
    """
    each = np.array(rules.volunteer_needs)[:, np.newaxis]
    return np.asarray(volunteers.count * each * shares, dtype=np.float64)


def _latest(snapshot: Snapshot, figure: Floats, as_of: date) -> tuple[Floats, Indices]:
    """A figure of each body's last public accounts that give it, and their row.

    Of several for one year the first counts; NaN and -1 where there is none. Shape (N,) each.
    """
    columns = snapshot.accounts
    known = np.flatnonzero((columns.known_day <= day_number(as_of)) & ~np.isnan(figure))
    order = known[np.lexsort((-known, columns.year_end[known]))]
    rows = np.full(len(snapshot.organisations), -1, dtype=np.int64)
    rows[columns.organisation[order]] = order  # the last one that is put there stays
    return np.append(figure, np.nan)[rows], rows


def _has_staff_of_others(snapshot: Snapshot, as_of: date) -> Flags:
    """Who has its members' staff, or a probation trust's."""
    links = joint_bodies(snapshot, as_of) + workforces(snapshot, as_of)
    return np.diff(links.tocsc().indptr) > 0
