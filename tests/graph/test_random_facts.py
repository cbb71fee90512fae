"""The random programmes are consistent, and nothing that a record may hold is left out."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from hypothesis import Phase, given, settings

from graph.references import first_broken_reference
from graph.snapshot import data_version
from graph.stores.records import record_types
from tests.graph.random_facts import UNIQUE, facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.facts import Facts


@settings(max_examples=40)
@given(facts())
def test_every_reference_resolves_and_every_key_is_unique(drawn: Facts) -> None:
    assert first_broken_reference(drawn) == ""
    assert len(drawn.programmes) == 1
    for table, key in UNIQUE.items():
        keys = [getattr(record, key) for record in getattr(drawn, table)]
        assert len(set(keys)) == len(keys)
    assert len(data_version(drawn)) == 16


def test_every_table_and_every_kind_of_value_is_drawn_sooner_or_later() -> None:
    seen: set[tuple[str, str, str]] = set()

    @settings(max_examples=80, derandomize=True, database=None, phases=[Phase.generate])
    @given(facts())
    def collect(drawn: Facts) -> None:
        for table, records in drawn.tables():
            seen.update((table, field, _kind(value)) for r in records for field, value in _of(r))

    collect()
    assert {table for table, _, _ in seen} == set(record_types())
    for expected in (
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
    ):
        assert expected in seen


def _of(record: object) -> Iterator[tuple[str, object]]:
    for field in fields(record):  # type: ignore[arg-type]
        yield field.name, getattr(record, field.name)


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if value in ((), ""):
        return "empty"
    return "list" if isinstance(value, tuple) else type(value).__name__
