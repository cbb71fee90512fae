"""Rows of the `SQL` codec as lines of JSON, made column by column: no record is made for them.

A register has more than a million rows. To make a record of each, only to write it down again, is
most of the time that it takes to check them and to keep their snapshot.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, get_args, get_origin

from graph.records.table import is_optional
from graph.records.tables import table_of
from graph.snapshot.version import even_line, lines_of
from graph.stores.rows import PROVENANCE_COLUMNS, SQL, Known, columns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.stores.rows import Value

    Row = Sequence[Value]
    Texts = list[str]

_LARGEST = sys.float_info.max


class RowLines:
    """Some rows of a table as lines, in their order.

    Parameters
    ----------
    kind : the record that each row is of
    columns : the values of each column in the order of `columns_of`, as `SQL.to_row` gives them
    known : codes and provenances made before, where records have to be made

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If a value is not one that was written; of some that were not, other lines come out.
    """

    def __init__(self, kind: type[Any], columns: Sequence[Row], *, known: Known) -> None:
        self._kind, self.columns, self._known = kind, columns, known
        names = columns_of(kind)
        writers = [_writer(column.hint) for column in table_of(kind).columns]
        if table_of(kind).has_provenance:
            writers += [_as_it_is, _quoted, _quoted]
        self._texts: dict[str, Texts] = {
            name: write(column)
            for name, write, column in zip(names, writers, self.columns, strict=True)
        }

    def kept(self) -> Iterator[str]:
        """Give each row as a list, which `graph.stores.rows.JSON` reads."""
        form = f"[{', '.join(['%s'] * len(self._texts))}]\n"
        return map(form.__mod__, zip(*self._texts.values(), strict=True))

    def hashed(self) -> Iterable[str]:
        """Give each row as its data version counts it (`graph.snapshot.version`)."""
        form = even_line(self._kind)
        if form is None:  # not all rows of the kind are written alike
            rows = zip(*self.columns, strict=True)
            return lines_of(tuple(SQL.from_rows(self._kind, rows, known=self._known)))
        names, line = form
        columns = [self._origins() if n == "provenance" else self._texts[n] for n in names]
        return map(line.__mod__, zip(*columns, strict=True))

    def _origins(self) -> Texts:
        """Write the provenances: few are different."""
        known = _Origins()
        columns = (self._texts[name] for name in PROVENANCE_COLUMNS)
        return [known[origin] for origin in zip(*columns, strict=True)]


class _Origins(dict[tuple[str, str, str], str]):
    def __missing__(self, key: tuple[str, str, str]) -> str:
        sources, known_from, confidence = key
        text = f'{{"confidence": {confidence}, "known_from": {known_from}, "sources": {sources}}}'
        self[key] = text
        return text


def _writer(hint: Any) -> Callable[[Sequence[Value]], Texts]:  # noqa: ANN401  (a type)
    """Give what writes a column of a type as JSON."""
    if is_optional(hint):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is tuple:
        return _as_it_is
    return _WRITERS.get(hint, _quoted)


def _quoted(values: Sequence[Value]) -> Texts:
    return ["null" if value is None else encode_basestring(value) for value in values]


def _as_it_is(values: Sequence[Value]) -> Texts:
    """Give lists, which are kept as JSON."""
    return ["null" if value is None else value for value in values]


def _flags(values: Sequence[Value]) -> Texts:
    return ["null" if value is None else "true" if value else "false" for value in values]


def _whole(values: Sequence[Value]) -> Texts:
    return ["null" if value is None else int.__repr__(value) for value in values]


def _numbers(values: Sequence[Value]) -> Texts:
    """Write numbers as JSON does; -0.0 is 0.0, as SQLite gives back the one for the other."""
    return [
        "null"
        if value is None
        else repr(value + 0.0)
        if -_LARGEST <= value <= _LARGEST
        else json.dumps(value)
        for value in values
    ]


_WRITERS: dict[Any, Callable[[Sequence[Value]], Texts]] = {
    date: _quoted,
    bool: _flags,
    int: _whole,
    float: _numbers,
}
