"""Answers from the SQLite store: walks over links in memory, names by full-text search."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING

from graph.questions import searching, walking
from graph.questions.link_table import LinkTable
from graph.questions.names import SearchedName
from graph.stores.sqlite.access import reported, transaction
from graph.stores.sqlite.search_tables import NAMES_EACH, first_number
from graph.stores.tokens import token

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from graph.questions.protocol import Wanted
    from graph.questions.records import Filters, GraphPath, Match, Neighbourhood, Node
    from graph.stores.protocol import GraphStore


class SqliteQuestions:
    """A `graph.questions.protocol.GraphQuestions` about one programme of a store.

    The links are laid out with the first walk, and again when the programme was written since.
    """

    def __init__(
        self, store: GraphStore, connection: sqlite3.Connection, path: Path, programme: str
    ) -> None:
        """Read nothing yet."""
        self._store, self._connection, self._path = store, connection, path
        self._programme = programme
        self._links: tuple[str, LinkTable] | None = None
        self._lock = threading.Lock()  # faces ask from several threads, on one connection

    @property
    def default_as_of(self) -> date:
        """The day the programme's competition opened."""
        query = "SELECT competition_opened FROM programmes WHERE programme = ?"
        with self._lock, reported(self._path):
            return date.fromisoformat(
                self._connection.execute(query, (self._programme,)).fetchone()[0]
            )

    def neighbourhood(
        self, node: Node, *, depth: int, filters: Filters, limit: int = 500
    ) -> Neighbourhood:
        """Give the nodes within some links of one, and every link among them."""
        links = self._link_table()
        return walking.neighbourhood(links, node, depth=depth, filters=filters, limit=limit)

    def shortest_path(
        self, first: Node, second: Node, *, filters: Filters, longest: int = 12
    ) -> GraphPath | None:
        """Give a shortest path; among several the one whose nodes come first in order."""
        links = self._link_table()
        return walking.shortest_path(links, first, second, filters=filters, longest=longest)

    def search(self, text: str, *, as_of: date, limit: int = 20) -> tuple[Match, ...]:
        """Find the organisations called something like `text`, the best matches first."""
        names = _Names(self._connection, self._programme)
        with self._lock, reported(self._path), transaction(self._connection, "BEGIN"):
            return searching.search(names, text, as_of=as_of, limit=limit)

    def _link_table(self) -> LinkTable:
        with self._lock:
            version = self._store.data_version(self._programme)
            if self._links is None or self._links[0] != version:
                self._links = version, LinkTable(self._store.read(self._programme))
            return self._links[1]


class _Names:
    """The `graph.questions.protocol.Names` of one programme."""

    def __init__(self, connection: sqlite3.Connection, programme: str) -> None:
        self._connection, self._programme = connection, programme

    def holding(self, wanted: Sequence[Wanted], *, as_of: date) -> Iterator[SearchedName]:
        first = first_number(self._connection, self._programme)
        rows = self._connection.execute(
            "SELECT o.id, o.name, n.name FROM searched_name_words AS w"
            " CROSS JOIN searched_names AS n ON n.id = w.rowid"
            " CROSS JOIN organisations AS o ON o.programme = ? AND o.position = n.organisation"
            " WHERE searched_name_words MATCH ? AND w.rowid >= ? AND w.rowid < ?"
            " AND n.known_day <= ? ORDER BY w.rowid",
            (
                self._programme,
                " AND ".join(f"({_any_of(each)})" for each in wanted),
                first,
                first + NAMES_EACH,
                as_of.toordinal(),
            ),
        )
        return (SearchedName(*row) for row in rows)

    def spelled(self, spellings: Collection[str]) -> Iterable[str]:
        rows = self._connection.execute(
            "SELECT v.word FROM searched_word_spellings AS s"
            " CROSS JOIN searched_words AS v ON v.id = s.rowid"
            " WHERE searched_word_spellings MATCH ?",
            (" OR ".join(f'"{token(each)}"' for each in spellings),),
        )
        return [row[0] for row in rows]


def _any_of(wanted: Wanted) -> str:
    """Write as a full-text query what a name must hold; tokens hold nothing that it would read."""
    terms = [f'"{token(word)}"' for word in sorted(wanted.words)]
    beginning = [f'"{token(wanted.beginning)}" *'] if wanted.beginning else []
    return " OR ".join([*terms, *beginning])
