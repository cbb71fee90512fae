"""What each organisation could do for the needs of places: its relevant capability.

    capability(v) = sum over cells of need * quality(v, cell) * presence(v, cell)

in needs a year, over the cells (authority, pathway, cohort) of the areas in question, by the
engine's own scoring (docs/scoring.md). How large a body is does not enter: who does the work, where
it is needed, has it. So it is what exposure is measured against (docs/fairness.md).
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from matcher.case.cells import cells_of
from matcher.case.scoring import ScoringRules
from matcher.case.supply import supply_of

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot

    Floats = NDArray[np.float64]

_KEPT = 64


class Relevance:
    """Relevant capabilities of a snapshot; those asked for lately are kept.

    Parameters
    ----------
    snapshot : the facts
    rules : the engine's scoring; without it, the default
    """

    def __init__(self, snapshot: Snapshot, *, rules: ScoringRules | None = None) -> None:
        self._snapshot, self._rules = snapshot, rules or ScoringRules()
        self._kept: OrderedDict[tuple[int, int | None, date], Floats] = OrderedDict()
        self._turn = Lock()

    def of(self, area: int, pathway: int | None, as_of: date) -> Floats:
        """Needs a year of one area that each could meet, of one pathway or of all; shape (N,)."""
        key = area, pathway, as_of
        with self._turn:
            found = self._kept.pop(key, None)
            if found is None:
                found = self._found(area, pathway, as_of)
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def over(self, areas: NDArray[np.int64], pathway: int | None, as_of: date) -> Floats:
        """The same for some areas together, shape (N,)."""
        total = np.zeros(len(self._snapshot.organisations))
        for area in areas.tolist():
            total += self.of(area, pathway, as_of)
        return total

    def _found(self, area: int, pathway: int | None, as_of: date) -> Floats:
        cells = cells_of(self._snapshot, area, equity=0.0)
        supply = supply_of(self._snapshot, cells, area, as_of=as_of, rules=self._rules)
        quality = supply.quality
        asked = np.ones(cells.count, dtype=bool) if pathway is None else cells.pathway == pathway
        worth = quality.data * supply.presence * (cells.need * asked)[quality.indices]
        owner = np.repeat(np.arange(quality.shape[0]), np.diff(quality.indptr))
        sums = np.bincount(owner, weights=worth, minlength=quality.shape[0])
        return np.asarray(sums, dtype=np.float64)
