"""Who is central, and who links others."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from scipy import sparse

from graph.networks import centrality
from graph.networks.centrality import betweenness, cut_off_without, pagerank
from graph.networks.communities import as_graph


def network(*ends: tuple[int, int], count: int) -> sparse.csr_array[Any]:
    """Make a network of ties of strength 1."""
    matrix = np.zeros((count, count))
    for first, second in ends:
        matrix[first, second] = matrix[second, first] = 1.0
    return sparse.csr_array(matrix)


STAR = network((0, 1), (0, 2), (0, 3), count=4)
CHAIN = network((0, 1), (1, 2), (2, 3), (3, 4), count=5)


def random_network(seed: int, count: int = 40) -> sparse.csr_array[Any]:
    """Make a network in which everybody has a tie."""
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.uniform(0.1, 2.0, (count, count)) * (rng.random((count, count)) < 0.07), 1)
    upper[np.arange(count - 1), np.arange(1, count)] = 0.5
    return sparse.csr_array(upper + upper.T)


def test_the_middle_of_a_star_is_the_most_central_and_the_average_is_one() -> None:
    rank = pagerank(STAR)
    assert rank[0] > 1.0 > rank[1] == pytest.approx(rank[2])
    assert rank.mean() == pytest.approx(1.0)


@pytest.mark.parametrize("seed", range(5))
def test_pagerank_is_that_of_networkx(seed: int) -> None:
    ties = random_network(seed)
    expected = nx.pagerank(as_graph(ties), tol=1e-12, max_iter=1_000)
    assert pagerank(ties) / 40 == pytest.approx([expected[node] for node in range(40)], abs=1e-9)


def test_all_ways_between_others_lead_through_the_middle_of_a_star() -> None:
    assert betweenness(STAR).tolist() == [1.0, 0.0, 0.0, 0.0]


def test_ways_along_a_chain_are_counted() -> None:
    assert betweenness(CHAIN) == pytest.approx([0.0, 3 / 6, 4 / 6, 3 / 6, 0.0])


@pytest.mark.parametrize("seed", range(5))
def test_betweenness_is_that_of_networkx(seed: int) -> None:
    ties = random_network(seed)
    expected = nx.betweenness_centrality(as_graph(ties))
    assert betweenness(ties) == pytest.approx([expected[node] for node in range(40)])


def test_betweenness_of_a_large_network_is_estimated_from_some_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ties = random_network(1)
    exact = betweenness(ties)
    monkeypatch.setattr(centrality, "EXACT_UP_TO", 10)
    monkeypatch.setattr(centrality, "SAMPLED", 20)
    estimated = betweenness(ties, seed=3)
    assert estimated.tolist() == betweenness(ties, seed=3).tolist() != exact.tolist()
    assert np.corrcoef(estimated, exact)[0, 1] > 0.9


@pytest.mark.parametrize("count", [0, 1, 2])
def test_nobody_is_between_fewer_than_three(count: int) -> None:
    assert betweenness(network(count=count)).tolist() == [0.0] * count


def test_without_a_bridge_the_smaller_side_is_cut_off() -> None:
    assert [cut_off_without(CHAIN, node) for node in range(5)] == [0, 1, 2, 1, 0]
    assert cut_off_without(STAR, 0) == 2
    assert cut_off_without(network((0, 1), count=3), 2) == 0
