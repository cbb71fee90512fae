"""Graph questions answered the plain way: every link listed, every name compared."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

from graph.questions import (
    Found,
    GraphPath,
    Layer,
    Link,
    LinkKind,
    Match,
    Neighbourhood,
    Node,
    Tier,
)
from graph.questions.words import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from graph.facts import Facts
    from graph.provenance import Provenance
    from graph.questions import Filters


def plain_neighbourhood(
    facts: Facts, node: Node, *, depth: int, filters: Filters, limit: int
) -> Neighbourhood:
    """Give the nodes around one and the links among them."""
    graph = _graph(facts, filters, also={node})
    distance = nx.single_source_shortest_path_length(graph, node, cutoff=depth)
    ordered = sorted(distance, key=lambda each: (distance[each], each.order))
    kept, names = ordered[:limit], _names(facts, filters.as_of)
    inside = set(kept)
    links = [each for each in _links(facts, filters) if {each.start, each.end} <= inside]
    return Neighbourhood(
        tuple(Found(each, names[each], distance[each]) for each in kept),
        tuple(sorted(links, key=lambda each: each.order)),
        len(ordered) > limit,
    )


def plain_path(
    facts: Facts, first: Node, second: Node, *, filters: Filters, longest: int
) -> GraphPath | None:
    """Give the first in order of all shortest paths."""
    graph = _graph(facts, filters, also={first, second})
    if not nx.has_path(graph, first, second):
        return None
    paths = nx.all_shortest_paths(graph, first, second)
    path = min(paths, key=lambda nodes: [node.order for node in nodes])
    if len(path) - 1 > longest:
        return None
    names, links = _names(facts, filters.as_of), _links(facts, filters)
    taken = [
        min((each for each in links if {each.start, each.end} == {a, b}), key=lambda e: e.order)
        for a, b in pairwise(path)
    ]
    found = (Found(node, names[node], step) for step, node in enumerate(path))
    return GraphPath(tuple(found), tuple(taken))


def plain_search(facts: Facts, text: str, *, as_of: date, limit: int) -> tuple[Match, ...]:
    """Compare the text with every name of every organisation."""
    best: dict[str, tuple[tuple[int, int, str, int, str], Match]] = {}
    typed = words(text)
    for organisation in facts.organisations:
        if not organisation.provenance.is_known_by(as_of):
            continue
        key = str(organisation.id)
        others = sorted(str(row.name) for row in facts.aliases if row.organisation == key)
        linked = sorted(str(r.identifier) for r in facts.identifiers if r.organisation == key)
        for number, name in enumerate([organisation.name, *others, key, *linked]):
            tier = _tier(typed, words(name))
            if tier is not None:
                letters = sum(map(len, words(name)))
                rank = (list(Tier).index(tier), letters, key, number, name)
                match = Match(key, organisation.name, name, tier)
                best[key] = min(best.get(key, (rank, match)), (rank, match), key=lambda e: e[0])
    return tuple(match for _, match in sorted(best.values(), key=lambda each: each[0]))[:limit]


def _tier(typed: tuple[str, ...], name: tuple[str, ...]) -> Tier | None:
    if typed == name:
        return Tier.EXACT
    if all(word in name for word in typed):
        return Tier.WORDS
    if all(word in name for word in typed[:-1]) and any(w.startswith(typed[-1]) for w in name):
        return Tier.BEGINNING
    near = [any(_distance(word, other) <= _allowed(word) for other in name) for word in typed]
    near[-1] = near[-1] or any(other.startswith(typed[-1]) for other in name)
    return Tier.SPELLING if all(near) else None


def _allowed(word: str) -> int:
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < 8 else 2


def _distance(first: str, second: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours, no letter changed twice."""
    table = {(i, 0): i for i in range(len(first) + 1)} | {(0, j): j for j in range(len(second) + 1)}
    for i, a in enumerate(first, 1):
        for j, b in enumerate(second, 1):
            table[i, j] = min(
                table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a != b)
            )
            if i > 1 and j > 1 and a == second[j - 2] and b == first[i - 2]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(first), len(second)]


