"""The links of a programme's graph as Neo4j walks them: each step of a walk is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.questions.records import Layer, Link, LinkKind, Node
from graph.records.kinds import OrganisationKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from graph.questions.records import Filters
    from graph.stores.neo4j.driver import Database
    from graph.stores.neo4j.editions import Transaction

_LABELS = {
    Layer.ORGANISATION: ("Organisation", "id"),
    Layer.COLLABORATION: ("Collaboration", "id"),
    Layer.PATHWAY: ("Pathway", "key"),
    Layer.PLACE: ("Place", "code"),
    Layer.AREA: ("ContractArea", "id"),
}
_DATED = {Layer.ORGANISATION, Layer.COLLABORATION}
"""The layers whose nodes exist from the day on which they were public."""


@dataclass(frozen=True, slots=True)
class _Ends:
    """What a kind of link joins, and whose day it carries: its own, its start's, or none."""

    start: Layer
    end: Layer
    day: str


_KINDS = {
    LinkKind.MEMBER_OF: _Ends(Layer.ORGANISATION, Layer.COLLABORATION, "r"),
    LinkKind.CAN_DELIVER: _Ends(Layer.ORGANISATION, Layer.PATHWAY, "r"),
    LinkKind.WORKS_IN: _Ends(Layer.ORGANISATION, Layer.PLACE, "r"),
    LinkKind.PART_OF: _Ends(Layer.PLACE, Layer.PLACE, ""),
    LinkKind.COVERS: _Ends(Layer.AREA, Layer.PLACE, ""),
    LinkKind.FOR: _Ends(Layer.COLLABORATION, Layer.AREA, "a"),
    LinkKind.ON: _Ends(Layer.COLLABORATION, Layer.PATHWAY, "a"),
    LinkKind.IN: _Ends(Layer.COLLABORATION, Layer.PLACE, "a"),
    LinkKind.AFFILIATED_TO: _Ends(Layer.ORGANISATION, Layer.ORGANISATION, "r"),
}


class CypherLinks:
    """The `graph.questions.protocol.Links` of one edition of a database."""

    def __init__(self, database: Database, edition: int) -> None:
        """Ask nothing yet."""
        self._database, self._edition = database, edition

    def named(self, nodes: Collection[Node], *, as_of: date) -> Mapping[Node, str]:
        """Give the names of those of the nodes that exist on a day."""
        keys = _by_layer(nodes)
        parts = [
            f"{_at('n', layer)}{_exists('n', layer, ' WHERE ')}"
            f" RETURN '{layer}' AS layer, n.{_LABELS[layer][1]} AS key, n.name AS name"
            for layer in keys
        ]
        values = {"edition": self._edition, "as_of": as_of, **_keys(keys)}
        rows = self._rows(parts, values)
        return {Node(Layer(row["layer"]), row["key"]): row["name"] for row in rows}

    def expand(
        self, nodes: Collection[Node], *, filters: Filters, also: Collection[Node] = ()
    ) -> Iterable[Node]:
        """Give the nodes that a link which counts joins to any of these."""
        keys = _by_layer(nodes)
        parts = []
        for kind in sorted(filters.links):
            ends = _KINDS[kind]
            for near, near_layer, far, far_layer in (
                ("a", ends.start, "b", ends.end),
                ("b", ends.end, "a", ends.start),
            ):
                if near_layer in keys:
                    visited = _visited(far) if far_layer is Layer.ORGANISATION else ""
                    parts.append(
                        f"{_at(near, near_layer)} MATCH {_arrow(kind)}"
                        f" WHERE {_counts(kind)}{visited}"
                        f" RETURN DISTINCT '{far_layer}' AS layer,"
                        f" {far}.{_LABELS[far_layer][1]} AS key"
                    )
        also_keys = [node.key for node in also if node.layer is Layer.ORGANISATION]
        values = {**_values(filters), **_keys(keys), "edition": self._edition, "also": also_keys}
        return [Node(Layer(row["layer"]), row["key"]) for row in self._rows(parts, values)]

    def among(self, nodes: Collection[Node], *, filters: Filters) -> Iterable[Link]:
        """Give every link that counts with both ends among these nodes, once."""
        keys = _by_layer(nodes)
        parts = []
        for kind in sorted(filters.links):
            ends = _KINDS[kind]
            start, end = _LABELS[ends.start][1], _LABELS[ends.end][1]
            if ends.start in keys and ends.end in keys:
                day = f"min({ends.day}.known_by)" if ends.day else "null"
                parts.append(
                    f"{_at('a', ends.start)} MATCH {_arrow(kind)}"
                    f" WHERE b.{end} IN ${ends.end} AND elementId(a) <> elementId(b)"
                    f" AND {_counts(kind)}"
                    f" RETURN '{kind}' AS kind, a.{start} AS a_key, b.{end} AS b_key,"
                    f" count(r) AS facts, {day} AS day"
                )
        values = {**_values(filters), **_keys(keys), "edition": self._edition}
        return list(_links(self._rows(parts, values)))

    def _rows(self, queries: Sequence[str], values: dict[str, Any]) -> list[dict[str, Any]]:
        return self._database.read(_run, queries, values) if queries else []


