"""The stores of earlier days, brought back; README.md says what they are."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.stores import DEFAULT_PROGRAMME
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.api.command import Matcher

if TYPE_CHECKING:
    import neo4j
    import pytest

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("sqlite-*.db.gz"))
DATABASES = sorted(HERE.glob("neo4j-*.json"))
VERSION = "b40cd2b648c27241"
"""The data version that every one of them was written with."""

QUESTIONS = {
    "lineups": ("lineups", "First County", "-k", "3", "--explain", "--stress"),
    "second": ("lineups", "C02", "--as-of", "2013-12-31", "--must", "Beta"),
}


def unpack(packed: Path, folder: Path) -> Path:
    """Put a file of an earlier day into a folder."""
    path = folder / packed.name.removesuffix(".gz")
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


def replay(kept: Path, connection: neo4j.Driver) -> None:
    """Put what was in a database of an earlier day into an empty one."""
    dump = json.loads(kept.read_text("utf-8"))
    for statement in dump["schema"]:
        connection.execute_query(statement)
    at = {
        id_: connection.execute_query(
            f"CREATE (n:{':'.join(labels)}) SET n = $properties RETURN elementId(n) AS id",
            {"properties": _native(properties)},
        ).records[0]["id"]
        for id_, labels, properties in dump["nodes"]
    }
    for start, kind, end, properties in dump["relationships"]:
        connection.execute_query(
            "MATCH (a), (b) WHERE elementId(a) = $start AND elementId(b) = $end"
            f" CREATE (a)-[r:{kind}]->(b) SET r = $properties",
            {"start": at[start], "end": at[end], "properties": _native(properties)},
        )


def _native(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value["date"]) if isinstance(value, dict) else value
        for name, value in properties.items()
    }


def answers_differ(url: str, capsys: pytest.CaptureFixture[str], folder: Path) -> list[str]:
    """Ask a store of an earlier day, and a new one with the facts of the first file of all.

    Gives the questions that the two answer otherwise. How line-ups are scored changes with the
    program; what an old store holds, and so what it answers, does not.
    """
    old, new = Matcher(url, capsys), Matcher(_written_anew(folder), capsys)
    return [
        name
        for name, question in QUESTIONS.items()
        if old("-f", "json", *question) != new("-f", "json", *question)
    ]


def _written_anew(folder: Path) -> str:
    """A store of today with the facts of the first file that was ever kept."""
    first = folder / "first"
    first.mkdir()
    with SqliteStore(unpack(FILES[0], first)) as store:
        facts = store.read(DEFAULT_PROGRAMME)
    SqliteStore.create(first / "new.db", facts).close()
    return sqlite_url(first / "new.db")
