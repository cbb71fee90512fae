"""Signals of who has worked with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from matcher.affinity.signals.examples import asked
from matcher.affinity.signals.topology import (
    adamic_adar,
    common_neighbours,
    preferential_attachment,
    resource_allocation,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matcher.affinity.history import Floats
    from matcher.affinity.view import View


def works(*, seed: int, organisations: int = 12, count: int = 9) -> list[list[int]]:
    """Works of two to four members each."""
    random = np.random.default_rng(seed)
    return [
        random.choice(organisations, size=random.integers(2, 5), replace=False).tolist()
        for _ in range(count)
    ]


def graph_of(made: list[list[int]]) -> nx.Graph[int]:
    """The same, as networkx has it: an edge between any two who took part in one work."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(12))
    for members in made:
        graph.add_edges_from((u, v) for u in members for v in members if u < v)
    return graph


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (common_neighbours, nx.common_neighbor_centrality),
        (adamic_adar, nx.adamic_adar_index),
        (resource_allocation, nx.resource_allocation_index),
    ],
)
@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_networkx_pair_by_pair(
    ours: Callable[[View], Floats],
    theirs: Callable[..., Iterator[tuple[int, int, float]]],
    seed: int,
) -> None:
    made = works(seed=seed)
    graph = graph_of(made)
    others = list(range(1, max(map(max, made)) + 1))
    options = {"alpha": 1.0} if theirs is nx.common_neighbor_centrality else {}
    pairs = [(0, other) for other in others]
    expected = [value for _, _, value in theirs(graph, pairs, **options)]
    assert ours(asked(made, by=0, of=others)) == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(3))
def test_attachment_is_the_logarithm_of_networkx_own(seed: int) -> None:
    made = works(seed=seed)
    others = list(range(1, max(map(max, made)) + 1))
    pairs = [(0, other) for other in others]
    expected = [value for _, _, value in nx.preferential_attachment(graph_of(made), pairs)]
    found = preferential_attachment(asked(made, by=0, of=others))
    assert found == pytest.approx(np.log1p(expected))
