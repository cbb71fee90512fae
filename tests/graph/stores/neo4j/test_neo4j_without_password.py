"""Servers asked without a password: one that wants none, and one that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import StoreAccessError
from graph.stores import open_store
from graph.stores.passwords import FILE_VARIABLE, VARIABLE
from tests.builders import small_facts
from tests.neo4j_server.server import Neo4jServer, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.neo4j_server.fixtures import Account


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A server with authentication off."""
    server = Neo4jServer(tmp_path_factory.mktemp("open-neo4j"), brief=True, is_open=True)
    with running(server):
        yield server


@pytest.fixture(autouse=True)
def _no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in (VARIABLE, FILE_VARIABLE):
        monkeypatch.delenv(variable, raising=False)


def test_a_server_without_authentication_needs_no_password(open_server: Neo4jServer) -> None:
    facts = small_facts()
    with open_store(open_server.url, fill=False) as store:
        store.write(facts)
        assert store.read(facts.programme.id) == facts


def test_a_password_does_no_harm_there(
    open_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "needless")
    with open_store(open_server.url, fill=False) as store:
        assert store.check() == ()


def test_a_server_that_wants_a_password_says_where_to_put_it(database: Account) -> None:
    with pytest.raises(StoreAccessError) as caught:
        open_store(str(database[0]), fill=False)
    assert str(caught.value) == (
        f"{database[0]}: the server asks for a password; set MATCHER_STORE_PASSWORD, or "
        "MATCHER_STORE_PASSWORD_FILE to the name of a file that holds it"
    )
