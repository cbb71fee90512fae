"""Fields of many records, read column by column."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.records.facts import Facts

    Cells = dict[str, list[Any]]

KNOWN = "provenance.known_from"

READ: dict[str, tuple[str, ...]] = {
    "organisations": ("id", "name", "kind", KNOWN),
    "identifiers": ("organisation", "identifier"),
    "aliases": ("organisation", "name"),
    "sizes": ("organisation", "year", "turnover_low_gbp", "turnover_high_gbp", KNOWN),
    "interests": ("organisation",),
    "capabilities": (
        *("organisation", "pathway", "places", "cohorts", "capacity_needs_a_year", "probability"),
        *("setting", "sex", "justice", "provenance.confidence", KNOWN),
    ),
    "evidence": ("organisation", "pathway", "level", KNOWN),
    "collaborations": (
        *("id", "kind", "outcome", "outcome_known_from", "start", "end", "pathways", "areas"),
    ),
    "memberships": ("collaboration", "organisation", "role", KNOWN),
    "affiliations": ("organisation", "of", "kind", "start", "end", KNOWN),
    "flags": ("organisation", "kind", "start", "end", KNOWN),
    "registrations": ("organisation",),
    "accounts": ("organisation", "year_end", "employees", "volunteers", KNOWN),
}
"""The tables that may be large, and the fields of each that a snapshot is laid out of.

Who holds these fields as columns need make no record of these tables.
"""


def cells(facts: Facts, table: str) -> Cells:
    """Read what is laid out of a table, column by column."""
    return dict(zip(READ[table], columns(getattr(facts, table), *READ[table]), strict=True))


def columns(records: Sequence[object], *names: str) -> tuple[list[Any], ...]:
    """Read some fields of all records, such as ``provenance.known_from``, column by column.

    A sequence that holds rows (`graph.stores.saved.Rows`) need not make its records for that; its
    codes come as the texts that they are.
    """
    read = getattr(records, "columns", None)
    if read is not None:
        return tuple(read(*names))
    return tuple(list(map(attrgetter(name), records)) for name in names)
