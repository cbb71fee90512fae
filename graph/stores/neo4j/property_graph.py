"""The facts as a property graph: which table is which label or relationship type.

A table of things is a label, a table of ties between two things a relationship type. Every record
keeps all its columns as properties, with its `edition` and its `position` in its table; what refers
to another node is a relationship as well, so that the graph can be walked (docs/neo4j.md shows it).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from graph.records.tables import TABLES
from graph.records.words import RULE
from graph.stores.neo4j.search_nodes import create_searched, search_rows
from graph.stores.rows import NATIVE, columns_of, record_types

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.records.facts import Facts
    from graph.records.table import Table
    from graph.records.table import Tie as TableTie

LAYOUT = 2
"""Raised when the same facts give other batches than before."""

LABELS = {table.name: table.shape for table in TABLES.values() if isinstance(table.shape, str)}
"""The label of each table whose records are nodes."""

UNIQUE = {name: TABLES[name].identity for name in LABELS if TABLES[name].identity}
"""The property by which a table's nodes are told apart."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A table whose records are relationships, from one field's node to another's."""

    type: str
    start: str
    start_table: str
    end: str
    end_table: str


def _tie(table: Table, shape: TableTie) -> Tie:
    start, end = table.column(shape.start).to, table.column(shape.end).to
    return Tie(shape.type, shape.start, start, shape.end, end)


TIES = {
    table.name: _tie(table, table.shape)
    for table in TABLES.values()
    if not isinstance(table.shape, str)
}
"""The relationship type of each table whose records are relationships."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship that repeats what a field says, so that it can be walked.

    Attributes
    ----------
    table, field : whose field it follows
    type, to : the relationship, and the table that it leads to
    start_table, start : the field whose node it starts from, and that node's table; empty for the
        record's own node
    inward : whether it leads from the other node to this one
    keeps : what it carries over from the record
    """

    table: str
    field: str
    type: str
    to: str
    start_table: str = ""
    start: str = ""
    inward: bool = False
    keeps: tuple[str, ...] = ()


def _links(table: Table) -> Iterator[Relationship]:
    for column in table.columns:
        if column.shortcut is not None:
            yield Relationship(
                table.name,
                column.field,
                column.shortcut.type,
                column.shortcut.to or column.to,
                table.column(column.shortcut.start).to if column.shortcut.start else "",
                column.shortcut.start,
                column.shortcut.inward,
                column.shortcut.keeps,
            )


LINKS = tuple(link for table in TABLES.values() for link in _links(table))
"""In the order in which they are written."""


_LOCATION = (
    "CASE WHEN -90 <= row.latitude <= 90 AND -180 <= row.longitude <= 180"
    " THEN point({latitude: row.latitude, longitude: row.longitude}) END"
)


@dataclass(frozen=True, slots=True)
class Insertion:
    """Rows for one statement, each of which makes one node or one relationship.

    `records` counts those of the rows that are a record of a table, not a link beside it.
    """

    statement: str
    rows: list[dict[str, Any]]
    makes: Literal["nodes", "relationships"]
    records: int


Batch: TypeAlias = tuple[Insertion, ...]
"""What is written in one transaction."""


def batches(facts: Facts, size: int) -> Iterator[Batch]:
    """Give what must be written, `size` rows at a time; what is referred to comes first.

    Equal facts in equal order give equal batches, so that a write can go on where it stopped.
    """
    waiting: list[Insertion] = []
    room = size
    for statement, rows, makes, is_record in _all_rows(facts):
        while part := list(islice(rows, room)):
            waiting.append(Insertion(statement, part, makes, len(part) if is_record else 0))
            room -= len(part)
            if not room:
                yield tuple(waiting)
                waiting, room = [], size
    if waiting:
        yield tuple(waiting)


def rows_digest(facts: Facts, size: int) -> str:
    """Tell apart writes whose batches differ: a hash of all rows in their order."""
    digest = hashlib.sha256(f"{LAYOUT}:{RULE}:{size}".encode())
    for name, records in facts.tables():
        digest.update(f"\n[{name}]".encode())
        for record in records:
            digest.update(repr(NATIVE.to_row(record)).encode())
    return digest.hexdigest()[:32]


def count_links(facts: Facts) -> dict[Relationship, int]:
    """Count the relationships that each link makes."""
    return {link: sum(1 for _ in _link_rows(link, facts)) for link in LINKS}


def create_nodes(table: str) -> str:
    """Write the statement that makes a table's nodes."""
    located = f", n.location = {_LOCATION}" if table == "places" else ""
    return (
        f"UNWIND $rows AS row CREATE (n:{LABELS[table]}) SET n = row, n.edition = $edition{located}"
    )


def create_ties(table: str) -> str:
    """Write the statement that makes a table's relationships."""
    tie = TIES[table]
    return (
        f"UNWIND $rows AS row {_match('a', tie.start_table, 'row.a')}"
        f" {_match('b', tie.end_table, 'row.b')}"
        f" CREATE (a)-[r:{tie.type}]->(b) SET r = row.properties, r.edition = $edition"
    )


