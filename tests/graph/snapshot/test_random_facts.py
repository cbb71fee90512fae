"""The random programmes are consistent, and nothing that a record may hold is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, find, given, settings

from graph.records.references import first_broken_reference
from graph.snapshot.version import data_version
from graph.stores.rows import record_types
from tests.graph.random_facts import UNIQUE, facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.records.facts import Facts


@settings(max_examples=40)
@given(facts())
def test_every_reference_resolves_and_every_key_is_unique(drawn: Facts) -> None:
    assert first_broken_reference(drawn) == ""
    assert len(drawn.programmes) == 1
    for table, key in UNIQUE.items():
        keys = [getattr(record, key) for record in getattr(drawn, table)]
        assert len(set(keys)) == len(keys)
    assert len(data_version(drawn)) == 16


@pytest.mark.parametrize("table", record_types())
def test_every_table_is_drawn_sooner_or_later(table: str) -> None:
    _find(lambda drawn: bool(getattr(drawn, table)))


@pytest.mark.parametrize(
    ("table", "field", "kind"),
    [
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
    ],
)
def test_every_kind_of_value_is_drawn_sooner_or_later(table: str, field: str, kind: str) -> None:
    _find(lambda drawn: kind in {_kind(getattr(row, field)) for row in getattr(drawn, table)})


def _find(wanted: Callable[[Facts], bool]) -> None:
    """Draw until something comes that is wanted; it fails if it never does."""
    patient = settings(max_examples=2000, derandomize=True, database=None, phases=[Phase.generate])
    find(facts(), wanted, settings=patient)


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if value in ((), ""):
        return "empty"
    return "list" if isinstance(value, tuple) else type(value).__name__
