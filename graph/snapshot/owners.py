"""Which records are of which organisation, so that one is described without a walk over all.

The rows of all tables stand in one list, sorted by table and then by organisation. Those of one
organisation are next to each other and found by bisection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.cells import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.snapshot.numbering import Numbering

    Indices = NDArray[np.int32]

_OWNED = (
    ("aliases", "organisation"),
    ("identifiers", "organisation"),
    ("sizes", "organisation"),
    ("interests", "organisation"),
    ("capabilities", "organisation"),
    ("evidence", "organisation"),
    ("affiliations", "organisation"),
    ("affiliations", "of"),
    ("flags", "organisation"),
    ("registrations", "organisation"),
    ("accounts", "organisation"),
    ("memberships", "organisation"),
)
"""The tables, and the field that says whose a record is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerColumns:
    """The rows of each organisation in each table.

    Attributes
    ----------
    start : where each of the tables begins in the others, and behind the last where they end
    organisation : index into the snapshot's organisations, rising within a table
    row : index into the records of the table, rising within an organisation
    """

    start: Indices
    organisation: Indices
    row: Indices

    def rows(self, table: str, organisation: int, *, field: str = "organisation") -> Indices:
        """Give the rows of a table in which a field names an organisation, in their order."""
        place = _OWNED.index((table, field))
        first, last = self.start[place : place + 2]
        own = self.organisation[first:last]
        left, right = np.searchsorted(own, (organisation, organisation + 1))
        return self.row[first + left : first + right]


def owner_columns(numbering: Numbering) -> OwnerColumns:
    """Sort the rows of all tables by their organisation."""
    owners = [np.fromiter(each, np.int32) for each in _owners(numbering)]
    orders = [np.argsort(each, kind="stable").astype(np.int32) for each in owners]
    lengths = [len(each) for each in owners]
    return OwnerColumns(
        start=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
        organisation=np.concatenate([o[by] for o, by in zip(owners, orders, strict=True)]),
        row=np.concatenate(orders),
    )


def _owners(numbering: Numbering) -> Iterator[Iterator[int]]:
    index, facts = numbering.organisation_index, numbering.facts
    for table, field in _OWNED:
        yield map(index.__getitem__, cells(facts, table)[field])
