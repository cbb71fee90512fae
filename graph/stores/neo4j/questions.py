"""Answers from a Neo4j database: its relationships are walked, its full-text indexes searched."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from graph.questions import searching, walking
from graph.stores.neo4j.cypher_links import CypherLinks
from graph.stores.neo4j.cypher_names import CypherNames
from graph.stores.neo4j.editions import settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.questions.records import Filters, GraphPath, Match, Neighbourhood, Node
    from graph.stores.neo4j.driver import Database
    from graph.stores.neo4j.editions import Transaction


class Neo4jQuestions:
    """A `graph.questions.protocol.GraphQuestions` about one programme of a database.

    Parameters
    ----------
    database : where the programme is
    edition : gives the edition that is read now, or raises `ProgrammeMissingError`
    searchable : does so too, once the edition's index of names is as it is asked
    """

    def __init__(
        self, database: Database, *, edition: Callable[[], int], searchable: Callable[[], int]
    ) -> None:
        self._database, self._edition, self._searchable = database, edition, searchable

    @property
    def default_as_of(self) -> date:
        """The day the programme's competition opened."""
        return settled(self._edition, lambda edition: self._database.read(_opened, edition))

    def neighbourhood(
        self, node: Node, *, depth: int, filters: Filters, limit: int = 500
    ) -> Neighbourhood:
        """Give the nodes within some links of one, and every link among them."""

        def answer(edition: int) -> Neighbourhood:
            links = CypherLinks(self._database, edition)
            return walking.neighbourhood(links, node, depth=depth, filters=filters, limit=limit)

        return settled(self._edition, answer)

    def shortest_path(
        self, first: Node, second: Node, *, filters: Filters, longest: int = 12
    ) -> GraphPath | None:
        """Give a shortest path; among several the one whose nodes come first in order."""

        def answer(edition: int) -> GraphPath | None:
            links = CypherLinks(self._database, edition)
            return walking.shortest_path(links, first, second, filters=filters, longest=longest)

        return settled(self._edition, answer)

    def search(self, text: str, *, as_of: date, limit: int = 20) -> tuple[Match, ...]:
        """Find the organisations called something like `text`, the best matches first."""

        def answer(edition: int) -> tuple[Match, ...]:
            names = CypherNames(self._database, edition)
            return searching.search(names, text, as_of=as_of, limit=limit)

        return settled(self._searchable, answer)


def _opened(tx: Transaction, edition: int) -> date:
    query = "MATCH (p:Programme {edition: $edition}) RETURN p.competition_opened AS day"
    (found,) = tx.run(query, {"edition": edition})
    day = found["day"]
    return date(day.year, day.month, day.day)
