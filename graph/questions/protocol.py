"""The interface for questions, and the few things that a store must do to answer them.

An answering store passes `tests/contracts/questions_contract.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from graph.questions.names import SearchedName
    from graph.questions.records import (
        Filters,
        GraphPath,
        Link,
        Match,
        Neighbourhood,
        Node,
    )

MOST_STEPS = 6
"""The largest depth of a neighbourhood."""
LONGEST_PATH = 30
"""The most links that a path may be looked for with."""
MOST_FOUND = 100_000
"""The most nodes or matches that may be asked for."""


class GraphQuestions(Protocol):
    """Answers about one programme's graph, as its store holds it at the time of each question.

    A membership, capability, collaboration or organisation counts if it was public by `as_of`; a
    membership only if its organisation and collaboration count too.
    """

    @property
    def default_as_of(self) -> date:
        """The day the programme's competition opened: the one to ask about unless told another."""

    def neighbourhood(
        self, node: Node, *, depth: int, filters: Filters, limit: int = 500
    ) -> Neighbourhood:
        """Give the nodes within some links of one, and every link among them.

        Parameters
        ----------
        node : where to start; it is found too, at distance 0
        depth : how many links to go, 0 to 6
        filters : which facts count and which links are followed
        limit : the most nodes to give, at least 1

        Raises
        ------
        UnknownNodeError
            If the graph has no such node on the day.
        QuestionError
            If depth or limit are out of range.
        StoreError
            If the store cannot be read.
        """

    def shortest_path(
        self, first: Node, second: Node, *, filters: Filters, longest: int = 12
    ) -> GraphPath | None:
        """Give a shortest path; among several the one whose nodes come first in order.

        Parameters
        ----------
        first, second : its ends
        filters : which facts count and which links are followed, in both directions
        longest : the most links that it may have, 0 to 30

        Returns
        -------
        GraphPath or None
            None if there is none so short.

        Raises
        ------
        UnknownNodeError
            If the graph has no such node on the day.
        QuestionError
            If `longest` is out of range.
        StoreError
            If the store cannot be read.
        """

    def search(self, text: str, *, as_of: date, limit: int = 20) -> tuple[Match, ...]:
        """Find the organisations called something like `text`, the best matches first.

        Names, aliases and identifiers of any time are searched: a name is what people say today.
        The order is by quality, by the number of letters of the name that matched, by identifier.

        Parameters
        ----------
        text : at most 200 characters and 12 words
        as_of : only organisations public by this day are found
        limit : the most to give, at least 1

        Raises
        ------
        QuestionError
            If the text holds no word, or too many, or `limit` is out of range.
        StoreError
            If the store cannot be read.
        """


class Links(Protocol):
    """What `graph.questions.walking` asks of a store."""

    def named(self, nodes: Collection[Node], *, as_of: date) -> Mapping[Node, str]:
        """Give the names of those of the nodes that exist on a day."""

    def expand(
        self, nodes: Collection[Node], *, filters: Filters, also: Collection[Node] = ()
    ) -> Iterable[Node]:
        """Give the nodes that a link which counts joins to any of these, in whatever order.

        Organisations of other sectors than the filters' are left out, unless they are in `also`.
        The nodes given may be among the results, and one may come twice.
        """

    def among(self, nodes: Collection[Node], *, filters: Filters) -> Iterable[Link]:
        """Give every link that counts with both ends among these nodes, once, in whatever order.

        The filters' sectors do not matter here.
        """


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a name's terms must hold: one of some words, or one with a beginning (if any)."""

    words: frozenset[str]
    beginning: str = ""

    def is_met_by(self, word: str) -> bool:
        """Whether a word of a name is such a word."""
        return word in self.words or bool(self.beginning and word.startswith(self.beginning))


class Names(Protocol):
    """What `graph.questions.searching` asks of a store's index of names.

    The index is of `graph.questions.names.searched_names`. It keeps the terms of every name, and
    each of its `graph.records.words.spelled` words under its
    `graph.questions.spelling.kept_spellings`.
    """

    def holding(self, wanted: Sequence[Wanted], *, as_of: date) -> Iterator[SearchedName]:
        """Give the names of organisations public by a day that meet everything wanted.

        One after the other, in the order of `searched_names`, so that callers can stop early.
        """

    def spelled(self, spellings: Collection[str]) -> Iterable[str]:
        """Give the words that are kept under any of these spellings, in whatever order.

        There may be more of them than the programme's names have.
        """
