"""Affinities of every two of 10,000 candidates, in a graph of register size."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest

from matcher.affinity.pairs import pair_affinities
from matcher.affinity.past import Past
from matcher.case.scoring import ScoringRules
from tests.benchmarks.collaborations import LAST_DAY, generated
from tests.benchmarks.measuring import report

if TYPE_CHECKING:
    from numpy.typing import NDArray

ORGANISATIONS, WORKS, CANDIDATES = 170_000, 40_000, 10_000
LOG_ODDS = ScoringRules().pair_log_odds
SOME = 20_000
"""So many pairs are asked of networkx: for all 50 million it would take an hour."""

pytestmark = pytest.mark.benchmark(min_rounds=5, warmup=True, timer=time.process_time)


@cache
def past() -> Past:
    """Lay out who worked with whom, once."""
    laid_out = Past(history=generated(ORGANISATIONS, works=WORKS), day=LAST_DAY)
    _ = laid_out.partners, laid_out.freshness, laid_out.members_in, laid_out.linked
    return laid_out


def candidates(kind: str) -> NDArray[np.int64]:
    """Candidates that have worked with anybody: some at random, or the busiest of all."""
    if kind == "busiest":
        return np.sort(np.argsort(-past().partners, kind="stable")[:CANDIDATES])
    active = np.flatnonzero(past().partners > 0)
    return np.sort(np.random.default_rng(1).choice(active, CANDIDATES, replace=False))


def seconds_of_networkx(among: NDArray[np.int64]) -> float:
    """Resource allocation of every two, by networkx's own function, told from some of them."""
    graph = nx.from_scipy_sparse_array(past().linked)
    drawn = np.random.default_rng(2).choice(among, size=(SOME, 2)).tolist()
    pairs = [(one, other) for one, other in drawn if one != other]
    start = time.process_time()
    assert len(list(nx.resource_allocation_index(graph, pairs))) == len(pairs)
    every = len(among) * (len(among) - 1) / 2
    return (time.process_time() - start) * every / len(pairs)


@pytest.mark.parametrize("kind", ["any", "busiest"])
def test_pair_affinities_of_a_line_up_problem(benchmark: Any, kind: str) -> None:
    among = candidates(kind)
    found = benchmark(lambda: pair_affinities(past(), among, log_odds=LOG_ODDS))
    ours = benchmark.stats.stats.median
    ratio = seconds_of_networkx(among) / ours
    edges = past().linked.nnz // 2
    report(
        f"{CANDIDATES:,} candidates ({kind}) of {ORGANISATIONS:,} with {edges:,} edges: "
        f"{found.nnz // 2:,} pairs in {ours:.3f} s of processor; networkx's "
        f"resource_allocation_index over every two: {ratio:,.0f} x as long"
    )
