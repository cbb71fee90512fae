"""Constraints and indexes of the Neo4j store, as a list of migrations; the released never change.

The node ``(:MatcherStore {format})`` says how many of them a database has had. Each statement does
nothing where its work is done already, so that a migration that was cut off is run again.
"""

from __future__ import annotations

from graph.stores.neo4j.property_graph import LABELS, TIES, UNIQUE
from graph.stores.neo4j.search_nodes import NAMES, WORDS


def _unique(label: str, *properties: str) -> str:
    named = ", ".join(f"n.{name}" for name in properties)
    return (
        f"CREATE CONSTRAINT matcher_{label}_unique IF NOT EXISTS"
        f" FOR (n:{label}) REQUIRE ({named}) IS UNIQUE"
    )


def _positions(label: str) -> str:
    return (
        f"CREATE INDEX matcher_{label}_position IF NOT EXISTS"
        f" FOR (n:{label}) ON (n.edition, n.position)"
    )


def _tie_positions(type_: str) -> str:
    return (
        f"CREATE INDEX matcher_{type_}_position IF NOT EXISTS"
        f" FOR ()-[r:{type_}]-() ON (r.edition, r.position)"
    )


_FIRST = (
    _unique("MatcherStore", "name"),
    _unique("Kept", "programme"),
    _unique("Draft", "edition"),
    *(_unique(LABELS[table], "edition", key) for table, key in UNIQUE.items()),
    *(_positions(label) for label in LABELS.values()),
    *(_tie_positions(tie.type) for tie in TIES.values()),
    (
        "CREATE FULLTEXT INDEX matcher_names IF NOT EXISTS"
        " FOR (n:Organisation|Alias) ON EACH [n.name]"
    ),
    *(_positions(label) for label in (NAMES, WORDS)),
    *(
        f"CREATE FULLTEXT INDEX matcher_{label} IF NOT EXISTS FOR (n:{label}) ON EACH [n.terms]"
        " OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"
        for label in (NAMES, WORDS)
    ),
    "CREATE POINT INDEX matcher_place_location IF NOT EXISTS FOR (n:Place) ON (n.location)",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST,)
"""Migration n brings a database from format n to n + 1."""

FORMAT = len(MIGRATIONS)
