"""Make a store and its answers with the program of another day; README.md says how to run it.

It uses only what every program so far has had in common. Nothing in the tests imports it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.builders import (
    COUNTY_1,
    COUNTY_2,
    NATION,
    alias,
    capability,
    evidence,
    member,
    org_id,
    organisation,
    place,
    project,
    provenance,
    rule,
    size,
    small_facts,
)

PROGRAMME = "transforming-rehabilitation"  # what every command line so far asks for
QUESTIONS = {
    "lineups.json": ("lineups", "First County", "-k", "3", "--explain", "--stress"),
    "second.json": ("lineups", "C02", "--as-of", "2013-12-31", "--must", "Beta"),
}


def _found(*modules: str) -> Any:
    for module in modules:
        try:
            return import_module(module)
        except ImportError:
            continue
    raise ImportError(modules)


MODEL = _found("graph.records.model", "graph.model")
IDENTIFIERS = _found("graph.records.identifiers", "graph.identifiers")
_DEMAND = _found("graph.packs.demand", "graph.demand")
_, OTHERS, REST = getattr(_DEMAND, "BASES", ("all", "men", "remaining_men"))
"""Whom shares are of: a later program has general words for them."""


def released_facts() -> Any:
    """A programme in which every table has a row."""
    origin = {"provenance": provenance()}
    names = ("Alpha", "Beta", "Gamma", "Delta")
    prison = IDENTIFIERS.PlaceCode("prison-of-the-county")
    small = small_facts()
    programme = replace(small.programmes[0], id=PROGRAMME)
    share = MODEL.CohortShare
    return replace(
        small,
        programmes=(programme,),
        places=(*small.places, place(prison, "County Prison", "prison", COUNTY_1)),
        prisons=(
            MODEL.Prison(
                place=prison, operator="", function="Local", designation="", women=False,
                postcode="", lead_areas=(COUNTY_1, COUNTY_2), **origin,
            ),
        ),
        cohort_shares=(
            share(cohort="women", share=0.2, of="all", note="", **origin),
            share(cohort="men", share=0.9, of=OTHERS, note="", **origin),
            share(cohort="homeless", share=1.0, of=REST, note="", **origin),
        ),
        prevalence=(
            MODEL.Prevalence(
                pathway="work", cohort="women", share=0.5, basis="estimate", note="", **origin
            ),
        ),
        rules=(rule("min_leads", 1.0),),
        organisations=(
            *(organisation(name) for name in names[:3]), organisation("Delta", "private-company")
        ),
        identifiers=(
            MODEL.LinkedIdentifier(
                organisation=org_id("Alpha"), identifier=IDENTIFIERS.OrgId("GB-CHC-226171"),
                **origin,
            ),
        ),
        aliases=(alias("Alpha", "Tŷ Alpha"), alias("Delta", "Delta & Sons")),
        sizes=tuple(size(name, 1e6 * at, 2e6 * at) for at, name in enumerate(names, start=1)),
        interests=(
            MODEL.Interest(organisation=org_id("Delta"), role="prime", area=COUNTY_1, **origin),
            MODEL.Interest(organisation=org_id("Alpha"), role="prime", area=None, **origin),
        ),
        capabilities=(
            capability("Alpha"),
            capability("Alpha", "work", places=(NATION,), cohorts=("women",)),
            capability("Beta", "work", places=(COUNTY_1, COUNTY_2), capacity=75.0),
            capability("Gamma", "centre", places=(NATION,), known_from=None),
            capability("Gamma", places=(NATION,), known_from="2013-10"),
            capability("Delta", "work", places=(NATION,)),
        ),
        evidence=(evidence("Alpha", 3), evidence("Beta", None, "work")),
        collaborations=(
            project("P", areas=(COUNTY_1,), pathways=("housing", "work")),
            project("Q", outcome="rumoured", start=None, end=None),
        ),
        memberships=(
            member("P", "Alpha", "lead"), member("P", "Beta"), member("Q", "Delta", "lead"),
            member("Q", "Alpha"),
        ),
    )  # fmt: skip


def ask(url: str, folder: Path) -> None:
    """Keep the answers of this day's command line."""
    for name, question in QUESTIONS.items():
        command = "from api.cli import main; main()"
        answered = subprocess.run(
            [sys.executable, "-c", command, "--store", url, "-f", "json", *question],
            check=False,
            stdout=subprocess.PIPE,
        )
        (folder / name).write_bytes(answered.stdout)


def make_sqlite(folder: Path) -> None:
    """Make a file and its answers."""
    store = _found("graph.stores.sqlite.store", "graph.stores.sqlite").SqliteStore
    path = folder / "store.db"
    store.create(path, released_facts()).close()
    ask(f"sqlite:///{path}", folder)


def make_neo4j(folder: Path, url: str) -> None:
    """Fill the empty database at an address, and write down what is in it, and its answers."""
    import neo4j  # noqa: PLC0415  (only here)

    store = _found("graph.stores.neo4j.store", "graph.stores.neo4j_store").Neo4jStore
    address = import_module("graph.stores.urls").neo4j_address(url)
    password = os.environ["MATCHER_STORE_PASSWORD"]
    with store(address, password) as filled:
        filled.write(released_facts())
    account = (address.user, password)
    with neo4j.GraphDatabase.driver(address.server, auth=account) as connection:
        dump = _dump(connection)
    text = json.dumps(dump, ensure_ascii=False, sort_keys=True, indent=1, default=_date)
    (folder / "database.json").write_text(text + "\n", "utf-8")
    ask(url, folder)


def _date(day: Any) -> dict[str, str]:
    return {"date": day.iso_format()}


def _dump(connection: Any) -> dict[str, list[Any]]:
    def rows(query: str) -> list[Any]:
        return [list(record.values()) for record in connection.execute_query(query).records]

    constraints = (
        "SHOW CONSTRAINTS YIELD name, createStatement RETURN createStatement ORDER BY name"
    )
    indexes = (
        "SHOW INDEXES YIELD name, type, owningConstraint, createStatement"
        " WHERE owningConstraint IS NULL AND type <> 'LOOKUP'"
        " RETURN createStatement ORDER BY name"
    )
    return {
        "schema": [row[0] for query in (constraints, indexes) for row in rows(query)],
        "nodes": rows("MATCH (n) RETURN elementId(n), labels(n), properties(n) ORDER BY id(n)"),
        "relationships": rows(
            "MATCH (a)-[r]->(b) RETURN elementId(a), type(r), elementId(b), properties(r)"
            " ORDER BY id(r)"
        ),
    }


if __name__ == "__main__":
    kind, into, *address = sys.argv[1:]
    Path(into).mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        make_sqlite(Path(into))
    else:
        make_neo4j(Path(into), *address)
