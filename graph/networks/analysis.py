"""A network of organisations that worked together: who is central, and which groups there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.networks.centrality import betweenness, pagerank
from graph.networks.communities import communities
from graph.networks.shared_work import SharedWork, WorkFilter, shared_work
from graph.records.kinds import OrganisationKind
from graph.snapshot.columns import is_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.records.kinds import Sector
    from graph.snapshot.snapshot import Snapshot

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_PREFER_STRONG = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class TieFilter:
    """Which ties make a network.

    Attributes
    ----------
    work : which works tie
    sector : both ends are of this sector; None for any
    exempt : organisations of which no sector is asked
    min_strength : ties are at least so strong
    """

    work: WorkFilter
    sector: Sector | None = None
    exempt: tuple[int, ...] = ()
    min_strength: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Analysed:
    """A network of n organisations, each with a tie, and what was worked out about it.

    Attributes
    ----------
    who : index of each into the snapshot's organisations, rising, shape (n,)
    work : the ties, T of them
    ends : the nodes at both ends of each tie, shape (2, T)
    ties : their strengths, symmetric, shape (n, n)
    partners, strength : how many ties each node has, and how strong they are together
    centrality, between : `graph.networks.centrality.pagerank` and `betweenness`
    community : number of each node's community, 0 for the largest
    """

    who: Indices
    work: SharedWork
    ends: Indices
    ties: sparse.csr_array[Any]
    partners: Indices
    strength: Floats
    centrality: Floats
    between: Floats
    community: Indices

    def node_of(self, organisation: int) -> int | None:
        """Give the node of an organisation, None if nothing ties it to anybody."""
        place = int(np.searchsorted(self.who, organisation))
        found = place < len(self.who) and self.who[place] == organisation
        return place if found else None

    def most_central(self) -> Indices:
        """Give all nodes, the most central first."""
        return np.lexsort((self.who, -self.centrality))

    def distances(self, node: int) -> Floats:
        """Count the ties from a node to each other; infinite where none lead."""
        (found,) = sparse.csgraph.dijkstra(
            self.ties, directed=False, indices=np.array([node]), unweighted=True
        )
        return np.asarray(found)

    def path(self, first: int, last: int) -> list[int]:
        """Give the nodes of a way with the fewest ties, of those the strongest; empty for none."""
        cost = self.ties.copy()
        cost.data = 1.0 + _PREFER_STRONG / (1.0 + self.ties.data)
        _, (before,) = sparse.csgraph.dijkstra(
            cost, directed=False, indices=np.array([first]), return_predecessors=True
        )
        way = [last]
        while way[-1] != first:
            way.append(int(before[way[-1]]))
            if way[-1] < 0:
                return []
        return way[::-1]

    def inside(self, nodes: Indices) -> Flags:
        """Mark the ties between some nodes, shape (T,)."""
        marked = np.zeros(len(self.who), dtype=bool)
        marked[nodes] = True
        return np.asarray(marked[self.ends].all(axis=0))


def analyse(snapshot: Snapshot, wanted: TieFilter, *, seed: int = 0) -> Analysed:
    """Make a network of the ties that a filter lets through, and work out what it says."""
    work = shared_work(snapshot, wanted.work)
    work = work.only(_let_through(snapshot, work, wanted))
    who, place = np.unique(np.concatenate([work.first, work.second]), return_inverse=True)
    ends = place.reshape(2, -1).astype(np.int64)
    ties = _symmetric(ends, work.weight, len(who))
    return Analysed(
        who=who,
        work=work,
        ends=ends,
        ties=ties,
        partners=np.diff(ties.indptr).astype(np.int64),
        strength=np.asarray(ties.sum(axis=1), dtype=np.float64).ravel(),
        centrality=pagerank(ties),
        between=betweenness(ties, seed=seed),
        community=communities(ties, seed=seed),
    )


def _let_through(snapshot: Snapshot, work: SharedWork, wanted: TieFilter) -> Flags:
    chosen = work.weight >= wanted.min_strength
    if wanted.sector is not None:
        kinds = [kind for kind in OrganisationKind if kind.sector is wanted.sector]
        of_sector = is_of(snapshot.organisation_columns, kinds)
        of_sector[list(wanted.exempt)] = True
        chosen &= of_sector[work.first] & of_sector[work.second]
    return np.asarray(chosen)


def _symmetric(ends: Indices, weight: Floats, count: int) -> sparse.csr_array[Any]:
    both = np.concatenate([ends, ends[::-1]], axis=1)
    return sparse.csr_array((np.tile(weight, 2), (both[0], both[1])), shape=(count, count))
