"""Whom to approach: likely primes in the areas where somebody is needed, by the model of partners.

A likely prime could hold the contract, and publicly wants to or has led work there. In the order
of the model of partners (docs/partners.md). Nobody named has been asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.questions.needed_records import Approach
from matcher.questions.partner_records import PartnerQuery

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.questions.needed_records import NeededRow
    from matcher.questions.partners import PartnerSearch

_AREAS, _NAMED, _REASONS = 3, 3, 3
_LOOKED_THROUGH = 40
"""Those who have led come first, so primes are among the first."""


def likely_primes(
    snapshot: Snapshot,
    partners: PartnerSearch,
    who: int,
    rows: Sequence[NeededRow],
    *,
    primes: Mapping[str, NDArray[np.bool_]],
    as_of: date,
) -> Iterator[Approach]:
    """Name likely primes for the first row of each of the first areas.

    Parameters
    ----------
    snapshot : the facts
    partners : the model of partners, ready to be asked
    who : who asks
    rows : where it is needed, in order
    primes : by area, who could hold its contract, shape (N,)
    as_of : only facts public by this day count
    """
    first = {row.area: row for row in reversed(rows)}
    for area in list(dict.fromkeys(row.area for row in rows))[:_AREAS]:
        row = first[area]
        query = PartnerQuery(
            organisation=str(snapshot.organisations[who].id),
            area=row.area,
            pathway=row.pathway,
            direction="leads",
            limit=_LOOKED_THROUGH,
            variety=0.0,
            as_of=as_of,
        )
        found = partners.find(query).partners
        likely = [each for each in found if primes[area][snapshot.organisation_index[each.id]]]
        for each in likely[:_NAMED]:
            yield Approach(
                area=row.area,
                area_name=row.area_name,
                pathway=row.pathway,
                id=each.id,
                name=each.name,
                probability=each.probability,
                why=tuple(part.words for part in each.parts[:_REASONS]),
            )
