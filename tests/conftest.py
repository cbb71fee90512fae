"""What holds for all tests: random examples are never judged by the clock; a Neo4j server."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.neo4j_server.fixtures import (  # noqa: F401  (fixtures are found by name)
    database,
    own_server,
    shared_server,
)

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


SERVERS = {"shared_server", "own_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests that share a server in one process."""
    for item in items:
        if not SERVERS.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group("neo4j"))
