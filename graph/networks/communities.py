"""Groups of organisations that work with each other more than with others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray


def communities(ties: sparse.csr_array[Any], *, seed: int = 0) -> NDArray[np.int64]:
    """Number the community of each node from 0, the largest first.

    The method of Louvain (Blondel and others 2008, Journal of Statistical Mechanics P10008), which
    looks for the grouping with the highest modularity by the strength of ties; the order in which
    it tries nodes is drawn by `seed`. Communities of one size come in the order of their first
    nodes.

    Parameters
    ----------
    ties : symmetric strengths, shape (n, n)
    """
    found = nx.community.louvain_communities(as_graph(ties), weight="weight", seed=seed)
    ordered = sorted(map(sorted, found), key=lambda group: (-len(group), group))
    number = np.zeros(ties.shape[0], dtype=np.int64)
    for place, group in enumerate(ordered):
        number[group] = place
    return number


def as_graph(ties: sparse.csr_array[Any]) -> nx.Graph[int]:
    """Give a network as networkx has it: numbered nodes, and the `weight` of each tie."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(ties.shape[0]))
    upper = sparse.triu(ties, k=1).tocoo()
    ends = zip(upper.row.tolist(), upper.col.tolist(), upper.data.tolist(), strict=True)
    graph.add_weighted_edges_from(ends)
    return graph
