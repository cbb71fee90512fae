"""What `matcher sources` does, and how a store is opened and its facts made anew."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.cli.destination import CommandError
from api.cli.output import note, working
from api.cli.tables.layout import Line, titled_table
from api.cli.tables.stores import shown
from graph.assembly.renewing import renew
from graph.sources import IMPORTERS
from graph.stores import open_store, programme_at_hand

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from api.formats.serialise import Row
    from graph.assembly.assemble import Assembled
    from graph.records.entries import Import, Reject
    from graph.records.facts import Facts
    from graph.stores import GraphStore

SOURCE_COLUMNS = (
    *("source", "part", "file", "published", "imported", "rows", "entries", "rejected"),
    *("title", "licence"),
)
REJECT_COLUMNS = ("source", "part", "row", "rows", "key", "field", "reason", "value")
REMOVED_COLUMNS = ("source", "part", "file", "programme", "data_version", "data_version_before")
_SHOWN = 20
"""Rejects that a table shows; a file has all."""


@contextmanager
def opened(address: FactsAddress) -> Iterator[tuple[GraphStore, str]]:
    """Open the store that an address names, and the programme in it."""
    with open_store(address.store_url) as store:
        yield store, programme_at_hand(store, address.programme)


def made_anew(
    store: GraphStore,
    programme: str,
    *,
    known: tuple[str, Facts] | None = None,
    finishing: Sequence[int] = (),
    dropping: Sequence[int] = (),
) -> Assembled:
    """Make the facts anew, and say how far it is."""
    with working("Making the facts anew") as update:
        return renew(
            store,
            programme,
            known=known,
            finishing=finishing,
            dropping=dropping,
            progress=lambda done, of: update(f"Writing facts: {done:,} of {of:,} records"),
        )


def list_imports(address: FactsAddress, output: Output) -> None:
    """List what was imported into a programme."""
    with opened(address) as (store, programme):
        held = store.holdings(programme).imports()
    rows = [_listed(each) for each in held]

    def table() -> Iterator[RenderableType]:
        if held:
            yield _listed_table(held)
        else:
            yield Line(f"Nothing was imported into {programme} yet.")
            yield Line(f"There are importers for: {', '.join(IMPORTERS)}")

    output.emit(rows, columns=SOURCE_COLUMNS, rows=lambda: rows, table=table)
    if not rows:
        note("What one of them takes: matcher import SOURCE")


def _listed_table(held: Sequence[Import]) -> RenderableType:
    table = titled_table("", "Source", "Published", "Imported", right=("Rows", "Taken", "Rejected"))
    for each in held:
        part = "" if each.part in each.file else f"{each.part}: "
        days = (str(each.published or "unknown"), str(each.finished)[:10])
        counts = (each.rows, each.rows - each.rejected, each.rejected)
        named = f"{each.source} {part}{shown(each.file)}"
        table.add_row(named, *days, *(f"{count:,}" for count in counts))
    return table


def list_rejects(address: FactsAddress, source: str, part: str | None, output: Output) -> None:
    """List the rows of a source that were not taken."""
    with opened(address) as (store, programme):
        holdings = store.holdings(programme)
        held = _named(holdings.imports(), source, part)
        rows = [
            _reject_row(each, reject) for each in held for reject in holdings.rejects(each.number)
        ]

    def table() -> Iterator[RenderableType]:
        listed = titled_table("", "Key", "Field", "Reason", "Value", right=("Row",))
        for row in rows[:_SHOWN]:
            words = (str(row[name]) for name in ("key", "field", "reason", "value"))
            listed.add_row(*(word and shown(word) for word in words), f"{row['row']:,}")
        yield listed
        if len(rows) > _SHOWN:
            yield Line(f"and {len(rows) - _SHOWN:,} more: --format csv --output rejects.csv")

    output.emit(rows, columns=REJECT_COLUMNS, rows=lambda: rows, table=table)
    taken = sum(each.rows - each.rejected for each in held)
    note(f"{taken:,} rows of {sum(each.rows for each in held):,} were taken.")


def remove_source(address: FactsAddress, source: str, part: str | None, output: Output) -> None:
    """Take out what a source says."""
    with opened(address) as (store, programme):
        held = _named(store.holdings(programme).imports(), source, part)
        before = store.data_version(programme)
        made_anew(store, programme, dropping=[each.number for each in held])
        after = store.data_version(programme)
    rows: list[Row] = [
        {
            "source": each.source,
            "part": each.part,
            "file": each.file,
            "programme": programme,
            "data_version": after,
            "data_version_before": before,
        }
        for each in held
    ]
    told = ", ".join(each.file for each in held)
    words = (
        f"All that {source} said is out of {programme}: {told}.\nData version {after}, "
        f"before {before}."
    )
    output.emit(rows, columns=REMOVED_COLUMNS, rows=lambda: rows, table=lambda: [Line(words)])


def _named(imports: Sequence[Import], source: str, part: str | None) -> list[Import]:
    held = [each for each in imports if each.source == source and part in {None, each.part}]
    if not held:
        there = ", ".join(f"{each.source} {each.part}".strip() for each in imports) or "nothing"
        asked = " ".join(filter(None, (source, part)))
        message = f"{asked} was not imported; what was: {there}"
        raise CommandError(message)
    return held


def _listed(held: Import) -> Row:
    return {
        "source": held.source,
        "part": held.part,
        "file": held.file,
        "published": held.published,
        "imported": None if held.finished is None else held.finished.isoformat(),
        "rows": held.rows,
        "entries": held.entries,
        "rejected": held.rejected,
        "title": held.origin.title,
        "licence": held.origin.licence,
    }


def _reject_row(held: Import, reject: Reject) -> Row:
    own = {name: getattr(reject, name) for name in REJECT_COLUMNS[2:]}
    return {"source": held.source, "part": held.part, **own}
