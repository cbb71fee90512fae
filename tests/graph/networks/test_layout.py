"""Where the nodes stand on a map."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from scipy import sparse

from graph.networks import layout
from graph.networks.layout import positions


def matrix(graph: nx.Graph[int]) -> sparse.csr_array[Any]:
    return sparse.csr_array(nx.to_scipy_sparse_array(graph, nodelist=sorted(graph)).astype(float))


def no_groups(count: int) -> np.ndarray[Any, Any]:
    return np.zeros(count, dtype=np.int64)


def distances(placed: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.asarray(np.linalg.norm(placed[:, np.newaxis] - placed, axis=2))


def test_those_who_are_tied_stand_nearer_than_those_who_are_not() -> None:
    graph = nx.random_partition_graph([12, 12], 0.6, 0.02, seed=2)
    ties = matrix(graph)
    apart = distances(positions(ties, no_groups(24)))
    tied = ties.toarray() > 0
    assert apart[tied].mean() < 0.7 * apart[~tied].mean()


def test_nobody_stands_on_another() -> None:
    apart = distances(positions(matrix(nx.star_graph(30)), no_groups(31)))
    np.fill_diagonal(apart, np.inf)
    assert apart.min() > 0.2


def test_parts_that_do_not_hang_together_stand_beside_each_other() -> None:
    graph = nx.disjoint_union_all([nx.complete_graph(n) for n in (9, 6, 4, 3, 2, 2)])
    placed = positions(matrix(graph), no_groups(len(graph)))
    boxes = [placed[sorted(part)] for part in nx.connected_components(graph)]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            beside = (one.min(axis=0) > other.max(axis=0)) | (other.min(axis=0) > one.max(axis=0))
            assert beside.any()


def test_the_same_network_gives_the_same_map() -> None:
    ties = matrix(nx.karate_club_graph())
    assert (positions(ties, no_groups(34)) == positions(ties, no_groups(34))).all()


def test_the_one_in_the_middle_stands_at_the_origin() -> None:
    placed = positions(matrix(nx.path_graph(5)), no_groups(5), centre=3)
    assert placed[3].tolist() == [0.0, 0.0]


def test_a_chain_lies_rather_than_stands() -> None:
    width, height = np.ptp(positions(matrix(nx.path_graph(9)), no_groups(9)), axis=0)
    assert width > 2 * height


def test_groups_of_a_large_network_do_not_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "ALL_PAIRS_UP_TO", 20)
    graph = nx.random_partition_graph([15, 15, 15], 0.5, 0.02, seed=4)
    groups = np.repeat([0, 1, 2], 15)
    placed = positions(matrix(graph), groups)
    middles = np.stack([placed[groups == number].mean(axis=0) for number in range(3)])
    own = np.linalg.norm(placed - middles[groups], axis=1)
    for number in range(3):
        others = np.linalg.norm(placed[groups != number] - middles[number], axis=1)
        assert others.min() > np.quantile(own[groups == number], 0.9)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_nodes_have_places_too(count: int) -> None:
    placed = positions(
        matrix(nx.empty_graph(count)) if count else sparse.csr_array((0, 0)), no_groups(count)
    )
    assert placed.shape == (count, 2)
    assert np.isfinite(placed).all()
