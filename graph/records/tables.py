"""Every table of facts, described once.

Reading folders, both stores, comparing, references and the documents follow these descriptions, and
`Facts` has a field for each. The order is that of `Facts`: what others refer to comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.records.organisation_tables import ORGANISATION_TABLES
from graph.records.programme_tables import PROGRAMME_TABLES
from graph.records.provenance import Confidence, PartialDate
from graph.records.table import Column, Table, described

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLES: Mapping[str, Table] = {
    table.name: described(table) for table in (*PROGRAMME_TABLES, *ORGANISATION_TABLES)
}
"""The description of each table, in the order of `Facts`."""

PROVENANCE = (
    Column(
        "sources",
        "The ids of the sources that say so.",
        hint=tuple[str, ...],
        heading="sources",
    ),
    Column(
        "known_from",
        "When it became public: a day, month or year; blank if nobody knows.",
        hint=PartialDate | None,
        blank=True,
        heading="known_from",
    ),
    Column("confidence", "How sure we are.", hint=Confidence, heading="confidence"),
)
"""The columns of every table whose rows say where they came from."""


def table_of(record: type[Any]) -> Table:
    """Give the description of the table that holds such records."""
    return _BY_RECORD[record]


_BY_RECORD = {table.record: table for table in TABLES.values()}
