"""Walks over the graph: what is near a node, and how two nodes are linked.

Everything that an answer depends on is decided here; a store gives the links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import UnknownNodeError
from graph.questions.protocol import LONGEST_PATH, MOST_FOUND, MOST_STEPS
from graph.questions.records import GraphPath, Neighbourhood, Node, Reached
from graph.questions.refusing import require

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from graph.questions.protocol import Links
    from graph.questions.records import Filters, Link

    Level = frozenset[Node]


def neighbourhood(
    links: Links, node: Node, *, depth: int, filters: Filters, limit: int = 500
) -> Neighbourhood:
    """Answer `graph.questions.protocol.GraphQuestions.neighbourhood`, breadth first."""
    require("depth", depth, least=0, most=MOST_STEPS)
    require("limit", limit, least=1, most=MOST_FOUND)
    _names(links, [node], as_of=filters.as_of)
    distance = _distances(links, node, depth=depth, filters=filters, enough=limit)
    ordered = sorted(distance, key=lambda each: (distance[each], each.order))
    kept = ordered[:limit]
    return Neighbourhood(
        nodes=tuple(_found(links, kept, distance, as_of=filters.as_of)),
        links=tuple(sorted(links.among(kept, filters=filters), key=lambda link: link.order)),
        truncated=len(ordered) > limit,
    )


def _distances(
    links: Links, start: Node, *, depth: int, filters: Filters, enough: int
) -> dict[Node, int]:
    """Give whole levels, up to the one with which there are more nodes than enough."""
    distance = {start: 0}
    level: Level = frozenset({start})
    for step in range(1, depth + 1):
        if len(distance) > enough or not level:
            break
        level = frozenset(n for n in links.expand(level, filters=filters) if n not in distance)
        distance.update(dict.fromkeys(level, step))
    return distance


def shortest_path(
    links: Links, first: Node, second: Node, *, filters: Filters, longest: int = 12
) -> GraphPath | None:
    """Answer `graph.questions.protocol.GraphQuestions.shortest_path`.

    Breadth first from both ends until they meet, the side with fewer nodes at its edge first;
    then only the nodes on shortest paths are kept, and the least is taken at each step.
    """
    require("longest", longest, least=0, most=LONGEST_PATH)
    _names(links, [first, second], as_of=filters.as_of)
    meeting = _meet(links, first, second, filters=filters, longest=longest)
    if meeting is None:
        return None
    levels = _on_shortest_paths(links, *meeting, filters=filters, also=(first, second))
    joins = _joins(links.among(frozenset().union(*levels), filters=filters))
    path, taken = [first], []
    for level in levels[1:]:
        nearest = min((n for n in joins[path[-1]] if n in level), key=lambda node: node.order)
        taken.append(joins[path[-1]][nearest])
        path.append(nearest)
    distance = {node: step for step, node in enumerate(path)}
    return GraphPath(tuple(_found(links, path, distance, as_of=filters.as_of)), tuple(taken))


def _meet(
    links: Links, first: Node, second: Node, *, filters: Filters, longest: int
) -> tuple[Sequence[Level], Sequence[Level]] | None:
    """Give the levels around both ends; the last of each side are the nodes where they meet."""
    sides: tuple[list[Level], list[Level]] = ([frozenset({first})], [frozenset({second})])
    seen = {first}, {second}
    met = sides[0][-1] & sides[1][-1]
    for _ in range(longest):
        if met:
            break
        which = 0 if len(sides[0][-1]) <= len(sides[1][-1]) else 1
        found = links.expand(sides[which][-1], filters=filters, also=(first, second))
        level = frozenset(found) - seen[which]
        if not level:
            return None
        seen[which].update(level)
        sides[which].append(level)
        met = sides[0][-1] & sides[1][-1]
    return ([*sides[0][:-1], met], [*sides[1][:-1], met]) if met else None


def _on_shortest_paths(
    links: Links,
    before: Sequence[Level],
    after: Sequence[Level],
    *,
    filters: Filters,
    also: tuple[Node, Node],
) -> list[Level]:
    """Keep of each level, from first to second, the nodes that a shortest path goes through."""

    def back(levels: Sequence[Level]) -> Iterator[Level]:
        kept = levels[-1]
        yield kept
        for level in reversed(levels[:-1]):
            kept = level & frozenset(links.expand(kept, filters=filters, also=also))
            yield kept

    return [*reversed(list(back(before))), *list(back(after))[1:]]


def _joins(links: Iterable[Link]) -> dict[Node, dict[Node, Link]]:
    """Give what joins each node to each neighbour: of several links the first in order."""
    joins: dict[Node, dict[Node, Link]] = {}
    for link in sorted(links, key=lambda each: each.order):
        joins.setdefault(link.start, {}).setdefault(link.end, link)
        joins.setdefault(link.end, {}).setdefault(link.start, link)
    return joins


def _found(
    links: Links, nodes: Sequence[Node], distance: Mapping[Node, int], *, as_of: date
) -> Iterator[Reached]:
    names = _names(links, nodes, as_of=as_of)
    return (Reached(node, names[node], distance[node]) for node in nodes)


def _names(links: Links, nodes: Sequence[Node], *, as_of: date) -> Mapping[Node, str]:
    names = links.named(nodes, as_of=as_of)
    for node in nodes:
        if node not in names:
            message = (
                f"The graph has no {node.layer} {node.key!r} as of {as_of}: it is unknown, or was "
                "not public by then. Search for it by name, or ask as of a later day."
            )
            raise UnknownNodeError(message)
    return names
