"""Networks as files that other programs open."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from api.formats.network_files import gexf, graphml
from matcher.brief.names import Directory
from matcher.questions.network_records import Network, NetworkQuery
from matcher.questions.networks import NetworkSearch
from tests.builders import member, organisation, project, small_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

HOSTILE = 'A & <b>"Sons"</b> \x0b]]>'


@cache
def network() -> Network:
    """Two who share two works, and one who shares one with them."""
    names = (HOSTILE, "Beta", "Gamma")
    snapshot = small_snapshot(
        organisations=tuple(map(organisation, names)),
        collaborations=(project("P"), project("Q", start=None, end="2012")),
        memberships=(
            *(member("P", name) for name in names),
            *(member("Q", name) for name in names[:2]),
        ),
    )
    return NetworkSearch(snapshot, Directory(snapshot)).find(NetworkQuery())


def read_gexf(content: bytes) -> nx.Graph[str]:
    return nx.read_gexf(io.BytesIO(content))


def read_graphml(content: bytes) -> nx.Graph[str]:
    return nx.read_graphml(io.BytesIO(content))


FORMS = [(gexf, read_gexf), (graphml, read_graphml)]


@pytest.mark.parametrize(("write", "read"), FORMS)
def test_a_file_opens_again_with_everything_in_it(
    write: Callable[[Network], bytes], read: Callable[[bytes], nx.Graph[str]]
) -> None:
    found, graph = network(), read(write(network()))
    assert set(graph) == {node.id for node in found.nodes}
    assert graph.number_of_edges() == len(found.ties) == 3
    for node in found.nodes:
        data = graph.nodes[node.id]
        assert (data["partners"], data["community"]) == (node.partners, node.community)
        assert data["centrality"] == pytest.approx(node.centrality)
        assert "distance" not in data  # nobody is in the middle
    tie = max(found.ties, key=lambda tie: tie.strength)
    data = graph.edges[tie.first, tie.second]
    assert data["weight"] == pytest.approx(tie.strength)
    assert (data["shared_works"], data["works"]) == (2, "Project P; Project Q")
    assert (data["first_year"], data["last_year"]) == (2010, 2012)


@pytest.mark.parametrize(("write", "read"), FORMS)
def test_hostile_names_stay_text_and_lose_what_no_xml_may_hold(
    write: Callable[[Network], bytes], read: Callable[[bytes], nx.Graph[str]]
) -> None:
    labels = {data["label"] for _, data in read(write(network())).nodes(data=True)}
    assert labels == {HOSTILE.replace("\x0b", ""), "Beta", "Gamma"}


def test_gephi_finds_places_and_sizes() -> None:
    data = read_gexf(gexf(network())).nodes[network().nodes[0].id]["viz"]
    assert data["position"]["x"] == pytest.approx(network().nodes[0].x)
    assert data["size"] > 4.0


@pytest.mark.parametrize("write", [gexf, graphml])
def test_equal_facts_give_equal_files_that_say_which(write: Callable[[Network], bytes]) -> None:
    assert write(network()) == write(network())
    assert network().data_version.encode() in write(network())
