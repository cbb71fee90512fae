"""The file `charity_event_history`: which charity took over from one that ended, and when.

The register tells what happened to a charity, and for a transfer of assets which other charity has
part in it. A charity that transferred its assets and was removed has gone into the other: it merged
with it, or goes on under its number. A transfer alone says nothing of the kind, because charities
that go on give money to one another too. So the history of the charity that ended counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.records.identifiers import OrgId
from graph.records.kinds import AffiliationKind
from graph.records.model import Affiliation
from graph.sources.cells import when, whole
from graph.sources.charity_commission.charity import stated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.sources.cells import Cells
    from graph.sources.protocol import Context

TYPE, DAY, OTHER = "event_type", "date_of_event", "assoc_registered_charity_number"
_OUT = re.compile(r"transfer.*\b(out|to)\b|amalgamat|merge", re.IGNORECASE)
_REMOVED = re.compile(r"\bremov", re.IGNORECASE)
SAYS_NOTHING = "the event is neither a transfer to another charity nor a removal"


def says_nothing(cells: Cells) -> bool:
    """Whether an event tells nothing of who took over from the charity."""
    return not (_is_transfer(cells) or _is_removal(cells))


def successors(who: OrgId, rows: Sequence[Cells], context: Context) -> Iterator[Affiliation]:
    """Yield who took over from a charity that was removed; a merger joins two from its day on.

    It counts from the day of the extract: events are put into the register long after their day.
    """
    if not any(map(_is_removal, rows)):
        return
    for cells in rows:
        other = cells.get(OTHER, _charity)
        if other is None or other == who or not (_is_transfer(cells) or _is_removal(cells)):
            continue
        yield Affiliation(
            organisation=other,
            of=who,
            kind=AffiliationKind.PARENT,
            start=cells.get(DAY, when),
            end=None,
            note="took over from this charity, which was removed from the register of charities",
            provenance=stated(context.published),
        )


def _is_transfer(cells: Cells) -> bool:
    return bool(_OUT.search(cells.text(TYPE)))


def _is_removal(cells: Cells) -> bool:
    return bool(_REMOVED.search(cells.text(TYPE)))


def _charity(cell: str) -> OrgId | None:
    """Give the charity of a number; 0 stands for none."""
    number = whole(cell)
    return OrgId(f"GB-CHC-{number}") if number else None
