"""The graph as networkx sees it, for analysis, export and maps.

`programme_graph` is multipartite: organisations, pathways, places, contract areas and
collaborations, each node with its `layer`. `organisation_graph` is its projection onto
organisations, weighted by shared work and recency (`graph.networks.ties`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
from scipy import sparse

from graph.networks.ties import outcome_as_of, tie_weights
from graph.records.kinds import PlaceKind
from graph.snapshot.columns import day_number

if TYPE_CHECKING:
    from datetime import date

    from graph.records.provenance import Provenance
    from graph.snapshot.snapshot import Snapshot


def programme_graph(snapshot: Snapshot, *, as_of: date) -> nx.MultiDiGraph[str]:
    """Build the multipartite graph of what was public on `as_of`.

    Nodes are named ``layer:key`` and carry `layer` (organisation, pathway, place, area or
    collaboration) and `name`; edges carry `kind`, `sources`, `confidence` and `known_from`.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        programme=snapshot.facts.programme.id, as_of=as_of.isoformat()
    )
    _add_places(graph, snapshot)
    _add_organisations(graph, snapshot, as_of)
    _add_capabilities(graph, snapshot, as_of)
    _add_collaborations(graph, snapshot, as_of)
    _add_affiliations(graph, snapshot, as_of)
    return graph


def organisation_graph(snapshot: Snapshot, *, as_of: date) -> nx.Graph[str]:
    """Project onto organisations; edge `weight` is the strength of the tie, > 0."""
    ties = sparse.triu(tie_weights(snapshot, as_of=as_of), k=1).tocoo()
    graph: nx.Graph[str] = nx.Graph(as_of=as_of.isoformat())
    for organisation in snapshot.organisations:
        if organisation.provenance.is_known_by(as_of):
            node = str(organisation.id)
            graph.add_node(node, name=organisation.name, kind=organisation.kind.value)
    ids = [str(organisation.id) for organisation in snapshot.organisations]
    for first, second, weight in zip(ties.row, ties.col, ties.data, strict=True):
        if ids[first] in graph and ids[second] in graph:
            graph.add_edge(ids[first], ids[second], weight=float(weight))
    return graph


def _add_places(graph: nx.MultiDiGraph[str], snapshot: Snapshot) -> None:
    for pathway in snapshot.pathways:
        graph.add_node(f"pathway:{pathway.key}", layer="pathway", name=pathway.name)
    layers = {
        place.code: "area" if place.kind is PlaceKind.CONTRACT_AREA else "place"
        for place in snapshot.places
    }
    for place in snapshot.places:
        layer = layers[place.code]
        graph.add_node(f"{layer}:{place.code}", layer=layer, name=place.name, kind=place.kind.value)
    for place in snapshot.places:
        for parent in place.parents:
            ends = f"{layers[place.code]}:{place.code}", f"{layers[parent]}:{parent}"
            graph.add_edge(*ends, kind="part-of", **_origin(place.provenance))


def _add_organisations(graph: nx.MultiDiGraph[str], snapshot: Snapshot, as_of: date) -> None:
    for organisation in snapshot.organisations:
        if organisation.provenance.is_known_by(as_of):
            graph.add_node(
                f"organisation:{organisation.id}",
                layer="organisation",
                name=organisation.name,
                kind=organisation.kind.value,
                sector=organisation.sector.value,
            )


def _add_capabilities(graph: nx.MultiDiGraph[str], snapshot: Snapshot, as_of: date) -> None:
    for capability in snapshot.facts.capabilities:
        node = f"organisation:{capability.organisation}"
        if node not in graph or not capability.provenance.is_known_by(as_of):
            continue
        origin = _origin(capability.provenance)
        cohorts = ";".join(capability.cohorts)
        graph.add_edge(
            node, f"pathway:{capability.pathway}", kind="can-deliver", cohorts=cohorts, **origin
        )
        for place in capability.places:
            layer = "area" if place in snapshot.area_index else "place"
            graph.add_edge(node, f"{layer}:{place}", kind="works-in", **origin)


def _add_collaborations(graph: nx.MultiDiGraph[str], snapshot: Snapshot, as_of: date) -> None:
    for collaboration in snapshot.facts.collaborations:
        if collaboration.provenance.is_known_by(as_of):
            node = f"collaboration:{collaboration.id}"
            outcome = outcome_as_of(collaboration, as_of).value
            graph.add_node(node, layer="collaboration", name=collaboration.name, outcome=outcome)
            origin = _origin(collaboration.provenance)
            for area in collaboration.areas:
                graph.add_edge(node, f"area:{area}", kind="for", **origin)
    for index, membership in enumerate(snapshot.facts.memberships):
        ends = (
            f"organisation:{membership.organisation}",
            f"collaboration:{membership.collaboration}",
        )
        public = snapshot.memberships.known_day[index] <= day_number(as_of)
        if public and all(end in graph for end in ends):
            origin = _origin(membership.provenance)
            graph.add_edge(*ends, kind="member-of", role=membership.role.value, **origin)


def _add_affiliations(graph: nx.MultiDiGraph[str], snapshot: Snapshot, as_of: date) -> None:
    for affiliation in snapshot.facts.affiliations:
        ends = f"organisation:{affiliation.organisation}", f"organisation:{affiliation.of}"
        if affiliation.provenance.is_known_by(as_of) and all(end in graph for end in ends):
            origin = _origin(affiliation.provenance)
            graph.add_edge(*ends, kind="affiliated-to", role=affiliation.kind.value, **origin)


def _origin(provenance: Provenance) -> dict[str, Any]:
    return {
        "sources": ";".join(provenance.sources),
        "confidence": provenance.confidence.value,
        "known_from": str(provenance.known_from or ""),
    }
