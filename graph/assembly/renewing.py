"""Making a programme's facts anew when a source came, went, or was linked otherwise."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from graph.assembly.assemble import Assembled, assemble, own_facts
from graph.packs.statements import OWN_STATEMENT, is_statement
from graph.records.entries import Entry, Import
from graph.stores.protocol import silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.records.facts import Facts
    from graph.stores.protocol import GraphStore, Progress


def renew(
    store: GraphStore,
    programme: str,
    *,
    own: Facts | None = None,
    finishing: Sequence[int] = (),
    dropping: Sequence[int] = (),
    progress: Progress = silent,
) -> Assembled:
    """Make the facts of a programme anew and write them; all or nothing.

    Parameters
    ----------
    store, programme : where, and of which programme
    own : the programme's own facts in place of those that the store holds; what organisations say
        of themselves there stays
    finishing : imports that were read and count from now on
    dropping : imports that count no longer
    progress : told how many records are written, and of how many

    Raises
    ------
    StoreError
        If the store cannot be read or written; nothing has changed then.
    """
    holdings = store.holdings(programme)
    held = own_facts(store.read(programme))
    made = assemble(
        held if own is None else with_statements(own, held),
        holdings.entries(among=finishing, leaving_out=dropping),
        links=holdings.links(),
        decisions=holdings.decisions(),
    )
    store.write(made.facts, progress=progress, finishing=finishing, dropping=dropping)
    return made


def with_statements(own: Facts, held: Facts) -> Facts:
    """Add what organisations say of themselves in facts that are held to others.

    What names a place, area, pathway or cohort that the others lack is left out.
    """
    said: list[Any] = [
        record
        for name, records in held.tables()
        for record in records
        if name != "sources" and is_statement(record)
    ]
    if not said:
        return own
    origin = next(row for row in held.sources if row.id == OWN_STATEMENT)
    told = Import(source="", file="", digest="", origin=origin, begun=datetime.now(UTC))
    return assemble(own, [(told, Entry(key=OWN_STATEMENT, row=1, records=tuple(said)))]).facts
