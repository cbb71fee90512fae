"""How two programmes differ, told by table, record and field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings

from graph.stores.differences import (
    FieldDifference,
    RecordDifference,
    TableDifference,
    count_differences,
    differences,
)
from tests.builders import alias, capability, org_id, organisation, provenance, small_facts
from tests.graph.random_facts import facts

if TYPE_CHECKING:
    from graph.records.facts import Facts

BOTH = (organisation("Alpha"), organisation("Beta"))


def two_aliases() -> Facts:
    return small_facts(organisations=BOTH, aliases=(alias("Alpha", "A"), alias("Beta", "B")))


def test_equal_facts_do_not_differ() -> None:
    assert differences(two_aliases(), two_aliases()) == ()


def test_a_record_that_is_missing_is_named_by_its_key() -> None:
    fewer = replace(two_aliases(), aliases=(alias("Beta", "B"),))
    (found,) = differences(two_aliases(), fewer)
    key = f"{org_id('Alpha')}, A"
    assert found == TableDifference(
        table="aliases",
        first=2,
        second=1,
        records=1,
        shown=(RecordDifference(key=key, only_in="first", fields=()),),
    )
    (other_way,) = differences(fewer, two_aliases())
    assert other_way.shown[0].only_in == "second"
    assert (other_way.first, other_way.second) == (1, 2)


def test_a_record_that_changed_is_told_field_by_field_with_both_values() -> None:
    beta = replace(BOTH[1], name="Beta Trust", provenance=provenance(None, "estimate"))
    (found,) = differences(two_aliases(), replace(two_aliases(), organisations=(BOTH[0], beta)))
    (record,) = found.shown
    assert record.key == org_id("Beta")
    assert record.only_in == ""
    assert {f.field for f in record.fields} == {"name", "known_from", "confidence"}
    assert record.fields[0] == FieldDifference(field="name", first="Beta", second="Beta Trust")


def test_only_another_order_is_told_as_that() -> None:
    turned = replace(two_aliases(), aliases=two_aliases().aliases[::-1])
    (found,) = differences(two_aliases(), turned)
    assert found.order_only
    assert (found.records, found.shown) == (0, ())
    assert str(found) == "aliases: the same 2 records in another order"


def test_a_record_that_stands_there_twice_is_told_once_more() -> None:
    twice = replace(two_aliases(), aliases=(alias("Beta", "B"), *two_aliases().aliases))
    (found,) = differences(two_aliases(), twice)
    assert (found.first, found.second, found.records, found.order_only) == (2, 3, 1, False)


def test_records_that_share_a_key_are_put_side_by_side_in_their_order() -> None:
    first = small_facts(organisations=BOTH, capabilities=(capability("Alpha"), capability("Alpha")))
    changed = replace(first.capabilities[1], note="new")
    second = replace(first, capabilities=(first.capabilities[0], changed))
    (found,) = differences(first, second)
    assert [f.field for r in found.shown for f in r.fields] == ["note"]


def test_no_more_records_are_told_than_asked_for_and_all_are_counted() -> None:
    many = replace(two_aliases(), aliases=tuple(alias("Alpha", f"A{n}") for n in range(9)))
    (found,) = differences(many, replace(many, aliases=()), shown=3)
    assert found.records == 9
    assert [record.key[-2:] for record in found.shown] == ["A0", "A1", "A2"]


def test_counts_that_differ_are_given_by_table() -> None:
    found = count_differences({"aliases": 1, "sizes": 2}, {"aliases": 3, "rules": 1})
    assert [str(table) for table in found] == [
        "aliases: 1 record in the first, 3 in the second",
        "sizes: 2 records in the first, 0 in the second",
        "rules: 0 records in the first, 1 in the second",
    ]


@settings(max_examples=25)
@given(facts("p"), facts("p"))
def test_any_two_programmes_differ_where_their_tables_do(first: Facts, second: Facts) -> None:
    found = {table.table: table for table in differences(first, second)}
    assert set(found) == {t for t, records in first.tables() if records != getattr(second, t)}
    back = {table.table: table for table in differences(second, first)}
    for name, table in found.items():
        assert (back[name].second, back[name].first) == (table.first, table.second)
        assert (back[name].records, back[name].order_only) == (table.records, table.order_only)
        assert table.records >= abs(table.first - table.second)
