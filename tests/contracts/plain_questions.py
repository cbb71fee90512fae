"""The answers to graph questions worked out plainly, from the facts alone: slow and easy to check.

Nothing of `graph.questions` is used but its records.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import networkx as nx

from graph.questions import Filters, Layer, Link, LinkKind, Match, MatchQuality, Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from graph.records.facts import Facts
    from graph.records.model import Affiliation, Capability, Collaboration, Membership

    _Fact = tuple[LinkKind, Node, Node, date | None]

APOSTROPHES = "'`\u00b4\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\uff07\ua78c"
LAYERS = ["organisation", "collaboration", "pathway", "place", "area"]
KINDS = [
    "member-of",
    "can-deliver",
    "works-in",
    "part-of",
    "covers",
    "for",
    "on",
    "in",
    "affiliated-to",
]


def node_order(node: Node) -> tuple[int, str]:
    return LAYERS.index(node.layer.value), node.key


def plain_nodes(facts: Facts, as_of: date) -> dict[Node, str]:
    """Every node that exists on a day, and its name."""
    nodes = {}
    for organisation in facts.organisations:
        if organisation.provenance.is_known_by(as_of):
            nodes[Node(Layer.ORGANISATION, organisation.id)] = organisation.name
    for collaboration in facts.collaborations:
        if collaboration.provenance.is_known_by(as_of):
            nodes[Node(Layer.COLLABORATION, collaboration.id)] = collaboration.name
    nodes |= {Node(Layer.PATHWAY, row.key): row.name for row in facts.pathways}
    nodes |= {Node(Layer.PLACE, row.code): row.name for row in facts.places}
    return nodes | {Node(Layer.AREA, row.id): row.name for row in facts.areas}


def plain_links(facts: Facts, filters: Filters) -> set[Link]:
    """Every link that counts and is followed, whatever the sectors."""
    nodes = plain_nodes(facts, filters.as_of)
    days: dict[tuple[LinkKind, Node, Node], list[date | None]] = {}
    for kind, start, end, day in _facts(facts, filters):
        if kind in filters.links and start in nodes and end in nodes and start != end:
            days.setdefault((kind, start, end), []).append(day)
    return {
        Link(*ends, len(found), min((day for day in found if day), default=None))
        for ends, found in days.items()
    }


def _facts(facts: Facts, filters: Filters) -> Iterator[_Fact]:
    for row in facts.memberships:
        if _counts(row, filters) and (not filters.roles or row.role in filters.roles):
            who = Node(Layer.ORGANISATION, row.organisation)
            yield LinkKind.MEMBER_OF, who, Node(Layer.COLLABORATION, row.collaboration), _day(row)
    for capability in facts.capabilities:
        if _counts(capability, filters):
            yield from _capability_facts(capability)
    for place in facts.places:
        for parent in set(place.parents):
            ends = Node(Layer.PLACE, place.code), Node(Layer.PLACE, parent)
            yield LinkKind.PART_OF, *ends, None
    for area in facts.areas:
        yield LinkKind.COVERS, Node(Layer.AREA, area.id), Node(Layer.PLACE, area.id), None
    for work in facts.collaborations:
        if work.provenance.is_known_by(filters.as_of):
            yield from _work_facts(work)
    yield from (_tie_fact(row) for row in facts.affiliations if _counts(row, filters))


def _tie_fact(row: Affiliation) -> _Fact:
    ends = Node(Layer.ORGANISATION, row.organisation), Node(Layer.ORGANISATION, row.of)
    return LinkKind.AFFILIATED_TO, *ends, _day(row)


def _capability_facts(row: Capability) -> Iterator[_Fact]:
    who = Node(Layer.ORGANISATION, row.organisation)
    yield LinkKind.CAN_DELIVER, who, Node(Layer.PATHWAY, row.pathway), _day(row)
    for place in set(row.places):
        yield LinkKind.WORKS_IN, who, Node(Layer.PLACE, place), _day(row)


def _work_facts(row: Collaboration) -> Iterator[_Fact]:
    start = Node(Layer.COLLABORATION, row.id)
    for area in set(row.areas):
        yield LinkKind.FOR, start, Node(Layer.AREA, area), _day(row)
    for pathway in set(row.pathways):
        yield LinkKind.ON, start, Node(Layer.PATHWAY, pathway), _day(row)
    for place in set(row.places):
        yield LinkKind.IN, start, Node(Layer.PLACE, place), _day(row)


def _counts(row: Affiliation | Membership | Capability, filters: Filters) -> bool:
    origin = row.provenance
    read = origin.confidence.value.startswith("verified-")
    return origin.is_known_by(filters.as_of) and (read or not filters.verified_only)


def _day(row: Affiliation | Membership | Capability | Collaboration) -> date:
    assert row.provenance.known_from is not None
    return row.provenance.known_from.last_day


def plain_graph(facts: Facts, filters: Filters, *named: Node) -> nx.Graph[Node]:
    """The graph that is walked: organisations of other sectors are only there if they are named."""
    graph: nx.Graph[Node] = nx.Graph()
    graph.add_nodes_from(plain_nodes(facts, filters.as_of))
    graph.add_edges_from((link.start, link.end) for link in plain_links(facts, filters))
    sectors = {Node(Layer.ORGANISATION, row.id): row.sector for row in facts.organisations}
    others = [
        node
        for node in graph
        if filters.sectors
        and node not in named
        and node.layer is Layer.ORGANISATION
        and sectors[node] not in filters.sectors
    ]
    graph.remove_nodes_from(others)
    return graph


def plain_distances(facts: Facts, filters: Filters, start: Node, depth: int) -> dict[Node, int]:
    """Every node within some links, in the order of answers."""
    graph = plain_graph(facts, filters, start)
    lengths: dict[Node, int] = nx.single_source_shortest_path_length(graph, start, cutoff=depth)
    ordered = sorted(lengths, key=lambda node: (lengths[node], node_order(node)))
    return {node: lengths[node] for node in ordered}


def link_order(link: Link) -> tuple[int, tuple[int, str], tuple[int, str]]:
    return KINDS.index(link.kind.value), node_order(link.start), node_order(link.end)


def plain_path(facts: Facts, filters: Filters, first: Node, second: Node) -> list[Node] | None:
    """The least of all the shortest paths."""
    graph = plain_graph(facts, filters, first, second)
    if not nx.has_path(graph, first, second):
        return None
    paths = nx.all_shortest_paths(graph, first, second)
    return min(paths, key=lambda path: [node_order(node) for node in path])


def plain_words(text: str) -> list[str]:
    """The words of a text, each rule applied again and again until none changes anything."""
    return _plain_words(text)[0]


def plain_terms(text: str) -> tuple[set[str], set[str]]:
    """The words that a name is found under, and besides each two neighbours as one."""
    kept, everything = _plain_words(text)
    alone = {*kept, *everything}
    return alone | ({"saint"} & {"saint" for word in alone if word == "st"}), _joined(kept)


def _joined(found: list[str]) -> set[str]:
    return {found[place] + found[place + 1] for place in range(len(found) - 1)}


def _plain_words(text: str) -> tuple[list[str], list[str]]:
    everything = _settled(_split(_folded(text)), _shorter)
    kept = _settled(everything, lambda found: _shorter([w for w in found if w not in _ASIDE]))
    return kept or everything, everything


def _folded(text: str) -> str:
    for _ in range(3):
        text = "".join("'" if letter in APOSTROPHES else letter for letter in text.casefold())
        for place in reversed(range(len(text) - 1)):
            after = text[place + 2 : place + 3]
            ends = not (after.isalnum() or after == "_")
            if text[place : place + 2] == "'s" and ends and _is_of_word(text[:place][-1:]):
                text = text[:place] + text[place + 2 :]
        text = unicodedata.normalize("NFKD", text.replace("'", ""))
        text = "".join(letter for letter in text if unicodedata.category(letter)[0] != "M")
    return text


def _is_of_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _split(text: str) -> list[str]:
    spaced = ""
    for letter in text:
        apart = spaced[-1:].isdecimal() != letter.isdecimal()
        spaced += (" " if apart else "") + (letter if _is_of_word(letter) else " ")
    return spaced.split(" ")


_ASIDE = {"the", "ltd", "limited", "cyf", "cyfyngedig", "cic", "cio", "scio", "plc", "llp"}
_FORMS = {
    "cic": ["community", "interest", "company"],
    "cio": ["charitable", "incorporated", "organisation"],
    "plc": ["public", "limited", "company"],
    "llp": ["limited", "liability", "partnership"],
}


def _settled(found: list[str], change: Callable[[list[str]], list[str]]) -> list[str]:
    while (changed := change(found)) != found:
        found = changed
    return found


def _shorter(found: list[str]) -> list[str]:
    """Apply every rule about words once."""
    found = [word for word in map(_plain_word, found) if word not in {"", "and"}]
    for short, long in _FORMS.items():
        for place in range(len(found) - 2):
            if found[place : place + 3] == long:
                found = [*found[:place], short, *found[place + 3 :]]
    closed: list[str] = []
    initials = False
    for word in found:
        initial = len(word) == 1 and not word.isdecimal()
        if initial and initials:
            closed[-1] += word
        else:
            closed.append(word)
        initials = initial
    return closed


def _plain_word(word: str) -> str:
    if word.isdecimal():
        while len(word) > 1 and word[0] == "0":
            word = word[1:]
    elif word[-1:] == "s" and len(word) > 3 and word[-2] not in "us":
        word = word[:-3] + "y" if len(word) > 4 and word[-3:] == "ies" else word[:-1]
    return "st" if word == "saint" else word


def alignment_distance(first: str, second: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours, no letter touched twice."""
    wide = range(len(second) + 1)
    rows = [[max(i, j) if not i or not j else 0 for j in wide] for i in range(len(first) + 1)]
    for i in range(1, len(first) + 1):
        for j in range(1, len(second) + 1):
            rows[i][j] = min(
                rows[i - 1][j] + 1,
                rows[i][j - 1] + 1,
                rows[i - 1][j - 1] + (first[i - 1] != second[j - 1]),
            )
            if i > 1 and j > 1 and first[i - 2 : i] == second[j - 2 : j][::-1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


def plain_search(facts: Facts, text: str, as_of: date, limit: int) -> list[Match]:
    """Compare every name of every organisation."""
    typed = plain_words(text)
    best = []
    for organisation in facts.organisations:
        names = [organisation.name]
        names += sorted(row.name for row in facts.aliases if row.organisation == organisation.id)
        names += [organisation.id]
        names += sorted(
            row.identifier for row in facts.identifiers if row.organisation == organisation.id
        )
        ranked = []
        for number, name in enumerate(names):
            quality = _quality(typed, name)
            if quality is not None and organisation.provenance.is_known_by(as_of):
                ranked.append((quality, len("".join(plain_words(name))), number, str(name)))
        if ranked:
            quality, letters, _, name = min(ranked)
            match = Match(
                str(organisation.id), organisation.name, name, list(MatchQuality)[quality]
            )
            best.append(((quality, letters, str(organisation.id)), match))
    return [match for _, match in sorted(best, key=lambda row: row[0])][:limit]


def _quality(typed: list[str], name: str) -> int | None:
    alone, neighbours = plain_terms(name)
    terms = alone | neighbours
    met = [
        word in terms or bool(_joined(typed[max(place - 1, 0) : place + 2]) & terms)
        for place, word in enumerate(typed)
    ]
    if all(met):
        return 0 if "".join(typed) == "".join(plain_words(name)) else 1
    begun = any(word.startswith(typed[-1]) for word in terms)
    if begun and all(met[:-1]):
        return 2
    near = [
        there or any(_is_near(word, other) for other in alone)
        for word, there in zip(typed, met, strict=True)
    ]
    return 3 if all(near[:-1]) and (near[-1] or begun) else None


def _is_near(typed: str, word: str) -> bool:
    allowed = 0 if len(typed) < 4 or any(map(str.isdigit, typed)) else 1 if len(typed) < 8 else 2
    return alignment_distance(typed, word) <= allowed
