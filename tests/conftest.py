"""What holds for all tests: random examples are never judged by the clock; a Neo4j server."""

from __future__ import annotations

from hypothesis import settings

from tests.neo4j_server.fixtures import (  # noqa: F401  (fixtures are found by name)
    database,
    own_server,
    shared_server,
)

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
