"""The random programmes are consistent, and nothing that a record may hold is left out."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis.errors import NoSuchExample

from graph.records.references import first_broken_reference
from graph.snapshot.version import data_version
from graph.stores.rows import record_types
from tests.graph.random_facts import UNIQUE, facts

if TYPE_CHECKING:
    from graph.records.facts import Facts


@settings(max_examples=20)
@given(facts())
def test_every_reference_resolves_and_every_key_is_unique(drawn: Facts) -> None:
    assert first_broken_reference(drawn) == ""
    assert len(drawn.programmes) == 1
    for table, key in UNIQUE.items():
        keys = [getattr(record, key) for record in getattr(drawn, table)]
        assert len(set(keys)) == len(keys)
    assert len(data_version(drawn)) == 16


KINDS = [
    ("places", "population", "nothing"),
    ("places", "population", "int"),
    ("places", "parents", "list"),
    ("places", "parents", "empty"),
    ("organisations", "scope_note", "empty"),
    ("organisations", "founded", "nothing"),
    ("organisations", "founded", "PartialDate"),
    ("collaborations", "value_gbp", "float"),
    ("interests", "area", "nothing"),
    ("interests", "area", "AreaId"),
]


@pytest.mark.parametrize("table", record_types())
def test_every_table_is_drawn_sooner_or_later(table: str) -> None:
    assert table in _seen()


@pytest.mark.parametrize(("table", "field", "kind"), KINDS)
def test_every_kind_of_value_is_drawn_sooner_or_later(table: str, field: str, kind: str) -> None:
    assert (table, field, kind) in _seen()


@cache
def _seen() -> set[object]:
    """Draw until all has come that is wanted, once for all tests; give what came, or came not."""
    seen: set[object] = set()

    def is_enough(drawn: Facts) -> bool:
        seen.update(table for table in record_types() if getattr(drawn, table))
        seen.update(
            (table, field, _kind(getattr(row, field)))
            for table, field, _ in KINDS
            for row in getattr(drawn, table)
        )
        return {*record_types(), *KINDS} <= seen

    patient = settings(max_examples=2000, derandomize=True, database=None, phases=[Phase.generate])
    with suppress(NoSuchExample):
        find(facts(), is_enough, settings=patient)
    return seen


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if value in ((), ""):
        return "empty"
    return "list" if isinstance(value, tuple) else type(value).__name__
