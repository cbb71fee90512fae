"""Constraints and indexes of the Neo4j store, as a list of migrations; the released never change.

The node ``(:MatcherStore {format})`` says how many of them a database has had. Each statement does
nothing where its work is done already, so that a migration that was cut off is run again.

The labels stand here as they were on the day of each migration: a label that the descriptions of
the tables get later needs a migration of its own, or no existing database would learn of it.
"""

from __future__ import annotations


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


def _words(label: str) -> str:
    return (
        f"CREATE FULLTEXT INDEX matcher_{label} IF NOT EXISTS FOR (n:{label}) ON EACH [n.terms]"
        " OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"
    )


_FIRST = (
    _unique("MatcherStore", "name"),
    _unique("Kept", "programme"),
    _unique("Draft", "edition"),
    _unique("Programme", "edition", "id"),
    _unique("Source", "edition", "id"),
    _unique("Place", "edition", "code"),
    _unique("ContractArea", "edition", "id"),
    _unique("Pathway", "edition", "key"),
    _unique("Cohort", "edition", "key"),
    _unique("Rule", "edition", "key"),
    _unique("Organisation", "edition", "id"),
    _unique("Collaboration", "edition", "id"),
    _positions("Programme"),
    _positions("Source"),
    _positions("Place"),
    _positions("ContractArea"),
    _positions("Prison"),
    _positions("Pathway"),
    _positions("Cohort"),
    _positions("CohortShare"),
    _positions("Rule"),
    _positions("Organisation"),
    _positions("Identifier"),
    _positions("Alias"),
    _positions("Turnover"),
    _positions("Interest"),
    _positions("Collaboration"),
    _tie_positions("HAS_NEED"),
    _tie_positions("MEETS"),
    _tie_positions("NEEDS"),
    _tie_positions("CAN_DELIVER"),
    _tie_positions("HAS_EVIDENCE_FOR"),
    _tie_positions("MEMBER_OF"),
    (
        "CREATE FULLTEXT INDEX matcher_names IF NOT EXISTS"
        " FOR (n:Organisation|Alias) ON EACH [n.name]"
    ),
    "CREATE POINT INDEX matcher_place_location IF NOT EXISTS FOR (n:Place) ON (n.location)",
)

_NAMES = (
    _positions("SearchedName"),
    _positions("SearchedWord"),
    _words("SearchedName"),
    _words("SearchedWord"),
)
"""Databases of format 1 have these or not, by the day on which they were made.

The nodes come with the next search: `graph.records.words.RULE` is not that of the first days.
"""

_BEFORE = "MATCH (s:MatcherStore) WHERE s.format < 3"
_GENERAL_WORDS = (
    (
        f"{_BEFORE} MATCH (a:ContractArea) WHERE a.cpa IS NOT NULL"
        " SET a.codes = ['CPA=' + toString(a.cpa)]"
        " + CASE a.delius WHEN '' THEN [] ELSE ['Delius=' + a.delius] END"
        " REMOVE a.cpa, a.delius"
    ),
    (
        f"{_BEFORE} MATCH (c:CohortShare) WHERE c.of IN ['men', 'remaining_men']"
        " SET c.of = CASE c.of WHEN 'men' THEN 'others' ELSE 'rest' END"
    ),
    (
        f"{_BEFORE} MATCH ()-[r:CAN_DELIVER]->() WHERE r.capacity_people_a_year IS NOT NULL"
        " SET r.capacity_needs_a_year = r.capacity_people_a_year"
        " REMOVE r.capacity_people_a_year"
    ),
)
"""What only Transforming Rehabilitation had, in general words; capacities count needs.

A process that is late finds a newer format, and leaves what others have written since.
"""

_ROLES = (_tie_positions("AFFILIATED_TO"), _positions("Flag"))
"""Who belongs to whom, and what a check of a counterparty would raise."""

_REGISTERS = (
    _positions("Accounts"),
    _positions("Registration"),
    _unique("Import", "edition"),
    _unique("LinkSet", "edition"),
    _unique("Entry", "edition", "digest"),
    _positions("Entry"),
    (
        "CREATE INDEX matcher_Reject_row IF NOT EXISTS"
        " FOR (n:Reject) ON (n.edition, n.row, n.position)"
    ),
    _positions("Reject"),
    _positions("Link"),
)
"""What registers say: as facts, and in their own words."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _NAMES, _GENERAL_WORDS, _ROLES, _REGISTERS)
"""Migration n brings a database from format n to n + 1."""

FORMAT = len(MIGRATIONS)
