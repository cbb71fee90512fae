"""A network as rows of CSV: its organisations, or its ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.formats.serialise import Row
    from matcher.questions.network_records import Network

NODE_COLUMNS = (
    *("id", "name", "kind", "sector", "community", "community_name", "partners", "strength"),
    *("centrality", "betweenness", "distance", "x", "y"),
)
TIE_COLUMNS = (
    *("first", "first_name", "second", "second_name", "shared_works", "works"),
    *("first_year", "last_year", "strength"),
)


def node_rows(found: Network) -> Iterator[Row]:
    """One row for each organisation that is shown, the most central first."""
    named = {community.number: community.name for community in found.communities}
    for node in found.nodes:
        row = {name: getattr(node, name) for name in NODE_COLUMNS if hasattr(node, name)}
        name = "" if node.community is None else named[node.community]
        yield {**row, "community_name": name}


def tie_rows(found: Network) -> Iterator[Row]:
    """One row for each tie between organisations that are shown."""
    for tie in found.ties:
        row = {name: getattr(tie, name) for name in TIE_COLUMNS if hasattr(tie, name)}
        yield {**row, "shared_works": len(tie.works), "works": works_in_words(tie.works)}


def works_in_words(works: Sequence[str]) -> str:
    """Name works once each, with how many are called so.

    >>> works_in_words(("Bid of the Alliance", "Day centre", "Bid of the Alliance"))
    'Bid of the Alliance (2); Day centre'
    """
    counts = {name: works.count(name) for name in works}
    return "; ".join(name if count == 1 else f"{name} ({count})" for name, count in counts.items())
