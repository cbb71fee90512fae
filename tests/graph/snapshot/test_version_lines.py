"""What is hashed is the JSON of each record, whatever way it is written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import MISSING, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings

from graph.records.model import Capability
from graph.records.table import field_default
from graph.snapshot import version
from graph.snapshot.version import data_version
from tests.graph.random_facts import facts

if TYPE_CHECKING:
    from graph.records.facts import Facts


def plain(value: Any) -> Any:
    """A record as a dict: what was added later only where it is not at its default."""
    if isinstance(value, date):
        return value.isoformat()
    defaults = {field.name: field_default(field) for field in fields(value)}
    said = {name: getattr(value, name) for name in defaults}
    kept = {n: v for n, v in said.items() if defaults[n] is MISSING or v != defaults[n]}
    kept = {name: v + 0.0 if isinstance(v, float) else v for name, v in kept.items()}
    if isinstance(value, Capability):
        kept["capacity_people_a_year"] = kept.pop("capacity_needs_a_year")
    return kept


def plain_version(drawn: Facts) -> str:
    digest = hashlib.sha256()
    for name, records in drawn.tables():
        if not records and name not in version._FIRST_TABLES:
            continue
        digest.update(f"\n[{name}]\n".encode())
        texts = [
            json.dumps(plain(record), default=plain, sort_keys=True, ensure_ascii=False)
            for record in records
        ]
        for text in sorted(f"{text}\n" for text in texts):
            digest.update(text.encode())
    return digest.hexdigest()[:16]


@settings(max_examples=30)
@given(facts())
def test_the_version_is_the_hash_of_the_records_as_json(drawn: Facts) -> None:
    others = replace(drawn, areas=(), cohort_shares=())  # these are hashed in their first words
    assert data_version(others) == plain_version(others)
