"""Random questions, answered as `tests/contracts/plain_questions.py` works it out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from graph.questions import Filters, Layer, Node
from graph.records.identifiers import PlaceCode
from tests.builders import (
    alias,
    provenance,
    small_facts,
)
from tests.contracts.asking import (
    DAY,
    names,
)
from tests.contracts.examples import random_examples
from tests.contracts.plain_questions import (
    link_order,
    plain_distances,
    plain_graph,
    plain_links,
    plain_nodes,
    plain_path,
    plain_search,
    plain_words,
)
from tests.contracts.random_worlds import (
    PLACES,
    days,
    typed_names,
    wanted_filters,
    worlds,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.records.facts import Facts
    from graph.stores import GraphStore


class RandomContract:
    """The same answers as worked out plainly."""

    @random_examples(4)
    @given(
        facts=worlds(),
        several=st.lists(
            st.tuples(wanted_filters, st.integers(0, 6), st.integers(1, 12)), min_size=1, max_size=2
        ),
    )
    def test_every_neighbourhood_is_the_plain_one(
        self, empty: GraphStore, facts: Facts, several: list[tuple[Filters, int, int]]
    ) -> None:
        empty.write(facts)
        questions = empty.ask("small")
        for wanted, depth, limit in several:
            named = plain_nodes(facts, wanted.as_of)
            every_link = plain_links(facts, wanted)
            for start in _starts(named):
                near = questions.neighbourhood(start, depth=depth, filters=wanted, limit=limit)
                expected = list(plain_distances(facts, wanted, start, depth).items())
                kept = {node for node, _ in expected[:limit]}
                among = [link for link in every_link if {link.start, link.end} <= kept]
                assert [(each.node, each.distance) for each in near.nodes] == expected[:limit]
                assert [each.name for each in near.nodes] == [named[n.node] for n in near.nodes]
                assert near.links == tuple(sorted(among, key=link_order))
                assert near.truncated is (len(expected) > limit)

    @random_examples(4)
    @given(
        facts=worlds(),
        several=st.lists(
            st.tuples(wanted_filters, st.sampled_from([2, 4, 12])), min_size=1, max_size=3
        ),
    )
    def test_every_shortest_path_is_the_least_of_all(
        self, empty: GraphStore, facts: Facts, several: list[tuple[Filters, int]]
    ) -> None:
        empty.write(facts)
        questions = empty.ask("small")
        for wanted, longest in several:
            nodes = list(_starts(plain_nodes(facts, wanted.as_of)))
            for first, second in zip(nodes, [*nodes[3:], *nodes[:3]], strict=True):
                path = questions.shortest_path(first, second, filters=wanted, longest=longest)
                expected = plain_path(facts, wanted, first, second)
                if expected is None or len(expected) > longest + 1:
                    assert path is None
                    continue
                assert path is not None
                assert [each.node for each in path.nodes] == expected
                graph = plain_graph(facts, wanted, first, second)
                steps = list(pairwise(expected))
                assert [{link.start, link.end} for link in path.links] == [
                    {*step} for step in steps
                ]
                assert all(graph.has_edge(*step) for step in steps)
                assert set(path.links) <= plain_links(facts, wanted)

    @random_examples(4)
    @given(
        own=st.lists(typed_names, min_size=1, max_size=8),
        others=st.lists(typed_names, max_size=4),
        known=st.lists(days, min_size=8, max_size=8),
        typed=st.lists(typed_names, min_size=1, max_size=12),
        limit=st.integers(1, 6),
    )
    def test_every_search_gives_what_comparing_all_names_gives(
        self,
        empty: GraphStore,
        own: list[str],
        others: list[str],
        known: list[str | None],
        typed: list[str],
        limit: int,
    ) -> None:
        rows = names(*own)["organisations"]
        rows = tuple(
            replace(row, provenance=provenance(day)) for row, day in zip(rows, known, strict=False)
        )
        aliases = tuple(
            replace(alias("x", text), organisation=rows[number % len(rows)].id)
            for number, text in enumerate(others)
        )
        facts = small_facts(organisations=rows, aliases=aliases)
        empty.write(facts)
        questions = empty.ask("small")
        for text in _searchable(typed):
            matches = questions.search(text, as_of=DAY, limit=limit)
            assert list(matches) == plain_search(facts, text, DAY, limit), text


def _starts(nodes: Iterable[Node]) -> Iterable[Node]:
    """Those that something happens around: not the many places."""
    places = {PlaceCode(code) for code in PLACES}
    return [node for node in nodes if node.layer is not Layer.PLACE or node.key in places]


def _searchable(texts: Iterable[str]) -> Iterable[str]:
    return [text for text in texts if plain_words(text)]
