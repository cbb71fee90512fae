"""The stores of earlier days, brought back; README.md says what they are."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    "lineups.json": ("lineups", "First County", "-k", "3", "--explain", "--stress"),
    "second.json": ("lineups", "C02", "--as-of", "2013-12-31", "--must", "Beta"),
}
RENAMED = {
    '"volume_people_a_year"': '"volume_needs_a_year"',
    '"unmet_people_a_year"': '"unmet_needs_a_year"',
    '"cpa": 1,': '"codes": {\n      "CPA": "1",\n      "Delius": "C01"\n    },',
    '"cpa": 2,': '"codes": {\n      "CPA": "2",\n      "Delius": "C02"\n    },',
    "Says it can meet": "States that it can meet",
}
"""What has another name, or other words, in answers since; CHANGELOG.md tells of each name."""


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


def answers_differ(url: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Ask what was asked on the day of a store; give the questions that are answered otherwise."""
    matcher = Matcher(url, capsys)
    return [
        name
        for name, question in QUESTIONS.items()
        if matcher("-f", "json", *question)[1] != expected_answer(name)
    ]


def expected_answer(name: str) -> str:
    """What the program of that day answered, with the names of today."""
    text = (HERE / "answers" / name).read_text("utf-8")
    for old, new in RENAMED.items():
        text = text.replace(old, new)
    return text
