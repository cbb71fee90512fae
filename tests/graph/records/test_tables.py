"""The descriptions of the tables say what the records are, and all of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, get_args, get_type_hints

import pytest

from graph.packs.cells import converter
from graph.packs.files import FILES
from graph.records import facts as facts_module
from graph.records import model
from graph.records.facts import Facts
from graph.records.references import broken_references, known_codes
from graph.records.table import Column, Table, Tie, described
from graph.records.tables import PROVENANCE, TABLES, table_of
from tests.builders import alias, organisation, small_facts

if TYPE_CHECKING:
    from graph.packs.files import File


def test_facts_have_a_field_of_each_tables_records_in_the_same_order() -> None:
    hints = get_type_hints(Facts, localns={"model": model}, globalns=vars(facts_module))
    assert list(hints) == list(TABLES)
    assert [get_args(hint)[0] for hint in hints.values()] == [t.record for t in TABLES.values()]
    assert set(get_args(model.Record)) == {table.record for table in TABLES.values()}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_field_of_a_record_is_described_in_its_order(table: Table) -> None:
    names = [column.field for column in table.columns]
    own = ["provenance"] if table.has_provenance else []
    assert [field.name for field in fields(table.record)] == names + own
    assert table_of(table.record) is table


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_key_and_the_ends_of_a_tie_are_columns(table: Table) -> None:
    names = {column.field for column in table.columns}
    assert set(table.key) <= names
    if isinstance(table.shape, Tie):
        assert TABLES[table.column(table.shape.start).to].identity
        assert TABLES[table.column(table.shape.end).to].identity


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_what_a_column_refers_to_can_be_named(table: Table) -> None:
    for column in table.columns:
        assert not column.to or TABLES[column.to].identity, column.field


def test_labels_and_relationship_types_are_told_apart() -> None:
    shapes = [table.shape for table in TABLES.values()]
    labels = [shape for shape in shapes if isinstance(shape, str)]
    ties = [shape.type for shape in shapes if isinstance(shape, Tie)]
    links = [
        column.shortcut.type for t in TABLES.values() for column in t.columns if column.shortcut
    ]
    assert len(set(labels)) == len(labels)
    assert len({*ties, *links}) == len(ties) + len(links)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_and_column_is_told_in_one_sentence(file: File) -> None:
    for words in (file.words, *(column.words for column in file.columns)):
        assert words[0].isupper()
        assert words.endswith(".")
        assert ". " not in words


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_cell_may_be_blank_where_the_description_says_so(file: File) -> None:
    for column in file.columns:
        read = converter(column)
        if column.blank:
            assert read("") in {None, "", ()}
        else:
            with pytest.raises(ValueError, match=r"must not be blank|is not one of"):
                read("")


def test_every_table_but_demand_is_read_from_a_file() -> None:
    made = {table for file in FILES for table in file.makes}
    assert {*made, "programmes", "demand"} == set(TABLES)
    assert "demand" not in made


def test_only_what_demand_and_sources_need_must_be_in_a_folder() -> None:
    assert {file.name for file in FILES if file.needed} == {
        "sources.csv",
        "areas.csv",
        "authorities.csv",
        "pathways.csv",
        "cohorts.csv",
        "cohort_shares.csv",
        "prevalence.csv",
    }


def test_the_provenance_is_described_by_its_own_fields() -> None:
    (record,) = small_facts(organisations=(organisation("Alpha"),)).organisations
    assert [column.field for column in PROVENANCE] == [f.name for f in fields(record.provenance)]


def test_a_reference_to_nothing_is_told_with_its_column_and_table() -> None:
    facts = small_facts(organisations=(organisation("Alpha"),))
    known = known_codes(facts)
    assert list(broken_references(alias("Alpha", "A"), known)) == []
    stranger = alias("Stranger", "S")
    assert list(broken_references(stranger, known)) == [
        ("organisation", stranger.organisation, "organisations")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A record as a later version of the program may have it."""

    id: str
    people: int | None
    tags: tuple[str, ...] = ()


def test_a_field_with_a_default_is_a_column_that_rows_may_lack() -> None:
    columns = (Column("id", "Its id."), Column("people", "P."), Column("tags", "T.", blank=True))
    table = described(
        Table(name="offers", record=Offer, words="O.", columns=columns, key=("id",), shape="Offer")
    )
    assert [(c.later, c.default) for c in table.columns] == [
        (False, None),
        (False, None),
        (True, ()),
    ]
    assert [c.blank for c in table.columns] == [False, True, True]
    assert not table.has_provenance
