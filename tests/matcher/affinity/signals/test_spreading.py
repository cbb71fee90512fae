"""Signals of the whole graph, compared pair by pair with networkx and scikit-learn."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from sklearn.decomposition import TruncatedSVD

from matcher.affinity.history import history_of
from matcher.affinity.past import LINES, Past
from matcher.affinity.signals.examples import asked
from matcher.affinity.signals.spreading import (
    STAY,
    STEPS,
    common_lines,
    personalised_pagerank,
)
from matcher.affinity.view import Query, View


def works(*, seed: int, organisations: int = 40, count: int = 50) -> list[list[int]]:
    """Works of two to four members each, and one of everybody's neighbours, so all are linked."""
    random = np.random.default_rng(seed)
    made = [
        random.choice(organisations, size=random.integers(2, 5), replace=False).tolist()
        for _ in range(count)
    ]
    return made + [[each, each + 1] for each in range(organisations - 1)]


def graph_of(made: list[list[int]]) -> nx.Graph[int]:
    """The same, as networkx has it."""
    graph: nx.Graph[int] = nx.Graph()
    for members in made:
        graph.add_edges_from((u, v) for u in members for v in members if u < v)
    return graph


@pytest.mark.parametrize("seed", range(4))
def test_a_long_walk_is_networkx_personalised_pagerank_pair_by_pair(seed: int) -> None:
    made = works(seed=seed)
    found = personalised_pagerank(asked(made, by=0, of=list(range(1, 40))), steps=60)
    ranks = nx.pagerank(graph_of(made), alpha=STAY, personalization={0: 1.0}, tol=1e-14)
    assert found == pytest.approx([ranks[each] for each in range(1, 40)], abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_three_steps_leave_out_no_more_than_the_rest_of_the_walk(seed: int) -> None:
    made = works(seed=seed)
    view = asked(made, by=0, of=list(range(1, 40)))
    left = personalised_pagerank(view, steps=60) - personalised_pagerank(view)
    assert (left >= 0).all()
    assert left.sum() <= STAY ** (STEPS + 1)


def test_those_who_ask_together_share_the_start_of_the_walk() -> None:
    made = works(seed=9)
    past, of = Past(history=history_of(made), day=0), np.arange(3, 40, dtype=np.int32)

    def walked(*members: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        query = Query(members=np.array(members, dtype=np.int32))
        return personalised_pagerank(View(past=past, query=query, candidates=of))

    assert walked(0, 1, 2) == pytest.approx((walked(0) + walked(1) + walked(2)) / 3)


@pytest.mark.parametrize("seed", range(4))
def test_the_main_lines_are_those_of_scikit_learn_pair_by_pair(seed: int) -> None:
    made = works(seed=seed)
    matrix = nx.normalized_laplacian_matrix(graph_of(made), nodelist=range(40)).toarray()
    even = np.eye(40) - matrix
    model = TruncatedSVD(LINES, algorithm="arpack", random_state=1)
    expected = model.inverse_transform(model.fit_transform(even))
    for asker in range(5):
        others = [each for each in range(40) if each != asker]
        found = common_lines(asked(made, by=asker, of=others))
        assert found == pytest.approx(np.maximum(expected[asker, others], 0.0), abs=0.02)


def test_with_as_many_lines_as_bodies_the_lines_are_the_links_themselves() -> None:
    made = [[0, 1], [1, 2], [2, 3]]
    found = common_lines(asked(made, by=1, of=[0, 2, 3]))
    assert found == pytest.approx([1 / np.sqrt(2), 0.5, 0.0], abs=1e-6)


def test_the_same_past_gives_the_same_lines() -> None:
    made = works(seed=3)
    one, other = (Past(history=history_of(made), day=0).lines for _ in range(2))
    assert (one == other).all()
    assert one.shape == (40, LINES)


@pytest.mark.parametrize("signal", [personalised_pagerank, common_lines])
def test_who_has_no_partner_is_near_nobody(signal: object) -> None:
    assert callable(signal)
    assert not signal(asked([[0], [1, 2]], by=0, of=[1, 2])).any()
    assert not signal(asked([[0], [1, 2]], by=1, of=[0])).any()
    assert not signal(asked([[0], [1]], by=0, of=[1])).any()