def _names(facts: Facts, as_of: date) -> dict[Node, str]:
    names = {
        Node(Layer.ORGANISATION, str(row.id)): row.name
        for row in facts.organisations
        if row.provenance.is_known_by(as_of)
    }
    names |= {
        Node(Layer.COLLABORATION, row.id): row.name
        for row in facts.collaborations
        if row.provenance.is_known_by(as_of)
    }
    names |= {Node(Layer.PATHWAY, row.key): row.name for row in facts.pathways}
    names |= {Node(Layer.PLACE, str(row.code)): row.name for row in facts.places}
    return names | {Node(Layer.AREA, str(row.id)): row.name for row in facts.areas}


def _graph(facts: Facts, filters: Filters, *, also: Collection[Node]) -> nx.Graph[Node]:
    graph: nx.Graph[Node] = nx.Graph()
    graph.add_nodes_from(_names(facts, filters.as_of))
    graph.add_edges_from((link.start, link.end) for link in _links(facts, filters))
    if filters.sectors:
        others = [
            Node(Layer.ORGANISATION, str(row.id))
            for row in facts.organisations
            if row.sector not in filters.sectors
        ]
        graph.remove_nodes_from(node for node in others if node not in also)
    return graph


def _links(facts: Facts, filters: Filters) -> list[Link]:
    said: defaultdict[tuple[LinkKind, Node, Node], list[date | None]] = defaultdict(list)
    nodes = _names(facts, filters.as_of)
    for kind, start, end, day in _facts(facts, filters):
        if kind in filters.links and start in nodes and end in nodes and start != end:
            said[kind, start, end].append(day)
    return [
        Link(*key, len(days), min((day for day in days if day is not None), default=None))
        for key, days in said.items()
    ]


def _facts(facts: Facts, filters: Filters) -> Iterator[tuple[LinkKind, Node, Node, date | None]]:
    for row in facts.memberships:
        if _counts(row.provenance, filters) and (not filters.roles or row.role in filters.roles):
            start = Node(Layer.ORGANISATION, str(row.organisation))
            end = Node(Layer.COLLABORATION, row.collaboration)
            yield LinkKind.MEMBER_OF, start, end, _day(row.provenance)
    for can in facts.capabilities:
        if _counts(can.provenance, filters):
            start, known = Node(Layer.ORGANISATION, str(can.organisation)), _day(can.provenance)
            yield LinkKind.CAN_DELIVER, start, Node(Layer.PATHWAY, can.pathway), known
            for place in set(can.places):
                yield LinkKind.WORKS_IN, start, Node(Layer.PLACE, str(place)), known
    for part in facts.places:
        here = Node(Layer.PLACE, str(part.code))
        yield LinkKind.COVERS, Node(Layer.AREA, str(part.code)), here, None
        for parent in set(part.parents):
            yield LinkKind.PART_OF, here, Node(Layer.PLACE, str(parent)), None
    yield from _work(facts)


def _work(facts: Facts) -> Iterator[tuple[LinkKind, Node, Node, date | None]]:
    for row in facts.collaborations:
        named = (
            (LinkKind.FOR, Layer.AREA, row.areas),
            (LinkKind.ON, Layer.PATHWAY, row.pathways),
            (LinkKind.IN, Layer.PLACE, row.places),
        )
        here = Node(Layer.COLLABORATION, row.id)
        for kind, layer, keys in named:
            for key in set(keys):
                yield kind, here, Node(layer, str(key)), _day(row.provenance)


def _counts(origin: Provenance, filters: Filters) -> bool:
    sure = origin.confidence.is_verified or not filters.verified_only
    return sure and origin.is_known_by(filters.as_of)


def _day(origin: Provenance) -> date | None:
    return origin.known_from.last_day if origin.known_from else None
