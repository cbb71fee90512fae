"""docs/neo4j.md: its queries run on a real server, its picture and tables show the real model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from graph.stores.neo4j.property_graph import LABELS, LINKS, TIES
from graph.stores.neo4j.store import Neo4jStore
from tests.builtin import read_builtin
from tests.neo4j_server.fixtures import driver
from tests.tooling.draw_model import draw
from tests.tooling.lock_digest import ROOT

if TYPE_CHECKING:
    from tests.neo4j_server.fixtures import Account

DOCUMENT = (ROOT / "docs" / "neo4j.md").read_text("utf-8")
QUERIES = re.findall(r"```cypher\n(.*?)```", DOCUMENT, re.DOTALL)


def test_there_are_ten_example_queries() -> None:
    assert len(QUERIES) == 10


def test_every_example_query_finds_something_in_the_built_in_programme(database: Account) -> None:
    with Neo4jStore(*database) as store:
        store.write(read_builtin())
    with driver(database) as connection:
        for query in QUERIES:
            found = connection.execute_query(query, database_=database[0].database)
            assert found.records, query
            assert all(name.isidentifier() or "." in name for name in found.keys)


def test_the_picture_shows_the_model_as_it_is() -> None:
    picture = (ROOT / "docs" / "neo4j-model.svg").read_text("utf-8")
    assert picture == draw(), "run `make model`"
    for name in [*LABELS.values(), *(tie.type for tie in TIES.values()), *(x.type for x in LINKS)]:
        assert f">{name}<" in picture


@pytest.mark.parametrize("name", [*LABELS.values(), *(tie.type for tie in TIES.values())])
def test_every_label_and_relationship_is_explained(name: str) -> None:
    assert f"`{name}`" in DOCUMENT
