"""What holds for all tests: random examples are never judged by the clock; a Neo4j server."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.neo4j_server.fixtures import (  # noqa: F401  (fixtures are found by name)
    database,
    own_server,
    shared_server,
)

SERVERS = {"shared_server", "own_server"}

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that need a server: they take longest, and leave processors idle."""
    items.sort(key=lambda item: SERVERS.isdisjoint(getattr(item, "fixturenames", ())))
