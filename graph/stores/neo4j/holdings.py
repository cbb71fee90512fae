"""What imported sources say, in the Neo4j store."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import replace
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from graph.errors import StoreDamagedError, StoreError
from graph.records.entries import Reject
from graph.stores.entry_columns import EntryColumns
from graph.stores.entry_rows import (
    IMPORT_COLUMNS,
    decision_of,
    entry,
    everything,
    import_of,
    link_of,
    link_row,
    said,
)
from graph.stores.keeping import storable
from graph.stores.neo4j import editions, imports
from graph.stores.neo4j.writing import sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.records.entries import Decision, Entry, Import, Link
    from graph.stores.entry_columns import SaidColumns
    from graph.stores.neo4j.driver import Database

_LINKS_AT_ONCE = 5000


class Neo4jHoldings:
    """The `Holdings` of one programme in a server's database."""

    def __init__(self, database: Database, url: str, programme: str) -> None:
        """Use the connection of an open store."""
        self._database, self._url, self._programme = database, url, programme

    def imports(self) -> tuple[Import, ...]:
        """Give the imports that count, by source and part."""
        return tuple(held for held in self._imports() if held.finished is not None)

    def begin(self, of: Import) -> Import:
        """Begin an import, and forget what was begun of the same source and part."""
        with storable():
            number = self._database.write(imports.begin, self._programme, of)
        self._sweep()
        return replace(of, number=number)

    def add(
        self, number: int, entries: Sequence[Entry], rejects: Sequence[Reject] = ()
    ) -> tuple[Reject, ...]:
        """Keep a batch of an import that was begun, and count its rows."""
        with storable():
            texts = [(each, said(each)) for each in entries]
            return self._database.write(
                imports.add, number, self._programme, uuid.uuid4().hex, texts, rejects
            )

    def entries(
        self,
        *,
        among: Sequence[int] = (),
        leaving_out: Sequence[int] = (),
        saying: Callable[[str], bool] = everything,
    ) -> Iterator[tuple[Import, Entry]]:
        """Yield what counts, import by import, entries as they came."""
        for held in self._counting(among, leaving_out):
            for row in self._rows(held):
                try:
                    if saying(row[-1]):
                        yield held, entry(*row)
                except (ValueError, TypeError, KeyError) as error:
                    message = f"the entry {row[0]} is not valid ({error})"
                    raise StoreDamagedError(self._damaged(message)) from error

    def columns(
        self, *, among: Sequence[int] = (), leaving_out: Sequence[int] = ()
    ) -> Iterator[tuple[Import, SaidColumns]]:
        """Yield what counts as columns, import by import."""
        reader = EntryColumns()
        for held in self._counting(among, leaving_out):
            rows = self._rows(held)
            while some := list(islice(rows, imports.AT_ONCE)):
                try:
                    yield held, reader.read([(key, text) for key, *_, text in some])
                except ValueError as error:
                    raise StoreDamagedError(self._damaged(str(error))) from error

    def _counting(self, among: Sequence[int], leaving_out: Sequence[int]) -> Iterator[Import]:
        """Yield the imports that count, and those that were begun and are to count."""
        held = self._imports()
        begun = tuple(each for each in held if each.number in among)
        counting = tuple(each for each in held if each.finished is not None)
        places = {(each.source, each.part): each for each in (*counting, *begun)}
        for _, each in sorted(places.items()):
            if each.number not in leaving_out:
                yield each

    def _rows(self, held: Import) -> Iterator[Any]:
        """Yield key, row, rows and text of each entry; if one is missing, it is damaged."""
        found = 0
        for first in count(step=imports.AT_ONCE):
            rows = self._database.read(imports.entries, held.number, first)
            found += len(rows)
            yield from rows
            if len(rows) < imports.AT_ONCE:
                break
        if found != held.entries:
            message = f"import {held.number} has {found} entries instead of {held.entries}"
            raise StoreDamagedError(self._damaged(message))

    def rejects(self, number: int) -> Iterator[Reject]:
        """Yield what was rejected of an import, in the order of the file."""
        row, position = -1, -1
        while rows := self._database.read(imports.rejects, number, row, position):
            for *values, _ in rows:
                yield Reject(**dict(zip(imports.REJECT_FIELDS, values, strict=True)))
            row, position = rows[-1][0], rows[-1][-1]

    def links(self) -> tuple[Link, ...]:
        """Give the links that were kept, in the order of their ends."""
        rows = editions.settled(
            lambda: self._database.read(imports.link_set, self._programme),
            lambda number: self._database.read(imports.links, number),
        )
        return tuple(map(link_of, rows))

    def keep_links(self, links: Sequence[Link]) -> None:
        """Keep these links in place of all that were kept."""
        with storable():
            rows = [link_row(link) for link in sorted(links, key=_ends)]
            number = self._database.write(imports.begin_links, self._programme)
            for first in range(0, len(rows), _LINKS_AT_ONCE):
                some = rows[first : first + _LINKS_AT_ONCE]
                self._database.write(imports.add_links, number, first, some)
            self._database.write(imports.keep_links, number)
        self._sweep()

    def decisions(self) -> tuple[Decision, ...]:
        """Give what people decided, in the order of the ends."""
        found = map(decision_of, self._database.read(imports.decisions, self._programme))
        return tuple(sorted(found, key=_ends))

    def decide(self, decision: Decision) -> None:
        """Keep a decision, in place of an earlier one about the same two."""
        with storable():
            self._database.write(imports.decide, self._programme, decision)

    def withdraw(self, decision: Decision) -> None:
        """Forget a decision, so that the links count again."""
        self._database.write(imports.withdraw, self._programme, decision)

    def _imports(self) -> list[Import]:
        """Give every import, by source, part and number."""
        found = self._database.read(imports.imports, self._programme)
        held = [
            import_of(row["edition"], [row.get(column) for column in IMPORT_COLUMNS])
            for row in found
        ]
        return sorted(held, key=lambda each: (each.source, each.part, each.number))

    def _sweep(self) -> None:
        with suppress(StoreError):  # what counts is safe; the next write sweeps again
            sweep(self._database)

    def _damaged(self, problem: str) -> str:
        return f"{self._url} is damaged: {problem}; import the file again, or restore a backup"


def _ends(between: Link | Decision) -> tuple[str, str]:
    return between.left, between.right
