"""Making a programme's facts anew when a source came, went, or was linked otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.assembly.assemble import Assembled, assemble, own_facts
from graph.assembly.own_statements import keep_older, without_older
from graph.stores.keeping import uncollected
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
    known: tuple[str, Facts] | None = None,
    finishing: Sequence[int] = (),
    dropping: Sequence[int] = (),
    progress: Progress = silent,
) -> Assembled:
    """Make the facts of a programme anew and write them; all or nothing.

    Parameters
    ----------
    store, programme : where, and of which programme
    own : the programme's own facts in place of those that the store holds
    known : the data version that the store had, and facts that were read of it since: as long as it
        has that version, they are not read again
    finishing : imports that were read and count from now on
    dropping : imports that count no longer
    progress : told how many records are written, and of how many

    Raises
    ------
    StoreError
        If the store cannot be read or written; nothing has changed then.
    """
    with uncollected():
        holdings = store.holdings(programme)
        if known is not None and known[0] == store.data_version(programme):
            held = own_facts(known[1])
        else:
            held = own_facts(store.read(programme))
        finishing = (*finishing, *(each.number for each in keep_older(holdings, held)))
        made = assemble(
            without_older(held if own is None else own),
            holdings.columns(among=finishing, leaving_out=dropping),
            links=holdings.links(),
            decisions=holdings.decisions(),
        )
        store.write_tables(made.tables, progress=progress, finishing=finishing, dropping=dropping)
    return made
