"""The same answers from either store: snapshot and line-ups, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.formats.serialise import to_json
from api.service.service import Service
from graph.stores.copying import copy_store
from graph.stores.neo4j.store import Neo4jStore
from graph.stores.passwords import VARIABLE
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from matcher.brief.request import Brief
from tests.contracts.examples import random_examples
from tests.graph.random_facts import facts

if TYPE_CHECKING:
    from pathlib import Path

    from graph.records.facts import Facts
    from tests.neo4j_server.fixtures import Account


@pytest.fixture
def services(
    database: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Service, Service]:
    """The built-in programme, from a SQLite file and from a Neo4j database."""
    monkeypatch.setenv(VARIABLE, database[1])
    sqlite = Service.open(sqlite_url(tmp_path / "built-in.db"))
    return sqlite, Service.open(str(database[0]))


def test_snapshot_and_line_ups_are_the_same_to_the_byte(services: tuple[Service, Service]) -> None:
    sqlite, neo4j = services
    assert sqlite.snapshot.facts == neo4j.snapshot.facts
    assert sqlite.snapshot.data_version == neo4j.snapshot.data_version
    assert np.array_equal(sqlite.snapshot.demand, neo4j.snapshot.demand)
    assert np.array_equal(sqlite.snapshot.reach.todense(), neo4j.snapshot.reach.todense())
    assert line_ups(sqlite, "CPA1", "CPA19") == line_ups(neo4j, "CPA1", "CPA19")


@pytest.mark.long
def test_line_ups_of_every_area_are_the_same_to_the_byte(services: tuple[Service, Service]) -> None:
    sqlite, neo4j = services
    every = [area.id for area in sqlite.snapshot.facts.areas]
    assert len(every) == 21
    assert line_ups(sqlite, *every) == line_ups(neo4j, *every)


def line_ups(service: Service, *areas: str) -> str:
    """The best line-up of each area, as it is written."""
    return to_json([service.recommend(Brief(area=area, k=1)) for area in areas])


@random_examples(3)
@given(data=st.data())
def test_any_programme_can_go_there_and_back(
    database: Account, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    drawn: Facts = data.draw(facts())
    folder = tmp_path_factory.mktemp("copies")
    programme = drawn.programme.id
    with (
        SqliteStore.create(folder / "there.db", drawn) as there,
        Neo4jStore(*database) as between,
        SqliteStore.create(folder / "back.db") as back,
    ):
        copy_store(there, between, programmes=[programme])
        copy_store(between, back, programmes=[programme])
        assert back.read(programme) == drawn
