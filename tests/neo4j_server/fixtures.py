"""A real Neo4j server for the tests: one for all, and others that a test may stop and kill."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from graph.stores.passwords import store_password
from graph.stores.urls import neo4j_address
from tests.neo4j_server.server import Neo4jServer, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    import neo4j

    from graph.stores.urls import Neo4jAddress

OWN_SERVER = "MATCHER_TEST_NEO4J"

Account = tuple["Neo4jAddress", str]


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """The address and password of an empty database; a developer's own if one is named."""
    if own := os.environ.get(OWN_SERVER):
        account = neo4j_address(own), store_password(os.environ) or ""
        with driver(account) as connection:
            nodes = connection.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"]
        if nodes:
            pytest.fail(f"{own} holds {nodes} nodes, and the tests would delete them")
        yield account
        wipe(account)
        return
    server = Neo4jServer(tmp_path_factory.mktemp("neo4j"), brief=False)
    with running(server):
        yield account_of(server)


@pytest.fixture
def database(shared_server: Account) -> Account:
    """The address and password of a database that is empty."""
    wipe(shared_server)
    return shared_server


@pytest.fixture
def empty_store(database: Account) -> Account:
    """The address and password of a store that holds nothing.

    A store that is made anew asks for sixty constraints and indexes. Where all are there since an
    earlier test, only the node is made that says so.
    """
    from graph.stores.neo4j.constraints import FORMAT  # noqa: PLC0415  (most tests need no server)
    from graph.stores.neo4j.driver import _set_format  # noqa: PLC0415
    from graph.stores.neo4j.store import Neo4jStore  # noqa: PLC0415

    if _SCHEMAS.get(database) != read_schema(database):
        Neo4jStore(*database).close()
        _SCHEMAS[database] = read_schema(database)
        return database
    name = database[0].database
    with driver(database) as connection, connection.session(database=name) as session:
        session.execute_write(_set_format, FORMAT, to_fill=False)
    return database


_SCHEMAS: dict[Account, list[str]] = {}
"""What a store of this program has, by database."""


@pytest.fixture(scope="session")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A server that tests may stop and kill, as long as they start it again."""
    server = Neo4jServer(tmp_path_factory.mktemp("own-neo4j"), brief=True)
    with running(server):
        yield server


def account_of(server: Neo4jServer) -> Account:
    """The address and password of a server's database."""
    return neo4j_address(server.url), server.password


def driver(account: Account) -> neo4j.Driver:
    """Open a connection that knows nothing of the store."""
    import neo4j  # noqa: PLC0415  (most tests need no server)

    address, password = account
    return neo4j.GraphDatabase.driver(address.server, auth=(address.user, password))


def wipe(account: Account) -> None:
    """Delete every node of a database; constraints and indexes stay, which are slow to make."""
    with driver(account) as connection:
        database = account[0].database
        while connection.execute_query(
            "MATCH (n) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS n", database_=database
        ).records[0]["n"]:
            pass


def drop_schema(account: Account) -> None:
    """Delete the constraints and indexes, as in a database that never was a store."""
    with driver(account) as connection:
        for kind, all_of_them in (("CONSTRAINT", "CONSTRAINTS"), ("INDEX", "INDEXES")):
            query = f"SHOW {all_of_them} YIELD name WHERE name STARTS WITH 'matcher'"
            for row in connection.execute_query(query, database_=account[0].database).records:
                connection.execute_query(f"DROP {kind} {row['name']}")


def read_schema(account: Account) -> list[str]:
    """Give the statements that would make the constraints and indexes of a database."""
    with driver(account) as connection:
        return sorted(
            row["createStatement"]
            for all_of_them in ("CONSTRAINTS", "INDEXES")
            for row in connection.execute_query(
                f"SHOW {all_of_them} YIELD createStatement", database_=account[0].database
            ).records
        )
