"""How much of the need could be met: an estimate for every place, without solving anything.

In each cell the three bodies count that could do most of it (`matcher.questions.field_supply`):

    share = sum of min(need, s1 + s2 + s3) / sum of need

over the cells of a place. Over all areas that comes to within two points of what the best line-ups
could meet (docs/needed.md, "Why three others").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.problem.rows import sums_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.questions.field_supply import FieldSupply

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CouldBeMet:
    """The share of the needs that could be met; NaN where nobody has a need.

    Attributes
    ----------
    by_area : in the order of the snapshot's areas
    by_authority : in the order of its authorities
    """

    by_area: Floats
    by_authority: Floats


def could_be_met(snapshot: Snapshot, field: Sequence[FieldSupply]) -> CouldBeMet:
    """Work out the shares from what the field could do, one `FieldSupply` for each area."""
    needs, met = np.zeros(len(snapshot.authorities)), np.zeros(len(snapshot.authorities))
    for one in field:
        place = one.cells.authorities[one.cells.place]
        np.add.at(needs, place, one.cells.need)
        np.add.at(met, place, one.met())
    area, count = snapshot.authority_area, len(snapshot.areas)
    met_there, needs_there = (sums_by(area, each, count) for each in (met, needs))
    return CouldBeMet(by_area=_share(met_there, needs_there), by_authority=_share(met, needs))


def _share(met: Floats, needs: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        return np.asarray(met / needs)