def _run(tx: Transaction, queries: Sequence[str], values: dict[str, Any]) -> list[dict[str, Any]]:
    """Run some queries, one by one: the server plans each of the few there are only once."""
    return [row for query in queries for row in tx.run(query, values).data()]


def _links(rows: Iterable[dict[str, Any]]) -> Iterator[Link]:
    for row in rows:
        kind = LinkKind(row["kind"])
        ends, day = _KINDS[kind], row["day"]
        yield Link(
            kind,
            Node(ends.start, row["a_key"]),
            Node(ends.end, row["b_key"]),
            row["facts"],
            None if day is None else day.to_native(),
        )


def _by_layer(nodes: Collection[Node]) -> dict[Layer, list[str]]:
    keys: dict[Layer, list[str]] = {}
    for node in nodes:
        keys.setdefault(node.layer, []).append(node.key)
    return dict(sorted(keys.items()))


def _keys(keys: Mapping[Layer, list[str]]) -> dict[str, list[str]]:
    return {str(layer): found for layer, found in keys.items()}


def _values(filters: Filters) -> dict[str, Any]:
    kinds = [str(kind) for kind in OrganisationKind if kind.sector in filters.sectors]
    return {
        "as_of": filters.as_of,
        "roles": [str(role) for role in filters.roles],
        "verified": filters.verified_only,
        "kinds": kinds if filters.sectors else None,
    }


def _at(name: str, layer: Layer) -> str:
    """Match the nodes of a layer whose keys were given, by their index."""
    label, key = _LABELS[layer]
    return (
        f"UNWIND ${layer} AS key_{name}"
        f" MATCH ({name}:{label} {{edition: $edition, {key}: key_{name}}})"
    )


def _arrow(kind: LinkKind) -> str:
    ends = _KINDS[kind]
    type_ = kind.name
    return f"(a:{_LABELS[ends.start][0]})-[r:{type_}]->(b:{_LABELS[ends.end][0]})"


def _counts(kind: LinkKind) -> str:
    """Say when a link counts: who it joins exists, and what it says was public."""
    ends = _KINDS[kind]
    rules = [_exists("a", ends.start), _exists("b", ends.end)]
    if ends.day == "r":
        rules += ["r.known_by <= $as_of", "(NOT $verified OR r.confidence STARTS WITH 'verified')"]
    if kind is LinkKind.MEMBER_OF:
        rules.append("(size($roles) = 0 OR r.role IN $roles)")
    return " AND ".join(rule for rule in rules if rule) or "true"


def _exists(name: str, layer: Layer, before: str = "") -> str:
    return f"{before}{name}.known_by <= $as_of" if layer in _DATED else ""


def _visited(name: str) -> str:
    return f" AND ($kinds IS NULL OR {name}.kind IN $kinds OR {name}.id IN $also)"