def create_links(link: Relationship) -> str:
    """Write the statement that makes a link's relationships."""
    if link.start:
        start = _match("a", link.start_table, "row.a")
    else:
        start = f"MATCH (a:{LABELS[link.table]} {{edition: $edition, position: row.a}})"
    arrow = f"<-[r:{link.type}]-" if link.inward else f"-[r:{link.type}]->"
    carried = " SET r = row.properties" if link.keeps else ""
    return (
        f"UNWIND $rows AS row {start} {_match('b', link.to, 'row.b')} CREATE (a){arrow}(b){carried}"
    )


def read_table(table: str) -> str:
    """Write the statement that gives a stretch of a table's rows as one list.

    Values stand in the order of `columns_of`, rows in that of their positions, from `$first` up to
    `$last` without it: a message for each row would cost more than the rows themselves.
    """
    columns = columns_of(record_types()[table])
    if table in LABELS:
        found = f"MATCH (x:{LABELS[table]})"
        values = [f"x.`{column}`" for column in columns]
    else:
        tie = TIES[table]
        found = f"MATCH (a:{LABELS[tie.start_table]})-[x:{tie.type}]->(b:{LABELS[tie.end_table]})"
        ends = {
            tie.start: f"a.`{UNIQUE[tie.start_table]}`",
            tie.end: f"b.`{UNIQUE[tie.end_table]}`",
        }
        values = [ends.get(column, f"x.`{column}`") for column in columns]
    return (
        f"{found} WHERE x.edition = $edition AND $first <= x.position < $last"
        f" WITH [{', '.join(values)}] AS row ORDER BY x.position RETURN collect(row) AS rows"
    )


def count_table(table: str) -> str:
    """Write the statement that counts a table's records."""
    what = f"(x:{LABELS[table]})" if table in LABELS else f"()-[x:{TIES[table].type}]->()"
    return f"MATCH {what} WHERE x.edition = $edition RETURN count(x) AS count"


def count_link(link: Relationship) -> str:
    """Write the statement that counts a link's relationships."""
    start = link.start_table or link.table
    arrow = f"<-[r:{link.type}]-" if link.inward else f"-[r:{link.type}]->"
    return (
        f"MATCH (a:{LABELS[start]}){arrow}(:{LABELS[link.to]}) WHERE a.edition = $edition"
        " RETURN count(r) AS count"
    )


def _match(name: str, table: str, value: str) -> str:
    return f"MATCH ({name}:{LABELS[table]} {{edition: $edition, {UNIQUE[table]}: {value}}})"


def _all_rows(
    facts: Facts,
) -> Iterator[tuple[str, Iterator[dict[str, Any]], Literal["nodes", "relationships"], bool]]:
    """Yield statements, the rows for each, what a row makes, and whether it is a record."""
    for table in LABELS:
        yield create_nodes(table), _node_rows(getattr(facts, table)), "nodes", True
    for table, tie in TIES.items():
        yield create_ties(table), _tie_rows(tie, getattr(facts, table)), "relationships", True
    for link in LINKS:
        yield create_links(link), _link_rows(link, facts), "relationships", False
    for label, rows in search_rows(facts).items():
        yield create_searched(label), iter(rows), "nodes", False


def _node_rows(records: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for position, record in enumerate(records):
        yield {"position": position, **_properties(record)}


def _tie_rows(tie: Tie, records: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for position, record in enumerate(records):
        properties = _properties(record)
        ends = {"a": properties.pop(tie.start), "b": properties.pop(tie.end)}
        yield {**ends, "properties": {"position": position, **properties}}


def _link_rows(link: Relationship, facts: Facts) -> Iterator[dict[str, Any]]:
    known = {getattr(record, UNIQUE[link.to]) for record in getattr(facts, link.to)}
    for position, record in enumerate(getattr(facts, link.table)):
        named = getattr(record, link.field)
        carried: dict[str, Any] = {}
        if link.keeps:
            properties = _properties(record)
            carried["properties"] = {
                key: properties[key] for key in (*link.keeps, "known_by") if key in properties
            }
        start = str(getattr(record, link.start)) if link.start else position
        for code in (named,) if isinstance(named, str) else dict.fromkeys(named or ()):
            if code in known:
                yield {"a": start, "b": str(code), **carried}


def _properties(record: Any) -> dict[str, Any]:  # noqa: ANN401  (any record)
    """Give a record's properties; `known_by` is the day from which the fact counts."""
    row = zip(columns_of(type(record)), NATIVE.to_row(record), strict=True)
    properties = {column: value for column, value in row if value is not None}
    provenance = getattr(record, "provenance", None)
    if provenance is not None and provenance.known_from is not None:
        properties["known_by"] = provenance.known_from.last_day
    return properties
