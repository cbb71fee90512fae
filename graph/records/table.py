"""What the description of a table says: its columns, its key, and its place in a graph."""

from __future__ import annotations

import math
import types
from dataclasses import KW_ONLY, MISSING, dataclass, fields, replace
from datetime import date
from typing import Any, Union, get_args, get_origin, get_type_hints

from graph.records import identifiers, kinds, model
from graph.records import provenance as provenance_module

_NAMES = {
    **vars(kinds),
    **vars(identifiers),
    **vars(provenance_module),
    "date": date,
}


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A relationship that repeats what a column says, so that a graph can be walked along it.

    Attributes
    ----------
    type : its name
    to : the table it leads to, where the column names no other table's records
    start : the column whose node it starts from; empty for the record's own node
    inward : whether it leads from the other node to this one
    keeps : the columns that it carries over from the record
    """

    type: str
    _: KW_ONLY
    to: str = ""
    start: str = ""
    inward: bool = False
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it says, and which values it takes.

    Attributes
    ----------
    field : the field of the record; for a column of a folder's file alone, its heading
    words : one sentence
    hint : the type of its values
    to : the table whose records it names; empty if it names none
    blank : whether it may be blank in a folder
    least, most : the limits of a number
    choices : the words it may hold; none if any
    heading : its name in a folder
    later : whether it was added to a table that was kept without it
    default : what records that were kept without it hold
    shortcut : the relationship that repeats it
    """

    field: str
    words: str
    _: KW_ONLY
    hint: Any = None
    to: str = ""
    blank: bool = False
    least: float = 0.0
    most: float = math.inf
    choices: tuple[str, ...] = ()
    heading: str = ""
    later: bool = False
    default: Any = None
    shortcut: Shortcut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A table whose records are relationships, from one column's node to another's."""

    type: str
    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of `graph.records.facts.Facts`.

    Attributes
    ----------
    name : the field of `Facts`
    record : what each row is
    words : what a row says, in one sentence
    columns : in the order of the record's fields, its provenance not among them
    key : the columns that people tell rows apart by
    repeats : whether several rows may have the same key
    file : its name in a folder; empty if it is made from others
    needed : why no programme can be without its rows; empty if it can
    shape : the label of its nodes, or what its rows tie
    """

    name: str
    record: type[Any]
    words: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    repeats: bool = False
    file: str = ""
    needed: str = ""
    shape: str | Tie

    @property
    def identity(self) -> str:
        """The column that other tables name a row by; empty if none does.

        >>> from graph.records.tables import TABLES
        >>> TABLES["places"].identity, TABLES["prisons"].identity
        ('code', '')
        """
        own = {column.field for column in self.columns if not column.to}
        return self.key[0] if len(self.key) == 1 and self.key[0] in own else ""

    @property
    def has_provenance(self) -> bool:
        """Whether each row says where it came from."""
        return any(field.name == "provenance" for field in fields(self.record))

    def column(self, field: str) -> Column:
        """Give the column of a field."""
        return next(column for column in self.columns if column.field == field)


def described(table: Table) -> Table:
    """Complete a description by what the record's own annotations and defaults say."""
    hints = get_type_hints(table.record, globalns=vars(model), localns=_NAMES)
    defaults = {field.name: field_default(field) for field in fields(table.record)}
    return replace(
        table,
        columns=tuple(
            replace(
                column,
                hint=hints[column.field],
                heading=column.heading or column.field,
                blank=column.blank or is_optional(hints[column.field]),
                later=defaults[column.field] is not MISSING,
                default=None if defaults[column.field] is MISSING else defaults[column.field],
            )
            for column in table.columns
        ),
    )


def is_optional(hint: Any) -> bool:  # noqa: ANN401  (a type, or a union of types)
    """Say whether None is among the values of a type."""
    return get_origin(hint) in {Union, types.UnionType} and type(None) in get_args(hint)


def field_default(field: Any) -> Any:  # noqa: ANN401  (of any field)
    """Give the default of a dataclass's field; `MISSING` if it has none."""
    return field.default if field.default_factory is MISSING else field.default_factory()
