"""Groups that work with each other more than with others."""

from __future__ import annotations

import networkx as nx
import numpy as np
from scipy import sparse

from graph.networks.communities import as_graph, communities


def two_rings() -> sparse.csr_array[np.float64]:
    """Everybody of 0 to 2 is tied to each other, and so are 3 to 6; 2 and 3 are too, loosely."""
    ties = np.zeros((7, 7))
    ties[:3, :3] = ties[3:, 3:] = 1.0
    ties[2, 3] = ties[3, 2] = 0.1
    np.fill_diagonal(ties, 0.0)
    return sparse.csr_array(ties)


def test_each_ring_is_a_community_and_the_largest_is_the_first() -> None:
    assert communities(two_rings()).tolist() == [1, 1, 1, 0, 0, 0, 0]


def test_the_same_seed_gives_the_same_communities() -> None:
    graph = nx.random_partition_graph([20, 20, 20], 0.3, 0.03, seed=1)
    ties = sparse.csr_array(nx.to_scipy_sparse_array(graph).astype(float))
    assert communities(ties, seed=5).tolist() == communities(ties, seed=5).tolist()


def test_networkx_sees_the_same_ties() -> None:
    graph = as_graph(two_rings())
    assert sorted(graph) == list(range(7))
    assert graph[2][3]["weight"] == 0.1
    assert graph.number_of_edges() == 3 + 6 + 1


def test_nobody_makes_no_community() -> None:
    assert communities(sparse.csr_array((0, 0))).tolist() == []
