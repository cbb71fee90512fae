"""What `matcher search`, `matcher neighbours` and `matcher path` do."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003  (dataclass fields)
from dataclasses import dataclass
from datetime import date  # noqa: TC003  (the same)
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from api.cli.session import ask, open_service
from api.cli.tables.graph import match_table, neighbour_table, path_table
from api.formats.serialise import LINK_COLUMNS, MATCH_COLUMNS, link_rows, record_rows
from api.service.nodes import find_node
from api.service.queries import QueryError
from graph.questions import Filters, LinkKind
from graph.records.kinds import MemberRole, Sector
from matcher.errors import BriefMistake

if TYPE_CHECKING:
    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from graph.questions import GraphQuestions, Match

_Word = TypeVar("_Word", bound=StrEnum)
_ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """The filters as they were typed; several words may stand in one text, with commas."""

    links: Sequence[str]
    sectors: Sequence[str]
    roles: Sequence[str]
    verified: bool
    as_of: date | None

    def filters(self, default_as_of: date) -> Filters:
        """Read the words.

        Raises
        ------
        QueryError
            With all the words that are none.
        """
        mistakes: list[BriefMistake] = []
        kinds = _words("links", self.links, LinkKind, mistakes, everything=True)
        sectors = _words("sector", self.sectors, Sector, mistakes)
        roles = _words("role", self.roles, MemberRole, mistakes)
        if mistakes:
            raise QueryError(mistakes)
        return Filters(
            as_of=self.as_of or default_as_of,
            links=kinds or frozenset({LinkKind.MEMBER_OF}),
            sectors=sectors,
            roles=roles,
            verified_only=self.verified,
        )


def search_names(
    facts: FactsAddress, text: str, output: Output, *, limit: int, as_of: date | None
) -> None:
    """Write the organisations called something like a text."""

    def question(questions: GraphQuestions) -> tuple[date, tuple[Match, ...]]:
        day = as_of or questions.default_as_of
        return day, questions.search(text, as_of=day, limit=limit)

    day, found = ask(facts, question)
    output.emit(
        found,
        columns=MATCH_COLUMNS,
        rows=lambda: record_rows(found),
        table=lambda: match_table(text, found, as_of=day),
    )


def show_neighbours(
    facts: FactsAddress, name: str, wishes: Wishes, output: Output, *, depth: int, limit: int
) -> None:
    """Write what is near a node."""
    service = open_service(facts)
    filters = wishes.filters(service.default_as_of)
    node = find_node(service, name)
    found = ask(
        facts,
        lambda q: q.neighbourhood(node, depth=depth, filters=filters, limit=limit),
        stale=service.stale is not None,
    )
    output.emit(
        found,
        columns=LINK_COLUMNS,
        rows=lambda: link_rows(found),
        table=lambda: neighbour_table(found, depth=depth, filters=filters),
    )


def show_path(
    facts: FactsAddress, names: tuple[str, str], wishes: Wishes, output: Output, *, longest: int
) -> None:
    """Write the shortest way from one node to another."""
    service = open_service(facts)
    filters = wishes.filters(service.default_as_of)
    first, second = (find_node(service, name) for name in names)
    found = ask(
        facts,
        lambda q: q.shortest_path(first, second, filters=filters, longest=longest),
        stale=service.stale is not None,
    )
    output.emit(
        found,
        columns=LINK_COLUMNS,
        rows=lambda: link_rows(found) if found else (),
        table=lambda: path_table(found, longest=longest, filters=filters),
    )


def _words(
    option: str,
    texts: Sequence[str],
    words: type[_Word],
    mistakes: list[BriefMistake],
    *,
    everything: bool = False,
) -> frozenset[_Word]:
    """Read an option's words; those that are none are added to the mistakes."""
    typed = [part.strip().lower() for text in texts for part in text.split(",") if part.strip()]
    if everything and _ALL in typed:
        return frozenset(words)
    known = [word.value for word in words]
    for wrong in (word for word in typed if word not in known):
        choice = ", ".join([*known, _ALL] if everything else known)
        mistakes.append(BriefMistake(option, f"{wrong!r} is none of {choice}"))
    return frozenset(words(word) for word in typed if word in known)
