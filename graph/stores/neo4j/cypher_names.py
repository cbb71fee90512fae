"""The index of names as Neo4j's full-text search gives it."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any

from graph.questions.names import SearchedName
from graph.questions.protocol import Wanted
from graph.stores.neo4j.search_nodes import NAMES, WORDS, edition_term, term

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from graph.stores.neo4j.driver import Database
    from graph.stores.neo4j.editions import Transaction

_MOST_TERMS = 500
"""Full-text search takes about a thousand terms in one query."""
_FIRST_PAGE, _LARGEST_PAGE = 100, 5000

_HOLDING = f"""
CALL db.index.fulltext.queryNodes('matcher_{NAMES}', $query) YIELD node AS n
WHERE n.position > $after AND n.known_by <= $as_of
RETURN n.position AS position, n.organisation AS organisation, n.own_name AS own_name,
  n.name AS name
ORDER BY position LIMIT $size
"""
_SPELLED = f"""
CALL db.index.fulltext.queryNodes('matcher_{WORDS}', $query) YIELD node AS n
RETURN n.word AS word
"""


class CypherNames:
    """The `graph.questions.protocol.Names` of one edition of a database."""

    def __init__(self, database: Database, edition: int) -> None:
        """Ask nothing yet."""
        self._database, self._edition = database, edition

    def holding(self, wanted: Sequence[Wanted], *, as_of: date) -> Iterator[SearchedName]:
        """Give the names that meet everything wanted, or more, in the order of answers."""
        streams = [self._pages(part, as_of) for part in _askable(wanted)]
        last = -1
        for position, name in heapq.merge(*streams, key=lambda each: each[0]):
            if position != last:
                yield name
            last = position

    def spelled(self, spellings: Collection[str]) -> Iterable[str]:
        """Give the words that are kept under any of these spellings."""
        query = self._query([Wanted(frozenset(spellings))])
        return [row["word"] for row in self._database.read(_run, _SPELLED, {"query": query})]

    def _pages(self, wanted: Sequence[Wanted], as_of: date) -> Iterator[tuple[int, SearchedName]]:
        query, after, size = self._query(wanted), -1, _FIRST_PAGE
        while True:
            values = {"query": query, "as_of": as_of, "after": after, "size": size}
            rows = self._database.read(_run, _HOLDING, values)
            for row in rows:
                name = SearchedName(row["organisation"], row["own_name"], row["name"])
                yield row["position"], name
            if len(rows) < size:
                return
            after, size = rows[-1]["position"], min(2 * size, _LARGEST_PAGE)

    def _query(self, wanted: Sequence[Wanted]) -> str:
        """Write a full-text query; terms hold nothing that it would read otherwise."""
        return " AND ".join([edition_term(self._edition), *(f"({_any(each)})" for each in wanted)])


def _run(tx: Transaction, query: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    return tx.run(query, values).data()


def _any(wanted: Wanted) -> str:
    terms = [f'"{term(word)}"' for word in sorted(wanted.words)]
    beginning = [f"{term(wanted.beginning)}*"] if wanted.beginning else []
    return " OR ".join([*terms, *beginning])


def _askable(wanted: Sequence[Wanted]) -> list[list[Wanted]]:
    """Leave out what would make a query too long: what is found is looked at again anyway.

    If even the shortest part is too long, it is cut, and names are to be found by any piece.
    """
    ordered = sorted(wanted, key=lambda each: len(each.words))
    shortest, room = ordered[0], _MOST_TERMS
    if len(shortest.words) > _MOST_TERMS:
        found = sorted(shortest.words)
        starts = range(0, len(found), _MOST_TERMS)
        pieces = [Wanted(frozenset(found[start : start + _MOST_TERMS])) for start in starts]
        begun = [Wanted(frozenset(), shortest.beginning)] if shortest.beginning else []
        return [[piece] for piece in [*pieces, *begun]]
    kept = []
    for each in ordered:
        if len(each.words) <= room:
            kept.append(each)
            room -= len(each.words)
    return [kept]
