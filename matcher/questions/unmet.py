"""What all known organisations together could meet of an area's needs, without choosing a line-up.

Each body that may bid does, of every need that it can serve, its presence there times what it can
take on. Where that is more than it can do in all, it shares what it can do among these needs in
proportion. What a cell gets from all is met as far as `matcher.answer.chances` expects it, if the
chances of bodies being there are independent. Nobody counts as chosen, and there is no lead:
so it is more than any line-up meets, and what stays unmet nobody known could do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from matcher.answer.chances import met_of_cells
from matcher.case.capacity import capacity_of
from matcher.case.cells import Cells, cells_of
from matcher.case.scoring import ScoringRules
from matcher.case.supply import supply_of
from matcher.problem.rows import sums_by

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot

    Floats = NDArray[np.float64]

_RULES = ScoringRules()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AreaNeed:
    """What all could meet of the cells of an area, C of them.

    Attributes
    ----------
    cells : place, pathway, cohort and need of each
    met : people a year whose need could be met in expectation, shape (C,)
    met_at_most : the same if each were there where the others are missing, shape (C,)
    could : what each organisation of the snapshot could do, in needs a year, CSR (N, C)
    """

    cells: Cells
    met: Floats
    met_at_most: Floats
    could: sparse.csr_array[Any]

    @property
    def unmet(self) -> Floats:
        """People a year whose need nobody known could meet, shape (C,)."""
        return np.asarray(self.cells.need - self.met)


def area_need(
    snapshot: Snapshot, area: int, *, as_of: date, rules: ScoringRules = _RULES
) -> AreaNeed:
    """Work out what all organisations known by a day could meet of an area's needs."""
    cells = cells_of(snapshot, area, equity=0.0)
    supply = supply_of(snapshot, cells, area, as_of=as_of, rules=rules)
    total = capacity_of(
        snapshot, supply, area, as_of=as_of, rules=rules, most_of_turnover=1.0
    ).total
    pattern = supply.quality
    owner = np.repeat(np.arange(pattern.shape[0]), np.diff(pattern.indptr))
    most = supply.presence * np.minimum(cells.need[pattern.indices], total[owner])
    wanted = sums_by(owner, most, pattern.shape[0])
    share = np.minimum(1.0, np.divide(total, wanted, out=np.ones_like(total), where=wanted > 0))
    volume = most * share[owner]
    does = volume > 0
    cell, done = pattern.indices[does], volume[does]
    return AreaNeed(
        cells=cells,
        met=met_of_cells(cells.need, cell, done, supply.presence[does]),
        met_at_most=np.minimum(cells.need, sums_by(cell, done, cells.count)),
        could=sparse.csr_array((done, (owner[does], cell)), shape=pattern.shape),
    )
