"""The networkx views."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from graph.networks.network import organisation_graph, programme_graph
from tests.builders import (
    COUNTY_1,
    OPENED,
    A,
    affiliation,
    capability,
    member,
    organisation,
    project,
    small_snapshot,
)

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot


def example() -> Snapshot:
    """Two charities that worked together, and a third that comes later."""
    return small_snapshot(
        organisations=(
            organisation("Alpha"),
            organisation("Beta"),
            organisation("Gamma", known_from="2014"),
        ),
        capabilities=(
            capability("Alpha", places=(A, COUNTY_1)),
            capability("Beta", known_from="2014"),
        ),
        collaborations=(project("P", areas=(COUNTY_1,)), project("Q", known_from="2014")),
        memberships=(
            member("P", "Alpha", "lead"),
            member("P", "Beta"),
            member("P", "Gamma"),
            member("Q", "Alpha"),
        ),
        affiliations=(affiliation("Alpha", "Beta"), affiliation("Beta", "Gamma")),
    )


def test_every_node_has_a_layer_and_every_edge_its_origin() -> None:
    graph = programme_graph(example(), as_of=OPENED)
    assert set(nx.get_node_attributes(graph, "layer").values()) == {
        "organisation",
        "pathway",
        "place",
        "area",
        "collaboration",
    }
    assert all(data["sources"] and data["confidence"] for *_, data in graph.edges(data=True))


def test_layers_are_apart_but_for_places_within_places_and_affiliations() -> None:
    graph = programme_graph(example(), as_of=OPENED)
    inside = {"part-of", "affiliated-to"}
    graph.remove_edges_from(
        [edge for edge in graph.edges(keys=True) if graph.edges[edge]["kind"] in inside]
    )
    layer = nx.get_node_attributes(graph, "layer")
    assert all(layer[first] != layer[second] for first, second, _ in graph.edges(keys=True))


def test_only_what_was_public_is_in_the_graph() -> None:
    graph = programme_graph(example(), as_of=OPENED)
    assert "organisation:ZZ-PMS-gamma" not in graph
    assert "collaboration:Q" not in graph
    assert graph.has_edge("organisation:ZZ-PMS-alpha", f"place:{A}")
    assert graph.has_edge("organisation:ZZ-PMS-alpha", f"area:{COUNTY_1}")
    assert not graph.has_edge("organisation:ZZ-PMS-beta", "pathway:housing")
    assert programme_graph(example(), as_of=date(2015, 1, 1)).has_edge(
        "organisation:ZZ-PMS-beta", "pathway:housing"
    )


def test_affiliations_are_edges_once_both_ends_are_public() -> None:
    for day, ends in ((OPENED, {"beta"}), (date(2015, 1, 1), {"beta", "gamma"})):
        graph = programme_graph(example(), as_of=day)
        ties = [edge for edge in graph.edges(data=True) if edge[2]["kind"] == "affiliated-to"]
        assert {end for _, end, _ in ties} == {f"organisation:ZZ-PMS-{name}" for name in ends}
        assert {data["role"] for *_, data in ties} == {"parent"}


def test_the_projection_weighs_pairs_by_shared_work() -> None:
    graph = organisation_graph(example(), as_of=date(2012, 12, 31))
    assert set(graph) == {"ZZ-PMS-alpha", "ZZ-PMS-beta"}
    assert graph["ZZ-PMS-alpha"]["ZZ-PMS-beta"]["weight"] == pytest.approx(0.5)


def test_the_graphs_can_be_written_in_an_open_format() -> None:
    text = "\n".join(nx.generate_graphml(programme_graph(example(), as_of=OPENED)))
    assert "ZZ-PMS-alpha" in text
