"""A network of 5,000 organisations and 20,000 ties, all generated: worked out, placed, answered."""

from __future__ import annotations

import time
from functools import cache
from typing import Any

import networkx as nx
import pytest

from api.service.service import Service
from api.service.settings import Settings
from api.web.application import create_app
from graph.networks.analysis import Analysed, TieFilter, analyse
from graph.networks.centrality import SAMPLED, betweenness
from graph.networks.communities import as_graph
from graph.networks.layout import positions
from graph.networks.shared_work import WorkFilter
from tests.api.client import Client
from tests.benchmarks.measuring import report
from tests.benchmarks.networks import generated_network
from tests.builders import OPENED

ORGANISATIONS, TIES = 5_000, 20_000
FILTER = TieFilter(work=WorkFilter(as_of=OPENED))
_ROUNDS = 50
"""What networkx's spring layout does unless told otherwise."""

pytestmark = pytest.mark.benchmark(min_rounds=3, warmup=True, timer=time.process_time)


@cache
def service() -> Service:
    """Make the service once."""
    return Service(generated_network(ORGANISATIONS, ties=TIES))


@cache
def analysed() -> Analysed:
    return analyse(service().snapshot, FILTER)


@cache
def client() -> Client:
    return Client(create_app(Settings(store="sqlite://", log_level="error"), service()))


def seconds(what: Any) -> float:
    start = time.process_time()
    what()
    return time.process_time() - start


def test_everything_is_worked_out(benchmark: Any) -> None:
    found = benchmark(lambda: analyse(service().snapshot, FILTER))
    assert len(found.work) == TIES
    report(f"{len(found.who):,} organisations worked out: {benchmark.stats.stats.median:.2f} s")


def test_shares_of_shortest_ways(benchmark: Any) -> None:
    ties, graph = analysed().ties, as_graph(analysed().ties)
    benchmark(lambda: betweenness(ties))
    ours = benchmark.stats.stats.median
    some = SAMPLED // 8
    theirs = 8 * seconds(lambda: nx.betweenness_centrality(graph, k=some, seed=0))
    report(f"from {SAMPLED} starts: {ours:.2f} s; networkx: {theirs / ours:.0f} x as long")


def test_places_on_a_map(benchmark: Any) -> None:
    found = analysed()
    benchmark(lambda: positions(found.ties, found.community))
    ours = benchmark.stats.stats.median
    graph = as_graph(found.ties)
    one_round = seconds(lambda: nx.spring_layout(graph, iterations=1, seed=0))
    theirs = _ROUNDS * one_round
    report(f"places: {ours:.2f} s; networkx's spring layout: {theirs / ours:.0f} x as long")


@pytest.mark.parametrize(
    "path", ["/network", "/network.json", "/network?limit=5000", "/network.json?limit=5000"]
)
def test_an_answer_that_was_worked_out_before(benchmark: Any, path: str) -> None:
    answer = benchmark(lambda: client().page(path))
    assert answer.status_code == 200
    report(f"{path}: {1000 * benchmark.stats.stats.median:.0f} ms, {len(answer.content):,} bytes")
